"""A refused op says who was faster, what they did and when."""

from __future__ import annotations

import re
from pathlib import Path

from curation.flow.workbench import conflict, review
from tests.flow import chats


def test_a_stale_edit_names_who_was_faster_and_what_they_did(tmp_path: Path) -> None:
    opened = chats.filled(tmp_path, chats.talk(4))
    review.mark(opened, [1], "dropped", "阿哲")
    late = {"seq": 1, "kind": "status", "fragment": 1, "version": 0, "status": "kept"}
    (told,) = conflict.problems(opened, review.apply(opened, "late", [late]), str)
    assert re.match(r"阿哲 changed this at \d\d:\d\d: bulk decision, pending → dropped\. You see", told["text"])
    assert (told["seq"], told["fragment"]) == (1, 1)


def test_of_a_changed_bubble_too_and_without_a_name(tmp_path: Path) -> None:
    opened = chats.filled(tmp_path, chats.talk(4))
    bubble = chats.bubbles(opened, 2)[0]["id"]
    seen = chats.version(opened, 2)
    chats.Client(opened).do("edit", 2, bubble=bubble, text="改过")
    late = {"seq": 1, "kind": "status", "fragment": 2, "version": seen, "status": "kept"}
    (told,) = conflict.problems(opened, review.apply(opened, "late", [late]), str)
    assert told["text"].startswith("Somebody (no name) changed this at ")
    assert "edited text, 第2句 → 改过" in told["text"]


def test_other_refusals_say_their_own_sentence(tmp_path: Path) -> None:
    opened = chats.filled(tmp_path, chats.talk(4))
    (told,) = conflict.problems(
        opened, chats.Client(opened).try_("split", 1, bubble=chats.bubbles(opened, 1)[0]["id"]), str
    )
    assert "changed this" not in told["text"]
