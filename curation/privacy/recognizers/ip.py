"""IPv4 and IPv6 addresses."""

from __future__ import annotations

from ipaddress import ip_address

from presidio_analyzer import Pattern

from curation.privacy.gate import DIGITS
from curation.privacy.reading import Reading
from curation.privacy.recognizer import PatternsRecognizer

OCTET = r"(?:25[0-5]|2[0-4][0-9]|1?[0-9]{1,2})"


class IpAddress(PatternsRecognizer):
    """Four octets, or what the standard library reads as IPv6. A version number is not an address."""

    ENTITY = "IP_ADDRESS"
    TRIGGERS = (DIGITS, (":：", "[0-9A-Fa-f]{0,4}[:：]"))
    PATTERNS = [
        Pattern("v4", rf"(?<![0-9.vV])(?:{OCTET}[.。]){{3}}{OCTET}(?![0-9])(?!\.[0-9])", 0.75),
        Pattern("v6", r"(?<![0-9A-Za-z:.])(?=[0-9A-Fa-f:]*:[0-9A-Fa-f:]*:)[0-9A-Fa-f:]{6,39}(?![0-9A-Za-z:])", 0.75),
    ]
    VETO_BEFORE = r"(?:版本号?|(?i:version|ver|v))\s?[:：]?\s?"
    MIN_DIGITS = 2

    def trim(self, reading: Reading, start: int, end: int) -> tuple[int, int]:
        try:
            ip_address(reading.text[start:end].replace("。", "."))
        except ValueError:
            return start, start
        return start, end
