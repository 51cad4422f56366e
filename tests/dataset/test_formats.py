"""Writers: the same bytes for the same rows, read back as what was written."""

from __future__ import annotations

import io
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.dataset import Bubble, Fragment, Row, build
from curation.dataset.bundle import written
from curation.dataset.formats import sharegpt, writers

GOLDEN = Path(__file__).parents[1] / "golden" / "sharegpt.json"

FRAGMENTS = (
    Fragment(
        1,
        (
            Bubble("human", "在嘛在嘛"),
            Bubble("human", "帮我看个“东西” <image>\r\n急"),
            Bubble("persona", "来了来了(｡･ω･｡)ﾉ♡"),
            Bubble("persona", "哪个呀~~ [委屈]"),
            Bubble("human", "算了"),
        ),
    ),
    Fragment(
        2,
        (
            Bubble("persona", "👨‍👩‍👧 到家没！！"),
            Bubble("human", "刚到\u2028累死"),
            Bubble("persona", "第一段\n\n第二段\t\\ / \0"),
        ),
        context="说好到家报平安",
    ),
    Fragment(3, (Bubble("human", "晚安"),)),
)
ROWS = build(FRAGMENTS, system="你是小禾，现在正和阿岳聊天。").rows

ANY = st.text(st.characters(exclude_categories=("Cs",)), max_size=6)
ANY_ROWS = st.lists(
    st.builds(Row, st.integers(), st.lists(st.fixed_dictionaries({"from": ANY, "value": ANY})).map(tuple), ANY, ANY),
    max_size=4,
).map(tuple)


def test_sharegpt_is_the_golden_file() -> None:
    assert written(ROWS, sharegpt) == GOLDEN.read_bytes()


def test_every_file_of_the_folder_is_a_writer() -> None:
    names = {path.stem for path in Path(sharegpt.__file__).parent.glob("*.py")} - {"__init__"}
    assert writers().keys() == names
    assert {writer.EXTENSION for writer in writers().values()} == {"json", "jsonl"}


@pytest.mark.parametrize("name", writers())
@given(rows=ANY_ROWS)
def test_what_is_written_is_read_back(name: str, rows: tuple[Row, ...]) -> None:
    data = written(rows, writers()[name])
    assert data == written(rows, writers()[name])
    assert not data.startswith(b"\xef\xbb\xbf")
    text = data.decode("utf-8")
    read = json.loads(text) if name == "sharegpt" else [json.loads(line) for line in text.splitlines()]
    assert read == [row.record() for row in rows]


@given(ANY_ROWS)
def test_a_row_is_a_line(rows: tuple[Row, ...]) -> None:
    text = written(rows, sharegpt).decode("utf-8")
    assert len(text.splitlines()) == (len(rows) + 2 if rows else 1)


def test_rows_may_come_from_a_generator() -> None:
    stream = io.BytesIO()
    sharegpt.write((row for row in ROWS), stream)
    assert stream.getvalue() == GOLDEN.read_bytes()
