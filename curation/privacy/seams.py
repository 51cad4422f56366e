"""Values cut in two bubbles: neighbours of one sender are read together."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from curation.privacy.findings import Finding

SEAM = "/seam"
"""Ends the recognizer's name in each part of a value that was cut: such a part is no value of its own."""

NEAR = 3
"""A value this near behind the boundary may be explained by the bubble before it (wifi密码 | tiger2024)."""

REACH = 64
"""Characters read on each side of a boundary; no structured value is longer than both together."""


def join(
    texts: Sequence[str],
    follows: Sequence[bool],
    found: list[list[Finding]],
    search: Callable[[str], list[Finding]],
) -> None:
    """Add to ``found`` what only shows when text i-1 and text i are read together, wherever ``follows[i]``.

    A value that crosses the boundary is reported in each part with the span it has there; so is one at the start of
    text i that only the text before explains.
    """
    for i in range(1, len(texts)):
        left, right = texts[i - 1][-REACH:], texts[i][:REACH]
        if follows[i] and left and right:
            offset = len(texts[i - 1]) - len(left)
            whole = [f for f in found[i - 1] if f.end == len(texts[i - 1])]
            for glue in ("", " "):
                for f in search(left + glue + right):
                    if not any(w.start <= f.start + offset < w.end and w.entity == f.entity for w in whole):
                        _share_out(f, len(left), len(glue), offset, found[i - 1], found[i])


def _share_out(f: Finding, cut: int, glue: int, offset: int, before: list[Finding], after: list[Finding]) -> None:
    """Hand each side its part of a finding in the joined text."""
    behind = cut + glue
    if f.start < cut and f.end > behind:
        name = f.recognizer + SEAM
        before.append(f._replace(start=offset + f.start, end=offset + cut, recognizer=name))
        after.append(f._replace(start=0, end=f.end - behind, recognizer=name))
    elif behind <= f.start <= behind + NEAR:
        after.append(f._replace(start=f.start - behind, end=f.end - behind))
