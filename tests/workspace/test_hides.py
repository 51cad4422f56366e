"""What is hidden follows from the hides and the bubbles, and from nothing else."""

from __future__ import annotations

from typing import Any

import orjson
import pytest

from curation.workspace import Workspace, hides, queries, queues
from curation.workspace import tables as t
from curation.workspace.filters import Filter
from tests.workspace.make import SECOND, START, Client

CASES: list[tuple[str, dict[str, Any], list[int]]] = [
    ("sender", {"sender": "third"}, [4]),
    ("sender", {"sender": "you"}, [1, 2, 3, 4]),
    ("sender", {"sender": "me"}, []),
    ("word", {"word": "爬山"}, [2]),
    ("word", {"word": "100%"}, []),
    ("word", {"word": "旧照片"}, [3]),
    ("period", {"since": START, "until": START + 40 * SECOND}, [1, 4]),
    ("period", {"since": START + 40 * SECOND, "until": START + 50 * SECOND}, [2]),
]


def add(workspace: Workspace, kind: str, value: dict[str, Any]) -> None:
    with workspace.write() as connection:
        connection.execute(t.hides.insert().values(kind=kind, value=orjson.dumps(value).decode()))
        hides.apply(connection)


def hidden(workspace: Workspace) -> list[int]:
    with workspace.read() as connection:
        return queues.ids(connection, Filter(hidden=True))


@pytest.mark.parametrize(("kind", "value", "expected"), CASES)
def test_what_each_hides(workspace: Workspace, kind: str, value: dict[str, Any], expected: list[int]) -> None:
    with workspace.write() as connection:
        connection.execute(t.messages.update().where(t.messages.c.id == 9).values(quote="那张旧照片"))
        assert hides.count(connection, kind, value) == len(expected)
    add(workspace, kind, value)
    assert hidden(workspace) == expected
    with workspace.write() as connection:
        assert hides.count(connection, kind, value) == 0
        connection.execute(t.hides.delete())
        hides.apply(connection)
    assert hidden(workspace) == []


def test_several_hides_add_up(workspace: Workspace) -> None:
    add(workspace, "sender", {"sender": "third"})
    add(workspace, "word", {"word": "爬山"})
    assert hidden(workspace) == [2, 4]


def test_only_some_fragments_are_looked_at_again(workspace: Workspace) -> None:
    add(workspace, "word", {"word": "爬山"})
    Client(workspace).do("edit", 1, bubble=1, text="又想爬山")
    with workspace.write() as connection:
        hides.apply(connection, t.fragments.c.id.in_([3]))
        assert queues.ids(connection, Filter(hidden=True)) == [2]
        hides.apply(connection, t.fragments.c.id.in_([1]))
        assert queues.ids(connection, Filter(hidden=True)) == [1, 2]


def test_hidden_ones_are_no_neighbours_and_no_source_messages(workspace: Workspace) -> None:
    add(workspace, "word", {"word": "爬山"})
    client = Client(workspace)
    assert not client.do("merge", 1, **{"with": "next"}).problems
    with workspace.read() as connection:
        shown = queries.bubbles_of(connection, [1])[1]
        assert [row["message_id"] for row in shown] == [1, 2, 3, 4, 9, 10, 11, 12]
    client.do("undo")
    with workspace.read() as connection:
        assert [m["id"] for m in queries.around(connection, 1, 3, 6)[1]] == [9, 10, 11, 12]
