"""How many fragments there are of each sort."""

from __future__ import annotations

from collections import Counter

from sqlalchemy import ColumnElement, Connection, and_, exists, func, or_, select

from curation.workspace import parts
from curation.workspace.filters import MARKED, TOUCHED_UP
from curation.workspace.queues import STATUSES
from curation.workspace.store import Workspace
from curation.workspace.tables import bubbles, fragments

_SHOWN = fragments.c.hidden == 0
_WORKED_ON = exists().where(bubbles.c.fragment_id == fragments.c.id, TOUCHED_UP)
_CHANGED = or_(fragments.c.context != "", fragments.c.reshaped != 0, _WORKED_ON)
_TRAINED = and_(fragments.c.status == "kept", _SHOWN, fragments.c.tokens > 0)
_SORTS: dict[str, ColumnElement[bool]] = {
    **{status: and_(fragments.c.status == status, _SHOWN) for status in STATUSES},
    "marked": and_(fragments.c.status == "pending", _SHOWN, MARKED),
    "changed": and_(_SHOWN, _CHANGED),
    "hidden": fragments.c.hidden != 0,
    "rows": _TRAINED,
}
_COUNTS = [func.count().filter(sort).label(name) for name, sort in _SORTS.items()]
_TOKENS = func.coalesce(func.sum(fragments.c.tokens).filter(_TRAINED), 0).label("tokens")
_COUNTED = select(*_COUNTS, _TOKENS, parts.NUMBER).group_by("part")
_COUNTED_PART = _COUNTED.where(parts.WITHIN)
_NAMES = (*_SORTS, "tokens")


def of(workspace: Workspace) -> Counter[str]:
    """Fragments that are not hidden by status; ``marked``: pending ones with a signal; ``changed``: those with other
    words or in another shape than was proposed; ``hidden`` ones, which count only there; ``rows`` and ``tokens`` of
    the data set as it stands.
    """
    found = Counter(dict.fromkeys(_NAMES, 0))
    found.update(_HELD.of(workspace))
    return found


def _count(connection: Connection, part: int | None = None) -> dict[int, Counter[str]]:
    rows = connection.execute(_COUNTED if part is None else _COUNTED_PART, parts.bounds(part)).mappings()
    return {row["part"]: Counter({name: row[name] for name in _NAMES}) for row in rows}


_HELD = parts.InParts(_count)
