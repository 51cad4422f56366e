"""A source that is open: what is in it, and its messages in batches."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Iterator, Sequence
from copy import deepcopy
from zoneinfo import ZoneInfo

import pandas as pd
import pyarrow as pa

from curation.errors import RuwoError
from curation.sources import files, jsonfile
from curation.sources.building import Builder, Built
from curation.sources.dayorder import Doubt
from curation.sources.files import File
from curation.sources.finding import Found
from curation.sources.framing import frame
from curation.sources.gathering import gathered
from curation.sources.merging import merged
from curation.sources.overview import Chat, Sender
from curation.sources.registry import Format
from curation.sources.report import Report
from curation.sources.source import Answers, Chunk, Source

_FEW = 5
"""Names of files that are shown."""


class Reader:
    """One or more files of one format. Made by :func:`curation.sources.open`.

    ``watch``, when set, is called between pieces of the files in every pass (progress, cancelling: it may raise).
    """

    def __init__(
        self,
        paths: Sequence[File],
        form: Format,
        confidence: float,
        zone: ZoneInfo,
        answers: Answers = Answers(),  # noqa: B008, it is frozen
        found: Sequence[Found] = (),
    ) -> None:
        self.format = form.name
        self.confidence = confidence
        self.file = _called([path.name for path in paths])
        self.watch: Callable[[], None] | None = None
        self._paths, self._form, self._zone, self._answers = paths, form, zone, answers
        self._found = found
        self._bytes = sum(files.size(path) for path in paths)
        self._begin()
        self._chats: list[Chat] | None = None
        self._system_texts: Counter[str] = Counter()
        self._doubts: list[Doubt] = []
        self._parts: list[Built] | None = None

    def _begin(self) -> None:
        self.report = Report(self.file, self.format)
        for one in self._found:
            for problem in one.left_out:
                self.report.problem(problem.file, problem.record, problem.reason)
        if media := sum(one.media for one in self._found):
            self.report.note("media_passed_over", count=media)
        self._source = Source(self._paths, self.report, self._answers)
        self._builder = Builder(self._source, self._zone)

    @property
    def fraction(self) -> float:
        """How much of the files the pass under way has read, 0 to 1."""
        return min(self._source.consumed / self._bytes, 1.0)

    @property
    def system_texts(self) -> Counter[str]:
        """System texts found in the files and how often: drafts for the persona."""
        self.chats()
        return self._system_texts

    def chats(self) -> list[Chat]:
        """The chats with their senders. Reads the files once, unless that is done. Raises RuwoError."""
        if self._chats is None and self._kept() is None:
            for _ in self._pass():
                pass
        assert self._chats is not None
        return self._chats

    @property
    def doubts(self) -> list[Doubt]:
        """Dates that can be read in two ways, when nothing in the files tells which is right; else none."""
        self.chats()
        return self._doubts

    def batches(self, chat: str | Collection[str] | None = None, size: int = 5000) -> Iterator[pd.DataFrame]:
        """The messages of one chat (its key), of some or of all, in frames of up to ``size`` rows.

        A frame is of one chat, whose messages come in the file's order; chats take turns as they do in the file.
        :attr:`report` is complete when the last one is out. Raises RuwoError.
        """
        chats = self._chosen(chat)
        for key, table in gathered(self._wanted(chats), size):
            for at in range(0, len(table), size):
                yield frame(table.slice(at, size), chats[key])

    def head(self, n: int = 5) -> pd.DataFrame:
        """The first ``n`` messages; of a large file only its beginning is read. Raises RuwoError."""
        found: list[pd.DataFrame] = []
        for part in self._kept() or self._pass():
            chats = {chat.key: chat for chat in self._chats or self._builder.overview.chats()}
            found.append(frame(part.table.slice(0, n - sum(map(len, found))), chats[part.chat]))
            if sum(map(len, found)) == n:
                break
        return pd.concat(found, ignore_index=True)

    def whole(self, chat: str | None, persona: str | None) -> pd.DataFrame:
        """All messages (or one chat's) as one frame, whatever the size. Raises RuwoError, also ``persona_unknown``."""
        self._kept(always=True)
        chats = self._chosen(chat)
        people = {key: _people(one, persona) for key, one in chats.items()}
        if persona is not None and not any(people.values()):
            names = {sender.name or sender.sender_id for one in chats.values() for sender in one.senders}
            raise RuwoError("persona_unknown", file=self.file, persona=persona, senders="、".join(sorted(names)))
        tables: dict[str, list[pa.Table]] = {}
        for part in self._wanted(chats):
            tables.setdefault(part.chat, []).append(part.table)
        found = [frame(pa.concat_tables(some), chats[key], people[key]) for key, some in tables.items()]
        return found[0] if len(found) == 1 else pd.concat(found, ignore_index=True)

    def _chosen(self, wanted: str | Collection[str] | None) -> dict[str, Chat]:
        chats = {one.key: one for one in self.chats()}
        if wanted is None:
            return chats
        for chat in (keys := [wanted] if isinstance(wanted, str) else wanted):
            if chat not in chats:
                raise RuwoError("chat_unknown", file=self.file, chat=chat, chats="、".join(chats))
        return {chat: chats[chat] for chat in keys}

    def _wanted(self, chats: Collection[str]) -> Iterator[Built]:
        """The parts of these chats; the others are reported as left out."""
        for part in self._again():
            if part.chat in chats:
                yield part
            else:
                _leave_out(part, self.report)

    def _pass(self) -> Iterator[Built]:
        """Read the files from start to end; what a pass learns about them replaces what one before has learnt."""
        self._begin()
        for chunk in merged(self._chunks(), self._source, self._builder.overview.meet):
            yield self._builder.build(chunk)
        if not self.report.messages:
            raise RuwoError("no_messages", file=self.file)
        if self.report.bad_bytes:
            self.report.note("bad_bytes", count=self.report.bad_bytes)
        self._chats = self._builder.overview.chats()
        self._system_texts, self._doubts = self._source.system_texts, self._source.doubts

    def _chunks(self) -> Iterator[Chunk]:
        """What the format finds, while somebody watches."""
        for chunk in self._form.parse(self._source):
            if len(chunk.text):
                yield chunk
            if self.watch:
                self.watch()

    def _kept(self, always: bool = False) -> list[Built] | None:
        """The whole source, read once and kept, when it is small; None when it is too large for that."""
        if self._parts is None and (always or self._bytes <= jsonfile.WHOLE):
            self._parts = list(self._pass())
            self._complete = self.report
        return self._parts

    def _again(self) -> Iterator[Built]:
        """The parts from the beginning, with a fresh report."""
        if self._parts is None:
            yield from self._pass()
        else:
            self.report = deepcopy(self._complete)
            yield from self._parts


def _called(names: Sequence[str]) -> str:
    """The files by their names; of many, the first few."""
    return ", ".join(names) if len(names) <= _FEW else f"{', '.join(names[:_FEW])}, … ({len(names)})"


def _leave_out(part: Built, report: Report) -> None:
    report.kept -= part.records
    report.messages -= len(part.table)
    report.put_aside("other_chat", part.records)


def _people(chat: Chat, persona: str | None) -> Collection[str] | None:
    """The sender_ids meant by ``persona``: an id, else a name, else another name; None: the file decides."""
    if persona is None:
        return None
    for names in (_ids, _names, _aliases):
        if found := [sender for sender in chat.senders if persona and persona in names(sender)]:
            return [sender.sender_id for sender in found if sender.suggested] or [sender.sender_id for sender in found]
    return ()


def _ids(sender: Sender) -> tuple[str, ...]:
    return (sender.sender_id,)


def _names(sender: Sender) -> tuple[str, ...]:
    return (sender.name,)


def _aliases(sender: Sender) -> tuple[str, ...]:
    return sender.aliases
