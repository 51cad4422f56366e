"""A person's answer about an unknown file is kept, and used for the next file of the same kind."""

from __future__ import annotations

from pathlib import Path

import pytest

from curation import sources
from curation.errors import RuwoError
from curation.flow import headless
from curation.flow.intake import collecting, importing, mappings
from curation.workspace import Workspace, queries
from tests.generators import unknown
from tests.generators.chats import ME, invented

TALK = invented(40, seed=7)
LATER = invented(60, seed=8)
WRITERS = {
    "table": unknown.table,
    "discord": unknown.discord_json,
    "slack": unknown.slack_zip,
    "lines": unknown.signal_lines,
    "line": unknown.line_txt,
}


def answer(path: Path) -> sources.Mapping:
    """What the wizard proposes, with the owner named."""
    excerpt = mappings.study(path)
    assert excerpt is not None
    proposed = sources.propose(excerpt, name="我的表")
    assert proposed is not None
    return proposed.model_copy(update={"me": ME})


@pytest.mark.parametrize("kind", WRITERS)
def test_a_saved_answer_reads_the_next_file(opened: Workspace, tmp_path: Path, kind: str) -> None:
    first, second = tmp_path / "a", tmp_path / "b"
    first.write_bytes(WRITERS[kind](TALK))
    second.write_bytes(WRITERS[kind](LATER))
    with pytest.raises(RuwoError) as caught:
        importing.preview(first)
    assert caught.value.code == "format_unknown"
    mappings.save(answer(first))
    seen = importing.preview(second)
    assert seen.mapping is not None
    assert seen.mapping.name == "我的表"
    assert seen.format == "mapped"
    personas = {chat.key: importing.suggested(chat) for chat in seen.chats}
    assert set(personas.values()) == {ME}
    importing.import_source(opened, importing.Plan(second, personas, mapping=seen.mapping))
    with opened.read() as connection:
        assert queries.message_count(connection) == len(LATER)


def test_a_better_answer_takes_the_place_of_the_old_one(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(unknown.table(TALK))
    first = answer(tmp_path / "a.csv")
    mappings.save(first)
    mappings.save(first.model_copy(update={"name": "新的", "time": ""}))
    assert [one.name for one in mappings.saved()] == ["新的"]


def test_files_of_another_layout_keep_their_answers(tmp_path: Path) -> None:
    for name, write in WRITERS.items():
        (tmp_path / name).write_bytes(write(TALK))
        mappings.save(answer(tmp_path / name))
    assert len(mappings.saved()) == len(WRITERS)


def test_what_is_no_mapping_is_passed_over_and_refused_by_name() -> None:
    (mappings.folder() / "x.json").write_text("{}", encoding="utf-8")
    assert mappings.saved() == []
    with pytest.raises(RuwoError) as caught:
        mappings.load(mappings.folder() / "x.json")
    assert caught.value.code == "mapping_missing"
    with pytest.raises(RuwoError) as caught:
        mappings.load(mappings.folder() / "y.json")
    assert caught.value.code == "file_missing"


def test_a_saved_file_is_loaded_by_its_name(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(unknown.table(TALK))
    wanted = answer(tmp_path / "a.csv")
    assert mappings.load(mappings.save(wanted)) == wanted


def test_the_sample_tells_how_well_a_mapping_does(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(unknown.table(TALK))
    excerpt = mappings.study(tmp_path / "a.csv")
    assert excerpt is not None
    good = mappings.sample(excerpt, answer(tmp_path / "a.csv"))
    assert (good.messages, good.timed, sorted(good.senders)) == (40, 40, sorted({one.sender for one in TALK}))
    assert [row["text"] for row in good.rows] == [one.text for one in TALK[:5]]
    bad = mappings.sample(excerpt, answer(tmp_path / "a.csv").model_copy(update={"time": "who"}))
    assert bad.timed == 0


def test_the_report_of_a_preview_is_that_of_the_whole_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources.reader.jsonfile, "WHOLE", 0)
    (tmp_path / "a.csv").write_bytes(unknown.table(invented(12_000)))
    seen = importing.preview(tmp_path / "a.csv", mapping=answer(tmp_path / "a.csv"))
    assert seen.report["messages"] == 12_000
    assert seen.on_the_wall


def test_the_command_line_reads_by_a_named_mapping_and_by_one_that_fits(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(unknown.table(TALK))
    file = mappings.save(answer(tmp_path / "a.csv"))
    named = headless.import_into("", [tmp_path / "a.csv"], persona="", zone="UTC", progress=print, mapping=file)
    assert named["messages"] == len(TALK)
    fitting = headless.import_into("", [tmp_path / "a.csv"], persona="", zone="UTC", progress=print)
    assert fitting["messages"] == len(TALK)
    file.unlink()
    with pytest.raises(RuwoError) as caught:
        headless.import_into("", [tmp_path / "a.csv"], persona="", zone="UTC", progress=print)
    assert caught.value.code == "format_unknown"


def test_a_folder_is_read_by_a_named_mapping(tmp_path: Path) -> None:
    chats = tmp_path / "chats"
    chats.mkdir()
    for name in ("小满.csv", "小陈.csv"):
        (chats / name).write_bytes(unknown.table(TALK))
    (chats / "notes.txt").write_text("milk\n", encoding="utf-8")
    mapping = answer(chats / "小满.csv")
    (plan,) = collecting.collect([chats], "", "UTC", mapping).plans
    assert plan.personas == {"小满": ME, "小陈": ME}


@pytest.mark.parametrize(("day_first", "months"), [(True, ["02", "03"]), (False, ["01", "02"])])
def test_the_command_line_says_whether_the_day_comes_first(tmp_path: Path, day_first: bool, months: list[str]) -> None:
    lines = [f"0{n}/0{n + 1}/2024, 3:0{n} pm - {('阿岚', '小满')[n % 2]}: 第{n}句" for n in (1, 2)]
    file = tmp_path / "WhatsApp Chat with 小满.txt"
    file.write_text("\n".join(lines) + "\n", encoding="utf-8")
    (plan,) = collecting.collect([file], "阿岚", "UTC", day_first=day_first).plans
    seen = importing.preview(plan.paths, day_first=plan.day_first)
    assert [row["time"][5:7] for row in seen.rows] == months
