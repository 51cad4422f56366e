"""Fragments drawn at random to be judged blind: are the kept ones sound, the unread ones, and one's own decisions?"""

from __future__ import annotations

import random
import time
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Literal

import orjson
from sqlalchemy import Connection, RowMapping, func, select

from curation.workspace import queries
from curation.workspace.tables import fragments, samples, settings

Purpose = Literal["kept", "pending", "recheck"]
"""Judged as they stand: kept or unreviewed fragments; decided once more: fragments that were kept or dropped."""


@dataclass(frozen=True)
class Tally:
    """What is known of one round."""

    drawn: int = 0
    judged: int = 0
    defects: int = 0
    """Of a recheck: decisions that came out differently."""
    missed: int = 0
    """Fragments with a private value that no finding covers."""


@dataclass(frozen=True)
class Frame:
    """What a round was drawn from. Not journaled: what was drawn stays drawn when something is undone."""

    round: int
    members: Mapping[int, int]
    """Every fragment there was then, with its version."""
    known: tuple[int, ...] = ()
    """Samples of earlier rounds whose fragments were not drawn from, since they stood as they had been judged."""
    seen: Mapping[str, Any] | None = None
    """What else decided how they would leave (flow.advice.exposure)."""


def members(connection: Connection, purpose: Purpose) -> dict[int, int]:
    """The fragments there are to draw from now, with their versions."""
    query = select(fragments.c.id, fragments.c.version)
    here = (fragments.c.status == purpose, fragments.c.hidden == 0)
    return {int(i): int(version) for i, version in connection.execute(query.where(*here).order_by(fragments.c.id))}


def frame(connection: Connection, purpose: Purpose) -> Frame | None:
    """What the latest round was drawn from; None before the first."""
    stored = queries.setting(connection, _key(purpose))
    if stored is None:
        return None
    drawn_from = dict(zip(stored["ids"], stored["versions"], strict=True))
    return Frame(stored["round"], drawn_from, tuple(stored["known"]), stored["seen"])


def begin(connection: Connection, purpose: Purpose, drawn_from: Frame) -> None:
    """Note what a new round is drawn from."""
    value = {
        "round": drawn_from.round,
        "ids": list(drawn_from.members),
        "versions": list(drawn_from.members.values()),
        "known": drawn_from.known,
        "seen": drawn_from.seen,
    }
    connection.execute(settings.delete().where(settings.c.key == _key(purpose)))
    connection.execute(settings.insert().values(key=_key(purpose), value=orjson.dumps(value).decode()))


def _key(purpose: Purpose) -> str:
    return f"sample_{purpose}"


def draw(
    connection: Connection, purpose: Purpose, number: int, free: Mapping[int, str] | Collection[int], size: int
) -> int:
    """Add ``size`` of these to a round, each as likely as any other; returns how many there were to draw. Not an edit.

    ``free``: fragment ids, of a recheck with what was decided.
    """
    chosen = random.SystemRandom().sample(sorted(free), min(size, len(free)))
    was = free if isinstance(free, Mapping) else dict.fromkeys(free, purpose)
    if chosen:
        rows = [{"round": number, "purpose": purpose, "fragment_id": i, "was": was[i]} for i in chosen]
        connection.execute(samples.insert(), rows)
    return len(chosen)


def of_round(connection: Connection, purpose: Purpose, number: int | None) -> Sequence[RowMapping]:
    """The samples of a round in the order in which they were drawn; of all rounds for None."""
    query = select(samples).where(samples.c.purpose == purpose).order_by(samples.c.id)
    query = query if number is None else query.where(samples.c.round == number)
    return connection.execute(query).mappings().all()


def by_id(connection: Connection, wanted: Iterable[int]) -> list[RowMapping]:
    """These samples."""
    return list(queries.in_chunks(connection, select(samples), samples.c.id, wanted))


def last_round(connection: Connection, purpose: Purpose) -> int:
    """The number of the newest round, 0 before the first."""
    query = select(func.coalesce(func.max(samples.c.round), 0)).where(samples.c.purpose == purpose)
    return int(connection.execute(query).scalar_one())


def tally(connection: Connection, purpose: Purpose) -> Tally:
    """What was judged in the latest round, and before it where that still counts; of rechecks, in all rounds."""
    drawn_from = None if purpose == "recheck" else frame(connection, purpose)
    if purpose != "recheck" and drawn_from is None:
        return Tally()
    rows = [*of_round(connection, purpose, drawn_from.round if drawn_from else None)]
    rows += by_id(connection, drawn_from.known if drawn_from else ())
    judged = [row for row in rows if row["verdict"] is not None]
    bad = [row for row in judged if row["verdict"] != (row["was"] if purpose == "recheck" else "sound")]
    return Tally(len(rows), len(judged), len(bad), sum(row["missed"] > 0 for row in judged))


def decided(connection: Connection) -> list[RowMapping]:
    """The newest decision of every fragment that a person decided one at a time, in the order in which they were made:
    ``fragment``, ``status`` it was given, ``now`` that it has, ``at``."""
    newest = {row["fragment"]: row for row in connection.exec_driver_sql(_DECIDED).mappings()}
    return sorted(newest.values(), key=lambda row: row["edit"])


def standing(order: Sequence[RowMapping], *, rest: int = 0, later: int = 0) -> dict[int, str]:
    """Fragment -> kept or dropped: those of the decisions that nothing has changed since, not of the last ``rest``
    seconds unless ``later`` decisions came after it."""
    before = time.time_ns() // 1000 - rest * 1_000_000
    ripe = [row for n, row in enumerate(reversed(order)) if n >= later or row["at"] <= before]
    return {row["fragment"]: row["status"] for row in ripe if row["status"] == row["now"]}


# A decision of a ticked few carries several fragments in one edit: nobody looked at each of them.
_DECIDED = """
SELECT fragments.id AS fragment, fragments.status AS now, edits.id AS edit, edits.at AS at,
       json_extract(changes.after, '$.status') AS status
FROM edits
JOIN changes ON changes.edit_id = edits.id AND changes.tab = 'fragments'
JOIN fragments ON fragments.id = json_extract(changes."row", '$.id')
WHERE edits.kind = 'status' AND edits.undone IS NULL AND fragments.hidden = 0
  AND json_extract(changes.after, '$.status') IN ('kept', 'dropped')
  AND (SELECT count(*) FROM changes AS c WHERE c.edit_id = edits.id AND c.tab = 'fragments'
       AND json_extract(c.after, '$.status') IS NOT NULL) = 1
ORDER BY edits.id
"""
