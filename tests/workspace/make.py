"""Small workspaces for tests, the same ids in each: fragments 1 to 4, bubbles and messages 1 to 16, findings 1 to 3."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
from sqlalchemy import Connection, select

from curation import frames
from curation.workspace import Workspace, edits, findings, imports, layout
from curation.workspace import tables as t

SECOND = 1_000_000
START = 1_700_000_000 * SECOND
Lines = Sequence[tuple[str, str]]

TALK: Lines = [
    ("you", "在吗在吗"), ("me", "在"), ("me", "刚到家~~"), ("you", "号码还是13900000000？"),
    ("me", "换啦"), ("you", "[委屈]"), ("me", "哈哈哈\n别哭"), ("you", "周末去爬山？"),
    ("me", "好呀！！"), ("you", "几点"), ("me", "八点，阿禾也来"), ("you", "嗯嗯"),
]  # fmt: skip
GROUP: Lines = [("you", "谁有空"), ("me", "我"), ("third", "+1"), ("you", "走起")]

DERIVED = ("version", "start", "turns", "persona_share", "first_words", "signals", "rank", "analysed")
JOURNALED = (t.settings, t.chats, t.fragments, t.bubbles, t.private_values, t.findings, t.rules)


def frame(lines: Lines, chat: str = "小林", *, first: int = 0, **columns: Sequence[object]) -> pd.DataFrame:
    """Lines (sender, text) as a messages frame, ten seconds apart; ``columns`` replace any of its columns."""
    size = len(lines)
    seq = range(first, first + size)
    values: dict[str, Any] = {
        "message_id": [f"{chat}#{n}" for n in seq],
        "source": ["chat.csv"] * size,
        "chat": [chat] * size,
        "seq": seq,
        "time": pd.to_datetime([START + 10 * SECOND * n for n in seq], unit="us", utc=True),
        "time_precision": ["s"] * size,
        "sender_id": [sender for sender, _ in lines],
        "sender": [sender for sender, _ in lines],
        "is_persona": [sender == "me" for sender, _ in lines],
        "is_group": [False] * size,
        "kind": ["text"] * size,
        "text": [text for _, text in lines],
    }
    return frames.MESSAGES.from_columns(values | columns)


def add_source(connection: Connection, talks: Mapping[str, Lines]) -> dict[str, int]:
    """A source with these chats and their messages; returns chat -> id."""
    source = imports.add_source(connection, imports.SourceRow("chat.csv", "test", "Asia/Shanghai"))
    people = {key: sorted({sender for sender, _ in lines}) for key, lines in talks.items()}
    rows = [
        imports.ChatRow(key, key, len(who) > 2, "me", [imports.SenderRow(s, s, 1) for s in who])
        for key, who in people.items()
    ]
    ids = imports.add_chats(connection, source, rows)
    writer = imports.MessageWriter(connection, ids)
    for key, lines in talks.items():
        writer.add(frame(lines, key))
    return ids


def found_in(message: int, at: int, entity: str, value: str) -> findings.Found:
    """A finding of a message."""
    text = findings.text_hash(str(message))
    return findings.Found("message", message, text, at, at + len(value), entity, value, value, 90, "r")


def fill(workspace: Workspace) -> None:
    """Two chats, the first in three fragments of four bubbles; a phone number (twice) and a name were found."""
    with workspace.write() as connection:
        chats = add_source(connection, {"小林": TALK, "登山群": GROUP})
        layout.add_fragments(connection, chats["小林"], [(n, range(n + 1, n + 5)) for n in (0, 4, 8)])
        layout.add_fragments(connection, chats["登山群"], [(0, range(13, 17))])
        found = [
            found_in(4, 5, "PHONE_NUMBER", "13900000000"),
            found_in(11, 3, "PERSON", "阿禾"),
            found_in(5, 0, "PHONE_NUMBER", "13900000000"),
        ]
        findings.store(connection, found, lambda entity, number: f"<{entity}_{number}>")
        proposed = (
            [{"kind": "split", "bubble": 3}, {"kind": "status", "status": "kept"}],
            [{"kind": "pull", "message": 9, "before": 6}, {"kind": "status", "fragment": 3, "status": "later"}],
            [{"kind": "split", "bubble": 99}],
            [{"kind": "undo"}],
        )
        for fragment, parts in zip((1, 2, 1, 1), proposed, strict=True):
            row = {"fragment_id": fragment, "kind": "unexplained", "score": 900, "reason": "{}"}
            connection.execute(t.signals.insert().values(row | {"repair": json.dumps(parts)}))


def dump(workspace: Workspace) -> dict[str, list[dict[str, Any]]]:
    """Every row that an edit may change, without what is derived from others and the versions."""
    with workspace.read() as connection:
        return {
            table.name: [
                {name: value for name, value in row.items() if table is not t.fragments or name not in DERIVED}
                for row in connection.execute(select(table).order_by(*table.primary_key.columns)).mappings()
            ]
            for table in JOURNALED
        }


def versions(workspace: Workspace) -> dict[int, int]:
    """Fragment -> its version."""
    with workspace.read() as connection:
        return dict(connection.execute(select(t.fragments.c.id, t.fragments.c.version)).all())


def shown(workspace: Workspace) -> dict[int, list[int | None]]:
    """Fragment -> the messages it shows, in order; None is an added bubble."""
    found: dict[int, list[int | None]] = defaultdict(list)
    with workspace.read() as connection:
        query = select(t.bubbles.c.fragment_id, t.bubbles.c.message_id)
        for fragment, message in connection.execute(query.order_by(t.bubbles.c.pos, t.bubbles.c.id)):
            found[fragment].append(message)
    return dict(found)


class Client:
    """A browser tab: numbers its ops and sends them with the versions it finds in the workspace."""

    def __init__(self, workspace: Workspace, name: str = "tab") -> None:
        self.workspace, self.name, self.seq = workspace, name, 0

    def op(self, kind: str, fragment: int = 0, **fields: Any) -> dict[str, Any]:
        """The next op as the browser would send it; ``version`` may be given."""
        self.seq += 1
        known = {"version": versions(self.workspace).get(fragment, 0)}
        return {"seq": self.seq, "kind": kind, "fragment": fragment} | known | fields

    def send(self, *queue: Any, after: edits.After | None = None) -> edits.Applied:
        """Send ops that were made before."""
        return edits.apply_edits(self.workspace, self.name, queue, after=after)

    def do(self, kind: str, fragment: int = 0, **fields: Any) -> edits.Applied:
        """Make one op and send it."""
        return self.send(self.op(kind, fragment, **fields))

    def undo_all(self) -> int:
        """Undo until there is nothing left; returns how many edits that were."""
        return self._until_refused("undo")

    def redo_all(self) -> int:
        """Redo until there is nothing left."""
        return self._until_refused("redo")

    def _until_refused(self, kind: str) -> int:
        count = 0
        while not (problems := self.do(kind).problems):
            count += 1
        assert [p.code for p in problems] == [f"nothing_to_{kind}"]
        return count
