"""Small invented chats as a MemoTrace log, workspaces made of them, and what comes out at the other end."""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

from curation import dataset, workspace
from curation.flow.guarding import scanning
from curation.flow.guarding.settling import Waiver
from curation.flow.intake import importing
from curation.flow.leaving import exporting
from curation.flow.workbench import review
from curation.privacy import Finding
from curation.privacy.findings import settle
from curation.privacy.rules import Rule, Rules
from curation.workspace import Workspace, queries, queues, tables
from curation.workspace.filters import Filter

ME, FRIEND = "阿岚", "小满"
WAIVER = Waiver("都是编的", "看过的人")
START = 1_714_550_400
"""2024-05-01 16:00:00 in Shanghai."""

Line = tuple[bool, str] | tuple[bool, str, dict[str, Any]]
"""Whether the persona sent it, its text, and fields that differ from a plain text's."""


class Finds:
    """A scanner that finds the given texts and nothing else (and what rules say). ``values``: entity -> texts."""

    engine = "test"

    def __init__(self, **values: Sequence[str]) -> None:
        self._values = [(entity, value) for entity, texts in values.items() for value in texts]

    def scan(
        self, texts: Sequence[str], *, names: Collection[str] = (), follows: Sequence[bool] | None = None
    ) -> list[list[Finding]]:
        wanted = [*self._values, *(("PERSON", name) for name in names)]
        return [list(self._found(text, wanted)) for text in texts]

    def find_names(self, texts: Sequence[str], names: Collection[str]) -> list[list[Finding]]:
        return [[] for _ in texts]

    def find_rules(self, texts: Sequence[str], rules: Sequence[Rule]) -> list[list[Finding]]:
        search = Rules(rules)
        return [settle(search.find(text)) for text in texts]

    def _found(self, text: str, wanted: Iterable[tuple[str, str]]) -> Iterator[Finding]:
        taken: list[tuple[int, int]] = []
        for entity, value in sorted(wanted, key=lambda one: -len(one[1])):
            for at in re.finditer(re.escape(value), text):
                if all(at.end() <= start or end <= at.start() for start, end in taken):
                    taken.append(at.span())
                    yield Finding(*at.span(), entity, 0.9, "test")


def records(lines: Sequence[Line], *, names: tuple[str, str] = (ME, FRIEND), gap: int = 40) -> list[dict[str, Any]]:
    """The log's objects, ``gap`` seconds apart (an ``after`` among a line's fields: seconds since the line before)."""
    found: list[dict[str, Any]] = []
    at = START
    for number, (mine, text, *more) in enumerate(lines, start=1):
        fields = dict(more[0]) if more else {}
        at += fields.pop("after", gap)
        item = {
            "type": "1",
            "is_send": mine,
            "timestamp": at,
            "server_id": str(7_100_000_000_000_000_000 + number),
            "display_name": names[0] if mine else names[1],
            "avatar_src": "",
            "text": text,
        }
        found.append(item | fields)
    return found


def write(folder: Path, lines: Sequence[Line], name: str = "小满.html.json", **options: Any) -> Path:
    """The log as a file; half pairs are written as the escapes JSON has for them."""
    path = folder / name
    path.write_text(json.dumps(records(lines, **options)), encoding="utf-8")
    return path


def bring_in(opened: Workspace, path: Path, persona: str = "") -> int:
    """Import a file with its owner (or a name) as the persona, and scan."""
    chosen = {
        chat.key: next((s.sender_id for s in chat.senders if persona and s.name == persona), importing.suggested(chat))
        for chat in importing.preview(path).chats
    }
    source = importing.import_source(opened, importing.Plan(path, chosen))
    scanning.scan(opened)
    return source


def filled(folder: Path, lines: Sequence[Line], **options: Any) -> Workspace:
    """A new workspace with this chat in it."""
    opened = workspace.create("测试")
    bring_in(opened, write(folder, lines, **options))
    return opened


