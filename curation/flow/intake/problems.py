"""What is wrong with records and files of a source, as a table and as a file to keep: never a word of a chat."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Sequence

from curation import sources
from curation.errors import N_
from curation.sources import Problem

Translate = Callable[[str], str]


WHOLE = frozenset({"file_unknown", "file_other", "file_blank", "chat_again"})
"""Why a file of a zip or a folder is not read."""


def left_out(found: Iterable[Problem]) -> list[Problem]:
    """The files of a zip or a folder that are not read."""
    return [one for one in found if one.reason in WHOLE]


def columns(problems: Sequence[Problem], translate: Translate) -> dict[str, list[str]]:
    """Column title -> cells: file, record, line, what is wrong. Record and line are empty where there is none."""
    known = sources.sentences()
    return {
        translate(N_("File")): [one.file for one in problems],
        translate(N_("Record")): [f"{one.record or ''}" for one in problems],
        translate(N_("Line")): [f"{one.line or ''}" for one in problems],
        translate(N_("What is wrong")): [translate(known[one.reason]) for one in problems],
    }


def as_csv(problems: Sequence[Problem], translate: Translate) -> bytes:
    """The same as a CSV file that spreadsheet programs open in the right encoding, and never take for a formula."""
    found = columns(problems, translate)
    out = io.StringIO(newline="")
    writer = csv.writer(out)
    writer.writerow(found)
    writer.writerows([_harmless(cell) for cell in row] for row in zip(*found.values(), strict=True))
    return out.getvalue().encode("utf-8-sig")


def _harmless(cell: str) -> str:
    """A file may be called ``=1+1``."""
    return f"'{cell}" if cell[:1] in {"=", "+", "-", "@", "\t"} else cell
