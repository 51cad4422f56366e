"""A person's own rules: checked, journaled, and looked for in everything.

A rule that is taken back takes its undecided findings with it, and an undo brings them again: they stay in the
store and count only while their rule is there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Connection, RowMapping

from curation.errors import RuwoError
from curation.flow.guarding.found import Anchored, as_found
from curation.flow.words import ENTITIES, RULES
from curation.jobs import Job
from curation.privacy import Finding, Scanner, surrogates
from curation.privacy.rules import KINDS, Kind, Rule, check
from curation.privacy.values import normalise
from curation.workspace import Workspace, findings, journal, queries, rules, tables, texts

Translate = Callable[[str], str]


@dataclass(frozen=True)
class View:
    """A rule as the page lists it. ``values`` in ``places`` were found by it; ``waiting``: the search is not done."""

    id: int
    kind: str
    kind_label: str
    label: str
    pattern: str
    values: int
    places: int
    waiting: bool


def listing(workspace: Workspace, translate: Translate) -> list[View]:
    """All rules, the newest first."""
    with workspace.read() as connection:
        rows, waiting = rules.listed(connection), {row["id"] for row in rules.waiting(connection)}
    return [
        View(
            row["id"],
            row["kind"],
            translate(RULES[row["kind"]]),
            translate(ENTITIES[row["entity"]]) if row["kind"] != rules.KEEP else "",
            row["pattern"],
            row["values"],
            row["seen"],
            row["id"] in waiting,
        )
        for row in rows
    ]


def add(workspace: Workspace, kind: Kind, entity: str, pattern: str, reviewer: str = "") -> int:
    """Journal a rule; returns its id. What it finds comes with the next scan.

    Raises RuwoError ``rule_there``, and what :func:`curation.privacy.rules.check` raises.
    """
    rule = checked(Rule(kind, "PERSON" if kind == "person" else entity, pattern.strip()))
    with workspace.write() as connection:
        if rules.find(connection, *rule) is not None:
            raise RuwoError("rule_there")
        draft = journal.Draft(connection, "rule", reviewer)
        added = draft.insert(tables.rules, **rule._asdict())
        accept_known(draft, rule)
        draft.finish()
    return added


def remove(workspace: Workspace, rule: int, reviewer: str = "") -> None:
    """Take a rule back, and with it what it found and nobody decided."""
    with workspace.write() as connection:
        draft = journal.Draft(connection, "rule", reviewer)
        draft.delete(tables.rules, rule)
        draft.finish()


def checked(rule: Rule) -> Rule:
    """The rule, if it can work. Raises RuwoError."""
    assert rule.kind in KINDS
    check(rule)
    return rule


def accept_known(draft: journal.Draft, rule: Rule) -> None:
    """Who calls a value private has decided it, whatever was decided of it before."""
    if rule.kind == rules.KEEP:
        return
    keys = [normalise(rule.entity, rule.pattern)]
    open_ones = findings.open_values(draft.connection, rule.entity, keys)
    draft.update_many(tables.private_values, open_ones, decision="accept")


def found_in(connection: Connection, scanner: Scanner, read: Sequence[Anchored]) -> list[findings.Found]:
    """What the rules find in these texts. A pattern that takes too long waits for :func:`apply`, which says so."""
    wanted = rules.searching(connection)
    try:
        return _search(scanner, wanted, read)
    except RuwoError:
        rules.mark_waiting(connection, [row["id"] for row in wanted])
        return []


def fresh(connection: Connection, scanner: Scanner, read: Sequence[str]) -> list[list[Finding]]:
    """The same for texts that are stored nowhere."""
    wanted = [_rule(row) for row in rules.searching(connection)]
    return scanner.find_rules(read, wanted) if wanted else [[] for _ in read]


def apply(workspace: Workspace, scanner: Scanner, job: Job[Any] | None = None) -> int:
    """Look for the rules that not every text was searched with, in all that a scan has read; returns how many."""
    with workspace.read() as connection:
        waiting = rules.waiting(connection)
        total = queries.message_count(connection)
    if not waiting:
        return 0
    last = done = 0
    while rows := _next(workspace, last):
        read = [Anchored("message", row["id"], row["text"]) for row in rows]
        read += [Anchored("quote", row["id"], row["quote"]) for row in rows if row["quote"]]
        _store(workspace, _search(scanner, waiting, read))
        last, done = rows[-1]["id"], done + len(rows)
        if job:
            job.fraction = min(done / max(total, 1), 1.0)
            job.check()
    with workspace.read() as connection:
        read = [Anchored(*row) for row in texts.written(connection)]
    _store(workspace, _search(scanner, waiting, read))
    with workspace.write() as connection:
        for row in waiting:
            rules.mark_applied(connection, row["id"])
    return len(waiting)


def _next(workspace: Workspace, last: int) -> list[RowMapping]:
    with workspace.read() as connection:
        return texts.messages_after(connection, last, scanned=True)


def _store(workspace: Workspace, found: Sequence[findings.Found]) -> None:
    if found:
        with workspace.write() as connection:
            findings.store(connection, found, surrogates.placeholder)


def _search(scanner: Scanner, rows: Sequence[RowMapping], read: Sequence[Anchored]) -> list[findings.Found]:
    """All rules at once over all texts; then each alone over the few texts where there is anything."""
    wanted = [_rule(row) for row in rows]
    if not wanted or not read:
        return []
    hits = scanner.find_rules([at.text for at in read], wanted)
    hit = [at for at, found in zip(read, hits, strict=True) if found]
    return [
        as_found(at, f, row["id"])
        for row, rule in zip(rows, wanted, strict=True)
        for at, found in zip(hit, scanner.find_rules([at.text for at in hit], [rule]), strict=True)
        for f in found
    ]


def _rule(row: RowMapping) -> Rule:
    return Rule(row["kind"], row["entity"], row["pattern"])
