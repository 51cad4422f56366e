"""Whatever a person does in whatever order: nothing is lost, nothing doubled, and all of it can be taken back."""

from __future__ import annotations

import tempfile
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from curation.workspace import Workspace, edits, open_workspace
from curation.workspace import tables as t
from tests.workspace.make import Client, dump, fill, shown, versions

ALL_MESSAGES = Counter(range(1, 17))
Pick = int
"""Any number; the world at that moment says which fragment, bubble or message it means."""

DECISIONS = ["accept", "reject", "undecided", "exception"]
STEP = st.tuples(
    st.sampled_from(
        "status edit revert split merge_next merge_previous remove unremove move add context pull finding repair bulk "
        "undo undo redo".split()
    ),
    st.tuples(*[st.integers(0, 40)] * 4),
)


def one(choices: list[Any], pick: Pick) -> Any:
    return choices[pick % len(choices)]


class Walk:
    """A workspace, one browser tab, and what must hold after every step."""

    def __init__(self, workspace: Workspace) -> None:
        self.workspace, self.client = workspace, Client(workspace)
        self.highest: dict[int, int] = {}
        self.before = self.world()

    def step(self, kind: str, picks: tuple[Pick, ...]) -> None:
        if kind == "bulk":
            self.bulk(picks)
        else:
            problems = self.client.send(self.op(kind, *picks)).problems
            assert not problems or self.world() == self.before, "a refused op changed something"
        self.check()

    def op(self, kind: str, a: Pick, b: Pick, c: Pick, d: Pick) -> dict[str, Any]:
        fragment = one(sorted(shown(self.workspace)), a)
        own = self.bubbles(fragment)
        before = one([None, *own], d)
        some = sorted({one(own, b), one(own, c)})
        fields: dict[str, dict[str, Any]] = {
            "status": {"status": one(["pending", "kept", "dropped", "later"], b), "note": one([None, "", "注"], c)},
            "edit": {"bubble": one(own, b), "text": one(["改", "在", "长一点的\n两行", "  "], c)},
            "revert": {"bubble": one(own, b)},
            "split": {"bubble": one(own, b)},
            "remove": {"bubbles": some},
            "unremove": {"bubbles": some},
            "move": {"bubbles": some, "before": before},
            "add": {"side": one(["persona", "human"], b), "text": "加", "before": before},
            "context": {"text": one(["", "背景"], b)},
            "pull": {"message": one(range(1, 17), b), "before": before},  # type: ignore[arg-type]
            "finding": {"finding": one([1, 2, 3], b), "decision": one(DECISIONS, c)},
            "repair": {"signal": one([1, 2, 3, 4], b)},
            "undo": {},
            "redo": {},
        }
        if kind.startswith("merge_"):
            return self.client.op("merge", fragment, **{"with": kind.removeprefix("merge_")})
        return self.client.op(kind, fragment, **fields[kind])

    def bulk(self, picks: tuple[Pick, ...]) -> None:
        ids = {one(sorted(shown(self.workspace)), pick) for pick in picks}
        with self.workspace.write() as connection:
            edits.set_status_of_many(connection, sorted(ids), "kept")

    def bubbles(self, fragment: int) -> list[int]:
        with self.workspace.read() as connection:
            query = select(t.bubbles.c.id).where(t.bubbles.c.fragment_id == fragment)
            return list(connection.execute(query.order_by(t.bubbles.c.pos)).scalars())

    def world(self) -> dict[int, Any]:
        """Fragment -> its row and bubbles."""
        rows = dump(self.workspace)
        return {
            row["id"]: (row, [b for b in rows["bubbles"] if b["fragment_id"] == row["id"]]) for row in rows["fragments"]
        }

    def check(self) -> None:
        self.every_message_is_in_exactly_one_bubble()
        now, current = self.world(), versions(self.workspace)
        for fragment, state in now.items():
            highest = self.highest.get(fragment, -1)
            assert current[fragment] >= highest
            assert current[fragment] > highest or state == self.before.get(fragment), "changed under the same version"
        self.highest |= current
        self.before = now

    def every_message_is_in_exactly_one_bubble(self) -> None:
        found = shown(self.workspace)
        assert Counter(m for messages in found.values() for m in messages if m is not None) == ALL_MESSAGES
        assert sorted(found) == sorted(versions(self.workspace)), "a fragment without a bubble"
        with self.workspace.read() as connection:
            places = connection.execute(select(t.bubbles.c.fragment_id, t.bubbles.c.pos)).all()
        assert len(set(places)) == len(places), "two bubbles in one place"


@settings(max_examples=15, deadline=None)
@given(st.lists(STEP, max_size=25))
def test_any_walk_leads_back(steps: list[tuple[str, tuple[Pick, ...]]]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        workspace = open_workspace(Path(folder) / "walk.ruwo", create=True)
        try:
            fill(workspace)
            original = dump(workspace)
            walk = Walk(workspace)
            for kind, picks in steps:
                walk.step(kind, picks)
            walk.client.redo_all()
            final = dump(workspace)
            count = walk.client.undo_all()
            assert dump(workspace) == original
            walk.check()
            assert walk.client.redo_all() == count
            assert dump(workspace) == final
            walk.check()
        finally:
            workspace.close()


@pytest.mark.parametrize("kind", ["undo", "redo"])
def test_there_is_an_end_to_it(client: Client, kind: str) -> None:
    assert [p.code for p in client.do(kind).problems] == [f"nothing_to_{kind}"]
