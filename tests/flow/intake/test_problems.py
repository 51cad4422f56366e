"""The list of problems: file, record, line and reason, to look at and to keep."""

from __future__ import annotations

import csv
import io
import json
import zipfile
from pathlib import Path

from curation.flow import headless
from curation.flow.intake import importing, problems
from curation.sources import Problem
from tests.flow import chats
from tests.generators import memotrace
from tests.generators.chats import EVERY_KIND

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


def test_what_of_a_zip_will_not_be_read_is_told_before(tmp_path: Path) -> None:
    whole = tmp_path / "都在.zip"
    training = [{"conversations": [{"from": "human", "value": "在吗"}, {"from": "gpt", "value": "在的"}]}]
    with zipfile.ZipFile(whole, "w") as out:
        out.write(chats.write(tmp_path, chats.talk(6)), "小满.html.json")
        out.writestr("练_train.json", json.dumps(training))
        out.writestr("小满.csv", memotrace.csv_bytes(EVERY_KIND))
        out.writestr("空.txt", "")
        out.writestr("别的.json", '{"a": 1}')
    seen = importing.preview(whole)
    assert {one.file: one.reason for one in seen.left_out} == {
        "都在.zip/小满.csv": "chat_again",
        "都在.zip/空.txt": "file_blank",
        "都在.zip/别的.json": "file_unknown",
    }
    done = headless.import_into("", [whole], persona="", zone="Asia/Shanghai", progress=lambda fraction: None)
    assert [one.format for one in seen.parts] == ["memotrace_html_json", "sharegpt"]
    nobody = {"都在.zip/练_train.json"}  # nobody said who the persona is
    assert {one.file for one in done["files_left_out"]} == nobody | {one.file for one in seen.left_out}
    done = headless.import_into("", [whole], persona="assistant", zone="Asia/Shanghai", progress=lambda fraction: None)
    assert "sharegpt" in [one["format"] for one in done["sources"]]
