"""The queue in any slice, any order and behind any filter is the same queue."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any, NamedTuple

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection

from curation.workspace import Workspace, layout, queries, queues
from curation.workspace import tables as t
from curation.workspace.filters import Filter
from tests.workspace.make import START, Client

STATUSES = ("pending", "kept", "dropped", "later")
SIGNALS = ["", "|hole|", "|unanswered|hole|", "|no_human|", "|100%_|"]


class Fragment(NamedTuple):
    chat_id: int
    place: int
    status: str
    signals: str
    start: int | None
    turns: int
    persona_share: int
    first_words: str
    rank: int
    hidden: int
    context: str


FRAGMENT = st.builds(
    Fragment,
    st.sampled_from([1, 2]),
    st.integers(0, 5),
    st.sampled_from(STATUSES),
    st.sampled_from(SIGNALS),
    st.sampled_from([None, START, START + 1]),
    st.integers(0, 2),
    st.integers(0, 2),
    st.sampled_from(["", "在吗", "a", "B"]),
    st.sampled_from([200, 900, 1000]),
    st.sampled_from([0, 0, 1]),
    st.sampled_from(["", "那天下雨"]),
)
FILTER = st.builds(
    Filter,
    st.sampled_from([(), ("pending",), ("kept", "later"), STATUSES]),
    st.sampled_from([None, 1, 2]),
    st.sampled_from(["", "hole", "unanswered", "unans", "100%_", "|"]),
    unmarked=st.booleans(),
    marked=st.booleans(),
    changed=st.booleans(),
    since=st.sampled_from([None, START, START + 1]),
    until=st.sampled_from([None, START, START + 1]),
    hidden=st.sampled_from([None, False, True]),
)
ORDER = st.sampled_from(["time", "gain"])
ANY = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


@pytest.fixture
def connection(workspace: Workspace) -> Iterator[Connection]:
    with workspace.read() as opened:
        yield opened


def replace_all(workspace: Workspace, wanted: list[Fragment]) -> list[dict[str, Any]]:
    """Put these fragments in the place of all others; returns them in queue order."""
    with workspace.write() as connection:
        connection.execute(t.bubbles.delete())
        connection.execute(t.fragments.delete())
        rows = [{"id": n + 1, **fragment._asdict()} for n, fragment in enumerate(wanted)]
        if rows:
            connection.execute(t.fragments.insert(), rows)
    return sorted(rows, key=lambda row: (row["chat_id"], row["place"], row["id"]))


def passes(row: dict[str, Any], chosen: Filter) -> bool:
    return (
        (not chosen.statuses or row["status"] in chosen.statuses)
        and (chosen.chat is None or row["chat_id"] == chosen.chat)
        and (not chosen.signal or f"|{chosen.signal}|" in row["signals"])
        and (not chosen.unmarked or not row["signals"])
        and (not chosen.marked or row["signals"])
        and (not chosen.changed or row["context"])
        and (chosen.since is None or (row["start"] is not None and row["start"] >= chosen.since))
        and (chosen.until is None or (row["start"] is not None and row["start"] < chosen.until))
        and chosen.hidden in (None, bool(row["hidden"]))
    )


@ANY
@given(st.lists(FRAGMENT, max_size=12), FILTER, ORDER, st.integers(1, 5))
def test_every_slice_of_the_queue_is_a_slice_of_the_whole(
    workspace: Workspace, wanted: list[Fragment], chosen: Filter, order: queues.Order, limit: int
) -> None:
    everything = replace_all(workspace, wanted)
    if order == "gain":
        everything.sort(key=lambda row: row["rank"])
    whole = [row["id"] for row in everything if passes(row, chosen)]
    places = [row["id"] for row in everything]
    with workspace.read() as connection:
        assert sorted(queues.ids(connection, chosen)) == sorted(whole)
        assert queues.count(connection, chosen) == len(whole)
        assert queues.queue(connection, chosen, order=order, limit=limit) == whole[:limit]
        for place, anchor in enumerate(places):  # also of fragments that the filter leaves out
            earlier = [i for i in whole if i in places[:place]]
            later = [i for i in whole if i in places[place + 1 :]]
            assert queues.queue(connection, chosen, order=order, after=anchor, limit=limit) == later[:limit]
            assert queues.queue(connection, chosen, order=order, before=anchor, limit=limit) == earlier[-limit:]


@ANY
@given(st.lists(FRAGMENT, max_size=12), FILTER, st.sampled_from(queues.SORTS), st.booleans(), st.integers(1, 5))
def test_the_pages_of_the_table_are_the_sorted_queue(
    workspace: Workspace, wanted: list[Fragment], chosen: Filter, sort: str, descending: bool, size: int
) -> None:
    rows = [row for row in replace_all(workspace, wanted) if passes(row, chosen)]
    if sort == "place":
        expected = rows[::-1] if descending else rows
    else:  # unknown times come first, as in SQLite; equal ones stay in queue order
        expected = sorted(rows, key=lambda row: (row[sort] is not None, row[sort]), reverse=descending)
    with workspace.read() as connection:
        pages = [
            queues.table(connection, chosen, sort=sort, descending=descending, page=n, size=size)
            for n in range(len(rows) // size + 2)
        ]
    assert [row["id"] for page in pages for row in page] == [row["id"] for row in expected]
    assert all(len(page) == size for page in pages[: len(rows) // size])


def test_a_column_that_is_none_sorts_by_place(connection: Connection) -> None:
    shown = queues.table(connection, Filter(), sort="version; DROP TABLE fragments")
    assert [(row["id"], row["chat"]) for row in shown] == [(1, "小林"), (2, "小林"), (3, "小林"), (4, "登山群")]


def test_nothing_stands_before_no_fragment(connection: Connection) -> None:
    assert queues.queue(connection, Filter(), after=99, limit=2) == [1, 2]


def test_counts_name_every_status(workspace: Workspace) -> None:
    Client(workspace).do("status", 1, status="kept")
    with workspace.read() as connection:
        assert queues.counts(connection) == {"pending": 3, "kept": 1, "dropped": 0, "later": 0}
        assert queries.message_count(connection) == 16


def test_only_those_that_show_a_kind(workspace: Workspace) -> None:
    with workspace.write() as connection:
        connection.execute(t.messages.update().where(t.messages.c.id == 6).values(kind="image"))
        assert queues.ids(connection, Filter(kind="image")) == [2]
        assert queues.ids(connection, Filter(kind="video")) == []


def test_the_order_by_gain_waits_for_signals(workspace: Workspace) -> None:
    with workspace.write() as connection:
        connection.execute(t.signals.delete())
        assert not queues.analysed(connection)
        connection.execute(t.signals.insert().values(fragment_id=1, kind="hole", score=1, reason="{}"))
        assert queues.analysed(connection)


def test_signals_that_occur(workspace: Workspace) -> None:
    with workspace.write() as connection:
        marks = {1: ("hole", "unanswered"), 2: ("hole",), 3: ()}
        layout.write_summaries(connection, {i: layout.Summary(START, 1, 50, "在", found) for i, found in marks.items()})
        assert queues.signals_present(connection) == ["hole", "unanswered"]
        assert queues.ids(connection, Filter(signal="unanswered")) == [1]
        assert queues.ids(connection, Filter(unmarked=True)) == [3, 4]
