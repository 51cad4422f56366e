"""Settings and swapped sides: only what nobody touched is cut anew, and all of it can be undone and redone."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from curation import fragments, sources
from curation.flow.cutting import fragmenting
from curation.flow.guarding import personas
from curation.flow.intake import importing
from curation.flow.workbench import review
from curation.workspace import Workspace, logs, queries, queues
from curation.workspace.filters import Filter
from tests.flow import chats
from tests.flow.chats import Client
from tests.generators import memotrace
from tests.generators.chats import EVERY_KIND

WIDE = fragments.Settings(gap_minutes=600)


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    """Ten fragments of two turns, an hour apart."""
    return chats.filled(tmp_path, chats.talk(20))


def shown(opened: Workspace) -> list[list[tuple[int | None, str, int]]]:
    """What each fragment of the queue shows: message, side, removed."""
    found = [chats.bubbles(opened, fragment) for fragment in chats.fragments(opened)]
    return [[(b["message_id"], b["side"], b["removed"]) for b in some] for some in found]


def derived(opened: Workspace) -> list[dict[str, Any]]:
    """What is derived from the bubbles, without ids and versions."""
    with opened.read() as connection:
        rows = queries.fragments_by_id(connection, queues.ids(connection, Filter()))
    return [{name: value for name, value in row.items() if name not in ("id", "version")} for row in rows]


def test_settings_cut_only_what_nobody_touched_anew(opened: Workspace) -> None:
    ids = chats.fragments(opened)
    client = Client(opened)
    client.do("status", ids[4], status="kept")
    client.do("split", ids[7], bubble=chats.bubbles(opened, ids[7])[1]["id"])
    before = {i: chats.bubbles(opened, i) for i in chats.fragments(opened) if i in (ids[4], ids[7])}
    fragmenting.change_settings(opened, WIDE)
    assert {i: chats.bubbles(opened, i) for i in before} == before
    assert [len(some) for some in shown(opened)] == [8, 2, 4, 1, 1, 4]
    assert sorted(m for some in shown(opened) for m, _, _ in some) == list(range(1, 21))


def test_undo_of_settings_cuts_as_before_and_redo_as_after(opened: Workspace) -> None:
    client = Client(opened)
    client.do("status", chats.fragments(opened)[4], status="kept")
    before = shown(opened), derived(opened)
    fragmenting.change_settings(opened, WIDE)
    after = shown(opened), derived(opened)
    review.undo(opened)
    assert (shown(opened), derived(opened)) == before
    assert fragmenting.load(opened) == fragments.Settings()
    client.do("redo")
    assert (shown(opened), derived(opened)) == after


def test_what_was_done_after_new_settings_comes_back_with_them(opened: Workspace) -> None:
    client = Client(opened)
    fragmenting.change_settings(opened, WIDE)
    first = chats.fragments(opened)[0]
    client.do("status", first, status="kept")
    client.do("edit", first, bubble=chats.bubbles(opened, first)[0]["id"], text="改过")
    fragmenting.change_settings(opened, fragments.Settings(max_turns=4))
    client.do(
        "remove", chats.fragments(opened)[1], bubbles=[chats.bubbles(opened, chats.fragments(opened)[1])[0]["id"]]
    )
    done = shown(opened), derived(opened)
    for _ in range(5):
        client.do("undo")
    assert [len(some) for some in shown(opened)] == [2] * 10
    for _ in range(5):
        client.do("redo")
    assert (shown(opened), derived(opened)) == done


def test_undo_and_redo_sent_at_once_do_the_same(opened: Workspace) -> None:
    fragmenting.change_settings(opened, WIDE)
    first = chats.fragments(opened)[0]
    Client(opened).do("status", first, status="dropped")
    done = shown(opened), derived(opened)
    sent = [{"kind": kind, "seq": n} for n, kind in enumerate(["undo", "undo", "redo", "redo"], start=1)]
    assert not review.apply(opened, "fast", sent).problems
    assert (shown(opened), derived(opened)) == done


def test_a_number_that_comes_back_never_has_an_old_version(opened: Workspace) -> None:
    client = Client(opened)
    fragmenting.change_settings(opened, WIDE)
    first = chats.fragments(opened)[0]
    for status in ("kept", "later", "dropped"):
        client.do("status", first, status=status)
    seen = chats.version(opened, first)
    for kind in ["undo"] * 4 + ["redo"]:
        client.do(kind)
    assert chats.version(opened, first) > seen


def test_settings_that_are_the_same_are_no_edit(opened: Workspace) -> None:
    before = chats.dump(opened)
    fragmenting.change_settings(opened, fragments.Settings())
    assert chats.dump(opened) == before


def test_swapped_sides_change_no_message_and_can_be_undone(opened: Workspace) -> None:
    client = Client(opened)
    touched = chats.fragments(opened)[3]
    client.do("status", touched, status="kept")
    before = chats.dump(opened), shown(opened), derived(opened)
    with opened.read() as connection:
        (chat,) = queries.all_chats(connection)
        other = next(p["sender_id"] for p in queries.senders_of(connection) if p["sender_id"] != chat["persona"])
    personas.swap(opened, chat["id"], other)
    assert chats.dump(opened)["messages"] == before[0]["messages"]
    assert personas.load(opened).name == chats.FRIEND
    flipped = {"persona": "human", "human": "persona"}
    assert shown(opened) == [[(m, flipped[side], r) for m, side, r in some] for some in before[1]]
    assert derived(opened) != before[2]
    swapped = shown(opened), derived(opened)
    client.do("undo")
    assert (shown(opened), derived(opened)) == before[1:]
    assert personas.load(opened).name == chats.ME
    client.do("redo")
    assert (shown(opened), derived(opened)) == swapped


def test_a_swap_leaves_other_chats_alone(opened: Workspace, tmp_path: Path) -> None:
    chats.bring_in(opened, chats.write(tmp_path, chats.talk(4), name="小北.html.json", names=(chats.ME, "小北")))
    with opened.read() as connection:
        first = queries.all_chats(connection)[0]
        second = queues.ids(connection, Filter(chat=queries.all_chats(connection)[1]["id"]))
        other = next(
            p["sender_id"] for p in queries.senders_of(connection, first["id"]) if p["sender_id"] != first["persona"]
        )
    before = [chats.bubbles(opened, i) for i in second]
    personas.swap(opened, first["id"], other)
    Client(opened).do("undo")
    assert [chats.bubbles(opened, i) for i in second] == before


def test_an_import_between_undo_and_redo_is_no_obstacle(opened: Workspace, tmp_path: Path) -> None:
    client = Client(opened)
    fragmenting.change_settings(opened, WIDE)
    client.do("status", chats.fragments(opened)[1], status="kept")
    done = shown(opened)
    client.do("undo")
    client.do("undo")
    chats.bring_in(opened, chats.write(tmp_path, chats.talk(4), name="小北.html.json", names=(chats.ME, "小北")))
    client.do("redo")
    client.do("redo")
    assert shown(opened)[: len(done)] == done


def test_what_an_import_derives_is_what_the_store_holds(opened: Workspace, tmp_path: Path) -> None:
    """A cut summarises messages it has at hand; an edit reads the same from the store."""
    file = tmp_path / "log.html.json"
    file.write_bytes(memotrace.html_json_bytes(EVERY_KIND))
    chat = sources.open(file).chats()[0]
    importing.import_source(opened, importing.Plan(file, {chat.key: importing.suggested(chat)}))
    cut = derived(opened)
    with opened.write() as connection:
        fragmenting.refresh(connection, queues.ids(connection, Filter()))
    assert derived(opened) == cut
    assert any("after_hole" in row["signals"] for row in cut)


@pytest.mark.parametrize("size", [1, 2, 7])
@pytest.mark.parametrize("form", ["log", "sharegpt", "shuffled", "timeless"])
def test_a_long_chat_is_cut_in_parts_as_it_is_at_once(
    opened: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, size: int, form: str
) -> None:
    path = tmp_path / "老邱.json"
    lines = [*chats.talk(30, every=5), *chats.talk(9, every=100, text="又{n}")]
    records = chats.records(lines)
    if form == "shuffled":
        records = records[20:] + records[:20]
    if form == "timeless":
        records = [one | {"timestamp": None} for one in records]
    turns = [{"from": side, "value": "嗯"} for side in ("human", "gpt") * 3]
    path.write_text(json.dumps([{"conversations": turns}] * 5 if form == "sharegpt" else records), encoding="utf-8")
    chats.bring_in(opened, path)
    client = Client(opened)
    client.do("status", chats.fragments(opened)[2], status="kept")
    with opened.read() as connection:
        ids = [chat["id"] for chat in queries.all_chats(connection)]
    made = []
    for part in (logs.PART, size):
        monkeypatch.setattr(logs, "PART", part)
        with opened.write() as connection:
            for chat in ids:
                fragmenting.rebuild(connection, chat)
        made.append((shown(opened), derived(opened)))
    assert made[0] == made[1]
