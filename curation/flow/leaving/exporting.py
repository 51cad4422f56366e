"""Kept fragments -> a data set, checked, searched for leaks, and only then handed out."""

from __future__ import annotations

import io
from collections import Counter
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy import Connection

from curation import dataset
from curation.dataset import bundle, manifest, split
from curation.errors import RuwoError
from curation.flow.cutting import training
from curation.flow.guarding import gate, identity, leakreport, personas, scanning, settling, surrogating, suspecting
from curation.flow.guarding.gate import Leak
from curation.flow.guarding.redaction import Redacted, Redactor, tally
from curation.flow.guarding.settling import Unsettled, Waiver
from curation.flow.guarding.suspecting import Suspected
from curation.version import VERSION
from curation.workspace import Workspace, findings, queries, queues, setaside
from curation.workspace.filters import Filter

HOLD_OUT = 0.05
"""Share of the kept fragments that is set aside before the first export, to test the tuned model with."""


@dataclass(frozen=True)
class Export:
    """A finished export. ``ready``: nothing stands in its way; only then are ``files`` to be handed out."""

    pack: bundle.Pack
    data: dataset.DataSet
    problems: tuple[dataset.Problem, ...]
    leaks: tuple[Leak, ...]
    held_out: tuple[int, ...] = ()
    """Fragments that are set aside with this export."""
    unsettled: tuple[Unsettled, ...] = ()
    """Values of high harm that somebody has to decide or waive first."""
    suspects: tuple[Suspected, ...] = ()
    """What a second search wonders about; it stands in nobody's way."""
    report: tuple[str, str] = ("", "")
    """File name and Markdown of the privacy report."""

    @property
    def ready(self) -> bool:
        """A trainer keeps every row, no value leaks, and what could do harm is settled."""
        return bool(self.data.rows) and not (self.problems or self.leaks or self.unsettled)

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
    kept = Filter(statuses=("kept",))
    if selection == "kept":
        return queues.ids(connection, kept)
    clean = set(queues.ids(connection, Filter(statuses=("pending",), unmarked=selection == "kept_and_unreviewed")))
    both = queues.ids(connection, Filter(statuses=("kept", "pending")))
    wanted = clean | set(queues.ids(connection, kept))
    return [fragment for fragment in both if fragment in wanted]


def export(
    workspace: Workspace,
    *,
    selection: manifest.Selection = "kept",
    format: str = "sharegpt",
    waiver: Waiver | None = None,
    lang: str = "en",
) -> Export:
    """Build, check and search an export of the selected fragments; changes nothing until :func:`remember`.

    ``waiver``: of every value of high harm that is still open. ``lang``: of the report. Raises RuwoError
    ``scan_unfinished`` while messages wait for the scan.
    """
    if scanning.pending(workspace):
        raise RuwoError("scan_unfinished")
    personas.scan_system_text(workspace)
    surrogating.settle(workspace)
    with workspace.read() as connection:
        taken = _take(connection, selection)
        data = dataset.build(
            [p.fragment for p in taken.prepared], system=taken.system.text, context_in=taken.context_in
        )
        texts = taken.texts({row.key for row in data.rows})
        undecided = settling.undecided(connection, taken.redactor, texts, waiver)
        suspects = suspecting.suspects(data.rows, taken.redactor)
        told = leakreport.gather(connection, _told(taken, texts, undecided, suspects))
    report = leakreport.written(told, lang)
    pack = bundle.pack(data, _facts(selection, taken, texts, told), format=format, report=report)
    blank = bundle.pack(
        dataset.DataSet(), manifest.Facts(app_version=VERSION), format=format, report=leakreport.blank(told, lang)
    )
    leaks = tuple(gate.leaks(pack.files, taken.redactor, _left_in(texts, taken.redactor), blank.files))
    checked = tuple(dataset.check(data.rows))
    return Export(pack, data, checked, leaks, tuple(sorted(taken.fresh)), undecided.unsettled, suspects, report)


