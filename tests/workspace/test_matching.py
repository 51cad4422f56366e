"""A newer export is found again message by message, whatever the exporter changed about it."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.workspace import matching, merging
from curation.workspace.sketch import MISSING, NONE, Log, Sketch

HOUR = 3_600 * 1_000_000


@dataclass(frozen=True)
class Said:
    """A message: what matching looks at."""

    text: str
    sender: str = "you"
    kind: str = "text"
    time: int | None = None
    id: str = "甲#0"
    precision: str = "s"
    group: int | None = None


def log(messages: Sequence[Said]) -> Log:
    sketch = Sketch()
    sketch.senders |= {"me": 1, "you": 2}
    for part in (messages[:3], messages[3:]):
        sketch.add(
            [m.id for m in part],
            [m.sender for m in part],
            [m.kind for m in part],
            [m.text for m in part],
            [m.time for m in part],
            [m.precision if m.time is not None else "none" for m in part],
            [m.group for m in part],
        )
    return sketch.log()


def talk(texts: str, *, timed: bool = False, **same: Any) -> list[Said]:
    """A message a word; with ``timed`` a minute apart."""
    words = texts.split()
    return [Said(text, time=60_000_000 * n if timed else None, **same) for n, text in enumerate(words)]


def found(old: Sequence[Said], new: Sequence[Said]) -> list[int]:
    return [int(i) for i in matching.match(log(old), log(new)).old_of]


def both(old: Sequence[Said], new: Sequence[Said]) -> list[Said]:
    """The messages of both in their order."""
    before, after = log(old), log(new)
    pairs = matching.match(before, after)
    rows = merging.order(before, after, pairs.old_of).tolist()
    return [old[row] if row < len(old) else new[row - len(old)] for row in rows]


LONG = "今天下午三点在老地方见面 好 哈哈 哈哈 路上堵车可能要晚十分钟 嗯 嗯 没事我也还没有出门呢 哈哈"


@pytest.mark.parametrize("timed", [True, False])
@pytest.mark.parametrize(
    ("new", "expected"),
    [
        (LONG, list(range(9))),
        (f"{LONG} 哈哈 晚安", [*range(9), -1, -1]),
        (" ".join(LONG.split()[2:]), list(range(2, 9))),
        (" ".join(LONG.split()[:5]), list(range(5))),
    ],
    ids=["the same", "longer", "its end", "its beginning"],
)
def test_an_export_of_another_length(new: str, expected: list[int], timed: bool) -> None:
    old, newer = talk(LONG, timed=timed), talk(new, timed=timed)
    if timed and expected[0]:
        newer = [replace(m, time=(m.time or 0) + 60_000_000 * expected[0]) for m in newer]
    assert found(old, newer) == expected


def test_what_stands_before_the_old_beginning_is_new() -> None:
    old = talk(LONG)
    assert found(old, [*talk("哈哈 哈哈 在吗"), *old]) == [-1, -1, -1, *range(9)]


def test_a_repeated_word_belongs_to_its_neighbours() -> None:
    old = talk("哈哈 第一件事情已经办好了 哈哈 哈哈 第二件事情还要再等等 哈哈")
    new = talk("第一件事情已经办好了 哈哈 第二件事情还要再等等 哈哈")
    assert found(old, new) == [1, 3, 4, 5]


@pytest.mark.parametrize("timed", [True, False])
def test_ids_that_count_anew_in_every_export_mislead_nobody(timed: bool) -> None:
    old = [replace(m, id=str(n)) for n, m in enumerate(talk(LONG, timed=timed))]
    new = [replace(m, id=str(n)) for n, m in enumerate(old[2:])]
    assert found(old, new) == list(range(2, 9))


def test_an_id_finds_a_word_that_nothing_else_could() -> None:
    old = [Said("嗯", id="a1"), Said("嗯", id="a2"), Said("嗯", id="a3")]
    assert found(old, [old[2], Said("好", id="a4"), old[1]]) == [2, -1, 1]


@pytest.mark.parametrize("hours", [-8, 8, 5.5, 0])
def test_the_clock_of_another_zone(hours: float) -> None:
    old = talk(LONG, timed=True)
    new = [replace(m, time=(m.time or 0) + int(hours * HOUR)) for m in [*old, Said("晚安", time=9 * 60_000_000)]]
    pairs = matching.match(log(old), log(new))
    assert (pairs.old_of.tolist(), pairs.shift) == ([*range(9), -1], hours * HOUR)


@pytest.mark.parametrize(("precision", "unit"), [("min", 60_000_000), ("day", 24 * HOUR)])
def test_times_that_are_less_exact(precision: str, unit: int) -> None:
    old = [replace(m, time=(m.time or 0) + 7_000_000) for m in talk(LONG, timed=True)]
    new = [replace(m, time=(m.time or 0) // unit * unit, precision=precision) for m in old[2:]]
    assert found(old, new) == list(range(2, 9))
    assert found(new, old) == [-1, -1, *range(7)]


def test_what_exporters_write_differently_is_the_same() -> None:
    old = [Said("在吗", time=0), Said("", kind="image", time=10**6), Said("[委屈]", kind="sticker", time=2 * 10**6)]
    new = [Said("在 吗", time=0), Said("a.jpg", kind="file", time=10**6), Said("委屈", time=2 * 10**6)]
    assert found(old, new) == [0, 1, 2]
    timeless = [[replace(m, time=None) for m in some] for some in (old, new)]
    assert found(*timeless) == [0, 1, 2]


def test_other_words_at_another_time_are_another_message() -> None:
    old = [
        Said("第一句话说得很长很长", time=0),
        Said("嗯", time=60_000_000),
        Said("第三句话也说得很长", time=2 * 60_000_000),
    ]
    new = [old[0], Said("嗯", time=90_000_000), old[2]]
    assert found(old, new) == [0, -1, 2]
    assert [m.time for m in both(old, new)] == [0, 60_000_000, 90_000_000, 120_000_000]


def test_conversations_in_another_order_are_found_whole() -> None:
    parts = ["你好 嗯", "你好 嗯", "讲个笑话给我听听吧 好", "嗯 嗯 嗯"]
    old = [m for n, part in enumerate(parts) for m in talk(part, group=n)]
    new = [m for n, part in enumerate([*parts[::-1], "再见 嗯"]) for m in talk(part, group=n)]
    pairs = matching.match(log(old), log(new))
    assert pairs.old_of.tolist() == [6, 7, 8, 4, 5, 0, 1, 2, 3, -1, -1]
    assert merging.groups(log(old), log(new), pairs.old_of).tolist() == [3, 3, 3, 2, 2, 0, 0, 1, 1, 4, 4]


def test_a_conversation_is_not_torn_apart_by_a_new_one() -> None:
    old = [*talk("讲个笑话给我听听吧 好 嗯", group=0), *talk("再讲一个别的笑话好吗", group=1)]
    new = [
        *talk("讲个笑话给我听听吧 好", group=0),
        *talk("新的一段话也来一句", group=1),
        *talk("再讲一个别的笑话好吗", group=2),
    ]
    assert [m.text for m in both(old, new)] == [m.text for m in [*old[:3], new[2], old[3]]]


def test_a_part_that_does_not_overlap_goes_where_its_time_is() -> None:
    chat = talk(LONG, timed=True)
    for old, new in ((chat[:4], chat[4:]), (chat[4:], chat[:4]), ([*chat[:2], *chat[6:]], chat[2:6])):
        assert both(old, new) == chat


def test_the_order_comes_from_the_export_that_has_times() -> None:
    chat = [replace(m, text=f"第{n}句话{m.text}说给你听") for n, m in enumerate(talk(LONG, timed=True))]
    shuffled = [replace(m, time=None) for m in [*chat[5:], *chat[:5]] if m is not chat[2]]
    assert [m.text for m in both(shuffled, chat)] == [m.text for m in chat]
    assert [m.text for m in both(chat, shuffled)] == [m.text for m in chat]


@pytest.mark.parametrize(
    ("new", "expected"),
    [(range(2, 7), [4]), (range(9), [4]), (range(5, 9), []), (range(4), [])],
)
def test_only_what_the_newer_export_covers_can_have_vanished(new: range, expected: list[int]) -> None:
    old = [replace(m, text=f"一共九句话的第{n}句{m.text}") for n, m in enumerate(talk(LONG, timed=True))]
    for timed in (True, False):
        logs = [
            log([m if timed else replace(m, time=None) for m in some])
            for some in (old, [old[n] for n in new if n != 4])
        ]
        pairs = matching.match(*logs)
        assert np.flatnonzero(merging.vanished(*logs, pairs.old_of)).tolist() == expected


def test_an_export_of_texts_says_nothing_about_pictures() -> None:
    chat = [
        Said("第一句话说得很长很长", time=0),
        Said("", kind="image", time=10**6),
        Said("第二句话也说得很长", time=2 * 10**6),
    ]
    logs = log(chat), log([chat[0], chat[2]])
    assert not merging.vanished(*logs, matching.match(*logs).old_of).any()


MESSAGE = st.builds(
    Said,
    text=st.sampled_from(["哈哈", "嗯", "好", "在吗在吗在吗在吗", "", "今天的天气真的很不错"]),
    sender=st.sampled_from(["me", "you"]),
    kind=st.sampled_from(["text", "text", "text", "sticker", "image"]),
)
CHAT = st.lists(MESSAGE, max_size=30)


def clocked(chat: Sequence[Said]) -> list[Said]:
    return [replace(m, time=n * 2_000_000) for n, m in enumerate(chat)]


@settings(max_examples=200, deadline=None)
@given(CHAT, st.sets(st.integers(0, 30)), st.sets(st.integers(0, 30)), st.integers(-10, 10))
def test_with_times_every_message_finds_itself(chat: list[Said], a: set[int], b: set[int], quarters: int) -> None:
    whole = clocked(chat)
    kept = [[n for n in range(len(whole)) if n not in lost] for lost in (a, b)]
    old, new = ([whole[n] for n in some] for some in kept)
    pairs = matching.match(log(old), log(new))
    assert [None if i == NONE else kept[0][i] for i in pairs.old_of] == [n if n in kept[0] else None for n in kept[1]]
    assert both(old, new) == [whole[n] for n in sorted({*kept[0], *kept[1]})]


@settings(max_examples=200, deadline=None)
@given(CHAT, CHAT, CHAT)
def test_whatever_comes_the_match_is_one_to_one_and_nothing_is_lost(
    a: list[Said], b: list[Said], c: list[Said]
) -> None:
    for old, new in (([*a, *b], [*b, *c]), (clocked([*a, *b]), [*b, *c]), ([*a, *b], clocked([*c, *b]))):
        pairs = found(old, new)
        hits = [i for i in pairs if i != NONE]
        assert len(set(hits)) == len(hits)
        assert all(old[i].sender == new[j].sender for j, i in enumerate(pairs) if i != NONE)
        assert len(both(old, new)) == len(old) + len(new) - len(hits)


@settings(max_examples=100, deadline=None)
@given(CHAT, CHAT)
def test_what_was_only_continued_is_found_whole(chat: list[Said], more: list[Said]) -> None:
    assert found(chat, [*chat, *more])[: len(chat)] == list(range(len(chat)))
    assert both(chat, [*chat, *more]) == [*chat, *more]


def steps(size: int, *, timed: bool) -> int:
    """Lines of Python that the match of two logs of one repeated word takes."""
    old = [Said("哈哈", time=n // 3 * 1_000_000 if timed else None) for n in range(size)]
    new = [Said("在吗"), *old[: size // 2], Said("好的"), *old[size // 3 :]]
    logs = log(old), log(new)
    count = 0

    def trace(frame: Any, event: str, argument: object) -> Any:
        nonlocal count
        count += 1
        return trace

    before = sys.gettrace()
    sys.settrace(trace)
    try:
        pairs = matching.match(*logs)
        merging.order(*logs, pairs.old_of)
    finally:
        sys.settrace(before)
    assert pairs.old_of.max() != NONE or not timed
    return count


@pytest.mark.parametrize("timed", [True, False])
def test_a_chat_of_one_repeated_word_takes_steps_in_proportion(timed: bool) -> None:
    assert steps(100_000, timed=timed) <= 4.5 * steps(25_000, timed=timed)


def test_missing_times_are_no_times() -> None:
    assert log([Said("在")]).time.tolist() == [MISSING]
