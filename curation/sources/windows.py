"""A training file exported with a sliding window: stitch the overlapping conversations back into continuous stretches.

MemoTrace's strategy SLIDING_WINDOW takes ten messages, moves on by three, joins bubbles of one sender, drops what
does not begin with the user and end with the assistant, and shuffles. So the same turn stands in up to four
conversations, and only two turns of a conversation may be cut short: its first may miss bubbles at the front, its last
at the end. Conversation B continues A when the last L turns of A are the first L turns of B in that sense.

Each conversation is looked up by a key of its beginning among the keys of all endings, longest overlap first, so the
time is linear in the number of turns. Nothing is stitched unless a good part of the file overlaps strongly (the other
strategies never repeat a message), and no two stretches are joined unless they agree wherever they overlap.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

Turns = Sequence[str]
"""The texts of one conversation."""

Place = tuple[int, int]
"""(conversation, turn)."""

MAX_TURNS = 40
"""No window is longer: ten messages are at most ten turns, and the setting is rarely more than doubled."""

MAX_ALIKE = 10
"""An overlap found in more conversations than that is a phrase, not a place (step 3 of window 10 gives four)."""

LEAST = 5
"""Characters two conversations must share: 哈哈 answered by 哈哈 is no reason to join them."""

OVERLAPPING = 0.25
"""Share of conversations with a strong overlap from which on the file counts as a sliding window."""

REPEATED = 0.05
"""Share of a file's characters in turns that stand there before; a window of ten by three has 16 to 70 %."""

_JOINTS = ("，", "\n")


@dataclass(frozen=True)
class _Link:
    """Conversation ``after`` begins ``offset`` turns behind the beginning of ``before``; they share ``turns`` turns."""

    turns: int
    characters: int
    before: int
    after: int
    offset: int

    @property
    def strong(self) -> bool:
        """Four turns in a row agree, two of them whole, or a long exchange does: no coincidence."""
        return self.characters >= (8 if self.turns >= 4 else 16)


def may_repeat(texts: Sequence[str]) -> bool:
    """Whether turns may come from a sliding window: much of what they say is said again elsewhere, word for word."""
    distinct = sum(map(len, set(texts)))
    return distinct < (1 - REPEATED) * sum(map(len, texts))


def stitch(conversations: Sequence[Turns], proper: Sequence[bool]) -> list[list[Place]]:
    """Groups of turns to keep, in order: a stitched stretch, or a conversation as it is. Empty: not a sliding window.

    ``proper``: which conversations go user, assistant, … assistant; only they can come from a window.
    """
    links = sorted(
        _links(conversations, proper), key=lambda link: (-link.turns, -link.characters, link.before, link.after)
    )
    strong = {end for link in links if link.strong for end in (link.before, link.after)}
    if len(strong) < OVERLAPPING * len(conversations) or not strong:
        return []
    stretches = _Stretches(conversations)
    for link in links:
        if link.characters >= LEAST:
            stretches.join(link)
    return stretches.groups()


def _links(conversations: Sequence[Turns], proper: Sequence[bool]) -> Iterator[_Link]:
    able = [at for at, turns in enumerate(conversations) if proper[at] and len(turns) <= MAX_TURNS]
    endings: dict[int, list[int]] = {}
    for at in able:
        for key in _ending_keys(conversations[at]):
            endings.setdefault(key, []).append(at)
    for after in able:
        for turns, key in _beginning_keys(conversations[after]):
            alike = endings.get(key, ())
            for before in alike if len(alike) <= MAX_ALIKE else ():
                if before != after and (link := _link(conversations, before, after, turns)):
                    yield link


def _ending_keys(turns: Turns) -> Iterator[int]:
    for start in range(len(turns) - 2, -1, -2):
        yield _key(turns[start], tuple(turns[start + 1 : -1]), turns[-1])


def _beginning_keys(turns: Turns) -> Iterator[tuple[int, int]]:
    for end in range(2, len(turns) + 1, 2):
        yield end, _key(turns[0], tuple(turns[1 : end - 1]), turns[end - 1])


def _key(first: str, between: tuple[str, ...], last: str) -> int:
    """The same for a turn and what a window left of it: only the last bubble of ``first``, the first of ``last``."""
    for joint in _JOINTS:
        first = first.rpartition(joint)[2]
        last = last.partition(joint)[0]
    return hash((first, between, last))


def _link(conversations: Sequence[Turns], before: int, after: int, turns: int) -> _Link | None:
    ending, beginning = conversations[before][-turns:], conversations[after][:turns]
    if all(_agree(one, other, at) for at, (one, other) in enumerate(zip(ending, beginning, strict=True))):
        characters = sum(map(min, map(len, ending), map(len, beginning)))
        return _Link(turns, characters, before, after, len(conversations[before]) - turns)
    return None


def _agree(one: str, other: str, position: int) -> bool:
    """Both may be the same turn: equal, or cut short at a joint, the user's (even) in front, the assistant's behind."""
    if len(one) == len(other):
        return one == other
    short, long = sorted((one, other), key=len)
    if position % 2:
        return long.startswith(short) and long[len(short)] in _JOINTS
    return long.endswith(short) and long[-len(short) - 1] in _JOINTS


class _Stretches:
    """Conversations placed on common lines; every line knows the fullest text of each of its turns."""

    def __init__(self, conversations: Sequence[Turns]) -> None:
        self._conversations = conversations
        self._spot = {at: (at, 0) for at in range(len(conversations))}
        self._lines = {at: {turn: (at, turn) for turn in range(len(turns))} for at, turns in enumerate(conversations)}
        self._members = {at: [at] for at in range(len(conversations))}

    def join(self, link: _Link) -> None:
        """Put the line of ``link.after`` onto that of ``link.before``, if they agree on every turn both have."""
        big, at = self._spot[link.before]
        small, behind = self._spot[link.after]
        shift = at + link.offset - behind
        if len(self._lines[big]) < len(self._lines[small]):
            big, small, shift = small, big, -shift
        if big != small and self._fits(self._lines[big], self._lines[small], shift):
            self._move(big, small, shift)

    def _fits(self, line: dict[int, Place], other: dict[int, Place], shift: int) -> bool:
        return all(
            _agree(self._text(line[at + shift]), self._text(place), at)
            for at, place in other.items()
            if at + shift in line
        )

    def _move(self, big: int, small: int, shift: int) -> None:
        line = self._lines[big]
        for at, place in self._lines.pop(small).items():
            there = line.get(at + shift)
            if there is None or len(self._text(place)) > len(self._text(there)):
                line[at + shift] = place
        for member in self._members[small]:
            self._spot[member] = (big, self._spot[member][1] + shift)
        self._members[big] += self._members.pop(small)

    def _text(self, place: Place) -> str:
        return self._conversations[place[0]][place[1]]

    def groups(self) -> list[list[Place]]:
        """The lines in the order in which the file first shows them, each from its first turn to its last."""
        order = dict.fromkeys(line for line, _ in self._spot.values())
        return [[self._lines[line][at] for at in sorted(self._lines[line])] for line in order if self._lines[line]]
