"""Invented chats of any length, the same for the same seed, as MemoTrace v3 would have exported them."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

from tests.generators import memotrace
from tests.generators.chats import FRIEND, ME, START, Message

MESSAGES = 100_000
"""What a bench imports unless it is told otherwise: two people over some years."""

_WHO = "我 你 他俩 我妈 室友 房东 隔壁的狗 店长 咱们 那个快递".split()
_WHEN = "今天 昨晚 刚才 周末 上次 明天一早 前几天 下班以后".split()
_WHAT = (
    "在楼下等车 把伞弄丢了 学会了炖汤 又没赶上 想去看海 说要早睡 还在改方案 买了新鞋 排了好久的队 突然想吃面".split()
)
_TAIL = ["", "", "", "啊", "呢", "吧", "哈哈哈", "…", "！", "[捂脸]", "[旺柴]", "(๑•̀ㅂ•́)و✧", "(╯°□°)╯︵ ┻━┻", "QAQ"]
_SHORT = "嗯嗯 好 哈哈哈哈 在吗 晚安 收到 真的假的 你猜 等下 就来 笑死 行吧 几点 哪里 ？ 6".split()
_PRIVATE = [
    "我新号码是139{:08d}",
    "转到622202{:013d}这张卡",
    "邮箱 xm{:05d}@example.com",
    "取件码{:06d}",
    "加我QQ {:09d}",
]
_STICKERS = "[捂脸笑] 猫猫点头 谢谢老板 打工人 摸摸头".split()


def talk(messages: int, seed: int = 0) -> Iterator[Message]:
    """``messages`` bubbles of two people: bursts, silences, short phrases, stickers, pictures, private values."""
    rng = random.Random(seed)
    at, number, mine = START, 0, False
    while number < messages:
        at += rng.choice([20, 40, 90, 240, 900]) if rng.random() < 0.97 else rng.randrange(3_600, 86_400)
        for _ in range(min(rng.choice([1, 1, 2, 3, 5]), messages - number)):
            at += rng.randrange(2, 12)
            text, kind, more = _said(rng)
            yield Message(number, ME if mine else FRIEND, text, kind, at, more=more)
            number += 1
        mine = not mine


def _said(rng: random.Random) -> tuple[str, str, dict[str, str]]:
    """Text, kind and what the kind needs beside it. Of 100 bubbles 3 are stickers, 2 pictures, 1 holds a secret."""
    dice = rng.random()
    if dice < 0.03:
        return rng.choice(_STICKERS), "sticker", {"path": "http://example.com/s"}
    if dice < 0.05:
        return "", "image", {"path": "./image/a"}
    if dice < 0.06:
        return rng.choice(_PRIVATE).format(rng.randrange(10**5)), "text", {}
    if dice < 0.35:
        return rng.choice(_SHORT), "text", {}
    return "".join(map(rng.choice, (_WHO, _WHEN, _WHAT, _TAIL))), "text", {}


def write_csv(path: Path, messages: int = MESSAGES, seed: int = 0) -> Path:
    """The chat as v3 CSV."""
    path.write_bytes(memotrace.csv_bytes(list(talk(messages, seed))))
    return path
