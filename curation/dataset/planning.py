"""Which bubbles of a fragment train. The canvas dims what is cut here, and the build cuts the same."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Literal

from curation.dataset.rows import ContextIn, Fragment

Use = Literal["trained", "blank", "leading_persona", "trailing_human"]


@dataclass(frozen=True, slots=True)
class Plan:
    """What becomes of each bubble of one fragment."""

    uses: tuple[Use, ...]
    """One a bubble: ``trained``, or why it is cut."""
    seams: tuple[int, ...] = ()
    """Indexes of trained bubbles that opened another turn of the same side before what stood between was left out."""
    context_turn: bool = False
    """The background stands as a human turn of its own, because the persona speaks first."""
    skip: str | None = None
    """Why the fragment gives no row (a key of SKIPS); then nothing is trained."""

    @property
    def trained(self) -> tuple[int, ...]:
        """Indexes of the bubbles that train."""
        return tuple(i for i, use in enumerate(self.uses) if use == "trained")


def plan(fragment: Fragment, *, context_in: ContextIn = "turn") -> Plan:
    """Keep from the first human turn to the last persona turn.

    A trainer wants human first and persona last. Where the persona speaks first, the background (if it goes into
    a turn) becomes the human turn in front, and nothing is cut there.
    """
    live = [i for i, bubble in enumerate(fragment.bubbles) if bubble.text.strip()]
    sides = {i: fragment.bubbles[i].side for i in live}
    opens = bool(live) and context_in == "turn" and bool(fragment.context.strip())
    first = live[0] if opens else next((i for i in live if sides[i] == "human"), len(fragment.bubbles))
    last = next((i for i in reversed(live) if sides[i] == "persona"), -1)
    uses = tuple(_use(i, i in sides, first, last) for i in range(len(fragment.bubbles)))
    if first > last:
        return Plan(uses, skip="empty" if not live else "no_persona_turn" if last < 0 else "no_human_turn")
    trained = [i for i in live if first <= i <= last]
    return Plan(uses, _seams(fragment, trained), opens and sides[first] == "persona")


def _use(index: int, live: bool, first: int, last: int) -> Use:
    if not live:
        return "blank"
    if index > last:  # before the next line: a fragment without persona turns has only trailing human ones
        return "trailing_human"
    return "leading_persona" if index < first else "trained"


def _seams(fragment: Fragment, trained: list[int]) -> tuple[int, ...]:
    return tuple(b for a, b in pairwise(trained) if _met(fragment, a, b))


def _met(fragment: Fragment, a: int, b: int) -> bool:
    """Two turns of one side met: something between was deleted, or the other side sent only white space there."""
    side = fragment.bubbles[a].side
    if fragment.bubbles[b].side != side:
        return False
    return any(a <= cut < b for cut in fragment.joined_after) or any(x.side != side for x in fragment.bubbles[a:b])
