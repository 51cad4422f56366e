"""Looking for private values in everything that may be exported: messages, quotes, edits, context, system text, names.

Messages are scanned once, in batches, and remember it; typed text is scanned when it is typed. A finding belongs
to the exact text it was found in, so an undone edit finds its findings (and exceptions) again.
"""

from __future__ import annotations

import itertools
import re
import threading
from collections.abc import Iterable, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Connection, RowMapping

from curation import privacy
from curation.flow.guarding import ruling, surrogating
from curation.flow.guarding.found import Anchored, as_found
from curation.jobs import Job
from curation.privacy import surrogates
from curation.privacy.findings import prefer
from curation.workspace import Workspace, findings, queries, rules
from curation.workspace.notes import note

BATCH = 4_000
"""Messages a round. Below 2,000 the tagger loses half its speed to padding."""

SEARCH = 20_000
"""Messages in which names are searched for at once."""

CONTINUES = 5 * 60 * 1_000_000
"""A message within five minutes of one by the same sender may carry on a value that was cut in two."""

ENGINE = "engine"
"""Setting: what the last scan found names with. No edit."""

SEARCHED = "names_searched"
"""Setting: how many messages there were when the last scan ended its search for names. No edit."""

_one_at_a_time = threading.Lock()


@cache
def scanner() -> privacy.Scanner:
    """The process-wide scanner; its model is loaded on first use."""
    return privacy.Scanner()


def scan(workspace: Workspace, job: Job[Any] | None = None) -> int:
    """Scan what no scan has read yet; returns the number of messages read.

    Each round is committed, so a stopped scan goes on where it was. Ends with a search of the whole log for the
    names that were found, with the names of the senders themselves, and with the person's newest rules.
    """
    with _one_at_a_time:
        with workspace.read() as connection:
            total = findings.unscanned_count(connection)
        done = 0
        while rows := _next(workspace):
            with workspace.read() as connection:
                names = known_names(connection)  # an import may have brought more people meanwhile
            found = _scan_rows(rows, names)
            with workspace.write() as connection:
                _store(connection, _anchored(rows), found)
                findings.mark_scanned(connection, [row["id"] for row in rows])
            done += len(rows)
            if job:
                job.fraction = 0.9 * min(done / total, 1.0)
                job.check()
        if done or pending(workspace):
            _remember_names(workspace, job)
        while ruling.apply(workspace, scanner(), job):
            pass  # a rule may have come while others were looked for
        surrogating.settle(workspace)
        return done


def pending(workspace: Workspace) -> int:
    """How many messages wait: no scan has read them, or not yet looked in them for the names found in others, or for
    what a person's newest rules say."""
    with workspace.read() as connection:
        total = queries.message_count(connection)
        searched = 0 if rules.waiting(connection) else int(queries.setting(connection, SEARCHED, 0))
        return findings.unscanned_count(connection) or total - searched


def engine(workspace: Workspace) -> str:
    """What the last scan found names with (:attr:`privacy.Scanner.engine`); empty before the first."""
    with workspace.read() as connection:
        return str(queries.setting(connection, ENGINE, ""))


def known_names(connection: Connection) -> tuple[str, ...]:
    """Names of everyone who speaks in the chats, aliases included (two characters and more)."""
    return tuple(sorted({name for _, name in queries.names_of(connection) if len(name) > 1}))


def scan_typed(connection: Connection, bubbles: Iterable[int], contexts: Iterable[int]) -> None:
    """Scan bubbles' typed texts and fragments' contexts that changed, inside the caller's transaction."""
    texts = [("bubble", row["id"], row["typed"]) for row in queries.bubbles_by_id(connection, bubbles) if row["typed"]]
    rows = queries.fragments_by_id(connection, list(contexts))
    texts += [("context", row["id"], row["context"]) for row in rows if row["context"]]
    scan_texts(connection, texts)


def scan_texts(connection: Connection, texts: Sequence[tuple[str, int, str]], *, sure: str = "") -> None:
    """Scan (anchor, id, text) and store what is found. ``sure``: a name that is certainly meant wherever it stands."""
    if not texts:
        return
    read = [Anchored(*row) for row in texts]
    found = scanner().scan([at.text for at in read], names=known_names(connection))
    if sure:
        found = [_with_name(at.text, sure, hits) for at, hits in zip(read, found, strict=True)]
    _store(connection, read, [as_found(at, f) for at, hits in zip(read, found, strict=True) for f in hits])


