"""The history: who did what when, the way back to any point, and the whole journal as a file."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence

import streamlit as st

from curation.flow.sweeping import tables
from curation.flow.workbench import history, overview
from curation.flow.workbench.history import Entry, Part
from curation.workspace import Workspace
from pages.widgets import going, text, workbench

Words = Callable[[str], str]
SIZE = 50
PARTS = 8
"""Changes that an edit of many shows."""


@st.fragment
def show(opened: Workspace, _: Words) -> None:
    """One page of the journal as a table; a chosen row can be gone back to."""
    state = st.session_state
    earlier: list[int] = state.setdefault("review_past", [])
    entries = history.page(opened, _, before=earlier[-1] if earlier else None, limit=SIZE)
    if not entries:
        st.text(_("Nothing has been done yet. Every decision and every edit will stand here."))
        return
    if ahead := history.ahead(opened):
        st.caption(text.safe(going.ahead(ahead, _)))
    picked = st.dataframe(
        _columns(opened, entries, _),
        column_config=_widths(_),
        hide_index=True,
        width="stretch",
        height=min(36 * len(entries) + 40, 560),
        on_select="rerun",
        selection_mode="single-row",
        key=f"past_{len(earlier)}_{entries[0].id}",
    )
    rows = picked["selection"]["rows"]
    chosen = entries[rows[0]] if rows and rows[0] < len(entries) else None
    with st.container(horizontal=True, vertical_alignment="center"):
        _actions(opened, chosen, _)
        st.space("stretch")
        st.button(_("Newer"), key="past_newer", disabled=not earlier, on_click=lambda: earlier.pop())
        older = len(entries) == SIZE
        st.button(_("Older"), key="past_older", disabled=not older, on_click=lambda: earlier.append(entries[-1].id))
    if chosen:
        _detail(opened, chosen, _)
    _export(opened, _)


WIDTHS = (96, 142, 142, 60, 210, 92)
"""Of the columns, in pixels: the first four stand side by side on a tablet."""
_PADDING = 12


def _widths(_: Words) -> dict[str, object]:
    return {name: st.column_config.Column(width=width) for name, width in zip(_names(_), WIDTHS, strict=True)}


def _names(_: Words) -> list[str]:
    return [_("When"), _("What"), _("Before → after"), _("Who"), _("Fragment"), _("Changed")]


def _columns(opened: Workspace, entries: Sequence[Entry], _: Words) -> dict[str, list[str]]:
    """What does not fit ends with dots; all of it stands below the table when the row is chosen."""
    known = {one.fragment: one.words for one in tables.briefs(opened, [e.fragment for e in entries if e.fragment])}
    rows = [(_when(e), _what(e, _), _became(e), e.who, _of(e, known.get(e.fragment or 0), _), e.scope) for e in entries]
    columns = zip(_names(_), WIDTHS, zip(*rows, strict=True), strict=True)
    return {name: [text.fitting(cell, width - _PADDING) for cell in cells] for name, width, cells in columns}


def _when(entry: Entry) -> str:
    """Without the year where it is this one: the row shows all of it when it is chosen."""
    year = time.strftime("%Y-")
    return entry.when.removeprefix(year) if entry.when.startswith(year) else entry.when.split()[0]


def _became(entry: Entry) -> str:
    """Before and after, half of the column each where both do not fit."""
    if not (entry.before or entry.after):
        return ""
    whole = f"{entry.before or '–'} → {entry.after or '–'}"
    if text.fitting(whole, room := WIDTHS[2] - _PADDING) == whole:
        return whole
    half = (room - 29) // 2
    return f"{text.fitting(entry.before or '–', half)} → {text.fitting(entry.after or '–', half)}"


def _what(entry: Entry, _: Words) -> str:
    if entry.gone:
        return _("{what} (gone)").format(what=entry.what)
    return _("{what} (undone)").format(what=entry.what) if entry.undone else entry.what


def _of(entry: Entry, words: str | None, _: Words) -> str:
    """The fragment by its first words, the first one of many; or the private value."""
    if entry.fragment and words is None:
        words = _("(merged, or cut anew)")
    if entry.fragments > 1:
        return _("the first: {words}").format(words=words)
    return words or entry.about


def _detail(opened: Workspace, chosen: Entry, _: Words) -> None:
    """All of one edit; of an edit of many, the first few."""
    with st.container(border=True, key="past_detail"):
        st.text(" · ".join(filter(None, (chosen.when, chosen.who, _what(chosen, _), chosen.scope))))
        parts = history.parts(opened, _, chosen.id, PARTS) if chosen.fragments > 1 else ()
        if len(parts) > 1:
            _parts(opened, parts, chosen, _)
            return
        for brief in tables.briefs(opened, [chosen.fragment] if chosen.fragment else []):
            st.text(f"{brief.start}  {brief.words}")
        if chosen.about:
            st.text(chosen.about)
        if chosen.before or chosen.after:
            left, right = st.columns(2)
            left.caption(_("Before"))
            left.text(chosen.before or "–")
            right.caption(_("After"))
            right.text(chosen.after or "–")


def _parts(opened: Workspace, parts: Sequence[Part], chosen: Entry, _: Words) -> None:
    briefs = {one.fragment: one for one in tables.briefs(opened, [part.fragment for part in parts])}
    for part in parts:
        brief = briefs.get(part.fragment)
        named, before, after = st.columns([3, 2, 2])
        named.text(f"{brief.start}  {brief.words}" if brief else _("(merged, or cut anew)"))
        before.text(part.before or "–")
        after.text(f"→ {part.after or '–'}")
    if len(parts) == PARTS:
        st.text(_("These are the first of them: {scope}.").format(scope=chosen.scope))


def _actions(opened: Workspace, chosen: Entry | None, _: Words) -> None:
    why = going.offer(opened, chosen, _)
    if st.button(_("Show the fragment"), key="past_show", disabled=not (chosen and chosen.fragment)) and chosen:
        workbench.restart()
        st.session_state["review_jump"] = chosen.fragment
        st.session_state["review_goto"] = "work"
        st.rerun()
    if why:
        st.caption(text.safe(why))


def _export(opened: Workspace, _: Words) -> None:
    with st.expander(_("Save the whole history as a file"), icon=":material/download:"):
        st.text(_("It holds private text: every bubble that was edited, before and after. Keep it to yourself."))
        agreed = st.checkbox(_("I know, and want the file"), key="past_agreed")
        st.download_button(
            _("Save as JSON lines"),
            data=lambda: b"".join(history.export(opened)),
            file_name=f"{overview.name_for_files(opened)}-history.jsonl",
            mime="application/x-ndjson",
            on_click="ignore",
            disabled=not agreed,
            key="past_save",
        )
