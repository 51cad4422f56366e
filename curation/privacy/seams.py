"""Values cut in two bubbles: neighbours of one sender are read together."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from curation.privacy.findings import Finding

SEAM = "/seam"
"""Ends the recognizer's name in each part of a value that was cut: such a part is no value of its own."""

REACH = 64
"""Characters read on each side of a boundary; no structured value is longer than both together."""


def join(
    texts: Sequence[str],
    follows: Sequence[bool],
    found: list[list[Finding]],
    search: Callable[[str], list[Finding]],
) -> None:
    """Add to ``found`` what crosses the boundary between text i-1 and text i wherever ``follows[i]``.

    A value that crosses is reported in each part with the span it has there.
    """
    for i in range(1, len(texts)):
        left, right = texts[i - 1][-REACH:], texts[i][:REACH]
        if not (follows[i] and left and right):
            continue
        offset = len(texts[i - 1]) - len(left)
        for glue in ("", " "):
            for f in search(left + glue + right):
                cut = len(left)
                behind = cut + len(glue)
                if f.start < cut and f.end > behind:
                    name = f.recognizer + SEAM
                    found[i - 1].append(f._replace(start=offset + f.start, end=offset + cut, recognizer=name))
                    found[i].append(f._replace(start=0, end=f.end - behind, recognizer=name))
