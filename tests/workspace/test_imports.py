"""Messages go in as they are, and each knows its neighbours."""

from __future__ import annotations

import itertools
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, select

from curation.workspace import Workspace, imports, logs, queries
from curation.workspace import tables as t
from tests.workspace.make import START, Lines, frame


@pytest.mark.parametrize(
    ("parts", "expected"),
    [
        (("",), -1970711489451281740),
        (("me", "text", "在"), -3429310505832982572),
        (("me", "text", "在 "), -3759580762493495691),
        (("wxid_1", "sticker", "[委屈]😀"), -3692272505282326954),
        (("a", "b"), -554983550909098992),
        (("ab",), 1032087313592488072),
        (("\ud83d",), 1773337277470638842),
    ],
)
def test_the_hash_is_the_same_in_every_version(parts: tuple[str, ...], expected: int) -> None:
    assert imports.content_hash(*parts) == expected


def chats(connection: Connection, *names: str) -> dict[str, int]:
    source = imports.add_source(connection, imports.SourceRow("a.csv", "test", "Asia/Shanghai", ["你是小禾。"]))
    people = [imports.SenderRow("me", "我", 2), imports.SenderRow("you", "小林", 1)]
    rows = [imports.ChatRow(name, f"与{name}", False, "me", people) for name in names]
    return imports.add_chats(connection, source, rows)


def rows(connection: Connection, chat: int) -> list[dict[str, Any]]:
    query = select(t.messages).where(t.messages.c.chat_id == chat).order_by(t.messages.c.seq)
    return [dict(row) for row in connection.execute(query).mappings()]


def neighbours_are_known(found: list[dict[str, Any]]) -> None:
    hashes = [imports.content_hash(r["sender_id"], r["kind"], r["text"]) for r in found]
    assert [r["hash"] for r in found] == hashes
    assert [r["hash_before"] for r in found] == [None, *hashes[:-1]][: len(hashes)]
    assert [r["hash_after"] for r in found] == [*hashes[1:], None][: len(hashes)]


def test_a_source_with_its_chats_senders_and_report(workspace: Workspace) -> None:
    with workspace.write() as connection:
        ids = chats(connection, "甲", "乙")
        source = connection.execute(select(t.chats.c.source_id).where(t.chats.c.id == ids["甲"])).scalar_one()
        imports.set_report(connection, source, {"kept": 3, "名": "值"})
        imports.add_chats(connection, source, [imports.ChatRow("空", "空", True, "me")])
    with workspace.read() as connection:
        stored = queries.all_sources(connection)[-1]
        assert (stored["report"], stored["system_texts"]) == ({"kept": 3, "名": "值"}, ["你是小禾。"])
        assert [dict(r) for r in queries.senders_of(connection, ids["乙"])] == [
            {"chat_id": ids["乙"], "sender_id": "me", "name": "我", "count": 2, "aliases": "[]"},
            {"chat_id": ids["乙"], "sender_id": "you", "name": "小林", "count": 1, "aliases": "[]"},
        ]
        found = queries.all_chats(connection)[-3:]
        assert [(c["name"], c["persona_name"], c["is_group"]) for c in found] == [
            ("与甲", "我", 0),
            ("与乙", "我", 0),
            ("空", None, 1),
        ]


def test_every_column_is_kept(workspace: Workspace) -> None:
    batch = frame(
        [("me", "看\0这个\u2028"), ("you", "")],
        "甲",
        kind=["quote", "image"],
        quote=["在吗", None],
        reply_to=["甲#0", None],
        group=[3, None],
        extra=['{"joint": 1}', None],
        time=[None, pd.Timestamp(START + 1, unit="us", tz="UTC")],
        time_precision=["none", "min"],
    )
    with workspace.write() as connection:
        ids = chats(connection, "甲")
        imports.MessageWriter(connection, ids).add(batch)
        first, second = rows(connection, ids["甲"])
    same = {"chat_id": ids["甲"], "scanned": 0}
    assert first.items() >= (same | {
        "seq": 0, "export_id": "甲#0", "time": None, "time_precision": "none", "sender_id": "me", "kind": "quote",
        "text": "看\0这个\u2028", "quote": "在吗", "reply_to": "甲#0", "grp": 3, "extra": '{"joint": 1}',
    }).items()  # fmt: skip
    assert second.items() >= (same | {
        "seq": 1, "export_id": "甲#1", "time": START + 1, "time_precision": "min", "sender_id": "you", "kind": "image",
        "text": "", "quote": None, "reply_to": None, "grp": None, "extra": None,
    }).items()  # fmt: skip


@pytest.mark.parametrize("unit", ["s", "ms", "us", "ns"])
def test_times_of_any_unit_are_microseconds(workspace: Workspace, unit: str) -> None:
    batch = frame([("me", "在")], "甲").astype({"time": f"datetime64[{unit}, Asia/Shanghai]"})
    with workspace.write() as connection:
        ids = chats(connection, "甲")
        imports.MessageWriter(connection, ids).add(batch)
        assert [r["time"] for r in rows(connection, ids["甲"])] == [START]


def test_chats_that_were_not_asked_for_stay_out(workspace: Workspace) -> None:
    with workspace.write() as connection:
        ids = chats(connection, "甲")
        writer = imports.MessageWriter(connection, ids)
        writer.add(pd.concat([frame([("me", "在")], "甲"), frame([("me", "私")], "乙")]))
        writer.add(frame([], "甲"))
        assert writer.count == 1
        assert [r["text"] for r in rows(connection, ids["甲"])] == ["在"]


TEXTS = st.lists(st.tuples(st.sampled_from(["甲", "乙"]), st.sampled_from(["me", "you"]), st.sampled_from("啊哦嗯")))


@settings(max_examples=50, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(lines=TEXTS, cuts=st.lists(st.integers(0, 12), max_size=4))
def test_neighbours_are_known_across_batches_and_interleaved_chats(
    workspace: Workspace, lines: list[tuple[str, str, str]], cuts: list[int]
) -> None:
    count = {"甲": 0, "乙": 0}
    parts = []
    for chat, sender, text in lines:
        parts.append(frame([(sender, text)], chat, first=count[chat]))
        count[chat] += 1
    with workspace.write() as connection:
        ids = chats(connection, "甲", "乙")
        writer = imports.MessageWriter(connection, ids)
        edges = sorted({0, len(parts), *(c for c in cuts if c < len(parts))})
        for low, high in itertools.pairwise(edges):
            writer.add(pd.concat(parts[low:high], ignore_index=True))
        assert writer.count == len(lines)
        for chat, chat_id in ids.items():
            found = rows(connection, chat_id)
            assert [(r["sender_id"], r["text"]) for r in found] == [(s, x) for c, s, x in lines if c == chat]
            neighbours_are_known(found)


def test_what_went_in_comes_out_the_same(workspace: Workspace) -> None:
    lines: Lines = [("me", "在"), ("you", "[委屈]"), ("me", "好~~")]
    batch = frame(lines, "甲", group=[None, 1, 1], quote=[None, "在", None], extra=[None, None, "{}"])
    with workspace.write() as connection:
        ids = chats(connection, "甲")
        imports.MessageWriter(connection, ids).add(batch)
        found = [dict(row) for row in logs.imported(connection, ids["甲"])]
    sent = {name: imports.or_none(batch[name]) for name in ("seq", "sender_id", "kind", "text", "quote", "extra")}
    sent |= {"export_id": batch["message_id"].tolist(), "time": imports.micros(batch["time"]), "grp": [None, 1, 1]}
    assert {name: [row[name] for row in found] for name in sent} == sent
