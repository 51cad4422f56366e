"""Promise 4: a newer export of a chat adds what is new; no decision, edit or finding is lost, and undo and redo go on."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from curation import fragments as cutting
from curation import workspace as workspaces
from curation.errors import RuwoError
from curation.flow import fragmenting, importing, personas, reports, review, scanning
from curation.jobs import Job
from curation.workspace import Workspace, imports, tables
from curation.workspace import queries as q
from tests.flow import chats
from tests.generators import every, memotrace
from tests.generators.chats import FRIEND, ME, Message, invented

PHONE = "13900000000"
TEXTS = ["哈哈", "嗯嗯", "好", "在吗", f"我的号码是{PHONE}", "周末一起去爬山好不好呀", "今天的晚饭做得有点咸了"]


def written(
    folder: Path, messages: Sequence[Message], form: str = "log", ids: str = "same", name: str = "小满"
) -> Path:
    """An export; ``ids``: the same in every export, counted anew in each, or none."""
    records = [memotrace.html_item(m) for m in messages]
    for n, record in enumerate(records):
        record["server_id"] = {"same": record["server_id"], "anew": str(n + 1), "none": "0"}[ids]
    content = memotrace.csv_bytes(messages) if form == "csv" else memotrace.dumped(records)
    path = folder / f"{name}{'.csv' if form == 'csv' else '.html.json'}"
    path.write_bytes(content)
    return path


def bring(opened: Workspace, path: Path, **options: Any) -> reports.ReportView:
    """Import with the owner as the persona; the report."""
    found = importing.preview(path).chats
    source = importing.import_source(
        opened, importing.Plan(path, {c.key: importing.suggested(c) for c in found}, **options)
    )
    return next(one.report for one in reports.sources(opened) if one.id == source)


def numbers(report: reports.ReportView) -> list[tuple[int, int, int]]:
    return [(one.matched, one.new, one.vanished) for one in report.newer]


def rows(opened: Workspace, table: Any = tables.messages) -> list[dict[str, Any]]:
    with opened.read() as connection:
        order = (table.c.chat_id, table.c.seq) if table is tables.messages else table.primary_key.columns
        return [dict(row) for row in connection.execute(select(table).order_by(*order)).mappings()]


def told(opened: Workspace) -> list[tuple[str, int]]:
    """Text and second of each message, in the workspace's order."""
    return [(row["text"], row["time"] // 1_000_000) for row in rows(opened)]


def worked_on(opened: Workspace) -> dict[int, Any]:
    """What a person made of each fragment they touched."""
    with opened.read() as connection:
        ids = connection.execute(select(tables.fragments.c.id).where(tables.fragments.c.touched == 1)).scalars().all()
        shown = q.bubbles_of(connection, ids)
        found = {row["id"]: dict(row) for row in q.fragments_by_id(connection, ids)}
    kept = ("status", "note", "context")
    seen = ("id", "message_id", "text", "removed", "pulled", "side")
    return {i: [found[i][name] for name in kept] + [[b[name] for name in seen] for b in shown.get(i, ())] for i in ids}


def sound(opened: Workspace) -> None:
    """Every message in one bubble, its neighbours known, and every fragment where its messages stand."""
    with opened.read() as connection:
        shown = connection.execute(select(tables.bubbles.c.fragment_id, tables.bubbles.c.message_id)).all()
    here = rows(opened)
    assert Counter(m for _, m in shown if m is not None) == Counter(row["id"] for row in here)
    assert {row["id"] for row in rows(opened, tables.fragments)} == {fragment for fragment, _ in shown}
    for chat in {row["chat_id"] for row in here}:
        line = [row for row in here if row["chat_id"] == chat]
        hashes = [imports.content_hash(r["sender_id"], r["kind"], r["text"]) for r in line]
        assert [r["seq"] for r in line] == list(range(len(line)))
        assert [r["hash"] for r in line] == hashes
        assert [r["hash_before"] for r in line] == [None, *hashes[:-1]]
        assert [r["hash_after"] for r in line] == [*hashes[1:], None]


# --- what a person sees


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
    assert f"{again.newer[0].matched:,} messages known, 0 new" in told_again


FORMS = ["log", "csv"]
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


# --- whatever a person did before


STEP = st.tuples(
    st.sampled_from(
        "status edit split merge_next merge_previous remove move add context pull swap settings undo redo".split()
    ),
    st.tuples(*[st.integers(0, 40)] * 3),
)
CHAT = st.lists(
    st.tuples(st.booleans(), st.sampled_from(TEXTS), st.sampled_from([2, 30, 3_600])), min_size=8, max_size=30
)


def chat_of(lines: Sequence[tuple[bool, str, int]]) -> list[Message]:
    found, at = [], 1_714_550_400
    for number, (mine, text, after) in enumerate(lines):
        at += after
        found.append(Message(number, ME if mine else FRIEND, text, at=at))
    return found


def one(choices: Sequence[Any], pick: int) -> Any:
    return choices[pick % len(choices)]


class Person:
    """Somebody who works on the workspace in one browser tab."""

    def __init__(self, opened: Workspace) -> None:
        self.opened, self.client = opened, chats.Client(opened)

    def step(self, kind: str, picks: tuple[int, int, int]) -> None:
        if kind in ("undo", "redo"):
            self.client.try_(kind)
        elif kind == "swap":
            people = [p["sender_id"] for p in rows(self.opened, tables.senders)]
            personas.swap(self.opened, 1, one(people, picks[0]))
        elif kind == "settings":
            fragmenting.change_settings(self.opened, cutting.Settings(gap_minutes=one([30, 600], picks[0])))
        else:
            self.work(kind, *picks)

    def work(self, kind: str, a: int, b: int, c: int) -> None:
        fragment = one(chats.fragments(self.opened), a)
        own = [row["id"] for row in chats.bubbles(self.opened, fragment)]
        fields: dict[str, dict[str, Any]] = {
            "status": {"status": one(["kept", "dropped", "later"], b), "note": one([None, "注"], c)},
            "edit": {"bubble": one(own, b), "text": f"改过{PHONE}"},
            "split": {"bubble": one(own, b)},
            "remove": {"bubbles": [one(own, b)]},
            "move": {"bubbles": [one(own, b)], "before": one([None, *own], c)},
            "add": {"side": "persona", "text": "加", "before": one([None, *own], c)},
            "context": {"text": "背景"},
            "pull": {"message": 1 + b % len(rows(self.opened)), "before": one([None, *own], c)},
        }
        if kind.startswith("merge_"):
            self.client.try_("merge", fragment, **{"with": kind.removeprefix("merge_")})
        else:
            self.client.try_(kind, fragment, **fields[kind])

    def all(self, kind: str) -> int:
        """Undo or redo until nothing is left; nothing else may stop it."""
        count = 0
        while not (problems := self.client.try_(kind).problems):
            sound(self.opened)
            count += 1
        assert [p.code for p in problems] == [f"nothing_to_{kind}"]
        return count


RARELY = settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))


