"""Fragments drawn at random to be judged blind: are the kept ones sound, the unread ones, and one's own decisions?"""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

from sqlalchemy import Connection, RowMapping, func, select

from curation.workspace.tables import fragments, samples

Purpose = Literal["kept", "pending", "recheck"]
"""Judged as they stand: kept or unreviewed fragments; decided once more: fragments that were kept or dropped."""

_DRAWN_FROM: dict[str, tuple[str, ...]] = {"kept": ("kept",), "pending": ("pending",), "recheck": ("kept", "dropped")}


@dataclass(frozen=True)
class Tally:
    """What is known of one round."""

    drawn: int = 0
    judged: int = 0
    defects: int = 0
    """Of a recheck: decisions that came out differently."""
    missed: int = 0
    """Fragments with a private value that no finding covers."""


def draw(connection: Connection, purpose: Purpose, size: int, *, fresh: bool) -> int:
    """Draw ``size`` fragments, each as likely as any other; returns how many there were to draw.

    ``fresh`` begins a new round; otherwise the latest one grows by what it does not hold yet. Not an edit.
    """
    number = _round(connection, purpose) + (1 if fresh else 0)
    taken = select(samples.c.fragment_id).where(samples.c.purpose == purpose, samples.c.round == number)
    here = fragments.c.status.in_(_DRAWN_FROM[purpose])
    query = select(fragments.c.id, fragments.c.status).where(here, fragments.c.hidden == 0)
    if purpose == "recheck":  # nobody is asked twice about the same decision
        taken = select(samples.c.fragment_id).where(samples.c.purpose == purpose)
        query = query.where(fragments.c.touched == 1)
    free = connection.execute(query.where(fragments.c.id.not_in(taken)).order_by(fragments.c.id)).all()
    chosen = random.SystemRandom().sample(free, min(size, len(free)))
    if chosen:
        rows = [{"round": number, "purpose": purpose, "fragment_id": row[0], "was": row[1]} for row in chosen]
        connection.execute(samples.insert(), rows)
    return len(chosen)


def next_one(connection: Connection, purpose: Purpose) -> RowMapping | None:
    """The next fragment of the latest round that waits for a judgement."""
    query = _latest(connection, purpose).where(samples.c.verdict.is_(None)).order_by(samples.c.id).limit(1)
    return connection.execute(query).mappings().first()


def newest_judged(connection: Connection, purpose: Purpose) -> int | None:
    """The sample of the latest round that was judged last: they are judged in the order in which they were drawn."""
    query = _latest(connection, purpose).where(samples.c.verdict.is_not(None)).order_by(samples.c.id.desc()).limit(1)
    row = connection.execute(query).mappings().first()
    return None if row is None else int(row["id"])


def tally(connection: Connection, purpose: Purpose) -> Tally:
    """The latest round; of rechecks, all rounds together."""
    rows = connection.execute(_latest(connection, purpose)).mappings().all()
    judged = [row for row in rows if row["verdict"] is not None]
    bad = [row for row in judged if row["verdict"] != (row["was"] if purpose == "recheck" else "sound")]
    return Tally(len(rows), len(judged), len(bad), sum(row["missed"] > 0 for row in judged))


def defective(connection: Connection, purpose: Purpose) -> Sequence[RowMapping]:
    """Judged with a defect or a missed private value in the latest round, and not decided anew since."""
    bad = (samples.c.verdict == "defect") | (samples.c.missed > 0)
    same = fragments.c.status == samples.c.was
    return connection.execute(_latest(connection, purpose).where(bad, same).order_by(samples.c.id)).mappings().all()


def population(connection: Connection, purpose: Purpose) -> int:
    """How many fragments there are to draw from."""
    here = fragments.c.status.in_(_DRAWN_FROM[purpose])
    query = select(func.count()).select_from(fragments).where(here, fragments.c.hidden == 0)
    return int(connection.execute(query).scalar_one())


def _latest(connection: Connection, purpose: Purpose) -> Any:
    """Rows whose fragment is still there."""
    query = select(samples, fragments.c.chat_id, fragments.c.status, fragments.c.first_words)
    query = query.join(fragments, fragments.c.id == samples.c.fragment_id).where(samples.c.purpose == purpose)
    return query if purpose == "recheck" else query.where(samples.c.round == _round(connection, purpose))


def _round(connection: Connection, purpose: Purpose) -> int:
    query = select(func.coalesce(func.max(samples.c.round), 0)).where(samples.c.purpose == purpose)
    return int(connection.execute(query).scalar_one())
