"""Is a person's pattern safe to run over a million messages? Decided by its form and by trying it, never for long."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Any

import regex

from curation.errors import RuwoError

PARSER: Any = re._parser  # type: ignore[attr-defined]
PART = PARSER.SubPattern
"""Python's own parser of patterns, there since 3.11; no public module shows the tree."""

LONGEST = 500
"""Characters a pattern may have."""
MANY = 10
"""A repeat that may run this often counts as open; an open one inside another is refused."""
LENGTH = 2_000
"""Characters of a text made to slow a pattern down."""
SECONDS = 0.1
"""What a pattern may take on such a text: 2,000 characters leave room for a square of steps, not for more."""
ATTACKS = 20

ORDINARY = (
    "今天吃什么", "好的", "哈哈哈哈", "我到家了", "明天见！", "你在哪儿呢？", "嗯嗯，知道了", "ok", "这个多少钱", "太晚了先睡吧",
    "昨天那部电影还不错", "等我5分钟", "周末有空吗", "lol", "谢谢啦~", "路上堵车", "那就这么定了", "不行，我没时间", "[捂脸]", "早",
    "下午3点开会", "帮我带杯咖啡", "收到", "你先吃，别等我", "真的假的？",
    "我的也是", "你说的对", "那是他的", "好的呀", "是我的错", "有没有人", "我不知道", "你是谁", "不是吧", "我觉得可以", "什么时候的事", "你的呢",
)  # fmt: skip
"""What people write all day."""
SHARE = 0.25
"""A rule that finds something in more of them than this would take the talk away with it."""


def trial(pattern: str) -> None:
    """RuwoError ``rule_pattern``, ``rule_slow`` or ``rule_everything``; nothing when the pattern may be used."""
    if len(pattern) > LONGEST:
        raise RuwoError("rule_pattern")
    try:
        tree = list(_parsed(pattern))
        compiled = regex.compile(pattern)
        nested = _nested(tree, False)
    except (re.error, regex.error, OverflowError, RecursionError):
        raise RuwoError("rule_pattern") from None
    if nested or any(_slow(compiled, text) for text in _attacks(tree)):
        raise RuwoError("rule_slow")
    ordinary = sum(compiled.search(text, timeout=SECONDS) is not None for text in ORDINARY)
    if compiled.search("", timeout=SECONDS) or ordinary > SHARE * len(ORDINARY):
        raise RuwoError("rule_everything")


def _parsed(pattern: str) -> Any:
    return PARSER.parse(pattern)


def _slow(compiled: regex.Pattern[str], text: str) -> bool:
    try:
        compiled.search(text, timeout=SECONDS)
    except TimeoutError:
        return True
    return False


def _nested(node: Any, inside: bool) -> bool:
    """Whether an open repeat stands inside another: (a+)+ takes 2^n steps."""
    if _is_repeat(node):
        low, high, body = node[1]
        is_open = low != high and high >= MANY
        return (inside and is_open) or _nested(list(body), inside or high >= MANY)
    return isinstance(node, (list, tuple, PART)) and any(_nested(part, inside) for part in node)


def _is_repeat(node: Any) -> bool:
    return isinstance(node, tuple) and len(node) == 2 and str(node[0]).endswith("_REPEAT")


def _attacks(tree: list[Any]) -> Iterator[str]:
    """Long runs of what the pattern looks for, with an end that spoils the match."""
    chars = list(dict.fromkeys(_chars(tree)))
    pieces = [*chars[:8], "".join(chars[:4]), *("".join(pair) for pair in pairwise(chars))]
    for piece in dict.fromkeys(pieces[:ATTACKS]):
        run = (piece * LENGTH)[:LENGTH]
        yield run + "\x00"
        yield "".join(chars) + run + "\x00" + "".join(chars)


def _chars(node: Any) -> Iterator[str]:
    """A character for each place of the pattern that takes one."""
    if isinstance(node, tuple) and len(node) == 2 and str(node[0]) in SAMPLES:
        yield from SAMPLES[str(node[0])](node[1])
    elif isinstance(node, (list, tuple, PART)):
        for part in node:
            yield from _chars(part)


CLASSES = {"CATEGORY_DIGIT": "1", "CATEGORY_SPACE": " ", "CATEGORY_WORD": "a", "CATEGORY_NOT_DIGIT": "a",
           "CATEGORY_NOT_SPACE": "a", "CATEGORY_NOT_WORD": " "}  # fmt: skip
SAMPLES: dict[str, Any] = {
    "LITERAL": lambda code: [chr(code)],
    "NOT_LITERAL": lambda code: ["a" if code != 97 else "b"],
    "RANGE": lambda ends: [chr(ends[0])],
    "CATEGORY": lambda name: [CLASSES.get(str(name), "a")],
    "ANY": lambda _: ["a"],
}
