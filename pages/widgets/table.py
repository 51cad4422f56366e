"""The table view of the review queue: sorted and filtered in the store, one page at a time, bulk marks."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from curation.flow.sweeping import tables
from curation.flow.workbench import review
from curation.workspace import Workspace
from curation.workspace.filters import Filter
from pages.widgets import reviewer

Words = Callable[[str], str]
SIZE = 50


def show(opened: Workspace, chosen: Filter, _: Words) -> None:
    """One page of the queue as a table with selectable rows."""
    state = st.session_state
    sort, order, jump = st.columns([4, 2, 2], vertical_alignment="bottom")
    columns = {key: _(label) for key, label in tables.COLUMNS.items()}
    by = sort.selectbox(_("Sort by"), list(columns), format_func=columns.__getitem__, key="table_sort")
    down = order.toggle(_("Descending"), key="table_down")
    total = tables.count(opened, chosen)
    pages = max(1, -(-total // SIZE))
    number = int(
        jump.number_input(_("Page of {pages}").format(pages=f"{pages:,}"), 1, pages, key=f"table_page_{pages}")
    )
    shown = tables.page(opened, chosen, sort=by, descending=down, page=number - 1, size=SIZE, translate=_)
    if not shown.ids:
        st.text(_("Nothing to review here. Choose another queue above, or import more chats."))
        return
    actions = st.container()
    picked = st.dataframe(
        shown.columns,
        column_config=_widths(shown.columns),
        hide_index=True,
        width="stretch",
        height=min(38 * len(shown.ids) + 40, 620),
        on_select="rerun",
        selection_mode="multi-row",
        key=f"table_{state.get('table_turn', 0)}",
    )
    ids = [shown.ids[row] for row in picked["selection"]["rows"] if row < len(shown.ids)]
    with actions:
        _actions(opened, ids, _)


def _widths(columns: Mapping[str, object]) -> dict[str, object]:
    """Facts narrow, words wide (the last two columns are the signals and the first words)."""
    names = list(columns)
    widths = dict.fromkeys(names, 66) | {names[2]: 142, names[-2]: 140, names[-1]: 218}
    return {name: st.column_config.Column(width=width) for name, width in widths.items()}


def _actions(opened: Workspace, ids: list[int], _: Words) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(_("{count} selected").format(count=len(ids)))
        for status, label in {
            "kept": _("Keep"),
            "dropped": _("Drop"),
            "later": _("Later"),
            "pending": _("Back to pending"),
        }.items():
            if st.button(label, key=f"bulk_{status}", disabled=not ids):
                review.mark(opened, ids, status, reviewer.name())
                _fresh()
        if st.button(_("Open as bubbles"), key="bulk_open", disabled=len(ids) != 1):
            st.session_state.pop("review_ids", None)
            st.session_state["review_jump"] = ids[0]
            st.session_state["review_view"] = "canvas"
            st.rerun(scope="fragment")
        if st.button(_("Undo"), key="bulk_undo", icon=":material/undo:"):
            review.undo(opened)
            _fresh()


def _fresh() -> None:
    """Forget the selection and the canvas page: both may point at rows that are elsewhere now."""
    state = st.session_state
    state["table_turn"] = state.get("table_turn", 0) + 1
    state.pop("review_ids", None)
    st.rerun(scope="fragment")
