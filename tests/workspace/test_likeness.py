"""Two files are of one chat when they say the same, and people are known by what they say, their ids or their names."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import pytest

from curation.workspace import likeness
from curation.workspace.sketch import Sketch
from tests.generators.chats import FRIEND, ME, Message, invented


def sketch(messages: Sequence[Message], ids: dict[str, str] | None = None, *, timed: bool = True) -> Sketch:
    """A chat as one exporter wrote it; ``ids``: its sender_id for each name."""
    made, size = Sketch(), len(messages)
    made.add(
        ["#0"] * size,
        [(ids or {}).get(m.sender, m.sender) for m in messages],
        [m.kind for m in messages],
        [m.text for m in messages],
        [m.at * 1_000_000 if timed else None for m in messages],
        ["s" if timed else "none"] * size,
        [None] * size,
    )
    return made


ONE, OTHER = invented(80, seed=1), invented(80, seed=2)
LATER = [replace(m, at=m.at + 10**7) for m in OTHER]
BROADCAST = [replace(m, text=f"群发的话第{m.number}句") if m.number in (3, 9) else m for m in ONE]
BESIDE = [replace(m, text=f"群发的话第{m.number}句") if m.number in (3, 9) else m for m in OTHER]


@pytest.mark.parametrize(
    ("old", "new", "known", "expected"),
    [
        (ONE[:50], ONE[20:], (False, False), True),
        (ONE, ONE[76:], (False, False), False),
        (ONE, ONE[76:], (True, False), True),
        (ONE, OTHER, (True, True), False),
        (ONE, LATER, (True, True), True),
        (ONE, LATER, (False, True), False),
        (ONE, LATER, (True, False), False),
        (BROADCAST, BESIDE, (False, True), False),
        ([], ONE, (True, True), False),
    ],
    ids=[
        "a good part", "a few lines", "a few lines and its name", "nothing at the same time", "a continuation",
        "later, by other people's name", "later, other people", "a broadcast", "an empty chat",
    ],
)  # fmt: skip
def test_whether_it_is_the_same_chat(
    old: list[Message], new: list[Message], known: tuple[bool, bool], expected: bool
) -> None:
    logs = sketch(old).log(), sketch(new).log()
    assert likeness.same_chat(*logs, named=known[0], people=known[1]) is expected


def test_without_times_only_what_is_said_counts() -> None:
    logs = [sketch(some, timed=False).log() for some in (ONE, OTHER, ONE[30:])]
    assert not likeness.same_chat(logs[0], logs[1], named=True, people=True)
    assert likeness.same_chat(logs[0], logs[2], named=False, people=False)


def test_the_index_finds_the_logs_with_the_same_phrases() -> None:
    logs = [sketch(some).log() for some in (OTHER, ONE[:20], [], ONE)]
    index = likeness.Index(logs)
    assert index.near(sketch(ONE).log()) == [3, 1]
    assert index.near(sketch(invented(50, seed=3)).log()) == []
    assert likeness.Index([]).near(logs[0]) == []


NAMED = {"a": {"阿岚"}, "b": {"小满", "满满"}}


@pytest.mark.parametrize(
    ("names", "expected"),
    [
        ({"x": {"阿岚"}, "y": {"满满"}}, True),
        ({"x": {"阿岚"}, "y": {"小北"}}, False),
        ({"x": {"阿岚"}, "y": {"小满"}, "z": {"小北"}}, True),
        ({"x": set(), "y": {""}}, False),
        ({}, False),
    ],
)
def test_the_same_people(names: Any, expected: bool) -> None:
    assert likeness.same_people(NAMED, names) is expected


@pytest.mark.parametrize(
    ("ids", "names", "expected"),
    [
        ({ME: "self", FRIEND: "wx1"}, {}, {"self": "a", "wx1": "b"}),
        ({ME: "b", FRIEND: "a"}, {}, {"b": "a", "a": "b"}),
    ],
    ids=["other ids", "the other's own export"],
)
def test_people_are_known_by_what_they_say(ids: dict[str, str], names: Any, expected: dict[str, str]) -> None:
    old, new = sketch(ONE, {ME: "a", FRIEND: "b"}), sketch(ONE, ids)
    found = likeness.who_is_who(old.log(), new.log(), (old.senders, new.senders), (NAMED, names))
    assert found == expected


@pytest.mark.parametrize(
    ("ids", "names", "expected"),
    [
        ({ME: "a", FRIEND: "wx1"}, {"wx1": {"别名"}}, {"a": "a", "wx1": "b"}),
        ({ME: "y", FRIEND: "x"}, {"y": {"阿岚"}, "x": {"满满"}}, {"y": "a", "x": "b"}),
        ({ME: "y", FRIEND: "x"}, {"y": {"甲"}, "x": {"乙"}}, {}),
    ],
    ids=["the one who is left", "names", "strangers"],
)
def test_people_who_say_nothing_twice_are_known_by_id_or_name(
    ids: dict[str, str], names: Any, expected: dict[str, str]
) -> None:
    old, new = sketch(ONE, {ME: "a", FRIEND: "b"}), sketch(LATER, ids)
    assert likeness.who_is_who(old.log(), new.log(), (old.senders, new.senders), (NAMED, names)) == expected


def test_a_stranger_with_the_id_of_somebody_else_gets_another() -> None:
    group = [replace(m, sender=f"人{m.number % 3}") for m in ONE]
    old = sketch(group, {"人0": "1", "人1": "2", "人2": "3"})
    new = sketch(
        [*group, *(replace(m, sender="新人") for m in LATER)], {"人0": "2", "人1": "3", "人2": "4", "新人": "1"}
    )
    found = likeness.who_is_who(old.log(), new.log(), (old.senders, new.senders), ({}, {}))
    assert found == {"2": "1", "3": "2", "4": "3", "1": "1#"}
