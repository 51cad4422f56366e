"""The same conversations in MemoTrace's other two models of training JSON: GLM4 and Alpaca."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tests.generators.chats import invented
from tests.generators.memotrace import Conversation, by_window, dumped, training

Made = Sequence[dict[str, Conversation]]


def glm4(made: Made) -> bytes:
    """The file with the model setting GLM4."""
    return dumped([{"messages": one["conversations"]} for one in made])


def alpaca_item(turns: Conversation) -> dict[str, Any]:
    """One conversation with the model setting Alpaca."""
    texts = [turn["content"] for turn in turns if turn["role"] != "system"]
    return {
        "system": "".join(turn["content"] for turn in turns if turn["role"] == "system"),
        "instruction": texts[-2],
        "input": "",
        "output": texts[-1],
        "history": [texts[at : at + 2] for at in range(0, len(texts) - 2, 2)],
    }


def alpaca(made: Made) -> bytes:
    """The file with the model setting Alpaca."""
    return dumped([alpaca_item(one["conversations"]) for one in made])


_MADE = training(by_window(invented(60, seed=2)), seed=1)
FILES = {
    "memotrace_glm4": [("小满.json", glm4(_MADE))],
    "memotrace_alpaca": [("小满.json", alpaca(_MADE))],
}
