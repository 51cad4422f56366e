"""What the pages ask for, and that no question reads the whole chat."""

from __future__ import annotations

import gc
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from sqlalchemy import Connection, event, select

from curation.workspace import Workspace, findings, journal, queries, queues, setaside
from curation.workspace import tables as t
from curation.workspace.filters import Filter
from tests.workspace.make import Client


@pytest.fixture
def connection(workspace: Workspace) -> Iterator[Connection]:
    with workspace.read() as opened:
        yield opened


def test_fragments_come_in_the_order_that_was_asked_for(connection: Connection) -> None:
    found = queries.fragments_by_id(connection, [3, 99, 1, 4])
    assert [(row["id"], row["chat"], row["persona"]) for row in found] == [
        (3, "小林", "me"),
        (1, "小林", "me"),
        (4, "登山群", "me"),
    ]


def test_bubbles_show_their_text_as_it_stands_and_the_persona_side(client: Client) -> None:
    client.do("edit", 1, bubble=2, text="在的")
    client.do("add", 1, side="human", text="早", before=1)
    client.do("remove", 1, bubbles=[3])
    with client.workspace.read() as connection:
        rows = queries.bubbles_of(connection, [1, 99])
        columns = ("id", "side", "text", "original", "typed", "kind", "removed", "sender")
        assert {key: [tuple(row[c] for c in columns) for row in found] for key, found in rows.items()} == {
            1: [
                (17, "human", "早", None, "早", "text", 0, None),
                (1, "human", "在吗在吗", "在吗在吗", None, "text", 0, "you"),
                (2, "persona", "在的", "在", "在的", "text", 0, "me"),
                (3, "persona", "刚到家~~", "刚到家~~", None, "text", 1, "me"),
                (4, "human", "号码还是13900000000？", "号码还是13900000000？", None, "text", 0, "you"),
            ]
        }
        assert sorted(row["id"] for row in queries.bubbles_by_id(connection, [2, 17])) == [2, 17]


def test_swapping_sides_changes_no_bubble(workspace: Workspace) -> None:
    def sides() -> list[str]:
        with workspace.read() as connection:
            return [row["side"] for row in queries.bubbles_of(connection, [1])[1]]

    before = sides()
    with workspace.write() as connection:
        draft = journal.Draft(connection, "swap")
        draft.update(t.chats, 1, persona="you")
        draft.finish()
    assert sides() == [{"persona": "human", "human": "persona"}[side] for side in before]


def beside(connection: Connection, fragment: int, before: int, after: int) -> tuple[list[int], list[int]]:
    earlier, later = queries.around(connection, fragment, before, after)
    return [row["id"] for row in earlier], [row["id"] for row in later]


@pytest.mark.parametrize(
    ("fragment", "before", "after", "expected"),
    [
        (2, 2, 2, ([3, 4], [9, 10])),
        (2, 99, 99, ([1, 2, 3, 4], [9, 10, 11, 12])),
        (2, 0, 0, ([], [])),
        (1, 5, 1, ([], [5])),
        (3, 1, 5, ([8], [])),
        (4, 9, 9, ([], [])),
        (99, 9, 9, ([], [])),
    ],
)
def test_source_messages_around_a_fragment(
    connection: Connection, fragment: int, before: int, after: int, expected: tuple[list[int], list[int]]
) -> None:
    assert beside(connection, fragment, before, after) == expected


def test_source_messages_say_who_shows_them_now(client: Client) -> None:
    client.do("pull", 2, message=10)
    client.do("status", 1, status="dropped")
    with client.workspace.read() as connection:
        earlier, later = queries.around(connection, 2, 1, 3)
    shown = [(row["id"], row["fragment"], row["status"], row["side"], row["sender"]) for row in [*earlier, *later]]
    assert shown == [
        (4, 1, "dropped", "human", "you"),
        (9, 3, "pending", "persona", "me"),
        (10, 2, "pending", "human", "you"),
        (11, 3, "pending", "persona", "me"),
    ]


def test_a_fragment_of_pulled_messages_alone_has_surroundings_too(client: Client) -> None:
    client.do("pull", 1, message=10)
    client.do("split", 1, bubble=10)
    with client.workspace.read() as connection:
        assert beside(connection, 5, 1, 1) == ([9], [11])
        assert beside(connection, 1, 1, 1) == ([], [5])


def test_words_come_by_message_some_at_a_time(connection: Connection) -> None:
    found = [row["id"] for row in queries.texts(connection, 2, 4)]
    assert found == [3, 4, 5, 6]
    assert queries.texts(connection, 99, 4) == []


