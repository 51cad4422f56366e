"""Messages of a file as a small table, before they are imported."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from curation.flow.words import KINDS

Words = Callable[[str], str]


def show(shown: Sequence[Mapping[str, str]], _: Words) -> None:
    """Sender, time, kind and text of each."""
    small, middle, large = (st.column_config.Column(width=width) for width in ("small", 175, "large"))
    st.dataframe(
        {
            _("Sender"): [row["sender"] for row in shown],
            _("Time"): [row["time"] for row in shown],
            _("Kind"): [_(KINDS[row["kind"]]) if row["kind"] != "text" else _("text") for row in shown],
            _("Text"): [row["text"] for row in shown],
        },
        hide_index=True,
        width="stretch",
        column_config={_("Sender"): small, _("Kind"): small, _("Time"): middle, _("Text"): large},
    )
