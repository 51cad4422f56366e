"""MemoTrace (留痕) training JSON in the ChatGLM layout: text of two roles, nothing else.

Layout: a list of ``{"conversations": [{"role", "content"}, …]}``, perhaps with a system text first, then user and
assistant in turn. A record is one entry of a conversation. v2 (pairs ``X_train.json``, ``X_dev.json``) joins the
bubbles of a turn with a line break, which is undone here; v3 with ``，``, which cannot be told from the person's own
comma: such messages carry ``{"joint": true}`` in ``extra``. v3's sliding window is undone too, see windows.py.

``assistant`` is not always the exporting person (a setting swaps the roles), so it is only suggested as the persona.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, compress, pairwise
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from curation.errors import N_
from curation.sources import oldquotes, windows
from curation.sources.head import Head
from curation.sources.source import Chunk, Source

NAME = "memotrace_training"
TITLE = N_("MemoTrace training JSON")
PRIORITY = 60

USER, ASSISTANT, SYSTEM = "user", "assistant", "system"
ROLES = frozenset({USER, ASSISTANT, SYSTEM})

_MARKS = {"item.conversations.item.role", "item.conversations.item.content"}
_JOINT = '{"joint":true}'
_NAMES = re.compile(r"你是(.+?)，.*后面的对话来自(.+?)，", re.DOTALL)
_FRIEND = "你的朋友"
"""What v2 always writes in place of the friend's name, so it also tells v2 from v3."""

_BREAK = re.compile(r"(?<!\n)\n(?!\n)")
"""The joint of v2; a run of line breaks stood in the bubble itself."""

Turn = dict[str, Any]


def sniff(head: Head) -> float:
    """Both fields inside a conversation."""
    return 0.97 if _MARKS <= head.json_paths else 0.0


def parse(source: Source) -> Iterator[Chunk]:
    """All files as one chunk: the conversations are shuffled, and a window's repeats may stand anywhere."""
    return conversations(source, lambda elements: elements)


def conversations(source: Source, reshape: Callable[[list[Any]], list[Any]]) -> Iterator[Chunk]:
    """The chunk of files in another of the exporter's layouts; ``reshape`` gives their elements the one of ChatGLM."""
    source.suggested = ASSISTANT
    source.report.note("lossy_format")
    turns = _spoken(_records(source, reshape), source)
    yield _chunk(_without_repeats(turns, source), source)


# --- records


@dataclass
class _Records:
    """Sound records in parallel columns, and how many of them each conversation has."""

    counts: list[int]
    roles: list[str]
    texts: list[str]

    def extend(self, other: _Records) -> None:
        """Append the records of further conversations."""
        self.counts += other.counts
        self.roles += other.roles
        self.texts += other.texts


def _records(source: Source, reshape: Callable[[list[Any]], list[Any]]) -> _Records:
    records = _Records([], [], [])
    for path in source.paths:
        for elements in source.elements(path):
            records.extend(_checked(reshape(elements), source))
    return records


def _checked(elements: list[Any], source: Source) -> _Records:
    """The records without those something is wrong with; every one is counted."""
    try:
        found = _flat([element["conversations"] for element in elements])
        sound = set(found.roles) <= ROLES and set(map(type, found.texts)) <= {str} and all(map(str.strip, found.texts))
    except (KeyError, TypeError):
        sound = False
    if not sound:
        return _flat([_mended(element, source) for element in elements])
    source.report.records += len(found.roles)
    return found


def _flat(conversations: list[list[Turn]]) -> _Records:
    roles = [turn["role"] for turns in conversations for turn in turns]
    texts = [turn["content"] for turns in conversations for turn in turns]
    return _Records(list(map(len, conversations)), roles, texts)


def _mended(element: object, source: Source) -> list[Turn]:
    """A conversation without the records something is wrong with."""
    turns = element.get("conversations") if isinstance(element, dict) else None
    if not isinstance(turns, list):
        source.report.records += 1
        source.refuse("record_invalid")
        return []
    good = []
    for turn in turns:
        source.report.records += 1
        if fault := _fault(turn):
            source.refuse(fault)
        else:
            good.append(turn)
    return good


def _fault(turn: object) -> str:
    """Why this record gives no message; empty when it does."""
    if not isinstance(turn, dict):
        return "record_invalid"
    if "role" not in turn or "content" not in turn:
        return "record_incomplete"
    if not isinstance(turn["role"], str) or turn["role"] not in ROLES:
        return "role_unknown"
    if not isinstance(turn["content"], str):
        return "content_not_text"
    return "" if turn["content"].strip() else "text_empty"


# --- turns


@dataclass
class _Turns:
    """Turns in parallel columns, without system texts: conversation, whether the assistant's, its name, text."""

    group: NDArray[np.int64]
    assistant: NDArray[np.bool_]
    name: pa.Array
    text: list[str]

    def at(self, places: NDArray[np.int64]) -> _Turns:
        """The turns at these places."""
        texts = [self.text[place] for place in places]
        return _Turns(self.group[places], self.assistant[places], self.name.take(pa.array(places)), texts)


