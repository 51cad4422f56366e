"""Fragments -> rows. Every repair, skip and normalisation is counted; no other change is made to a text."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from itertools import groupby

from curation import bubbles
from curation.dataset.planning import Plan, plan
from curation.dataset.rows import ContextIn, DataSet, Fragment, Message, Row, Side

ROLES: dict[Side, str] = {"human": "human", "persona": "gpt"}


def build(fragments: Iterable[Fragment], *, system: str, context_in: ContextIn = "turn") -> DataSet:
    """One row a fragment, in the order given. ``system`` is the rendered system text of every row.

    A context is written as ``（背景：…）`` and a line break before the first human turn's value (as a bubble of its
    own), or as ``背景：…`` on a new line of that row's system text. An empty ``system`` is not repaired: ``check``
    reports it.
    """
    system, cleaned = bubbles.clean(system)
    rows: list[Row] = []
    repairs: Counter[str] = Counter()
    repaired: dict[int, tuple[str, ...]] = {}
    skipped: dict[int, str] = {}
    for fragment in fragments:
        planned = plan(fragment, context_in=context_in)
        if planned.skip is not None:
            skipped[fragment.key] = planned.skip
            continue
        rows.append(_row(fragment, planned, system, context_in, cleaned))
        if found := repairs_of(planned):
            repairs += found
            repaired[fragment.key] = tuple(found)
        cleaned += Counter(blank=planned.uses.count("blank"))
    return DataSet(tuple(rows), repairs, repaired, skipped, cleaned)


def repairs_of(planned: Plan) -> Counter[str]:
    """Kind of repair -> how many turns of the fragment it touched."""
    found = Counter(
        leading_persona=int("leading_persona" in planned.uses),
        context_turn=int(planned.context_turn),
        joined_turns=len(planned.seams),
        trailing_human=int("trailing_human" in planned.uses),
    )
    return +found


def _row(fragment: Fragment, planned: Plan, system: str, context_in: ContextIn, cleaned: Counter[str]) -> Row:
    turns = _turns(fragment, planned, cleaned)
    context = _clean(fragment.context.strip(), cleaned)
    if context and context_in == "system":
        system = f"{system}\n背景：{context}"
    elif context and planned.context_turn:
        turns.insert(0, ("human", [f"（背景：{context}）"]))
    elif context:
        turns[0][1].insert(0, f"（背景：{context}）")
    return Row(fragment.key, tuple(_message(side, texts) for side, texts in turns), system)


def _turns(fragment: Fragment, planned: Plan, cleaned: Counter[str]) -> list[tuple[Side, list[str]]]:
    trained = [fragment.bubbles[i] for i in planned.trained]
    return [
        (side, [_clean(bubble.text, cleaned) for bubble in turn])
        for side, turn in groupby(trained, key=lambda bubble: bubble.side)
    ]


def _message(side: Side, texts: list[str]) -> Message:
    return {"from": ROLES[side], "value": bubbles.encode(texts)}


def _clean(text: str, cleaned: Counter[str]) -> str:
    text, counts = bubbles.clean(text)
    cleaned.update(counts)
    return text
