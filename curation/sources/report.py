"""What became of every record of a source, in numbers, notes and problems; goes to JSON and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from curation.errors import N_

MAX_PROBLEMS = 1000
"""Problems kept one by one; further ones are only counted."""

REASONS: dict[str, str] = {
    # --- merged
    "window_repeat": N_("repeated by the exporter’s sliding window"),
    "repeated_id": N_("the same message a second time"),
    # --- set aside
    "system_text": N_("the system text, offered as a draft for the persona"),
    "columns_wrong": N_("broken row: wrong number of columns"),
    "field_too_long": N_("broken row: a field without end"),
    "record_invalid": N_("not in the shape of this format"),
    "record_incomplete": N_("a field that a message needs is missing"),
    "content_not_text": N_("the content is not a text"),
    "text_empty": N_("no text"),
    "role_unknown": N_("neither user nor assistant"),
    "other_chat": N_("of a chat that was not chosen"),
    # --- files of a zip or a folder that were not read
    "file_unknown": N_("left out: not in a format Ruwo knows"),
    "file_other": N_("another kind of export than the rest, which is imported by itself"),
    "file_blank": N_("left out: the file is empty"),
    "chat_again": N_("left out: a file beside it holds the same chat, and more of it"),
    # --- kept, with a problem
    "role_repeated": N_("two turns of one side in a row"),
    "time_unreadable": N_("the time cannot be read; kept without one"),
    "kind_unknown": N_("a kind of message Ruwo does not know; kept as “other”"),
}
"""Reason code -> the English phrase a person reads. A format may add its own, see registry."""

NOTES: dict[str, str] = {
    "encoding_guessed": N_("The file is not UTF-8; it was read as GB18030. Look at the sample rows."),
    "media_passed_over": N_("{count} pictures, recordings and other files beside the chat were not read."),
    "bad_bytes": N_("{count} places with broken bytes were replaced by “\ufffd”."),
    "window_repeats": N_(
        "The file was exported with a sliding window, so most turns stood in it several times. "
        "{count} repeats were merged; {groups} continuous stretches remain."
    ),
    "joints_unsure": N_(
        "In {count} turns the exporter may have joined several bubbles with “，”. They are marked as unsure."
    ),
    "lossy_format": N_(
        "Training JSON holds text only: no times, names, stickers, voice or quotes, and MemoTrace leaves out groups of "
        "up to four messages. For all of it, export this chat in MemoTrace (留痕) once more as HTML, and bring the file "
        "ending in “.html.json” that it writes beside the page."
    ),
}
"""Note code -> English sentence with ``{parameter}`` fields."""


@dataclass(frozen=True)
class Problem:
    """A record something is wrong with. ``record`` counts from 1 in its file (in CSV: without the header);
    0 stands for the whole file.

    ``line``: where it begins in the file, from 1; 0 where lines say nothing.
    """

    file: str
    record: int
    reason: str
    line: int = 0


@dataclass(frozen=True)
class Note:
    """Something to say about the source as a whole: a key of :data:`NOTES` and what fills its sentence."""

    code: str
    params: dict[str, int | str] = field(default_factory=dict)


@dataclass
class Report:
    """Counts of one pass; ``records == kept + merged + set_aside`` when the pass is over.

    ``messages`` may exceed ``kept``: one record can hold several bubbles. ``bad_bytes``, ``crlf``, ``surrogates`` and
    ``nul`` count places in the file that were replaced or (NUL) removed. ``wall_clock``: messages whose time was
    written without a zone, so that it depends on the source's.
    """

    file: str = ""
    format: str = ""
    encoding: str = ""
    records: int = 0
    kept: int = 0
    merged: dict[str, int] = field(default_factory=dict)
    set_aside: dict[str, int] = field(default_factory=dict)
    messages: int = 0
    bad_bytes: int = 0
    crlf: int = 0
    surrogates: int = 0
    nul: int = 0
    wall_clock: int = 0
    notes: list[Note] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    problem_count: int = 0

    @property
    def adds_up(self) -> bool:
        """Every record is accounted for."""
        return self.records == self.kept + sum(self.merged.values()) + sum(self.set_aside.values())

    def merge(self, reason: str, count: int = 1) -> None:
        """Count records whose message is already there."""
        if count:
            self.merged[reason] = self.merged.get(reason, 0) + count

    def put_aside(self, reason: str, count: int = 1) -> None:
        """Count records that give no message."""
        if count:
            self.set_aside[reason] = self.set_aside.get(reason, 0) + count

    def problem(self, file: str, record: int, reason: str, line: int = 0) -> None:
        """Keep a problem, or only count it when there are too many."""
        self.problem_count += 1
        if len(self.problems) < MAX_PROBLEMS:
            self.problems.append(Problem(file, record, reason, line))

    def note(self, code: str, **params: int | str) -> None:
        """Say something about the whole source, once."""
        if all(note.code != code for note in self.notes):
            self.notes.append(Note(code, params))

    def to_dict(self) -> dict[str, Any]:
        """JSON-serialisable; :meth:`from_dict` gives an equal report."""
        return asdict(self)

    @classmethod
    def from_dict(cls, values: Mapping[str, Any]) -> Report:
        """The report that :meth:`to_dict` wrote."""
        notes = [Note(**note) for note in values["notes"]]
        problems = [Problem(**problem) for problem in values["problems"]]
        return cls(**{**values, "notes": notes, "problems": problems})
