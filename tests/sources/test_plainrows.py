"""Rows read without an XML parser are what the parser reads."""

import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from curation.sources import cells, plainrows

CELLS = [
    '<c r="A1" t="inlineStr"><is><t>好</t></is></c>',
    '<c r="C1" t="inlineStr"><is><t xml:space="preserve"> a&amp;lt;&quot; </t></is></c>',
    '<c r="B1" t="s"><v>1</v></c>',
    '<c r="D1" s="2"><v>45413.5</v></c>',
    '<c t="str"><v>1E3</v></c>',
    '<c r="E1" s="1"><v>1E3</v></c>',
    '<c r="E1" t="e"><v>#N/A</v></c>',
    '<c r="F1"/>',
    "<c></c>",
    '<c r="A1" t="inlineStr"><is><t>_x000D_ _x005F_x000D_</t></is></c>',
    '<c r="A1" t="inlineStr"><is><r><t>两</t></r><r><t>段</t></r></is></c>',
    '<c r="A1" t="inlineStr"><is><t>字</t><rPh sb="0" eb="1"><t>zi</t></rPh></is></c>',
    "<c r='B1'><v>7</v></c>",
    '<c r="B1"><f>1+1</f><v>2</v></c>',
    '<c r="B1" t="inlineStr"><is><t><![CDATA[<c>]]></t></is></c>',
    "<!-- <row><c><v>1</v></c></row> -->",
    '<x:c xmlns:x="y" r="B1"><x:v>3</x:v></x:c>',
    '<c r="B1" t="inlineStr"><is><t>&#22909;</t></is></c>',
    '<c r="B1" t="inlineStr"><is><t>a\r\nb</t></is></c>',
    '<c r="B1" t="inlineStr"><is><t>]]></t></is></c>',
    '<c r="B1" t="inlineStr"><is><t>\x01</t></is></c>',
    '<c r="ZZZ1"><v>1</v></c>',
    "\n ",
    "&nbsp;",
    "</row>",
]
HEADS = [
    "",
    '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n',
    "<?xml version='1.0' encoding='gbk'?>",
    "<!-- a -->",
]


def rows(data):
    """The rows, and whether there was an error behind them."""
    found = []
    try:
        found.extend(cells.rows(io.BytesIO(data), ["一", "二"], {"2"}))
    except ValueError:
        return "error"
    return found


def sheet(head, lines, behind="</sheetData></worksheet>"):
    body = "".join(f'<row r="1">{"".join(line)}</row>' for line in lines)
    return f"{head}<worksheet><sheetData>{body}{behind}".encode()


@settings(deadline=None)
@given(
    st.sampled_from(HEADS),
    st.lists(st.lists(st.one_of(st.sampled_from(CELLS[:10]), st.sampled_from(CELLS)), max_size=5), max_size=8),
    st.sampled_from(["</sheetData></worksheet>", "</sheetData>", "</sheetData><row><c><v>9</v></c></row></worksheet>"]),
    st.sampled_from([40, 500, 1 << 18]),
)
@example("", [[cell] for cell in CELLS[:10]], "</sheetData></worksheet>", 100)
def test_rows_are_as_expat_tells(head, lines, behind, block):
    data = sheet(head, lines, behind)
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(plainrows, "BLOCK", block)
        found = rows(data)
        patched.setattr(plainrows.Plain, "rows", lambda plain: iter(()))
        assert found == rows(data)


@pytest.mark.parametrize("cell", CELLS[:9])
def test_plain_rows_need_no_parser(cell):
    stream = plainrows.Plain(io.BytesIO(sheet(HEADS[1], [[cell]] * 3)))
    assert len(list(stream.rows())) == 3
    assert stream.read() == sheet(HEADS[1], [])


def test_a_long_row_is_left_to_expat(monkeypatch):
    monkeypatch.setattr(plainrows, "LONGEST", 100)
    monkeypatch.setattr(plainrows, "BLOCK", 50)
    data = sheet("", [[f'<c r="A1" t="str"><v>{"x" * 500}</v></c>']])
    assert list(plainrows.Plain(io.BytesIO(data)).rows()) == []
    assert rows(data) == [["x" * 500]]
