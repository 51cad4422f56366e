"""What must be settled before an export: values of high harm that nobody decided, each decided or knowingly waived."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from sqlalchemy import Connection, RowMapping

from curation.dataset.manifest import Waived
from curation.errors import RuwoError
from curation.flow.guarding.identity import terms
from curation.flow.guarding.redaction import Redacted, Redactor
from curation.privacy.values import HARM, mask
from curation.workspace import Workspace, journal, tables, values

LONGEST = 200
"""Characters of a reason."""


@dataclass(frozen=True)
class Waiver:
    """Why values may leave the decision open, and who says so. They are replaced all the same."""

    reason: str
    who: str


@dataclass(frozen=True)
class Unsettled:
    """A value of high harm that the export replaces and nobody looked at. ``fragment``: one it stands in."""

    value: int
    entity: str
    shown: str
    sample: str
    places: int
    fragment: int


@dataclass(frozen=True)
class Undecided:
    """What an export replaces without a decision: what is left to settle, what was waived, all by entity."""

    unsettled: tuple[Unsettled, ...] = ()
    waived: tuple[Waived, ...] = ()
    counts: Mapping[str, int] = field(default_factory=dict)


def undecided(
    connection: Connection,
    redactor: Redactor,
    texts: Mapping[int, Sequence[Redacted]],
    waiver: Waiver | None = None,
) -> Undecided:
    """What the texts (by fragment; 0: the system text) replace without a decision. ``waiver``: of all that is open."""
    places = Counter(value for parts in texts.values() for part in parts for value in part.values)
    first: dict[int, int] = {}
    for key, parts in texts.items():
        for value in [v for part in parts for v in part.values]:
            first.setdefault(value, key)
    rows = values.by_id(connection, terms(connection), sorted(places))
    open_rows = [row for row in rows if row["decision"] == "undecided" and not row["ruled"]]
    unsettled = [row for row in open_rows if row["need"] == "harm"]
    given = [(row, Waiver(row["waiver"], row["waived_by"])) for row in open_rows if _is_waived(row)]
    if waiver:
        given += [(row, waiver) for row in unsettled]
    return Undecided(
        () if waiver else tuple(_unsettled(row, places[row["id"]], first[row["id"]]) for row in unsettled),
        _grouped(given, redactor),
        Counter(row["entity"] for row in open_rows),
    )


def waive(workspace: Workspace, ids: Sequence[int], waiver: Waiver) -> None:
    """Let these values leave replaced but undecided. Raises RuwoError ``waiver_reason``."""
    reason, who = " ".join(waiver.reason.split())[:LONGEST], " ".join(waiver.who.split())[:LONGEST]
    if not reason or not who:
        raise RuwoError("waiver_reason")
    with workspace.write() as connection:
        draft = journal.Draft(connection, "waive", who)
        draft.update_many(tables.private_values, ids, waiver=reason, waived_by=who)
        draft.finish()


def _is_waived(row: RowMapping) -> bool:
    return bool(row["waiver"]) and HARM[row["entity"]] == "high"


def _unsettled(row: RowMapping, places: int, fragment: int) -> Unsettled:
    return Unsettled(row["id"], row["entity"], mask(row["entity"], row["sample"]), row["sample"], places, fragment)


def _grouped(given: Iterable[tuple[RowMapping, Waiver]], redactor: Redactor) -> tuple[Waived, ...]:
    """By entity, reason and person; what people write about a value may hold it, so it is redacted too."""
    counted = Counter((row["entity"], waiver) for row, waiver in given)
    said = {text: redactor.redact(text).text for _, waiver in counted for text in (waiver.reason, waiver.who)}
    return tuple(
        Waived(entity=entity, values=count, reason=said[waiver.reason], who=said[waiver.who])
        for (entity, waiver), count in sorted(counted.items(), key=lambda item: (item[0][0], item[0][1].reason))
    )
