"""Kept fragments -> a data set, checked, searched for leaks, and only then handed out."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection

from curation import dataset
from curation.dataset import bundle, manifest, split
from curation.errors import RuwoError
from curation.flow import gate, identity, personas, scanning, surrogating, training
from curation.flow.gate import Leak
from curation.flow.redaction import Redacted, Redactor, tally
from curation.version import VERSION
from curation.workspace import Workspace, queries, setaside

HOLD_OUT = 0.05
"""Share of the kept fragments that is set aside before the first export, to test the tuned model with."""


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
    surrogating.settle(workspace)
    with workspace.read() as connection:
        ids = selected(connection, selection)
        held = queries.held_out_fragments(connection, ids)
        fresh = to_hold_out(connection, ids, held)
        redactor = Redactor.of(connection)
        prepared = list(training.prepare(connection, [i for i in ids if i not in held | fresh], redactor))
        system = personas.redacted_system_text(connection, redactor)
        context_in = identity.persona(connection).context_in
        counts = queries.counts(connection)
    data = dataset.build([p.fragment for p in prepared], system=system.text, context_in=context_in)
    rows = {row.key for row in data.rows}
    texts = {p.fragment.key: p.trained(context_in) for p in prepared if p.fragment.key in rows}
    facts = manifest.Facts(
        app_version=VERSION,
        selection=selection,
        fragments=counts,
        held_out=len(held | fresh),
        replaced=tally([system, *(part for parts in texts.values() for part in parts)]),
        exceptions=_exceptions(texts, system, redactor),
    )
    pack = bundle.pack(data, facts, format=format)
    blank = bundle.pack(dataset.DataSet(), manifest.Facts(app_version=VERSION), format=format)
    left_in = _left_in(texts, system, redactor)
    found = tuple(gate.leaks(pack.files, redactor, left_in, blank.files))
    return Export(pack, data, tuple(dataset.check(data.rows)), found, tuple(sorted(fresh)))


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
    mine = setaside.showing_messages(connection, ids)  # text that was only typed cannot be remembered as set aside
    rows = queries.fragments_by_id(connection, [i for i in ids if i in mine and i not in held and i not in gone])
    missing = HOLD_OUT * len(ids) - len(held)
    if not rows or missing < 1:
        return set()
    items = [(row["id"], row["chat_id"], _moment(row["start"])) for row in rows]
    return split.holdout(items, share=min(0.5, missing / len(items)))


Texts = Mapping[int, Sequence[Redacted]]
"""Fragment -> the texts that stand in its row."""


def _left_in(texts: Texts, system: Redacted, redactor: Redactor) -> Counter[gate.Value]:
    """Value -> how often it stands in the rows by exception, or inside of what does."""
    ids = [v for parts in texts.values() for part in (*parts, system) for v in part.excepted]
    return Counter(hit for v in ids for hit in redactor.leaks_in(redactor.values[v]["sample"]))


def _exceptions(texts: Texts, system: Redacted, redactor: Redactor) -> tuple[manifest.Exempted, ...]:
    """What was left in on purpose, by fragment (0: the system text, once a row)."""
    ids = {key: [v for part in parts for v in part.excepted] for key, parts in texts.items()}
    ids[0] = [v for v in system.excepted for _ in texts]
    entities = {key: Counter(redactor.values[v]["entity"] for v in found) for key, found in ids.items()}
    return tuple(
        manifest.Exempted(fragment=key, entity=entity, occurrences=count)
        for key, counted in entities.items()
        for entity, count in counted.items()
    )


def _moment(micros: int | None) -> datetime | None:
    return None if micros is None else datetime.fromtimestamp(micros / 1e6, UTC)
