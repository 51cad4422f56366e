"""The workbench: the queue's filters, the canvas or the table of one page, and the way to the next."""

from __future__ import annotations

from collections.abc import Callable
from functools import lru_cache
from typing import Any

import streamlit as st

from curation.flow import background
from curation.flow.advice import signalling
from curation.flow.sweeping import alike
from curation.flow.workbench import conflict, queue, review
from curation.workspace import Workspace, queries, seeing
from curation.workspace.filters import Filter
from curation.workspace.queues import Order
from pages.widgets import filtering, keyboard, opinion, pacing, rechecking, reviewer, rules, shell, table
from pages.widgets.canvas import LABELS, canvas
from pages.widgets.text import safe

Words = Callable[[str], str]
SIZE, BUBBLES = 20, 240
"""The most fragments and bubbles of a page: a dozen windows full of talk."""


@st.fragment
def show(opened: Workspace, _: Words) -> None:
    """Everything that a change of filter draws anew; what happens in the canvas, and another page, draws only that."""
    state = st.session_state
    chosen, order, view = filtering.bar(opened, restart, _)
    if view == "table":
        table.show(opened, chosen, _)
    else:
        with opened.read() as connection:
            state["review_known_until"] = queries.last_edit(connection)
        if "review_ids" not in state:
            _open_page(opened, chosen, order, at=_wanted())
        rechecking.offer(opened, restart, _)
        _stage(opened, chosen, order, _)
        if _going_on(opened):
            _waiting(opened, _)
    shell.settle()


def restart() -> None:
    """Begin the queue anew: it is another one, or its fragments are elsewhere."""
    for key in ("review_ids", "review_focus", "review_count"):
        st.session_state.pop(key, None)
    st.query_params.pop("f", None)
    keyboard.hand_back()


@st.fragment
def _stage(opened: Workspace, chosen: Filter, order: Order, _: Words) -> None:
    """The canvas before all else: the browser draws the page once for every element that comes before it."""
    if st.session_state.pop("review_outdated", False):
        st.rerun()
    if told := st.session_state.pop("review_told", ""):
        st.toast(safe(told))
    _canvas(opened, chosen, order, _)
    rules.offer(opened, restart, _)
    if not st.session_state.get("review_ids", [0]):
        with st.container(horizontal_alignment="center"):
            filtering.way_on(opened, _elsewhere, _)
    shell.settle()


def _elsewhere() -> None:
    """Begin another queue, which the filters above have to show too."""
    restart()
    st.session_state["review_outdated"] = True


def _canvas(opened: Workspace, chosen: Filter, order: Order, _: Words) -> None:
    state = st.session_state
    view = review.View(
        state.get("review_open", {}),
        state.get("review_reveal", False),
        state.get("review_focus"),
        state.get("review_after", False),
        filtering.words(),
    )
    ids: list[int] = state.get("review_ids", [])
    again = _is_analysed(opened)
    data = review.draw(opened, ids, view, _, reviewer.name())
    with opened.read() as connection:
        told = alike.beside(connection, ids, _)
    data["fragments"] = [_with(fragment, told.get(fragment["id"], "")) for fragment in data["fragments"]]
    own = f"canvas_{opened.path.stem}"
    data |= {
        "key": own,
        "ack": state.get("review_ack"),
        "problems": state.get("review_problems", []),
        "pace": pacing.line(opened, _),
        "pager": _pager(chosen, order),
        "turned": state.get("review_turned"),
        "again": again,
        "labels": _labels(_) if ids else _labels(_) | filtering.nothing(opened, chosen, _),
    }
    canvas(
        data,
        key=f"{own}_{keyboard.mount()}",
        on_ops=lambda sent: _apply(opened, chosen, order, sent, _),
        on_view=_look,
        on_turn=lambda told: _turn(opened, chosen, order, told),
    )


def _is_analysed(opened: Workspace) -> bool:
    """What was edited here is still being analysed, so that the page has to be drawn again; asked before it is."""
    job = background.job(opened, "signals")
    going_on = job is not None and not job.done
    if not going_on:
        st.session_state.pop("review_analysed", None)
    return "review_analysed" in st.session_state


@lru_cache(maxsize=2)
def _labels(_: Words) -> dict[str, str]:
    return {key: _(label) for key, label in LABELS.items()}


def _with(fragment: dict[str, Any], told: str) -> dict[str, Any]:
    """A fragment that says what was decided about others of its kind."""
    alike = {"kind": "alike", "label": told, "reason": ""}
    return {**fragment, "signals": [*fragment["signals"], alike]} if told else fragment


def _wanted() -> int | None:
    """The fragment to begin with: another part of the page leads to it, or it was read last, maybe before a reload."""
    state = st.session_state
    wanted = str(state.pop("review_jump", "") or state.get("review_focus") or st.query_params.get("f", ""))
    return int(wanted) if wanted.isdecimal() else None


def _open_page(opened: Workspace, chosen: Filter, order: Order, at: int | None = None, **where: int) -> None:
    state = st.session_state
    found = queue.page(opened, chosen, SIZE, order=order, at=at, bubbles=BUBBLES, **where)
    ids = found.ids
    state["review_ids"], state["review_ways"], state["review_in"] = ids, (found.before, found.after), order
    state["review_was"], state["review_sorted"] = set(ids), order == "time" and not chosen.text
    state["review_focus"] = at if at in ids else None
    state["review_open"] = {}


