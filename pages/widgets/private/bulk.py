"""Deciding many values at once: first what it would do, then one edit."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable

import streamlit as st

from curation.flow.guarding import privacy
from curation.workspace import Workspace
from pages.widgets import reviewer

Words = Callable[[str], str]
SAMPLES = 12


def ask(opened: Workspace, ids: list[int], decision: str, _: Words) -> None:
    """The preview, with a button to do it."""
    titles = {
        "accept": _("Replace all of these?"),
        "reject": _("Let all of these stand?"),
        "undecided": _("Leave all of these undecided?"),
    }

    @st.dialog(titles[decision])
    def preview() -> None:
        values = privacy.shown(opened, ids, _)
        st.text(
            _("{values} values in {places} places").format(
                values=f"{len(values):,}", places=f"{sum(value.seen for value in values):,}"
            )
        )
        by_type = Counter(value.label for value in values)
        st.text("　".join(f"{label} {count:,}" for label, count in by_type.most_common()))
        st.dataframe(
            {
                _("Value"): [value.shown for value in values[:SAMPLES]],
                _("Stand-in"): [value.surrogate for value in values[:SAMPLES]],
                _("Seen"): [value.seen for value in values[:SAMPLES]],
            },
            hide_index=True,
        )
        if len(values) > SAMPLES:
            st.caption(_("and {count} more").format(count=f"{len(values) - SAMPLES:,}"))
        if decision == "reject":
            st.warning(_("They will stand in the file as they are."), icon=":material/visibility:")
        if st.button(_("Do it (one step to undo)"), type="primary", key="bulk_do"):
            privacy.decide(opened, ids, decision, reviewer.name())
            st.session_state["private_turn"] = st.session_state.get("private_turn", 0) + 1
            st.session_state.pop("private_queue", None)
            st.rerun()

    preview()
