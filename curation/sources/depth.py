"""How deep a JSON text is nested, measured before any parser sees it.

A bottomless file costs a parser gigabytes (100,000 levels: about 4 GB in ijson); this costs one scan of the bytes.
"""

from __future__ import annotations

import re

import numpy as np

from curation.errors import RuwoError

MAX_DEPTH = 500
"""Forwarded chats nest a few dozen levels at most."""

# A string, also one that the piece cuts off; possessive, so that many quotes cannot make it slow.
_STRING = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)', re.DOTALL)
_STEP = np.zeros(256, dtype=np.int8)
_STEP[list(b"[{")] = 1
_STEP[list(b"]}")] = -1


class DepthGuard:
    """Counts open brackets outside strings over the pieces of one text."""

    def __init__(self, file: str) -> None:
        self._file = file
        self._depth = 0
        self._inside = b""

    def check(self, block: bytes) -> bytes:
        """The block itself. Raises RuwoError ``json_too_deep``."""
        seen = self._inside + block
        bare = _STRING.sub(b"", seen + b"\n")
        self._inside = b"" if bare.endswith(b"\n") else _cut_off(seen)
        levels = self._depth + np.cumsum(_STEP[np.frombuffer(bare, dtype=np.uint8)], dtype=np.int64)
        if levels.size:
            self._depth = int(levels[-1])
            if (deepest := int(levels.max())) > MAX_DEPTH:
                raise RuwoError("json_too_deep", file=self._file, depth=deepest)
        return block


def _cut_off(block: bytes) -> bytes:
    """What stands for an open string before the next block: its quote, and a backslash that waits for its letter."""
    slashes = len(block) - len(block.rstrip(b"\\"))
    return b'"\\' if slashes % 2 else b'"'
