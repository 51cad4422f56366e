"""Addresses."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curation.privacy.findings import Finding
from curation.privacy.reading import Reading
from curation.privacy.recognizer import ChineseRecognizer


class Address(ChineseRecognizer):
    ENTITY = "LOCATION"
    SIMPLE = re.compile(
        r"[一-鿿]{2,12}(?:路|街|道|巷|弄|小区|花园|苑|村|大厦)\s?[0-9一-鿿\s-]{0,20}[0-9]+(?:号|栋|室|单元)?"
    )

    def find(self, reading: Reading) -> Iterator[Finding]:
        for match in self.SIMPLE.finditer(reading.text):
            yield Finding(*match.span(), "LOCATION", 0.6, self.name)
