"""A list read in slices gives what the whole gives, wherever the pieces end and whatever is wrong with it."""

import json
from itertools import chain

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from curation.errors import RuwoError
from curation.sources import jsonfile, jsonslices
from curation.sources.report import Report
from tests.generators.chats import EVERY_KIND
from tests.generators.memotrace import html_item

ITEMS = [html_item(message) for message in EVERY_KIND]
ODD = [{"id": 1, "text": '},{"id": 2'}, {"id": 3, "in": [{"id": 4}, {"id": 5}]}, {"in": [], "id": 6}, 7, [8], {"id": 9}]


def pieces(data, size):
    return iter([data[at : at + size] for at in range(0, len(data), size)])


def sliced(data, size=1000, small=True):
    """The elements of a list, or of the list \"m\" in an object, with what stands around it; and the report."""
    report = Report()
    slices, _ = jsonslices.of_list(pieces(data, size), report)
    slices = slices or jsonslices.of_object(pieces(data, size), ["m"], report)[0]
    return list(chain.from_iterable(slices.elements(small, "x.json"))), slices, report


@pytest.mark.parametrize("size", [1, 7, 100, 5000, 1 << 20])
@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("items", [ITEMS, ODD, ODD * 30, [], [1, "二"], [[{"a": 1}, {"a": 2}], {"a": 3}]])
def test_slices_give_what_the_whole_gives(items, indent, size):
    data = json.dumps(items, ensure_ascii=False, indent=indent).encode()
    assert sliced(data, size)[0] == items
    found, slices, _ = sliced(json.dumps({"a": {"m": [0]}, "m": items, "z": [{"id": 0}] * 3}).encode(), size)
    assert (found, slices.before, slices.tail["z"]) == (items, {"a": {"m": [0]}}, [{"id": 0}] * 3)


def test_a_long_list_comes_in_several_slices():
    data = json.dumps(ITEMS * 20).encode()
    slices, _ = jsonslices.of_list(pieces(data, 10_000), Report())
    assert len(list(slices.elements(True, "x.json"))) >= len(data) // 20_000


@pytest.mark.parametrize(
    ("harm", "mended", "small"),
    [
        (rb"\ud83d", "\ufffd", True),
        (rb"\ud83d", "\ufffd", False),
        (b"\xff", "\ufffd", True),
        (b"\xff", "\ufffd", False),
        (b"\t", "\t", True),
    ],
)
@pytest.mark.parametrize("at", [0, 40, 499])
def test_a_damaged_element_costs_none(at, harm, mended, small):
    data = json.dumps([{"id": n, "text": "@" if n == at else "好的"} for n in range(500)], ensure_ascii=False).encode()
    found, _, report = sliced(data.replace(b"@", harm), 900, small)
    assert [one["text"] for one in found] == ["好的"] * at + [mended] + ["好的"] * (499 - at)
    assert report.encoding == "utf-8"
    assert (report.surrogates, report.bad_bytes) == (harm.startswith(b"\\"), harm == b"\xff")


@given(st.lists(st.sampled_from(ODD), max_size=40), st.integers(0, 10**6), st.binary(max_size=3), st.integers(1, 200))
@example([{"id": 1}, {"id": 2}], 1, b"\xef\xbb\xbf", 5)
def test_whatever_is_wrong_the_same_is_found(items, at, harm, size):
    data = json.dumps(items).encode()
    at %= len(data)
    data = b"[" + data[1:at] + harm + data[at:] if at else data
    assert _outcome(lambda: sliced(data, size)[0]) == _outcome(lambda: jsonfile.whole([data], Report(), "x.json"))


def _outcome(read):
    try:
        return read()
    except RuwoError as error:
        return error.code, error.params


def test_a_mark_is_told():
    data = b"\xef\xbb\xbf" + json.dumps(ITEMS).encode()
    found, _, report = sliced(data, 500)
    assert (found, report.encoding) == (ITEMS, "utf-8-sig")


def test_a_list_that_cannot_be_cut_is_parsed_at_once(monkeypatch):
    monkeypatch.setattr(jsonslices, "LONGEST", 1000)
    items = [[1, 2, 3]] * 5000
    for small in (True, False):
        assert sliced(json.dumps(items).encode(), 100, small)[0] == items


@pytest.mark.parametrize("data", [b"", b"3", b'{"m": 3}', b'{"a": {"m": [1]}}', '["好"]'.encode("utf-16")])
def test_what_is_no_list_is_given_back_as_it_is(data):
    report = Report()
    slices, blocks = jsonslices.of_list(pieces(data, 3), report)
    assert (slices, b"".join(blocks)) == (None, data)
    slices, blocks = jsonslices.of_object(pieces(data, 3), ["m"], report)
    assert (slices, b"".join(blocks)) == (None, data)


@pytest.mark.parametrize("size", [1, 2, 5, 100])
def test_a_name_is_found_across_pieces(size):
    data = json.dumps({"a": "meta", "senders": []}).encode()
    assert jsonslices.names_in(pieces(data, size), ["x", "senders"])
    assert not jsonslices.names_in(pieces(data, size), ["sender", "x"])
