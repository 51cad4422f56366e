"""The privacy page's side: values with their decisions, the places where they stand, decisions as edits."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from curation import i18n, workspace
from curation.flow import consenting
from curation.flow.guarding import privacy, scanning
from curation.flow.intake import importing
from curation.flow.workbench import review
from curation.jobs import Job
from curation.workspace import Workspace
from tests.flow import chats
from tests.flow.chats import Client

PHONE, OTHER = "19999123456", "19988777666"


@pytest.fixture
def opened(tmp_path: Path, finds: Callable[..., None]) -> Workspace:
    """A phone number in two spellings that are both found, another number once, and two speakers."""
    finds(PHONE_NUMBER=[PHONE, "199-9912-3456", OTHER])
    quoting = {"type": "244813135921", "quote_text": f"{chats.FRIEND}: {PHONE}"}
    return chats.filled(
        tmp_path, [(False, f"这是我的新手机号码啊{PHONE}，旧的{OTHER}不用了"), (True, "199-9912-3456对吧", quoting)]
    )


def number(opened: Workspace, normal: str = PHONE) -> int:
    return int(chats.decisions(opened)["PHONE_NUMBER", normal]["id"])


def listed(opened: Workspace, translate: Callable[[str], str] = str, **options: Any) -> list[privacy.Value]:
    """A list as a page shows it. ``options``: of the filter, or ``reveal``."""
    reveal = options.pop("reveal", False)
    return privacy.shown(opened, privacy.ids(opened, privacy.Chosen(**options)), translate, reveal=reveal)


def test_values_are_counted_and_listed_what_needs_a_person_first(opened: Workspace) -> None:
    counts = privacy.counts(opened)
    assert counts.decisions == {"PHONE_NUMBER": {"undecided": 2}, "PERSON": {"undecided": 2}}
    assert (counts.total, counts.needs, counts.harm) == (4, 2, 2)
    shown = listed(opened, i18n.translator("zh").gettext)
    assert [(v.entity, v.shown, v.state, v.seen) for v in shown][:3] == [
        ("PHONE_NUMBER", "199****3456", "undecided", 3),
        ("PHONE_NUMBER", "199****7666", "undecided", 1),
        ("PERSON", "小*", "undecided", 2),
    ]
    assert shown[-1].state == "own"
    assert shown[0].label == i18n.translator("zh").gettext("phone number") != "phone number"
    assert shown[0].need
    assert not shown[2].need
    assert listed(opened, reveal=True)[0].shown == PHONE
    assert [v.id for v in listed(opened, entity="PHONE_NUMBER")] == [number(opened), number(opened, OTHER)]
    assert [v.id for v in listed(opened, words="9988 777")] == [number(opened, OTHER)]


def test_decided_values_come_last_and_can_be_asked_for(opened: Workspace) -> None:
    privacy.decide(opened, [number(opened)], "accept")
    assert number(opened) in [v.id for v in listed(opened)][-2:]
    assert [v.id for v in listed(opened, state="accept")] == [number(opened)]
    assert privacy.counts(opened).decisions["PHONE_NUMBER"] == {"accept": 1, "undecided": 1}
    assert privacy.counts(opened).needs == 1


def test_a_bulk_decision_is_one_edit(opened: Workspace) -> None:
    ids = [v.id for v in listed(opened)]
    privacy.decide(opened, ids, "reject")
    assert {row["decision"] for row in chats.decisions(opened).values()} == {"reject"}
    review.undo(opened)
    assert {row["decision"] for row in chats.decisions(opened).values()} == {"undecided"}
    Client(opened).do("redo")
    assert {row["decision"] for row in chats.decisions(opened).values()} == {"reject"}


def test_places_are_shown_masked_with_what_stands_around(opened: Workspace) -> None:
    places = privacy.occurrences(opened, number(opened))
    assert [(p.before, p.shown, p.after, p.where) for p in places if p.where == "message"] == [
        ("这是我的新手机号码啊", "199****3456", "，旧的199****7666不用了", "message"),
        ("", "199******3456", "对吧", "message"),
    ]
    assert {p.where for p in places} == {"message", "quote"}
    assert {p.fragment for p in places} == set(chats.fragments(opened))
    revealed = privacy.occurrences(opened, number(opened), reveal=True)
    assert revealed[0].shown == PHONE


def test_a_place_in_a_text_that_was_edited_is_shown_again_after_undo(opened: Workspace) -> None:
    (fragment,) = chats.fragments(opened)
    client = Client(opened)
    first = chats.bubbles(opened, fragment)[0]["id"]
    client.do("edit", fragment, bubble=first, text=f"改成{PHONE}")
    client.do("edit", fragment, bubble=first, text="没有了")
    assert "bubble" not in {p.where for p in privacy.occurrences(opened, number(opened))}
    client.do("undo")
    assert [p.before for p in privacy.occurrences(opened, number(opened)) if p.where == "bubble"] == ["改成"]


def test_exceptions_are_edits_too(opened: Workspace) -> None:
    place = privacy.occurrences(opened, number(opened))[0]
    privacy.set_exceptions(opened, [place.finding], True)
    assert privacy.occurrences(opened, number(opened))[0].exception
    assert listed(opened)[0].exceptions == 1
    review.undo(opened)
    assert not privacy.occurrences(opened, number(opened))[0].exception


def test_a_decision_in_the_canvas_is_the_same_decision(opened: Workspace) -> None:
    (fragment,) = chats.fragments(opened)
    place = privacy.occurrences(opened, number(opened))[0]
    client = Client(opened)
    client.do("finding", fragment, finding=place.finding, decision="reject")
    assert listed(opened, state="reject")[0].id == number(opened)
    client.do("finding", fragment, finding=place.finding, decision="exception")
    with opened.read() as connection:
        (shown,) = review.page(connection, [fragment], review.View(), str)["fragments"]
    decisions = [[f["decision"] for f in b.get("findings", [])] for b in shown["bubbles"]]
    assert decisions == [["exception", "undecided"], ["reject"]]


def test_the_canvas_masks_until_one_asks(opened: Workspace) -> None:
    with opened.read() as connection:
        shown = review.page(connection, chats.fragments(opened), review.View(), str)
    bubble = shown["fragments"][0]["bubbles"][1]
    assert bubble["quote"].endswith("199****3456")
    assert bubble["findings"][0]["masked"] == "199******3456"


def test_the_law_is_said_once_a_workspace(opened: Workspace) -> None:
    before = privacy.state(opened)
    assert not consenting.seen(opened, "export")
    consenting.remember(opened, "export")
    consenting.remember(opened, "export")
    assert consenting.seen(opened, "export")
    assert not consenting.seen(opened, "import")
    assert privacy.state(opened) == before  # nothing to undo


# --- the scan


def test_what_names_were_found_with_is_remembered(opened: Workspace) -> None:
    assert scanning.engine(opened) == "test"
    assert scanning.engine(workspace.create("leer")) == ""


def test_a_stopped_scan_goes_on_where_it_was(
    opened: Workspace, tmp_path: Path, finds: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scanning, "BATCH", 10)
    finds(PHONE_NUMBER=["19900000001", "19900000045"])
    path = chats.write(tmp_path, chats.talk(50, text="19900000{n:03d}"), name="b.html.json", names=(chats.ME, "小北"))
    chat = importing.preview(path).chats[0]
    importing.import_source(opened, importing.Plan(path, {chat.key: importing.suggested(chat)}))
    assert scanning.pending(opened) == 50

    class Stopping(Job[int]):
        rounds = 0

        def check(self) -> None:
            self.rounds += 1
            if self.rounds == 2:
                self.cancel()
            super().check()

    job = Stopping(lambda running: scanning.scan(opened, running))
    assert job.wait(60)
    assert job.error is not None
    assert job.error.code == "cancelled"
    assert scanning.pending(opened) == 30
    assert scanning.scan(opened) == 30
    assert scanning.pending(opened) == 0
    assert scanning.scan(opened) == 0
    known = chats.decisions(opened)
    assert {("PHONE_NUMBER", "19900000001"), ("PHONE_NUMBER", "19900000045"), ("PERSON", "小北")} <= set(known)


def test_a_number_cut_in_two_bubbles_is_replaced_in_both(tmp_path: Path, scanner: None) -> None:
    lines: list[chats.Line] = [
        (False, "我电话1999912", {"after": 5}),
        (False, "3456", {"after": 5}),
        (True, "记下了 3456块"),
    ]
    opened = chats.filled(tmp_path, lines)
    chats.keep_all(opened)
    human, persona = chats.values(chats.exported(opened))
    assert "1999912" not in human
    assert "3456" not in human
    assert persona == "记下了 3456块"


def test_the_demo_leaves_nothing_private_behind(scanner: None) -> None:
    demo = workspace.create("demo")
    importing.import_demo(demo)
    scanning.scan(demo)
    chats.keep_all(demo)
    done = chats.exported(demo)
    text = chats.everything(done)
    for private in (
        "19999123456", "199 9987 6543", "999999200003150026", "9999 9912 3456 7893", "@example.org", "tangyuan2020%",
        "橘子巷27号", "9999912345", "482913", "林小满", "陈知远", "何雨桐", "周明礼",
    ):  # fmt: skip
        assert private not in text, private
    for style in ("(｡･ω･｡)", "[委屈]", "~~", "！！", "再高铁上", "刷芽", "240516887201934", "770099912345678"):
        assert style in text, style
    assert chats.exported(demo).zip() == done.zip()
