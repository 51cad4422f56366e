"""Promises 1 and 7: every record is accounted for, and a bad file or a cancelled import changes nothing."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from curation import i18n, words, workspace
from curation.errors import RuwoError
from curation.flow.guarding import scanning
from curation.flow.intake import importing, problems, reports
from curation.flow.leaving import exporting
from curation.jobs import Job
from curation.workspace import Workspace, logs, queries
from tests.flow import chats
from tests.generators import every, memotrace
from tests.generators.chats import EVERY_KIND, invented

MANY = invented(3000)


def sources() -> Iterator[tuple[str, dict[str, bytes]]]:
    """Name of the case -> files that come together."""
    yield "log", {"小满.html.json": memotrace.html_json_bytes(EVERY_KIND)}
    yield "csv", {"小满.csv": memotrace.csv_bytes(EVERY_KIND)}
    yield "group csv", {"群.csv": memotrace.csv_bytes(EVERY_KIND, group=True)}
    yield "training", {"t.json": memotrace.dumped(memotrace.training(memotrace.by_interval(MANY, 600)))}
    yield "window", {"w.json": memotrace.dumped(memotrace.training(memotrace.by_window(invented(200)), seed=3))}
    train, dev = memotrace.v2_pair(invented(300))
    yield "pair", {"x_train.json": train, "x_dev.json": dev}
    yield "many", {"小满.csv": memotrace.csv_bytes(MANY)}
    yield "repeats", {"小满.html.json": memotrace.html_json_bytes([*EVERY_KIND, *EVERY_KIND])}
    broken = [memotrace.html_item(m) for m in EVERY_KIND] + [
        "x",
        {},
        {"type": "1"},
        {"type": "1", "text": 5},
        {"type": "9"},
    ]
    yield "broken", {"小满.html.json": memotrace.dumped(broken)}
    yield "gb18030", {"小满.csv": memotrace.csv_text(invented(50)).encode("gb18030")}
    yield "utf-16", {"小满.csv": memotrace.csv_text(invented(50)).encode("utf-16")}
    yield "bad bytes", {"小满.csv": memotrace.csv_bytes(invented(50)) + b"\xff\xfe\xfd\r\n"}


CASES = dict(sources())


def put(folder: Path, files: dict[str, bytes]) -> list[Path]:
    for name, content in files.items():
        (folder / name).write_bytes(content)
    return [folder / name for name in files]


def plan(paths: list[Path], **options: Any) -> importing.Plan:
    seen = importing.preview(paths)
    return importing.Plan(paths, {chat.key: importing.suggested(chat) for chat in seen.chats}, **options)


@pytest.mark.parametrize("case", CASES)
def test_every_record_is_accounted_for(opened: Workspace, tmp_path: Path, case: str) -> None:
    paths = put(tmp_path, CASES[case])
    seen = importing.preview(paths)
    importing.import_source(opened, plan(paths))
    (source,) = reports.sources(opened)
    report = source.report
    assert report.records == report.kept + report.merged + report.set_aside
    assert report.raw.to_dict() == seen.report
    with opened.read() as connection:
        assert queries.message_count(connection) == report.raw.messages
    shown = [b["message_id"] for f in chats.fragments(opened) for b in chats.bubbles(opened, f)]
    assert sorted(shown) == list(range(1, report.raw.messages + 1))
    for lang in i18n.LANGS:
        told = [*reports.lines(report, i18n.translator(lang).gettext)]
        told += [str(cell) for column in problems.columns(report.problems, str).values() for cell in column]
        assert all("{" not in line for line in told)


EVERY = every.every_file()


@pytest.mark.parametrize("number", range(len(EVERY)), ids=lambda n: f"{EVERY[n][0]}-{n}")
def test_every_format_arrives_whole_or_as_chosen(opened: Workspace, tmp_path: Path, number: int) -> None:
    form, name, content = EVERY[number]
    (path,) = put(tmp_path, {name: content})
    wanted = plan([path])
    importing.import_source(opened, wanted)
    one = dict([max(wanted.personas.items())])
    importing.import_source(opened, importing.Plan(path, one, into=dict.fromkeys(one)))
    found = [source.report.raw for source in reports.sources(opened)]
    assert [report.format for report in found] == [form, form]
    assert all(report.adds_up for report in found)
    assert ("other_chat" in found[1].set_aside) == (len(wanted.personas) > 1)
    per_source: list[int] = []
    with opened.read() as connection:
        for source in reports.sources(opened):
            sizes = [sum(1 for _ in logs.imported(connection, chat.id)) for chat in source.chats]
            per_source.append(sum(sizes))
        everyone = queries.message_count(connection)
    assert per_source == [report.messages for report in found]
    shown = [b["message_id"] for f in chats.fragments(opened) for b in chats.bubbles(opened, f)]
    assert sorted(shown) == list(range(1, everyone + 1))
    scanning.scan(opened)
    chats.keep_all(opened)
    done = exporting.export(opened)
    assert done.leaks == ()
    assert {problem.code for problem in done.problems} <= {"no_rows"}


@pytest.mark.parametrize("case", ["repeats", "broken", "bad bytes"])
def test_what_is_wrong_is_told(opened: Workspace, tmp_path: Path, case: str) -> None:
    importing.import_source(opened, plan(put(tmp_path, CASES[case])))
    report = reports.sources(opened)[0].report
    told = "\n".join(reports.lines(report, str))
    match case:
        case "repeats":
            assert report.merged == len(EVERY_KIND)
            assert f"the same message a second time: {len(EVERY_KIND)}" in told
        case "broken":
            assert report.set_aside == 4
            assert report.raw.problem_count == 6
        case "bad bytes":
            assert "broken bytes" in told


def test_two_sources_lie_side_by_side(opened: Workspace, tmp_path: Path) -> None:
    importing.import_source(opened, plan(put(tmp_path, CASES["log"])))
    first = chats.dump(opened)
    importing.import_source(opened, plan(put(tmp_path, CASES["training"]), name="另一个"))
    second = chats.dump(opened)
    for table in ("messages", "bubbles", "fragments", "sources", "chats"):
        assert second[table][: len(first[table])] == first[table]
    assert [source.name for source in reports.sources(opened)] == ["小满.html.json", "另一个"]


# --- bad input


def deep(folder: Path) -> Path:
    path = folder / "deep.json"
    path.write_bytes(b"[" * 100_000 + b"]" * 100_000)
    return path


def deep_inside(folder: Path) -> Path:
    item = json.dumps(memotrace.html_item(EVERY_KIND[0]))
    path = folder / "deep2.html.json"
    path.write_text(f'[{item},{{"type":"1","text":{"[" * 100_000}{"]" * 100_000}}}]', encoding="utf-8")
    return path


def some(content: bytes, name: str) -> Callable[[Path], Path]:
    def make(folder: Path) -> Path:
        (folder / name).write_bytes(content)
        return folder / name

    return make


def locked(folder: Path) -> Path:
    path = some(CASES["log"]["小满.html.json"], "locked.html.json")(folder)
    path.chmod(0)
    if os.access(path, os.R_OK):
        pytest.skip("this user may read everything")
    return path


LOG = CASES["log"]["小满.html.json"]
BAD: dict[str, tuple[Callable[[Path], Path], str]] = {
    "missing": (lambda folder: folder / "no.csv", "file_missing"),
    "0 bytes": (some(b"", "empty.csv"), "file_empty"),
    "white space": (some(b" \n\n", "blank.csv"), "format_unknown"),
    "truncated log": (some(LOG[:-40], "cut.html.json"), "json_broken"),
    "truncated at once": (some(LOG[:30], "cut2.html.json"), "json_broken"),
    "truncated training": (some(CASES["training"]["t.json"][:-9], "cut3.json"), "json_broken"),
    "deep": (deep, "json_too_deep"),
    "deep inside": (deep_inside, "json_too_deep"),
    "another format": (some(b"a,b,c\n1,2,3\n", "other.csv"), "format_unknown"),
    "empty list": (some(b"[]", "none.json"), "no_messages"),
    "header only": (some(memotrace.csv_bytes([]), "head.csv"), "no_messages"),
    "folder": (lambda folder: folder, "file_unreadable"),
    "locked": (locked, "file_unreadable"),
    "binary": (some(bytes(range(256)) * 50, "picture.json"), "format_unknown"),
    "zip": (some(b"PK\x03\x04" + bytes(500), "chat.csv"), "zip_broken"),
    "database": (some(b"SQLite format 3\0" + bytes(4000), "MSG.db"), "format_unknown"),
}


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_gets_one_sentence_and_changes_nothing(opened: Workspace, tmp_path: Path, case: str) -> None:
    folder = tmp_path / "source"
    folder.mkdir()
    chats.bring_in(opened, chats.write(tmp_path, chats.talk(6)))
    before = chats.dump(opened)
    make, code = BAD[case]
    path = make(folder)
    for attempt in (
        lambda: importing.preview(path),
        lambda: importing.import_source(opened, importing.Plan(path, {"x": "self"})),
    ):
        with pytest.raises(RuwoError) as caught:
            attempt()
        assert caught.value.code == code
        for lang in i18n.LANGS:
            said = words.sentence(caught.value, i18n.translator(lang).gettext)
            assert "{" not in said
            assert "–" not in said
            assert "\n" not in said
            assert str(tmp_path) not in said
    assert chats.dump(opened) == before


def test_a_chat_or_sender_that_is_not_there(opened: Workspace, tmp_path: Path) -> None:
    (path,) = put(tmp_path, CASES["log"])
    before = chats.dump(opened)
    for personas, code in (({}, "no_messages"), ({"别的": "self"}, "no_messages"), ({"小满": "谁"}, "persona_unknown")):
        with pytest.raises(RuwoError) as caught:
            importing.import_source(opened, importing.Plan(path, personas))
        assert caught.value.code == code
    assert chats.dump(opened) == before


class Stopping(Job[int]):
    """Counts the places where an import may be stopped, and stops at one of them."""

    def __init__(self, work: Callable[[Job[int]], int], at: int = -1) -> None:
        self.checks, self.at = 0, at
        super().__init__(work, name="t")
        assert self.wait(60)

    def check(self) -> None:
        if self.checks == self.at:
            self.cancel()
        self.checks += 1
        super().check()


@pytest.mark.parametrize("share", [0, 0.3, 0.6, 0.9, 1])
@pytest.mark.parametrize("case", ["many", "training", "log"])
def test_a_cancelled_import_leaves_nothing_behind(opened: Workspace, tmp_path: Path, case: str, share: float) -> None:
    wanted = plan(put(tmp_path, CASES[case]))
    places = Stopping(lambda job: importing.import_source(workspace.create("t"), wanted, job)).checks
    chats.bring_in(opened, chats.write(tmp_path, chats.talk(6), name="vorher.html.json"))
    before = chats.dump(opened)
    job = Stopping(lambda job: importing.import_source(opened, wanted, job), round(share * (places - 1)))
    assert job.error is not None
    assert job.error.code == "cancelled"
    assert chats.dump(opened) == before


def test_an_error_half_way_leaves_nothing_behind(
    opened: Workspace, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    chats.bring_in(opened, chats.write(tmp_path, chats.talk(6), name="vorher.html.json"))
    before = chats.dump(opened)
    wanted = plan(put(tmp_path, CASES["many"]))

    def broken(*_: object) -> None:
        raise MemoryError

    monkeypatch.setattr(importing.fragmenting, "rebuild", broken)
    with pytest.raises(MemoryError):
        importing.import_source(opened, wanted)
    assert chats.dump(opened) == before
