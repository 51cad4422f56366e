"""What the canvas shows as the training row is what the export writes."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from curation.flow.leaving import exporting
from curation.flow.workbench import review, trained
from curation.workspace import queues
from curation.workspace.filters import Filter
from tests.flow import chats

TALK = [(False, "在吗"), (True, "在"), (True, "我电话13700005678"), (False, "好"), (True, "嗯嗯"), (False, "？")]


def test_it_is_the_row_that_an_export_writes(tmp_path: Path, finds: Callable[..., None]) -> None:
    finds(PHONE_NUMBER=["13700005678"])
    opened = chats.filled(tmp_path, TALK)
    with opened.read() as connection:
        ids = queues.ids(connection, Filter())
        shown = trained.rows(connection, ids)
        drawn = review.page(connection, ids, review.View(after=True), str)["fragments"]
        assert all(not f["row"] for f in review.page(connection, ids, review.View(), str)["fragments"])
    done = exporting.export(opened, selection="everything")
    assert [fragment["row"] for fragment in drawn] == [shown.get(i, []) for i in ids]
    assert {row.key: [said["value"] for said in row.conversations] for row in done.data.rows} == {
        key: [turn["text"] for turn in turns] for key, turns in shown.items()
    }
    assert shown
    assert "13700005678" not in str(shown)


@pytest.mark.parametrize(
    ("mine", "row"),
    [(False, ["[图片：电话[电话1]的猫]", "好可爱"]), (True, ["在吗", "好可爱"])],
    ids=["of the other side", "of the persona: nothing it typed"],
)
def test_a_described_picture(tmp_path: Path, finds: Callable[..., None], mine: bool, row: list[str]) -> None:
    finds(PHONE_NUMBER=["13700005678"])
    picture = {"type": "3"}
    talk = [(False, "在吗", {}), (True, "", picture), (True, "好可爱", {})] if mine else [
        (False, "", picture), (True, "好可爱", {})]  # fmt: skip
    opened = chats.filled(tmp_path, talk)
    (fragment,) = chats.fragments(opened)
    (hole,) = [b for b in chats.bubbles(opened, fragment) if b["kind"] == "image"]
    chats.Client(opened).do("edit", fragment, bubble=hole["id"], text="电话13700005678的猫")
    with opened.read() as connection:
        assert [turn["text"] for turn in trained.rows(connection, [fragment])[fragment]] == row
        (shown,) = review.page(connection, [fragment], review.View(), str)["fragments"]
    (bubble,) = [b for b in shown["bubbles"] if b["id"] == hole["id"]]
    assert (bubble["text"], bubble["use"]) == ("电话13700005678的猫", "hole" if mine else "speech")
    assert len(bubble["findings"]) == 1
