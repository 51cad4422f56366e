"""Links. Ends where Chinese begins; no lookup of domain lists."""

from __future__ import annotations

from presidio_analyzer import Pattern

from curation.privacy.reading import Reading
from curation.privacy.recognizer import PatternsRecognizer

PATH = r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]"
TOP = r"(?:com|cn|net|org|edu|gov|io|me|tv|cc|co|top|xyz|vip|info|app|dev|site|club|ltd|link|ly|gl|hk|tw|jp|uk|us|de)"


class Url(PatternsRecognizer):
    """With a scheme, with www., or a domain under a well-known top-level domain."""

    ENTITY = "URL"
    TRIGGERS = ((":：", "//"), (".．", "[A-Za-z]{2}"))
    PATTERNS = [
        Pattern("scheme", rf"(?<![A-Za-z])(?i:https?|ftp|hxxps?|weixin|alipays?)://{PATH}{{3,2000}}", 1.0),
        Pattern("www", rf"(?<![A-Za-z0-9.])(?i:www)\.{PATH}{{3,2000}}", 0.85),
        Pattern("domain", rf"(?<![A-Za-z0-9@._-])(?=[A-Za-z0-9.-]*[A-Za-z])(?:[A-Za-z0-9-]{{1,63}}\.){{1,4}}(?i:{TOP})"
                          rf"(?![A-Za-z0-9@_-])(?:[:/?#]{PATH}{{1,2000}})?", 0.55),
    ]  # fmt: skip

    def trim(self, reading: Reading, start: int, end: int) -> tuple[int, int]:
        """Full-width punctuation and a sentence's last signs are not part of a link."""
        raw = reading.visible
        for at in range(start, end):
            if not raw[at].isascii():
                end = at
                break
        while end > start and raw[end - 1] in ".,;:!?~)'\"":
            end -= 1
        return start, end
