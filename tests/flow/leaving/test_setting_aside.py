"""Promise 4: what is set aside for testing stays aside, and what has left is never set aside."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from curation.flow.leaving import chatting, exporting
from curation.workspace import Workspace, setaside
from tests.flow import chats
from tests.flow.chats import Client


def ids_in(opened: Workspace, table: str) -> set[int]:
    return {row[0] for row in chats.dump(opened)[table]}


def setaside_rows(opened: Workspace) -> tuple[list[Any], list[Any]]:
    rows = chats.dump(opened)
    return rows["held_out"], rows["exported"]


def texts_of(opened: Workspace, messages: set[int]) -> set[str]:
    return {row[8] for row in chats.dump(opened)["messages"] if row[0] in messages}


@pytest.mark.parametrize(("count", "held"), [(1, 0), (19, 0), (20, 1), (39, 1), (40, 2), (59, 2), (60, 3)])
def test_one_in_twenty_is_set_aside(tmp_path: Path, count: int, held: int) -> None:
    opened = chats.filled(tmp_path, chats.talk(2 * count))
    chats.keep_all(opened)
    done = chats.exported(opened)
    assert (len(done.held_out), done.pack.manifest.held_out, len(done.data.rows)) == (held, held, count - held)


def test_looking_at_an_export_sets_nothing_aside(forty: Workspace) -> None:
    chats.exported(forty)
    assert setaside_rows(forty) == ([], [])


def test_the_latest_fragments_are_set_aside_and_the_next_export_is_the_same(forty: Workspace) -> None:
    first = chats.exported(forty)
    assert set(first.held_out) == set(chats.fragments(forty)[-2:])
    exporting.remember(forty, first)
    second = chats.exported(forty)
    assert second.held_out == ()
    assert second.zip() == first.zip()
    assert not ids_in(forty, "held_out") & ids_in(forty, "exported")


def test_what_was_set_aside_never_leaves(forty: Workspace) -> None:
    exporting.remember(forty, chats.exported(forty))
    held = ids_in(forty, "held_out")
    secret = texts_of(forty, held)
    assert len(held) == 4
    ids = chats.fragments(forty)
    client = Client(forty)
    client.do("pull", ids[0], message=max(held))
    client.do("merge", ids[-2], **{"with": "previous"})
    rows = chats.bubbles(forty, ids[-2])
    client.do("split", ids[-2], bubble=rows[-1]["id"])
    client.do("remove", ids[0], bubbles=[chats.bubbles(forty, ids[0])[-1]["id"]])
    chats.keep_all(forty)
    for selection in ("kept", "kept_and_unreviewed", "everything"):
        done = chats.exported(forty, selection=selection)
        assert not secret & set("\n".join(chats.values(done)).split("\n"))
        assert not held & {b["message_id"] for row in done.data.rows for b in chats.bubbles(forty, row.key)}


def test_what_left_is_never_set_aside(forty: Workspace) -> None:
    exporting.remember(forty, chats.exported(forty))
    gone = ids_in(forty, "exported")
    for _ in range(3):
        client = Client(forty, "again")
        client.try_("merge", chats.fragments(forty)[3], **{"with": "next"})
        exporting.remember(forty, chats.exported(forty))
    assert gone <= ids_in(forty, "exported")
    assert not ids_in(forty, "held_out") & ids_in(forty, "exported")


def test_more_is_set_aside_only_from_what_never_left(forty: Workspace, tmp_path: Path) -> None:
    exporting.remember(forty, chats.exported(forty))
    gone, held = ids_in(forty, "exported"), ids_in(forty, "held_out")
    path = chats.write(tmp_path, chats.talk(80, text="新{n}句"), name="小北.html.json", names=(chats.ME, "小北"))
    chats.bring_in(forty, path)
    chats.keep_all(forty)
    exporting.remember(forty, chats.exported(forty))
    more = ids_in(forty, "held_out")
    assert held < more
    assert len(more) == 8
    assert not more & gone


def test_the_preview_does_not_know_what_was_set_aside(forty: Workspace) -> None:
    exporting.remember(forty, chats.exported(forty))
    known = {text for pair in chatting.pairs(forty) for text in pair}
    assert len(known) == 76
    assert not known & texts_of(forty, ids_in(forty, "held_out"))


def test_a_fragment_of_typed_text_alone_is_not_set_aside(forty: Workspace) -> None:
    client = Client(forty)
    last = chats.fragments(forty)[-1]
    mine = {b["id"] for b in chats.bubbles(forty, last)}
    client.do("add", last, side="human", text="我写的")
    client.do("add", last, side="persona", text="也是我写的")
    typed = next(b for b in chats.bubbles(forty, last) if b["id"] not in mine)
    client.do("split", last, bubble=typed["id"])
    chats.keep_all(forty)
    done = chats.exported(forty)
    assert len(done.held_out) == 2
    with forty.read() as connection:
        assert setaside.showing_messages(connection, done.held_out) == set(done.held_out)
    assert "也是我写的" in chats.values(done)
