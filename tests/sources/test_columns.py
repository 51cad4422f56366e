"""What blocks of records say, column by column."""

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.sources import columns, csvfile
from curation.sources.report import Report
from curation.sources.source import Source


@pytest.mark.parametrize(
    ("values", "found"),
    [
        (["好", "在"], ["好", "在"]),
        (["好", None], ["好", ""]),
        ([7, "七", None, True, 1.5, [1], 2**70], ["7", "七", "", "", "", "", ""]),
        ([], []),
    ],
)
def test_strings_of_a_field(values, found):
    assert columns.strings([{"a": value} for value in values], "a") == found
    assert columns.strings([{} for _ in values], "a") == [""] * len(values)


def test_only_the_odd_places_are_taken_apart():
    told = columns.apart(["好", "[图片]", "在"], [1], lambda at: ("image", "", f"第{at}", {"path": "a.jpg"}))
    assert told == {
        "kind": ["text", "image", "text"],
        "text": ["好", "", "在"],
        "quote": [None, "第1", None],
        "extra": [None, '{"path":"a.jpg"}', None],
    }
    assert columns.other_than(["1", "3", "1", ""], "1") == [1, 3]


@given(st.lists(st.tuples(st.sampled_from("甲乙丙"), st.integers()), max_size=30))
def test_rows_are_divided_by_their_key_in_their_order(rows):
    keys, numbers = [key for key, _ in rows], [number for _, number in rows]
    found = {key: list(some) for key, (some,) in columns.divided(keys, numbers)}
    assert found == {key: [number for one, number in rows if one == key] for key in dict.fromkeys(keys)}


def test_what_is_no_message_is_set_aside_with_its_record():
    source = Source([Path("a.json")], Report("a.json", "test"))
    elements = [{"content": "好", "kind": "text"}, 3, {"content": None, "kind": "text"}, {"kind": "怪"}, {}]
    kinds = {"text": "text"}
    items, known = columns.sound(
        elements,
        lambda item: kinds.get(item.get("kind", "")),
        lambda item: "" if item.get("kind") == "怪" else "bad",
        source,
    )
    assert (items, known) == ([elements[0], elements[3]], ["text", "other"])
    assert source.report.records == 5
    assert source.report.set_aside == {"record_invalid": 1, "bad": 2}
    assert [(one.record, one.reason) for one in source.report.problems] == [
        (2, "record_invalid"),
        (3, "bad"),
        (4, "kind_unknown"),
        (5, "bad"),
    ]


def _table(rows, widths=()):
    stream = io.StringIO(newline="")
    csv.writer(stream).writerows([["a", "b", "c"], *rows])
    table = csvfile.Table([stream.getvalue()], Report("x.csv", "test"), "x.csv")
    table.widths |= set(widths)
    return table


@pytest.mark.parametrize("size", [1, 5000, 10**6])
def test_a_table_by_columns_is_the_table_by_rows(size):
    rows = [[str(n), "，\n", f"{n}号"] for n in range(12_001)]
    found = list(_table(rows).by_columns(size))
    assert [list(row) for part in found for row in zip(*part, strict=True)] == rows
    assert len(found) == (3 if size <= 5000 else 1)


def test_long_rows_make_shorter_columns(monkeypatch):
    monkeypatch.setattr(csvfile, "CHARACTERS", 1)
    rows = [["1", "2", "3"]] * 10_000
    assert [len(part[0]) for part in _table(rows).by_columns()] == [5000, 5000]


def test_short_rows_end_with_empty_fields():
    (found,) = _table([["1", "2"], ["3", "4", "5"]], widths=(2,)).by_columns()
    assert found == [["1", "3"], ["2", "4"], ["", "5"]]


@given(st.lists(st.sampled_from("甲乙丙")))
def test_keys_are_numbered_as_they_come(keys):
    distinct, codes = columns.numbered(iter(keys))
    assert distinct == list(dict.fromkeys(keys))
    assert [distinct[code] for code in codes] == keys


def test_columns_are_parted_by_chat():
    told = {"text": ["1", "2", "3"], "ids": ["a", "b", "c"]}
    found = list(columns.parted(["甲", "乙", "甲"], lambda at: at == 1, told))
    assert [(one.chat, one.text, one.ids, one.is_group) for one in found] == [
        ("甲", ["1", "3"], ["a", "c"], False),
        ("乙", ["2"], ["b"], True),
    ]
