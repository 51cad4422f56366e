"""Signals in words, as the review page shows them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Any

import orjson
from sqlalchemy import Connection, RowMapping

from curation import signals
from curation.errors import N_
from curation.flow.advice import thresholds
from curation.flow.advice.thresholds import Choice
from curation.signals import worth
from curation.workspace import marks

Translate = Callable[[str], str]

LEAST = 0.02
"""Expected loss (chance times harm) of a signal that is told although it is below its threshold."""
LEAST_TOLD = 2
"""So many signals are told where there are such, whatever the thresholds."""


def of(connection: Connection, ids: Sequence[int], translate: Translate) -> dict[int, list[dict[str, Any]]]:
    """Fragment -> its signals that are on and high enough, the strongest first.

    Where they are fewer than two, what else makes it worth a look (``faint``).
    Each has ``id, kind, label, reason, score`` in [0, 1] and, where there are such, ``bubble``, ``repair`` (what would
    be done, in words), ``op`` (the first of the ops that would do it), ``ask`` (``describe`` or ``background``: what
    only the person can add) and ``where`` (the bubble to describe, if it is another one). Nothing is proposed twice.
    """
    chosen = thresholds.choices(connection)
    found = {}
    for i, rows in marks.of_fragments(connection, ids).items():
        high = [row for row in rows if _shown(row["kind"], row["score"] / 1000, chosen)]
        told = {row["id"] for row in high}
        rest = [row for row in rows if row["id"] not in told] if len(high) < LEAST_TOLD else []
        faint = _faint(rest, chosen)[: LEAST_TOLD - len(high)]
        told_ones = [_told(row, translate) for row in high]
        found[i] = _once([*told_ones, *(_told(row, translate) | {"faint": True} for row in faint)])
    return found


def _once(found: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The same, without proposals to describe what an earlier one proposes to describe."""
    described: set[int | None] = set()
    once = []
    for one in found:
        again = one.get("ask") == "describe" and _described(one) in described
        described |= {_described(one)} if one.get("ask") == "describe" else set()
        once.append({k: v for k, v in one.items() if k not in PROPOSAL} if again else one)
    return once


def _described(one: dict[str, Any]) -> int | None:
    return one.get("where", one.get("bubble"))


PROPOSAL = ("repair", "op", "ask", "where")


def _faint(rows: Sequence[RowMapping], chosen: dict[str, Choice]) -> list[RowMapping]:
    """The signals of the greatest losses; none when these are too small to speak of."""
    on = [row for row in rows if row["kind"] in chosen and chosen[row["kind"]].on and _loss(row) >= LEAST]
    return sorted(on, key=lambda row: (-_loss(row), row["id"]))


def _loss(row: RowMapping) -> float:
    return worth.loss(row["kind"], row["score"] / 1000, signals.kinds())


def quick(lines: Sequence[signals.Line], connection: Connection, translate: Translate) -> list[dict[str, Any]]:
    """The same of a fragment that no analysis has looked at yet: what it tells by itself."""
    chosen = thresholds.choices(connection)
    return [
        {
            "kind": one.kind,
            "label": translate(signals.kinds()[one.kind].label),
            "reason": _words(one.reason, one.params, translate),
            "score": one.score,
        }
        for one in signals.scan(lines)
        if _shown(one.kind, one.score, chosen)
    ]


def lasting(known: Sequence[dict[str, Any]], bubbles: Collection[int], unseen: Collection[int]) -> list[dict[str, Any]]:
    """Of what the analysis told before an edit, what :func:`quick` cannot say anew, about ``bubbles`` that are still
    there and, where something had to be described, about those that are still ``unseen``; a repair may have been done
    meanwhile, so none is proposed."""
    anew, places = signals.quick(), {None, *bubbles}
    rest = (one for one in known if one["kind"] not in anew and one.get("bubble") in places)
    still = (one for one in rest if one.get("ask") != "describe" or _described(one) in unseen)
    return [{name: value for name, value in one.items() if name not in PROPOSAL} for one in still]


def _shown(kind: str, score: float, chosen: dict[str, Choice]) -> bool:
    return kind in chosen and chosen[kind].on and score >= chosen[kind].threshold


def _told(row: RowMapping, translate: Translate) -> dict[str, Any]:
    reason = orjson.loads(row["reason"])
    told = {
        "id": row["id"],
        "kind": row["kind"],
        "label": translate(signals.kinds()[row["kind"]].label),
        "reason": _sentence(reason, translate),
        "score": row["score"] / 1000,
        "bubble": row["bubble_id"],
        "repair": translate(reason.get("repair", "")),
        "op": next(iter(orjson.loads(row["repair"] or "[]")), None),
        "ask": reason.get("ask", ""),
        "where": reason.get("where"),
    }
    return {name: value for name, value in told.items() if value not in (None, "")}


def _sentence(reason: dict[str, Any], translate: Translate) -> str:
    """What it is, and why."""
    first = _words(reason["text"], reason["params"], translate)
    why = [_words(text, params, translate) for text, params in reason.get("because", ())]
    if not why:
        return first
    parts = translate(N_(", ")).join(why)
    return translate(N_("{sentence} ({reasons})")).format(sentence=first, reasons=parts)


def _words(text: str, params: Any, translate: Translate) -> str:
    return translate(text).format(**params)
