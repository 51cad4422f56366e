"""What stands in for a value: styles, a person's own words, and invented values that stand nowhere in the chats."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest

from curation.errors import RuwoError
from curation.flow.guarding import privacy, scanning, surrogating
from curation.flow.leaving import exporting
from curation.flow.workbench import review
from curation.privacy.surrogates import PLACEHOLDER, natural
from curation.workspace import Workspace, queries
from tests.flow import chats
from tests.flow.chats import Client

PHONE = "19999123456"


@pytest.fixture
def opened(tmp_path: Path, finds: Callable[..., None]) -> Workspace:
    finds(PHONE_NUMBER=[PHONE, "199-9912-3456"], PERSON=["林望舒"], PASSWORD=["hunter2"])
    return chats.filled(
        tmp_path, [(False, f"林望舒的号{PHONE}"), (True, "199-9912-3456对吧"), (False, "密码hunter2"), (True, "收到啦")]
    )


def surrogates(opened: Workspace) -> dict[str, str]:
    return {row["sample"]: row["surrogate"] for row in chats.decisions(opened).values()}


def value(opened: Workspace, sample: str = PHONE) -> int:
    return next(int(row["id"]) for row in chats.decisions(opened).values() if row["sample"] == sample)


def test_a_style_is_one_edit(opened: Workspace) -> None:
    before = chats.dump(opened)
    assert surrogates(opened)[PHONE] == "[电话1]"
    surrogating.set_styles(opened, {"PHONE_NUMBER": "natural"})
    changed = surrogates(opened)
    assert re.fullmatch(r"\d{11}", changed[PHONE])
    assert changed[PHONE] != PHONE
    assert changed["林望舒"] == "[人名1]"
    assert surrogating.styles(opened)["PHONE_NUMBER"] == "natural"
    review.undo(opened)
    assert surrogates(opened)[PHONE] == "[电话1]"
    assert chats.dump(opened)["private_values"] == before["private_values"]
    Client(opened).do("redo")
    assert surrogates(opened) == changed
    surrogating.set_styles(opened, {"PHONE_NUMBER": "placeholder"})
    assert surrogates(opened)[PHONE] == "[电话1]"


def test_the_same_value_has_the_same_surrogate_in_every_spelling(opened: Workspace) -> None:
    surrogating.set_styles(opened, {"PHONE_NUMBER": "natural", "PERSON": "natural"})
    chats.keep_all(opened)
    first, second, third, _ = chats.values(chats.exported(opened))
    stand_in = surrogates(opened)
    assert stand_in[PHONE] in first
    assert stand_in["林望舒"] in first
    assert second == f"{stand_in[PHONE]}对吧"
    assert len(stand_in["林望舒"]) == 3
    assert third == "密码[密码1]"


def test_what_stands_in_the_chat_stands_for_nothing(tmp_path: Path, finds: Callable[..., None]) -> None:
    finds(PERSON=["林望舒"])
    opened = chats.filled(tmp_path, [(False, "林望舒来了"), (True, "好")])
    surrogating.set_styles(opened, {"PERSON": "natural"})
    with opened.read() as connection:
        seed = queries.setting(connection, surrogating.SEED)
    first = surrogates(opened)["林望舒"]
    assert first == natural("PERSON", "林望舒", 1, lambda _: False, seed)
    chats.bring_in(opened, chats.write(tmp_path, [(False, f"{first}是谁"), (True, "?")], name="b.html.json"))
    surrogating.set_styles(opened, {"PERSON": "placeholder"})
    surrogating.set_styles(opened, {"PERSON": "natural"})
    assert surrogates(opened)["林望舒"] not in {first, "[人名1]"}


def test_no_two_values_share_one(tmp_path: Path, finds: Callable[..., None]) -> None:
    names = [f"林{a}{b}" for a in "安宁清远" for b in "山川舟雪"]
    finds(PERSON=names)
    opened = chats.filled(tmp_path, [(n % 2 == 0, f"{name}来了") for n, name in enumerate(names)])
    surrogating.set_styles(opened, {"PERSON": "natural"})
    given = surrogates(opened)
    assert len(set(given.values())) == len(given)
    assert not any(PLACEHOLDER.fullmatch(given[name]) for name in names)


def test_values_found_later_get_the_style_as_well(opened: Workspace, tmp_path: Path) -> None:
    surrogating.set_styles(opened, {"PHONE_NUMBER": "natural"})
    scanning.scanner()._values.append(("PHONE_NUMBER", "19988777666"))
    chats.bring_in(opened, chats.write(tmp_path, [(False, "新号19988777666"), (True, "好")], name="b.html.json"))
    assert re.fullmatch(r"\d{11}", surrogates(opened)["19988777666"])
    (fragment, _) = chats.fragments(opened)
    scanning.scanner()._values.append(("PHONE_NUMBER", "19911112222"))
    bubble = chats.bubbles(opened, fragment)[0]["id"]
    Client(opened).do("edit", fragment, bubble=bubble, text="打19911112222")
    chats.keep_all(opened)
    exporting.export(opened)
    assert re.fullmatch(r"\d{11}", surrogates(opened)["19911112222"])


def test_a_persons_own_words(opened: Workspace) -> None:
    surrogating.choose(opened, value(opened), " 一个号码 ")
    assert surrogates(opened)[PHONE] == "一个号码"
    surrogating.set_styles(opened, {"PHONE_NUMBER": "natural"})
    assert surrogates(opened)[PHONE] == "一个号码"
    chats.keep_all(opened)
    assert chats.values(chats.exported(opened))[1] == "一个号码对吧"
    surrogating.reset(opened, value(opened))
    assert re.fullmatch(r"\d{11}", surrogates(opened)[PHONE])
    review.undo(opened)
    assert surrogates(opened)[PHONE] == "一个号码"


@pytest.mark.parametrize(
    ("words", "code"),
    [
        ("", "surrogate_empty"),
        (" ", "surrogate_empty"),
        ("一\n二", "surrogate_lines"),
        ("长" * 61, "surrogate_lines"),
        ("[电话9]", "surrogate_taken"),
        ("[人名1]", "surrogate_taken"),
        ("收到", "surrogate_said"),
        (chats.FRIEND, "surrogate_said"),
        ("打 199 9912 3456", "surrogate_said"),
        ("林望舒", "surrogate_said"),
    ],
    ids=lambda one: repr(one[:9]),
)
def test_words_that_cannot_stand_in(opened: Workspace, words: str, code: str) -> None:
    before = chats.dump(opened)
    with pytest.raises(RuwoError, match=code):
        surrogating.choose(opened, value(opened), words)
    assert chats.dump(opened) == before


def test_another_values_words_are_taken(opened: Workspace) -> None:
    surrogating.choose(opened, value(opened), "某个号")
    with pytest.raises(RuwoError, match="surrogate_taken"):
        surrogating.choose(opened, value(opened, "林望舒"), "某个号")


def test_the_whole_demo_reads_naturally_and_leaks_nothing(demo: Workspace, scanner: None) -> None:
    scanning.scan(demo)
    surrogating.set_styles(demo, dict.fromkeys(surrogating.styles(demo), "natural"))
    chats.keep_all(demo)
    done = chats.exported(demo)
    text = "\n".join(chats.values(done))
    assert {found.group(1) for found in re.finditer(r"\[([^\]\d]+)\d+\]", text)} == {"密码", "验证码"}
    originals = [row["sample"] for row in chats.decisions(demo).values() if row["surrogate"] in text]
    assert len(originals) > 10
    assert not [one for one in originals if len(one) > 3 and one in text]
    assert [s.text for s in done.suspects if any(s.text in given for given in surrogates(demo).values())] == []


def test_a_rejected_value_keeps_the_surrogate_it_had(opened: Workspace) -> None:
    privacy.decide(opened, [value(opened)], "reject")
    surrogating.set_styles(opened, {"PHONE_NUMBER": "natural"})
    assert surrogates(opened)[PHONE] == "[电话1]"
