"""Findings belong to a text, decisions to a value."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from sqlalchemy import Connection

from curation.workspace import Workspace, findings, places
from curation.workspace.findings import Found
from tests.workspace.make import Client

ONE = Found("message", 1, 7, 2, 5, "PHONE_NUMBER", "13700000000", "137 0000 0000", 80, "phone")


def surrogate(entity: str, number: int) -> str:
    return f"<{entity}_{number}>"


def store(connection: Connection, *found: Found) -> int:
    return findings.store(connection, found, surrogate)


@pytest.fixture
def connection(workspace: Workspace) -> Iterator[Connection]:
    with workspace.write() as opened:
        yield opened


def values(connection: Connection) -> list[tuple[Any, ...]]:
    return [(r["normal"], r["surrogate"], r["decision"]) for r in findings.all_values(connection)]


def test_the_same_finding_is_stored_once(connection: Connection) -> None:
    assert store(connection, ONE, ONE) == 1
    assert store(connection, ONE, replace(ONE, sample="13700000000", score=10)) == 0
    row = findings.of_anchors(connection, "message", [1])[1][0]
    assert (row["sample"], row["score"], row["decision"], row["exception"]) == ("137 0000 0000", 80, "undecided", 0)


@pytest.mark.parametrize("other", [{"anchor": "quote"}, {"anchor_id": 2}, {"text_hash": 8}, {"start": 3}, {"end": 6}])
def test_another_place_is_another_finding_of_the_same_value(connection: Connection, other: dict[str, Any]) -> None:
    assert store(connection, ONE, replace(ONE, **other)) == 2
    assert ("13700000000", "<PHONE_NUMBER_2>", "undecided") in values(connection)


def test_numbers_go_on_within_an_entity_and_over_calls(connection: Connection) -> None:
    store(connection, replace(ONE, normal="1"), replace(ONE, normal="2", start=3))
    store(connection, replace(ONE, normal="3", start=4), replace(ONE, entity="PERSON", normal="1", start=9))
    assert {(n, s) for n, s, *_ in values(connection)} == {
        ("13900000000", "<PHONE_NUMBER_1>"),
        ("1", "<PHONE_NUMBER_2>"),
        ("2", "<PHONE_NUMBER_3>"),
        ("3", "<PHONE_NUMBER_4>"),
        ("阿禾", "<PERSON_1>"),
        ("1", "<PERSON_2>"),
    }


@pytest.mark.parametrize(
    ("start", "end", "stored"), [(2, 5, 0), (0, 3, 0), (4, 9, 0), (3, 4, 0), (0, 9, 0), (0, 2, 1), (5, 9, 1)]
)
def test_only_new_spans(connection: Connection, start: int, end: int, stored: int) -> None:
    store(connection, ONE)
    fresh = replace(ONE, start=start, end=end, normal="x")
    assert findings.store_new_spans(connection, [fresh], surrogate) == stored


def test_spans_of_another_text_of_the_message_do_not_count(connection: Connection) -> None:
    store(connection, ONE)
    assert findings.store_new_spans(connection, [replace(ONE, text_hash=8)], surrogate) == 1


def test_thousands_of_findings_at_once(connection: Connection) -> None:
    many = [replace(ONE, anchor_id=n, normal=str(n % 1_500)) for n in range(3_000)]
    assert store(connection, *many) == 3_000
    assert store(connection, *many) == 0
    assert len(findings.all_values(connection)) == 1_502


def test_an_exception_is_of_one_place_and_leaves_the_value_alone(client: Client) -> None:
    client.do("finding", 1, finding=1, decision="exception")
    with client.workspace.read() as connection:
        rows = findings.of_value(connection, 1)
        assert sorted((r["id"], r["exception"], r["decision"]) for r in rows) == [
            (1, 1, "undecided"),
            (3, 0, "undecided"),
        ]
    client.do("finding", 1, finding=1, decision="reject")
    with client.workspace.read() as connection:
        rows = findings.of_value(connection, 1)
        assert sorted((r["id"], r["exception"], r["decision"]) for r in rows) == [(1, 0, "reject"), (3, 0, "reject")]


def test_messages_are_scanned_once(connection: Connection) -> None:
    assert findings.unscanned_count(connection) == 16
    first = findings.unscanned(connection, 3)
    assert [(r["id"], r["seq"]) for r in first] == [(1, 0), (2, 1), (3, 2)]
    findings.mark_scanned(connection, [r["id"] for r in first])
    assert [r["id"] for r in findings.unscanned(connection, 2)] == [4, 5]
    assert findings.unscanned_count(connection) == 13


def test_names_found_in_messages_come_with_their_text(connection: Connection) -> None:
    shown = [(r["start"], r["end"], r["score"], r["text"]) for r in findings.person_spans(connection)]
    assert shown == [(3, 5, 90, "八点，阿禾也来")]


def test_from_an_anchor_back_to_its_text_and_fragment(client: Client) -> None:
    client.do("edit", 1, bubble=2, text="打13700000000")
    client.do("context", 2, text="阿禾的表哥")
    anchors = (("message", 11), ("bubble", 2), ("context", 2), ("system", 0), ("name", 1), ("message", 999))
    with client.workspace.write() as connection:
        store(connection, *(replace(ONE, anchor=a, anchor_id=key) for a, key in anchors))
        rows = [r for a, key in anchors for r in findings.of_anchors(connection, a, [key])[key]]
        assert places.texts(connection, rows) == {
            ("message", 11): "八点，阿禾也来",
            ("bubble", 2): "打13700000000",
            ("context", 2): "阿禾的表哥",
        }
        assert places.fragments_of(connection, rows) == {("message", 11): 3, ("bubble", 2): 1, ("context", 2): 2}
