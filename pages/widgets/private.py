"""The privacy page's parts: the scan's progress, the list of values, the places of one value."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from curation.flow import background, privacy, review, scanning
from curation.flow.words import ENTITIES
from curation.workspace import Workspace
from pages.widgets import shell

Words = Callable[[str], str]
SIZE = 50


def scan_state(opened: Workspace, _: Words) -> None:
    """A running scan, or a button to go on with one that was stopped."""
    running = background.job(opened, "scan")
    if running and not running.done:
        _watch(opened, _)
        return
    if running and running.error and running.error.code != "cancelled":
        shell.say(running.error)
    waiting = scanning.pending(opened)
    if waiting:
        st.warning(
            _("{count} messages have not been searched yet.").format(count=f"{waiting:,}"), icon=":material/hourglass:"
        )
        if st.button(_("Search now"), key="scan"):
            background.start_scan(opened)
            st.rerun()


@st.fragment(run_every=1)
def _watch(opened: Workspace, _: Words) -> None:
    running = background.job(opened, "scan")
    if running is None or running.done:
        st.rerun()
        return
    st.progress(min(running.fraction, 1.0), _("Looking for private values…"))
    if st.button(_("Stop"), key="scan_stop"):
        running.cancel()


@st.fragment
def listing(opened: Workspace, _: Words) -> None:
    """Values by type and decision, with bulk decisions, and the places of a selected one."""
    counts = privacy.counts(opened)
    if not counts:
        st.text(_("Nothing private has been found so far."))
        return
    entity, decision, reveal, page = _filters(counts, _)
    values = privacy.values(opened, _, entity=entity, decision=decision, reveal=reveal, size=SIZE, page=page)
    turn = st.session_state.get("private_turn", 0)
    picked = st.dataframe(
        _columns(values, _),
        hide_index=True,
        width="stretch",
        height=min(38 * len(values) + 40, 460),
        on_select="rerun",
        selection_mode="multi-row",
        key=f"values_{turn}",
    )
    chosen = [values[row] for row in picked["selection"]["rows"] if row < len(values)]
    _actions(opened, [value.id for value in chosen], _)
    if len(chosen) == 1:
        _places(opened, chosen[0], reveal, _)


def _filters(counts: dict[str, dict[str, int]], _: Words) -> tuple[str, str, bool, int]:
    kinds, states, show, number = st.columns([4, 7, 3, 2], vertical_alignment="bottom")
    totals = {entity: sum(found.values()) for entity, found in counts.items()}
    names = {"": _("All types") + f" ({sum(totals.values()):,})"}
    names |= {entity: f"{_(ENTITIES[entity])} ({total:,})" for entity, total in totals.items()}
    entity = kinds.selectbox(_("Type"), list(names), format_func=names.__getitem__, key="private_entity")
    decisions = {"": _("all"), "undecided": _("undecided"), "accept": _("replace"), "reject": _("not private")}
    decision = states.segmented_control(
        _("Decision"), list(decisions), default="", format_func=decisions.__getitem__, key="private_decision"
    )
    reveal = show.toggle(_("Show values"), key="private_reveal")
    total = sum(
        n for e, found in counts.items() for d, n in found.items() if entity in ("", e) and (decision or "") in ("", d)
    )
    pages = max(1, -(-total // SIZE))
    page = 1
    if pages > 1:
        page = int(number.number_input(_("Page of {pages}").format(pages=pages), 1, pages, key=f"private_page_{pages}"))
    return entity, decision or "", reveal, page - 1


def _columns(values: list[privacy.Value], _: Words) -> dict[str, list[object]]:
    states = {
        "undecided": _("undecided: will be replaced"),
        "accept": _("replace"),
        "reject": _("not private"),
        "own": _("persona’s own name: stays"),
    }
    return {
        _("Type"): [value.label for value in values],
        _("Value"): [value.shown for value in values],
        _("Seen"): [value.seen for value in values],
        _("Stand-in"): [value.surrogate for value in values],
        _("Decision"): [states[value.state] for value in values],
        _("Exceptions"): [f"{value.exceptions:,}" if value.exceptions else "" for value in values],
        _("Confidence"): [f"{value.score} %" for value in values],
    }


def _actions(opened: Workspace, ids: list[int], _: Words) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(_("{count} selected").format(count=len(ids)))
        labels = {"accept": _("Replace everywhere"), "reject": _("Not private"), "undecided": _("Undecided")}
        for decision, label in labels.items():
            if st.button(label, key=f"decide_{decision}", disabled=not ids):
                privacy.decide(opened, ids, decision)
                _fresh()
        if st.button(_("Undo"), key="private_undo", icon=":material/undo:"):
            review.undo(opened)
            _fresh()


def _places(opened: Workspace, value: privacy.Value, reveal: bool, _: Words) -> None:
    """The places of one value; an exception leaves it in at one place only."""
    st.subheader(_("Where it stands"), anchor=False)
    for place in privacy.occurrences(opened, value.id, reveal=reveal, limit=20):
        text, button = st.columns([5, 1], vertical_alignment="center")
        text.text(f"…{place.before}【{place.shown}】{place.after}…")
        label = _("Replace here too") if place.exception else _("Leave it here")
        if button.button(label, key=f"place_{place.finding}", width="stretch"):
            privacy.set_exceptions(opened, [place.finding], not place.exception)
            st.rerun(scope="fragment")


def _fresh() -> None:
    st.session_state["private_turn"] = st.session_state.get("private_turn", 0) + 1
    st.rerun(scope="fragment")
