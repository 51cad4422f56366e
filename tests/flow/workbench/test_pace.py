"""How far, how fast, and what came of it: counted from what stands."""

from __future__ import annotations

from pathlib import Path

import pytest

from curation.flow.sweeping import hiding
from curation.flow.workbench import pace, review
from curation.workspace import Workspace
from curation.workspace import tables as t
from tests.flow import chats
from tests.flow.chats import Client


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    """Sixty fragments of two turns each."""
    return chats.filled(tmp_path, chats.talk(120))


def clocked(opened: Workspace, *seconds: float) -> None:
    """Move the edits apart by so many seconds."""
    at = 0.0
    with opened.write() as connection:
        for number, gap in enumerate((0.0, *seconds), start=1):
            at += gap
            connection.execute(t.edits.update().where(t.edits.c.id == number).values(at=int(at * 1e6)))


def test_batches_count_what_is_decided(opened: Workspace) -> None:
    start = pace.state(opened)
    assert (start.done, start.total, start.batch, start.in_batch, start.seconds, start.left) == (
        0,
        60,
        1,
        0,
        None,
        None,
    )
    review.mark(opened, list(range(1, 49)), "kept")
    client = Client(opened)
    client.do("status", 49, status="dropped")
    client.do("status", 50, status="kept")
    client.do("edit", 51, bubble=chats.bubbles(opened, 51)[0]["id"], text="改")
    client.do("status", 51, status="kept")
    now = pace.state(opened)
    assert (now.done, now.batch, now.in_batch) == (51, 2, 1)
    assert now.lately == {"kept": 1}
    assert pace.state(opened).size.rows == 50


def test_what_came_of_the_last_decisions(opened: Workspace) -> None:
    client = Client(opened)
    for fragment, status in ((1, "kept"), (2, "dropped"), (3, "later"), (4, "kept")):
        client.do("status", fragment, status=status)
        client.do("context", fragment, text="那天")
    client.do("status", 5, status="kept")
    client.do("undo")
    assert pace.state(opened).lately == {"kept": 2, "dropped": 1, "mended": 4}


def told(opened: Workspace) -> tuple[int, dict[str, int]]:
    now = pace.state(opened)
    return now.in_batch, dict(now.lately)


def test_what_is_told_of_a_batch_adds_up_however_it_was_decided(opened: Workspace) -> None:
    client = Client(opened)
    client.do("status", 1, status="kept")
    for fragment in range(2, 11):
        client.do("status", fragment, status="dropped")
    review.mark(opened, [11, 12, 13], "dropped")
    assert told(opened) == (13, {"kept": 1, "dropped": 12})
    review.mark(opened, list(range(2, 11)), "kept")
    assert told(opened) == (13, {"kept": 10, "dropped": 3})
    client.do("undo")
    client.do("status", 2, status="later")
    assert told(opened) == (12, {"kept": 1, "dropped": 11})
    hiding.hide(opened, "word", {"word": "第4句"})
    assert told(opened) == (11, {"kept": 1, "dropped": 10})


def test_at_the_end_of_a_batch_all_of_it_is_told_the_newest_decisions_first(opened: Workspace) -> None:
    review.mark(opened, list(range(1, 49)), "dropped")
    review.mark(opened, list(range(1, 60)), "later")
    review.mark(opened, list(range(1, 46)), "kept")
    for fragment in range(46, 51):
        Client(opened, f"c{fragment}").do("status", fragment, status="dropped")
    assert told(opened) == (0, {"kept": 45, "dropped": 5})


def test_a_part_of_a_split_counts_and_what_the_journal_does_not_tell_is_not_guessed(opened: Workspace) -> None:
    client = Client(opened)
    client.do("status", 1, status="kept")
    client.do("split", 1, bubble=chats.bubbles(opened, 1)[1]["id"])
    assert told(opened) == (2, {"kept": 2, "mended": 1})
    with opened.write() as connection:
        connection.execute(t.fragments.update().where(t.fragments.c.id == 3).values(status="kept"))
    assert told(opened) == (3, {"mended": 1})


def test_the_pace_leaves_breaks_out(opened: Workspace) -> None:
    client = Client(opened)
    for fragment in range(1, 9):
        client.do("status", fragment, status="kept")
    clocked(opened, 4, 6, 900, 5, 5, 5, 7)
    now = pace.state(opened)
    assert (now.seconds, now.left) == (5, 5 * 52)


def test_what_was_decided_together_counts_for_each(opened: Workspace) -> None:
    client = Client(opened)
    for fragment in (1, 2, 3):
        client.do("status", fragment, status="kept")
    client.do("status", 4, status="kept", also=[{"fragment": i, "version": 0} for i in range(5, 14)])
    clocked(opened, 6, 6, 200)
    now = pace.state(opened)
    assert (now.seconds, now.left) == (20, 20 * 47)
    assert now.lately == {"kept": 13}


def test_the_size_counts_kept_rows_that_train(opened: Workspace) -> None:
    review.mark(opened, [1, 2, 3], "kept")
    with opened.read() as connection:
        first = pace.size(connection)
    assert first == pace.Size(3, first.tokens)
    assert first.tokens > 0
    Client(opened).do("remove", 1, bubbles=[chats.bubbles(opened, 1)[1]["id"]])
    hiding.hide(opened, "word", {"word": "第2句"})
    with opened.read() as connection:
        assert pace.size(connection).rows == 1
