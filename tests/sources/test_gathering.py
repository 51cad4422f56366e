"""Parts of many chats become few tables, in order, within limits."""

import pyarrow as pa
import pytest

from curation.sources import gathering
from curation.sources.building import Built


def _part(chat, *seqs):
    return Built(chat, pa.table({"seq": pa.array(seqs, pa.int64())}), len(seqs))


def _told(parts, size):
    return [(chat, table["seq"].to_pylist()) for chat, table in gathering.gathered(parts, size)]


PARTS = [_part("a", 0, 1), _part("b", 0), _part("a", 2), _part("b", 1), _part("a", 3)]


@pytest.mark.parametrize(
    ("size", "told"),
    [
        (1, [("a", [0, 1]), ("b", [0]), ("a", [2]), ("b", [1]), ("a", [3])]),
        (3, [("a", [0, 1, 2]), ("b", [0, 1]), ("a", [3])]),
        (9, [("a", [0, 1, 2, 3]), ("b", [0, 1])]),
    ],
)
def test_a_chat_waits_until_it_has_enough(size, told):
    assert _told(PARTS, size) == told


@pytest.mark.parametrize(("limit", "value"), [("ROWS", 4), ("BYTES", 32)])
def test_everything_goes_out_when_too_much_is_held(limit, value, monkeypatch):
    monkeypatch.setattr(gathering, limit, value)
    assert _told(PARTS, 9) == [("a", [0, 1, 2]), ("b", [0]), ("b", [1]), ("a", [3])]


def test_what_went_out_is_held_no_more(monkeypatch):
    monkeypatch.setattr(gathering, "ROWS", 3)
    parts = [_part("a", 0, 1), _part("b", 0), _part("b", 1), _part("a", 2)]
    assert _told(parts, 2) == [("a", [0, 1]), ("b", [0, 1]), ("a", [2])]
