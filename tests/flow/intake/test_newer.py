"""Promise 4: a newer export adds what is new; no decision, edit or finding is lost, and undo and redo go on."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from curation.errors import RuwoError
from curation.flow.guarding import personas, scanning
from curation.flow.intake import importing, reports
from curation.flow.workbench import review
from curation.jobs import Job
from curation.workspace import Workspace, tables
from tests.flow import chats
from tests.flow.exports import FORMS, PHONE, bring, numbers, rows, sound, told, written
from tests.generators import every, memotrace
from tests.generators.chats import FRIEND, ME, Message, invented

EVERY = every.every_file()


@pytest.mark.parametrize("number", range(len(EVERY)), ids=lambda n: f"{EVERY[n][0]}-{n}")
def test_the_same_file_again_adds_nothing(opened: Workspace, tmp_path: Path, number: int) -> None:
    path = tmp_path / EVERY[number][1]
    path.write_bytes(EVERY[number][2])
    first = bring(opened, path)
    before = chats.dump(opened)
    again = bring(opened, path)
    assert first.newer == ()
    assert [n[1:] for n in numbers(again)] == [(0, 0)] * len(again.newer)
    assert sum(n[0] for n in numbers(again)) == again.raw.messages == len(before["messages"])
    after = chats.dump(opened)
    assert {name for name in before if before[name] != after[name]} <= {"sources", "senders"}
    told_again = "\n".join(reports.lines(again, str))
    assert f"{again.newer[0].matched:,} messages are known, 0 are new" in told_again


WHOLE = invented(60, seed=4)


@pytest.mark.parametrize("second", FORMS)
@pytest.mark.parametrize("first", FORMS)
@pytest.mark.parametrize("ids", ["same", "anew", "none"])
def test_what_is_new_is_added_in_its_place(
    opened: Workspace, tmp_path: Path, first: str, second: str, ids: str
) -> None:
    bring(opened, written(tmp_path, [m for m in WHOLE[5:50] if m.number % 7], first))
    report = bring(opened, written(tmp_path, [m for m in WHOLE if m.number != 20], second, ids))
    assert told(opened) == [(m.text, m.at) for m in WHOLE]
    assert numbers(report) == [(37, 22, 1)]
    assert [row["text"] for row in rows(opened) if row["vanished"]] == [WHOLE[20].text]
    assert report.raw.messages == 37 + 22
    sound(opened)


def test_what_is_there_again_has_not_vanished(opened: Workspace, tmp_path: Path) -> None:
    bring(opened, written(tmp_path, WHOLE))
    bring(opened, written(tmp_path, WHOLE[:20] + WHOLE[22:]))
    assert [row["text"] for row in rows(opened) if row["vanished"]] == [m.text for m in WHOLE[20:22]]
    assert numbers(bring(opened, written(tmp_path, WHOLE[10:30]))) == [(20, 0, 0)]
    assert not any(row["vanished"] for row in rows(opened))


def test_a_part_of_a_chat_makes_nothing_vanish(opened: Workspace, tmp_path: Path) -> None:
    bring(opened, written(tmp_path, WHOLE[:40]))
    assert numbers(bring(opened, written(tmp_path, WHOLE[30:]))) == [(10, 20, 0)]
    assert numbers(bring(opened, written(tmp_path, WHOLE[58:]))) == [(2, 0, 0)]
    assert told(opened) == [(m.text, m.at) for m in WHOLE]


def test_who_brought_a_message_is_known_and_who_speaks_is_counted(opened: Workspace, tmp_path: Path) -> None:
    bring(opened, written(tmp_path, WHOLE[:50]))
    bring(opened, written(tmp_path, [replace(m, sender=m.sender if m.mine else "满满") for m in WHOLE], "csv"))
    assert [row["source_id"] for row in rows(opened)] == [None] * 50 + [2] * 10
    people = rows(opened, tables.senders)
    assert {p["name"]: p["count"] for p in people} == Counter(m.sender for m in WHOLE)
    assert "满满" in json.loads(next(p["aliases"] for p in people if p["name"] == FRIEND))
    assert {row["sender_id"] for row in rows(opened)} == {p["sender_id"] for p in people}


def test_only_new_messages_wait_for_the_scan(opened: Workspace, tmp_path: Path, finds: Callable[..., None]) -> None:
    finds(PHONE_NUMBER=[PHONE])
    secret = [replace(m, text=f"{m.text}{PHONE}") if m.number in (3, 45) else m for m in WHOLE]
    bring(opened, written(tmp_path, secret[:40]))
    scanning.scan(opened)
    bring(opened, written(tmp_path, secret, ids="anew"))
    assert [row["scanned"] for row in rows(opened)] == [1] * 40 + [0] * 20
    assert scanning.scan(opened) == 20
    assert [f["anchor"] for f in rows(opened, tables.findings)].count("message") == 2


def test_fragments_that_a_newer_export_does_not_touch_stay_the_same(opened: Workspace, tmp_path: Path) -> None:
    bring(opened, written(tmp_path, WHOLE[:50]))
    before = {i: chats.bubbles(opened, i) for i in chats.fragments(opened)}
    bring(opened, written(tmp_path, WHOLE))
    after = {i: chats.bubbles(opened, i) for i in chats.fragments(opened)}
    changed = [i for i in before if after.get(i) != before[i]]
    assert len(changed) <= 1 < len(before)
    sound(opened)


def test_a_question_about_a_newer_export_changes_nothing(opened: Workspace, tmp_path: Path) -> None:
    bring(opened, written(tmp_path, WHOLE[:50]))
    before = chats.dump(opened)
    path = written(tmp_path, WHOLE, "csv")
    plan = importing.Plan(path, {c.key: importing.suggested(c) for c in importing.preview(path).chats})
    (found,) = importing.same_chats(opened, plan).values()
    assert (found.name, found.matched, found.new, found.vanished, found.shift) == ("小满", 50, 10, 0, 0)
    assert chats.dump(opened) == before


def test_a_person_may_say_whether_it_is_the_same_chat(opened: Workspace, tmp_path: Path) -> None:
    bring(opened, written(tmp_path, WHOLE))
    path = written(tmp_path, WHOLE, name="别的")
    assert bring(opened, path, into={"别的": None}).newer == ()
    assert len(rows(opened)) == 120
    assert numbers(bring(opened, path, into={"别的": 1})) == [(60, 0, 0)]
    other = written(tmp_path, invented(20, seed=9), name="又一个")
    assert bring(opened, other).newer == ()
    assert numbers(bring(opened, other, into={"又一个": 2})) == [(0, 20, 0)]
    sound(opened)


@pytest.mark.parametrize(
    ("name", "people", "texts"),
    [
        ("小北", {FRIEND: "小北"}, 9),
        ("小满", {FRIEND: "小满", ME: "别人"}, 9),
        ("小满", {}, 11),
    ],
    ids=["another friend says other things", "another account", "nothing in common"],
)
def test_another_chat_is_kept_apart(
    opened: Workspace, tmp_path: Path, name: str, people: dict[str, str], texts: int
) -> None:
    bring(opened, written(tmp_path, WHOLE))
    other = [replace(m, sender=people.get(m.sender, m.sender)) for m in invented(60, seed=texts)]
    assert bring(opened, written(tmp_path, other, name=name)).newer == ()


def test_an_export_under_another_name_is_known_by_what_is_said(opened: Workspace, tmp_path: Path) -> None:
    bring(opened, written(tmp_path, WHOLE[:50]))
    renamed = [replace(m, sender={ME: "岚岚", FRIEND: "满满"}[m.sender]) for m in WHOLE]
    assert numbers(bring(opened, written(tmp_path, renamed, "csv", name="2025年导出"))) == [(50, 10, 0)]


def test_a_continuation_that_shares_nothing_is_known_by_its_name_and_people(opened: Workspace, tmp_path: Path) -> None:
    bring(opened, written(tmp_path, WHOLE[:30]))
    assert numbers(bring(opened, written(tmp_path, WHOLE[30:]))) == [(0, 30, 0)]
    assert told(opened) == [(m.text, m.at) for m in WHOLE]


def test_a_swapped_persona_stays_swapped(opened: Workspace, tmp_path: Path) -> None:
    bring(opened, written(tmp_path, WHOLE[:50]))
    (chat,) = rows(opened, tables.chats)
    other = next(p["sender_id"] for p in rows(opened, tables.senders) if p["sender_id"] != chat["persona"])
    personas.swap(opened, chat["id"], other)
    bring(opened, written(tmp_path, WHOLE, "csv"))
    assert rows(opened, tables.chats)[0]["persona"] == other
    assert {row["sender_id"] for row in rows(opened)} == {other, chat["persona"]}


def test_replies_of_new_messages_find_what_they_answer(opened: Workspace, tmp_path: Path) -> None:
    answer = Message(60, ME, "对，就这个", "quote", at=WHOLE[-1].at + 5, quote=f"{FRIEND}: …", reply_to=3)
    bring(opened, written(tmp_path, WHOLE))
    bring(opened, written(tmp_path, [*WHOLE, answer]))
    here = rows(opened)
    assert here[-1]["reply_to"] == here[3]["export_id"]


def test_training_rows_of_the_same_chat_are_found_by_what_they_say(opened: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "小满.json"
    path.write_bytes(memotrace.dumped(memotrace.training(memotrace.by_window(invented(200)), seed=1)))
    first = bring(opened, path)
    path.write_bytes(memotrace.dumped(memotrace.training(memotrace.by_window(invented(260)), seed=2)))
    again = bring(opened, path)
    ((matched, new, vanished),) = numbers(again)
    assert (matched, vanished) == (first.raw.messages, 0)
    assert matched + new == again.raw.messages
    sound(opened)


def test_the_full_log_gives_training_rows_their_times_and_their_order(opened: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "小满.json"
    path.write_bytes(memotrace.dumped(memotrace.training(memotrace.by_interval(invented(200), 600), seed=1)))
    bring(opened, path)
    whole = invented(200)
    report = bring(opened, written(tmp_path, whole))
    here = rows(opened)
    assert "".join(row["text"] for row in here).replace("，", "") == "".join(m.text for m in whole)
    times = [row["time"] for row in here]
    assert None not in times
    assert times == sorted(times)
    assert [row["grp"] for row in here if row["source_id"]] == [None] * sum(1 for row in here if row["source_id"])
    assert numbers(report)[0][2] == 0
    sound(opened)


def test_a_clock_of_another_zone_is_moved_to_fit(opened: Workspace, tmp_path: Path) -> None:
    bring(opened, written(tmp_path, WHOLE[:50]))
    report = bring(opened, written(tmp_path, WHOLE, "csv"), zone="Europe/Berlin")
    assert [one.shift for one in report.newer] == [6 * 60]
    assert told(opened) == [(m.text, m.at) for m in WHOLE]
    assert any("+6 hours" in line for line in reports.lines(report, str))


def test_a_cancelled_or_broken_newer_export_leaves_everything(
    opened: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bring(opened, written(tmp_path, WHOLE[5:40]))
    review.mark(opened, chats.fragments(opened)[:2], "kept")
    before = chats.dump(opened)
    path = written(tmp_path, WHOLE)

    plan = importing.Plan(path, {"小满": "self"})
    extend = importing.extending.extend

    def work(job: Job[Any]) -> int:
        monkeypatch.setattr(importing.extending, "extend", lambda *a, **b: (extend(*a, **b), job.cancel()))
        return importing.import_source(opened, plan, job)

    stopped = Job(work)
    assert stopped.wait(60)
    assert isinstance(stopped.error, RuwoError)
    assert stopped.error.code == "cancelled"
    assert chats.dump(opened) == before
    monkeypatch.setattr(importing.extending, "extend", lambda *a, **b: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        importing.import_source(opened, plan)
    assert chats.dump(opened) == before
