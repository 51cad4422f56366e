"""Promise 2: what a person wrote reaches the data set code point for code point."""

from __future__ import annotations

import json
import re
from collections import Counter
from itertools import groupby
from pathlib import Path

import pytest
from hypothesis import HealthCheck, Phase, example, given, settings
from hypothesis import strategies as st

from curation import bubbles, workspace
from tests.flow import chats

SPECIALS = (
    "[委屈]", "~~", "！！", "(๑•̀ㅂ•́)و✧", "👩\u200d👩\u200d👧", "❤️", "\r\n", "\r", "\n", "\n\n", "\0", "\ud800", "\udc00x",
    "😀", "\u2028", "\u2029", "\x85", "\x0b", "<image>", "<VIDEO>", "<audio>", "<imag", "\u200f", "\u202e",
    "\ufeff", "\u3000",
    "\\ud800", '"', "\\", "</script>", "&lt;", "\t", "，", " ", "再高铁上", "\ufffd", "１３８", "{name}",
)  # fmt: skip
TEXTS = st.lists(st.sampled_from(SPECIALS) | st.text(st.characters(exclude_categories=())), min_size=1, max_size=5).map(
    "".join
)
CHATS = st.lists(st.tuples(st.booleans(), TEXTS), min_size=1, max_size=14)


def expected(text: str) -> str:
    """The documented normalisations, written down a second time."""
    text = "".join(chr(0x10000 + (ord(a) - 0xD800) * 0x400 + ord(b) - 0xDC00) if b else a for a, b in _paired(text))
    text = text.replace("\0", "").replace("\r\n", "\n").replace("\r", "\n")
    text = "".join("\ufffd" if "\ud800" <= char <= "\udfff" else char for char in text)
    text = re.sub("<(image|video|audio)>", r"＜\1＞", text, flags=re.IGNORECASE)
    return text.strip("\n")


def _paired(text: str) -> list[tuple[str, str]]:
    """Two halves that happen to stand side by side are one character once they went through JSON."""
    found: list[tuple[str, str]] = []
    for char in text:
        if found and "\udc00" <= char <= "\udfff" and "\ud800" <= found[-1][0] <= "\udbff" and not found[-1][1]:
            found[-1] = (found[-1][0], char)
        else:
            found.append((char, ""))
    return found


def trained(lines: list[tuple[bool, str]]) -> list[tuple[bool, list[str]]]:
    """The turns of one fragment as the data set must have them: from the first human to the last persona turn."""
    spoken = [(mine, clean) for mine, text in lines if (clean := expected(text)).strip()]
    while spoken and spoken[0][0]:
        spoken.pop(0)
    while spoken and not spoken[-1][0]:
        spoken.pop()
    return [(mine, [text for _, text in run]) for mine, run in groupby(spoken, key=lambda line: line[0])]


@settings(
    max_examples=30,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    phases=[Phase.explicit, Phase.reuse, Phase.generate],  # shrinking takes minutes
)
@example([(False, "0\r\r\n1"), (True, "\r\0\n2"), (False, "\n\r3\r")])
@given(CHATS)
def test_any_chat_survives_import_and_export(tmp_path: Path, lines: list[tuple[bool, str]]) -> None:
    lines = [(False, "开头"), *lines, (True, "结尾")]
    opened = chats.filled(tmp_path, lines, gap=1)
    try:
        chats.keep_all(opened)
        done = chats.exported(opened)
        (row,) = json.loads(done.data_file())
    finally:
        opened.delete()
    found = [(m["from"] == "gpt", bubbles.decode(m["value"])) for m in row["conversations"]]
    assert found == trained(lines)


def test_every_normalisation_is_counted(tmp_path: Path) -> None:
    lines: list[chats.Line] = [
        (False, "a\r\nb\0"),
        (True, "<image>\ud83d"),
        (False, "\n\nhm\n"),
        (True, "好"),
        (False, " "),
        (True, "嗯"),
    ]
    opened = chats.filled(tmp_path, lines)
    chats.keep_all(opened)
    done = chats.exported(opened)
    with opened.read() as connection:
        (source,) = workspace.queries.all_sources(connection)
    report = source["report"]
    assert (report["crlf"], report["nul"], report["surrogates"]) == (1, 1, 1)
    cleaned = Counter(done.pack.manifest.cleaned)
    assert cleaned["media_token"] == 1
    assert cleaned["edge_break"] == 3


def test_plain_texts_pass_the_real_scanner(tmp_path: Path, scanner: None) -> None:
    texts = [
        "在吗~~",
        "刚洗完头 (๑•̀ㅂ•́)و✧",
        "哈哈哈哈哈[捂脸][捂脸]",
        "笑死！！",
        "第一行\n第二行\n\n隔一行",
        "👩\u200d👩\u200d👧",
        "嗯嗯呀",
        "再高铁上",
    ]
    lines: list[chats.Line] = [(n % 2 == 1, text) for n, text in enumerate(texts)]
    opened = chats.filled(tmp_path, lines)
    chats.keep_all(opened)
    assert chats.values(chats.exported(opened)) == [bubbles.encode([text]) for text in texts]


@pytest.mark.parametrize("text", ["(｡•́︿•̀｡)~~\n！！", "<image>", "\ud800", " 前后有空格 ", "\n断行\n"])
def test_edited_and_added_bubbles_are_kept_the_same_way(tmp_path: Path, text: str) -> None:
    opened = chats.filled(tmp_path, [(False, "问"), (True, "答")])
    (fragment,) = chats.fragments(opened)
    client = chats.Client(opened)
    second = chats.bubbles(opened, fragment)[1]["id"]
    client.do("edit", fragment, bubble=second, text=text)
    client.do("add", fragment, side="persona", text=text)
    chats.keep_all(opened)
    assert [bubbles.decode(v) for v in chats.values(chats.exported(opened))] == [["问"], [expected(text)] * 2]
