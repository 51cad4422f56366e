"""Counts that are kept are the counts of a store that is counted anew."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.workspace import Workspace, layout, open_workspace, parts, queues, tally
from curation.workspace import tables as t
from curation.workspace.filters import Filter
from tests.workspace.make import START, Client, fill
from tests.workspace.test_walk import STEP, Pick, Walk


def test_what_is_counted(workspace: Workspace) -> None:
    client = Client(workspace)
    client.do("edit", 1, bubble=1, text="在不在")
    client.do("context", 2, text="那天下雨")
    client.do("status", 4, status="kept")
    with workspace.write() as connection:
        summaries = {i: layout.Summary(START, 1, 50, "在", ("hole",), tokens=10 * i) for i in (1, 3, 4)}
        layout.write_summaries(connection, summaries)
        assert queues.ids(connection, Filter(changed=True)) == [1, 2]
    shown = {"pending": 3, "kept": 1, "dropped": 0, "later": 0}
    assert tally.of(workspace) == {**shown, "marked": 2, "changed": 2, "hidden": 0, "rows": 1, "tokens": 40}
    with workspace.write() as connection:
        connection.execute(t.fragments.update().where(t.fragments.c.id.in_([1, 4])).values(hidden=1))
    shown |= {"pending": 2, "kept": 0}
    assert tally.of(workspace) == {**shown, "marked": 1, "changed": 1, "hidden": 2, "rows": 0, "tokens": 0}


def test_what_was_cut_joined_or_rearranged_counts_as_changed_until_it_is_undone(workspace: Workspace) -> None:
    client = Client(workspace)
    client.do("split", 2, bubble=7)
    client.do("move", 1, bubbles=[1], before=None)
    with workspace.read() as connection:
        assert queues.ids(connection, Filter(changed=True)) == [1, 2, 5]
    assert tally.of(workspace)["changed"] == 3
    for left in (2, 0):
        client.do("undo")
        assert tally.of(workspace)["changed"] == left
    client.do("merge", 2, **{"with": "next"})
    with workspace.read() as connection:
        assert queues.ids(connection, Filter(changed=True)) == [2]


@pytest.mark.parametrize("part", [1, 2, 512])
@settings(max_examples=15, deadline=None)
@given(steps=st.lists(STEP, max_size=15))
def test_any_walk_is_counted(part: int, steps: list[tuple[str, tuple[Pick, ...]]]) -> None:
    with tempfile.TemporaryDirectory() as folder, pytest.MonkeyPatch.context() as patch:
        patch.setattr(parts, "PART", part)
        workspace = open_workspace(Path(folder) / "walk.ruwo", create=True)
        try:
            fill(workspace)
            walk = Walk(workspace)
            for kind, picks in steps:
                walk.step(kind, picks)
                with workspace.read() as connection:
                    anew = parts.total(tally._count(connection).values())
                assert tally.of(workspace) == anew
        finally:
            workspace.close()
