"""The demo chat is current, well formed and holds everything a newcomer should meet in it."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from datetime import datetime, timedelta, timezone
from itertools import groupby, pairwise
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[1]
RECORDS: list[dict[str, Any]] = json.loads((ROOT / "assets/demo/林小满.html.json").read_text(encoding="utf-8"))
COMMON = ["type", "is_send", "timestamp", "server_id", "display_name", "avatar_src", "xml_dict"]
MEDIA = ["path", "file_name", "file_size", "file_type"]

LAYOUT = {
    "text": ("1", ["text"]),
    "image": ("3", [*MEDIA, "thumb_path"]),
    "voice": ("34", [*MEDIA, "voice_to_text", "duration"]),
    "video": ("43", [*MEDIA, "thumb_path", "duration"]),
    "sticker": ("47", [*MEDIA, "thumb_path", "desc"]),
    "location": ("48", ["x", "y", "label", "poiname", "scale"]),
    "call": ("50", ["invite_type", "display_content", "duration"]),
    "system": ("10000", ["text"]),
    "link": ("21474836529", ["url", "title", "description", "cover_url", "app_logo", "app_name"]),
    "file": ("25769803825", MEDIA),
    "quote": ("244813135921", ["text", "quote_server_id", "quote_type", "quote_text"]),
    "pat": ("266287972401", ["text"]),
    "transfer": ("8589934592049", ["text", "pay_subtype", "pay_memo", "fee_desc"]),
    "red_packet": ("8594229559345", ["text", "inner_type"]),
}


def texts(persona: bool | None = None) -> list[str]:
    """Typed texts in order; of one side unless ``persona`` is None."""
    return [r["text"] for r in RECORDS if r["type"] == "1" and persona in (None, r["is_send"])]


def position(text: str) -> int:
    """Index of the only record that starts with the text."""
    (found,) = [i for i, r in enumerate(RECORDS) if r.get("text", "").startswith(text)]
    return found


def of(kind: str) -> list[dict[str, Any]]:
    """All records of a kind."""
    return [r for r in RECORDS if r["type"] == LAYOUT[kind][0]]


def test_asset_is_what_the_script_writes() -> None:
    command = [sys.executable, str(ROOT / "tools/demo_chat.py"), "--check"]
    assert subprocess.run(command, capture_output=True, check=False).returncode == 0


def test_size_and_sides() -> None:
    assert 280 <= len(RECORDS) <= 330
    share = sum(r["is_send"] for r in RECORDS) / len(RECORDS)
    assert 0.45 <= share <= 0.65
    assert {(r["is_send"], r["display_name"]) for r in RECORDS} == {(True, "阿澈"), (False, "林小满")}


def test_times_ascend_over_three_weeks_of_2024() -> None:
    stamps = [r["timestamp"] for r in RECORDS]
    assert all(a < b for a, b in pairwise(stamps))
    first, last = (datetime.fromtimestamp(s, timezone(timedelta(hours=8))) for s in (stamps[0], stamps[-1]))
    assert first.year == last.year == 2024
    assert 18 <= (last - first).days <= 24


def test_ids_are_unique_and_quotes_name_an_earlier_message() -> None:
    place = {r["server_id"]: i for i, r in enumerate(RECORDS)}
    assert len(place) == len(RECORDS)
    for quote in of("quote"):
        quoted = RECORDS[place[quote["quote_server_id"]]]
        assert place[quote["quote_server_id"]] < place[quote["server_id"]]
        assert quote["quote_text"] == f"{quoted['display_name']}: {quoted['text']}"
        assert str(quote["quote_type"]) == quoted["type"]


@pytest.mark.parametrize("kind", LAYOUT)
def test_every_kind_is_there_in_the_exporters_layout(kind: str) -> None:
    assert of(kind)
    assert {tuple(r) for r in of(kind)} == {(*COMMON, *LAYOUT[kind][1])}


def test_no_other_type() -> None:
    assert {r["type"] for r in RECORDS} == {code for code, _ in LAYOUT.values()}


@pytest.mark.parametrize("persona", [True, False])
def test_both_sides_quote_speak_and_send_pictures(persona: bool) -> None:
    for kind in ("quote", "voice", "image", "sticker", "location", "transfer"):
        assert any(r["is_send"] == persona for r in of(kind)), kind


@pytest.mark.parametrize(("kind", "field"), [("sticker", "desc"), ("voice", "voice_to_text")])
def test_with_and_without_words(kind: str, field: str) -> None:
    assert {bool(r[field]) for r in of(kind)} == {True, False}


def test_recall_and_other_system_messages() -> None:
    recalls = [r for r in of("system") if r["text"].endswith("撤回了一条消息")]
    assert 0 < len(recalls) < len(of("system"))


@pytest.mark.parametrize(
    "mark",
    [
        "(｡･ω･｡)", "╰(*´︶`*)╯", "[委屈]", "[捂脸]", "[破涕为笑]", "~~", "！！", "呀", "嘛", "欸",
        "再高铁上", "刷芽", "\N{ZERO WIDTH JOINER}", "\n",
    ],
)  # fmt: skip
def test_the_personas_voice(mark: str) -> None:
    assert any(mark in text for text in texts(persona=True))


def test_the_persona_writes_in_bursts() -> None:
    runs = [len(list(run)) for side, run in groupby(RECORDS, lambda r: r["is_send"]) if side]
    assert sum(2 <= n <= 4 for n in runs) >= 40
    assert sum(map(len, texts(persona=True))) / len(texts(persona=True)) < 12


@pytest.mark.parametrize(
    "value",
    [
        "电话19999123456你", "199 9987 6543", "999999200003150026这个", "9999 9912 3456 7893你",
        "一份xiaoman.lin@example.org我们", "shenche_draws@example.org这个", "wifi密码tangyuan2020%你",
        "滨海市云杉区橘子巷27号3栋502 沈澈", "QQ9999912345吧", "验证码482913，", "陈知远", "何雨桐", "周明礼",
        "小李", "周老师", "桐桐",
    ],
)  # fmt: skip
def test_private_values(value: str) -> None:
    assert any(value in text for text in texts())


@pytest.mark.parametrize("value", ["订单号240516887201934", "运单号770099912345678", "59.9", "3:2", "2024.6.8", "107"])
def test_values_that_only_look_private(value: str) -> None:
    assert any(value in text for text in texts())


def test_advert_and_a_message_that_is_only_a_link() -> None:
    assert any(t.startswith("【") and "领券" in t and "拒收请回复" in t for t in texts())
    assert any(re.fullmatch(r"https://example\.org/\S+", t) for t in texts())


def test_every_address_in_the_chat_is_reserved() -> None:
    hosts = re.findall(r"(?:https?://|@)([a-z0-9.-]+\.[a-z]+)", json.dumps(RECORDS))
    assert set(hosts) == {"example.org"}


def test_interleaved_answers() -> None:
    start = position("一天喂几顿啊")
    run = RECORDS[start : start + 4]
    assert [r["text"][:2] for r in run] == ["一天", "钥匙", "早晚", "钥匙"]
    assert [r["is_send"] for r in run] == [False, False, True, True]


def test_late_answer_comes_an_hour_and_twenty_messages_later() -> None:
    question, answer = position("你上次说睡觉戴的那个耳塞"), position("雪绒！！")
    assert answer - question > 20
    assert RECORDS[answer]["timestamp"] - RECORDS[question]["timestamp"] > 3600


def test_the_friends_question_without_answer() -> None:
    asked = position("那你打算随多少呀")
    assert not RECORDS[asked]["is_send"]
    assert RECORDS[asked + 1]["timestamp"] - RECORDS[asked]["timestamp"] > 6 * 3600
    assert not any(r["is_send"] and re.search("随(?!便)", r.get("text", "")) for r in RECORDS[asked:])


def test_topics_jump_without_a_pause() -> None:
    for jump in ("对了打印机卡纸", "你头发在哪剪", "欸我送我妈啥好"):
        place = position(jump)
        assert RECORDS[place]["timestamp"] - RECORDS[place - 1]["timestamp"] < 60


def test_the_persona_starts_a_conversation() -> None:
    gap = 6 * 3600
    starts = [b for a, b in pairwise(RECORDS) if b["timestamp"] - a["timestamp"] > gap and b["is_send"]]
    assert len(starts) >= 3
