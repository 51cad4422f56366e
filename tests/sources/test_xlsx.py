"""Workbooks: what stands in their cells, and what they must not do."""

import io
import zipfile
from datetime import datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curation import sources
from curation.errors import SENTENCES, RuwoError
from curation.sources import archive, xlsx
from tests.generators.chats import EVERY_KIND, FRIEND, invented
from tests.generators.memotrace import csv_bytes
from tests.generators.whatsapp import zipped
from tests.generators.xlsx import memotrace_xlsx, workbook
from tests.sources.reading import checked, read_bytes, rows


def sheet_rows(tmp_path, data, number=0):
    """The rows of one sheet of this workbook."""
    (tmp_path / "x.xlsx").write_bytes(data)
    return list(xlsx.rows(xlsx.sheets(tmp_path / "x.xlsx")[number]))


def with_part(data, name, old, new):
    """The workbook with other words in one of its parts."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive_:
        parts = {info.filename: archive_.read(info) for info in archive_.infolist()}
    return zipped(parts | {name: parts[name].replace(old.encode(), new.encode())})


def code_of(run):
    """The code of the error that this gives; its sentence must fit its parameters."""
    with pytest.raises(RuwoError) as caught:
        run()
    SENTENCES[caught.value.code].format(**caught.value.params)
    return caught.value.code


@pytest.mark.parametrize("shared", [False, True])
def test_a_sheet_gives_the_messages_its_csv_gives(tmp_path, shared):
    found = read_bytes(tmp_path, "小满.xlsx", memotrace_xlsx(EVERY_KIND, shared))
    same = read_bytes(tmp_path, "小满.csv", csv_bytes(EVERY_KIND))
    assert found.report.file == "小满.xlsx/聊天记录"
    assert [chat.key for chat in found.chats] == ["小满"]
    assert [row | {"source": ""} for row in rows(found.messages)] == [
        row | {"source": ""} for row in rows(same.messages)
    ]


def test_workbooks_in_a_zip_and_in_a_folder_are_chats_too(tmp_path):
    data = memotrace_xlsx(invented(7))
    found = read_bytes(tmp_path, "all.zip", zipped({"小满.xlsx": data, "b/老邱.xlsx": data, "坏.xlsx": data[:90]}))
    assert [chat.key for chat in found.chats] == ["老邱", "小满"]
    (tmp_path / "导出").mkdir()
    (tmp_path / "导出" / "小满.xlsx").write_bytes(data)
    (tmp_path / "导出" / "坏.xlsx").write_bytes(data[:90])
    assert [chat.key for chat in checked(sources.read(tmp_path / "导出")).chats] == ["小满"]


@pytest.mark.parametrize("shared", [False, True])
@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    table=st.lists(
        st.lists(
            st.text(st.characters(codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\ufffe\uffff")),
            min_size=1,
        ),
        min_size=1,
    )
)
def test_any_text_arrives_code_point_for_code_point(tmp_path, shared, table):
    found = sheet_rows(tmp_path, workbook({"a": table}, shared))
    told = [row[: max(n for n, value in enumerate(row, 1) if value)] for row in table if any(row)]
    width = len(told[0]) if told else 0
    assert found == [row + [""] * (width - len(row)) for row in told]


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (1714550400, "1714550400"),
        (7, "7"),
        (2.5, "2.5"),
        (6.8e18, "6.8e+18"),
        (datetime(2024, 5, 1, 16, 0, 5), "2024-05-01 16:00:05"),  # noqa: DTZ001
        (datetime(2024, 5, 1), "2024-05-01 00:00:00"),  # noqa: DTZ001
        ("a_x000D_b", "a\rb"),
        ("a_x005F_x000D_", "a_x000D_"),
        ("_x4E00_", "_x4E00_"),
        ("  前后  ", "  前后  "),
        ("一\n二", "一\n二"),
    ],
)
def test_values_as_texts(tmp_path, value, text):
    assert sheet_rows(tmp_path, workbook({"a": [["x", "y"], [value, "z"]]}))[1] == [text, "z"]


@pytest.mark.parametrize(
    ("cell", "text"),
    [
        ('<c t="b"><v>1</v></c>', "1"),
        ('<c t="e"><v>#REF!</v></c>', ""),
        ('<c t="str"><f>A1&amp;"x"</f><v>算好的</v></c>', "算好的"),
        ("<c><v>1.7145504E9</v></c>", "1714550400"),
        ('<c s="1"><v>1e99</v></c>', "1e99"),
        ('<c s="1"><v>昨天</v></c>', "昨天"),
        ('<c t="s"><v>99</v></c>', ""),
        ('<x:c xmlns:x="y" t="inlineStr"><x:is><x:t>前缀</x:t></x:is></x:c>', "前缀"),
    ],
)
def test_cells_as_programs_write_them(tmp_path, cell, text):
    data = with_part(workbook({"a": [["头", "尾"]]}), "xl/worksheets/sheet1.xml", "</row>", f"</row><row>{cell}</row>")
    assert sheet_rows(tmp_path, data) == [["头", "尾"], *([[text, ""]] if text else [])]


def test_dates_that_count_from_1904(tmp_path):
    data = with_part(
        workbook({"a": [["t"], [datetime(2024, 5, 1)]]}),  # noqa: DTZ001
        "xl/workbook.xml",
        "<sheets>",
        '<workbookPr date1904="1"/><sheets>',
    )
    assert sheet_rows(tmp_path, data)[1] == ["2028-05-02 00:00:00"]


def test_sheets_in_their_order_without_what_is_none(tmp_path):
    (tmp_path / "x.xlsx").write_bytes(workbook({"乙": [["1"]], "甲": [["2"]]}))
    assert [sheet.title for sheet in xlsx.sheets(tmp_path / "x.xlsx")] == ["乙", "甲"]
    (tmp_path / "x.zip").write_bytes(zipped({"a.csv": csv_bytes(invented(3))}))
    assert xlsx.sheets(tmp_path / "x.zip") == []
    (tmp_path / "x.csv").write_bytes(csv_bytes(invented(3)))
    assert xlsx.sheets(tmp_path / "x.csv") == []


# --- what a workbook must not do


def test_two_cells_far_apart_cost_no_more_than_two_cells(tmp_path):
    far = '<row r="1048576"><c r="XFD1048576"><v>1</v></c></row></sheetData>'
    data = with_part(workbook({"a": [["头"]]}), "xl/worksheets/sheet1.xml", "</sheetData>", far)
    assert list(map(len, sheet_rows(tmp_path, data))) == [1, 16_384]


SHEET = "xl/worksheets/sheet1.xml"


@pytest.mark.parametrize(
    ("old", "new", "code"),
    [
        ("<worksheet", '<!DOCTYPE a [<!ENTITY b "ha">]><worksheet', "zip_unsafe"),
        ('r="A1"', 'r="ZZZZ1"', "workbook_broken"),
        ('r="A1"', 'r="XFE1"', "workbook_broken"),
        ('r="A1"', 'r="甲1"', "workbook_broken"),
        ("</sheetData>", "", "workbook_broken"),
        (">头<", f">{'长' * (17 << 20)}<", "zip_unsafe"),
    ],
)
def test_a_sheet_that_is_refused(tmp_path, old, new, code):
    data = with_part(workbook({"a": [["头", "尾"]]}), SHEET, old, new)
    assert code_of(lambda: sheet_rows(tmp_path, data)) == code


def test_cells_that_all_show_one_long_text(tmp_path, monkeypatch):
    monkeypatch.setattr(xlsx, "MADE_AT_LEAST", 1 << 20)
    again = '<row><c t="s"><v>0</v></c></row>' * 3000
    data = with_part(workbook({"a": [["长" * 2_000]]}, True), SHEET, "</sheetData>", f"{again}</sheetData>")
    (tmp_path / "x.xlsx").write_bytes(data)
    (sheet,) = xlsx.sheets(tmp_path / "x.xlsx")
    with sheet.open("rb") as stream:
        assert code_of(lambda: [None for _ in iter(lambda: stream.read(1 << 20), b"")]) == "zip_unsafe"


def test_too_many_shared_texts(tmp_path, monkeypatch):
    monkeypatch.setattr(xlsx, "MAX_SHARED", 10)
    assert code_of(lambda: sheet_rows(tmp_path, workbook({"a": [["长" * 9], ["短"]]}, shared=True))) == "zip_unsafe"


def test_a_large_workbook_inside_a_zip_is_left_out(tmp_path, monkeypatch):
    (tmp_path / "x.zip").write_bytes(zipped({"a.xlsx": memotrace_xlsx(invented(9))}))
    assert len(archive.inside(tmp_path / "x.zip")) == 2
    monkeypatch.setattr(xlsx, "MAX_NESTED", 100)
    assert [one.name for one in archive.inside(tmp_path / "x.zip")] == ["x.zip/a.xlsx"]


def test_an_old_or_locked_workbook_is_named_as_such(tmp_path):
    (tmp_path / "x.xls").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600))
    assert code_of(lambda: sources.read(tmp_path / "x.xls")) == "workbook_old"


@pytest.mark.parametrize("share", [0.1, 0.5, 0.9, 0.999])
def test_a_workbook_cut_off(tmp_path, share):
    data = memotrace_xlsx(EVERY_KIND)
    (tmp_path / "x.xlsx").write_bytes(data[: int(share * len(data))])
    assert code_of(lambda: sources.read(tmp_path / "x.xlsx")) == "workbook_broken"
    (tmp_path / "x.zip").write_bytes(data[: int(share * len(data))])
    assert code_of(lambda: sources.read(tmp_path / "x.zip")) == "zip_broken"


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    part=st.sampled_from(
        ["xl/workbook.xml", SHEET, "xl/styles.xml", "xl/sharedStrings.xml", "xl/_rels/workbook.xml.rels"]
    ),
    place=st.floats(0, 1),
    length=st.integers(0, 30),
    piece=st.sampled_from(
        ["<", ">", "<c>", "</row>", "<row>", '"', "&a;", "&#0;", "é", "\ufffe", "<t>", "</c>", "9" * 30]
    ),
)
def test_any_damage_inside_gives_messages_or_one_clear_error(tmp_path, part, place, length, piece):
    with zipfile.ZipFile(io.BytesIO(memotrace_xlsx(EVERY_KIND, shared=True))) as found:
        parts = {info.filename: found.read(info) for info in found.infolist()}
    at = int(place * len(parts[part]))
    parts[part] = parts[part][:at] + piece.encode() + parts[part][at + length :]
    (tmp_path / "小满.xlsx").write_bytes(zipped(parts))
    try:
        checked(sources.read(tmp_path / "小满.xlsx"))
    except RuwoError as error:
        SENTENCES[error.code].format(**error.params)


def test_the_name_of_the_friend_is_that_of_the_file(tmp_path):
    found = read_bytes(tmp_path, f"{FRIEND}(1).xlsx", memotrace_xlsx(invented(5)))
    assert [chat.key for chat in found.chats] == [FRIEND]
