"""The list of problems: file, record, line and reason, to look at and to keep."""

from __future__ import annotations

import csv
import io

from curation.flow import problems
from curation.sources import Problem

SOME = [
    Problem("小满.csv", 3, "columns_wrong", 7),
    Problem("a.zip/说明.txt", 0, "file_unknown"),
    Problem("=1+1.csv", 9, "time_unreadable"),
]


def test_a_record_of_no_line_and_a_whole_file_have_empty_cells() -> None:
    assert list(problems.columns(SOME, str).values()) == [
        ["小满.csv", "a.zip/说明.txt", "=1+1.csv"],
        ["3", "", "9"],
        ["7", "", ""],
        [
            "broken row: wrong number of columns",
            "left out: not in a format Ruwo knows",
            "the time cannot be read; kept without one",
        ],
    ]


def test_the_file_opens_in_a_spreadsheet_without_running_anything() -> None:
    data = problems.as_csv(SOME, str)
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert rows[0] == ["File", "Record", "Line", "What is wrong"]
    assert rows[1][:3] == ["小满.csv", "3", "7"]
    assert rows[3][0] == "'=1+1.csv"