def talk(turns: int, *, every: int = 2, text: str = "第{n}句") -> list[Line]:
    """An alternating chat that starts with the friend; a silence of an hour after each ``every`` turns."""
    return [(n % 2 == 1, text.format(n=n), {"after": 3600 if n % every == 0 else 5}) for n in range(turns)]


def fragments(opened: Workspace, **chosen: Any) -> list[int]:
    """Ids in queue order."""
    with opened.read() as connection:
        return queues.ids(connection, Filter(**chosen))


def bubbles(opened: Workspace, fragment: int) -> list[dict[str, Any]]:
    """The bubbles of a fragment."""
    with opened.read() as connection:
        return [dict(row) for row in queries.bubbles_of(connection, [fragment])[fragment]]


def version(opened: Workspace, fragment: int) -> int:
    """What a client has to name."""
    with opened.read() as connection:
        return int(queries.fragments_by_id(connection, [fragment])[0]["version"])


class Client:
    """Sends ops one at a time, as a page would."""

    def __init__(self, opened: Workspace, name: str = "test") -> None:
        self._opened, self._name, self._seq = opened, name, 0

    def do(self, kind: str, fragment: int = 0, **fields: Any) -> Any:
        """Apply one op; refusals fail the test."""
        applied = self.try_(kind, fragment, **fields)
        assert not applied.problems, applied.problems
        return applied

    def try_(self, kind: str, fragment: int = 0, **fields: Any) -> Any:
        """Apply one op; it may be refused."""
        self._seq += 1
        seen = version(self._opened, fragment) if fragment else 0
        op = {"kind": kind, "seq": self._seq, "fragment": fragment, "version": seen} | fields
        return review.apply(self._opened, self._name, [op])


def keep_all(opened: Workspace) -> None:
    """Keep every fragment."""
    review.mark(opened, fragments(opened), "kept")


def exported(opened: Workspace, **options: Any) -> exporting.Export:
    """An export that must be fit to leave; what could do harm is waived."""
    done = exporting.export(opened, **{"waiver": WAIVER, **options})
    assert done.ready, (done.problems, done.leaks)
    assert json.loads(done.data_file()) == [row.record() for row in done.data.rows]
    return done


def values(done: exporting.Export) -> list[str]:
    """All turns of all rows."""
    return [message["value"] for row in done.data.rows for message in row.conversations]


def everything(done: exporting.Export) -> str:
    """All that would leave, decoded."""
    return "\n".join(content.decode("utf-8") for content in done.pack.files.values())


def dump(opened: Workspace) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of every table."""
    with opened.read() as connection:
        return {
            table.name: [tuple(row) for row in connection.execute(table.select().order_by(*table.primary_key.columns))]
            for table in tables.metadata.sorted_tables
        }


def rows(opened: Workspace, table: str) -> list[dict[str, Any]]:
    """The rows of one table by column; fragments and messages in the order of their chat."""
    columns = tables.metadata.tables[table]
    order = [
        columns.c[name] for name in ("chat_id", "place", "seq") if name in columns.c
    ] or columns.primary_key.columns
    with opened.read() as connection:
        return [dict(row) for row in connection.execute(columns.select().order_by(*order)).mappings()]


def dump_of(opened: Workspace, name: str) -> list[dict[str, Any]]:
    """Every row of one table."""
    table = tables.metadata.tables[name]
    with opened.read() as connection:
        return [dict(row) for row in connection.execute(table.select().order_by(*table.primary_key.columns)).mappings()]


def decisions(opened: Workspace) -> dict[tuple[str, str], dict[str, Any]]:
    """(entity, key) -> the value's row."""
    with opened.read() as connection:
        return {
            (r["entity"], r["normal"]): dict(r) for r in connection.execute(tables.private_values.select()).mappings()
        }


def problems_of(content: bytes) -> list[dataset.Problem]:
    """What a trainer would say about a data file."""
    return dataset.check(json.loads(content))
