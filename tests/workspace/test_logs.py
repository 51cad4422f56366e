"""A chat in the order in which it is cut."""

from __future__ import annotations

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curation.workspace import Workspace, imports, logs
from tests.workspace.make import Client, frame
from tests.workspace.test_imports import chats


def free(client: Client, chat: int = 1) -> tuple[list[int], list[int]]:
    """The messages that are free, and their stretches."""
    with client.workspace.read() as connection:
        found = logs.Free(connection, chat, lambda part: None)
        ids = [row.id for row in found.rows(0, len(found))] if len(found) else []
        return ids, found.stretches(0, len(found)).tolist()


def test_what_touched_fragments_show_is_left_out(client: Client) -> None:
    client.do("status", 2, status="kept")
    client.do("pull", 2, message=2)
    assert free(client)[0] == [9, 10, 11, 12]
    client.do("undo")
    ids, stretches = free(client)
    assert ids == [1, 2, 3, 4, 9, 10, 11, 12]
    assert len(set(stretches)) == 2
    assert stretches == sorted(stretches)
    client.do("undo")
    assert len(set(free(client)[1])) == 1
    assert free(client, 99) == ([], [])


TIMES = st.lists(st.integers(0, 5)) | st.lists(st.integers(0, 5) | st.none()) | st.lists(st.integers(0, 99)).map(sorted)


@pytest.mark.parametrize("part", [1, 3, 100])
@settings(deadline=None, max_examples=30, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(times=TIMES)
def test_messages_come_by_time_where_all_have_one(workspace: Workspace, part: int, times: list[int | None]) -> None:
    moments = pd.to_datetime(pd.array(times, dtype="Int64"), unit="s", utc=True)
    with pytest.MonkeyPatch.context() as patch, workspace.write() as connection:
        patch.setattr(logs, "PART", part)
        ids = chats(connection, "甲")
        imports.MessageWriter(connection, ids).add(frame([("me", "在")] * len(times), "甲", time=moments))
        found = logs.Free(connection, ids["甲"], lambda part: None)
        pieces = [found.rows(at, min(at + part, len(found))) for at in range(0, len(found), part)]
    order = range(len(times)) if None in times else sorted(range(len(times)), key=lambda at: times[at] or 0)
    assert [row.seq for piece in pieces for row in piece] == list(order)
