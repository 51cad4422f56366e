"""A source's zone: wall-clock times move with it and back without loss, exact ones never do."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from curation import workspace
from curation.errors import RuwoError
from curation.flow.intake import importing, zones
from curation.flow.workbench import review
from curation.workspace import Workspace
from tests.flow import chats

HOUR = 3_600_000_000
LINES = "".join(
    f"2024-03-10 {clock} {name}\n{text}\n\n"
    for clock, name, text in [
        ("01:50:00", "小满", "睡了吗"),
        ("02:10:00", "阿岚", "没"),
        ("02:40:00", "小满", "早点睡"),
        ("03:05:00", "阿岚", "好"),
    ]
)
"""Times in an hour that clocks in New York skip that night."""


def imported(path: Path, zone: str = "Asia/Shanghai") -> tuple[Workspace, int]:
    opened = workspace.create("时区")
    chat = importing.preview(path).chats[0]
    persona = next(s.sender_id for s in chat.senders if s.name == "阿岚")
    return opened, importing.import_source(opened, importing.Plan(path, {chat.key: persona}, zone=zone))


def by_the_wall(folder: Path) -> Path:
    path = folder / "小满.txt"
    path.write_text(LINES, encoding="utf-8")
    return path


def times(opened: Workspace) -> list[int]:
    return [row["time"] for row in chats.rows(opened, "messages")]


def test_wall_clock_times_move(tmp_path: Path) -> None:
    opened, source = imported(by_the_wall(tmp_path))
    before = times(opened)
    zones.change(opened, source, "Asia/Tokyo")
    assert times(opened) == [time - HOUR for time in before]
    assert chats.rows(opened, "fragments")[0]["start"] == before[0] - HOUR


def test_exact_times_stay_and_are_shown_otherwise(tmp_path: Path) -> None:
    opened, source = imported(chats.write(tmp_path, chats.talk(4)))
    before, cut = times(opened), chats.rows(opened, "fragments")

    def shown() -> str:
        with opened.read() as connection:
            page = review.page(connection, chats.fragments(opened), review.View(), str)
        return str(page["fragments"][0]["date"])

    assert shown() == "2024-05-01 17:00"
    zones.change(opened, source, "UTC")
    assert (times(opened), chats.rows(opened, "fragments")) == (before, cut)
    assert shown() == "2024-05-01 09:00"
    review.undo(opened)
    assert shown() == "2024-05-01 17:00"


def test_undo_restores_times_boundaries_and_zone_even_of_skipped_hours(tmp_path: Path) -> None:
    opened, source = imported(by_the_wall(tmp_path))
    before = times(opened)
    zones.change(opened, source, "America/New_York")
    assert len(set(times(opened))) < 4
    zones.change(opened, source, "Europe/Berlin")
    zones.change(opened, source, "Asia/Shanghai")
    assert times(opened) == before
    for _ in range(3):
        review.undo(opened)
    assert times(opened) == before
    assert [row["zone"] for row in chats.rows(opened, "sources")] == ["Asia/Shanghai"]


def test_redo_moves_them_again(tmp_path: Path) -> None:
    opened, source = imported(by_the_wall(tmp_path))
    zones.change(opened, source, "Asia/Tokyo")
    after = times(opened), [row["start"] for row in chats.rows(opened, "fragments")]
    review.undo(opened)
    chats.Client(opened).do("redo")
    assert (times(opened), [row["start"] for row in chats.rows(opened, "fragments")]) == after


def test_only_the_sources_own_messages_move(tmp_path: Path) -> None:
    opened, source = imported(by_the_wall(tmp_path))
    other = chats.write(tmp_path, chats.talk(4), "阿衡.html.json", names=("阿岚", "阿衡"))
    chats.bring_in(opened, other)
    kept = [row["time"] for row in chats.rows(opened, "messages") if row["clock"] is None][-4:]
    zones.change(opened, source, "Asia/Tokyo")
    assert [row["time"] for row in chats.rows(opened, "messages") if row["clock"] is None] == kept


def test_a_zone_nobody_knows(tmp_path: Path) -> None:
    opened, source = imported(by_the_wall(tmp_path))
    with pytest.raises(RuwoError, match="zone_unknown"):
        zones.change(opened, source, "Asia/Atlantis")
    assert chats.rows(opened, "edits") == []


def test_training_tells_no_times(tmp_path: Path) -> None:
    opened, source = imported(by_the_wall(tmp_path))
    assert zones.tells_times(opened, source)
    path = tmp_path / "t_train.json"
    talk = [{"from": "human", "value": "在吗"}, {"from": "gpt", "value": "在的"}]
    path.write_text(json.dumps([{"conversations": talk}]), encoding="utf-8")
    assert not zones.tells_times(opened, chats.bring_in(opened, path))


def test_the_same_zone_is_no_edit(tmp_path: Path) -> None:
    opened, source = imported(by_the_wall(tmp_path))
    zones.change(opened, source, "Asia/Shanghai")
    assert chats.rows(opened, "edits") == []


def test_times_after_a_change_are_those_of_an_import_in_that_zone(tmp_path: Path) -> None:
    path = by_the_wall(tmp_path)
    opened, source = imported(path)
    for zone in ("America/New_York", "Europe/London", "Asia/Kolkata", "UTC"):
        zones.change(opened, source, zone)
        assert times(opened) == times(imported(path, zone)[0])


def test_what_a_newer_export_brought_moves_with_that(tmp_path: Path) -> None:
    path = by_the_wall(tmp_path)
    opened, first = imported(path)
    path.write_text(LINES + "2024-03-11 09:00:00 小满\n早上好呀\n\n2024-03-11 09:01:00 阿岚\n早\n\n", encoding="utf-8")
    chat = importing.preview(path).chats[0]
    persona = next(s.sender_id for s in chat.senders if s.name == "阿岚")
    second = importing.import_source(opened, importing.Plan(path, {chat.key: persona}, into={chat.key: 1}))
    before = times(opened)
    assert len(before) == 6
    zones.change(opened, second, "Asia/Tokyo")
    assert times(opened) == [*before[:4], before[4] - HOUR, before[5] - HOUR]
    zones.change(opened, first, "Asia/Tokyo")
    assert times(opened) == [time - HOUR for time in before]
    review.undo(opened)
    review.undo(opened)
    assert times(opened) == before
