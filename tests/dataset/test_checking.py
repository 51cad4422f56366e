"""LLaMA-Factory's rules, one row each. What its own loader does with these rows is measured in test_trainer.py."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from curation.dataset import PROBLEMS, Bubble, Fragment, Problem, Row, build, check, check_file

HUMAN, GPT = {"from": "human", "value": "在吗"}, {"from": "gpt", "value": "在呀"}


def row(*messages: object, **fields: object) -> dict[str, Any]:
    return {"conversations": list(messages) or [HUMAN, GPT], "system": "你是小禾", "tools": "[]"} | fields


def without(key: str, record: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in record.items() if name != key}


def human(value: object) -> dict[str, Any]:
    return row({"from": "human", "value": value}, GPT)


ACCEPTED = [
    [row()],
    [row(HUMAN, GPT, HUMAN, GPT), row()],
    [row(HUMAN, GPT, {"from": "observation", "value": "x"}, {"from": "function_call", "value": "y"})],
    [row(tools="")],
    [row(note="x"), row()],
    [row(note=1), row(note=1.5), row(note=None)],
    [row(HUMAN, GPT | {"traits": ["安静"]}), row()],
    [human("a\0b \u2028 ＜image＞ <img> 👨‍👩‍👧 １２３")],
]

REFUSED: list[tuple[list[object], list[tuple[int | None, str, str]]]] = [
    ([], [(None, "no_rows", "")]),
    ([row(), "x"], [(1, "row_type", "")]),
    ([row(), [1]], [(1, "row_type", "")]),
    ([without("conversations", row())], [(0, "key_missing", "conversations")]),
    ([without("system", row())], [(0, "key_missing", "system")]),
    ([row(), without("tools", row())], [(1, "key_missing", "tools")]),
    ([row(conversations=[])], [(0, "no_turns", "conversations")]),
    ([row(conversations="x")], [(0, "not_text", "conversations")]),
    ([row(HUMAN)], [(0, "odd_count", "conversations")]),
    ([row(HUMAN, GPT, HUMAN)], [(0, "odd_count", "conversations")]),
    ([row(GPT, HUMAN)], [(0, "role", "conversations[0].from"), (0, "role", "conversations[1].from")]),
    ([row(HUMAN, HUMAN)], [(0, "role", "conversations[1].from")]),
    ([row(HUMAN, {"from": "assistant", "value": "x"})], [(0, "role", "conversations[1].from")]),
    ([row(HUMAN, {"from": None, "value": "x"})], [(0, "role", "conversations[1].from")]),
    ([row(HUMAN, {"value": "x"})], [(0, "key_missing", "conversations[1].from")]),
    ([row(HUMAN, {"from": "gpt"})], [(0, "key_missing", "conversations[1].value")]),
    ([row("x", GPT)], [(0, "not_text", "conversations[0]")]),
    ([row({"from": "system", "value": "x"}, HUMAN, GPT)], [(0, "inline_system", "conversations[0]")]),
    (
        [row({"from": "system", "value": "x"})],
        [(0, "inline_system", "conversations[0]"), (0, "no_turns", "conversations")],
    ),
    ([human("")], [(0, "empty_text", "conversations[0].value")]),
    ([human(" \n　")], [(0, "empty_text", "conversations[0].value")]),
    ([human(None)], [(0, "not_text", "conversations[0].value")]),
    ([human(123)], [(0, "not_text", "conversations[0].value")]),
    ([human("a\ud83d")], [(0, "surrogate", "conversations[0].value")]),
    ([human("看<image>")], [(0, "media_token", "conversations[0].value")]),
    ([human("看<VIDEO>")], [(0, "media_token", "conversations[0].value")]),
    ([row(system=None)], [(0, "empty_system", "system")]),
    ([row(system="")], [(0, "empty_system", "system")]),
    ([row(system=" ")], [(0, "empty_system", "system")]),
    ([row(system=5)], [(0, "not_text", "system")]),
    ([row(system="<audio>")], [(0, "media_token", "system")]),
    ([row(tools="[")], [(0, "tools_json", "tools")]),
    ([row(tools="null")], [(0, "tools_json", "tools")]),
    ([row(tools="[" * 100_000)], [(0, "tools_json", "tools")]),
    ([row(tools=[])], [(0, "not_text", "tools")]),
    ([row(note="x"), row(note=1)], [(1, "type_differs", "note")]),
    ([row(note=1), row(note=True)], [(1, "type_differs", "note")]),
    (
        [row(HUMAN, GPT | {"traits": ["a"]}), row(HUMAN, GPT | {"traits": "a"})],
        [(1, "type_differs", "conversations[].traits")],
    ),
    ([row(HUMAN, GPT | {"traits": ["a", 1]})], [(0, "type_differs", "conversations[].traits[]")]),
    ([row(note={"a": {"b": 1}}), row(note={"a": {"b": "x"}})], [(1, "type_differs", "note.a.b")]),
]


@pytest.mark.parametrize("rows", ACCEPTED)
def test_accepted(rows: list[object]) -> None:
    assert check(rows) == []


@pytest.mark.parametrize(("rows", "problems"), REFUSED)
def test_refused(rows: list[object], problems: list[tuple[int | None, str, str]]) -> None:
    found = check(rows)
    assert [(problem.row, problem.code, problem.field) for problem in found] == problems
    assert all("{" not in PROBLEMS[problem.code].format(**problem.params) for problem in found)


def test_every_row_problem_is_tried() -> None:
    of_files = {"bom", "not_utf8", "not_json", "not_a_list"}
    assert {code for _, problems in REFUSED for _, code, _ in problems} == PROBLEMS.keys() - of_files


def test_a_built_row_leads_back_to_its_fragment() -> None:
    fragment = Fragment(42, (Bubble("human", "在"), Bubble("persona", "嗯")))
    assert check(build([fragment], system=" ").rows) == [Problem(0, 42, "empty_system", "system")]
    assert check([Row(42, (), "你是小禾")]) == [Problem(0, 42, "no_turns", "conversations")]


def test_rows_are_numbered_from_one_for_people() -> None:
    assert Problem(0, None, "row_type").params["row"] == 1


GOOD = json.dumps([row()], ensure_ascii=False)


@pytest.mark.parametrize(
    ("name", "data", "problems"),
    [
        ("a.json", GOOD.encode(), []),
        ("a.json", GOOD.encode("utf-8-sig"), [Problem(None, None, "bom")]),
        ("a.json", GOOD.encode("gb18030"), [Problem(None, None, "not_utf8")]),
        ("a.json", b"", [Problem(0, None, "not_json")]),
        ("a.json", b"[\n\n{", [Problem(2, None, "not_json")]),
        ("a.json", b"[" * 100_000, [Problem(0, None, "not_json")]),
        ("a.json", b"{}", [Problem(None, None, "not_a_list")]),
        ("a.json", b"[]", [Problem(None, None, "no_rows")]),
        (
            "a.json",
            b'[{"conversations": [], "system": "x", "tools": ""}]',
            [Problem(0, None, "no_turns", "conversations")],
        ),
        ("a.jsonl", GOOD[1:-1].encode() + b"\n\n", []),
        ("a.JSONL", b"{}\n{", [Problem(1, None, "not_json")]),
        ("a.jsonl", b"", [Problem(None, None, "no_rows")]),
    ],
)
def test_files(tmp_path: Path, name: str, data: bytes, problems: list[Problem]) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    assert check_file(path) == problems
