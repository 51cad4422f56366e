"""Fragments computed from messages, and what is derived from a fragment's bubbles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from itertools import groupby, pairwise
from typing import Any

import numpy as np
import orjson
from sqlalchemy import Connection, select

from curation import dataset, fragments, frames, signals
from curation.dataset.manifest import estimate_tokens
from curation.flow.advice import thresholds
from curation.flow.intake import clocks
from curation.fragments import NEVER
from curation.jobs import Job
from curation.uses import HOLE, SPEECH, Uses
from curation.workspace import Workspace, hides, journal, layout, logs, queries, queues, redoing, tables
from curation.workspace.filters import Filter
from curation.workspace.tables import changes
from curation.workspace.watching import watched

FIRST_WORDS = 40
"""Characters of a fragment's first speech shown in the table."""


def settings(connection: Connection) -> fragments.Settings:
    """How fragments are cut in this workspace."""
    stored = queries.setting(connection, "fragments", {})
    return fragments.Settings(**stored)


def uses(connection: Connection) -> Uses:
    """What becomes of each kind of message in this workspace."""
    stored = queries.setting(connection, USES, {})
    return Uses(stored.get("kinds", {}), stored.get("names", True))


def load(workspace: Workspace) -> fragments.Settings:
    """The same, of a workspace."""
    with workspace.read() as connection:
        return settings(connection)


def change_settings(workspace: Workspace, changed: fragments.Settings, job: Job[Any] | None = None) -> None:
    """Journal new settings and rebuild what nobody touched; ``job`` as :func:`recut` takes it."""
    value = {"gap_minutes": changed.gap_minutes, "max_turns": changed.max_turns, "max_bubbles": changed.max_bubbles}
    with workspace.write() as connection:
        if changed == settings(connection):
            return
        draft = journal.Draft(connection, "settings")
        draft.put(tables.settings, "fragments", value=orjson.dumps(value).decode())
        recut(draft, [chat["id"] for chat in queries.all_chats(connection)], job)


USES = "uses"
"""Setting: what becomes of each kind of message, and whether groups name their speakers."""

CUT = "cut"
"""Setting: the chats that an edit cut anew, and that edit."""


def recut(draft: journal.Draft, chats: Sequence[int], job: Job[Any] | None = None) -> None:
    """Finish an edit after which these chats are cut differently, and cut them: what nobody touched changes.

    A ``job`` is told how far it is and may stop it, also inside a long statement, with the caller's transaction.
    """
    draft.put(tables.settings, CUT, value=orjson.dumps({"chats": chats, "edit": draft.edit_id}).decode())
    draft.finish()
    with watched(draft.connection, job.check if job else lambda: None):
        _cut(draft.connection, chats, job)


def recut_again(draft: journal.Draft, *, redo: bool) -> None:
    """After an undo or redo: if it was of an edit that cut chats anew, cut them once more, with their times first.

    Fragments that the edits to be redone next name come back with the redo, as they were.
    """
    where = (changes.c.edit_id == draft.edit_id, changes.c.tab == "settings", changes.c.row == _CUT_ROW)
    images = draft.connection.execute(select(changes.c.before, changes.c.after).where(*where)).first()
    if images is None:
        return
    cut = orjson.loads(orjson.loads(images[int(redo)])["value"])
    moved = select(changes.c.row).where(changes.c.edit_id == draft.edit_id, changes.c.tab == "sources")
    for row in draft.connection.execute(moved).scalars():
        clocks.follow(draft.connection, orjson.loads(row)["id"])
    if redo:
        for chat in cut["chats"]:
            layout.clear_untouched(draft.connection, chat)
        with redoing.kept(draft.connection, redoing.bring_back(draft)):
            _cut(draft.connection, cut["chats"])
    else:
        redoing.put_away(draft, cut["chats"])
        _cut(draft.connection, cut["chats"])


_CUT_ROW = orjson.dumps({"key": CUT}).decode()


def _cut(connection: Connection, chats: Sequence[int], job: Job[Any] | None = None) -> None:
    for n, chat in enumerate(chats):

        def told(part: float, before: int = n) -> None:
            if job:
                job.fraction = (before + part) / len(chats)
                job.check()

        told(0)
        first = layout.next_numbers(connection).fragment
        rebuild(connection, chat, lambda part: told(0.8 * part))
        told(0.9)
        here = queues.ids(connection, Filter(chat=chat, hidden=None))
        refresh(connection, [i for i in here if i < first])  # the others are fresh


def rebuild(connection: Connection, chat_id: int, told: Callable[[float], None] = lambda part: None) -> None:
    """Cut the messages of a chat that no touched fragment shows into fragments anew.

    ``told`` hears which part of the work is done.
    """
    layout.clear_untouched(connection, chat_id)
    used = uses(connection)
    for found, drawn in proposed(connection, chat_id, told):
        _lay(connection, chat_id, found, drawn, used)
    hides.apply(connection, tables.fragments.c.chat_id == chat_id)


Drawn = Mapping[int, Mapping[str, Any]]
"""Message -> it as the bubble that nobody has touched yet: what :func:`summarise` would read back from the store."""

Proposed = tuple[list[list[int]], Drawn]
"""The messages of each fragment, and how they look."""


