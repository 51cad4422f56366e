"""What the analysis asks after an edit: signals of gone fragments go, in one statement however many are asked."""

from __future__ import annotations

from typing import Any

from sqlalchemy import event

from curation.workspace import Workspace, marks, nearby
from curation.workspace.marks import Mark

GONE = 77
MANY = range(1, 2001)


def test_a_sweep_is_one_statement_and_takes_only_what_is_gone(workspace: Workspace) -> None:
    told: list[str] = []
    with workspace.write() as connection:
        rows = [Mark(i, None, "hole", 500, "{}", None) for i in (1, GONE, GONE + 1)]
        connection.exec_driver_sql(
            "INSERT INTO signals (fragment_id, bubble_id, kind, score, reason, repair) VALUES (?, ?, ?, ?, ?, ?)", rows
        )
        before = {i: len(found) for i, found in marks.of_fragments(connection, MANY).items()}

        def hear(_: Any, __: Any, statement: str, *rest: Any) -> None:
            told.append(statement)

        event.listen(connection, "before_cursor_execute", hear)
        nearby.sweep(connection, [i for i in MANY if i != GONE + 1])
        event.remove(connection, "before_cursor_execute", hear)
        after = {i: len(found) for i, found in marks.of_fragments(connection, MANY).items()}
        assert len(told) == 1
    assert before[1] == after[1]
    assert {GONE, GONE + 1} <= before.keys()
    assert before.keys() - after.keys() == {GONE}


def test_nothing_to_sweep(workspace: Workspace) -> None:
    with workspace.write() as connection:
        nearby.sweep(connection, [])
