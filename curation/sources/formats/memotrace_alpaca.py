"""MemoTrace (留痕) v3 training JSON in the Alpaca layout, its default: text of two roles, nothing else.

Layout: a list of ``{"system", "instruction", "input", "output", "history": [[user, assistant], …]}`` in this order of
keys; ``instruction`` and ``output`` are the last two turns of the conversation, ``input`` and perhaps ``system`` are
empty. A record is one turn or system text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from curation.errors import N_
from curation.sources.formats import memotrace_training
from curation.sources.formats.memotrace_training import ASSISTANT, SYSTEM, USER
from curation.sources.head import Head
from curation.sources.source import Chunk, Source

NAME = "memotrace_alpaca"
TITLE = N_("MemoTrace training JSON (Alpaca)")
PRIORITY = 60

_MARKS = {"item.system", "item.instruction", "item.input", "item.output"}
_FIRST = re.compile(r'\s*\[\s*\{\s*"system"\s*:')


def sniff(head: Head) -> float:
    """The four texts and the history, the system text first: in no other program's Alpaca files."""
    own = head.json_paths >= _MARKS and _FIRST.match(head.text) and '"history"' in head.text
    return 0.97 if own else 0.0


def parse(source: Source) -> Iterator[Chunk]:
    """As :mod:`curation.sources.formats.memotrace_training`."""
    return memotrace_training.conversations(source, lambda elements: [_conversation(element) for element in elements])


def _conversation(element: Any) -> Any:
    """The element as a conversation; what has another shape stays what it is and is set aside as a record."""
    if not isinstance(element, dict) or not element.keys() >= {"instruction", "output"}:
        return None
    history = element.get("history") or []
    pairs = [_pair(pair) for pair in history] if isinstance(history, list) else [[history]]
    turns = [turn for pair in pairs for turn in pair]
    if system := element.get("system"):
        turns.insert(0, {"role": SYSTEM, "content": system})
    return {"conversations": [*turns, *_turns(_question(element), element["output"])]}


def _pair(pair: Any) -> list[Any]:
    return _turns(*pair) if isinstance(pair, list) and len(pair) == 2 else [pair]


def _turns(user: Any, assistant: Any) -> list[Any]:
    return [{"role": USER, "content": user}, {"role": ASSISTANT, "content": assistant}]


def _question(element: dict[str, Any]) -> Any:
    """The instruction, and below it the input, as a trainer joins them."""
    question, more = element["instruction"], element.get("input")
    return f"{question}\n{more}" if isinstance(question, str) and isinstance(more, str) and more else question
