"""Conversations in the layouts of curated data: ShareGPT, OpenAI messages, ChatML, Alpaca."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from typing import Any

from curation import bubbles

Talk = Sequence[tuple[str, Sequence[str]]]
"""(side, bubbles) of each turn, ``user`` first."""

SYSTEM = "你是阿岚，说话简短。"
TALKS: list[Talk] = [
    [("user", ["在吗", "问你个事"]), ("assistant", ["在", "怎么啦\n\n慢慢说"])],
    [("user", ["吃了吗"]), ("assistant", ["没呢"]), ("user", ["一起？", "楼下那家"]), ("assistant", ["走[旺柴]"])],
    [("user", ["  空格  "]), ("assistant", ["<b>不是标签</b> {}"])],
]


def _turns(talk: Talk) -> list[tuple[str, str]]:
    return [(side, bubbles.encode(parts)) for side, parts in talk]


def sharegpt_row(talk: Talk, system: str = SYSTEM) -> dict[str, Any]:
    """One row of ShareGPT."""
    names = {"user": "human", "assistant": "gpt"}
    turns = [{"from": names[side], "value": value} for side, value in _turns(talk)]
    return {"conversations": turns, "system": system, "tools": "[]"}


def openai_row(talk: Talk, system: str = SYSTEM) -> dict[str, Any]:
    """One row of OpenAI messages."""
    turns = [("system", system), *_turns(talk)] if system else _turns(talk)
    return {"messages": [{"role": side, "content": value} for side, value in turns]}


def alpaca_row(talk: Talk, system: str = SYSTEM) -> dict[str, Any]:
    """One row of Alpaca."""
    values = [value for _, value in _turns(talk)]
    history = [list(pair) for pair in zip(values[:-2:2], values[1:-2:2], strict=True)]
    return {"instruction": values[-2], "input": "", "output": values[-1], "system": system, "history": history}


def as_list(row: Callable[..., dict[str, Any]], talks: Sequence[Talk] = TALKS) -> bytes:
    """A JSON list, one row a line."""
    return ("[\n" + ",\n".join(json.dumps(row(talk), ensure_ascii=False) for talk in talks) + "\n]\n").encode()


def as_lines(row: Callable[..., dict[str, Any]], talks: Sequence[Talk] = TALKS) -> bytes:
    """JSON Lines."""
    return "".join(json.dumps(row(talk), ensure_ascii=False) + "\n" for talk in talks).encode()


def chatml(talks: Sequence[Talk] = TALKS, system: str = SYSTEM) -> bytes:
    """ChatML text; without a system text an empty line parts the conversations."""
    parts = [[("system", system), *_turns(talk)] if system else _turns(talk) for talk in talks]
    texts = ["".join(f"<|im_start|>{side}\n{value}<|im_end|>\n" for side, value in part) for part in parts]
    return ("" if system else "\n").join(texts).encode()


FILES = {
    "sharegpt": [("a.json", as_list(sharegpt_row)), ("a.jsonl", as_lines(sharegpt_row))],
    "openai_messages": [("b.json", as_list(openai_row)), ("b.jsonl", as_lines(openai_row))],
    "alpaca": [("c.json", as_list(alpaca_row)), ("c.jsonl", as_lines(alpaca_row))],
    "chatml": [("d.txt", chatml()), ("e.txt", chatml(system=""))],
}
