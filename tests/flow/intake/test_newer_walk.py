"""Promise 4: whatever a person did, a newer export loses none of it, and undo and redo go on over it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curation import fragments as cutting
from curation import workspace as workspaces
from curation.flow.cutting import fragmenting
from curation.flow.guarding import personas, scanning
from curation.flow.intake import importing
from curation.workspace import Workspace, tables
from tests.flow import chats
from tests.flow.exports import FORMS, PHONE, TEXTS, bring, rows, sound, told, worked_on, written
from tests.generators.chats import FRIEND, ME, Message, invented

WHOLE = invented(60, seed=4)


@pytest.fixture
def half(opened: Workspace, tmp_path: Path) -> Workspace:
    """The second half of the chat."""
    bring(opened, written(tmp_path, WHOLE[30:]))
    return opened


def comes(opened: Workspace, folder: Path) -> None:
    """The whole chat comes: everything that was there moves."""
    bring(opened, written(folder, WHOLE, "csv"))
    sound(opened)
    assert told(opened) == [(m.text, m.at) for m in WHOLE]


def in_order(opened: Workspace) -> list[int | None]:
    """Messages as the queue shows them."""
    return [b["message_id"] for i in chats.fragments(opened) for b in chats.bubbles(opened, i)]


def test_an_undo_puts_fragments_back_where_they_stood(half: Workspace, tmp_path: Path) -> None:
    client = chats.Client(half)
    first, second, *_ = chats.fragments(half)
    before = [chats.bubbles(half, i) for i in (first, second)]
    client.do("merge", second, **{"with": "previous"})
    client.do("split", second, bubble=chats.bubbles(half, second)[1]["id"])
    comes(half, tmp_path)
    client.do("undo")
    client.do("undo")
    shown = [[b["message_id"] for b in chats.bubbles(half, i)] for i in (first, second)]
    assert shown == [[b["message_id"] for b in some] for some in before]
    assert in_order(half) == [row["id"] for row in rows(half)]
    client.do("redo")
    client.do("redo")
    assert in_order(half) == [row["id"] for row in rows(half)]


@pytest.mark.parametrize("undone", range(5))
def test_a_redo_finds_the_fragments_of_another_cut(half: Workspace, tmp_path: Path, undone: int) -> None:
    client = chats.Client(half)
    fragmenting.change_settings(half, cutting.Settings(gap_minutes=1))
    client.do("status", chats.fragments(half)[1], status="kept")
    other = next(p["sender_id"] for p in rows(half, tables.senders) if p["sender_id"] != "self")
    personas.swap(half, 1, other)
    client.do("status", chats.fragments(half)[2], status="dropped")
    done = worked_on(half)
    for _ in range(undone):
        client.do("undo")
    comes(half, tmp_path)
    for _ in range(4 - undone):
        client.do("undo")
    assert worked_on(half) == {}
    for _ in range(4):
        client.do("redo")
        sound(half)
    assert worked_on(half) == done


def test_what_an_undone_edit_names_is_there_for_its_redo(half: Workspace, tmp_path: Path) -> None:
    client = chats.Client(half)
    fragment = chats.fragments(half)[0]
    client.do("split", fragment, bubble=chats.bubbles(half, fragment)[1]["id"])
    done = worked_on(half)
    client.do("undo")
    comes(half, tmp_path)
    client.do("redo")
    assert worked_on(half) == done
    sound(half)


# --- whatever a person did before


STEP = st.tuples(
    st.sampled_from(
        "status edit split merge_next merge_previous remove move add context pull swap settings undo redo".split()
    ),
    st.tuples(*[st.integers(0, 40)] * 3),
)
CHAT = st.lists(
    st.tuples(st.booleans(), st.sampled_from(TEXTS), st.sampled_from([2, 30, 3_600])), min_size=8, max_size=30
)


def chat_of(lines: Sequence[tuple[bool, str, int]]) -> list[Message]:
    found, at = [], 1_714_550_400
    for number, (mine, text, after) in enumerate(lines):
        at += after
        found.append(Message(number, ME if mine else FRIEND, text, at=at))
    return found


def one(choices: Sequence[Any], pick: int) -> Any:
    return choices[pick % len(choices)]


class Person:
    """Somebody who works on the workspace in one browser tab."""

    def __init__(self, opened: Workspace) -> None:
        self.opened, self.client = opened, chats.Client(opened)

    def step(self, kind: str, picks: tuple[int, int, int]) -> None:
        if kind in ("undo", "redo"):
            self.client.try_(kind)
        elif kind == "swap":
            people = [p["sender_id"] for p in rows(self.opened, tables.senders)]
            personas.swap(self.opened, 1, one(people, picks[0]))
        elif kind == "settings":
            fragmenting.change_settings(self.opened, cutting.Settings(gap_minutes=one([30, 600], picks[0])))
        else:
            self.work(kind, *picks)

    def work(self, kind: str, a: int, b: int, c: int) -> None:
        fragment = one(chats.fragments(self.opened), a)
        own = [row["id"] for row in chats.bubbles(self.opened, fragment)]
        fields: dict[str, dict[str, Any]] = {
            "status": {"status": one(["kept", "dropped", "later"], b), "note": one([None, "注"], c)},
            "edit": {"bubble": one(own, b), "text": f"改过{PHONE}"},
            "split": {"bubble": one(own, b)},
            "remove": {"bubbles": [one(own, b)]},
            "move": {"bubbles": [one(own, b)], "before": one([None, *own], c)},
            "add": {"side": "persona", "text": "加", "before": one([None, *own], c)},
            "context": {"text": "背景"},
            "pull": {"message": 1 + b % len(rows(self.opened)), "before": one([None, *own], c)},
        }
        if kind.startswith("merge_"):
            self.client.try_("merge", fragment, **{"with": kind.removeprefix("merge_")})
        else:
            self.client.try_(kind, fragment, **fields[kind])

    def all(self, kind: str) -> int:
        """Undo or redo until nothing is left; nothing else may stop it."""
        count = 0
        while not (problems := self.client.try_(kind).problems):
            sound(self.opened)
            count += 1
        assert [p.code for p in problems] == [f"nothing_to_{kind}"]
        return count


RARELY = settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))


@RARELY
@given(
    lines=CHAT,
    lost=st.tuples(st.sets(st.integers(0, 29), max_size=12), st.sets(st.integers(0, 29), max_size=12)),
    ends=st.tuples(st.integers(0, 5), st.integers(0, 5)),
    steps=st.lists(STEP, max_size=12),
    back=st.integers(0, 4),
    forms=st.tuples(st.sampled_from(FORMS), st.sampled_from(FORMS)),
    ids=st.sampled_from(["same", "anew", "none"]),
)
def test_whatever_was_done_survives_whatever_comes(
    tmp_path: Path,
    finds: Callable[..., None],
    lines: list[tuple[bool, str, int]],
    lost: tuple[set[int], set[int]],
    ends: tuple[int, int],
    steps: list[tuple[str, tuple[int, int, int]]],
    back: int,
    forms: tuple[str, str],
    ids: str,
) -> None:
    finds(PHONE_NUMBER=[PHONE])
    whole = chat_of(lines)
    old = [m for m in whole if m.number not in lost[0]] or whole[:1]
    new = [m for m in whole[ends[0] : len(whole) - ends[1]] if m.number not in lost[1]] or whole[-1:]
    if not {ME, FRIEND} <= {m.sender for m in old} or not {ME, FRIEND} <= {m.sender for m in new}:
        return
    opened = workspaces.create("测试")
    try:
        bring(opened, written(tmp_path, old, forms[0]))
        scanning.scan(opened)
        person = Person(opened)
        for kind, picks in steps:
            person.step(kind, picks)
        done = worked_on(opened)
        undone = sum(not person.client.try_("undo").problems for _ in range(back))
        before, texts = worked_on(opened), {row["id"]: row for row in rows(opened)}
        kept = {name: rows(opened, tables.metadata.tables[name]) for name in ("findings", "private_values", "edits")}
        (key,) = [c.key for c in importing.preview(written(tmp_path, new, forms[1], ids)).chats]
        bring(opened, written(tmp_path, new, forms[1], ids), into={key: 1})

        numbers_of = {m.number for m in old} | {m.number for m in new}
        assert told(opened) == [(m.text, m.at) for m in whole if m.number in numbers_of]
        moves = {"seq", "hash_before", "hash_after", "vanished"}
        now = {row["id"]: row for row in rows(opened)}
        for i, row in texts.items():
            assert {k: v for k, v in now[i].items() if k not in moves} == {
                k: v for k, v in row.items() if k not in moves
            }
        gone = {m.at for m in old if new[0].at <= m.at <= new[-1].at} - {m.at for m in new}
        assert {row["time"] // 1_000_000 for row in rows(opened) if row["vanished"]} == gone
        assert worked_on(opened) == before
        assert {name: rows(opened, tables.metadata.tables[name]) for name in kept} == kept
        sound(opened)

        for _ in range(undone):
            assert not person.client.try_("redo").problems
        assert worked_on(opened) == done
        person.all("redo")
        final = worked_on(opened)
        count = person.all("undo")
        assert worked_on(opened) == {}
        assert person.all("redo") == count
        assert worked_on(opened) == final
    finally:
        opened.delete()
