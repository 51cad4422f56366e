"""A value a line, whatever other lines hold."""

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.sources import jsonlines
from curation.sources.report import Report

LINES = [
    '{"a": 1}', "[1, 2]", "3", '"好"', "null", "{", "}", "1,2", '{"a": [', "1]}", '{"a":1},{"b":2}', "", "  ", "# {}",
    '"\\ud83d"', "[1", "nonsense", '"a', 'b"', " 4 ", '{"a": NaN}',
]  # fmt: skip


def alone(line):
    try:
        return json.loads(line.replace("\\ud83d", "\ufffd"))
    except ValueError:
        return None


@given(st.lists(st.sampled_from(LINES), max_size=30), st.sampled_from([1, 3, 2000]))
def test_lines_say_together_what_they_say_alone(lines, size):
    found = [one for block in jsonlines.blocks(["\n".join(lines)], Report(), size) for one in block]
    wanted = [alone(line) for line in lines if line.strip() and not line.startswith("#")]
    assert json.dumps(found) == json.dumps(wanted)


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_any_line_end(end):
    blocks = jsonlines.blocks([end.join(map(str, range(25)))], Report(), 10)
    assert list(blocks) == [list(range(10)), list(range(10, 20)), list(range(20, 25))]


def test_halves_of_pairs_are_counted():
    report = Report()
    assert list(jsonlines.blocks(['{"a": "\\ud83d"}\n"好"\n'], report)) == [[{"a": "\ufffd"}, "好"]]
    assert report.surrogates == 1
