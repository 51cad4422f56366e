"""Private values as a reviewer meets them: what needs a person first, filtered, searched, counted.

A finding of a rule counts while the rule is there, or once a person has decided its value.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Connection, RowMapping, Subquery, and_, case, func, or_, select

from curation.workspace.queries import CHUNK, in_chunks
from curation.workspace.tables import findings, private_values, rules

Row = RowMapping

SURE = 70
"""Per cent from which a finding is believed: on generated chat nearly all below are names that only might be some."""

counts: ColumnElement[bool] = or_(
    findings.c.rule.is_(None), findings.c.rule.in_(select(rules.c.id)), private_values.c.decision != "undecided"
)
"""Whether a finding counts; to be used where findings are joined with their values."""


@dataclass(frozen=True)
class Terms:
    """What the store cannot know: entities of high harm, keys of the persona's own names, keys on the keep-list."""

    high: Collection[str] = ()
    own: Collection[str] = ()
    kept: Collection[str] = ()


@dataclass(frozen=True)
class Chosen:
    """Which values a list shows; an empty field does not filter.

    ``state``: needs (a person), undecided, accept, reject. ``words``: what value or surrogate must contain.
    """

    entity: str = ""
    state: str = ""
    words: str = ""


NEEDS = ("harm", "unsure", "rare")
"""Why a value needs a person, the most urgent first; what is rare is only worth a glance and is not counted."""


def ids(connection: Connection, terms: Terms, chosen: Chosen) -> list[int]:
    """All ids of the list: what needs a person first, then the least sure, then the most frequent."""
    seen = _seen(terms)
    order = (seen.c.rank, seen.c.score, seen.c.seen.desc(), seen.c.id)
    query = select(seen.c.id).where(*_where(seen, chosen)).order_by(*order)
    return list(connection.execute(query).scalars())


def by_id(connection: Connection, terms: Terms, wanted: Sequence[int]) -> list[Row]:
    """The rows of these values in this order, with ``seen``, ``score`` (the best), ``exceptions``, ``ruled`` (a rule
    found it), ``settled`` (nobody has to look) and ``need`` (one of NEEDS or empty)."""
    chunks = [wanted[i : i + CHUNK] for i in range(0, len(wanted), CHUNK)]
    found = {row["id"]: row for some in chunks for row in connection.execute(select(_seen(terms, some))).mappings()}
    return [found[i] for i in wanted if i in found]


def tally(connection: Connection, terms: Terms) -> list[Row]:
    """Number of values (``count``) and places (``seen``) by entity, decision and need."""
    seen = _seen(terms)
    columns = (seen.c.entity, seen.c.decision, seen.c.need, seen.c.settled)
    query = select(*columns, func.count().label("count"), func.sum(seen.c.seen).label("seen")).group_by(*columns)
    return list(connection.execute(query).mappings())


def still_open(connection: Connection, wanted: Sequence[int]) -> set[int]:
    """Those of these values that nobody has decided or waived yet."""
    query = select(private_values.c.id).where(private_values.c.decision == "undecided", private_values.c.waiver == "")
    return {row["id"] for row in in_chunks(connection, query, private_values.c.id, wanted)}


def numbers(connection: Connection) -> dict[int, int]:
    """Value id -> its number among those of its entity, from 1, in order of first sight."""
    order = func.row_number().over(partition_by=private_values.c.entity, order_by=private_values.c.id)
    return {int(key): int(number) for key, number in connection.execute(select(private_values.c.id, order))}


RULED = (func.max(findings.c.rule.is_not(None)) == 1).label("ruled")
"""Of a group of findings: whether one of a person's rules found any of them."""


def _seen(terms: Terms, wanted: Sequence[int] | None = None) -> Subquery:
    """One row a value that counts, with everything by which values are sorted and filtered."""
    query = (
        select(
            private_values,
            func.count().label("seen"),
            func.max(findings.c.score).label("score"),
            func.sum(findings.c.exception).label("exceptions"),
            RULED,
        )
        .join(findings)
        .where(counts)
        .group_by(private_values.c.id)
    )
    if wanted is not None:
        query = query.where(private_values.c.id.in_(wanted))
    v = query.subquery()
    settled = or_(
        v.c.decision != "undecided",
        v.c.waiver != "",
        v.c.ruled,
        and_(v.c.entity == "PERSON", v.c.normal.in_(terms.own)),
        v.c.normal.in_(terms.kept),
    )
    rank = case(
        (settled, len(NEEDS) + 1),
        (v.c.entity.in_(terms.high), 0),
        (v.c.score < SURE, 1),
        (and_(v.c.entity == "PERSON", v.c.seen == 1), 2),
        else_=len(NEEDS),
    )
    need = case(dict(enumerate(NEEDS)), value=rank, else_="")
    return select(v, settled.label("settled"), rank.label("rank"), need.label("need")).subquery()


def _where(seen: Subquery, chosen: Chosen) -> list[ColumnElement[bool]]:
    found: list[ColumnElement[bool]] = []
    if chosen.entity:
        found.append(seen.c.entity == chosen.entity)
    if chosen.state == "needs":
        found.append(seen.c.need.in_(NEEDS[:2]))
    elif chosen.state:
        found.append(seen.c.decision == chosen.state)
    if chosen.words:
        found.append(_holds(seen, chosen.words))
    return found


def _holds(seen: Subquery, words: str) -> ColumnElement[bool]:
    """The words as typed, and without what people put between the parts of a number."""
    bare = "".join(char for char in words if char.isalnum())
    columns: list[Any] = [seen.c.sample, seen.c.surrogate]
    found = [column.icontains(words.strip(), autoescape=True) for column in columns]
    return or_(*found, seen.c.normal.icontains(bare, autoescape=True)) if bare else or_(*found)
