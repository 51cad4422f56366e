"""Which signals a person wants to see, and from which score on. Settings of the workspace, journaled."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import NamedTuple

import orjson
from sqlalchemy import Connection, select

from curation import signals
from curation.workspace import journal, layout, marks, queries, tables

SIGNALS = "signals"
"""Setting: kind -> {on, threshold} where they are no defaults; and ``cutoff``, tokens a trainer takes of a row."""


class Choice(NamedTuple):
    """Of one kind. ``threshold``: the score in [0, 1] from which it is shown."""

    on: bool
    threshold: float


def choices(connection: Connection) -> dict[str, Choice]:
    """The choice for every kind there is."""
    stored = queries.setting(connection, SIGNALS, {}).get("kinds", {})
    return {
        name: Choice(
            bool(stored.get(name, {}).get("on", kind.on)),
            float(stored.get(name, {}).get("threshold", kind.threshold)) if kind.graded else kind.threshold,
        )
        for name, kind in signals.kinds().items()
    }


def cutoff(connection: Connection) -> int:
    """Tokens that a trainer takes of a row."""
    return int(queries.setting(connection, SIGNALS, {}).get("cutoff", signals.Settings().cutoff))


def shown(scores: Iterable[tuple[str, float]], chosen: Mapping[str, Choice]) -> list[str]:
    """The kinds to be shown, the strongest first, each once."""
    wanted = [
        (score, kind)
        for kind, score in scores
        if kind in chosen and chosen[kind].on and score >= chosen[kind].threshold
    ]
    return list(dict.fromkeys(kind for _, kind in sorted(wanted, key=lambda one: (-one[0], one[1]))))


def signalled(connection: Connection, summaries: Mapping[int, layout.Summary]) -> dict[int, layout.Summary]:
    """The summaries of changed fragments: a kind that is off is left out, and what only the analysis finds stays
    until it looks again."""
    chosen, quick = choices(connection), signals.quick()
    held = marks.states(connection, list(summaries))
    found = {}
    for i, summary in summaries.items():
        stay = (kind for kind in held.get(i, "").split("|") if kind and kind not in quick)
        kinds = (*(kind for kind in summary.signals if chosen[kind].on), *stay)
        found[i] = replace(summary, signals=kinds)
    return found


def change(draft: journal.Draft, kind: str, **changed: object) -> None:
    """Journal another choice for a kind."""
    stored = queries.setting(draft.connection, SIGNALS, {})
    kinds = stored.get("kinds", {})
    value = stored | {"kinds": kinds | {kind: kinds.get(kind, {}) | changed}}
    draft.put(tables.settings, SIGNALS, value=orjson.dumps(value).decode())


def changed_by(draft: journal.Draft) -> set[str]:
    """The kinds whose choice an edit changed, an undo or redo as well."""
    changes = tables.changes
    where = (changes.c.edit_id == draft.edit_id, changes.c.tab == "settings", changes.c.row == _ROW)
    images = draft.connection.execute(select(changes.c.before, changes.c.after).where(*where)).first()
    if images is None:
        return set()
    before, after = (orjson.loads(orjson.loads(image)["value"]).get("kinds", {}) if image else {} for image in images)
    return {kind for kind in before | after if before.get(kind) != after.get(kind)}


_ROW = orjson.dumps({"key": SIGNALS}).decode()
