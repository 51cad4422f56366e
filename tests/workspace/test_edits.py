"""A queue of ops: each done once, refused ones harmless, garbage even more so."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from curation.errors import SENTENCES, RuwoError
from curation.workspace import Workspace, doing, edits, ops
from curation.workspace import tables as t
from tests.workspace.make import Client, dump, shown, versions


def codes(applied: edits.Applied) -> list[tuple[int, int, str]]:
    return [(p.seq, p.fragment, p.code) for p in applied.problems]


def status(workspace: Workspace) -> dict[int, str]:
    return {row["id"]: row["status"] for row in dump(workspace)["fragments"]}


def test_a_queue_that_comes_twice_is_done_once(client: Client) -> None:
    queue = [client.op("add", 1, side="human", text="早"), client.op("status", 2, status="kept")]
    first, before = client.send(*queue), dump(client.workspace)
    assert (first.ack, first.problems, first.fragments) == (2, [], {1, 2})
    again = client.send(*queue)
    assert (again.ack, again.problems, again.fragments, again.bubbles) == (2, [], set(), set())
    assert dump(client.workspace) == before
    assert client.undo_all() == 2


def test_a_resent_queue_goes_on_behind_what_was_acknowledged(client: Client) -> None:
    first = client.op("status", 1, status="kept")
    client.send(first)
    applied = client.send(first, client.op("status", 1, status="later"))
    assert (applied.ack, applied.problems, status(client.workspace)[1]) == (2, [], "later")


def test_numbers_out_of_order_and_doubled(client: Client) -> None:
    one, two = client.op("status", 1, status="kept"), client.op("status", 1, status="dropped", version=1)
    three = client.op("status", 1, status="later", version=2)
    applied = client.send(three, one, two, two, one)
    assert (applied.ack, applied.problems) == (3, [])
    assert status(client.workspace)[1] == "later"
    assert client.undo_all() == 3


def test_each_client_counts_for_itself(workspace: Workspace) -> None:
    left, right = Client(workspace, "left"), Client(workspace, "右'; --")
    assert left.do("status", 1, status="kept").problems == []
    assert right.do("status", 2, status="kept").problems == []
    assert status(workspace) == {1: "kept", 2: "kept", 3: "pending", 4: "pending"}


def test_a_stale_op_is_refused_and_the_others_go_through(client: Client) -> None:
    queue = [
        client.op("status", 1, status="kept"),
        client.op("status", 2, status="kept", version=7),
        client.op("status", 99, status="kept"),
        client.op("status", 3, status="kept"),
    ]
    applied = client.send(*queue)
    assert applied.ack == 4
    assert codes(applied) == [(2, 2, "edit_stale"), (3, 99, "edit_stale")]
    assert status(client.workspace) == {1: "kept", 2: "pending", 3: "kept", 4: "pending"}
    assert client.undo_all() == 2


def test_a_decision_over_several_fragments_is_one_edit_and_all_or_nothing(client: Client) -> None:
    seen = [{"fragment": 3, "version": 0}, {"fragment": 4, "version": 0}]
    assert client.do("status", 1, status="dropped", reason="broadcast", also=seen).problems == []
    assert status(client.workspace) == {1: "dropped", 2: "pending", 3: "dropped", 4: "dropped"}
    before = dump(client.workspace)
    assert codes(client.do("status", 2, status="kept", also=seen)) == [(2, 2, "edit_stale")]
    assert dump(client.workspace) == before
    assert client.undo_all() == 1


@pytest.mark.parametrize(
    ("fragment", "signal", "code"),
    [(2, 1, "edit_stale"), (1, 99, "edit_stale"), (1, 3, "edit_stale"), (1, 4, "edit_impossible")],
    ids=["of another fragment", "gone", "of a bubble that is gone", "no repair"],
)
def test_a_repair_that_cannot_be_done_changes_nothing(client: Client, fragment: int, signal: int, code: str) -> None:
    before = dump(client.workspace)
    assert codes(client.do("repair", fragment, signal=signal)) == [(1, fragment, code)]
    assert dump(client.workspace) == before


def test_of_two_clients_the_later_one_is_refused_and_sees_why(workspace: Workspace) -> None:
    left, right = Client(workspace, "left"), Client(workspace, "right")
    mine, theirs = left.op("edit", 1, bubble=2, text="甲"), right.op("edit", 1, bubble=2, text="乙")
    assert left.send(mine).problems == []
    before = dump(workspace)
    assert codes(right.send(theirs)) == [(1, 1, "edit_stale")]
    assert dump(workspace) == before
    assert right.do("edit", 1, bubble=2, text="乙").problems == []


def test_the_fragment_that_loses_a_message_is_stale_for_others(workspace: Workspace) -> None:
    left, right = Client(workspace, "left"), Client(workspace, "right")
    theirs = right.op("remove", 2, bubbles=[5])
    assert left.do("pull", 1, message=6).problems == []
    assert codes(right.send(theirs)) == [(1, 2, "edit_stale")]


def test_a_client_may_count_versions_ahead(client: Client) -> None:
    queue = [client.op("status", 1, status=s, version=n) for n, s in enumerate(["kept", "kept", "later", "later"])]
    assert client.send(*queue).problems == []
    assert versions(client.workspace)[1] == 4


IMPOSSIBLE: list[tuple[dict[str, Any], str]] = [
    ({"kind": "edit", "bubble": 5, "text": "别的片段"}, "edit_stale"),
    ({"kind": "edit", "bubble": 2, "text": " \n\t　"}, "edit_empty"),
    ({"kind": "revert", "bubble": 99}, "edit_stale"),
    ({"kind": "split", "bubble": 1}, "split_at_start"),
    ({"kind": "split", "bubble": 5}, "edit_stale"),
    ({"kind": "merge", "with": "previous"}, "merge_no_neighbour"),
    ({"kind": "merge", "fragment": 3, "with": "next"}, "merge_no_neighbour"),
    ({"kind": "merge", "fragment": 4, "with": "previous"}, "merge_no_neighbour"),
    ({"kind": "remove", "bubbles": [1, 2, 5]}, "edit_stale"),
    ({"kind": "unremove", "bubbles": [99]}, "edit_stale"),
    ({"kind": "move", "bubbles": [1], "before": 1}, "edit_impossible"),
    ({"kind": "move", "bubbles": [1], "before": 5}, "edit_stale"),
    ({"kind": "move", "bubbles": [1, 5]}, "edit_impossible"),
    ({"kind": "add", "side": "human", "text": ""}, "edit_empty"),
    ({"kind": "add", "side": "human", "text": "早", "before": 5}, "edit_stale"),
    ({"kind": "pull", "message": 13}, "edit_impossible"),
    ({"kind": "pull", "message": 99}, "edit_impossible"),
    ({"kind": "pull", "message": 5, "before": 6}, "edit_stale"),
    ({"kind": "finding", "finding": 99, "decision": "accept"}, "edit_stale"),
]


@pytest.mark.parametrize(("op", "code"), IMPOSSIBLE, ids=lambda v: v if isinstance(v, str) else v["kind"])
def test_what_is_impossible_changes_nothing(client: Client, op: dict[str, Any], code: str) -> None:
    before, seen = dump(client.workspace), versions(client.workspace)
    op = {"fragment": 1, "version": 0} | op
    assert codes(client.do(**op)) == [(1, op["fragment"], code)]
    assert code in SENTENCES
    assert (dump(client.workspace), versions(client.workspace)) == (before, seen)
    assert client.undo_all() == 0


def test_an_added_bubble_has_no_text_to_go_back_to(client: Client) -> None:
    client.do("add", 1, side="human", text="早")
    assert codes(client.do("revert", 1, bubble=17)) == [(2, 1, "edit_impossible")]


def test_typing_the_original_text_again_is_no_edit_of_the_text(client: Client) -> None:
    before = dump(client.workspace)["bubbles"]
    client.do("edit", 1, bubble=2, text="不在")
    client.do("edit", 1, bubble=2, text="在")
    assert dump(client.workspace)["bubbles"] == before


def test_half_a_surrogate_pair_is_stored_as_the_replacement_character(client: Client) -> None:
    assert client.do("edit", 1, bubble=2, text="嗯\ud83d").problems == []
    assert client.do("context", 1, text="\udc00").problems == []
    assert client.do("status", 1, status="later", note="\ud83d\ude00").problems == []
    rows = dump(client.workspace)
    assert [b["text"] for b in rows["bubbles"] if b["text"]] == ["嗯\ufffd"]
    assert (rows["fragments"][0]["context"], rows["fragments"][0]["note"]) == ("\ufffd", "\ufffd\ufffd")
    assert client.undo_all() == 3


GARBAGE: list[Any] = [
    None, 0, 1.5, True, "undo", b"undo", [], {}, [{"kind": "undo", "seq": 1}],
    {"seq": 1}, {"seq": 1, "kind": "drop table"}, {"seq": 1, "kind": None},
    {"seq": 1, "kind": []}, {"seq": 1, "kind": {}},
    {"kind": "undo"}, {"kind": "undo", "seq": 0}, {"kind": "undo", "seq": -1}, {"kind": "undo", "seq": "1"},
    {"kind": "undo", "seq": 1.0}, {"kind": "undo", "seq": True}, {"kind": "undo", "seq": None},
    {"kind": "undo", "seq": float("inf")}, {"kind": "undo", "seq": float("nan")}, {"kind": "undo", "seq": 2**63},
    {"kind": "status", "seq": 1, "fragment": "1", "version": 0, "status": "kept"},
    {"kind": "status", "seq": 1, "fragment": 1, "version": "0", "status": "kept"},
    {"kind": "status", "seq": 1, "fragment": 1, "version": 0, "status": "gone"},
    {"kind": "status", "seq": 1, "fragment": 1, "version": 0, "status": None},
    {"kind": "status", "seq": 1, "fragment": 1, "version": 0},
    {"kind": "status", "seq": 1, "fragment": -1, "version": 0, "status": "kept"},
    {"kind": "status", "seq": 1, "fragment": 10**30, "version": 0, "status": "kept"},
    {"kind": "status", "seq": 1, "fragment": 1, "version": False, "status": "kept"},
    {"kind": "status", "seq": 1, "fragment": 1, "version": 0, "status": "kept", "note": 5},
    {"kind": "edit", "seq": 1, "fragment": 1, "version": 0, "bubble": 1},
    {"kind": "edit", "seq": 1, "fragment": 1, "version": 0, "bubble": 1, "text": ["a"]},
    {"kind": "edit", "seq": 1, "fragment": 1, "version": 0, "bubble": [1], "text": "a"},
    {"kind": "merge", "seq": 1, "fragment": 1, "version": 0, "with": "all"},
    {"kind": "remove", "seq": 1, "fragment": 1, "version": 0, "bubbles": []},
    {"kind": "remove", "seq": 1, "fragment": 1, "version": 0, "bubbles": "12"},
    {"kind": "remove", "seq": 1, "fragment": 1, "version": 0, "bubbles": ["1"]},
    {"kind": "remove", "seq": 1, "fragment": 1, "version": 0, "bubbles": [1, None]},
    {"kind": "remove", "seq": 1, "fragment": 1, "version": 0, "bubbles": [-1]},
    {"kind": "remove", "seq": 1, "fragment": 1, "version": 0, "bubbles": list(range(100_000))},
    {"kind": "remove", "seq": 1, "fragment": 1, "version": 0, "bubbles": list(range(9_000))},
    {"kind": "move", "seq": 1, "fragment": 1, "version": 0, "bubbles": [1], "before": "2"},
    {"kind": "move", "seq": 1, "fragment": 1, "version": 0, "bubbles": list(range(9_000))},
    {"kind": "add", "seq": 1, "fragment": 1, "version": 0, "side": "third", "text": "a"},
    {"kind": "pull", "seq": 1, "fragment": 1, "version": 0, "message": 2**63 - 1},
    {"kind": "finding", "seq": 1, "fragment": 1, "version": 0, "finding": 1, "decision": "maybe"},
]  # fmt: skip


@pytest.mark.parametrize("garbage", GARBAGE, ids=lambda g: repr(g)[:60])
def test_garbage_is_refused_and_holds_nothing_up(client: Client, garbage: Any) -> None:
    client.seq = 1
    before = dump(client.workspace)
    applied = client.send(garbage)
    assert [p.code for p in applied.problems] in ([], ["edit_impossible"], ["edit_stale"])
    assert dump(client.workspace) == before
    assert applied.ack in (0, 1)
    applied = client.send(garbage, client.op("status", 1, status="kept"))
    assert (applied.ack, status(client.workspace)[1]) == (2, "kept")


SCALAR = st.none() | st.booleans() | st.integers() | st.floats() | st.text(st.characters(exclude_categories=()))
FIELDS = "seq kind fragment version status note bubble bubbles text with before side message finding decision".split()
KINDS = [kind.model_fields["kind"].default for kind in doing.DO]
OP = st.dictionaries(
    st.sampled_from(FIELDS), SCALAR | st.lists(SCALAR, max_size=3) | st.sampled_from(["kept", "next", "human"])
)


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(queue=st.lists(st.builds(dict.__or__, OP, st.fixed_dictionaries({"kind": st.sampled_from(KINDS)})), max_size=4))
def test_nothing_a_browser_could_send_raises_or_loses_a_message(workspace: Workspace, queue: list[Any]) -> None:
    applied = edits.apply_edits(workspace, "fuzz", queue)
    assert {p.code for p in applied.problems} <= SENTENCES.keys()
    assert sorted(m for found in shown(workspace).values() for m in found if m is not None) == list(range(1, 17))


def test_what_is_derived_is_refreshed_inside_the_transaction(client: Client) -> None:
    seen: list[tuple[set[int], set[int]]] = []

    def after(connection: Connection, fragments: set[int], bubbles: set[int]) -> None:
        seen.append((fragments, bubbles))
        connection.execute(t.fragments.update().values(turns=9))

    queue = [
        client.op("status", 1, status="kept"),
        client.op("context", 2, text="背景"),
        client.op("add", 3, side="human", text="早"),
    ]
    assert client.send(*queue, after=after).fragments == {1, 2, 3}
    assert seen == [({2, 3}, {17})]
    with client.workspace.read() as connection:
        assert set(connection.execute(select(t.fragments.c.turns)).scalars()) == {9}


def test_an_error_while_refreshing_takes_the_whole_queue_back(client: Client) -> None:
    def after(*_: Any) -> None:
        raise ZeroDivisionError

    before, queue = dump(client.workspace), [client.op("status", 1, status="kept")]
    with pytest.raises(ZeroDivisionError):
        client.send(*queue, after=after)
    assert dump(client.workspace) == before
    assert client.send(*queue).problems == [], "nothing was acknowledged, so it can be sent again"


def test_undo_of_a_split_refreshes_what_is_left(client: Client) -> None:
    client.do("split", 1, bubble=3)
    assert client.do("undo").changed == {1, 5}


def test_ops_made_in_code_need_no_number(workspace: Workspace) -> None:
    queue = [ops.SetStatus(fragment=1, status="kept"), ops.Undo(), ops.Redo(), ops.Merge(fragment=2, where="next")]
    for _ in range(2):
        edits.apply_edits(workspace, "", queue[:3])
    assert edits.apply_edits(workspace, "", queue).ack == 0
    assert status(workspace)[1] == "kept"


def test_what_follows_from_an_op_happens_before_the_next_and_may_refuse_it(client: Client) -> None:
    seen: list[tuple[str, set[int], str]] = []

    def each(op: Any, draft: edits.Draft) -> None:
        query = select(t.fragments.c.status).where(t.fragments.c.id == 3)
        seen.append((op.kind, draft.fragments, draft.connection.execute(query).scalar_one()))
        if op.fragment == 2:
            raise RuwoError("edit_impossible")

    queue = [client.op("status", fragment, status="kept") for fragment in (3, 2, 1)]
    applied = edits.apply_edits(client.workspace, "tab", queue, each=each)
    assert seen == [("status", {3}, "kept"), ("status", {2}, "kept"), ("status", {1}, "kept")]
    assert codes(applied) == [(2, 2, "edit_impossible")]
    assert status(client.workspace) == {1: "kept", 2: "pending", 3: "kept", 4: "pending"}
