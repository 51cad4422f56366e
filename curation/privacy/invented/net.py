"""Names of the net that are kept for examples: RFC 2606 (example.com), RFC 5737 and RFC 3849 (addresses)."""

from __future__ import annotations

import re

from curation.privacy.invented.choice import Choice
from curation.privacy.invented.spelling import same_shape

SIGN = re.compile(r"\s*(?:@|＠|艾特|爱特|圈[aA]|小老鼠|(?i:\(at\)|\[at\]|\{at\}|\sat\s)|#|☆|★|[(（\[]@[)）\]])\s*")
POINT = re.compile(r"\s*(?:。|点|丶|(?i:\(dot\)|\[dot\]|\sdot\s)|\.|．)\s*")
BLOCKS = ("192.0.2", "198.51.100", "203.0.113")
SCHEME = re.compile(r"(?P<scheme>[A-Za-z]+://)?(?P<www>(?i:www)\.)?[^/?#:]*(?P<rest>.*)", re.DOTALL)


def email(value: str, choice: Choice) -> str:
    """Another local part at example.com; sign and point are written as they were."""
    sign = SIGN.search(value)
    local = value[: sign.start()] if sign else (re.match(r"[ -~]+", value) or [value])[0]
    domain = value[sign.end() :] if sign else ""
    point = POINT.search(domain)
    wide = bool(local) and not local.isascii()
    ending = f"example{point[0] if point else '.'}com"
    if wide:
        ending = "".join(chr(ord(c) + 0xFEE0) if c.isascii() and c.isalnum() else c for c in ending)
    return same_shape(local, choice) + (sign[0] if sign else "@") + ending


def ip_address(value: str, choice: Choice) -> str:
    """An address of the blocks kept for documentation."""
    if ":" in value:
        return f"2001:db8::{choice.below(65536):x}:{choice.below(65536):x}"
    block = f"{choice.of(BLOCKS)}.{1 + choice.below(254)}"
    return block.replace(".", "。") if "。" in value else block


def url(value: str, choice: Choice) -> str:
    """The same path in other letters, at example.com."""
    match = SCHEME.match(value)
    assert match is not None
    host = f"{match['scheme'] or ''}{match['www'] or ''}example.com"
    return host + same_shape(match["rest"][:80], choice)
