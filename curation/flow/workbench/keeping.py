"""Fragments as they were drawn last: a click changes one of a page, and the others need not be built again."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterable, Sequence
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from curation.workspace import Workspace

T = TypeVar("T")
Drawn = dict[str, Any]

LIMIT = 200
"""Fragments of a workspace that are kept: ten pages, a few megabytes."""

_kept: WeakKeyDictionary[Workspace, dict[Hashable, tuple[int, Drawn]]] = WeakKeyDictionary()
_standing: WeakKeyDictionary[Workspace, tuple[int, Any]] = WeakKeyDictionary()


class Page:
    """Which fragments of a page have to be built, and with these all of them. To be made before reading the store.

    ``look``: everything but the store that shows in a fragment. ``never``: fragments that are built in any case.
    """

    def __init__(self, workspace: Workspace, ids: Sequence[int], look: Hashable, never: Iterable[int]) -> None:
        self._ids = ids
        self._look = look
        self._workspace = workspace
        self._stamp = workspace.stamps.of_all
        self._kept = _kept.setdefault(workspace, {})
        self._stamps = {i: workspace.stamps.of(i) for i in set(ids).difference(never)}
        held = {i: self._kept.get((i, look)) for i in self._stamps}
        self._known = {i: one[1] for i, one in held.items() if one and one[0] == self._stamps[i]}
        self.missing = [i for i in ids if i not in self._known]

    def standing(self, build: Callable[[], T]) -> T:
        """What no change of a single fragment changes; always asked with the same ``build``."""
        held = _standing.get(self._workspace)
        if held is None or held[0] != self._stamp:
            held = _standing[self._workspace] = (self._stamp, build())
        found: T = held[1]
        return found

    def filled(self, built: Iterable[Drawn]) -> list[Drawn]:
        """The page in order, to be changed by nobody; ``built`` are the missing ones that are still there."""
        fresh = {one["id"]: one for one in built}
        if len(self._kept) > LIMIT:
            self._kept.clear()
        self._kept.update({(i, self._look): (self._stamps[i], fresh[i]) for i in fresh.keys() & self._stamps.keys()})
        found = self._known | fresh
        return [found[i] for i in self._ids if i in found]
