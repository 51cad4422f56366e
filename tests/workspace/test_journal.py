"""Whatever was done can be undone, exactly, and done again."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import select

from curation.errors import RuwoError
from curation.workspace import Workspace, doing, edits, journal, ops
from curation.workspace import tables as t
from tests.workspace.make import Client, dump, shown, versions

OPS: list[dict[str, Any]] = [
    {"kind": "status", "fragment": 1, "status": "kept"},
    {"kind": "status", "fragment": 1, "status": "later", "note": "问问阿禾"},
    {"kind": "status", "fragment": 1, "status": "pending", "note": ""},
    {"kind": "status", "fragment": 1, "status": "dropped", "reason": "broadcast"},
    {"kind": "status", "fragment": 2, "status": "kept", "also": [{"fragment": 1, "version": 0}]},
    {"kind": "edit", "fragment": 1, "bubble": 2, "text": "在的呀 \"'\0\u2028😀"},
    {"kind": "edit", "fragment": 1, "bubble": 2, "text": "在"},
    {"kind": "revert", "fragment": 1, "bubble": 2},
    {"kind": "split", "fragment": 1, "bubble": 2},
    {"kind": "split", "fragment": 1, "bubble": 4},
    {"kind": "merge", "fragment": 1, "with": "next"},
    {"kind": "merge", "fragment": 2, "with": "next"},
    {"kind": "merge", "fragment": 2, "with": "previous"},
    {"kind": "merge", "fragment": 3, "with": "previous"},
    {"kind": "remove", "fragment": 1, "bubbles": [1, 4]},
    {"kind": "remove", "fragment": 1, "bubbles": [1, 2, 3, 4]},
    {"kind": "unremove", "fragment": 1, "bubbles": [1]},
    {"kind": "move", "fragment": 1, "bubbles": [4, 2], "before": 1},
    {"kind": "move", "fragment": 1, "bubbles": [1]},
    {"kind": "add", "fragment": 1, "side": "human", "text": "早"},
    {"kind": "add", "fragment": 4, "side": "persona", "text": "早", "before": 13},
    {"kind": "context", "fragment": 1, "text": " 两人刚认识 "},
    {"kind": "mark", "fragment": 1, "bubble": 3, "start": 0, "end": 3, "entity": "LOCATION"},
    {"kind": "pull", "fragment": 1, "message": 12},
    {"kind": "pull", "fragment": 3, "message": 1, "before": 10},
    {"kind": "pull", "fragment": 2, "message": 6, "before": 5},
    {"kind": "finding", "fragment": 1, "finding": 1, "decision": "accept"},
    {"kind": "finding", "fragment": 1, "finding": 1, "decision": "reject"},
    {"kind": "finding", "fragment": 1, "finding": 1, "decision": "exception"},
    {"kind": "finding", "fragment": 3, "finding": 2, "decision": "undecided"},
    {"kind": "repair", "fragment": 1, "signal": 1},
    {"kind": "repair", "fragment": 2, "signal": 2},
]


@pytest.mark.parametrize("op", OPS, ids=lambda op: " ".join(str(v) for v in op.values() if not isinstance(v, int)))
def test_undo_gives_back_the_exact_rows_and_redo_the_edited_ones(client: Client, op: dict[str, Any]) -> None:
    before = dump(client.workspace)
    assert client.do(**op).problems == []
    edited = dump(client.workspace)
    assert edited != before
    for _ in range(2):
        assert client.do("undo").problems == []
        assert dump(client.workspace) == before
        assert client.do("redo").problems == []
        assert dump(client.workspace) == edited


def test_every_kind_of_op_is_in_the_table() -> None:
    assert {op["kind"] for op in OPS} == {kind.model_fields["kind"].default for kind in doing.DO}


def test_emptying_a_fragment_by_pulling_deletes_it_and_undo_brings_it_back(client: Client) -> None:
    before = dump(client.workspace)
    for message in (9, 10, 11, 12):
        assert client.do("pull", 2, message=message).problems == []
    assert shown(client.workspace) == {1: [1, 2, 3, 4], 2: [5, 6, 7, 8, 9, 10, 11, 12], 4: [13, 14, 15, 16]}
    assert 3 not in versions(client.workspace)
    assert client.undo_all() == 4
    assert dump(client.workspace) == before


def test_merged_fragments_keep_order_notes_and_background(client: Client) -> None:
    client.do("context", 1, text="甲")
    client.do("status", 2, status="kept", note="乙")
    client.do("context", 2, text="丙")
    assert client.do("merge", 2, **{"with": "previous"}).problems == []
    assert shown(client.workspace)[2] == [1, 2, 3, 4, 5, 6, 7, 8]
    row = next(r for r in dump(client.workspace)["fragments"] if r["id"] == 2)
    assert (row["place"], row["status"], row["note"], row["context"]) == (0, "kept", "乙", "甲\n丙")


def test_split_parts_stand_next_to_each_other(client: Client) -> None:
    client.do("pull", 1, message=12, before=2)
    client.do("split", 1, bubble=12)
    new = max(shown(client.workspace))
    assert shown(client.workspace) == {1: [1], new: [12, 2, 3, 4], 2: [5, 6, 7, 8], 3: [9, 10, 11], 4: [13, 14, 15, 16]}
    assert client.do("merge", 1, **{"with": "next"}).problems == []
    assert shown(client.workspace)[1] == [1, 12, 2, 3, 4]


def test_a_part_of_nothing_but_a_late_answer_stays_behind_the_fragment_it_was_split_from(client: Client) -> None:
    client.do("pull", 1, message=12)
    client.do("split", 1, bubble=12)
    assert client.do("merge", 1, **{"with": "next"}).problems == []
    assert shown(client.workspace)[1] == [1, 2, 3, 4, 12]


def test_many_moves_to_the_same_place_never_run_out_of_room(client: Client) -> None:
    before = dump(client.workspace)
    for n in range(40):
        assert client.do("move", 1, bubbles=[(n % 3) + 2], before=1).problems == []
    assert shown(client.workspace)[1] == [3, 4, 2, 1]
    client.undo_all()
    assert dump(client.workspace) == before


def test_a_bulk_mark_is_one_edit_with_a_child_row_for_each(workspace: Workspace, client: Client) -> None:
    client.do("status", 2, status="dropped")
    before = dump(workspace)
    with workspace.write() as connection:
        draft = edits.set_status_of_many(connection, [1, 2, 3, 4, 3], "kept")
        query = select(t.changes.c.row).where(t.changes.c.edit_id == draft.edit_id)
        assert sorted(connection.execute(query).scalars()) == ['{"id":1}', '{"id":2}', '{"id":3}', '{"id":4}']
    edited = dump(workspace)
    assert {row["status"] for row in edited["fragments"]} == {"kept"}
    assert client.do("undo").problems == []
    assert dump(workspace) == before
    assert client.do("redo").problems == []
    assert dump(workspace) == edited


def test_a_bulk_mark_takes_the_reason_of_the_decision_it_replaces(workspace: Workspace, client: Client) -> None:
    client.do("status", 1, status="dropped", reason="broadcast")
    client.do("status", 2, status="dropped", reason="thin")
    before = dump(workspace)

    def mark(ids: list[int], status: ops.Status) -> dict[int, tuple[str, str]]:
        with workspace.write() as connection:
            edits.set_status_of_many(connection, ids, status)
        return {row["id"]: (row["status"], row["reason"]) for row in dump(workspace)["fragments"] if row["id"] in ids}

    assert mark([1, 3], "kept") == {1: ("kept", ""), 3: ("kept", "")}
    assert mark([2, 3], "dropped") == {2: ("dropped", "thin"), 3: ("dropped", "")}, "2 was not decided anew"
    for _ in range(2):
        assert client.do("undo").problems == []
    assert dump(workspace) == before


def test_a_bulk_mark_of_a_vanished_fragment_marks_none(workspace: Workspace) -> None:
    before = dump(workspace)
    with pytest.raises(RuwoError, match="edit_stale"), workspace.write() as connection:
        edits.set_status_of_many(connection, [1, 99], "kept")
    assert dump(workspace) == before


def test_a_bulk_mark_of_thousands_is_undone_in_full(workspace: Workspace, client: Client) -> None:
    size = 1_203
    with workspace.write() as connection:
        row = {"chat_id": 1, "place": 50}
        connection.execute(t.fragments.insert(), [row | {"status": ("kept", "later")[n % 2]} for n in range(size)])
    before = dump(workspace)
    with workspace.write() as connection:
        edits.set_status_of_many(connection, [row["id"] for row in before["fragments"]], "kept")
    assert client.do("undo").problems == []
    assert dump(workspace) == before


def test_settings_persona_and_sides_are_edits_too(workspace: Workspace, client: Client) -> None:
    before = dump(workspace)
    with workspace.write() as connection:
        for key, value in (("persona", '"甲"'), ("persona", '"乙"'), ("new", "[1]")):
            draft = journal.Draft(connection, "settings")
            draft.put(t.settings, key, value=value)
            draft.finish()
        draft = journal.Draft(connection, "swap")
        draft.update(t.chats, 1, persona="you")
        draft.delete(t.settings, "new")
        draft.finish()
    edited = dump(workspace)
    assert client.undo_all() == 4
    assert dump(workspace) == before
    assert client.redo_all() == 4
    assert dump(workspace) == edited


def test_an_edit_after_undo_ends_redo(client: Client) -> None:
    client.do("status", 1, status="kept")
    client.do("status", 2, status="kept")
    client.do("undo")
    client.do("undo")
    client.do("status", 3, status="kept")
    assert [p.code for p in client.do("redo").problems] == ["nothing_to_redo"]
    assert client.undo_all() == 1
    assert client.redo_all() == 1


def test_a_refused_edit_after_undo_leaves_redo_possible(client: Client) -> None:
    client.do("status", 1, status="kept")
    client.do("undo")
    assert client.do("split", 1, bubble=1).problems
    assert client.do("redo").problems == []


def test_an_edit_that_changes_nothing_costs_no_undo(client: Client) -> None:
    client.do("status", 1, status="kept")
    edited = dump(client.workspace)
    client.do("status", 1, status="kept")
    client.do("revert", 1, bubble=1)
    assert dump(client.workspace) == edited
    assert versions(client.workspace)[1] == 3, "the browser counts every op it sent"
    client.do("status", 2, status="kept")
    client.do("undo")
    client.do("status", 1, status="kept")
    assert client.redo_all() == 1, "nothing was done that redo could trample on"
    assert client.undo_all() == 2


def test_versions_only_grow_even_of_fragments_that_were_away(client: Client) -> None:
    client.do("status", 2, status="kept")
    seen = versions(client.workspace)[2]
    for _ in range(3):
        client.do("merge", 1, **{"with": "next"})
        client.do("undo")
        assert versions(client.workspace)[2] > seen
        seen = versions(client.workspace)[2]
        client.do("redo")
        client.do("undo")
        assert versions(client.workspace)[2] > seen
        seen = versions(client.workspace)[2]


def test_a_split_done_again_is_not_taken_for_the_one_that_was_undone(client: Client) -> None:
    client.do("split", 1, bubble=3)
    new = max(versions(client.workspace))
    client.do("status", new, status="kept")
    stale = versions(client.workspace)[new]
    client.undo_all()
    client.redo_all()
    assert [p.code for p in client.do("status", new, status="dropped", version=stale).problems] == ["edit_stale"]


def test_the_journal_only_grows(workspace: Workspace, client: Client) -> None:
    def rows() -> list[tuple[Any, ...]]:
        with workspace.read() as connection:
            kept = select(t.edits.c.id, t.edits.c.kind, t.edits.c.inverts)
            return [tuple(row) for row in connection.execute(kept.order_by(t.edits.c.id))]

    client.do("status", 1, status="kept")
    client.do("undo")
    client.do("redo")
    client.do("undo")
    before = rows()
    assert before == [(1, "status", None), (2, "undo", 1), (3, "redo", 1), (4, "undo", 1)]
    client.do("status", 2, status="kept")
    assert rows() == [*before, (5, "status", None)]


def test_what_others_changed_is_not_overwritten_by_undo(workspace: Workspace, client: Client) -> None:
    client.do("status", 1, status="kept")
    with workspace.write() as connection:
        connection.execute(t.fragments.update().where(t.fragments.c.id == 1).values(status="later"))
    before = dump(workspace)
    assert [p.code for p in client.do("undo").problems] == ["edit_stale"]
    assert dump(workspace) == before


def test_the_reviewer_stands_in_the_journal(workspace: Workspace) -> None:
    edits.apply_edits(workspace, "a", [ops.SetStatus(fragment=1, status="kept")], reviewer="小禾")
    with workspace.read() as connection:
        assert connection.execute(select(t.edits.c.reviewer, t.edits.c.kind)).all() == [("小禾", "status")]
        assert journal.kind_of(connection, journal.undoable(connection)) == "status"
        assert journal.kind_of(connection, journal.redoable(connection)) == ""


@pytest.mark.parametrize("name", ["delete", "update"])
def test_a_row_that_is_gone_is_stale(workspace: Workspace, name: str) -> None:
    with workspace.write() as connection:
        draft = journal.Draft(connection, "x")
        with pytest.raises(RuwoError, match="edit_stale"):
            getattr(draft, name)(t.bubbles, 99)
