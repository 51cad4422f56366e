"""Alpaca, JSON or JSON Lines: an instruction, perhaps with an input, and its answer; perhaps earlier turns.

Layout: ``{"instruction", "input", "output", "system", "history": [[user, assistant], …]}``, all but ``instruction`` and
``output`` may be missing. Trainers put a line break between instruction and input. MemoTrace's own Alpaca files have
their system text first, see memotrace_alpaca. Two answers to choose from (DPO) are refused.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from curation.errors import N_
from curation.sources import curated
from curation.sources.curated import ASSISTANT, SYSTEM, USER, Turn
from curation.sources.head import Head
from curation.sources.source import Chunk, Source

NAME = "alpaca"
TITLE = N_("Alpaca (curated conversations)")
PRIORITY = 55

_ANSWERS = {"output", "output.item", "chosen", "chosen.item"}


def sniff(head: Head) -> float:
    """An instruction and an answer."""
    paths = curated.paths(head)
    return 0.9 if "instruction" in paths and paths & _ANSWERS else 0.0


def parse(source: Source) -> Iterator[Chunk]:
    """One record a turn. Raises RuwoError ``dpo_file``."""
    return curated.listed(source, _turns)


def _turns(element: object) -> Sequence[Turn | None] | None:
    if not isinstance(element, dict) or not element.keys() >= {"instruction", "output"}:
        return None
    history = element.get("history") or []
    turns: list[Turn | None] = [(SYSTEM, element["system"])] if element.get("system") else []
    for pair in history if isinstance(history, list) else [history]:
        turns += _pair(pair)
    return [*turns, (USER, _question(element)), (ASSISTANT, element["output"])]


def _pair(pair: object) -> list[Turn | None]:
    return [(USER, pair[0]), (ASSISTANT, pair[1])] if isinstance(pair, list) and len(pair) == 2 else [None]


def _question(element: dict[str, object]) -> object:
    question, more = element["instruction"], element.get("input")
    return f"{question}\n{more}" if isinstance(question, str) and isinstance(more, str) and more else question
