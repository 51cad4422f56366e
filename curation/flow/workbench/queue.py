"""Where a reviewer is in the queue: pages that stay put while decisions are made, and follow splits and merges."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import accumulate

from sqlalchemy import Connection, bindparam, func, select

from curation import signals
from curation.workspace import Workspace, queries, queues, tally
from curation.workspace.filters import Filter
from curation.workspace.queues import Order
from curation.workspace.tables import fragments


@dataclass(frozen=True)
class Choices:
    """What the filters offer: fragments by queue, signals that occur, chats by id.

    ``counts``: by status, ``all``, ``marked`` (pending with a signal), ``changed`` and ``hidden``; hidden fragments
    count only there.
    """

    counts: Mapping[str, int]
    signals: Mapping[str, str]
    chats: Mapping[int, str]
    analysed: bool
    """The order by gain means something."""


def choices(workspace: Workspace) -> Choices:
    """The filters' choices as things stand."""
    with workspace.read() as connection:
        present = set(queues.signals_present(connection))
        chats = {chat["id"]: chat["name"] for chat in queries.all_chats(connection)}
        analysed = queues.analysed(connection)
    named = {kind: label for kind, label in signals.labels().items() if kind in present}
    counted = tally.of(workspace)
    counts = {name: counted[name] for name in (*queues.STATUSES, "marked", "changed", "hidden")}
    return Choices(counts | {"all": sum(counted[status] for status in queues.STATUSES)}, named, chats, analysed)


@dataclass(frozen=True)
class Page:
    """A page of the queue, and whether anything of it comes before and after."""

    ids: list[int]
    before: bool
    after: bool


def page(
    workspace: Workspace,
    chosen: Filter,
    size: int,
    *,
    order: Order = "time",
    at: int | None = None,
    after: int | None = None,
    before: int | None = None,
    bubbles: int = 10**9,
) -> Page:
    """Fragments of the queue: from ``at`` on (whatever its status), after one, before one, or the first ones.

    They are at most ``size`` and have at most ``bubbles`` bubbles, but it is always one. A page of which too little
    lies before a fragment is the first page.
    """
    with workspace.read() as connection:
        if at is not None and queries.fragments_by_id(connection, [at]):
            rest = queues.queue(connection, chosen, order=order, after=at, limit=size)
            ids = _fitting(connection, [at, *rest][:size], bubbles)
            return Page(ids, True, len(ids) <= len(rest))
        if before is not None:
            found = queues.queue(connection, chosen, order=order, before=before, limit=size + 1)
            ids = _fitting(connection, found[::-1][:size], bubbles)[::-1]
            if len(ids) == size or len(ids) < len(found):
                return Page(ids, len(ids) < len(found), True)
            after = None
        found = queues.queue(connection, chosen, order=order, after=after, limit=size + 1)
        ids = _fitting(connection, found[:size], bubbles)
        return Page(ids, after is not None, len(ids) < len(found))


def _fitting(connection: Connection, ids: Sequence[int], most: int) -> list[int]:
    """As many of the first ones as have ``most`` bubbles together, and one at least."""
    counts = queries.bubble_counts(connection, ids)
    together = accumulate(counts.get(i, 0) for i in ids)
    return [i for n, (i, so_far) in enumerate(zip(ids, together, strict=True)) if n == 0 or so_far <= most]


def follow(
    workspace: Workspace,
    shown: Sequence[int],
    touched: Iterable[int],
    *,
    was: Collection[int] = (),
    ordered: bool = True,
) -> list[int]:
    """The page after an edit: vanished fragments leave it; what was split off comes in behind its neighbour.

    What comes back (an undone merge) comes in as well where it was on this page before: ``was`` says what was;
    and on a page that is ``ordered`` as the chat went, what lies between its ends. Of a page of which nothing is left,
    what was touched instead; empty where there is nothing of it, or nothing was shown: the queue has to be asked again.
    """
    changed = set(touched)
    with workspace.read() as connection:
        rows = queries.fragments_by_id(connection, [*shown, *sorted(changed - set(shown))])
        newest = connection.execute(_NEWEST_BUT, {"those": sorted(changed)}).scalar() or 0
        place = {row["id"]: (row["chat_id"], row["place"], row["id"]) for row in rows}
        here = [i for i in shown if i in place]
        if not here:
            return [i for i in place if shown][:1]
    low, high = place[here[0]], max(place[i] for i in here)

    def belongs(i: int) -> bool:
        if i in was:
            return True
        if ordered:
            return low <= place[i] and (place[i] <= high or i > newest)
        return i > newest

    for i in sorted((i for i in place if i not in shown and belongs(i)), key=place.__getitem__):
        before = [j for j in here if place[j] <= place[i]]
        at = here.index(max(before, key=place.__getitem__)) + 1 if before else 0
        here.insert(at, i)
    return here


_NEWEST_BUT = select(func.max(fragments.c.id)).where(fragments.c.id.not_in(bindparam("those", expanding=True)))


def count(workspace: Workspace, chosen: Filter) -> int:
    """How many fragments a filter matches."""
    with workspace.read() as connection:
        return queues.count(connection, chosen)
