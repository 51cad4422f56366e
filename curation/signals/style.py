"""Words that are unlike the persona's own: pasted, forwarded, or written by somebody else at its phone."""

from __future__ import annotations

import math
from collections.abc import Iterator

from curation.errors import N_
from curation.signals.known import Known
from curation.signals.line import Because, Kind, Signal
from curation.signals.profile import own_words

KINDS = {
    "far_from_style": Kind(
        N_("unlike the persona"),
        N_("The persona’s words here differ from how it usually writes, in their characters or their length."),
        harm=0.4,
        graded=True,
        threshold=0.5,
    )
}

FAR = 6.0
"""Standard errors of the grams at which it is as likely as not; fragments differ more than their grams tell."""
LONG = 4.0
"""Standard deviations of a bubble's log length at which it is as likely as not."""


def judge(known: Known, number: int) -> Iterator[Signal]:
    """One signal, where there is a profile to compare with."""
    profile, fragment = known.facts.profile, known.log.fragments[number]
    own = [(i, bubble.line.text) for i, bubble in enumerate(fragment.bubbles) if own_words(bubble.line)]
    if profile is None or not own:
        return
    at, longest = max(own, key=lambda one: len(one[1]))
    strange, long = profile.distance(fragment) - FAR, profile.too_long(longest) - LONG
    usual = round(math.expm1(profile.length))
    because = [Because(N_("characters it hardly ever uses"))] if strange > 0 else []
    if long > 0:
        because.append(
            Because(
                N_("a bubble of {count} characters, where {usual} are usual"), {"count": len(longest), "usual": usual}
            )
        )
    yield Signal(
        "far_from_style",
        1 / (1 + math.exp(-max(strange, 3 * long))),
        N_("This does not sound like the persona."),
        because=tuple(because),
        at=at,
    )
