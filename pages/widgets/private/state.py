"""What the page remembers between clicks: ids and numbers, never a value."""

from __future__ import annotations

from dataclasses import replace

import streamlit as st

from curation.flow.guarding import privacy
from curation.workspace import Workspace


def counts(opened: Workspace) -> privacy.Counts:
    """The workspace's values, counted again when something was found, or edited while the table is shown.

    Between two values that are worked on one by one only what is left of these is counted.
    """
    edits, findings = privacy.state(opened)
    session = st.session_state
    kept = session.get("private_counts")
    queue = session.get("private_queue") if session.get("private_part", "needs") == "needs" else None
    if kept is None or kept[0][1] != findings or (kept[0][0] != edits and not queue):
        kept = ((edits, findings), privacy.counts(opened))
        session["private_counts"] = kept
    found: privacy.Counts = kept[1]
    return replace(found, needs=len(privacy.still_open(opened, queue))) if queue else found


def reveal() -> bool:
    """Whether values are shown as they are."""
    return bool(st.session_state.get("private_reveal"))


def turn_reveal() -> None:
    """Show values, or mask them again."""
    st.session_state["private_reveal"] = not reveal()


def to_fragment(fragment: int) -> None:
    """Open the review page at this fragment."""
    session = st.session_state
    session.pop("review_ids", None)
    session["review_status"] = "all"
    session["review_jump"] = fragment
    st.switch_page("pages/2_review.py")