def proposed(
    connection: Connection, chat_id: int, told: Callable[[float], None] = lambda part: None
) -> Iterator[Proposed]:
    """The messages that no touched fragment shows, cut into fragments, some fragments at a time.

    Boundaries are found first and need little memory; then the messages are read again, a fragment's always at once.
    """
    free = logs.Free(connection, chat_id, lambda part: told(0.1 * part))
    persona = connection.execute(select(tables.chats.c.persona).where(tables.chats.c.id == chat_id)).scalar()
    edges = _edges(free, str(persona), settings(connection), uses(connection), lambda part: told(0.1 + 0.2 * part))
    begin = 0
    while begin < len(edges) - 1:
        end = max(int(np.searchsorted(edges, edges[begin] + logs.PART, side="right")) - 1, begin + 1)
        rows = free.rows(int(edges[begin]), int(edges[end]))
        ids = [row.id for row in rows]
        cuts = (edges[begin : end + 1] - edges[begin]).tolist()
        drawn = (_as_bubble(row, str(persona)) for row in rows)
        yield [ids[one:other] for one, other in pairwise(cuts)], dict(zip(ids, drawn, strict=True))
        begin = end
        told(0.3 + 0.7 * begin / (len(edges) - 1))


def _edges(
    free: logs.Free, persona: str, chosen: fragments.Settings, used: Uses, told: Callable[[float], None]
) -> fragments.Numbers:
    """Where fragments start, and behind the last one."""
    cutter, starts = fragments.Cutter(chosen), []
    for begin in range(0, len(free), logs.PART):
        rows = free.rows(begin, min(begin + logs.PART, len(free)))
        _, _, times, senders, kinds, texts, groups, _ = zip(*rows, strict=True)
        side = np.array([sender == persona for sender in senders])
        speech = np.array([used.of(kind, text) == SPEECH for kind, text in zip(kinds, texts, strict=True)])
        time, group = (np.array([NEVER if one is None else one for one in column]) for column in (times, groups))
        settled = cutter.add(side, speech, time, group, free.stretches(begin, begin + len(rows)))
        starts.append(settled.starts)
        told(begin / len(free))
    starts.append(cutter.finish().starts)
    return np.append(np.flatnonzero(np.concatenate(starts)), len(free))


def lay(connection: Connection, chat_id: int, found: Sequence[Sequence[int]], drawn: Drawn) -> None:
    """Add fragments that show these messages, with what is derived from them."""
    _lay(connection, chat_id, found, drawn, uses(connection))
    hides.apply(connection, tables.fragments.c.chat_id == chat_id)


def _lay(connection: Connection, chat_id: int, found: Sequence[Sequence[int]], drawn: Drawn, used: Uses) -> None:
    first = layout.next_numbers(connection)
    placed = [(min(drawn[m]["seq"] for m in ids), ids) for ids in found]
    layout.add_fragments(connection, chat_id, placed, first)
    fresh = enumerate(found, start=first.fragment)
    layout.write_summaries(connection, {i: summarise([drawn[m] for m in ids], used) for i, ids in fresh})


def _as_bubble(row: Any, persona: str) -> Mapping[str, Any]:
    return {
        "side": fragments.PERSONA if row.sender_id == persona else fragments.HUMAN,
        "kind": row.kind,
        "original": row.text,
        "time": row.time,
        "extra": row.extra,
        "seq": row.seq,
        "typed": None,
        "removed": 0,
    }


def refresh(connection: Connection, wanted: Iterable[int]) -> None:
    """Derive turns, share, first words and signals again from the bubbles as they stand."""
    ids, chosen = list(wanted), uses(connection)
    for i in range(0, len(ids), 5_000):
        rows = queries.bubbles_of(connection, ids[i : i + 5_000])
        summaries = {fragment: summarise(found, chosen) for fragment, found in rows.items()}
        layout.write_summaries(connection, thresholds.signalled(connection, summaries))


def summarise(rows: Sequence[Mapping[Any, Any]], chosen: Uses) -> layout.Summary:
    """The derived columns of one fragment."""
    lines = [line_of(row, chosen) for row in rows if not row["removed"]]
    spoken = [line for line in lines if line.use == SPEECH]
    characters = sum(len(line.text) for line in spoken)
    mine = sum(len(line.text) for line in spoken if line.side == fragments.PERSONA)
    times = [row["time"] for row in rows if row["time"] is not None]
    return layout.Summary(
        start=min(times) if times else None,
        turns=sum(1 for _ in groupby(spoken, key=lambda line: line.side)),
        persona_share=round(100 * mine / characters) if characters else 0,
        first_words=first_words(spoken[0].text) if spoken else "",
        tokens=_tokens(spoken),
        signals=tuple(signal.kind for signal in signals.scan(lines)),
    )


def _tokens(spoken: Sequence[signals.Line]) -> int:
    """About how many tokens of it train; 0 where it gives no row."""
    bubbles = tuple(
        dataset.Bubble("persona" if line.side == fragments.PERSONA else "human", line.text) for line in spoken
    )
    trained = dataset.plan(dataset.Fragment(0, bubbles)).trained
    return estimate_tokens(bubbles[i].text for i in trained)


def first_words(text: str) -> str:
    """The beginning of a text in one line."""
    return " ".join(text.split())[:FIRST_WORDS]


def line_of(row: Mapping[Any, Any], chosen: Uses) -> signals.Line:
    """A bubble row as it would be spoken; what a person typed counts as speech whatever the message was.

    A line of kind ``voice`` that speaks is a transcript: its words are a machine's spelling, no mark of style.
    """
    typed = row["typed"]
    if typed is not None and row["kind"] in frames.HOLES:  # a description; the persona typed none of it
        if row["side"] == fragments.PERSONA:
            return signals.Line(row["side"], HOLE, row["kind"], typed)
        return signals.Line(row["side"], SPEECH, row["kind"], fragments.described(row["kind"], typed))
    if typed is not None:
        return signals.Line(row["side"], SPEECH, row["kind"], typed)
    text = row["original"]
    use = chosen.of(row["kind"], text)
    unsure = bool(row["extra"]) and '"joint"' in row["extra"]
    return signals.Line(
        row["side"], use, row["kind"], fragments.spoken(row["kind"], text) if use == SPEECH else text, unsure
    )
