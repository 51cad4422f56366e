"""Find and replace shows every change first, makes all of them one edit, and searches what it wrote."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from curation.errors import RuwoError
from curation.flow.sweeping import replacing, searching
from curation.flow.workbench import review
from curation.workspace import Workspace
from curation.workspace.filters import Filter
from tests.flow import chats
from tests.flow.chats import Client

ALL = Filter()
PHONE = "19999123456"
LINES: list[chats.Line] = [
    (False, "王店长在吗"), (True, "王店长不在~"), (False, "[图片]", {"type": "3"}), (True, "王店长王店长"),
    (False, "王店长", {"after": 9000}), (True, "好"),
]  # fmt: skip


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    """Two fragments that speak of 王店长."""
    return chats.filled(tmp_path, LINES)


def pairs(found: replacing.Found) -> list[tuple[str, str]]:
    return [(change.before, change.after) for change in found.changes]


@pytest.mark.parametrize("indexed", [False, True])
def test_every_change_is_shown_before_and_after(opened: Workspace, indexed: bool) -> None:
    if indexed:
        searching.index(opened)
    found = replacing.find(opened, "王店长", "店长", chosen=ALL)
    assert pairs(found) == [
        ("王店长在吗", "店长在吗"),
        ("王店长不在~", "店长不在~"),
        ("王店长王店长", "店长店长"),
        ("王店长", "店长"),
    ]
    assert replacing.find(opened, "王店长", "", chosen=ALL).emptied == 2
    assert len(replacing.find(opened, "店长", "老板", chosen=Filter(statuses=("kept",))).changes) == 0


@pytest.mark.parametrize(
    ("text", "what", "into", "shown"),
    [
        ("王店长在吗", "王店长", "店长", "【王店长 → 店长】在吗"),
        ("一" * 30 + "王店长" + "二" * 30, "王店长", "", "…" + "一" * 10 + "【王店长 → 】" + "二" * 14 + "…"),
        ("王店长\n王店长", "王店长", "他", "【王店长 → 他】 【王店长 → 他】"),
        ("王" + "一" * 40 + "王王王", "王", "黄", f"【王 → 黄】{'一' * 14}…{'一' * 10}【王 → 黄】王王 (+2)"),
    ],
)
def test_the_change_is_shown_among_the_words_around_it(
    tmp_path: Path, text: str, what: str, into: str, shown: str
) -> None:
    opened = chats.filled(tmp_path, [(False, "在"), (True, text)])
    (change,) = replacing.find(opened, what, into, chosen=ALL).changes
    assert replacing.around(change) == shown
    assert change.after == text.replace(what, into)


def test_chosen_changes_are_one_edit(opened: Workspace) -> None:
    found = replacing.find(opened, "王店长", "店长", chosen=ALL)
    before = [row["text"] for i in (1, 2) for row in chats.bubbles(opened, i)]
    assert replacing.apply(opened, [found.changes[0], found.changes[3]], "阿岚") == 2
    assert [row["text"] for row in chats.bubbles(opened, 1)][:2] == ["店长在吗", "王店长不在~"]
    assert chats.bubbles(opened, 2)[0]["text"] == "店长"
    review.undo(opened)
    assert [row["text"] for i in (1, 2) for row in chats.bubbles(opened, i)] == before


def test_a_replacement_back_to_the_original_is_no_typed_text(opened: Workspace) -> None:
    bubble = chats.bubbles(opened, 2)[0]["id"]
    Client(opened).do("edit", 2, bubble=bubble, text="李店长")
    replacing.apply(opened, replacing.find(opened, "李", "王", chosen=ALL).changes)
    assert chats.bubbles(opened, 2)[0]["typed"] is None


def test_what_was_changed_meanwhile_is_not_overwritten(opened: Workspace) -> None:
    found = replacing.find(opened, "王店长", "店长", chosen=ALL)
    Client(opened).do("edit", 2, bubble=chats.bubbles(opened, 2)[0]["id"], text="王店长好")
    before = chats.dump(opened)
    with pytest.raises(RuwoError) as caught:
        replacing.apply(opened, found.changes)
    assert caught.value.code == "bulk_stale"
    assert chats.dump(opened) == before


def test_new_texts_are_searched_for_private_values(opened: Workspace, finds: Callable[..., None]) -> None:
    finds(PHONE_NUMBER=[PHONE])
    replacing.apply(opened, replacing.find(opened, "王店长在吗", f"打{PHONE}", chosen=ALL).changes)
    chats.keep_all(opened)
    assert PHONE not in chats.everything(chats.exported(opened))


@pytest.mark.parametrize(
    ("what", "into", "expected"),
    [
        (r"王(店长)", r"\1", "店长在吗"),
        (r"在吗$", "在不在", "王店长在不在"),
        (r"(?<who>王)店长", r"\g<who>老板", "王老板在吗"),
        (r"(李)?店长", r"\1店主", "王店主在吗"),
        (r"x*", "-", "-王-店-长-在-吗-"),
    ],
)
def test_patterns(opened: Workspace, what: str, into: str, expected: str) -> None:
    assert replacing.find(opened, what, into, chosen=ALL, pattern=True).changes[0].after == expected
    assert not replacing.find(opened, what, into, chosen=ALL).changes


@pytest.mark.parametrize(
    ("what", "into", "code"),
    [("", "x", "replace_empty"), ("(", "x", "rule_pattern"), ("王", r"\2", "rule_pattern")],
)
def test_patterns_that_cannot_be_used(opened: Workspace, what: str, into: str, code: str) -> None:
    with pytest.raises(RuwoError) as caught:
        replacing.find(opened, what, into, chosen=ALL, pattern=True)
    assert caught.value.code == code


def test_a_slow_pattern_is_stopped(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replacing, "SECONDS", 0.01)
    opened = chats.filled(tmp_path, [(False, "a" * 5000 + "!"), (True, "好")])
    with pytest.raises(RuwoError) as caught:
        replacing.find(opened, "(a|aa)+$", "b", chosen=ALL, pattern=True)
    assert caught.value.code == "rule_slow"


def test_a_preview_has_an_end(opened: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(replacing, "LIMIT", 2)
    found = replacing.find(opened, "王店长", "店长", chosen=ALL)
    assert (len(found.changes), found.more) == (2, True)