@RARELY
@given(
    lines=CHAT,
    lost=st.tuples(st.sets(st.integers(0, 29), max_size=12), st.sets(st.integers(0, 29), max_size=12)),
    ends=st.tuples(st.integers(0, 5), st.integers(0, 5)),
    steps=st.lists(STEP, max_size=12),
    back=st.integers(0, 4),
    forms=st.tuples(st.sampled_from(FORMS), st.sampled_from(FORMS)),
    ids=st.sampled_from(["same", "anew", "none"]),
)
def test_whatever_was_done_survives_whatever_comes(
    tmp_path: Path,
    finds: Callable[..., None],
    lines: list[tuple[bool, str, int]],
    lost: tuple[set[int], set[int]],
    ends: tuple[int, int],
    steps: list[tuple[str, tuple[int, int, int]]],
    back: int,
    forms: tuple[str, str],
    ids: str,
) -> None:
    finds(PHONE_NUMBER=[PHONE])
    whole = chat_of(lines)
    old = [m for m in whole if m.number not in lost[0]] or whole[:1]
    new = [m for m in whole[ends[0] : len(whole) - ends[1]] if m.number not in lost[1]] or whole[-1:]
    if not {ME, FRIEND} <= {m.sender for m in old} or not {ME, FRIEND} <= {m.sender for m in new}:
        return
    opened = workspaces.create("测试")
    try:
        bring(opened, written(tmp_path, old, forms[0]))
        scanning.scan(opened)
        person = Person(opened)
        for kind, picks in steps:
            person.step(kind, picks)
        done = worked_on(opened)
        undone = sum(not person.client.try_("undo").problems for _ in range(back))
        before, texts = worked_on(opened), {row["id"]: row for row in rows(opened)}
        kept = {name: rows(opened, tables.metadata.tables[name]) for name in ("findings", "private_values", "edits")}
        (key,) = [c.key for c in importing.preview(written(tmp_path, new, forms[1], ids)).chats]
        bring(opened, written(tmp_path, new, forms[1], ids), into={key: 1})

        numbers_of = {m.number for m in old} | {m.number for m in new}
        assert told(opened) == [(m.text, m.at) for m in whole if m.number in numbers_of]
        moves = {"seq", "hash_before", "hash_after", "vanished"}
        now = {row["id"]: row for row in rows(opened)}
        for i, row in texts.items():
            assert {k: v for k, v in now[i].items() if k not in moves} == {
                k: v for k, v in row.items() if k not in moves
            }
        gone = {m.at for m in old if new[0].at <= m.at <= new[-1].at} - {m.at for m in new}
        assert {row["time"] // 1_000_000 for row in rows(opened) if row["vanished"]} == gone
        assert worked_on(opened) == before
        assert {name: rows(opened, tables.metadata.tables[name]) for name in kept} == kept
        sound(opened)

        for _ in range(undone):
            assert not person.client.try_("redo").problems
        assert worked_on(opened) == done
        person.all("redo")
        final = worked_on(opened)
        count = person.all("undo")
        assert worked_on(opened) == {}
        assert person.all("redo") == count
        assert worked_on(opened) == final
    finally:
        opened.delete()
