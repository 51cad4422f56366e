"""Ops that were refused, in words: where somebody was faster, who that was, what they did and when."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from curation.errors import N_, SENTENCES
from curation.flow.workbench import history
from curation.workspace import Workspace, edits, queries
from curation.workspace import history as store

Translate = Callable[[str], str]


def problems(workspace: Workspace, applied: edits.Applied, translate: Translate) -> list[dict[str, Any]]:
    """Refused ops as the canvas shows them."""
    return [_told(workspace, problem, translate) for problem in applied.problems]


def _told(workspace: Workspace, problem: edits.Problem, translate: Translate) -> dict[str, Any]:
    """``again``: the same will be done when it is wanted once more."""
    if problem.code not in _UNSEEN:
        return {"seq": problem.seq, "fragment": problem.fragment, "text": _text(workspace, problem, translate)}
    found = history.entry(workspace, problem.edit, translate)
    text = translate(SENTENCES[problem.code])
    if found:
        text = translate(_UNSEEN[problem.code]).format(**_who_when_what(found, translate))
    return {"seq": problem.seq, "fragment": (found and found.fragment) or 0, "text": text, "again": True}


_UNSEEN = {
    "undo_unseen": N_("Not taken back: {who} did this at {when}: {what}. Undo once more takes it back."),
    "redo_unseen": N_("Not brought back: {who} did this at {when}: {what}. Redo once more brings it back."),
}


def places(workspace: Workspace, refused: Iterable[Mapping[str, Any]]) -> set[int]:
    """The fragments in which the bubbles stand by now that these ops (decoded JSON) name."""
    named = [op["bubble"] for op in refused if type(op.get("bubble")) is int]
    if not named:
        return set()
    with workspace.read() as connection:
        return {row["fragment_id"] for row in queries.bubbles_by_id(connection, named)}


def _text(workspace: Workspace, problem: edits.Problem, translate: Translate) -> str:
    with workspace.read() as connection:
        last = store.last_of(connection, problem.fragment) if problem.code == "edit_stale" else None
    found = history.entry(workspace, last, translate) if last else None
    if found is None:
        return translate(SENTENCES[problem.code])
    sentence = translate(N_("{who} changed this at {when}: {what}. You see it as it is now; do yours again if needed."))
    return sentence.format(**_who_when_what(found, translate))


def _who_when_what(found: history.Entry, translate: Translate) -> dict[str, str]:
    what = found.what
    if found.before and found.after:
        became = translate(N_("{what}, {before} → {after}"))
        what = became.format(what=what, before=found.before, after=found.after)
    return {"who": found.who or translate(N_("Somebody (no name)")), "when": found.when[11:], "what": what}
