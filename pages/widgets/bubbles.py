"""A talk to be read only, in the look of the canvas; chat text reaches the page only as text nodes."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

import streamlit as st

_FOLDER = Path(__file__).parent
Words = Callable[[str], str]


@cache
def _component() -> Callable[..., Any]:
    look = ("canvas/canvas.css", "talk/talk.css")
    return st.components.v2.component("ruwo_talk", js=_read("talk/talk.js"), css="\n".join(map(_read, look)))


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


def talk(lines: Iterable[tuple[str, str]], number: int, _: Words) -> None:
    """Draw (side, text) pairs, those of one side together; ``number``: another one is drawn from its beginning."""
    names = {"persona": _("Persona"), "human": _("The other side"), "context": _("Background")}
    turns = [
        {"side": side, "name": names[side], "texts": [text for _side, text in said]}
        for side, said in groupby(lines, key=lambda line: line[0])
    ]
    _component()(key="judged_talk", data={"id": number, "turns": turns})
