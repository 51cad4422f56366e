import csv
import io

import pytest

from curation.sources import csvfile
from curation.sources.report import Report
from tests.generators.chats import ME, Message, invented
from tests.generators.memotrace import COLUMNS, csv_bytes, csv_text
from tests.sources.reading import read_bytes

HEAD = "a,b,c\r\n"


def table(text, size=5000, piece=7):
    """Rows of a table given in small pieces, and the report."""
    report = Report()
    found = csvfile.Table([text[at : at + piece] for at in range(0, len(text), piece)], report, "x.csv")
    return [row for block in found.blocks(size) for row in block], report


@pytest.mark.parametrize("end", ["\r\n", "\n", "\r"])
@pytest.mark.parametrize("piece", [1, 2, 7, 1000])
def test_rows_are_those_of_the_csv_module(end, piece):
    text = f'a,b,c{end}1,"x,{end}""y""",2{end}3,\u2028\x0b,4{end}'
    assert table(text, piece=piece)[0] == list(csv.reader(io.StringIO(text, newline="")))[1:]


@pytest.mark.parametrize("size", [1, 2, 3, 5000])
def test_a_broken_row_is_set_aside_and_the_rest_kept(size):
    rows, report = table(f"{HEAD}1,2,3\r\n4,5\r\n6,7,8\r\n\r\n9,10,11,12\r\n13,14,15", size)
    assert rows == [["1", "2", "3"], ["6", "7", "8"], ["13", "14", "15"]]
    assert report.records == 5
    assert report.set_aside == {"columns_wrong": 2}
    assert [problem.record for problem in report.problems] == [2, 4]


@pytest.mark.parametrize("size", [1, 2, 10, 5000])
def test_a_stray_quote_swallows_no_row(size):
    good = [f'{n},"text, {n}",z\r\n' for n in range(200)]
    rows, report = table(HEAD + "".join(good[:50]) + '50,"open,z\r\n' + "".join(good[51:]), size)
    assert [row[0] for row in rows] == [str(n) for n in range(200) if n != 50]
    assert report.records == 200
    assert report.set_aside == {"columns_wrong": 1}


def test_a_quote_that_never_closes_swallows_no_row():
    rows, report = table(HEAD + "1,2,3\r\n" + '4,"5,6\r\n' + "7,8,9\r\n" * 5000, piece=4000)
    assert len(rows) == 5001
    assert report.set_aside == {"columns_wrong": 1}


def test_a_file_cut_off_in_a_row_keeps_the_rows_before(tmp_path):
    chat = [*invented(20), Message(20, ME, '最后一句，说到"一半"\n就断了')]
    data = csv_bytes(chat)
    found = read_bytes(tmp_path, "小满.csv", data[: data.index("就断了".encode()) + 3])
    assert len(found.messages) == 20
    assert found.report.set_aside == {"columns_wrong": 1}
    assert found.report.problems[0].record == 21


def test_a_field_longer_than_the_csv_modules_limit_is_read(tmp_path):
    long = "长" * 200_000
    found = read_bytes(tmp_path, "小满.csv", csv_bytes([Message(0, ME, long), *invented(2)]))
    assert found.messages["text"][0] == long


def test_a_field_without_end_is_set_aside(monkeypatch):
    monkeypatch.setattr(csvfile, "LONGEST_FIELD", 0)
    limit = csv.field_size_limit(1000)
    try:
        rows, report = table(HEAD + "1,2,3\r\n" + f"4,{'x' * 2000},6\r\n" + "7,8,9\r\n")
    finally:
        csv.field_size_limit(limit)
    assert rows == [["1", "2", "3"], ["7", "8", "9"]]
    assert report.set_aside == {"field_too_long": 1}


def test_the_limit_is_only_ever_raised():
    before = csv.field_size_limit(csvfile.LONGEST_FIELD * 2)
    try:
        table(HEAD)
        assert csv.field_size_limit() == csvfile.LONGEST_FIELD * 2
    finally:
        csv.field_size_limit(before)


def test_a_record_of_very_many_lines_is_one_record():
    text = HEAD + "".join(f'{n},"{"line" * 3}{chr(10) * 30}",z\r\n' for n in range(30))
    rows, report = table(text, size=1, piece=500)
    assert [row[0] for row in rows] == [str(n) for n in range(30)]
    assert report.set_aside == {}


def test_lines_that_open_a_quote_again_and_again_take_no_quadratic_time():
    _, report = table(HEAD + '","x","\r\n' * 5000, piece=4000)
    assert report.set_aside == {"columns_wrong": report.records}


def test_nul_bytes_do_not_stop_the_file(tmp_path):
    chat = invented(3)
    found = read_bytes(tmp_path, "小满.csv", csv_bytes(chat).replace(b"more", b"mo\0re", 2))
    assert found.messages["text"].tolist() == [message.text for message in chat]
    assert found.report.nul == 2


def test_columns_are_the_first_row():
    assert csvfile.Table([csv_text([])], Report(), "x.csv").columns == COLUMNS
    assert csvfile.Table([], Report(), "x.csv").columns == []


@pytest.mark.parametrize("by_columns", [False, True])
def test_each_row_knows_which_record_it_is(by_columns):
    report = Report(records=100)
    table = csvfile.Table(["a,b\n", "1,2\n", "broken\n", "3,4\n", "broken\n", "5,6\n"], report, "a.csv")
    blocks = table.by_columns() if by_columns else table.blocks()
    assert [table.numbers for _ in blocks] == [[101, 103, 105]]
