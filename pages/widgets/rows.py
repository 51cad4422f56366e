"""Messages of a file as a small table, before they are imported."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import streamlit as st

from curation import sources
from curation.flow.intake import importing
from curation.flow.words import KINDS

Words = Callable[[str], str]


SHOWN = 20
"""Files that are named; more are only counted."""


def left_out(seen: importing.Preview, _: Words) -> None:
    """What of a zip or a folder will not be read, and why; which files nobody knows come afterwards."""
    found = seen.left_out
    if seen.unknown:
        st.caption(_("After this Ruwo asks what these files are, as it does not know them yet:"))
        st.text("\n".join(path.name for path in seen.unknown[:SHOWN]))
    if not found:
        return
    reasons, colon = sources.sentences(), _(": ")
    st.caption(_("These files will not be read:"))
    st.text("\n".join(f"{one.file}{colon}{_(reasons[one.reason])}" for one in found[:SHOWN]))
    if len(found) > SHOWN:
        st.caption(_("{count:,} more like these are only counted.").format(count=len(found) - SHOWN))


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
