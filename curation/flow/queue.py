"""Where a reviewer is in the queue: pages that stay put while decisions are made, and follow splits and merges."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select

from curation import signals
from curation.workspace import Workspace, queries
from curation.workspace.queries import Filter
from curation.workspace.tables import fragments


@dataclass(frozen=True)
class Choices:
    """What the filters offer: fragments by status (and ``all``), signals that occur, chats by id."""

    counts: Mapping[str, int]
    signals: Mapping[str, str]
    chats: Mapping[int, str]


@dataclass(frozen=True)
class Span:
    """How many fragments of the queue come before and after a page."""

    before: int
    after: int


def choices(workspace: Workspace) -> Choices:
    """The filters' choices as things stand."""
    with workspace.read() as connection:
        counts = queries.counts(connection)
        present = set(queries.signals_present(connection))
        chats = {chat["id"]: chat["name"] for chat in queries.all_chats(connection)}
    named = {kind: label for kind, label in signals.labels().items() if kind in present}
    return Choices(counts | {"all": sum(counts.values())}, named, chats)


def page(
    workspace: Workspace,
    chosen: Filter,
    size: int,
    *,
    at: int | None = None,
    after: int | None = None,
    before: int | None = None,
) -> list[int]:
    """``size`` fragments of the queue: from ``at`` on, after one, before one, or the first ones."""
    with workspace.read() as connection:
        if at is not None and queries.fragments_by_id(connection, [at]):
            rest = queries.queue(connection, chosen, after=at, limit=size - 1)
            return [at, *rest]
        found = queries.queue(connection, chosen, after=after, before=before, limit=size)
        if before is not None and len(found) < size:
            return queries.queue(connection, chosen, limit=size)
        return found


def follow(workspace: Workspace, shown: Sequence[int], touched: Iterable[int]) -> list[int]:
    """The page after an edit: vanished fragments leave it; what was split off comes in, and what belongs in between.

    A page of which nothing is left starts again where something was touched, else where the queue begins.
    """
    changed = set(touched)
    with workspace.read() as connection:
        rows = queries.fragments_by_id(connection, [*shown, *sorted(changed - set(shown))])
        newest = (
            connection.execute(select(func.max(fragments.c.id)).where(fragments.c.id.not_in(changed))).scalar() or 0
        )
        place = {row["id"]: (row["chat_id"], row["place"], row["id"]) for row in rows}
        here = [i for i in shown if i in place]
        if not here:
            return [i for i in place if i not in shown][:1] or queries.queue(connection, Filter(), limit=len(shown))
    low, high = place[here[0]], max(place[i] for i in here)
    new = [i for i in place if i not in shown and low <= place[i] and (place[i] <= high or i > newest)]
    return sorted([*here, *new], key=place.__getitem__) if new else here


def span(workspace: Workspace, chosen: Filter, shown: Sequence[int]) -> Span:
    """What lies before and after the page in this queue."""
    with workspace.read() as connection:
        return Span(queries.rank(connection, chosen, shown[0]), queries.left(connection, chosen, shown[-1]))