def scan_fresh(connection: Connection, texts: Sequence[str]) -> list[list[privacy.Finding]]:
    """What stands in texts that are stored nowhere."""
    found = scanner().scan(texts, names=known_names(connection))
    ruled = ruling.fresh(connection, scanner(), texts)
    return [[*hits, *own] for hits, own in zip(found, ruled, strict=True)]


def _store(connection: Connection, read: Sequence[Anchored], found: Sequence[findings.Found]) -> None:
    """Store what was found in texts that were read, and what the person's rules find there."""
    findings.store(connection, found, surrogates.placeholder)
    findings.store(connection, ruling.found_in(connection, scanner(), read), surrogates.placeholder)
    rules.forget_absent(connection)


def _with_name(text: str, name: str, hits: Sequence[privacy.Finding]) -> list[privacy.Finding]:
    """The findings with this name as its own value, and not as part of another (和小满)."""
    spans = [at.span() for at in re.finditer(re.escape(name), text)]
    others = [f for f in hits if not any(f.start < end and start < f.end for start, end in spans)]
    return [*others, *(privacy.Finding(start, end, "PERSON", 1.0, "sender") for start, end in spans)]


def _next(workspace: Workspace) -> list[RowMapping]:
    with workspace.read() as connection:
        return findings.unscanned(connection, BATCH)


def _scan_rows(rows: Sequence[RowMapping], names: Sequence[str]) -> list[findings.Found]:
    follows = [False, *(_continues(a, b) for a, b in itertools.pairwise(rows))]
    read = _anchored(rows)
    texts, quotes = read[: len(rows)], read[len(rows) :]
    found = scanner().scan([at.text for at in texts], names=names, follows=follows)
    quoted = scanner().scan([at.text for at in quotes], names=names)
    return [as_found(at, f) for at, hits in zip(read, [*found, *quoted], strict=True) for f in hits]


def _anchored(rows: Sequence[RowMapping]) -> list[Anchored]:
    """The messages' texts, and after them the quotes."""
    quotes = [Anchored("quote", row["id"], row["quote"]) for row in rows if row["quote"]]
    return [*(Anchored("message", row["id"], row["text"]) for row in rows), *quotes]


def _continues(before: RowMapping, row: RowMapping) -> bool:
    same = before["chat_id"] == row["chat_id"] and before["sender_id"] == row["sender_id"]
    if not same or before["seq"] + 1 != row["seq"]:
        return False
    return before["time"] is None or row["time"] is None or row["time"] - before["time"] <= CONTINUES


def _remember_names(workspace: Workspace, job: Job[Any] | None) -> None:
    """Look for found names, and for the senders', wherever else they stand."""
    with workspace.read() as connection:
        values = [v for v in findings.all_values(connection) if v["entity"] == "PERSON"]
        names = sorted({value["sample"] for value in values} & set(_worth_remembering(connection)))
        people = queries.names_of(connection)
        others = [*(name for _, name in queries.names_of(connection, persona=False)), *rules.people(connection)]
        searched = queries.message_count(connection)
    done, last = 0, 0
    while read := _after(workspace, last):
        texts = [row["text"] for row in read]
        found, fond = scanner().find_names(texts, names), privacy.find_pet_names(texts, others)
        rows = [
            as_found(Anchored("message", row["id"], row["text"]), f)
            for row, hits, pets in zip(read, found, fond, strict=True)
            for f in prefer(pets, hits)
        ]
        with workspace.write() as connection:
            findings.store_new_spans(connection, rows, surrogates.placeholder)
        done, last = done + len(read), read[-1]["id"]
        if job:
            job.fraction = 0.9 + 0.1 * min(done / searched, 1.0)
            job.check()
    with workspace.write() as connection:
        labels = [Anchored("name", chat, name) for chat, name in people if len(name) > 1]
        whole = [privacy.Finding(0, len(at.text), "PERSON", 1.0, "sender") for at in labels]
        _store(connection, labels, [as_found(at, f) for at, f in zip(labels, whole, strict=True)])
        note(connection, SEARCHED, searched)
        note(connection, ENGINE, scanner().engine)


def _after(workspace: Workspace, last: int) -> list[RowMapping]:
    with workspace.read() as connection:
        return queries.texts(connection, last, SEARCH)


def _worth_remembering(connection: Connection) -> list[str]:
    """Names that were found in messages surely enough to be searched everywhere."""
    seen = findings.person_spans(connection)
    texts = [row["text"] for row in seen]
    hits = [
        [privacy.Finding(row["start"], row["end"], "PERSON", row["score"] / 100, row["recognizer"])] for row in seen
    ]
    return privacy.learn_names(texts, hits)