def _apply(opened: Workspace, chosen: Filter, order: Order, sent: dict[str, Any], _: Words) -> None:
    signalling.at_work(opened)
    state = st.session_state
    ends = review.journal_ends(opened, _) if any(op["kind"] in _JOURNEYS for op in sent["ops"]) else None
    own: set[int] = state.setdefault("review_own", set())
    known = seeing.Known(own, state.get("review_known_until", 0))
    applied = review.apply(opened, sent["client"], sent["ops"], reviewer.name(), known)
    own.update(applied.made)
    state["review_problems"] = _unheard(sent) + conflict.problems(opened, applied, _)
    state["review_ack"] = {"client": sent["client"], "seq": applied.ack}
    if "review_ids" in state:
        refused = {problem.seq for problem in applied.problems}
        moved = conflict.places(opened, (op for op in sent["ops"] if op["seq"] in refused))
        _follow(opened, chosen, order, applied.fragments, moved)
        done = applied.fragments or applied.elsewhere
        if ends and done and not applied.fragments & set(state["review_ids"]):
            state["review_told"] = _out_of_sight(sent["ops"][-1]["kind"], ends, _)
    if applied.changed:
        background.start_analysis(opened)
        state["review_analysed"] = True
    _focus(sent.get("focus"))


def _unheard(sent: dict[str, Any]) -> list[dict[str, Any]]:
    """Refusals that this client has not heard of: it sends an op again until it has, and answers may be overtaken."""
    state = st.session_state
    waiting = {op["seq"] for op in sent["ops"]}
    same = state.get("review_ack", {}).get("client") == sent["client"]
    return [p for p in state.get("review_problems", []) if same and p["seq"] in waiting]


_JOURNEYS = ("undo", "redo")


def _out_of_sight(kind: str, ends: tuple[str, str], _: Words) -> str:
    """What an undo or redo did where it shows nowhere on this page. ``ends``: what it went for, in words."""
    if kind == "redo":
        return _("Done again, but not on this page: {edit}").format(edit=ends[1])
    return _("Taken back, but not on this page: {edit}").format(edit=ends[0])


def _follow(opened: Workspace, chosen: Filter, order: Order, touched: set[int], moved: set[int]) -> None:
    """``moved``: where somebody else has put what is looked for; it is wanted on this page."""
    state = st.session_state
    was: set[int] = state.get("review_was", set()) | moved
    ordered = state.get("review_sorted", True)
    state["review_ids"] = queue.follow(opened, state["review_ids"], touched | moved, was=was, ordered=ordered)
    if state["review_ids"]:
        state["review_was"] = was | set(state["review_ids"])
    else:
        _open_page(opened, chosen, order)


def _look(view: dict[str, Any]) -> None:
    state = st.session_state
    state["review_open"] = {int(k): (v["before"], v["after"]) for k, v in (view.get("open") or {}).items()}
    state["review_reveal"] = bool(view.get("reveal"))
    state["review_after"] = bool(view.get("after"))
    _focus(view.get("focus"))


def _focus(fragment: int | None) -> None:
    """Not while another queue is to be opened, which was chosen meanwhile: that begins where it begins."""
    if fragment and "review_ids" in st.session_state:
        st.session_state["review_focus"] = fragment


_SHRINKING = (("pending",), ("later",))
"""Queues that a decision leaves: behind their last page comes what was passed over, or that nothing is left."""


def _pager(chosen: Filter, order: Order) -> dict[str, str]:
    """Where the ways back and on lead."""
    state = st.session_state
    before, after = state.get("review_ways", (False, False))
    last = not after and state.get("review_in") == order
    end = "rest" if chosen.statuses in _SHRINKING else ""
    return {"back": "back" if before else "", "next": end if last else "next"}


def _turn(opened: Workspace, chosen: Filter, drawn: Order, told: dict[str, Any]) -> None:
    """Another page; the first one when the order has changed since, or fragments would be skipped."""
    signalling.at_work(opened)
    state = st.session_state
    turn = {"client": told["client"], "turn": told["turn"]}
    if state.get("review_turned") == turn or not (ids := state.get("review_ids")):
        return
    state["review_turned"] = turn
    order = filtering.order(opened, chosen)
    ways = {"next": {"after": ids[-1]}, "back": {"before": ids[0]}} if state["review_in"] == order else {}
    _open_page(opened, chosen, order, **ways.get(told["to"], {}))
    if ids := state["review_ids"]:
        _focus(ids[-1 if told["last"] else 0])
    state["review_outdated"] = order != drawn or rechecking.comes_up(opened)


def _going_on(opened: Workspace) -> list[str]:
    """What is being worked out beside the review; an analysis of what was just edited is none of it."""
    jobs = {kind: background.job(opened, kind) for kind in ("scan", "signals", "index")}
    running = [kind for kind, job in jobs.items() if job and not job.done]
    shown = [kind for kind in running if kind != "signals" or background.analyses_all(opened)]
    return [*shown, "opinion"] if opinion.is_out_of_sight(opened) else shown


@st.fragment(run_every=2)
def _waiting(opened: Workspace, _: Words) -> None:
    """One line that goes when the work has ended."""
    words = {
        "scan": _("Private values are still being looked for; more underlines may appear."),
        "signals": _("Signals are still being worked out; the order may change."),
        "index": _("The search is still being prepared; it may find more in a moment."),
        "opinion": _("A language model is being asked for a second opinion; suggestions will appear."),
    }
    if running := _going_on(opened):
        st.caption(words[running[0]])
    else:
        st.rerun()