def _spoken(records: _Records, source: Source) -> _Turns:
    """The turns of both sides. System texts are set aside, and tell the names."""
    roles = pa.array(records.roles, pa.string())
    group = np.repeat(np.arange(len(records.counts)), np.array(records.counts, dtype=np.int64))
    system = pc.equal(roles, SYSTEM).to_numpy(zero_copy_only=False)
    assistant = pc.equal(roles, ASSISTANT).to_numpy(zero_copy_only=False)
    for at in np.flatnonzero(_repeated(group, assistant, system)):
        source.complain("role_repeated", ago=len(roles) - int(at) - 1)
    names = pa.array(_names(records, group, np.flatnonzero(system), source), pa.large_string())
    group, assistant, texts = group[~system], assistant[~system], list(compress(records.texts, ~system))
    return _Turns(group, assistant, names.take(pa.array(group * 2 + assistant)), texts)


def _names(records: _Records, group: NDArray[np.int64], system: NDArray[np.int64], source: Source) -> list[str]:
    """Names of user and assistant of each conversation, one behind the other; empty where no system text tells."""
    drafts = [records.texts[at] for at in system]
    source.system_texts.update(drafts)
    source.report.put_aside("system_text", len(drafts))
    known = {draft: _told(draft) for draft in set(drafts)}
    names = [("", "")] * len(records.counts)
    for at, draft in zip(group[system].tolist(), drafts, strict=True):
        names[at] = known[draft]
    return list(chain.from_iterable(names))


def _told(draft: str) -> tuple[str, str]:
    """(user, assistant) as the usual system text names them."""
    found = _NAMES.match(draft[:500])
    return ("" if found[2] == _FRIEND else found[2], found[1]) if found else ("", "")


def _repeated(group: NDArray[np.int64], assistant: NDArray[np.bool_], system: NDArray[np.bool_]) -> NDArray[np.bool_]:
    """Turns of the same side as the turn before."""
    same = np.zeros(len(group), dtype=bool)
    same[1:] = (group[1:] == group[:-1]) & (assistant[1:] == assistant[:-1]) & ~system[1:] & ~system[:-1]
    return same


# --- what the exporter has done to the turns


def _without_repeats(turns: _Turns, source: Source) -> _Turns:
    """Conversations of a sliding window stitched to stretches; anything else as it is."""
    if not windows.may_repeat(turns.text):
        return turns
    starts = np.flatnonzero(np.diff(turns.group, prepend=-1))
    bounds = list(pairwise([*starts.tolist(), len(turns.text)]))
    proper = [_is_proper(turns.assistant[start:end]) for start, end in bounds]
    groups = windows.stitch([turns.text[start:end] for start, end in bounds], proper)
    if not groups:
        return turns
    places = np.array([starts[conversation] + turn for group in groups for conversation, turn in group])
    repeats = len(turns.text) - len(places)
    source.report.merge("window_repeat", repeats)
    source.report.note("window_repeats", count=repeats, groups=len(groups))
    stitched = turns.at(places)
    stitched.group = np.repeat(np.arange(len(groups)), list(map(len, groups)))
    return stitched


def _is_proper(assistant: NDArray[np.bool_]) -> bool:
    """User, assistant, … user, assistant."""
    return len(assistant) % 2 == 0 and not assistant[::2].any() and bool(assistant[1::2].all())


def _chunk(turns: _Turns, source: Source) -> Chunk:
    records = len(turns.text)
    texts = pa.array(turns.text, pa.large_string())
    if v2 := _is_v2(texts, source):
        turns = _bubbles(turns, source)
        texts = pa.array(turns.text, pa.large_string())
    return Chunk(
        text=texts,
        sender_id=pa.array([USER, ASSISTANT], pa.large_string()).take(pa.array(turns.assistant.astype(np.int8))),
        sender=turns.name,
        group=pa.array(turns.group),
        extra=None if v2 else _joints(texts, source),
        records=records,
    )


def _is_v2(texts: pa.Array, source: Source) -> bool:
    """Bubbles are joined by line breaks: told by v2's system text or file names, or by how many breaks there are."""
    if any(f"来自{_FRIEND}，" in draft for draft in source.system_texts):
        return True
    if any(path.name.endswith(("_train.json", "_dev.json")) for path in source.paths):
        return True
    broken: int = pc.match_substring(texts, "\n").true_count
    return broken >= max(20, 0.05 * len(texts))


def _bubbles(turns: _Turns, source: Source) -> _Turns:
    """Every bubble a turn of its own."""
    source.report.crlf += sum(text.count("\r\n") for text in turns.text)
    split = [_lines(text.replace("\r\n", "\n")) if "\n" in text else [text] for text in turns.text]
    bubbles = turns.at(np.repeat(np.arange(len(split)), list(map(len, split))))
    bubbles.text = list(chain.from_iterable(split))
    return bubbles


def _lines(text: str) -> list[str]:
    return oldquotes.rejoined([part for part in _BREAK.split(text) if part.strip()])


def _joints(texts: pa.Array, source: Source) -> pa.Array:
    """``extra`` of v3's turns: which may be several bubbles joined by a comma."""
    unsure = pc.match_substring(texts, "，")
    if count := unsure.true_count:
        source.report.note("joints_unsure", count=count)
    return pc.if_else(unsure, pa.scalar(_JOINT, pa.large_string()), pa.scalar(None, pa.large_string()))
