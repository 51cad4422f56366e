"""All values: filtered, searched, page by page, decided one by one or many at once."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from curation.flow.guarding import privacy
from curation.flow.words import ENTITIES
from curation.workspace import Workspace
from pages.widgets import reviewer
from pages.widgets.private import bulk, detail
from pages.widgets.private.state import reveal

Words = Callable[[str], str]
SIZE = 50


def show(opened: Workspace, found: privacy.Counts, _: Words) -> None:
    """The filters, a page of the list, and what can be done with what is selected in it."""
    chosen = _filters(found, _)
    ids = _list(opened, chosen)
    if not ids:
        st.text(_("No value is like that."))
        return
    page = _page(len(ids), _)
    values = privacy.shown(opened, ids[SIZE * page : SIZE * (page + 1)], _, reveal=reveal())
    picked = st.dataframe(
        _columns(values, _),
        hide_index=True,
        width="stretch",
        height=min(38 * len(values) + 40, 460),
        on_select="rerun",
        selection_mode="multi-row",
        key=f"values_{st.session_state.get('private_turn', 0)}",
    )
    selected = [values[row] for row in picked["selection"]["rows"] if row < len(values)]
    _actions(opened, [value.id for value in selected], ids, _)
    if len(selected) == 1:
        with st.container(border=True):
            detail.stand_in(opened, selected[0], _)
            detail.places(opened, selected[0], _, limit=20)


def _filters(found: privacy.Counts, _: Words) -> privacy.Chosen:
    kinds, words, show_values = st.columns([4, 6, 3], vertical_alignment="bottom")
    totals = {entity: sum(by.values()) for entity, by in found.decisions.items()}
    names = {"": _("All types") + f" ({found.total:,})"}
    names |= {entity: f"{_(ENTITIES[entity])} ({total:,})" for entity, total in totals.items()}
    entity = kinds.selectbox(_("Type"), list(names), format_func=names.__getitem__, key="private_entity")
    typed = words.text_input(_("Search in values and stand-ins"), key="private_words", icon=":material/search:")
    show_values.toggle(_("Show values"), key="private_reveal")
    states = {
        "": _("all"),
        "needs": _("need you"),
        "undecided": _("undecided"),
        "accept": _("replace"),
        "reject": _("not private"),
    }
    state = st.segmented_control(
        _("Decision"),
        list(states),
        default="",
        format_func=states.__getitem__,
        key="private_decision",
        label_visibility="collapsed",
    )
    return privacy.Chosen(entity, state or "", typed)


def _list(opened: Workspace, chosen: privacy.Chosen) -> list[int]:
    """The ids of the list; made anew when the filters, the decisions or the findings are others."""
    state = (chosen, privacy.state(opened))
    kept = st.session_state.get("private_list")
    if kept is None or kept[0] != state:
        kept = (state, privacy.ids(opened, chosen))
        st.session_state["private_list"] = kept
    ids: list[int] = kept[1]
    return ids


def _page(total: int, _: Words) -> int:
    pages = -(-total // SIZE)
    if pages == 1:
        return 0
    label = _("Page of {pages}").format(pages=f"{pages:,}")
    return int(st.number_input(label, 1, pages, key=f"private_page_{pages}", width=160)) - 1


def _columns(values: list[privacy.Value], _: Words) -> dict[str, list[object]]:
    states = {
        "undecided": _("undecided"),
        "accept": _("replace"),
        "reject": _("not private"),
        "own": _("persona’s own name: stays"),
        "keep": _("on your keep-list: stays"),
        "rule": _("your rule: replace"),
        "waived": _("waived: replaced"),
    }
    return {
        _("Type"): [value.label for value in values],
        _("Value"): [value.shown for value in values],
        _("Seen"): [value.seen for value in values],
        _("Why look"): [value.need for value in values],
        _("Decision"): [states[value.state] for value in values],
        _("Stand-in"): [value.surrogate for value in values],
        _("Exceptions"): [f"{value.exceptions:,}" if value.exceptions else "" for value in values],
        _("Confidence"): [f"{value.score} %" for value in values],
    }


def _actions(opened: Workspace, ids: list[int], everything: list[int], _: Words) -> None:
    labels = {"accept": _("Replace everywhere"), "reject": _("Not private"), "undecided": _("Undecided")}
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(_("{count} selected").format(count=f"{len(ids):,}"))
        for decision, label in labels.items():
            st.button(
                label,
                key=f"decide_{decision}",
                disabled=not ids,
                on_click=_decide,
                args=(opened, ids, decision),
            )
    if len(everything) > 1:
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(_("All {count} of this list").format(count=f"{len(everything):,}"))
            for decision, label in labels.items():
                if st.button(label, key=f"whole_{decision}", type="tertiary"):
                    bulk.ask(opened, everything, decision, _)


def _decide(opened: Workspace, ids: list[int], decision: str) -> None:
    privacy.decide(opened, ids, decision, reviewer.name())
    st.session_state["private_turn"] = st.session_state.get("private_turn", 0) + 1
