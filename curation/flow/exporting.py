"""Kept fragments -> a data set, checked, searched for leaks, and only then handed out."""

from __future__ import annotations

import io
import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection

from curation import dataset
from curation.dataset import bundle, manifest, split
from curation.errors import RuwoError
from curation.flow import personas, scanning, training
from curation.flow.redaction import Redactor, tally
from curation.version import VERSION
from curation.workspace import Workspace, queries, setaside

HOLD_OUT = 0.05
"""Share of the kept fragments that is set aside before the first export, to test the tuned model with."""


@dataclass(frozen=True)
class Leak:
    """A value that must not leave stands in a finished file. ``value`` is for the page only, masked there."""

    file: str
    entity: str
    value: str
    count: int


@dataclass(frozen=True)
class Export:
    """A finished export. ``ready``: no problem and no leak; only then are ``files`` to be handed out."""

    pack: bundle.Pack
    data: dataset.DataSet
    problems: tuple[dataset.Problem, ...]
    leaks: tuple[Leak, ...]
    held_out: tuple[int, ...] = ()
    """Fragments that are set aside with this export."""

    @property
    def ready(self) -> bool:
        """A trainer keeps every row and no value leaks."""
        return bool(self.data.rows) and not self.problems and not self.leaks

    def data_file(self) -> bytes:
        """The ShareGPT file."""
        return self.pack.files[self.pack.data_file]

    def zip(self) -> bytes:
        """Data file, dataset_info.json, manifest and README in one archive."""
        stream = io.BytesIO()
        bundle.write_zip(self.pack.files, stream)
        return stream.getvalue()


def selected(connection: Connection, selection: manifest.Selection) -> list[int]:
    """Ids of the fragments an export takes, held-out ones included, in queue order."""
    kept = queries.Filter(statuses=("kept",))
    if selection == "kept":
        return queries.ids(connection, kept)
    clean = set(
        queries.ids(connection, queries.Filter(statuses=("pending",), unmarked=selection == "kept_and_unreviewed"))
    )
    both = queries.ids(connection, queries.Filter(statuses=("kept", "pending")))
    wanted = clean | set(queries.ids(connection, kept))
    return [fragment for fragment in both if fragment in wanted]


def export(
    workspace: Workspace,
    *,
    selection: manifest.Selection = "kept",
    format: str = "sharegpt",
) -> Export:
    """Build, check and search an export of the selected fragments; changes nothing until :func:`remember`.

    Raises RuwoError ``scan_unfinished`` while messages wait for the scan.
    """
    if scanning.pending(workspace):
        raise RuwoError("scan_unfinished")
    personas.scan_system_text(workspace)
    with workspace.read() as connection:
        ids = selected(connection, selection)
        held = queries.held_out_fragments(connection, ids)
        fresh = to_hold_out(connection, ids, held)
        redactor = Redactor.of(connection)
        prepared = list(training.prepare(connection, [i for i in ids if i not in held | fresh], redactor))
        system = personas.redacted_system_text(connection, redactor)
        data = dataset.build(
            [p.fragment for p in prepared], system=system, context_in=personas.persona(connection).context_in
        )
        facts = _facts(connection, prepared, data, selection, len(held | fresh), redactor)
    pack = bundle.pack(data, facts, format=format)
    problems = tuple(dataset.check(data.rows))
    leaking = tuple(leaks(pack.files, redactor, _left_in(prepared, data, redactor)))
    return Export(pack, data, problems, leaking, tuple(sorted(fresh)))


def fingerprint(workspace: Workspace) -> tuple[int, ...]:
    """Changes whenever an export could come out differently."""
    with workspace.read() as connection:
        return (
            queries.last_edit(connection),
            queries.message_count(connection),
            *queries.counts(connection).values(),
            *setaside.counts(connection),
        )


def remember(workspace: Workspace, done: Export) -> None:
    """Note what this export set aside and what has left with it, so that no message is ever both."""
    with workspace.write() as connection:
        setaside.hold_out(connection, done.held_out)
        setaside.mark_exported(connection, [row.key for row in done.data.rows])


def to_hold_out(connection: Connection, ids: Sequence[int], held: set[int]) -> set[int]:
    """What has to be set aside so that :data:`HOLD_OUT` of the selection is; never what was exported before."""
    gone = setaside.exported_fragments(connection, ids)
    rows = queries.fragments_by_id(connection, [i for i in ids if i not in held and i not in gone])
    missing = HOLD_OUT * len(ids) - len(held)
    if not rows or missing < 1:
        return set()
    items = [(row["id"], row["chat_id"], _moment(row["start"])) for row in rows]
    return split.holdout(items, share=min(0.5, missing / len(items)))


def leaks(files: Mapping[str, bytes], redactor: Redactor, left_in: Mapping[tuple[str, str], int]) -> Iterator[Leak]:
    """Search the decoded strings of every file; what a person left in on purpose is allowed as often as that."""
    for name, content in files.items():
        hits: Counter[tuple[str, str]] = Counter()
        for text, times in Counter(_strings(name, content)).items():
            for hit in redactor.leaks_in(text):
                hits[hit] += times
        for (entity, value), count in hits.items():
            if count > left_in.get((entity, value), 0):
                yield Leak(name, entity, value, count)


def _strings(name: str, content: bytes) -> Iterator[str]:
    text = content.decode("utf-8")
    if name.endswith(".json"):
        yield from _leaves(json.loads(text))
    elif name.endswith(".jsonl"):
        for line in text.splitlines():
            yield from _leaves(json.loads(line))
    else:
        yield text


def _leaves(node: Any) -> Iterator[str]:
    if isinstance(node, str):
        yield node
    elif isinstance(node, dict):
        for key, value in node.items():
            yield str(key)
            yield from _leaves(value)
    elif isinstance(node, list):
        for value in node:
            yield from _leaves(value)


def _left_in(
    prepared: Sequence[training.Prepared], data: dataset.DataSet, redactor: Redactor
) -> Counter[tuple[str, str]]:
    """Value -> how often it stands in the rows by exception."""
    rows = {row.key for row in data.rows}
    ids = [v for p in prepared if p.fragment.key in rows for part in p.parts for v in part.excepted]
    return Counter((redactor.values[v]["entity"], redactor.values[v]["sample"]) for v in ids)


def _facts(
    connection: Connection,
    prepared: Sequence[training.Prepared],
    data: dataset.DataSet,
    selection: manifest.Selection,
    held: int,
    redactor: Redactor,
) -> manifest.Facts:
    rows = {row.key for row in data.rows}
    used = [p for p in prepared if p.fragment.key in rows]
    exceptions = [
        manifest.Exempted(fragment=p.fragment.key, entity=entity, occurrences=n)
        for p in used
        for entity, n in Counter(redactor.values[v]["entity"] for part in p.parts for v in part.excepted).items()
    ]
    return manifest.Facts(
        app_version=VERSION,
        selection=selection,
        fragments=queries.counts(connection),
        held_out=held,
        replaced=tally(part for p in used for part in p.parts),
        exceptions=tuple(exceptions),
    )


def _moment(micros: int | None) -> datetime | None:
    return None if micros is None else datetime.fromtimestamp(micros / 1e6, UTC)
