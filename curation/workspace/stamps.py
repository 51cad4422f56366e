"""What was written last, fragment by fragment: what was read of a fragment holds while its stamp is the same."""

from __future__ import annotations

from collections.abc import Iterable


class Stamps:
    """Numbers that only grow. A stamp has to be taken before reading: what is read then is at least as new."""

    def __init__(self) -> None:
        self.last = 0
        """The last writing of all."""
        self.of_all = 0
        """The last one that may show in every fragment."""
        self._of: dict[int, int] = {}

    def of(self, fragment: int) -> int:
        """The last writing that may show in this fragment."""
        return max(self.of_all, self._of.get(fragment, 0))

    def since(self, stamp: int) -> set[int] | None:
        """The fragments in which later writings may show; None: all."""
        return None if self.of_all > stamp else {i for i, last in list(self._of.items()) if last > stamp}

    def written(self, only: Iterable[int] | None = None) -> None:
        """Something was written, by one writer at a time. ``only``: nothing of it shows in other fragments."""
        stamp = self.last + 1
        if only is None:
            self.of_all = stamp
        else:
            self._of.update(dict.fromkeys(only, stamp))
        self.last = stamp  # at the end: who sees it sees what it stamped
