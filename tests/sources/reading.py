"""What the tests of all importers share."""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import pandas as pd

from curation import frames, sources
from curation.errors import SENTENCES, RuwoError

GOLDEN = Path(__file__).parents[1] / "golden"


def read_bytes(folder: Path, name: str, data: bytes, **options: Any) -> sources.Import:
    """Read ``data`` as the file ``name``; frame and report are checked in passing."""
    (folder / name).write_bytes(data)
    return checked(sources.read(folder / name, **options))


def checked(found: sources.Import) -> sources.Import:
    """The import, after the promises that hold for every source."""
    frames.MESSAGES.check(found.messages)
    report, messages = found.report, found.messages
    assert report.adds_up, report
    assert report.messages == len(messages)
    assert messages["message_id"].is_unique
    assert set(messages["kind"]) <= set(frames.KINDS)
    assert messages["text"].notna().all()
    for _, chat in messages.groupby("chat", sort=False):
        assert chat["seq"].tolist() == list(range(len(chat)))
    assert sources.Report.from_dict(json.loads(json.dumps(report.to_dict()))) == report
    return found


def imported(path: Path, **options: Any) -> sources.Import:
    """Everything in the file, checked; ``options`` as of sources.open."""
    reader = sources.open(path, **options)
    messages = reader.whole(None, None)
    return checked(sources.Import(messages, reader.report, reader.chats(), reader.system_texts))


def proposed(path: Path) -> sources.Mapping:
    """The mapping the wizard begins with."""
    excerpt = sources.study(path)
    assert excerpt is not None
    found = sources.propose(excerpt)
    assert found is not None
    return found


def read_or_refuse(path: Path, **options: Any) -> sources.Import | None:
    """The checked import, or None after an error with a sentence that fits its parameters."""
    try:
        found = sources.read(path, **options)
    except RuwoError as error:
        SENTENCES[error.code].format(**error.params)
        return None
    return checked(found)


def rows(messages: pd.DataFrame) -> list[dict[str, Any]]:
    """The frame as JSON objects without what is missing."""
    return [
        {
            name: value if isinstance(value, int | str) else str(value)
            for name, value in row.items()
            if not pd.isna(value)
        }
        for row in messages.astype(object).to_dict("records")
    ]


def golden(name: str, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """The rows kept in tests/golden; with UPDATE_GOLDEN=1 in the environment they are written anew, to be read over."""
    path = GOLDEN / f"{name}.json"
    if os.environ.get("UPDATE_GOLDEN"):
        lines = ",\n".join(json.dumps(row, ensure_ascii=False) for row in found)
        path.write_text(f"[\n{lines}\n]\n", encoding="utf-8")
    return list(json.loads(path.read_text(encoding="utf-8")))
