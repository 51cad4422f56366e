"""Ops that were refused, in words: where somebody was faster, who that was, what they did and when."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from curation.errors import N_, SENTENCES
from curation.flow.workbench import history
from curation.workspace import Workspace, edits
from curation.workspace import history as store

Translate = Callable[[str], str]


def problems(workspace: Workspace, applied: edits.Applied, translate: Translate) -> list[dict[str, Any]]:
    """Refused ops as the canvas shows them."""
    return [{"seq": p.seq, "fragment": p.fragment, "text": _text(workspace, p, translate)} for p in applied.problems]


def _text(workspace: Workspace, problem: edits.Problem, translate: Translate) -> str:
    with workspace.read() as connection:
        last = store.last_of(connection, problem.fragment) if problem.code == "edit_stale" else None
    found = history.entry(workspace, last, translate) if last else None
    if found is None:
        return translate(SENTENCES[problem.code])
    what = found.what
    if found.before and found.after:
        became = translate(N_("{what}, {before} → {after}"))
        what = became.format(what=what, before=found.before, after=found.after)
    sentence = translate(N_("{who} changed this at {when}: {what}. You see it as it is now; do yours again if needed."))
    who = found.who or translate(N_("Somebody (no name)"))
    return sentence.format(who=who, when=found.when[11:], what=what)
