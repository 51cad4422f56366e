"""The export gate on the page: what has to be settled first, what a second search wonders about, the report."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from curation.errors import RuwoError
from curation.flow import background
from curation.flow.guarding import privacy, ruling, settling
from curation.flow.guarding.suspecting import Suspected
from curation.flow.leaving import exporting
from curation.flow.words import ENTITIES, SUSPICIONS
from curation.privacy.values import mask
from curation.workspace import Workspace
from pages.widgets import reviewer, shell
from pages.widgets.private import state
from pages.widgets.text import safe

Words = Callable[[str], str]
SHOWN = 20
"""Values or places listed at once."""


def unsettled(opened: Workspace, done: exporting.Export, _: Words) -> None:
    """Values of high harm that nobody looked at: each can be decided here, or all waived by name."""
    if not done.unsettled:
        return
    count = f"{len(done.unsettled):,}"
    st.warning(
        _("Before the file can leave: {count} values that could be used against somebody wait for you.").format(
            count=count
        ),
        icon=":material/front_hand:",
    )
    with st.container(border=True, key="unsettled"):
        ids = [one.value for one in done.unsettled]
        with st.container(horizontal=True, vertical_alignment="center"):
            st.button(
                _("Replace all {count}").format(count=count), key="settle_all", type="primary",
                on_click=privacy.decide, args=(opened, ids, "accept", reviewer.name()),
            )  # fmt: skip
            st.toggle(_("Show values"), key="private_reveal")
        for one in done.unsettled[:SHOWN]:
            _unsettled(opened, one, _)
        if len(done.unsettled) > SHOWN:
            st.caption(_("and {count} more").format(count=f"{len(done.unsettled) - SHOWN:,}"))
        _waiver(opened, ids, _)


def _unsettled(opened: Workspace, one: settling.Unsettled, _: Words) -> None:
    words, replace, stay, show = st.columns([5, 2, 3, 2], vertical_alignment="center")
    kind = _(ENTITIES[one.entity])
    words.text(f"{kind}　{one.sample if state.reveal() else one.shown}　×{one.places:,}")
    columns = {"accept": replace, "reject": stay}
    for decision, label in {"accept": _("Replace"), "reject": _("Not private")}.items():
        columns[decision].button(
            label, key=f"settle_{decision}_{one.value}", width="stretch", on_click=privacy.decide,
            args=(opened, [one.value], decision, reviewer.name()),
        )  # fmt: skip
    if one.fragment and show.button(_("Open"), key=f"settle_open_{one.value}", type="tertiary"):
        state.to_fragment(one.fragment)


def _waiver(opened: Workspace, ids: list[int], _: Words) -> None:
    with st.expander(_("I cannot look at all of these now")):
        st.caption(
            _("They are replaced all the same. Your reason and name go into the manifest and the privacy report.")
        )
        with st.form("waiver", border=False):
            reason, who, go = st.columns([5, 3, 2], vertical_alignment="bottom")
            why = reason.text_input(_("Why that may do"), max_chars=settling.LONGEST, key="waive_reason")
            name = who.text_input(_("Who says so"), reviewer.name(), max_chars=40, key="waive_who")
            if go.form_submit_button(_("Waive all"), width="stretch"):
                with shell.spoken_errors():
                    settling.waive(opened, ids, settling.Waiver(why, name))
                    st.rerun()


def leaks(done: exporting.Export, _: Words) -> None:
    """Values that would still stand in a file."""
    for leak in done.leaks:
        st.error(
            _("{entity} {value} would still stand in {file} ({count} times). Decide it on the privacy page.").format(
                entity=_(ENTITIES[leak.entity]),
                value=safe(mask(leak.entity, leak.value)),
                file=safe(leak.file),
                count=f"{leak.count:,}",
            ),
            icon=":material/gpp_maybe:",
        )


def suspects(opened: Workspace, done: exporting.Export, _: Words) -> None:
    """What the second search wonders about; it stands in nobody's way."""
    if not done.suspects:
        return
    title = _("A second search wonders about {count} places").format(count=f"{len(done.suspects):,}")
    with st.expander(title, icon=":material/troubleshoot:", expanded=len(done.suspects) <= SHOWN):
        st.caption(
            _("Found in the finished text by other rules. Most are harmless; what is private, replace everywhere.")
        )
        st.toggle(_("Show values"), key="private_reveal" if not done.unsettled else "private_suspects")
        for n, suspect in enumerate(done.suspects[:SHOWN]):
            _suspect(opened, n, suspect, _)
        if len(done.suspects) > SHOWN:
            st.caption(_("and {count} more").format(count=f"{len(done.suspects) - SHOWN:,}"))


def _suspect(opened: Workspace, n: int, suspect: Suspected, _: Words) -> None:
    words, why, replace, show = st.columns([5, 3, 3, 2], vertical_alignment="center")
    reveal = state.reveal() or st.session_state.get("private_suspects")
    text = suspect.text if reveal else suspect.shown
    words.text(f"…{suspect.before}【{text}】{suspect.after}…")
    why.caption(_(SUSPICIONS[suspect.reason]))
    if replace.button(_("Replace everywhere"), key=f"suspect_{n}", width="stretch"):
        _make_private(opened, suspect)
    if suspect.fragment and show.button(_("Open"), key=f"suspect_open_{n}", type="tertiary"):
        state.to_fragment(suspect.fragment)


def _make_private(opened: Workspace, suspect: Suspected) -> None:
    try:
        ruling.add(opened, "word", suspect.entity or "WECHAT_ID", suspect.text, reviewer.name())
    except RuwoError as error:
        shell.say(error)
        return
    background.start_scan(opened).wait(1.0)
    st.rerun()


def report(done: exporting.Export, _: Words) -> None:
    """The privacy report to read and keep."""
    name, text = done.report
    st.download_button(
        _("Privacy report"),
        text,
        file_name=name,
        mime="text/markdown",
        key="download_report",
        icon=":material/verified_user:",
        width="stretch",
    )
