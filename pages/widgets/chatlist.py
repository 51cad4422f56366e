"""Which chats of a file are imported: a table with a box each, a search, all or none."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

from curation.flow.intake import people
from curation.flow.intake.people import Person
from curation.sources import Chat
from pages.widgets.looking import Incoming

Words = Callable[[str], str]

ROWS = 10


def chats(here: Incoming, person: Person, _: Words) -> list[Chat]:
    """The chosen ones of those in which the person speaks; a file with one chat is not asked about."""
    assert here.seen is not None
    every = here.seen.chats
    spoken = people.personas(every, person)
    able = sorted((chat for chat in every if chat.key in spoken), key=lambda chat: -chat.count)
    if len(every) == 1:
        return able
    heading = _("Which chats?")
    st.markdown(f"**{heading}**")
    chosen = _choice(here, person, able)
    if len(able) > ROWS:
        wanted = st.text_input(
            _("Search"), key="import_search", placeholder=_("Name of a chat or a person"), label_visibility="collapsed"
        )
        shown = [chat for chat in able if _matches(chat, wanted)]
    else:
        wanted, shown = "", able
    _table(here, shown, person, chosen, wanted, _)
    messages = sum(chat.count for chat in able if chat.key in chosen)
    left, all_of_them, none = st.columns([4, 1, 1], vertical_alignment="center")
    counted = _("{chosen} of {all} chats chosen, {messages} messages.")
    left.text(counted.format(chosen=f"{len(chosen):,}", all=f"{len(able):,}", messages=f"{messages:,}"))
    keys = [chat.key for chat in shown]
    all_of_them.button(
        _("Choose all"), key="import_all", on_click=_choose, args=(chosen, keys, True), type="tertiary", width="stretch"
    )
    none.button(
        _("Choose none"),
        key="import_none",
        on_click=_choose,
        args=(chosen, keys, False),
        type="tertiary",
        width="stretch",
    )
    if missing := len(every) - len(able):
        st.caption(
            _("In {count:,} other chats this person says nothing, so they are not listed.").format(count=missing)
        )
    return [chat for chat in able if chat.key in chosen]


def _choice(here: Incoming, person: Person, able: Sequence[Chat]) -> set[str]:
    """The keys chosen so far, for this person; all at first."""
    assert here.seen is not None
    remembered: dict[str, set[str]] = st.session_state.setdefault("import_chosen", {})
    place = f"{here.name}/{person.key}"
    return remembered.setdefault(place, {chat.key for chat in able})


def _matches(chat: Chat, wanted: str) -> bool:
    words = wanted.casefold().strip()
    return not words or any(words in name.casefold() for name in (chat.name, *(one.name for one in chat.senders)))


def _table(here: Incoming, shown: Sequence[Chat], person: Person, chosen: set[str], wanted: str, _: Words) -> None:
    """The chats with a box each; a table of its own for each search, as boxes are told by their row."""
    if not shown:
        st.text(_("No chat is called that."))
        return
    zone = ZoneInfo(here.zone)
    turn = st.session_state.setdefault("import_turn", 0)
    key = f"import_chats_{turn}_{wanted}"
    ticked = [row for row, chat in enumerate(shown) if chat.key in chosen]
    st.dataframe(
        {
            _("Chat"): [chat.name for chat in shown],
            _("With"): [_others(chat, person, _) for chat in shown],
            _("Messages"): [chat.count for chat in shown],
            _("First"): [_day(chat.first, zone) for chat in shown],
            _("Last"): [_day(chat.last, zone) for chat in shown],
        },
        hide_index=True,
        width="stretch",
        height=min(38 + 35 * len(shown), 38 + 35 * ROWS),
        key=key,
        selection_mode="multi-row",
        selection_default={"selection": {"rows": ticked}},
        on_select=lambda: _ticked(key, [chat.key for chat in shown], chosen),
    )


def _others(chat: Chat, person: Person, _: Words) -> str:
    """Who speaks there beside the person."""
    names = [one.name or one.sender_id for one in chat.senders if one.sender_id != person.key]
    if len(names) <= 3:
        return "、".join(names)
    return _("{names} and {count} more").format(names="、".join(names[:2]), count=len(names) - 2)


def _day(when: datetime | None, zone: ZoneInfo) -> str:
    return f"{when.astimezone(zone):%Y-%m-%d}" if when else ""


def _ticked(key: str, shown: Sequence[str], chosen: set[str]) -> None:
    rows = st.session_state[key]["selection"]["rows"]
    chosen.difference_update(shown)
    chosen.update(shown[row] for row in rows)


def _choose(chosen: set[str], keys: Collection[str], all_of_them: bool) -> None:
    chosen.difference_update(keys)
    if all_of_them:
        chosen.update(keys)
    st.session_state["import_turn"] += 1
