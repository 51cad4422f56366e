"""The same invented chat in every family's layout, and what anybody would have to spend on such a file."""

from __future__ import annotations

import csv
import zipfile
from collections.abc import Callable, Sequence
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import orjson

from bench import chats
from tests.generators import (
    chatlab,
    chatlog,
    curated,
    memotrace,
    memotrace_csv_v2,
    memotrace_pages,
    pywxdump,
    qce,
    qq,
    telegram,
    wechat_share,
    weflow,
    whatsapp,
    xlsx,
)
from tests.generators.chats import Message

Talk = Sequence[Message]


class Family(NamedTuple):
    """``bare``: which of :data:`BARE` is the floor."""

    name: str
    bare: str
    write: Callable[[Talk], bytes]


def _training(talk: Talk) -> bytes:
    texts = [message for message in talk if message.kind == "text"]
    return memotrace.dumped(memotrace.training(memotrace.by_interval(texts, 600), seed=0))


def _curated(row: Callable[..., dict[str, object]], turns: int = 6) -> Callable[[Talk], bytes]:
    def written(talk: Talk) -> bytes:
        texts = [message for message in talk if message.kind == "text"]
        said = [
            ("assistant" if mine else "user", [message.text for message in run])
            for mine, run in groupby(texts, lambda message: message.mine)
        ]
        return curated.as_list(row, [said[at : at + turns] for at in range(0, len(said) - turns + 1, turns)])

    return written


FAMILIES = [
    Family("MemoTrace CSV", "csv.reader", memotrace.csv_bytes),
    Family("MemoTrace CSV v2", "csv.reader", memotrace_csv_v2.one_chat),
    Family("PyWxDump CSV", "csv.reader", pywxdump.as_csv),
    Family("chatlog CSV", "csv.reader", chatlog.chatlog_csv),
    Family("MemoTrace html.json", "orjson", memotrace.html_json_bytes),
    Family("MemoTrace training JSON", "orjson", _training),
    Family("PyWxDump JSON", "orjson", pywxdump.as_json),
    Family("WeFlow JSON", "orjson", weflow.weflow_json),
    Family("CipherTalk JSON", "orjson", weflow.ciphertalk_json),
    Family("chatlog JSON", "orjson", chatlog.chatlog_json),
    Family("ChatLab JSON", "orjson", chatlab.chatlab_json),
    Family("ShareGPT", "orjson", _curated(curated.sharegpt_row)),
    Family("OpenAI messages", "orjson", _curated(curated.openai_row)),
    Family("ChatLab JSONL", "orjson a line", chatlab.chatlab_jsonl),
    Family("qq-chat-exporter JSON", "orjson", qce.single),
    Family("Telegram JSON", "orjson", telegram.single),
    Family("MemoTrace xlsx", "zlib", xlsx.memotrace_xlsx),
    Family("MemoTrace HTML v3", "lines", memotrace_pages.html_v3),
    Family("MemoTrace HTML v2", "lines", memotrace_pages.html_v2),
    Family("MemoTrace Markdown", "lines", memotrace_pages.markdown),
    Family("MemoTrace TXT", "lines", memotrace_pages.txt_v3),
    Family("WeFlow TXT", "lines", weflow.weflow_txt),
    Family("chatlog TXT", "lines", chatlog.chatlog_txt),
    Family("WeChat share", "lines", wechat_share.share),
    Family("QQ TXT", "lines", qq.txt),
    Family("QQ MHT", "lines", qq.mht),
    Family("WhatsApp TXT", "lines", whatsapp.whatsapp_txt),
]


def write(family: Family, folder: Path, messages: int) -> Path:
    """The chat as a file of this family."""
    path = folder / "小满"
    path.write_bytes(family.write(list(chats.talk(messages))))
    return path


# --- the least any program must do


def _csv(path: Path) -> object:
    with path.open(encoding="utf-8-sig", newline="") as stream:
        return list(csv.reader(stream))


def _orjson(path: Path) -> object:
    return orjson.loads(path.read_bytes())


def _json_lines(path: Path) -> object:
    return [orjson.loads(line) for line in path.read_bytes().split(b"\n") if line and not line.startswith(b"#")]


def _lines(path: Path) -> object:
    with path.open(encoding="utf-8-sig") as stream:
        return list(stream)


def _unzipped(path: Path) -> object:
    with zipfile.ZipFile(path) as archive:
        return [archive.read(name) for name in archive.namelist()]


BARE = {"csv.reader": _csv, "orjson": _orjson, "orjson a line": _json_lines, "lines": _lines, "zlib": _unzipped}
