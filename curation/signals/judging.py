"""A language model's second opinion: which fragments to ask about, and what its verdicts mean.

Who asks is somebody else (``flow.judging``); here are plain values. A model is asked for an intent out of a closed list
(``judging_prompt``), never whether something is a jump: asked plainly it does worse than counting words (F1 .185 on
TIAGE), asked for summaries and an intent first it reaches .699 (published figures for dialogue topic segmentation).
The verdict is a suggestion beside the other signals and changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from curation.errors import N_
from curation.signals.line import Kind, Signal
from curation.signals.log import Fragment

KINDS = {
    "judge": Kind(
        N_("second opinion"),
        N_("What a language model said that you asked below the queue. It decides nothing."),
        harm=0.7,
        threshold=0.5,
    )
}

INTENTS = ("延续", "追问", "回答", "顺带相关", "新话题", "寒暄", "收尾", "答非所问")
"""What a turn can do with what stands before it: goes on, asks back, answers, drifts, a new topic, greets, closes,
answers something else."""

DOUBTFUL = (0.1, 0.7)
"""Chance of a topic jump with which a fragment is worth the question: below it nothing is wrong, above it the person
looks anyway."""

MOST, OVERLAP = 36, 6
"""Turns asked about at once, and how many of them a long fragment's next part repeats."""


@dataclass(frozen=True)
class Turn:
    """Consecutive bubbles of one speaker. ``bubbles``: ids of the spoken ones; a picture alone has none."""

    who: str
    """A is the persona; the others are letters in the order in which they speak."""
    text: str
    bubbles: tuple[int, ...]


@dataclass(frozen=True)
class Part:
    """What is asked about a fragment at once: all of it, unless it is long. ``start``: number of its first turn."""

    fragment: int
    turns: tuple[Turn, ...]
    background: str = ""
    start: int = 0
    last: bool = True


def turns(fragment: Fragment, words: Mapping[int, str]) -> list[Turn]:
    """The turns of a fragment in the words that may leave; ``words``: bubble -> redacted text of what is spoken.

    What cannot be seen is told by its kind alone, and what only explains is left out.
    """
    letters: dict[str, str] = {}
    said: list[tuple[str, str, int | None]] = []
    for bubble in fragment.bubbles:
        line, who = bubble.line, "A"
        if line.side != "persona":
            who = letters.setdefault(bubble.sender, _LETTERS[min(len(letters), len(_LETTERS) - 1)])
        if bubble.id in words:
            said.append((who, words[bubble.id], bubble.id))
        elif line.use == "hole":
            said.append((who, f"⟦{line.kind}⟧", None))
    runs = (list(run) for _, run in groupby(said, key=lambda one: one[0]))
    return [
        Turn(run[0][0], "\n".join(t for _, t, _ in run), tuple(i for *_, i in run if i is not None)) for run in runs
    ]


_LETTERS = "BCDEFGHIJKLMNOPQRSTUVWXYZ"


def parts(fragment: int, turns: Sequence[Turn], background: str = "") -> Iterator[Part]:
    """A fragment in parts of at most :data:`MOST` turns."""
    for start in range(0, max(len(turns) - OVERLAP, 1), MOST - OVERLAP):
        end = start + MOST
        yield Part(fragment, tuple(turns[start:end]), background, start, end >= len(turns))


def packed(found: Sequence[Part]) -> Iterator[tuple[Part, ...]]:
    """Parts that are asked about together, in order: at most :data:`MOST` turns."""
    window: list[Part] = []
    for part in found:
        if window and sum(len(one.turns) for one in window) + len(part.turns) > MOST:
            yield tuple(window)
            window = []
        window.append(part)
    if window:
        yield tuple(window)


def fingerprint(fragment: Fragment) -> str:
    """Of the fragment's words as they stand: an opinion holds as long as they do."""
    digest = hashlib.sha256()
    for bubble in fragment.bubbles:
        line = bubble.line
        digest.update(repr((bubble.id, line.side, line.use, line.kind, line.text)).encode("utf-8", "backslashreplace"))
    return digest.hexdigest()[:32]


NOTHING = N_("A language model saw nothing odd here.")
_ELSEWHERE = N_("A language model says: this reply answers something else.")
_PERSONA_TURNS = N_("A language model says: the persona begins a new topic here.")
_OTHER_TURNS = N_("A language model says: a new topic begins here.")


def suggestions(turns: Sequence[Turn], intents: Mapping[int, str]) -> Iterator[tuple[int | None, Signal]]:
    """(bubble, signal) for what the intents of a fragment's turns (number from 0 -> intent) speak against.

    The first turn follows nothing. That the other side answers something else is how people talk; the persona's turns
    are what is learned. Scores are set by hand, in the order in which such turns hurt.
    """
    for number, turn in enumerate(turns):
        intent, mine = intents.get(number), turn.who == "A"
        if not (number and turn.bubbles):
            continue
        if intent == "答非所问" and mine:
            yield turn.bubbles[0], Signal("judge", 0.8, _ELSEWHERE)
        elif intent == "新话题":
            yield turn.bubbles[0], Signal("judge", *((0.65, _PERSONA_TURNS) if mine else (0.55, _OTHER_TURNS)))
