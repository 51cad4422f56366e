"""A person's own rules: what is private, and what never is. Each is a row that the journal adds and removes."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, RowMapping, func, select

from curation.workspace import queries
from curation.workspace.notes import note
from curation.workspace.tables import findings, rules

Row = RowMapping

KEEP = "keep"
"""The kind that says what is never private."""

PERSON = "person"
"""The kind that names somebody."""

APPLIED = "rules_applied"
"""Setting: the rules that every text read so far was searched with. No edit."""


def listed(connection: Connection) -> list[Row]:
    """All rules, the newest first, with ``values`` and ``seen``: how many values in how many places each found."""
    seen = select(
        findings.c.rule, func.count().label("seen"), func.count(findings.c.value_id.distinct()).label("values")
    )
    per_rule = seen.where(findings.c.rule.is_not(None)).group_by(findings.c.rule).subquery()
    totals = [func.coalesce(per_rule.c[name], 0).label(name) for name in ("values", "seen")]
    query = select(rules, *totals).outerjoin(per_rule, per_rule.c.rule == rules.c.id)
    return list(connection.execute(query.order_by(rules.c.id.desc())).mappings())


def searching(connection: Connection) -> list[Row]:
    """The rules that find something, oldest first."""
    return list(connection.execute(select(rules).where(rules.c.kind != KEEP).order_by(rules.c.id)).mappings())


def kept(connection: Connection) -> list[str]:
    """The words on the keep-list."""
    return list(connection.execute(select(rules.c.pattern).where(rules.c.kind == KEEP)).scalars())


def people(connection: Connection) -> list[str]:
    """The names of the people that a person called private."""
    return list(connection.execute(select(rules.c.pattern).where(rules.c.kind == PERSON)).scalars())


def find(connection: Connection, kind: str, entity: str, pattern: str) -> int | None:
    """The id of this very rule, if it is there."""
    same = (rules.c.kind == kind, rules.c.entity == entity, rules.c.pattern == pattern)
    return connection.execute(select(rules.c.id).where(*same)).scalar()


def newest(connection: Connection) -> Row:
    """The rule that was added last."""
    return connection.execute(select(rules).order_by(rules.c.id.desc()).limit(1)).mappings().one()


def waiting(connection: Connection) -> list[Row]:
    """Rules with which not every text was searched yet."""
    done = set(_applied(connection))
    return [row for row in searching(connection) if row["id"] not in done]


def mark_applied(connection: Connection, rule: int) -> None:
    """Remember that everything was searched with this rule."""
    note(connection, APPLIED, sorted({*_applied(connection), rule}))


def mark_waiting(connection: Connection, wanted: Iterable[int]) -> None:
    """Remember that some text was not searched with these rules."""
    note(connection, APPLIED, sorted(set(_applied(connection)).difference(wanted)))


def forget_absent(connection: Connection) -> None:
    """New texts were read with the rules that are there now; one that comes back has to read them as well."""
    there = {row["id"] for row in searching(connection)}
    done = set(_applied(connection))
    if not done <= there:
        note(connection, APPLIED, sorted(done & there))


def _applied(connection: Connection) -> list[int]:
    return list(queries.setting(connection, APPLIED, []))