@dataclass(frozen=True)
class _Taken:
    """What an export is made of."""

    redactor: Redactor
    prepared: Sequence[training.Prepared]
    system: Redacted
    context_in: dataset.ContextIn
    held: set[int]
    fresh: set[int]
    counts: dict[str, int]

    def texts(self, rows: Set[int]) -> Texts:
        """The texts that stand in these rows, and the system text that stands in each."""
        parts = {p.fragment.key: p.trained(self.context_in) for p in self.prepared if p.fragment.key in rows}
        return {**parts, personas.SYSTEM: (self.system,)}


def _take(connection: Connection, selection: manifest.Selection) -> _Taken:
    ids = selected(connection, selection)
    held = queries.held_out_fragments(connection, ids)
    fresh = to_hold_out(connection, ids, held)
    redactor = Redactor.of(connection)
    return _Taken(
        redactor,
        list(training.prepare(connection, [i for i in ids if i not in held | fresh], redactor)),
        personas.redacted_system_text(connection, redactor),
        identity.persona(connection).context_in,
        held,
        fresh,
        queues.counts(connection),
    )


def _facts(selection: manifest.Selection, taken: _Taken, texts: Texts, told: leakreport.Facts) -> manifest.Facts:
    """What this export has to tell the manifest."""
    return manifest.Facts(
        app_version=VERSION,
        selection=selection,
        fragments=taken.counts,
        held_out=len(taken.held | taken.fresh),
        replaced=dict(told.replaced),
        exceptions=_exceptions(texts, taken.redactor),
        engine=told.engine,
        undecided=dict(told.undecided),
        waived=told.waived,
        suspects=dict(told.suspects),
    )


def _told(
    taken: _Taken, texts: Texts, undecided: settling.Undecided, suspects: Sequence[Suspected]
) -> leakreport.Facts:
    """What this export has to tell the report."""
    exempted = Counter[str]()
    for one in _exceptions(texts, taken.redactor):
        exempted[one.entity] += one.occurrences
    return leakreport.Facts(
        app_version=VERSION,
        engine=scanning.scanner().engine,
        replaced=tally([part for parts in texts.values() for part in parts]),
        undecided=undecided.counts,
        waived=undecided.waived,
        exceptions=exempted,
        suspects=Counter(suspect.reason for suspect in suspects),
    )


def fingerprint(workspace: Workspace) -> tuple[int, ...]:
    """Changes whenever an export could come out differently."""
    with workspace.read() as connection:
        return (
            queries.last_edit(connection),
            queries.message_count(connection),
            *queues.counts(connection).values(),
            *setaside.counts(connection),
            findings.last(connection),
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
"""Fragment -> the texts that stand in its row; 0: the system text."""


def _left_in(texts: Texts, redactor: Redactor) -> Counter[gate.Value]:
    """Value -> how often it stands in the rows by exception, or inside of what does."""
    rows = max(1, len(texts) - 1)
    left: Counter[gate.Value] = Counter()
    for key, parts in texts.items():
        for value in [v for part in parts for v in part.excepted]:
            for hit in redactor.leaks_in(redactor.values[value]["sample"]):
                left[hit] += 1 if key else rows
    return left


def _exceptions(texts: Texts, redactor: Redactor) -> tuple[manifest.Exempted, ...]:
    """What was left in on purpose, by fragment (0: the system text, once a row)."""
    counts: Counter[tuple[int, str]] = Counter()
    for key, parts in texts.items():
        for value in [v for part in parts for v in part.excepted]:
            counts[key, redactor.values[value]["entity"]] += 1 if key else len(texts) - 1
    return tuple(
        manifest.Exempted(fragment=key, entity=entity, occurrences=count) for (key, entity), count in counts.items()
    )


def _moment(micros: int | None) -> datetime | None:
    return None if micros is None else datetime.fromtimestamp(micros / 1e6, UTC)
