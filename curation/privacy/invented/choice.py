"""Choices that look random and are always the same: drawn from a key by SHA-256."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from typing import TypeVar

T = TypeVar("T")


class Choice:
    """A stream of choices for one key. The same key gives the same stream on every machine."""

    def __init__(self, *key: object) -> None:
        self._key = "\x1f".join(map(str, key))
        self._drawn = 0

    def below(self, limit: int) -> int:
        """A number from 0 to limit - 1."""
        self._drawn += 1
        return int.from_bytes(sha256(f"{self._key}\x1f{self._drawn}".encode()).digest()[:8], "big") % limit

    def of(self, options: Sequence[T]) -> T:
        """One of the options."""
        return options[self.below(len(options))]

    def digits(self, length: int) -> str:
        """That many digits."""
        return "".join(str(self.below(10)) for _ in range(length))
