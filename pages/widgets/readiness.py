"""Ready to train? One verdict, what it rests on, and the most useful next half hour."""

from __future__ import annotations

from collections.abc import Callable

import streamlit as st

from curation.flow.advice import bounds, readiness, sampling
from curation.flow.advice.readiness import Facts, Verdict
from curation.flow.leaving import exporting
from curation.workspace import Workspace
from curation.workspace.samples import Purpose
from pages.widgets import agreeing, judging, rechecking, workbench
from pages.widgets.text import safe

Words = Callable[[str], str]
_PAGES = {"privacy": "pages/3_privacy.py", "export": "pages/5_export.py", "import": "pages/1_import.py"}


def show(opened: Workspace, _: Words) -> None:
    """The verdict first, then the counts and the samples behind it."""
    found = _facts(opened, _)
    kept = sampling.rate(opened, "kept")
    _verdict(opened, readiness.verdict(found, kept, _), _)
    _counts(found, _)
    st.subheader(_("Blind samples"), anchor=False)
    st.text(
        _(
            "Fragments drawn at random, judged without seeing what was decided. From a few dozen of them one knows "
            "how many of all can be defective at most."
        )
    )
    left, right = st.columns(2)
    with left.container(border=True, height="stretch"):
        _sample(opened, "kept", _("What you kept"), kept, _)
    with right.container(border=True, height="stretch"):
        _sample(opened, "pending", _("What nobody has read yet"), sampling.rate(opened, "pending"), _)
    _recheck(opened, _)


def _facts(opened: Workspace, _: Words) -> Facts:
    """Counted anew when an export could come out differently."""
    now = (opened.path, exporting.fingerprint(opened))
    kept: tuple[object, Facts] | None = st.session_state.get("review_facts")
    if kept is None or kept[0] != now:
        with st.spinner(_("Counting what would be exported…")):
            kept = (now, readiness.facts(opened))
        st.session_state["review_facts"] = kept
    return kept[1]


def _verdict(opened: Workspace, verdict: Verdict, _: Words) -> None:
    titles = {"yes": _("Yes"), "nearly": _("Nearly"), "no": _("Not yet")}
    with st.container(border=True, key="verdict"):
        st.subheader(titles[verdict.level], anchor=False)
        st.text(verdict.why)
        with st.container(horizontal=True, vertical_alignment="center"):
            st.text(_("Most useful now: {step}").format(step=verdict.next))
            if st.button(_("Go there"), type="primary", key="verdict_go", icon=":material/arrow_forward:"):
                _go(opened, verdict.go)


def _go(opened: Workspace, where: str) -> None:
    if where in _PAGES:
        st.switch_page(_PAGES[where])
    if where == "queue":
        workbench.restart()
        st.session_state["review_goto"] = "work"
        st.rerun()
    _judge(opened, "kept", fresh=False)


def _counts(found: Facts, _: Words) -> None:
    share = f"{found.low / found.replies:.0%}" if found.replies else "–"
    names = {
        _("Rows"): f"{found.rows:,}",
        _("Tokens of talk, about"): f"{found.tokens:,}",
        _("Rows said twice"): f"{found.alike:,}",
        _("Replies like “ok”"): share,
        _("From one chat"): f"{found.share:.0%}" if found.rows else "–",
    }
    with st.container(horizontal=True, key="ready_counts"):
        for name, value in names.items():
            with st.container(width=150, gap=None):
                st.caption(name)
                st.text(value)
    if found.chats > 1 and found.contact:
        st.text(_("Most rows come from: {contact}").format(contact=found.contact))


def _sample(opened: Workspace, purpose: Purpose, title: str, rate: sampling.Rate, _: Words) -> None:
    st.text(title)
    _known(purpose, rate, _)
    with st.container(horizontal=True):
        label = _("Judge {count} more").format(count=f"{rate.ahead:,}")
        if rate.ahead and st.button(label, key=f"sample_{purpose}"):
            _judge(opened, purpose, fresh=False)
        if rate.judged and rate.population and st.button(_("Fresh sample"), key=f"fresh_{purpose}", type="tertiary"):
            _judge(opened, purpose, fresh=True)
    _defective(opened, purpose, _)


def _known(purpose: Purpose, rate: sampling.Rate, _: Words) -> None:
    """What the judgements say about the fragments there are now."""
    if not rate.population:
        st.caption(_("Nothing is kept at the moment.") if purpose == "kept" else _("Nothing is left unread."))
        return
    if not rate.judged:
        st.caption(_("Nothing judged yet."))
        return
    st.text(_("{judged} judged: {defects} defective, {missed} with something private").format(**vars(rate)))
    if rate.left:
        st.caption(_("{left} of these were decided anew or changed since.").format(left=f"{rate.left:,}"))
    if rate.newer:
        newer = _("{newer} came or changed since; nothing is known of them, so each of them counts as bad here.")
        st.caption(newer.format(newer=f"{rate.newer:,}"))
    defects, missed = safe(bounds.told(rate.most_defects)), safe(bounds.told(rate.most_missed))
    if rate.judged - rate.left == rate.population:
        judged = _("All were judged: {defects} are defective and {missed} hold something private.")
        st.caption(judged.format(defects=defects, missed=missed))
    else:
        certain = _(
            "With 95 % certainty at most {defects} of all are defective and at most {missed} hold something private."
        )
        st.caption(certain.format(defects=defects, missed=missed))


def _defective(opened: Workspace, purpose: Purpose, _: Words) -> None:
    bad = sampling.defective(opened, purpose)
    if not bad:
        return
    label = _("Open the next of {count} that are not right")
    if not any(one.missed for one in bad):
        label = _("Open the next of {count} defective ones")
    if not any(one.defect for one in bad):
        label = _("Open the next of {count} with something private left")
    if st.button(label.format(count=len(bad)), key=f"defective_{purpose}"):
        workbench.restart()
        st.session_state["review_jump"] = st.session_state["judged_bad"] = _after([one.fragment for one in bad])
        st.session_state["review_goto"] = "work"
        st.rerun()


def _after(bad: list[int]) -> int:
    """The one behind that which was opened last: what a rule mended stays in the list until it is judged anew."""
    last = st.session_state.get("judged_bad")
    return bad[(bad.index(last) + 1) % len(bad)] if last in bad else bad[0]


def _judge(opened: Workspace, purpose: Purpose, *, fresh: bool) -> None:
    sampling.ready(opened, purpose, fresh=fresh)
    judging.begin(purpose)
    st.rerun()


def _recheck(opened: Workspace, _: Words) -> None:
    """Old decisions that come back blind, and how far the person agrees with themselves."""
    due = sampling.due(opened)
    if not sampling.agreement(opened)[1] and not due:
        return
    with st.container(border=True):
        st.text(_("Do you still agree with yourself?"))
        agreeing.show(opened, workbench.restart, _)
        if due:
            many = _("Decide {count} old ones once more, blind").format(count=f"{due:,}")
            label = _("Decide 1 old one once more, blind") if due == 1 else many
            if st.button(label, key="recheck"):
                rechecking.begin(opened)
