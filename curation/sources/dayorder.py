"""Whether day, month or year comes first in the dates of a file: decided once for all of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import NamedTuple

_FOUNDED = 2009
"""No message of a phone's chat application is older."""

_ENOUGH = 3
"""So many impossible dates rule an order out, however many lines follow; fewer may stand in a quoted text."""


_KEPT = 200
"""Dates looked through for examples."""


class Parts(NamedTuple):
    """A date as written: three numbers and what stands between them."""

    a: str
    b: str
    c: str
    separator: str


class Order(NamedTuple):
    """At which of the three places year, month and day stand."""

    year: int
    month: int
    day_at: int

    def day(self, *parts: str) -> str | None:
        """``2024-01-15``; None when there is no such day."""
        found = self.date(parts)
        return found.isoformat() if found else None

    def date(self, parts: tuple[str, ...]) -> date | None:
        """The date these numbers mean in this order."""
        if len(parts[self.month]) > 2 or len(parts[self.day_at]) > 2 or len(parts[self.year]) not in (2, 4):
            return None
        year = int(parts[self.year])
        year = year + 2000 if len(parts[self.year]) == 2 else year - 543 if year >= 2400 else year  # Buddhist years
        try:
            found = date(year, int(parts[self.month]), int(parts[self.day_at]))
        except ValueError:
            return None
        return found if found.year >= _FOUNDED else None


DAY_FIRST, MONTH_FIRST = Order(2, 1, 0), Order(2, 0, 1)
ORDERS = (DAY_FIRST, MONTH_FIRST, Order(0, 1, 2), Order(0, 2, 1))


def orders_of(dates: Iterable[Parts], year_last: bool = False) -> list[Order]:
    """The orders in which all dates are possible, else those in which they run forwards: one, unless nothing tells.

    Of two places for a year of two digits, it stands where the numbers vary less. Years that come first have the day
    last wherever that is possible: nobody writes 2024-15-01. Points stand only in dates with the day first.
    ``year_last``: what else is known says so, where the numbers do not.
    """
    trials = [_Trial(order) for order in ORDERS]
    firsts, lasts = _Range(), _Range()
    dotted = False
    for parts in dates:
        dotted = parts.separator == "."
        firsts.see(parts.a)
        lasts.see(parts.c)
        for trial in trials:
            trial.see(parts)
        if sum(trial.impossible < _ENOUGH for trial in trials) < 2:
            break
    if firsts.width != lasts.width:
        year = 0 if firsts.width < lasts.width else 2
        trials = [trial for trial in trials if trial.order.year == year]
    best = min((trial.impossible, trial.backwards) for trial in trials)
    left = [trial.order for trial in trials if (trial.impossible, trial.backwards) == best]
    if year_last and any(order.year == 2 for order in left):
        left = [order for order in left if order.year == 2]
    if left[0] == ORDERS[2] or (dotted and DAY_FIRST in left):
        return left[:1]
    return left


class Doubt(NamedTuple):
    """A date that can be read in two ways."""

    written: str
    day_first: date
    otherwise: date


class Witness:
    """Dates on their way to :func:`orders_of`, of which the first telling ones are kept to ask a person about."""

    def __init__(self, dates: Iterable[Parts]) -> None:
        self._dates = dates
        self._kept: dict[Parts, None] = {}

    def __iter__(self) -> Iterator[Parts]:
        for parts in self._dates:
            if len(self._kept) < _KEPT:
                self._kept[parts] = None
            yield parts

    def doubts(self, orders: Sequence[Order]) -> list[Doubt]:
        """Up to two dates that two of the orders read differently."""
        found = []
        for parts in self._kept:
            one, other = (order.date(parts[:3]) for order in orders[:2])
            if one and other and one != other:
                found.append(Doubt(parts.separator.join(parts[:3]), one, other))
        return found[:2]


class _Range:
    """From which number to which; without any as soon as one has four digits."""

    def __init__(self) -> None:
        self._low, self._high = 99, 0
        self._short = True

    def see(self, number: str) -> None:
        """Widen the range to this number."""
        self._short = self._short and len(number) < 3
        self._low, self._high = min(self._low, int(number)), max(self._high, int(number))

    @property
    def width(self) -> int:
        """How far the numbers lie apart."""
        return self._high - self._low if self._short else -1


class _Trial:
    """How well the dates fit one order."""

    def __init__(self, order: Order) -> None:
        self.order = order
        self.impossible = 0
        self.backwards = 0
        self._last = date.min

    def see(self, parts: Parts) -> None:
        """Count the date if it is impossible, or before the one before it."""
        found = self.order.date(parts[:3])
        if found is None:
            self.impossible += 1
            return
        self.backwards += found < self._last
        self._last = found
