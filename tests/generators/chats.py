"""Invented chats, as plain messages: what every exporter's layout is written from."""

from __future__ import annotations

import random
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

ME, FRIEND = "阿岚", "小满"
START = 1_714_550_400
"""2024-05-01 16:00:00 in Shanghai."""


@dataclass(frozen=True)
class Message:
    """One bubble. ``more`` is what its kind needs beside text; ``quote`` is ``name: words``."""

    number: int
    sender: str
    text: str = ""
    kind: str = "text"
    at: int = START
    quote: str | None = None
    reply_to: int | None = None
    more: dict[str, Any] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """The id the server gave it."""
        return str(6_800_000_000_000_000_000 + self.number)

    @property
    def mine(self) -> bool:
        """Sent by the exporting person."""
        return self.sender == ME


def _numbered(lines: Sequence[tuple[str, str, dict[str, Any]]]) -> list[Message]:
    return [Message(n, sender, text, at=START + 40 * n, **rest) for n, (sender, text, rest) in enumerate(lines)]


EVERY_KIND = _numbered([
    (FRIEND, "在吗在吗", {}),
    (ME, "在~刚洗完头 (๑•̀ㅂ•́)و✧", {}),
    (FRIEND, "猜我看到什么了", {}),
    (FRIEND, "", {"kind": "image", "more": {"path": "./image/2024-05/a1"}}),
    (ME, "笑哭", {"kind": "sticker", "more": {"path": "http://example.com/s/1"}}),
    (ME, "", {"kind": "sticker", "more": {"path": "http://example.com/s/2"}}),
    (ME, '这猫说"喵"，还会按门铃,真的', {}),
    (FRIEND, "第一行\n第二行\n\n隔一行", {}),
    (ME, "对，就那只", {"kind": "quote", "quote": f"{FRIEND}: 猜我看到什么了", "reply_to": 2}),
    (FRIEND, "我马上到楼下", {"kind": "voice", "more": {"duration": 7}}),
    (ME, "", {"kind": "voice", "more": {"duration": 2}}),
    (FRIEND, "", {"kind": "video", "more": {"duration": 15}}),
    (ME, "购物清单 五月.xlsx", {"kind": "file", "more": {"size": 20480}}),
    (FRIEND, "三分钟学会腌黄瓜", {"kind": "link", "more": {"url": "https://example.com/p?a=1&b=2", "app": "厨房"}}),
    (ME, "河边公园", {"kind": "location", "more": {"x": 31.25, "y": 121.5, "label": "某区某路 8 号"}}),
    (FRIEND, "￥35.50", {"kind": "transfer", "more": {"state": "发起转账", "memo": "菜钱"}}),
    (ME, "给你买糖", {"kind": "red_packet"}),
    (FRIEND, "通话时长 01:05", {"kind": "call", "more": {"duration": 65}}),
    (ME, "", {"kind": "forward", "more": {"content": f"{FRIEND}: 周末去不去\n{ME}: 去！"}}),
    (FRIEND, "老王的小店", {"kind": "card"}),
    (FRIEND, f'"{FRIEND}" 撤回了一条消息', {"kind": "recall"}),
    (FRIEND, f'"{FRIEND}" 拍了拍我', {"kind": "pat"}),
    (ME, "你们已经是好友了", {"kind": "system"}),
    (ME, "[旺柴][委屈]！！我电话是[phone xxx]", {}),
    (FRIEND, "  前后有空格  ", {}),
])  # fmt: skip
"""A private chat with one message of each kind and the texts that importers stumble over."""

_STARTS = "我 你 他们 今天 昨晚 周末 那家店 楼下的猫 老师 快递".split()
_MIDDLES = "好像 居然 终于 又 还没 已经 突然 差点 一直 打算".split()
_ENDS = "下雨了 迟到了 睡着了 想去爬山 买到票了 在排队 忘带钥匙 学会做汤 换了发型 说要请客".split()
_SHORT = ["哈哈", "嗯嗯", "好", "在吗", "晚安", "哦哦"]


def invented(count: int, seed: int = 0, burst: int = 3, short: float = 0.15) -> list[Message]:
    """A private chat of text messages: up to ``burst`` bubbles in a row, a share of them ``short`` phrases."""
    rng = random.Random(seed)
    return list(_talk(rng, count, burst, short))


def _talk(rng: random.Random, count: int, burst: int, short: float) -> Iterator[Message]:
    at, number, mine = START, 0, False
    while number < count:
        for _ in range(min(rng.randint(1, burst), count - number)):
            at += rng.choice([3, 8, 20, 60, 600])
            yield Message(number, ME if mine else FRIEND, _phrase(rng, number, short), at=at)
            number += 1
        mine = not mine


def _phrase(rng: random.Random, number: int, short: float) -> str:
    if rng.random() < short:
        return rng.choice(_SHORT)
    return f"{rng.choice(_STARTS)}{rng.choice(_MIDDLES)}{rng.choice(_ENDS)}{number}"