def test_the_last_edit_is_another_after_every_edit(client: Client) -> None:
    seen = []
    for kind in ("context", "undo", "redo"):
        with client.workspace.read() as connection:
            seen.append(queries.last_edit(connection))
        client.do(kind, 0 if kind != "context" else 1, text="背景")
    assert seen == [0, 1, 2]


def test_messages_are_set_aside_or_exported_by_fragment(workspace: Workspace) -> None:
    client = Client(workspace)
    with workspace.write() as connection:
        setaside.hold_out(connection, [1, 99])
        setaside.hold_out(connection, [1])
        setaside.mark_exported(connection, [3, 4])
        assert setaside.counts(connection) == (4, 8)
    client.do("pull", 2, message=1)
    client.do("add", 3, side="human", text="早")
    with workspace.read() as connection:
        assert queries.held_out_fragments(connection, [1, 2, 3, 4]) == {1, 2}
        assert setaside.exported_fragments(connection, [1, 2, 3, 4]) == {3, 4}


SCANS_ALLOWED = ("SCAN chats", "SCAN senders", "SCAN sources", "SCAN json_each")
"""Tables of a few rows, and the list of keys that is asked for."""


def plan(connection: Connection, ask: Callable[[Connection], object]) -> list[str]:
    """How SQLite goes about every statement of ``ask``."""
    sent: list[tuple[str, Any]] = []

    def listen(_c: object, _cursor: object, statement: str, parameters: Any, *_: object) -> None:
        sent.append((statement, parameters))

    event.listen(connection, "before_cursor_execute", listen)
    ask(connection)
    event.remove(connection, "before_cursor_execute", listen)
    assert sent
    return [
        row[3]
        for statement, parameters in sent
        for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)
    ]


PENDING = Filter(statuses=("pending",))


@pytest.mark.parametrize(
    ("ask", "index"),
    [
        (lambda c: queues.queue(c, PENDING), "fragments_queue"),
        (lambda c: queues.queue(c, PENDING, after=2), "fragments_queue"),
        (lambda c: queues.queue(c, PENDING, before=2), "fragments_queue"),
        (lambda c: queues.queue(c, Filter()), "fragments_order"),
        (lambda c: queues.queue(c, Filter(), after=2), "fragments_order"),
        (lambda c: queues.queue(c, Filter(), before=2), "fragments_order"),
        (lambda c: queues.queue(c, Filter(chat=1), after=2), "fragments_order"),
        (lambda c: queues.queue(c, PENDING, order="gain"), "fragments_by_rank"),
        (lambda c: queues.queue(c, PENDING, order="gain", after=2), "fragments_by_rank"),
        (lambda c: queues.counts(c), "COVERING INDEX"),
        (lambda c: queries.fragments_by_id(c, [1, 2]), "PRIMARY KEY"),
        (lambda c: queries.bubbles_of(c, [1, 2]), "bubbles_of_fragment"),
        (lambda c: queries.bubbles_by_id(c, [1, 2]), "PRIMARY KEY"),
        (lambda c: queries.around(c, 2, 3, 3), "messages_by_seq"),
        (lambda c: queries.held_out_fragments(c, [1]), "bubbles_of_fragment"),
        (lambda c: findings.of_anchors(c, "message", [1, 2]), "findings_of_anchor"),
        (lambda c: findings.of_value(c, 1), "findings_of_value"),
        (lambda c: journal.undoable(c), "sqlite_autoindex_changes_1"),
        (lambda c: journal.redoable(c), "edits_undone"),
        (lambda c: queries.all_chats(c), "PRIMARY KEY"),
    ],
)
def test_a_page_never_reads_a_whole_table(
    connection: Connection, ask: Callable[[Connection], object], index: str
) -> None:
    steps = plan(connection, ask)
    assert any(index in step for step in steps), steps
    assert [s for s in steps if s.startswith("SCAN") and "USING" not in s and not s.startswith(SCANS_ALLOWED)] == []


@pytest.mark.parametrize("chosen", [PENDING, Filter(), Filter(chat=1)])
@pytest.mark.parametrize("where", [{}, {"after": 2}, {"before": 2}])
def test_the_queue_is_never_sorted(connection: Connection, chosen: Filter, where: dict[str, int]) -> None:
    assert not any("TEMP B-TREE" in s for s in plan(connection, lambda c: queues.queue(c, chosen, **where)))


def test_the_statement_of_a_query_that_stays_is_made_once_and_that_of_any_other_is_let_go(
    connection: Connection,
) -> None:
    stays = select(t.fragments.c.id)
    made = [queries._listed(stays, t.fragments.c.id) for _ in range(2)]
    assert made[0] is made[1]
    gc.collect()
    before = len(queries._made)
    for _ in range(3):
        list(queries.in_chunks(connection, select(t.fragments.c.id), t.fragments.c.id, [1, 2]))
    gc.collect()
    assert len(queries._made) == before
