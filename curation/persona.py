"""The person the model shall become: name, nicknames and the system text that goes into every row."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Annotated, Literal, NamedTuple

from pydantic import BaseModel, BeforeValidator, ConfigDict, field_validator

from curation import bubbles

TEMPLATES: dict[str, str] = {
    "plain": "你是{name}，现在正和{friend}聊天。用你平时说话的口气回答。",
    "full": (
        "你是{name}，对你来说，身边人的需要和感受常常排在自己前面。\n"
        "你心里有话不一定直说，但别人难过的时候，你总会先问一句。\n"
        "现在正和{friend}聊天：像平时那样，用短句，一句一条，该用的表情和语气词照常用。\n"
        "不知道的事就说不知道，不要编。"
    ),
}
"""System texts to start from (data, hence Chinese); the person is expected to change them."""

NOBODY = "对方"
"""Stands for {friend} when the other side has no name or the data set has several chats."""

_FIELD = re.compile(r"\{(name|friend)\}")
_DRAFT = re.compile(r"^你是([^，\n]{1,64})，.*?后面的对话来自([^，\n]{1,64})，", re.DOTALL)


def _clean(value: object) -> object:
    return bubbles.clean(value)[0] if isinstance(value, str) else value


Text = Annotated[str, BeforeValidator(_clean)]


class Persona(BaseModel):
    """What the persona page edits. Texts are normalised by :func:`curation.bubbles.clean`."""

    model_config = ConfigDict(frozen=True)

    name: Text = ""
    nicknames: tuple[Text, ...] = ()
    system: Text = TEMPLATES["plain"]
    """A template: {name} and {friend} are filled in by :func:`render`."""
    context_in: Literal["turn", "system"] = "turn"
    """Where a fragment's background goes: before the first human turn, or after the system text."""

    @field_validator("nicknames")
    @classmethod
    def _distinct(cls, names: tuple[str, ...]) -> tuple[str, ...]:
        return tuple(dict.fromkeys(name.strip() for name in names if name.strip()))


class Draft(NamedTuple):
    """What a file's own system text tells; ``template`` has {name} and {friend} where they stood."""

    name: str
    friend: str
    template: str


def render(persona: Persona, friend: str = "") -> str:
    """The system text of every row. Other braces, also inside the names, stay as typed."""
    values = {"name": persona.name, "friend": friend or NOBODY}
    return bubbles.clean(_FIELD.sub(lambda field: values[field[1]], persona.system))[0]


def draft_from(system_texts: Iterable[str]) -> Draft:
    """The most frequent draft among a source's system texts.

    MemoTrace writes 你是NAME，…后面的对话来自FRIEND，…; any other text is its own template, with empty names.
    No text at all gives three empty strings.
    """
    counted = Counter(text for text in system_texts if text.strip())
    drafts: Counter[Draft] = Counter()
    for text, times in counted.items():
        drafts[_draft(text)] += times
    return max(drafts, key=lambda draft: (bool(draft.name), drafts[draft]), default=Draft("", "", ""))


def _draft(text: str) -> Draft:
    match = _DRAFT.match(text)
    if match is None:
        return Draft("", "", text)
    between = text[match.end(1) : match.start(2)]
    return Draft(match[1], match[2], f"你是{{name}}{between}{{friend}}{text[match.end(2) :]}")
