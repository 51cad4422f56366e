"""What a person says before an import: whose voice, which chats, which day, which clock."""

from __future__ import annotations

from collections.abc import Callable, Collection, Mapping, Sequence
from datetime import date, datetime
from zoneinfo import ZoneInfo, available_timezones

import streamlit as st
from babel.dates import format_date

from curation.flow import importing, joining, people
from curation.flow.people import Person
from curation.sources import Chat
from pages.widgets.looking import Incoming
from pages.widgets.text import safe

Words = Callable[[str], str]
Into = joining.Into

FEW = 6
"""People who are shown with their lines; the others are found in a list."""

ROWS = 10
SHORT = 28


# --- whose voice


def voice(seen: importing.Preview, _: Words) -> Person | None:
    """The persona, one question for all chats, with lines of each person to recognise them by."""
    everybody = people.people(seen.chats)
    shown = {one.key: one for one in everybody[:FEW]}
    more = {one.key: one for one in everybody[FEW:]}
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
        format_func=lambda key: f"{more[key].name or more[key].key} ({more[key].count:,})",
        key="import_who_else",
        placeholder=_("Type a name"),
    )
    if found is None:
        return None
    st.text(_lines_of(more[found]))
    return more[found]


def _label(person: Person, chats: int, _: Words) -> str:
    name, count = safe(person.name or person.key), f"{person.count:,}"
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


# --- which chats


def chats(here: Incoming, person: Person, _: Words) -> list[Chat]:
    """The chosen ones of those in which the person speaks; a file with one chat is not asked about."""
    assert here.seen is not None
    every = here.seen.chats
    spoken = people.personas(every, person)
    able = [chat for chat in every if chat.key in spoken]
    if len(every) == 1:
        return able
    st.markdown(f"**{_('Which chats?')}**")
    chosen = _choice(here, person, able)
    if len(able) > ROWS:
        wanted = st.text_input(
            _("Search"), key="import_search", placeholder=_("Name of a chat or a person"), label_visibility="collapsed"
        )
        shown = [chat for chat in able if _matches(chat, wanted)]
    else:
        wanted, shown = "", able
    _table(here, shown, chosen, wanted, _)
    messages = sum(chat.count for chat in able if chat.key in chosen)
    left, all_of_them, none = st.columns([4, 1, 1], vertical_alignment="center")
    counted = _("{chosen} of {all} chats chosen, {messages} messages.")
    left.text(counted.format(chosen=f"{len(chosen):,}", all=f"{len(able):,}", messages=f"{messages:,}"))
    keys = [chat.key for chat in shown]
    all_of_them.button(
        _("All"), key="import_all", on_click=_choose, args=(chosen, keys, True), type="tertiary", width="stretch"
    )
    none.button(
        _("None"), key="import_none", on_click=_choose, args=(chosen, keys, False), type="tertiary", width="stretch"
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


def _table(here: Incoming, shown: Sequence[Chat], chosen: set[str], wanted: str, _: Words) -> None:
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
            _("People"): [_who(chat, _) for chat in shown],
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


def _who(chat: Chat, _: Words) -> str:
    names = [one.name or one.sender_id for one in chat.senders]
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


def voices(chosen: Sequence[Chat], person: Person) -> dict[str, str]:
    """Chat key -> the person's sender_id there."""
    return people.personas(chosen, person)


# --- which day, which clock


def days(seen: importing.Preview, lang: str, _: Words, answer: Callable[[bool], None]) -> bool:
    """Whether 3/4/2024 is the third of April, where the file does not show it; False while nobody has said it."""
    if not seen.doubts:
        return True
    written = _(" and ").join(doubt.written for doubt in seen.doubts)
    st.text(
        _("This file writes dates like {dates}. Nothing in it shows which number is the day.").format(dates=written)
    )
    options = {
        True: _("day first: {dates}").format(dates=_dates([doubt.day_first for doubt in seen.doubts], lang, _)),
        False: _("month first: {dates}").format(dates=_dates([doubt.otherwise for doubt in seen.doubts], lang, _)),
    }
    chosen = st.radio(
        _("Which day is meant?"),
        list(options),
        index=None if seen.day_first is None else int(not seen.day_first),
        format_func=options.__getitem__,
        key=f"import_day_{seen.day_first}",
    )
    if chosen is not None and chosen != seen.day_first:
        answer(chosen)
    return chosen is not None


def _dates(some: Sequence[date], lang: str, _: Words) -> str:
    """Dates written out, so that nobody can mistake them."""
    return safe(_(" and ").join(format_date(one, "long", locale=lang) for one in some))


def zone(here: Incoming, _: Words) -> None:
    """Which clock the times stand for; only asked where the file does not tell."""
    assert here.seen is not None
    if not here.seen.on_the_wall:
        return
    every = sorted(available_timezones() | {here.zone})
    here.zone = st.selectbox(
        _("Time zone of the times in this file"),
        every,
        index=every.index(here.zone),
        key="import_clock",
        help=_("The file shows what a clock on the wall showed. Choose where that was; type to search."),
    )


# --- chats that are here already


def newer(here: Incoming, personas: Mapping[str, str], _: Words) -> joining.Into:
    """A newer export of chats the workspace has: what it adds, and whether it is to be added."""
    known = {key: one for key, one in here.newer.items() if key in personas}
    if not known:
        return {}
    matched, new = sum(one.matched for one in known.values()), sum(one.new for one in known.values())
    with st.container(border=True):
        if len(known) == 1:
            (one,) = known.values()
            said = _("A newer export of “{chat}”: {matched} messages are known, {new} are new.")
            st.text(said.format(chat=one.name, matched=f"{matched:,}", new=f"{new:,}"))
        else:
            said = _("{count} of these chats are here already: {matched} messages are known, {new} are new.")
            st.text(said.format(count=f"{len(known):,}", matched=f"{matched:,}", new=f"{new:,}"))
        words = {True: _("Add what is new; everything decided stays"), False: _("Keep it apart, as a chat of its own")}
        joined = st.radio(
            _("What to do with it"),
            [True, False],
            format_func=words.__getitem__,
            key="import_newer",
            label_visibility="collapsed",
        )
    return {} if joined else dict.fromkeys(known)
