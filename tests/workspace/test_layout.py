"""Computed fragments come and go; what somebody touched stays."""

from __future__ import annotations

import pytest
from sqlalchemy import select

from curation.workspace import Workspace, layout
from curation.workspace import tables as t
from tests.workspace.make import START, Client, shown, versions


def test_only_untouched_fragments_of_the_chat_are_cleared(client: Client) -> None:
    client.do("status", 2, status="kept")
    with client.workspace.write() as connection:
        layout.clear_untouched(connection, 1)
    assert shown(client.workspace) == {2: [5, 6, 7, 8], 4: [13, 14, 15, 16]}


def test_an_undone_edit_leaves_the_fragment_untouched_again(client: Client) -> None:
    client.do("status", 2, status="kept")
    client.do("undo")
    with client.workspace.write() as connection:
        layout.clear_untouched(connection, 1)
    assert shown(client.workspace) == {4: [13, 14, 15, 16]}


def test_numbers_are_not_given_twice(client: Client) -> None:
    client.do("merge", 1, **{"with": "next"})
    with client.workspace.write() as connection:
        connection.execute(t.bubbles.delete().where(t.bubbles.c.fragment_id == 4))
        connection.execute(t.fragments.delete().where(t.fragments.c.id == 4))
        assert layout.next_numbers(connection) == (5, 17)
        assert layout.add_fragments(connection, 2, [(0, [13, 14]), (2, [15, 16])]) == (7, 21)
    assert shown(client.workspace) == {1: list(range(1, 9)), 3: [9, 10, 11, 12], 5: [13, 14], 6: [15, 16]}


def test_nothing_to_add(workspace: Workspace) -> None:
    before = versions(workspace)
    with workspace.write() as connection:
        assert layout.add_fragments(connection, 1, []) == layout.next_numbers(connection)
    assert versions(workspace) == before


@pytest.mark.parametrize(("signals", "stored"), [((), ""), (("hole",), "|hole|"), (("a", "b"), "|a|b|")])
def test_summaries(workspace: Workspace, signals: tuple[str, ...], stored: str) -> None:
    with workspace.write() as connection:
        layout.write_summaries(connection, {2: layout.Summary(START, 3, 40, "在吗", signals)})
        layout.write_summaries(connection, {})
        rows = connection.execute(select(t.fragments).where(t.fragments.c.id.in_([2, 3])).order_by(t.fragments.c.id))
        found = [(r["start"], r["turns"], r["persona_share"], r["first_words"], r["signals"]) for r in rows.mappings()]
    assert found == [(START, 3, 40, "在吗", stored), (None, 0, 0, "", "")]
