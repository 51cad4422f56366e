"""Who speaks when: fragments that cannot train, or train something odd, because of their order of turns."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from curation.errors import N_
from curation.signals.line import Kind, Line, Signal

KINDS = {
    "no_persona": Kind(
        N_("no reply of the persona"),
        N_("Without a turn of the persona there is nothing to learn."),
        harm=0.02,
        bulk=True,
    ),
    "no_human": Kind(
        N_("the persona talks alone"), N_("Nobody says anything the persona could be answering."), harm=0.02, bulk=True
    ),
    "persona_first": Kind(
        N_("the persona speaks first"),
        N_("What the persona reacts to is not in the fragment."),
        harm=0.1,
        threshold=0.4,
    ),
    "unanswered": Kind(
        N_("unanswered question"), N_("The fragment ends with a question that nobody answers in it."), harm=0.05
    ),
}

_QUESTION = re.compile(r"[?？][\s~～!！。…)）\]】]*$|[吗嗎么麼呢][~～…。]*$")
"""A question mark or a question particle at the end. On real questions such a rule is right 9 times in 10."""

_REACTING = re.compile(
    r"[\s.…。，,！!~～]*(?:所以|但是?|不过|然后|而且|因为|[难難]怪|怪不|其[实實]|那|[这這]|[他她它也]|嗯|[哦噢喔]|哈{2,}|嘿{2,}|收到|[谢謝]{2}"
    r"|好(?=[的呀啊吧嘞滴哒嗯]|[\s，。！!~～]|$)|是(?=[的啊呀吧]|[\s，。！!~～]|$)|[对對](?!了)|行(?=[啊吧]|[\s，。！!~～]|$)|可以"
    r"|不(?=[是用要行会會去了]|[\s，。！!~～]|$)|[没沒](?=[有事啊呀呢]|[\s，。！!~～]|$)|有(?=[啊呀的])|我也)"
)
"""How one begins who goes on or answers. Whoever begins otherwise may simply begin: there was nothing to react to."""


def scan(lines: Sequence[Line]) -> Iterator[Signal]:
    """Signals of the order of turns."""
    spoken = [line for line in lines if line.use == "speech"]
    sides = {line.side for line in spoken}
    if "persona" not in sides:
        yield Signal("no_persona", 0.9, N_("The persona says nothing here, so there is nothing to learn from."))
        return
    if "human" not in sides:
        yield Signal("no_human", 0.8, N_("Nobody says anything the persona could be answering."))
    elif spoken[0].side == "persona":
        score = 0.5 if spoken[0].kind == "quote" or _REACTING.match(spoken[0].text) else 0.15
        yield Signal(
            "persona_first",
            score,
            N_("What the persona reacts to is not in the fragment: pull it in or add background."),
        )
    if spoken[-1].side == "human" and _QUESTION.search(_last_words(spoken)):
        yield Signal("unanswered", 0.6, N_("The last question has no answer here; it may stand further down."))


def _last_words(spoken: Sequence[Line]) -> str:
    return spoken[-1].text.rstrip()
