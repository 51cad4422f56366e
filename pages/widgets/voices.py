"""Whose voice the model shall learn: one question for all chats of a file, with lines to recognise people by."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import streamlit as st

from curation.flow.intake import importing, people
from curation.flow.intake.people import Person
from curation.sources import Chat
from pages.widgets.looking import Incoming
from pages.widgets.text import safe

Words = Callable[[str], str]

FEW, KNOWN = 6, 3
"""People who are shown with their lines, also where the file tells whose it is; the others are found in a list."""

SHORT = 28


def voice(here: Incoming, seen: importing.Preview, _: Words) -> Person | None:
    """The persona, one question for all chats, with lines of each person to recognise them by."""
    everybody = here.people
    few = KNOWN if len(seen.chats) > 1 and everybody and everybody[0].likely else FEW
    shown = {one.key: one for one in everybody[:few]}
    more = {one.key: one for one in everybody[few:]}
    options = [*shown, *([""] if more else [])]
    labels = {key: _label(one, len(seen.chats), _) for key, one in shown.items()} | {"": _("Somebody else…")}
    captions = [_lines(shown[key], _) if key else _found_in_list(len(more), _) for key in options]
    chosen = st.radio(
        _("Who shall the model become?"),
        options,
        index=0 if everybody and everybody[0].likely else None,
        format_func=labels.__getitem__,
        captions=captions,
        key=f"import_who_{seen.file}_{seen.format}",
        help=_("This is the persona: their turns are what the model learns. You can swap sides later."),
    )
    if chosen != "":
        return shown[chosen] if chosen else None
    found = st.selectbox(
        _("Search by name"),
        list(more),
        index=None,
        format_func=lambda key: f"{people.called(more[key].name, key, _)} ({more[key].count:,})",
        key="import_who_else",
        placeholder=_("Type a name"),
    )
    if found is None:
        return None
    st.text(_lines_of(more[found]))
    return more[found]


def _label(person: Person, chats: int, _: Words) -> str:
    name, count = people.called(person.name, person.key, _), f"{person.count:,}"
    if chats > 1:
        in_chats = f"{person.chats:,}"
        return _("{name} · {count} messages in {chats} chats").format(
            name=safe(name), count=safe(count), chats=safe(in_chats)
        )
    return _("{name} · {count} messages").format(name=safe(name), count=safe(count))


def _lines(person: Person, _: Words) -> str:
    return safe(_lines_of(person)) if person.samples else _("nothing but pictures, stickers and the like")


def _lines_of(person: Person) -> str:
    return "  ".join(f"“{_short(text)}”" for text in person.samples)


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= SHORT else flat[: SHORT - 1] + "…"


def _found_in_list(count: int, _: Words) -> str:
    return _("{count:,} more people in a list").format(count=count)


def voices(chosen: Sequence[Chat], person: Person) -> dict[str, str]:
    """Chat key -> the person's sender_id there."""
    return people.personas(chosen, person)
