"""The setting of kinds reaches boundaries, turns, canvas and data set, and can be taken back."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from curation.errors import RuwoError
from curation.flow.intake import importing, kinds
from curation.flow.workbench import review
from curation.jobs import Job
from curation.uses import Uses
from curation.workspace import Workspace
from tests.flow import chats
from tests.flow.chats import Client

VOICE = {"type": "34", "voice_to_text": "我到楼下了", "duration": 3}
PICTURE = {"type": "3", "path": "a.jpg"}


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    """Two fragments: in one a transcript answers, in the other a picture does."""
    lines: list[chats.Line] = [
        (False, "到哪了"), (True, "", VOICE), (False, "门没锁"), (True, "好"),
        (False, "晚饭吃什么", {"after": 7200}), (True, "", PICTURE), (False, "看着不错"), (True, "来吃"),
    ]  # fmt: skip
    return chats.filled(tmp_path, lines)


def canvas(opened: Workspace, fragment: int) -> list[dict[str, Any]]:
    """The bubbles as the canvas draws them."""
    with opened.read() as connection:
        return list(review.page(connection, [fragment], review.View(), str)["fragments"][0]["bubbles"])


def rows(opened: Workspace) -> dict[str, tuple[int, int, str]]:
    return {kind.kind: (kind.count, kind.silent, kind.use) for kind in kinds.present(opened)}


def test_counts(opened: Workspace) -> None:
    assert rows(opened) == {"text": (6, 0, "speech"), "image": (1, 0, "hole"), "voice": (1, 0, "speech")}


def test_a_later_import_is_counted_too(opened: Workspace, tmp_path: Path) -> None:
    assert rows(opened)["text"][0] == 6
    chats.bring_in(opened, chats.write(tmp_path, chats.talk(4), "阿衡.html.json", names=(chats.ME, "阿衡")))
    assert rows(opened)["text"][0] == 10


def test_a_transcript_is_marked(opened: Workspace) -> None:
    first, _ = chats.fragments(opened)
    assert [bubble.get("transcript", False) for bubble in canvas(opened, first)] == [False, True, False, False]


def test_a_kind_left_out_leaves_turns_and_data_set(opened: Workspace) -> None:
    chats.keep_all(opened)
    assert "我到楼下了" in chats.values(chats.exported(opened))
    kinds.save(opened, Uses({"voice": "hole"}))
    first = chats.fragments(opened)[0]
    assert [bubble["use"] for bubble in canvas(opened, first)] == ["speech", "hole", "speech", "speech"]
    assert not any(bubble.get("transcript") for bubble in canvas(opened, first))
    assert "我到楼下了" not in str(chats.values(chats.exported(opened)))


def test_what_nobody_touched_is_cut_anew_and_undo_and_redo_know_it(opened: Workspace) -> None:
    second = chats.fragments(opened)[1]
    Client(opened).do("status", second, status="kept")
    before = chats.rows(opened, "fragments")
    assert (before[0]["turns"], before[1]["turns"]) == (4, 2)
    kinds.save(opened, Uses({"voice": "aside", "image": "aside"}))
    after = chats.rows(opened, "fragments")
    assert [row["turns"] for row in after] == [2, 2]
    review.undo(opened)
    again = chats.rows(opened, "fragments")
    assert [row["turns"] for row in again] == [4, 2]
    assert kinds.load(opened) == Uses()
    Client(opened, "redo").do("redo")
    assert [row["turns"] for row in chats.rows(opened, "fragments")] == [row["turns"] for row in after]
    assert kinds.load(opened) == Uses({"voice": "aside", "image": "aside"})


def test_signals_follow(opened: Workspace) -> None:
    def marked() -> list[str]:
        return [row["signals"] for row in chats.rows(opened, "fragments")]

    assert "after_hole" not in str(marked())
    kinds.save(opened, Uses({"voice": "hole"}))
    swapped = chats.rows(opened, "chats")[0]
    assert swapped["persona"] == "self"
    from curation.flow.guarding import personas

    personas.swap(opened, swapped["id"], "小满")
    assert "after_hole" in marked()[0]


def test_the_same_again_is_no_edit(opened: Workspace) -> None:
    kinds.save(opened, Uses({"image": "hole"}))
    assert chats.rows(opened, "edits") == []


def test_a_change_that_is_stopped_did_not_happen(opened: Workspace) -> None:
    before = chats.dump(opened)

    def work(job: Job[None]) -> None:
        job.cancel()
        kinds.save(opened, Uses({"voice": "hole"}), job)

    job = Job(work)
    assert job.wait(30)
    assert isinstance(job.error, RuwoError)
    assert job.error.code == "cancelled"
    assert chats.dump(opened) == before


def test_the_demo_knows_its_kinds(demo: Workspace) -> None:
    counted = kinds.present(demo)
    assert sum(kind.count for kind in counted) == importing.counts(demo)["messages"]
