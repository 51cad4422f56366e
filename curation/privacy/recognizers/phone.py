"""Phone numbers: mobile, landline, abroad; with spaces, dashes, +86, in full width, spelled 一三八…."""

from __future__ import annotations

import re

from presidio_analyzer import Pattern

from curation.privacy.reading import Reading
from curation.privacy.recognizer import NOT_ORDER, PatternsRecognizer, Seen

LEFT = r"(?<![0-9])(?<![0-9][-.:/])(?:(?<![A-Za-z])|(?<=[vwVW][xX])|(?<=(?i:tel))|(?<=(?i:call))|(?<=(?i:phone)))"
"""No digit and no letter before, except a word that says phone."""
LAND = r"(?<![0-9A-Za-z])(?<![0-9][-.:/])"
RIGHT = r"(?![0-9])(?!\.[0-9])"
CODE86 = r"(?:[(（]?(?:\+|00)?86[)）]?[-\s]{0,2})?"
GAP = r"(?:[-\s.·・、,/_~*|—()]{1,3})"
AREA = r"0(?:10|2\d|[3-9]\d{2})"
AREA_ANY = rf"(?:[(（\[]{AREA}[)）\]]|{AREA})"
EXTENSION = r"(?:(?:\s{0,2}(?:转|分机|ext\.?|x|#)[:\s]{0,2}|-)[0-9]{1,6}(?![0-9]))?"
GROUP = re.compile(r"[0-9]+")


class Phone(PatternsRecognizer):
    """Mobile numbers start with 13 to 19 and have 11 digits; landlines have an area code and 7 or 8 digits."""

    ENTITY = "PHONE_NUMBER"
    PATTERNS = [
        Pattern("mobile", rf"{LEFT}{CODE86}1[3-9][0-9]{{9}}{RIGHT}", 0.65),
        Pattern("grouped", rf"{LEFT}{CODE86}1[3-9][0-9]{GAP}[0-9]{{4}}{GAP}?[0-9]{{4}}{RIGHT}", 0.65),
        Pattern("grouped_434", rf"{LEFT}{CODE86}1[3-9][0-9]{{2}}{GAP}[0-9]{{3}}{GAP}[0-9]{{4}}{RIGHT}", 0.65),
        Pattern("grouped_7_4", rf"{LEFT}{CODE86}1[3-9][0-9]{{5}}{GAP}[0-9]{{4}}{RIGHT}", 0.6),
        Pattern("grouped_3_8", rf"{LEFT}{CODE86}1[3-9][0-9](?:{GAP}[0-9]{{8}}|{GAP}?[0-9]{{3}}{GAP}[0-9]{{5}}|"
                               rf"{GAP}[0-9]{{2}}{GAP}[0-9]{{2}}{GAP}[0-9]{{2}}{GAP}[0-9]{{2}}){RIGHT}", 0.6),
        Pattern("loose", rf"{LEFT}{CODE86}1{GAP}?[3-9](?:{GAP}?[0-9]){{9}}{RIGHT}", 0.25),
        Pattern("landline", rf"{LAND}(?:\(?(?:\+|00)86\)?[-\s]?)?{AREA_ANY}[-\s—.]{{0,2}}"
                            r"[2-9](?:[0-9]{6,7}|[0-9]{3}[-\s—.][0-9]{4}|[0-9]{2}[-\s—.][0-9]{4})"
                            rf"{EXTENSION}{RIGHT}", 0.6),
        Pattern("local", rf"(?:座机|固话|总机|电话|分机|传真|(?i:tel|fax))(?:号码?)?(?:是|为|[:：])?\s{{0,2}}"
                         rf"(?P<value>[2-9][0-9]{{2,3}}[-\s]?[0-9]{{4}}{EXTENSION}){RIGHT}", 0.6),
        Pattern("lookalike", rf"(?<![A-Za-z0-9])(?=[^\n]{{0,14}}[OoIl])[1lI][3-9]"
                             rf"[0-9OoIl]{GAP}?[0-9OoIl]{{4}}{GAP}?[0-9OoIl]{{4}}"
                             r"(?![A-Za-z0-9])", 0.6),
        Pattern("rest", r"1[3-9][0-9](?:开头)?[,，、\s]{0,2}(?:后面|后边|后八位|接着)(?:是|[:：\s]){0,2}"
                        rf"(?P<value>[0-9]{{4}}\s?[0-9]{{4}}){RIGHT}", 0.7),
        Pattern("abroad", rf"(?<![0-9A-Za-z+])\+(?!86)[1-9][0-9]{{0,2}}(?:[-\s().]{{0,2}}[0-9]){{7,12}}{RIGHT}", 0.6),
    ]  # fmt: skip
    CONTEXT = (
        r"电话|手机|号码|座机|固话|热线|联系|微信同号|拨打|打给|致电|短信|传真|来电|换号|新号|老号|这个号|支付宝|收件|"
        r"打我|加我|存一?下|(?i:tel|phone|call|mobile|cell|fax)"
    )
    VETO_BEFORE = NOT_ORDER
    MIN_DIGITS = 7
    SPELLED = True

    def weigh(self, seen: Seen, score: float) -> float:
        """Up to four groups look like a number read out, more like a list unless a word says phone."""
        read_out = score < 0.5 and len(GROUP.findall(seen.value)) <= 4
        return super().weigh(seen, score + (0.25 if read_out else 0.0))

    def trim(self, reading: Reading, start: int, end: int) -> tuple[int, int]:
        """Spelled digits must all be meant: 一 before a number of ASCII digits is an ordinary word."""
        spelled = [char for char in reading.text[start:end] if "一" <= char <= "鿿" and char not in "转分机"]
        return (start, start) if 0 < len(spelled) < 3 else (start, end)
