"""Whole chats as ChatLab files: redacted as the review left them, or, for oneself, exactly as imported.

What leaves redacted holds the words of what was said, in the order and with the edits of the review, and of everything
else (pictures, links, files, grey lines) only that it was there. Fragments that were dropped stay out. People are told
by the names that stand for them, never by their accounts.
"""

from __future__ import annotations

import io
import re
import time
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

import orjson
from sqlalchemy import Connection, RowMapping

from curation.dataset import bundle, chatlab
from curation.dataset.chatlab import Entry, Person, Talk
from curation.errors import RuwoError
from curation.flow.guarding import gate, scanning, settling
from curation.flow.guarding.redaction import Redacted, Redactor
from curation.flow.leaving.retelling import Retold
from curation.workspace import Workspace, logs, queries

Write = Callable[[Talk, Iterator[Entry], BinaryIO], None]

_PLATFORMS = {"qq": "qq", "telegram": "telegram", "whatsapp": "whatsapp"}
_OTHERS = ("chatlab", "sharegpt", "openai", "chatml", "alpaca", "mapped")
_UNSAFE = re.compile(r'[\\/:*?"<>|\x00-\x1f]')


@dataclass(frozen=True)
class Files:
    """Finished files by name, and the values that must not stand in them but do; to be handed out without any.

    ``unsettled``: how many values of high harm were replaced that nobody decided or waived.
    """

    files: Mapping[str, bytes]
    messages: int
    leaks: tuple[gate.Leak, ...]
    unsettled: int = 0

    def one(self) -> tuple[str, bytes]:
        """The file, or a zip of several."""
        if len(self.files) == 1:
            return next(iter(self.files.items()))
        stream = io.BytesIO()
        bundle.write_zip(self.files, stream)
        return "chatlab.zip", stream.getvalue()


def redacted(workspace: Workspace, *, lines: bool = False) -> Files:
    """The chats as they may leave, searched for leaks. Raises RuwoError ``scan_unfinished`` and ``no_chats``."""
    if scanning.pending(workspace):
        raise RuwoError("scan_unfinished")
    made: dict[str, bytes] = {}
    leaks: list[gate.Leak] = []
    touched: list[Redacted] = []
    count = 0
    with workspace.read() as connection:
        redactor = Redactor.of(connection)
        for number, chat in enumerate(_chats(connection), start=1):
            told = Retold(connection, chat, number, redactor)
            talk = told.talk(_platform(connection, chat))
            name = f"chat-{number}.{_ending(lines)}"
            made[name] = _written(talk, told.entries, lines)
            count += len(told.entries)
            leaks += _leaks(name, made[name], told, talk, lines)
            touched += told.touched
        open_values = settling.undecided(connection, redactor, {0: touched}).unsettled
    return Files(made, count, tuple(leaks), len(open_values))


def write_imported(workspace: Workspace, out: Path, *, lines: bool = False) -> tuple[list[Path], int]:
    """The chats exactly as imported, nothing replaced, as files in ``out``; their paths and how many messages.

    Raises RuwoError ``no_chats`` and OSError.
    """
    paths: list[Path] = []
    count = 0
    with workspace.read() as connection, ExitStack() as stack:
        for chat in _chats(connection):
            path = _free(out, _UNSAFE.sub("_", chat["name"]).strip(". ")[:80] or "chat", _ending(lines), paths)
            entries = _Counted(_as_imported(connection, chat["id"]))
            _writer(lines)(_talk_as_imported(connection, chat), entries, stack.enter_context(path.open("xb")))
            paths.append(path)
            count += entries.count
    return paths, count


def _chats(connection: Connection) -> list[RowMapping]:
    if chats := queries.all_chats(connection):
        return chats
    raise RuwoError("no_chats")


def _ending(lines: bool) -> str:
    return "jsonl" if lines else "json"


def _writer(lines: bool) -> Write:
    return chatlab.write_lines if lines else chatlab.write


def _written(talk: Talk, entries: Sequence[Entry], lines: bool) -> bytes:
    stream = io.BytesIO()
    _writer(lines)(talk, iter(entries), stream)
    return stream.getvalue()


def _platform(connection: Connection, chat: RowMapping) -> str:
    form = logs.formats(connection)[chat["id"]]
    if form.startswith(_OTHERS):
        return "unknown"
    return _PLATFORMS.get(form.partition("_")[0], "wechat")


# --- as imported


class _Counted(Iterator[Entry]):
    """The entries, and how many there were."""

    def __init__(self, entries: Iterator[Entry]) -> None:
        self.count = 0
        self._entries = entries

    def __next__(self) -> Entry:
        entry = next(self._entries)
        self.count += 1
        return entry


def _talk_as_imported(connection: Connection, chat: RowMapping) -> Talk:
    people = [
        Person(row["sender_id"], row["name"], orjson.loads(row["aliases"]))
        for row in queries.senders_of(connection, chat["id"])
    ]
    platform = _platform(connection, chat)
    return Talk(chat["name"], people, chat["persona"], bool(chat["is_group"]), platform, int(time.time()))


def _as_imported(connection: Connection, chat_id: int) -> Iterator[Entry]:
    for row in logs.imported(connection, chat_id):
        yield Entry(
            row["sender_id"],
            row["kind"],
            row["text"],
            row["export_id"],
            _second(row["time"]),
            row["reply_to"],
            row["quote"],
            row["grp"],
            orjson.loads(row["extra"]) if row["extra"] else None,
            row["time_precision"],
        )


def _second(micros: int | None) -> int | None:
    return None if micros is None else micros // 1_000_000


def _free(out: Path, name: str, ending: str, taken: Sequence[Path]) -> Path:
    """A path where nothing is yet."""
    names = (f"{name}.{ending}", *(f"{name}({n}).{ending}" for n in range(1, 10_000)))
    return next(path for one in names if not (path := out / one).exists() and path not in taken)


def _leaks(name: str, content: bytes, told: Retold, talk: Talk, lines: bool) -> list[gate.Leak]:
    """Values in the finished file beyond those left in by exception and what a file without any words says too."""
    people = [replace(person, name=person.id) for person in talk.people]
    wordless = [replace(entry, text="") for entry in told.entries]
    blank = _written(replace(talk, name="", people=people), wordless, lines)
    redactor = told.redactor
    left_in = Counter(hit for v in told.excepted for hit in redactor.leaks_in(redactor.values[v]["sample"]))
    said = Counter(entry.sender for entry in told.entries)
    for person in talk.people:  # a name left in stands with each of its messages, and may be the chat's
        for hit in redactor.leaks_in(person.name):
            left_in[hit] += (said[person.id] + 1) * (hit in left_in)
    return list(gate.leaks({name: content}, redactor, left_in, {name: blank}))
