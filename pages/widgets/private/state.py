"""What the page remembers between clicks: ids and numbers, never a value."""

from __future__ import annotations

import streamlit as st

from curation.flow import privacy
from curation.workspace import Workspace


def counts(opened: Workspace) -> privacy.Counts:
    """The workspace's values, counted again only when something was edited or found."""
    now = privacy.state(opened)
    kept = st.session_state.get("private_counts")
    if kept is None or kept[0] != now:
        kept = (now, privacy.counts(opened))
        st.session_state["private_counts"] = kept
    found: privacy.Counts = kept[1]
    return found


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
