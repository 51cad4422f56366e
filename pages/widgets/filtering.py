"""What the queue shows and in which order: the row of queues, the search, the filters behind one button."""

from __future__ import annotations

import time
from collections.abc import Callable
from datetime import date
from typing import Any

import streamlit as st

from curation.flow.sweeping.hiding import period
from curation.flow.words import KINDS, STATUSES
from curation.flow.workbench import queue
from curation.workspace import Workspace, queries
from curation.workspace.filters import Filter
from curation.workspace.queues import Order
from pages.widgets import acting

Words = Callable[[str], str]
QUEUE = "q"
"""Where the address says which queue is shown; what is searched for is nobody's business and does not stand there."""

_FILTERS = ("review_signal", "review_chat", "review_kind", "review_since", "review_until")
_GONE_AFTER = 20
"""Seconds for which counts may be those of another page's work."""


def words() -> str:
    """What is searched for."""
    return str(st.session_state.get("review_text") or "").strip()


def bar(opened: Workspace, restart: Callable[[], None], _: Words) -> tuple[Filter, Order, str]:
    """Two rows above the queue; gives the filter, the order and the view. A change begins the queue anew."""
    choices = _choices(opened)
    status = _queues(choices, restart, _)
    with st.container(horizontal=True, vertical_alignment="center", key="review_tools"):
        st.text_input(
            _("Search"),
            key="review_text",
            placeholder=_("Search the bubbles"),
            icon=":material/search:",
            type="search",
            width="stretch",
            label_visibility="collapsed",
            persist_state="session",
            on_change=restart,
        )
        _more(choices, restart, _)
        chosen = _filter(opened, status)
        count = None if _changes() else _count(opened, chosen, choices, status)
        acting.menus(opened, chosen, count, restart, _)
        view = _view(_)
    return chosen, _order(choices, chosen), view


def order(opened: Workspace, chosen: Filter) -> Order:
    """The order of the queue as things stand now."""
    return _order(_choices(opened), chosen)


def _choices(opened: Workspace) -> queue.Choices:
    """Counted anew after every edit, and now and then for what goes on in the background."""
    with opened.read() as connection:
        now = (opened.path, queries.last_edit(connection), int(time.time() / _GONE_AFTER))
    kept: tuple[Any, queue.Choices] | None = st.session_state.get("review_choices")
    if kept is None or kept[0] != now:
        kept = (now, queue.choices(opened))
        st.session_state["review_choices"] = kept
    return kept[1]


def _queues(choices: queue.Choices, restart: Callable[[], None], _: Words) -> str:
    names = _names(_)
    steady = ("all",) if _changes() else tuple(names)
    counted = {key: f"{name} {choices.counts[key]:,}" if key in steady else name for key, name in names.items()}
    told = st.query_params.get(QUEUE)
    st.session_state.setdefault("review_status", told if told in names else "pending")
    status = st.segmented_control(
        _("Queue"),
        list(counted),
        required=True,
        format_func=counted.__getitem__,
        key="review_status",
        on_change=restart,
        label_visibility="collapsed",
        persist_state="session",
    )
    if (status or "pending") != (told or "pending"):
        st.query_params[QUEUE] = status or "pending"
    return status or "pending"


def _names(_: Words) -> dict[str, str]:
    names = {key: _(name) for key, name in STATUSES.items()}
    return names | {"all": _("all"), "marked": _("with a signal"), "changed": _("edited")}


def _changes() -> bool:
    """Counts change with every key in the canvas: in the row of queues they would be wrong until the next filter, and
    stand among the filters, which are drawn when they are opened."""
    return st.session_state.get("review_view") != "table"


def nothing(opened: Workspace, chosen: Filter, _: Words) -> dict[str, str]:
    """What the canvas says where the queue has nothing to show."""
    if chosen.text:
        return {
            "empty_title": _("No fragment in this queue has these words"),
            "empty_next": _("Clear the search, or choose another queue above."),
        }
    if _filtered():
        return {
            "empty_title": _("No fragment in this queue fits the filters"),
            "empty_next": _("Clear the filters, or choose another queue above."),
        }
    if _left(opened):
        return {"empty_next": _("This queue is empty; there is more in the others.")}
    return {
        "empty_title": _("Everything is decided"),
        "empty_next": _("You can still change any decision; the queues above hold them all."),
    }


def way_on(opened: Workspace, restart: Callable[[], None], _: Words) -> None:
    """The button below an empty queue: back to where something is, or on to the next step."""
    if words():
        st.button(_("Clear the search"), type="primary", key="clear_search", on_click=_forget, args=(restart,))
    elif _filtered():
        st.button(_("Clear the filters"), type="primary", key="clear_filters", on_click=_clear, args=(restart,))
    elif left := _left(opened):
        status, count = left
        names = {"pending": _("Go on with what is pending ({count})"), "later": _("See what is for later ({count})")}
        label = names[status].format(count=f"{count:,}")
        st.button(label, type="primary", key="to_rest", on_click=_show_queue, args=(status, restart))
    elif st.button(_("Go on to privacy"), type="primary", key="to_privacy"):
        st.switch_page("pages/3_privacy.py")


