import json
import time

import pytest

from curation.errors import RuwoError
from curation.sources import jsonfile
from curation.sources.depth import MAX_DEPTH, DepthGuard
from curation.sources.report import Report
from tests.generators.chats import EVERY_KIND
from tests.generators.memotrace import html_item

ITEMS = [html_item(message) for message in EVERY_KIND]


def pieces(data, size):
    return [data[at : at + size] for at in range(0, len(data), size)]


def streamed(data, size=1000, **options):
    """The elements of a streamed list, and the report."""
    report = Report()
    blocks = jsonfile.streamed(pieces(data, size), report, "x.json", **options)
    return [element for block in blocks for element in block], report


@pytest.mark.parametrize("size", [1, 3, 64, 5000])
@pytest.mark.parametrize("ascii_only", [True, False])
def test_a_stream_gives_what_the_whole_gives(size, ascii_only):
    data = json.dumps(ITEMS, ensure_ascii=ascii_only).encode()
    assert streamed(data, size)[0] == jsonfile.whole([data], Report(), "x.json") == ITEMS


@pytest.mark.parametrize("size", range(1, 9))
def test_escapes_as_in_c_are_read_wherever_the_pieces_end(size):
    data = rb'["\x0b", "a\\x0b", "b\x1B\n"]'
    expected = ["\x0b", "a\\x0b", "b\x1b\n"]
    assert streamed(data, size)[0] == jsonfile.whole([data], Report(), "x.json") == expected


def test_a_stream_comes_in_blocks():
    blocks = jsonfile.streamed([json.dumps(list(range(23))).encode()], Report(), "x.json", size=10)
    assert [len(block) for block in blocks] == [10, 10, 3]


@pytest.mark.parametrize("size", [1, 2, 5, 11, 400])
def test_half_a_surrogate_pair_is_mended_wherever_the_pieces_end(size):
    data = rb'["\ud83d\ude00", "\ud83d x", "\udc00", "\\ud83d", "\\\ud83d", "\u00e9\n"]'
    mended = ["😀", "\ufffd x", "\ufffd", "\\ud83d", "\\\ufffd", "é\n"]
    found, report = streamed(data, size)
    assert (found, report.surrogates) == (mended, 3)
    report = Report()
    assert (jsonfile.whole([data], report, "x.json"), report.surrogates) == (mended, 3)


def test_what_the_strict_parser_refuses_is_read_all_the_same():
    found = jsonfile.whole([b'[NaN, Infinity, 1e999, 123456789012345678901234567890, "a\tb\nc"]'], Report(), "x.json")
    assert found[3:] == [123456789012345678901234567890, "a\tb\nc"]


@pytest.mark.parametrize(
    "data",
    [b"[", b'[{"a": 1}', b'[{"a": 1}, ', b'["abc', b"[1 2]", b"[tru", b'{"a":}', b"[" + b"9" * 5000 + b"]x",
     b"nonsense"],
)  # fmt: skip
def test_broken_json_is_one_clear_error(data):
    for read in (lambda: jsonfile.whole([data], Report(), "x.json"), lambda: streamed(data)):
        with pytest.raises(RuwoError) as caught:
            read()
        assert caught.value.code == "json_broken"
        assert 0 <= caught.value.params["offset"] <= len(data)


def test_the_offset_is_in_bytes():
    with pytest.raises(RuwoError) as caught:
        jsonfile.whole(['["你好", oops]'.encode()], Report(), "x.json")
    assert caught.value.params["offset"] == '["你好", oops]'.encode().index(b"oops")


@pytest.mark.parametrize("level", ["[", '{"a":', '[{"a":'])
@pytest.mark.parametrize("closed", [True, False])
def test_a_bottomless_file_is_refused_quickly_and_in_little_memory(level, closed):
    data = level.encode() * 100_000 + b"1" + (b"]" if level == "[" else b"}") * 100_000 * closed
    resource = pytest.importorskip("resource")
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    for read in (lambda: jsonfile.whole([data], Report(), "x.json"), lambda: streamed(data, 1 << 20)):
        start = time.process_time()
        with pytest.raises(RuwoError) as caught:
            read()
        assert caught.value.code == "json_too_deep"
        assert caught.value.params["depth"] > MAX_DEPTH
        assert time.process_time() - start < 5
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 100_000, "kilobytes"


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_brackets_in_strings_are_no_levels(size):
    data = json.dumps(['[[[{{{"\\', "\\\\[", '"[', "\\"] * 300).encode()
    guard = DepthGuard("x.json")
    for piece in pieces(data, size):
        guard.check(piece)


@pytest.mark.parametrize("size", [1, 2, 3, 1000])
def test_levels_behind_strings_are_counted(size):
    data = (json.dumps(['"\\[', "]]"])[:-1] + ", " + "[" * MAX_DEPTH).encode()
    guard = DepthGuard("x.json")
    with pytest.raises(RuwoError, match="json_too_deep"):
        list(map(guard.check, pieces(data, size)))


def test_many_quotes_do_not_slow_the_guard_down():
    start = time.process_time()
    DepthGuard("x.json").check(b'"' + b'\\"' * 500_000)
    DepthGuard("x.json").check(b'"' * 1_000_000)
    assert time.process_time() - start < 10
