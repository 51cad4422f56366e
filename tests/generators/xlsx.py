"""Workbooks as spreadsheet libraries write them: texts in the cells or shared, numbers, dates with a style."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime
from html import escape

from tests.generators.chats import EVERY_KIND, FRIEND, ME, Message
from tests.generators.memotrace import csv_text
from tests.generators.whatsapp import zipped

Cell = str | int | float | datetime | None

_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TOP = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def letters(column: int) -> str:
    """0 -> A, 26 -> AA."""
    before, last = divmod(column, 26)
    return (letters(before - 1) if before else "") + chr(65 + last)


def _cell(place: str, value: Cell, texts: list[str] | None) -> str:
    if isinstance(value, datetime):
        days = (value - datetime(1899, 12, 30)) / (datetime(1900, 1, 2) - datetime(1900, 1, 1))  # noqa: DTZ001
        return f'<c r="{place}" s="1"><v>{days!r}</v></c>'
    if not isinstance(value, str):
        return "" if value is None else f'<c r="{place}"><v>{value!r}</v></c>'
    if texts is None:
        return f'<c r="{place}" t="inlineStr"><is><t xml:space="preserve">{escape(value)}</t></is></c>'
    texts.append(value)
    return f'<c r="{place}" t="s"><v>{len(texts) - 1}</v></c>'


def sheet(rows: Sequence[Sequence[Cell]], texts: list[str] | None = None) -> str:
    """The XML of a sheet; ``texts``: where shared texts are put, None: they stand in the cells."""
    made = [
        f'<row r="{at}">{"".join(_cell(f"{letters(n)}{at}", value, texts) for n, value in enumerate(row))}</row>'
        for at, row in enumerate(rows, 1)
    ]
    return f'{_TOP}<worksheet xmlns="{_MAIN}"><sheetData>{"".join(made)}</sheetData></worksheet>'


def _shared(texts: Sequence[str]) -> str:
    """Every other one in two runs, with the reading of a word beside it."""
    one = "<si><t xml:space='preserve'>{0}{1}</t></si>"
    two = "<si><r><t xml:space='preserve'>{0}</t></r><r><t xml:space='preserve'>{1}</t></r><rPh><t>yi</t></rPh></si>"
    items = [(two if n % 2 else one).format(escape(text[:2]), escape(text[2:])) for n, text in enumerate(texts)]
    return f'{_TOP}<sst xmlns="{_MAIN}">{"".join(items)}</sst>'


def workbook(sheets: dict[str, Sequence[Sequence[Cell]]], shared: bool = False) -> bytes:
    """The file; style 1 shows a date."""
    texts: list[str] | None = [] if shared else None
    parts = {f"xl/worksheets/sheet{n}.xml": sheet(rows, texts) for n, rows in enumerate(sheets.values(), 1)}
    links = [f'<Relationship Id="r{n}" Target="{part[3:]}" Type="x"/>' for n, part in enumerate(parts, 1)]
    listed = [f'<sheet name="{escape(title)}" sheetId="{n}" r:id="r{n}"/>' for n, title in enumerate(sheets, 1)]
    parts |= {
        "[Content_Types].xml": f'{_TOP}<Types xmlns="{_PACKAGE}/content-types"/>',
        "xl/workbook.xml": (
            f'{_TOP}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>{"".join(listed)}</sheets></workbook>'
        ),
        "xl/_rels/workbook.xml.rels": (
            f'{_TOP}<Relationships xmlns="{_PACKAGE}/relationships">{"".join(links)}</Relationships>'
        ),
        "xl/styles.xml": (
            f'{_TOP}<styleSheet xmlns="{_MAIN}"><numFmts><numFmt numFmtId="164" formatCode="yyyy\\-mm\\-dd hh:mm"/>'
            '</numFmts><cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="2"/></cellXfs></styleSheet>'
        ),
        **({"xl/sharedStrings.xml": _shared(texts)} if texts is not None else {}),
    }
    return zipped({name: text.encode() for name, text in parts.items()})


def memotrace_xlsx(messages: Sequence[Message], shared: bool = False) -> bytes:
    """MemoTrace v3: the table of its CSV, and a second sheet of people."""
    rows = list(csv.reader(io.StringIO(csv_text(messages), newline="")))
    members = [["账号", "昵称"], ["wxid_a", ME], ["wxid_b", FRIEND]]
    return workbook({"聊天记录": rows, "成员信息": members}, shared)


FILES = {
    "memotrace_csv": [
        ("小满.xlsx", memotrace_xlsx(EVERY_KIND)),
        ("小满.xlsx", memotrace_xlsx(EVERY_KIND, shared=True)),
    ],
}
