"""What a format's ``parse`` is given (the files, opened its way) and what it gives back (chunks)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TypeAlias

import pyarrow as pa

from curation.sources import (
    csvfile,
    dayorder,
    encoding,
    files,
    jsonfile,
    jsonlines,
    jsonobject,
    jsonpaths,
    jsonslices,
)
from curation.sources.files import File
from curation.sources.mapping import Mapping
from curation.sources.report import Report

Strings: TypeAlias = "Sequence[str | None] | pa.Array"

OWNER = "self"
"""The sender_id of the file's owner in formats that mark the owner's messages but give no id."""


def other_id(name: str) -> str:
    """A sender_id for somebody who is only known by name, and is not the owner."""
    return f"{name}#" if name == OWNER else name or "unnamed"


@dataclass
class Chunk:
    """Consecutive messages of one chat, a list (or Arrow array) for each column; None: missing for all of them.

    ``kind``, ``sender_id`` and ``sender`` may be one string for all. Times are either ``epoch`` (seconds, None where
    unknown) or ``local`` (wall-clock texts in the source's zone). ``records``: how many records these messages come
    from; default: one each. ``exact``: how exact each of the epochs is (frames.PRECISIONS); None: to the second.
    ``is_group``: what the file states about the chat; None: nothing.
    """

    text: Strings
    kind: Strings | str = "text"
    sender_id: Strings | str = ""
    sender: Strings | str = ""
    ids: Sequence[str] | None = None
    epoch: Sequence[object] | pa.Array | None = None
    local: Sequence[str] | None = None
    quote: Strings | None = None
    reply_to: Strings | None = None
    group: pa.Array | None = None
    extra: Strings | None = None
    chat: str = ""
    records: int | None = None
    numbers: Sequence[int] | None = None
    exact: Sequence[str] | None = None
    is_group: bool | None = None


@dataclass(frozen=True)
class Answers:
    """What a person said about the files: how to read them, and whether 3/4/2024 is the third of April."""

    mapping: Mapping | None = None
    day_first: bool | None = None


@dataclass
class Source:
    """The files of one pass, and what the format learns about them on the way.

    ``owner``: sender_id of the exporting person, once the format knows it for certain (``owner_in_groups``: in a group
    too); ``suggested``: who is only likely to be the persona; ``aliases``: sender_id -> other names of that sender;
    ``groups``: chat -> whether it is one, where the file states that; ``called``: chat -> its name, where that is not
    its key.
    ``doubts``: dates that can be read in two ways, where nothing in the file tells which is right.
    ``begun``: the files that were begun, each with how many records stand in those before it; ``refused``: the records
    set aside since the last chunk.
    """

    paths: Sequence[File]
    report: Report = field(default_factory=Report)
    answers: Answers = Answers()
    owner: str | None = None
    owner_in_groups: bool = True
    suggested: str | None = None
    system_texts: Counter[str] = field(default_factory=Counter)
    aliases: dict[str, set[str]] = field(default_factory=dict)
    groups: dict[str, bool] = field(default_factory=dict)
    called: dict[str, str] = field(default_factory=dict)
    doubts: list[dayorder.Doubt] = field(default_factory=list)
    consumed: int = 0
    reading: File | None = None
    begun: list[tuple[int, File]] = field(default_factory=list)
    refused: list[int] = field(default_factory=list)

    @property
    def chat(self) -> str:
        """Name of the chat, from the name of the file that is being read."""
        return files.chat_name(self.reading or self.paths[0])

    def texts(self, path: File) -> Iterator[str]:
        """The file as text, piece by piece."""
        return encoding.texts(self._blocks(path), self.report)

    def table(self, path: File, separator: str = ",", header: bool = True) -> csvfile.Table:
        """The file as CSV; without a header the columns are called 1, 2, … An empty separator is found out."""
        return csvfile.Table(self.texts(path), self.report, path.name, separator, header)

    def elements(self, path: File) -> Iterator[list[object]]:
        """The elements of the file's top-level JSON list, in blocks of any length."""
        small = files.size(path) <= jsonfile.WHOLE
        slices, blocks = jsonslices.of_list(self._blocks(path, jsonslices.SLICE), self.report)
        if slices:
            yield from slices.elements(small, path.name)
        elif small:
            yield jsonfile.whole(blocks, self.report, path.name)
        else:
            yield from jsonfile.streamed(blocks, self.report, path.name)

    def document(self, path: File, key: str, *names: str) -> tuple[jsonobject.Values, Iterator[list[object]]]:
        """Of a file that is one JSON object: its values called ``names``, and its list called ``key`` in blocks."""
        small = files.size(path) <= jsonfile.WHOLE
        slices, blocks = jsonslices.of_object(self._blocks(path, jsonslices.SLICE), [key], self.report)
        if slices:
            missing = [name for name in names if name not in slices.before]
            if not missing or not jsonslices.names_in(_again(path), missing):
                return slices.before, slices.elements(small, path.name)
            blocks = slices.everything()
        if small:
            values, elements = jsonobject.whole(blocks, key, names, self.report, path.name)
            return values, iter([elements])
        values = jsonobject.values(_again(path), names, path.name)
        return values, jsonfile.streamed(blocks, self.report, path.name, place=f"{key}.item")

    def places(self, path: File, places: jsonpaths.Places) -> Iterator[jsonpaths.Found]:
        """The values at these places of a JSON file, in its order."""
        small = files.size(path) <= jsonfile.WHOLE
        slices, blocks = jsonslices.of_object(self._blocks(path, jsonslices.SLICE), places.lists, self.report)
        if slices:
            return jsonpaths.sliced(slices, places, small, path.name)
        if small:
            return jsonpaths.whole(blocks, places, self.report, path.name)
        return jsonpaths.streamed(blocks, places, self.report, path.name)

    def json_lines(self, path: File) -> Iterator[list[object]]:
        """The values of a file with one JSON text a line, in blocks; what is no JSON is given as None."""
        return jsonlines.blocks(self.texts(path), self.report)

    def day_order(self, dates: Iterable[dayorder.Parts], year_last: bool = False) -> dayorder.Order | None:
        """The order of day, month and year in a file with these dates: what they tell, else what a person said.

        None while nobody has said it.
        """
        witness = dayorder.Witness(dates)
        left = dayorder.orders_of(witness, year_last)
        if len(left) == 1:
            return left[0]
        self.doubts = self.doubts or witness.doubts(left)
        if self.answers.day_first is None:
            return None
        return left[0] if self.answers.day_first else left[1]

    def refuse(self, reason: str, ago: int = 0) -> None:
        """Set the record read last aside, or the one ``ago`` records before it, and keep it as a problem."""
        self.report.put_aside(reason)
        self.refused.append(self.report.records - ago)
        self.complain(reason, ago)

    def numbers(self, count: int) -> list[int]:
        """Which records the last ``count`` are that were not refused."""
        last, refused = self.report.records, set(self.refused)
        found = [one for one in range(last - count - len(refused) + 1, last + 1) if one not in refused]
        return found[len(found) - count :]

    def complain(self, reason: str, ago: int = 0) -> None:
        """Keep a problem of the record read last, or of the one ``ago`` records before it."""
        self.problem(self.report.records - ago, reason)

    def problem(self, record: int, reason: str) -> None:
        """Keep a problem of this record, counted over the source; people are told its number within its file."""
        for before, path in reversed(self.begun):
            if record > before:
                self.report.problem(path.name, record - before, reason)
                return
        self.report.problem(self.report.file, record, reason)

    def _blocks(self, path: File, length: int = files.BLOCK) -> Iterator[bytes]:
        self.reading = path
        self.begun.append((self.report.records, path))
        return files.blocks(path, self._advance, length)

    def _advance(self, count: int) -> None:
        self.consumed += count


def _again(path: File) -> Iterator[bytes]:
    """The file's bytes, in a reading that counts for no progress."""
    return files.blocks(path, lambda count: None)
