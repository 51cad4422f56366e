"""The export page's parts: the selection, the checks, the download and the manifest."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import streamlit as st

from curation import dataset
from curation.errors import RuwoError
from curation.flow.leaving import exporting
from curation.flow.sweeping import tables
from curation.flow.words import ENTITIES
from curation.flow.workbench import overview
from curation.workspace import Workspace
from pages.widgets import consent, gate, private, shell, whole_chats

Words = Callable[[str], str]
SHOWN = 50
"""Problems or fragments listed at once."""


def page(opened: Workspace, _: Words) -> None:
    """Everything below the heading."""
    private.scan_state(opened, _)
    consent.at_export(opened, _)
    choices = {"kept": _("Only fragments I kept"), "kept_and_unreviewed": _("Also unreviewed ones without any signal")}
    selection = st.radio(
        _("What goes in"), list(choices), format_func=choices.__getitem__, key="selection", horizontal=True
    )
    try:
        done = _built(opened, selection)
    except RuwoError as error:
        shell.say(error)
        return
    if not done.data.rows:
        st.info(_("Nothing to export yet: keep fragments on the review page first."), icon=":material/info:")
        if st.button(_("Go to review"), type="primary"):
            st.switch_page("pages/2_review.py")
        return
    _summary(done, _)
    if done.ready:
        _download(opened, done, _)
    gate.unsettled(opened, done, _)
    gate.leaks(done, _)
    gate.suspects(opened, done, _)
    _problems(opened, done, _)
    _details(done, _)
    whole_chats.offer(opened, _)


def _built(opened: Workspace, selection: str) -> exporting.Export:
    """The export of exactly this state of the workspace; built once, kept for this session's reruns."""
    lang = shell.current().lang
    state = (opened.path, selection, lang, exporting.fingerprint(opened))
    kept = st.session_state.get("export")
    if kept is None or kept[0] != state:
        with st.spinner(st.session_state["shell"]._("Building and checking the file…")):
            kept = (state, exporting.export(opened, selection=selection, lang=lang))
        st.session_state["export"] = kept
    done: exporting.Export = kept[1]
    return done


def _summary(done: exporting.Export, _: Words) -> None:
    counts = done.pack.manifest.counts
    columns = st.columns(4)
    columns[0].metric(_("Rows"), f"{counts.rows:,}")
    columns[1].metric(_("Turns"), f"{counts.turns:,}")
    columns[2].metric(
        _("Tokens, about"),
        f"{counts.estimated_tokens:,}",
        help=_("With the system text, which stands above every row; the review page counts the talk alone."),
    )
    columns[3].metric(_("Set aside for testing"), f"{done.pack.manifest.held_out:,}")
    replaced = sum(done.pack.manifest.replaced.values())
    if done.ready:
        st.success(
            _(
                "A trainer will keep every row, and none of the replaced values stands in the "
                "file ({count} places replaced)."
            ).format(count=f"{replaced:,}"),
            icon=":material/check_circle:",
        )


def _download(opened: Workspace, done: exporting.Export, _: Words) -> None:
    base = overview.name_for_files(opened)
    left, right, third = st.columns(3)
    left.download_button(
        _("Download ShareGPT file"),
        done.data_file(),
        file_name=f"{base}_sharegpt.json",
        mime="application/json",
        type="primary",
        key="download",
        width="stretch",
        icon=":material/download:",
        on_click=exporting.remember,
        args=(opened, done),
    )
    right.download_button(
        _("Download everything (zip)"),
        done.zip(),
        file_name=f"{base}_ruwo.zip",
        mime="application/zip",
        key="download_zip",
        width="stretch",
        on_click=exporting.remember,
        args=(opened, done),
    )
    with third:
        gate.report(done, _)
    st.caption(_("The zip also holds the manifest, dataset_info.json for LLaMA-Factory and a short guide."))


def _problems(opened: Workspace, done: exporting.Export, _: Words) -> None:
    """What stands in the way, each with a way to its fragment."""
    for n, problem in enumerate(done.problems[:SHOWN]):
        text, button = st.columns([5, 1], vertical_alignment="center")
        text.text(_(dataset.PROBLEMS[problem.code]).format(**problem.params))
        if problem.key is not None and button.button(_("Show"), key=f"problem_{n}", width="stretch"):
            _show(problem.key)
    if done.data.skipped:
        with st.expander(_("{count} kept fragments give no row").format(count=f"{len(done.data.skipped):,}")):
            _skipped(opened, dict(list(done.data.skipped.items())[:SHOWN]), _)
            if (more := len(done.data.skipped) - SHOWN) > 0:
                st.caption(_("and {count} more").format(count=f"{more:,}"))


def _skipped(opened: Workspace, reasons: Mapping[int, str], _: Words) -> None:
    """Each with its day and first words, by which a person knows it again."""
    for one in tables.briefs(opened, list(reasons)):
        when, words, why, button = st.columns([3, 5, 5, 2], vertical_alignment="center")
        when.text(one.start)
        words.text(one.words)
        why.text(_(dataset.SKIPS[reasons[one.fragment]]))
        if button.button(_("Show"), key=f"skip_{one.fragment}", width="stretch"):
            _show(one.fragment)


def _details(done: exporting.Export, _: Words) -> None:
    manifest = done.pack.manifest
    with st.expander(_("What was done to the texts")):
        for kind, count in manifest.repairs.items():
            st.text(f"{_(dataset.REPAIRS[kind])}  {count:,}")
        for entity, count in manifest.replaced.items():
            st.text(_("Replaced, {entity}: {count}").format(entity=_(ENTITIES[entity]), count=f"{count:,}"))
    with st.expander(_("Manifest")):
        st.code(manifest.to_bytes().decode(), language="json")


def _show(fragment: int) -> None:
    state = st.session_state
    state.pop("review_ids", None)
    state["review_status"] = "all"
    state["review_jump"] = fragment
    st.switch_page("pages/2_review.py")
