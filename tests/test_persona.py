"""System texts: rendering, and the draft found in an imported file."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from curation.persona import NOBODY, TEMPLATES, Draft, Persona, draft_from, render


@pytest.mark.parametrize(
    ("system", "friend", "text"),
    [
        ("你是{name}。", "", "你是小禾。"),
        ("和{friend}聊", "阿岳", "和阿岳聊"),
        ("和{friend}聊", "", f"和{NOBODY}聊"),
        ("{name}{name}", "", "小禾小禾"),
        ("{nick} {} { {{name}} {0} {name!r} %s", "", "{nick} {} { {小禾} {0} {name!r} %s"),
        ("和{friend}聊", "{name}", "和{name}聊"),
        ("第一行\r\n第二行\n", "", "第一行\n第二行"),
    ],
)
def test_render(system: str, friend: str, text: str) -> None:
    assert render(Persona(name="小禾", system=system), friend) == text


@pytest.mark.parametrize("template", TEMPLATES.values())
def test_templates_are_filled_in_completely(template: str) -> None:
    text = render(Persona(name="小禾", system=template))
    assert text.startswith("你是小禾，")
    assert "{" not in text


@given(st.text(st.characters(exclude_categories=())), st.text(st.characters(exclude_categories=())))
def test_any_typed_text_renders(system: str, name: str) -> None:
    render(Persona(name=name, system=system), name).encode("utf-8")


def test_nicknames_are_distinct_and_not_blank() -> None:
    assert Persona(nicknames=("禾禾", " 禾禾 ", "", "老禾")).nicknames == ("禾禾", "老禾")


def test_a_persona_does_not_change() -> None:
    with pytest.raises(ValidationError):
        Persona(name="小禾").name = "别人"  # type: ignore[misc]


def test_context_goes_to_one_of_two_places() -> None:
    with pytest.raises(ValidationError):
        Persona(context_in="elsewhere")  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("texts", "draft"),
    [
        ([], Draft("", "", "")),
        (["", " "], Draft("", "", "")),
        (["随便写写"], Draft("", "", "随便写写")),
        (
            ["你是小禾，一个安静的人，后面的对话来自阿岳，你要好好回答"],
            Draft("小禾", "阿岳", "你是{name}，一个安静的人，后面的对话来自{friend}，你要好好回答"),
        ),
        (
            ["你是小禾，第一行\n后面的对话来自阿岳，第三段"],
            Draft("小禾", "阿岳", "你是{name}，第一行\n后面的对话来自{friend}，第三段"),
        ),
        (["你是小禾，没有下文"], Draft("", "", "你是小禾，没有下文")),
        (
            ["你是甲，后面的对话来自乙，嗯", *["你是甲，后面的对话来自丙，嗯"] * 2, *["随便"] * 9],
            Draft("甲", "丙", "你是{name}，后面的对话来自{friend}，嗯"),
        ),
    ],
)
def test_draft_from(texts: list[str], draft: Draft) -> None:
    assert draft_from(texts) == draft


def test_a_draft_renders_to_the_text_it_came_from() -> None:
    text = "你是小禾，爱笑，后面的对话来自阿岳，慢慢说"
    name, friend, template = draft_from([text])
    assert render(Persona(name=name, system=template), friend) == text


def test_a_long_text_full_of_commas_is_read_quickly() -> None:
    text = "你是甲，" * 50_000
    assert draft_from([text]).template == text
