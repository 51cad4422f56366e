"""What a person is asked before an import because the file does not tell: the day, the clock, a chat that is here."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import date
from zoneinfo import available_timezones

import streamlit as st
from babel.dates import format_date

from curation.flow.intake import importing, joining
from pages.widgets.looking import Incoming
from pages.widgets.text import safe

Words = Callable[[str], str]
Into = joining.Into


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
