"""What must be settled before an export, the second look, and the report that goes with the files."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from curation.errors import RuwoError
from curation.flow.guarding import privacy, ruling, scanning, settling
from curation.flow.intake import importing
from curation.flow.leaving import exporting
from curation.flow.workbench import review
from curation.workspace import Workspace
from tests.flow import chats

PHONE, OTHER, MAIL = "19999123456", "19988777666", "a@example.org"


@pytest.fixture
def opened(tmp_path: Path, finds: Callable[..., None]) -> Workspace:
    """Two phone numbers and an address on the net, in two kept fragments and one dropped."""
    finds(PHONE_NUMBER=[PHONE, OTHER], EMAIL_ADDRESS=[MAIL])
    later = {"after": 7200}
    lines = [
        (False, f"打{PHONE}"), (True, f"好，{PHONE}"),
        (False, f"发{MAIL}", later), (True, "嗯"),
        (False, f"旧的{OTHER}", later), (True, "哦"),
    ]  # fmt: skip
    found = chats.filled(tmp_path, lines)
    ids = chats.fragments(found)
    review.mark(found, ids[:2], "kept")
    review.mark(found, ids[2:], "dropped")
    return found


def value(opened: Workspace, normal: str = PHONE) -> int:
    return int(chats.decisions(opened)["PHONE_NUMBER", normal]["id"])


def test_high_harm_in_the_export_must_be_settled(opened: Workspace) -> None:
    done = exporting.export(opened)
    (open_one,) = done.unsettled
    assert (open_one.value, open_one.entity, open_one.places) == (value(opened), "PHONE_NUMBER", 2)
    assert (open_one.shown, open_one.fragment) == ("199****3456", chats.fragments(opened)[0])
    assert not done.ready
    assert (done.leaks, done.problems) == ((), ())
    assert PHONE not in chats.everything(done)


@pytest.mark.parametrize("decision", ["accept", "reject"])
def test_a_decision_settles_it(opened: Workspace, decision: str) -> None:
    privacy.decide(opened, [value(opened)], decision)
    done = exporting.export(opened)
    assert done.ready
    assert (PHONE in chats.everything(done)) == (decision == "reject")
    assert done.pack.manifest.undecided == {"EMAIL_ADDRESS": 1, "PERSON": 1}


def test_a_rule_settles_it(opened: Workspace) -> None:
    ruling.add(opened, "word", "PHONE_NUMBER", PHONE)
    scanning.scan(opened)
    assert exporting.export(opened).ready


def test_a_waiver_settles_it_and_stays_in_manifest_and_report(opened: Workspace) -> None:
    settling.waive(opened, [value(opened)], settling.Waiver(f" 号码{PHONE}早停了 ", "阿桥"))
    done = exporting.export(opened)
    assert done.ready
    (waived,) = done.pack.manifest.waived
    assert waived.model_dump() == {
        "entity": "PHONE_NUMBER", "values": 1, "reason": "号码[电话1]早停了", "who": "阿桥",
    }  # fmt: skip
    assert "号码[电话1]早停了" in done.report[1]
    assert done.pack.files[done.report[0]].decode() == done.report[1]
    assert PHONE not in chats.everything(done)
    review.undo(opened)
    assert not exporting.export(opened).ready


@pytest.mark.parametrize(("reason", "who"), [("", "阿桥"), ("  ", "阿桥"), ("停了", ""), ("停了", " ")])
def test_a_waiver_has_a_reason_and_a_name(opened: Workspace, reason: str, who: str) -> None:
    with pytest.raises(RuwoError, match="waiver_reason"):
        settling.waive(opened, [value(opened)], settling.Waiver(reason, who))
    assert not exporting.export(opened).ready


def test_a_waiver_for_all_changes_nothing_in_the_workspace(opened: Workspace) -> None:
    before = chats.dump(opened)
    done = exporting.export(opened, waiver=settling.Waiver("命令行", "我"))
    assert done.ready
    assert [(w.entity, w.values, w.who) for w in done.pack.manifest.waived] == [("PHONE_NUMBER", 1, "我")]
    assert chats.dump(opened)["private_values"] == before["private_values"]


# --- the second look


def test_what_the_recognizers_missed_is_listed_and_counted(tmp_path: Path) -> None:
    opened = chats.filled(tmp_path, [(False, "打幺九九九零零幺二三四五"), (True, "密码是 tiger2024")])
    chats.keep_all(opened)
    done = exporting.export(opened)
    assert done.ready
    assert [(s.entity, s.reason, s.fragment) for s in done.suspects] == [
        ("PHONE_NUMBER", "numerals", 1), ("PASSWORD", "cue", 1),
    ]  # fmt: skip
    assert done.suspects[1].text == "tiger2024"
    assert "tiger2024" not in done.suspects[1].shown
    assert done.suspects[0].before == "打"
    assert done.pack.manifest.suspects == {"cue": 1, "numerals": 1}


def test_what_a_person_said_may_stay_is_no_suspect(tmp_path: Path, finds: Callable[..., None]) -> None:
    finds(PHONE_NUMBER=["400 820 8820"])
    opened = chats.filled(tmp_path, [(False, "客服400 820 8820"), (True, "打了")])
    chats.keep_all(opened)
    privacy.decide(opened, privacy.ids(opened, privacy.Chosen(entity="PHONE_NUMBER")), "reject")
    assert exporting.export(opened).suspects == ()


# --- the report


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_report_tells_what_happened_and_no_value(opened: Workspace, lang: str) -> None:
    place = privacy.occurrences(opened, int(chats.decisions(opened)["EMAIL_ADDRESS", MAIL]["id"]))[0]
    privacy.set_exceptions(opened, [place.finding], True)
    privacy.decide(opened, [value(opened)], "accept")
    done = exporting.export(opened, lang=lang)
    assert done.ready
    name, text = done.report
    assert name == f"privacy-report.{lang}.md"
    assert done.pack.manifest.files[name].bytes == len(text.encode())
    for private in (PHONE, OTHER, MAIL, chats.ME, chats.FRIEND):
        assert private not in text
    assert text.count("\n| ") == 2 + 3  # the heads, the line below them, and three types
    assert ("Privacy report" in text) == (lang == "en")


def test_the_numbers_of_the_report_add_up(tmp_path: Path, finds: Callable[..., None]) -> None:
    finds(PHONE_NUMBER=[PHONE, OTHER], PERSON=[chats.ME, "阿禾", "老周"])
    talk = [(False, f"{chats.ME}，阿禾的号码{PHONE}"), (True, f"换成{OTHER}了"), (False, "老周呢", {"after": 9000})]
    opened = chats.filled(tmp_path, talk)
    chats.keep_all(opened)
    privacy.decide(opened, [value(opened)], "accept")
    _, text = exporting.export(opened).report
    found = [[cell.strip() for cell in line.split("|")[1:-1]] for line in text.splitlines() if line.startswith("| ")]
    rows = {row[0]: [int(cell) for cell in row[1:]] for row in found[2:]}
    assert all(every == sum(parts) for every, *parts, _ in rows.values())
    assert rows == {"person": [4, 0, 0, 2, 2, 2], "phone number": [2, 1, 0, 1, 0, 2]}


def test_a_value_that_is_a_word_of_the_report_is_no_leak(tmp_path: Path, finds: Callable[..., None]) -> None:
    finds(PERSON=["Places", "number"])
    opened = chats.filled(tmp_path, [(False, "Places来了"), (True, "number也来")])
    chats.keep_all(opened)
    assert exporting.export(opened).ready


def test_the_report_of_the_demo_names_what_was_found(demo: Workspace, scanner: None) -> None:
    scanning.scan(demo)
    chats.keep_all(demo)
    done = chats.exported(demo, lang="zh")
    assert done.pack.manifest.engine == "lac"
    assert len(done.pack.manifest.waived) >= 4
    assert done.report[1].startswith("# ")


def test_the_zip_with_its_report_can_be_imported_again(opened: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "again.zip"
    path.write_bytes(chats.exported(opened, lang="zh").zip())
    seen = importing.preview(path)
    assert (seen.format, [chat.count for chat in seen.chats]) == ("sharegpt", [4])
