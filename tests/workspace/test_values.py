"""Values in the order in which they need a person, and what a list of them shows."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest
from sqlalchemy import Connection

from curation.workspace import Workspace, findings, tables, values
from curation.workspace.findings import Found
from curation.workspace.values import Chosen, Terms

TERMS = Terms(high=["PHONE_NUMBER"], own=["阿岚"], kept=["周杰"])


@pytest.fixture
def connection(workspace: Workspace) -> Iterator[Connection]:
    """Beside what the workspace holds (a phone number twice, a name once): one value of every kind."""
    with workspace.write() as opened:
        opened.execute(tables.findings.delete())
        opened.execute(tables.private_values.delete())
        yield opened


def add(connection: Connection, entity: str, normal: str, *, times: int = 2, score: int = 90, **row: Any) -> int:
    """A value found ``times`` times; ``row``: other columns of it."""
    rule = row.pop("rule", None)
    text = findings.text_hash(normal)
    found = [Found("message", n, text, 0, 2, entity, normal, normal, score, "r", rule) for n in range(times)]
    findings.store(connection, found, lambda entity, number: f"<{entity}_{number}>")
    table = tables.private_values
    same = (table.c.entity == entity, table.c.normal == normal)
    if row:
        connection.execute(table.update().where(*same).values(row))
    return int(connection.execute(table.select().where(*same)).one().id)


def names(connection: Connection, **chosen: Any) -> list[str]:
    wanted = values.ids(connection, TERMS, Chosen(**chosen))
    return [row["normal"] for row in values.by_id(connection, TERMS, wanted)]


def test_what_needs_a_person_comes_first(connection: Connection) -> None:
    add(connection, "URL", "plain", times=9)
    add(connection, "PERSON", "小北", decision="accept")
    add(connection, "PERSON", "只一次", times=1)
    add(connection, "PERSON", "也许", score=55)
    add(connection, "PERSON", "也许不", score=51)
    add(connection, "PHONE_NUMBER", "138", times=1)
    add(connection, "PHONE_NUMBER", "139", times=5)
    add(connection, "PHONE_NUMBER", "137", decision="reject")
    assert names(connection)[:6] == ["139", "138", "也许不", "也许", "只一次", "plain"]
    assert names(connection, state="needs") == ["139", "138", "也许不", "也许"]


@pytest.mark.parametrize(
    ("entity", "normal", "row"),
    [
        ("PHONE_NUMBER", "1", {"decision": "accept"}),
        ("PHONE_NUMBER", "1", {"decision": "reject"}),
        ("PHONE_NUMBER", "1", {"waiver": "旧号", "waived_by": "我"}),
        ("PERSON", "阿岚", {"score": 50}),
        ("PERSON", "周杰", {"score": 50}),
        ("LOCATION", "周杰", {"score": 50}),
    ],
)
def test_what_is_settled_needs_nobody(connection: Connection, entity: str, normal: str, row: dict[str, Any]) -> None:
    (shown,) = values.by_id(connection, TERMS, [add(connection, entity, normal, **row)])
    assert (bool(shown["settled"]), shown["need"]) == (True, "")
    assert names(connection, state="needs") == []


def test_an_own_name_of_another_kind_is_not_exempt(connection: Connection) -> None:
    add(connection, "LOCATION", "阿岚", score=50)
    assert names(connection, state="needs") == ["阿岚"]


def test_what_a_rule_found_counts_while_the_rule_is_there(connection: Connection) -> None:
    rule = connection.execute(
        tables.rules.insert().values(kind="word", entity="PHONE_NUMBER", pattern="1").returning(tables.rules.c.id)
    ).scalar_one()
    first = add(connection, "PHONE_NUMBER", "1", rule=rule)
    add(connection, "PHONE_NUMBER", "2", rule=rule, decision="accept")
    assert [bool(row["ruled"]) for row in values.by_id(connection, TERMS, [first])] == [True]
    assert names(connection, state="needs") == []
    connection.execute(tables.rules.delete())
    assert names(connection) == ["2"]
    assert [row["normal"] for row in findings.all_values(connection)] == ["2"]
    assert findings.of_value(connection, first) == []


def test_two_rules_may_find_the_same_place(connection: Connection) -> None:
    for rule in (1, 2):
        connection.execute(tables.rules.insert().values(id=rule, kind="word", entity="PERSON", pattern="x"))
    key = add(connection, "PERSON", "x", times=1, rule=1)
    add(connection, "PERSON", "x", times=1, rule=2)
    add(connection, "PERSON", "x", times=1, rule=2)
    assert len(findings.of_value(connection, key)) == 1
    for rule, left in ((1, 1), (2, 0)):
        connection.execute(tables.rules.delete().where(tables.rules.c.id == rule))
        assert len(findings.of_value(connection, key)) == left


@pytest.mark.parametrize(
    ("chosen", "found"),
    [
        ({"words": "13900"}, ["13900000001"]),
        ({"words": "139-0000"}, ["13900000001"]),
        ({"words": " 0000 0001 "}, ["13900000001"]),
        ({"words": "AB"}, ["ab%c"]),
        ({"words": "%"}, ["ab%c"]),
        ({"words": "PHONE_NUMBER_1"}, ["13900000001"]),
        ({"words": "没有"}, []),
        ({"entity": "URL"}, ["ab%c"]),
        ({"state": "accept"}, ["ab%c"]),
        ({"state": "undecided"}, ["13900000001"]),
        ({"state": "accept", "entity": "PHONE_NUMBER"}, []),
    ],
)
def test_filters_and_search(connection: Connection, chosen: dict[str, Any], found: list[str]) -> None:
    add(connection, "PHONE_NUMBER", "13900000001")
    add(connection, "URL", "ab%c", decision="accept")
    assert names(connection, **chosen) == found


def test_values_are_tallied(connection: Connection) -> None:
    add(connection, "PHONE_NUMBER", "1", times=3)
    add(connection, "PHONE_NUMBER", "2", times=2)
    add(connection, "PERSON", "a", decision="accept")
    rows = values.tally(connection, TERMS)
    assert {(r["entity"], r["decision"], r["need"], r["count"], r["seen"]) for r in rows} == {
        ("PHONE_NUMBER", "undecided", "harm", 2, 5),
        ("PERSON", "accept", "", 1, 2),
    }


def test_what_is_left_of_a_list(connection: Connection) -> None:
    keys = [add(connection, "URL", str(n)) for n in range(600)]
    add(connection, "URL", "0", decision="accept")
    add(connection, "URL", "1", waiver="x", waived_by="y")
    assert values.still_open(connection, keys) == set(keys[2:])


def test_a_value_is_numbered_by_first_sight(connection: Connection) -> None:
    keys = [add(connection, "URL", name) for name in "abc"]
    add(connection, "QQ", "q")
    assert [values.numbers(connection)[key] for key in keys] == [1, 2, 3]
