"""What was written last, fragment by fragment: what was read of a fragment holds while its stamp is the same."""

from __future__ import annotations

from collections.abc import Iterable


class Stamps:
    """Numbers that only grow. A stamp has to be taken before reading: what is read then is at least as new."""

    def __init__(self) -> None:
        self._last = 0
        self._of_all = 0
        self._of: dict[int, int] = {}

    def of(self, fragment: int) -> int:
        """The last writing that may show in this fragment."""
        return max(self._of_all, self._of.get(fragment, 0))

    def written(self, only: Iterable[int] | None = None) -> None:
        """Something was written, by one writer at a time. ``only``: nothing of it shows in other fragments."""
        self._last += 1
        if only is None:
            self._of_all = self._last
        else:
            self._of.update(dict.fromkeys(only, self._last))
