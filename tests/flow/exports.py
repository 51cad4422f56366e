"""Exports of one invented chat as they follow each other, and what must hold of a workspace that took them in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from sqlalchemy import select

from curation.flow.intake import importing, reports
from curation.workspace import Workspace, imports, tables
from curation.workspace import queries as q
from tests.generators import memotrace
from tests.generators.chats import Message

PHONE = "13900000000"
FORMS = ["log", "csv"]
TEXTS = ["哈哈", "嗯嗯", "好", "在吗", f"我的号码是{PHONE}", "周末一起去爬山好不好呀", "今天的晚饭做得有点咸了"]


def written(
    folder: Path, messages: Sequence[Message], form: str = "log", ids: str = "same", name: str = "小满"
) -> Path:
    """An export; ``ids``: the same in every export, counted anew in each, or none."""
    records = [memotrace.html_item(m) for m in messages]
    for n, record in enumerate(records):
        record["server_id"] = {"same": record["server_id"], "anew": str(n + 1), "none": "0"}[ids]
    content = memotrace.csv_bytes(messages) if form == "csv" else memotrace.dumped(records)
    path = folder / f"{name}{'.csv' if form == 'csv' else '.html.json'}"
    path.write_bytes(content)
    return path


def bring(opened: Workspace, path: Path, **options: Any) -> reports.ReportView:
    """Import with the owner as the persona; the report."""
    found = importing.preview(path).chats
    source = importing.import_source(
        opened, importing.Plan(path, {c.key: importing.suggested(c) for c in found}, **options)
    )
    return next(one.report for one in reports.sources(opened) if one.id == source)


def numbers(report: reports.ReportView) -> list[tuple[int, int, int]]:
    return [(one.matched, one.new, one.vanished) for one in report.newer]


def rows(opened: Workspace, table: Any = tables.messages) -> list[dict[str, Any]]:
    with opened.read() as connection:
        order = (table.c.chat_id, table.c.seq) if table is tables.messages else table.primary_key.columns
        return [dict(row) for row in connection.execute(select(table).order_by(*order)).mappings()]


def told(opened: Workspace) -> list[tuple[str, int]]:
    """Text and second of each message, in the workspace's order."""
    return [(row["text"], row["time"] // 1_000_000) for row in rows(opened)]


def worked_on(opened: Workspace) -> dict[int, Any]:
    """What a person made of each fragment they touched."""
    with opened.read() as connection:
        ids = connection.execute(select(tables.fragments.c.id).where(tables.fragments.c.touched == 1)).scalars().all()
        shown = q.bubbles_of(connection, ids)
        found = {row["id"]: dict(row) for row in q.fragments_by_id(connection, ids)}
    kept = ("status", "note", "context")
    seen = ("id", "message_id", "text", "removed", "pulled", "side")
    return {i: [found[i][name] for name in kept] + [[b[name] for name in seen] for b in shown.get(i, ())] for i in ids}


def sound(opened: Workspace) -> None:
    """Every message in one bubble, its neighbours known, and every fragment where its messages stand."""
    with opened.read() as connection:
        shown = connection.execute(select(tables.bubbles.c.fragment_id, tables.bubbles.c.message_id)).all()
    here = rows(opened)
    assert Counter(m for _, m in shown if m is not None) == Counter(row["id"] for row in here)
    assert {row["id"] for row in rows(opened, tables.fragments)} == {fragment for fragment, _ in shown}
    for chat in {row["chat_id"] for row in here}:
        line = [row for row in here if row["chat_id"] == chat]
        hashes = [imports.content_hash(r["sender_id"], r["kind"], r["text"]) for r in line]
        assert [r["seq"] for r in line] == list(range(len(line)))
        assert [r["hash"] for r in line] == hashes
        assert [r["hash_before"] for r in line] == [None, *hashes[:-1]]
        assert [r["hash_after"] for r in line] == [*hashes[1:], None]
