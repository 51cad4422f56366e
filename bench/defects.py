"""Clean threads made into a chat log in which eight kinds of defects are planted, and where each of them is.

A fragment is one thread: the other side begins, the persona answers. Bubbles come seconds apart, fragments an hour or
more. What is planted into a fragment is known by the number of the messages it is made of.
"""

from __future__ import annotations

import json
import math
import random
import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path

KINDS = ("late", "interleaved", "hole", "foreign", "cut", "duplicate", "broadcast", "joined")

Thread = list[str]

TELLING = 8
"""Letters that a misplaced turn has at least: 哈哈 or 好吧 is at home anywhere, and nobody would call it misplaced."""

_NOTICES = (
    "【{shop}】亲爱的会员，本店{day}全场{n}折，满{m}减{k}，点击 http://t.example.com/{code} 领券，回T退订",
    "转发到{n}个群，好运连连！不转的人会倒霉{k}年，我是被逼的，对不起了",
    "【{shop}物业】尊敬的业主：{day}9:00至17:00停水检修，请提前储水，给您带来不便敬请谅解",
    "各位亲友：小女定于{day}在{shop}酒店举行婚礼，诚邀阁下光临，恕不一一电话通知，收到请回复",
    "群发：我换新号码了，旧号{day}停用，大家存一下，不用回复",
    "新年快乐！祝您和家人身体健康、万事如意、财源广进、阖家幸福！（群发勿回）",
    "帮忙给我家孩子投一票，编号{n}号，链接 http://t.example.com/{code} 每天可投{k}票，谢谢各位",
    "【通知】请全体成员{day}前完成信息登记，逾期不候，登记地址 http://t.example.com/{code}",
)
_SHOPS = "悦来 金桥 小满 芳草 云栖 百味 锦绣".split()
_DAYS = "本周六 明天 5月3日 下周一 12号 周末".split()
_THANKS = ("收到", "好的", "好嘞，谢谢", "嗯嗯", "哈哈谢谢")


@dataclass
class Said:
    """A bubble. ``tag``: what only the generator knows of it (the thread and turn it comes from)."""

    mine: bool
    text: str
    kind: str = "text"
    gap: float = 8
    """Seconds since the bubble before."""
    tag: tuple[int, int] = (0, 0)


@dataclass
class Planted:
    """A fragment as it will be cut, and what is wrong with it (empty: nothing)."""

    bubbles: list[Said]
    defect: str = ""
    wrong: list[tuple[int, int]] = field(default_factory=list)
    """Tags of the turns that are not where they belong."""


def threads(paths: Iterable[Path], *, tuning: bool = False) -> list[Thread]:
    """Talks of two to five turns from labelled streams: three quarters, or the quarter that is only for tuning."""
    known: set[str] = set()
    found: list[Thread] = []
    for path in paths:
        for line in path.read_text(encoding="utf-8").splitlines():
            for thread in _threads(json.loads(line)):
                said = {key for text in thread if len(key := "".join(filter(str.isalnum, text))) >= 6}
                said.add("".join(filter(str.isalnum, "".join(thread[:4]))))
                if not said & known and _for_tuning("".join(thread[0])) == tuning:
                    found += _parts(thread)
                known |= said
    return found


def _parts(thread: Thread) -> Iterator[Thread]:
    """A long thread as several talks of four turns, the last of two to five; each begins with the same side."""
    edges = [*range(0, len(thread) - 1, 4), len(thread)]
    yield from (thread[a:b] for a, b in pairwise(edges))


def _for_tuning(key: str) -> bool:
    return sum(key.encode()) % 4 == 0


def _threads(stream: dict[str, list[dict[str, str]]]) -> Iterator[Thread]:
    """The threads of a stream, consecutive bubbles of one sender joined again to the turn they were."""
    turns: Thread = []
    sender = ""
    for message, starts in zip(stream["messages"], stream["labels"], strict=True):
        if starts and turns:
            yield turns
            turns, sender = [], ""
        if message["sender"] == sender:
            turns[-1] += "，" + message["text"]
        else:
            turns.append(message["text"])
        sender = message["sender"]
    yield turns


