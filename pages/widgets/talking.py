"""The chat page's parts: which model answers, the talk, streaming with stop."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import NamedTuple

import streamlit as st

from curation import bubbles
from curation.errors import RuwoError
from curation.flow.leaving import chatting
from curation.flow.workbench import overview
from curation.workspace import Workspace
from pages.widgets import shell
from pages.widgets.text import safe

Words = Callable[[str], str]
Talk = list[dict[str, str]]


def page(opened: Workspace, _: Words) -> None:
    """Everything below the heading."""
    if overview.is_empty(opened):
        st.text(_("Import a chat first; then the preview can answer."))
        if st.button(_("Import a chat"), type="primary"):
            st.switch_page("pages/1_import.py")
        return
    model = _model(opened, _)
    talk: Talk = st.session_state.setdefault(f"talk_{opened.path.stem}_{st.session_state['model_kind']}", [])
    box = st.container(key="talk")
    with box:
        for message in talk:
            _show(message, _)
        trouble(_)
    if talk and st.button(_("Start over"), key="talk_clear", icon=":material/refresh:"):
        talk.clear()
        st.rerun()
    typed = st.chat_input(
        _("Say something to the persona"), submit_mode="stop", disabled=model is None, key="talk_input"
    )
    if typed and model:
        _answer(opened, model, talk, typed, box, _)


def _model(opened: Workspace, _: Words) -> chatting.Model | None:
    """The preview, or the tuned model once everything it needs is there."""
    kinds = {"preview": _("Preview"), "spark": _("My tuned model (iFlytek Spark)")}
    kind = st.segmented_control(
        _("Who answers"),
        list(kinds),
        default="preview",
        format_func=kinds.__getitem__,
        key="model_kind",
        label_visibility="collapsed",
        persist_state="session",
    )
    if kind != "spark":
        st.info(
            _(
                "This is a preview, not a tuned model: it answers with the persona’s own most "
                "fitting replies, with private values replaced. Nothing leaves this computer."
            ),
            icon=":material/info:",
        )
        return chatting.preview(opened, _)
    with shell.spoken_errors():
        return _spark(_)
    return None


class _Card(NamedTuple):
    """What stands on the service’s card."""

    endpoint: str
    credentials: tuple[str, str, str]
    domain: str
    patch: str


def _card(_: Words) -> _Card:
    with st.form("spark_form", border=False):  # a password field that is left with Tab commits only in a form
        left, right = st.columns(2)
        endpoint = left.text_input(_("Address"), chatting.SPARK, key="spark_endpoint", persist_state="session")
        app_id = right.text_input("APPID", key="spark_app_id", persist_state="session")
        key = left.text_input("APIKey", type="password", key="spark_api_key", persist_state="session")
        secret = right.text_input("APISecret", type="password", key="spark_api_secret", persist_state="session")
        domain = left.text_input("serviceId", key="spark_domain", persist_state="session")
        patch = right.text_input(
            "resourceId",
            key="spark_patch",
            help=_("Names the tuned version. Without it the base model answers."),
            persist_state="session",
        )
        st.form_submit_button(_("Use these"), key="spark_use")
    return _Card(endpoint, (app_id, key, secret), domain, patch)


def _spark(_: Words) -> chatting.Model | None:
    with st.expander(
        _("Connection"), expanded=True
    ):  # closing it by itself would hide the notice that is to be agreed to
        st.text(
            _(
                "You find these on the service card in iFlytek’s MaaS console. They stay in this "
                "browser session and are never stored."
            )
        )
        card = _card(_)
        temperature = st.slider(
            _("Temperature"),
            0.0,
            1.0,
            0.9,
            0.05,
            key="spark_temperature",
            persist_state="session",
            help=_("Higher is livelier, lower is steadier."),
        )
        host = chatting.host(card.endpoint)
        agreed = st.checkbox(
            _("I agree that the talk is sent to {host}, with private values replaced").format(host=safe(host)),
            key=f"agree_{host}",
            persist_state="session",
        )
    if not all((*card.credentials, card.domain)):
        st.text(_("Fill in APPID, APIKey, APISecret and serviceId to begin."))
        return None
    if not agreed:
        st.text(_("Agree to the notice above to begin."))
        return None
    return chatting.spark(
        card.endpoint, card.credentials, domain=card.domain, patch_id=card.patch, temperature=temperature
    )


def _answer(
    opened: Workspace, model: chatting.Model, talk: Talk, typed: str, box: st.delta_generator.DeltaGenerator, _: Words
) -> None:
    """Stream the reply; whatever arrived is kept when it is stopped or breaks off."""
    talk.append({"role": "user", "content": typed})
    reply = {"role": "assistant", "content": ""}
    with box:
        _show(talk[-1], _)
        with st.chat_message("assistant", avatar=":material/face:"):
            slot = st.empty()
            slot.text("…")
            try:
                answered = [message for message in talk if "unanswered" not in message]
                for text in _grow(chatting.ask(opened, model, answered), reply):
                    slot.text(text)
            except RuwoError as error:
                if error.params.get("wipe"):
                    reply["content"] = ""
                st.session_state["talk_error"] = error
            finally:
                if reply["content"]:
                    talk.append(reply)
                else:
                    talk[-1]["unanswered"] = "yes"  # stays on the page, but a model takes only answered turns
    st.rerun()


def _grow(pieces: Iterator[str], reply: dict[str, str]) -> Iterator[str]:
    for piece in pieces:
        reply["content"] += piece
        yield reply["content"]


def _show(message: dict[str, str], _: Words) -> None:
    mine = message["role"] == "user"
    with st.chat_message(message["role"], avatar=":material/person:" if mine else ":material/face:"):
        for bubble in bubbles.decode(message["content"]) or [message["content"]]:
            st.text(bubble)


def trouble(_: Words) -> None:
    """Why the last answer ended early."""
    error = st.session_state.pop("talk_error", None)
    if isinstance(error, RuwoError):
        shell.say(error)
