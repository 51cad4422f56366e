"""Short chunks become longer ones, in which every message stands as it did."""

from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.sources import merging
from curation.sources.report import Report
from curation.sources.source import Chunk, Source

COLUMNS = ("text", "kind", "sender_id", "sender", "quote", "reply_to", "extra", "ids", "epoch", "local", "numbers")


def _source():
    return Source([Path("小满.csv")], Report("小满.csv", "test"))


def _merged(chunks, source=None):
    met = []
    found = list(merging.merged(chunks, source or _source(), met.append))
    return found, list(dict.fromkeys(met))


def _rows(chunk):
    count = len(chunk.text)
    columns = [getattr(chunk, name) for name in COLUMNS]
    lists = [one.to_pylist() if isinstance(one, pa.Array) else one for one in columns]
    return list(zip(*([one] * count if one is None or isinstance(one, str) else one for one in lists), strict=True))


def _chunk(chat, count, like, start):
    texts = [f"{start + n}" for n in range(count)]
    return Chunk(
        text=pa.array(texts, pa.large_string()) if like == "arrow" else texts,
        kind="text" if like != "kinds" else ["image"] * count,
        quote=["好"] * count if like == "quotes" else None,
        ids=texts if like == "ids" else None,
        epoch=list(range(count)) if like != "local" else None,
        local=["2024-01-01"] * count if like == "local" else None,
        numbers=list(range(start, start + count)),
        chat=chat,
    )


@given(
    st.lists(
        st.tuples(
            st.sampled_from("甲乙丙"),
            st.integers(1, 5),
            st.sampled_from(["", "kinds", "quotes", "ids", "local", "arrow"]),
        ),
        max_size=30,
    ),
    st.sampled_from([1, 4, 1000]),
    st.sampled_from([3, 10, 1000]),
)
def test_nothing_is_lost_or_turned_around(given_chunks, enough, most):
    chunks = [_chunk(chat, count, like, 100 * n) for n, (chat, count, like) in enumerate(given_chunks)]
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(merging, "ENOUGH", enough)
        patched.setattr(merging, "ROWS", most)
        found, met = _merged(chunks)
    assert met == list(dict.fromkeys(chunk.chat for chunk in chunks))
    for chat in met:
        assert [row for one in found if one.chat == chat for row in _rows(one)] == [
            row for one in chunks if one.chat == chat for row in _rows(one)
        ]
    assert sum(one.records for one in found) == sum(len(one.text) for one in chunks)


def test_chats_that_take_turns_become_a_few_chunks():
    chunks = [_chunk("甲乙丙"[n % 3], 10, "", 10 * n) for n in range(300)]
    assert [(one.chat, len(one.text)) for one in _merged(chunks)[0]] == [("甲", 1000), ("乙", 1000), ("丙", 1000)]


def test_no_more_is_held_than_a_part_of_a_large_file(monkeypatch):
    monkeypatch.setattr(merging, "BYTES", 100)
    source = _source()

    def parsed():
        for n in range(10):
            source.consumed += 40
            yield _chunk("甲乙"[n % 2], 2, "", n)

    assert [len(one.text) for one in _merged(parsed(), source)[0]] == [4, 4, 4, 4, 2, 2]


def test_a_chunk_knows_its_chat_and_its_records_before_the_next_is_read():
    source = _source()

    def parsed():
        for _ in range(2):
            source.report.records += 3
            yield Chunk(text=["好", "在"], local=["", "?"])

    (found,) = _merged(parsed(), source)[0]
    assert (found.chat, found.numbers, found.records) == ("小满", [2, 3, 5, 6], 4)
