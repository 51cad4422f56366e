"""Verification codes: never the person's words, and a key to an account while they live."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from curation.errors import N_
from curation.signals.line import Kind, Line, Signal

KINDS = {
    "code": Kind(N_("verification code"), N_("A code that a service sent, passed on in the chat."), harm=0.5, bulk=True)
}

_WORD = r"(?:验证码|校验码|动态码|动态密码|确认码|激活码|提取码|取件码|verification code|one-time code)"
_DIGITS = r"(?<![0-9A-Za-z])[0-9]{4,8}(?![0-9A-Za-z])"
_CODE = re.compile(
    rf"{_WORD}.{{0,16}}?{_DIGITS}|{_DIGITS}.{{0,16}}?{_WORD}"
    rf"|{_WORD}[^，。\n]{{0,6}}[为是：:]\s*[A-Za-z0-9]{{3,8}}(?![A-Za-z0-9])",
    re.IGNORECASE | re.DOTALL,
)
"""The word within 16 characters of four to eight digits, or followed by a code with letters. On real text messages 22
of 22 hits that were read were codes, and none of 117,000 messages of talk was hit."""

OTHERS = 4
"""Bubbles up to which a fragment is about the code."""


def scan(lines: Sequence[Line]) -> Iterator[Signal]:
    """One signal for the first code; it settles the fragment only where hardly anything else is said."""
    spoken = [i for i, line in enumerate(lines) if line.use == "speech"]
    at = next((i for i in spoken if _CODE.search(lines[i].text)), None)
    if at is not None:
        yield Signal("code", 0.9 if len(spoken) <= OTHERS else 0.4, N_("It holds a verification code."), at=at)
