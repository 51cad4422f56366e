"""The second opinion of a language model: what would leave, what it would cost, asking, what came of it."""

from __future__ import annotations

import time
from collections.abc import Callable
from urllib.parse import urlsplit

import streamlit as st

from curation.errors import RuwoError
from curation.flow import background
from curation.flow.advice import asking, judging
from curation.workspace import Workspace, queries
from pages.widgets import bar, keyboard, shell
from pages.widgets.text import safe

Words = Callable[[str], str]
_GONE_AFTER = 15
"""Seconds for which a budget may be that of another page's work."""


_WATCHED = "opinion_watched"
"""In the session: the dialog that shows how far the asking is stands open."""


def ask(opened: Workspace, restart: Callable[[], None], _: Words) -> None:
    """The dialog; nothing is worked out, let alone sent, before it opens."""
    st.dialog(_("A second opinion"), width="medium", on_dismiss=_leave)(_body)(opened, restart, _)


def has_ended(opened: Workspace) -> bool:
    """What the open dialog waited for has ended: its bar has drawn the page anew, and the dialog has to come back."""
    job = background.job(opened, "opinion")
    return bool(st.session_state.get(_WATCHED)) and (job is None or job.done)


def is_out_of_sight(opened: Workspace) -> bool:
    """Questions are being asked while the dialog is closed."""
    job = background.job(opened, "opinion")
    return job is not None and not job.done and not st.session_state.get(_WATCHED)


def _leave() -> None:
    st.session_state.pop(_WATCHED, None)
    keyboard.hand_back()


def _body(opened: Workspace, restart: Callable[[], None], _: Words) -> None:
    job = background.job(opened, "opinion")
    if job and not job.done:
        st.session_state[_WATCHED] = True
        bar.watch(opened, "opinion", _("Asking the model…"), stop=_("Stop"), key="opinion_stop")
        st.caption(_("You can close this and go on reviewing. What was answered is kept when you stop."))
        return
    st.session_state.pop(_WATCHED, None)
    _notice(_)
    if job and isinstance(job.error, RuwoError) and job.error.code != "cancelled":
        shell.say(job.error)
    elif job and isinstance(job.result, judging.Outcome):
        _outcome(job.result, _)
    _suggestions(opened, restart, _)
    _form(opened, _)


def _notice(_: Words) -> None:
    st.text(
        _(
            "Where the signals are unsure, a language model can read along: does this reply answer what stands before "
            "it, does a new topic begin? It only suggests. Every decision stays yours."
        )
    )
    st.text(
        _(
            "What leaves this computer: the words of the doubtful fragments, with private values replaced as in an "
            "export, and A, B, C in place of who speaks. No pictures, no files, no times. No search finds every "
            "private value, and whoever runs the service can read and keep what it gets; a model on this computer "
            "keeps it here."
        )
    )


def _form(opened: Workspace, _: Words) -> None:
    left, right = st.columns(2)
    address = left.text_input(
        _("Address of the service"),
        key="opinion_address",
        placeholder="https://api.example.com/v1",
        help=_("Any service that speaks OpenAI’s protocol, also Ollama or LM Studio on this computer."),
        persist_state="session",
    )
    model = right.text_input(_("Name of the model"), key="opinion_model", persist_state="session")
    limit = int(left.number_input(_("At most this many questions"), 1, 2_000, asking.WINDOWS, key="opinion_limit"))
    budget = _budget(opened, address, model, limit, _)
    if not budget.windows:
        st.text(_("There is nothing to ask: no undecided fragment is doubtful, or all were asked about before."))
        return
    _cost(budget, _)
    host = _host(address)
    agreed = st.checkbox(
        _("I agree that these words are sent to {host}").format(host=safe(host or "…")),
        key=f"opinion_agree_{host}",
        disabled=not host,
        persist_state="session",
    )
    # A form takes the key also from who leaves the field by Tab, which a password field alone does not notice.
    with st.form("opinion_form", border=False, enter_to_submit=False):
        key = st.text_input(
            _("Key"),
            type="password",
            key="opinion_key",
            help=_("It stays in this browser session and is never stored."),
            persist_state="session",
            width=400,
        )
        ready = bool(host and agreed and model)
        if st.form_submit_button(_("Ask now"), type="primary", key="opinion_ask", disabled=not ready):
            _start(opened, (address, model, key), limit)


def _host(address: str) -> str:
    """Who would be asked; nothing while the address is none."""
    try:
        return urlsplit(address.strip()).hostname or ""
    except ValueError:
        return ""


def _budget(opened: Workspace, address: str, model: str, limit: int, _: Words) -> asking.Budget:
    """Worked out anew after every edit, and now and then for what goes on in the background."""
    job, by = background.job(opened, "opinion"), asking.identity(address, model)
    with opened.read() as connection:
        now = (opened.path, queries.last_edit(connection), by, limit, id(job), int(time.time() / _GONE_AFTER))
    kept: tuple[object, asking.Budget] | None = st.session_state.get("review_budget")
    if kept is None or kept[0] != now:
        with st.spinner(_("Working out what would be sent…")):
            kept = (now, asking.budget(opened, by, limit))
        st.session_state["review_budget"] = kept
    return kept[1]


def _cost(budget: asking.Budget, _: Words) -> None:
    what = _("{fragments} of {doubtful} doubtful fragments in {windows} questions, the most doubtful first.")
    cost = _("{characters} characters: about {tokens_in} tokens to the model, and {tokens_out} back.")
    counts = {name: f"{value:,}" for name, value in vars(budget).items() if isinstance(value, int)}
    with st.container(border=True, key="opinion_cost"):
        st.text(what.format(**counts))
        st.text(cost.format(**counts))
        if budget.known:
            st.caption(_("{known} were asked about before and have not changed.").format(known=counts["known"]))
        with st.popover(_("Read the first question, word for word"), type="tertiary", key="opinion_first"):
            st.text(budget.first)


def _start(opened: Workspace, service: tuple[str, str, str], limit: int) -> None:
    try:
        client = judging.connect(*service)
    except RuwoError as error:
        shell.say(error)
        return
    background.start_opinion(opened, lambda job: judging.run(opened, client, job, limit))
    st.rerun(scope="fragment")


def _outcome(outcome: judging.Outcome, _: Words) -> None:
    words = [_("{judged} fragments were judged.").format(judged=f"{outcome.judged:,}")]
    if outcome.skipped:
        skipped = _("{skipped} were left out: no usable answer, changed meanwhile, or not fit to be sent.")
        words.append(skipped.format(skipped=f"{outcome.skipped:,}"))
    for one in words:
        st.text(one)


def _suggestions(opened: Workspace, restart: Callable[[], None], _: Words) -> None:
    """How many there are, and the way to them."""
    count = judging.suggestions(opened)
    if not count:
        return
    with st.container(horizontal=True, vertical_alignment="center"):
        st.text(_("{count} fragments carry a suggestion.").format(count=f"{count:,}"))
        if st.button(_("Show them"), key="opinion_show", on_click=_filter, args=(restart,)):
            st.rerun()


def _filter(restart: Callable[[], None]) -> None:
    st.session_state["review_signal"] = "judge"
    restart()
