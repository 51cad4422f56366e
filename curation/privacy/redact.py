"""Put surrogates in the place of values."""

from __future__ import annotations

from collections.abc import Iterable

from presidio_anonymizer.operators import Replace

_REPLACE = Replace()


def redact(text: str, replacements: Iterable[tuple[int, int, str]]) -> str:
    """``text`` with each span ``(start, end, surrogate)`` replaced by Presidio's ``replace`` operator.

    The rest is untouched. Raises ValueError when spans overlap, lie outside the text, or a surrogate is empty
    (nothing is ever deleted).
    """
    pieces: list[str] = []
    done = 0
    for start, end, surrogate in sorted(replacements):
        if not (done <= start < end <= len(text)) or not surrogate:
            raise ValueError("spans must be inside the text, not empty and not overlapping, surrogates not empty")
        pieces += text[done:start], _REPLACE.operate(text[start:end], {"new_value": surrogate})
        done = end
    return "".join(pieces) + text[done:]
