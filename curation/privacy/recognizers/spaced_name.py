"""Names with a space between all characters: 李 望 舒."""

from __future__ import annotations

import re
from collections.abc import Iterator

from curation.privacy.findings import Finding
from curation.privacy.lexicon import COMMON_SURNAMES, GIVEN, PARTICLES
from curation.privacy.reading import Reading
from curation.privacy.recognizer import ChineseRecognizer


class SpacedName(ChineseRecognizer):
    """A common surname and two characters of given names, nothing in Han right beside them."""

    ENTITY = "PERSON"
    FORM = re.compile(r"(?<![一-鿿])(?<![一-鿿] )([一-鿿])([ _*・-])([一-鿿])\2([一-鿿])(?! ?[一-鿿])")

    def find(self, reading: Reading) -> Iterator[Finding]:
        for match in self.FORM.finditer(reading.text):
            surname, _, *given = match.groups()
            if surname in COMMON_SURNAMES and GIVEN.issuperset(given) and PARTICLES.isdisjoint(given):
                yield Finding(*match.span(), self.ENTITY, 0.6, self.name)