def _forget(restart: Callable[[], None]) -> None:
    st.session_state["review_text"] = ""
    restart()


def _left(opened: Workspace) -> tuple[str, int] | None:
    """The queue in which something is undecided, and how much of it."""
    counts = _choices(opened).counts
    return next(((status, counts[status]) for status in ("pending", "later") if counts[status]), None)


def _show_queue(status: str, restart: Callable[[], None]) -> None:
    st.session_state["review_status"] = status
    restart()


def _view(_: Words) -> str:
    views = {"canvas": _("Bubbles"), "table": _("Table")}
    view = st.segmented_control(
        _("View"),
        list(views),
        default="canvas",
        required=True,
        format_func=views.__getitem__,
        key="review_view",
        label_visibility="collapsed",
        persist_state="session",
    )
    return view or "canvas"


def _more(choices: queue.Choices, restart: Callable[[], None], _: Words) -> None:
    """Filters that are needed now and then; drawn only while they are open."""
    active = _filtered()
    label = _("Filter ({count})").format(count=active) if active else _("Filter")
    with st.popover(label, icon=":material/tune:", key="review_more", on_change="rerun") as box:
        if box.open:
            _fields(choices, restart, _)


def _fields(choices: queue.Choices, restart: Callable[[], None], _: Words) -> None:
    counted = {key: f"{name} {choices.counts[key]:,}" for key, name in _names(_).items()}
    st.caption(" · ".join(counted[key] for key in STATUSES))
    st.caption(" · ".join(counted[key] for key in ("marked", "changed")))
    signals = {"": _("All signals")} | {kind: _(label) for kind, label in choices.signals.items()}

    def select(key: str) -> dict[str, Any]:
        return {"key": key, "on_change": restart, "persist_state": "session"}

    st.selectbox(_("Signal"), list(signals), format_func=signals.__getitem__, **select("review_signal"))
    if len(choices.chats) > 1:
        chats = {0: _("All chats")} | dict(choices.chats)
        st.selectbox(_("Chat"), list(chats), format_func=chats.__getitem__, **select("review_chat"))
    kinds = {"": _("All kinds")} | {kind: _(label) for kind, label in KINDS.items() if label}
    st.selectbox(_("Shows a message of this kind"), list(kinds), format_func=kinds.__getitem__, **select("review_kind"))
    left, right = st.columns(2)
    first = date(1990, 1, 1)
    left.date_input(_("From"), value=None, min_value=first, **select("review_since"))
    right.date_input(_("Until"), value=None, min_value=first, **select("review_until"))
    orders = {"gain": _("What matters most first"), "time": _("As the chat went")}
    if choices.analysed:
        st.selectbox(_("Order"), list(orders), format_func=orders.__getitem__, **select("review_order"))
    st.button(_("Clear the filters"), key="review_clear", on_click=_clear, args=(restart,))


def _filtered() -> int:
    """How many filters are set."""
    return sum(bool(st.session_state.get(key)) for key in _FILTERS)


def _clear(restart: Callable[[], None]) -> None:
    _unfilter()
    restart()


def _unfilter() -> None:
    for key in _FILTERS:
        st.session_state[key] = {"review_chat": 0, "review_since": None, "review_until": None}.get(key, "")


def show_whole(status: str) -> None:
    """Show a queue without filter or search, for a page that leads to all of it."""
    _unfilter()
    st.session_state["review_text"] = ""
    st.session_state["review_status"] = status


def _filter(opened: Workspace, status: str) -> Filter:
    state = st.session_state
    special = {"marked": {"marked": True, "statuses": ("pending",)}, "changed": {"changed": True}, "all": {}}
    since, until = state.get("review_since"), state.get("review_until")
    moments = period(opened, since or date(1990, 1, 1), until or date(2200, 1, 1)) if since or until else {}
    fields: dict[str, Any] = special.get(status, {"statuses": (status,)})
    return Filter(
        **fields,
        chat=state.get("review_chat") or None,
        signal=state.get("review_signal") or "",
        kind=state.get("review_kind") or "",
        since=moments.get("since"),
        until=moments.get("until"),
        text=words(),
    )


def _order(choices: queue.Choices, chosen: Filter) -> Order:
    """By gain where that means something and is found without sorting: within one status."""
    wanted: Order = st.session_state.get("review_order") or "gain"
    return wanted if choices.analysed and len(chosen.statuses) == 1 else "time"


def _count(opened: Workspace, chosen: Filter, choices: queue.Choices, status: str) -> int:
    """How many fragments the queue has; what the row of queues does not say is counted once."""
    plain = not (chosen.text or _filtered())
    if plain:
        return choices.counts[status]
    state = st.session_state
    if (kept := state.get("review_count")) is None or kept[0] != chosen:
        kept = (chosen, queue.count(opened, chosen))
        state["review_count"] = kept
    return int(kept[1])