class Planter:
    """Makes fragments of threads, each thread used once."""

    FOREIGN = 1
    """The turn of another talk that stands in the place of one of the persona's own."""
    BETWEEN = 3
    """Turns of another talk before a late answer."""

    def __init__(self, pool: Sequence[Thread], seed: int) -> None:
        self._rng = random.Random(seed)
        self._pool = list(pool)
        self._rng.shuffle(self._pool)
        self._number = 0

    def log(self, size: int, each: int) -> list[Planted]:
        """``size`` fragments, ``each`` of every kind of defect among them, in the order of the chat."""
        makers: dict[str, Callable[[], list[Planted]]] = {
            "late": self._late,
            "interleaved": self._interleaved,
            "hole": self._hole,
            "foreign": self._foreign,
            "cut": self._cut,
            "broadcast": self._broadcast,
            "joined": self._joined,
        }
        groups = [make() for make in makers.values() for _ in range(each)]
        while sum(map(len, groups)) < size - each:
            groups.append([Planted(self._thread(least=2))])
        self._rng.shuffle(groups)
        found = [planted for group in groups for planted in group]
        return self._with_copies(found, each)

    def _with_copies(self, log: list[Planted], each: int) -> list[Planted]:
        """Copies of clean fragments, put in further down."""
        clean = [n for n, one in enumerate(log) if not one.defect and _length(one) >= 24]
        for n in sorted(self._rng.sample(clean, each), reverse=True):
            copy = Planted([Said(**vars(said)) for said in log[n].bubbles], "duplicate")
            if self._rng.random() < 0.5 and len(copy.bubbles) > 4:
                del copy.bubbles[-1]
            log.insert(self._rng.randrange(n + 1, len(log) + 1), copy)
        return log

    def _turns(self, least: int = 4, telling: int | None = None) -> tuple[int, Thread]:
        """A talk nobody has had yet, of so many turns at least; one of them may have to say something of its own."""
        self._number += 1
        fits = (len(t) >= least and (telling is None or _letters(t[telling]) >= TELLING) for t in reversed(self._pool))
        at = next(i for i, fit in enumerate(fits) if fit)
        return self._number, self._pool.pop(-1 - at)

    def _thread(self, least: int = 4) -> list[Said]:
        number, thread = self._turns(least)
        return [said for turn, text in enumerate(thread) for said in self._burst(text, (number, turn))]

    def _burst(self, text: str, tag: tuple[int, int]) -> list[Said]:
        """A turn as one to three bubbles, the first after up to some minutes."""
        parts = [part for part in re.split(r"(?<=[。！？!?])|，", text) if part.strip()] or [text]
        if len(parts) > 3 or self._rng.random() < 0.5:
            parts = [text]
        wait = self._wait()
        return [
            Said(tag[1] % 2 == 1, part, gap=wait if i == 0 else self._rng.randrange(2, 9), tag=tag)
            for i, part in enumerate(parts)
        ]

    def _wait(self) -> float:
        """Half of the replies come within 14 seconds, one in twenty takes some minutes."""
        if self._rng.random() < 0.05:
            return self._rng.uniform(120, 900)
        return self._rng.lognormvariate(math.log(14), 1.1)

    def _late(self) -> list[Planted]:
        """A is asked, B is talked about, and then A is answered where B goes on."""
        (a, first), (b, second) = self._turns(telling=1), self._turns()
        order = [(a, 0), *((b, turn) for turn in range(self.BETWEEN)), (a, 1)]
        text = {a: first, b: second}
        said = [one for thread, turn in order for one in self._burst(text[thread][turn], (thread, turn))]
        return [Planted(said, "late", [(a, 1)])]

    def _interleaved(self) -> list[Planted]:
        """Two questions, two answers: A0 B0 A1 B1."""
        (a, first), (b, second) = self._turns(telling=1), self._turns()
        text = {a: first, b: second}
        order = [(a, 0), (b, 0), (a, 1), (b, 1)]
        said = [Said(turn == 1, text[one][turn], gap=self._wait(), tag=(one, turn)) for one, turn in order]
        return [Planted(said, "interleaved", [(a, 1)])]

    def _hole(self) -> list[Planted]:
        """What the persona speaks of was a picture."""
        said = self._thread()
        number = said[0].tag[0]
        turn = self._rng.choice([0, 2])
        shown = Said(False, "", "image", 20, (number, turn))
        before = [one for one in said if one.tag[1] < turn]
        after = [one for one in said if one.tag[1] > turn]
        return [Planted([*before, shown, *self._beside(shown), *after], "hole", [(number, turn + 1)])]

    def _beside(self, shown: Said) -> list[Said]:
        """What is said with a picture."""
        return []

    def _foreign(self) -> list[Planted]:
        """One of the persona's turns is from another talk."""
        said = self._thread()
        other, thread = self._turns(telling=self.FOREIGN)
        turn = self._rng.choice([1, 3])
        swapped = self._burst(thread[self.FOREIGN], (other, self.FOREIGN))
        before = [one for one in said if one.tag[1] < turn]
        after = [one for one in said if one.tag[1] > turn]
        return [Planted([*before, *swapped, *after], "foreign", [(other, self.FOREIGN)])]

    def _cut(self) -> list[Planted]:
        """The answer came after a silence in which the fragment was closed."""
        said = self._thread()
        number, turn = said[0].tag[0], self._rng.choice([1, 3])
        before = [one for one in said if one.tag[1] < turn]
        after = [one for one in said if one.tag[1] >= turn]
        after[0].gap = self._rng.randrange(31 * 60, 90 * 60)
        return [Planted(before, "cut"), Planted(after, "cut", [(number, turn)])]

    def _joined(self) -> list[Planted]:
        """Two talks without a silence between them."""
        first, second = self._thread(), self._thread()
        second[0].gap = self._rng.lognormvariate(math.log(43), 1.2)
        return [Planted([*first, *second], "joined", [second[0].tag])]

    def _broadcast(self) -> list[Planted]:
        """Words meant for everybody, and a nod."""
        rng = self._rng
        words = rng.choice(_NOTICES).format(
            shop=rng.choice(_SHOPS), day=rng.choice(_DAYS), n=rng.randrange(2, 20), m=100 * rng.randrange(1, 9),
            k=10 * rng.randrange(1, 9), code="".join(rng.choices("abcdefgh", k=6)),
        )  # fmt: skip
        self._number += 1
        tags = (self._number, 0), (self._number, 1)
        return [Planted([Said(False, words, tag=tags[0]), Said(True, rng.choice(_THANKS), tag=tags[1])], "broadcast")]


def _letters(text: str) -> int:
    return sum(map(str.isalnum, text))


def _length(planted: Planted) -> int:
    return sum(len(said.text) for said in planted.bubbles)
