"""What would be asked of a language model: which fragments, in which words, at what cost. Opens no socket."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from curation import signals
from curation.chat.history import estimate_tokens
from curation.chat.wire import Message
from curation.flow.advice import opinions, stretches, thresholds
from curation.flow.cutting import training
from curation.flow.guarding.redaction import Redactor
from curation.signals import judging, judging_prompt
from curation.workspace import Workspace, marks
from curation.workspace import opinions as store

WINDOWS = 100
"""Questions in a round, unless the person wants another number."""
BATCH = 200
"""Fragments read at once."""

Window = tuple[judging.Part, ...]
_JUMPS = (round(1000 * judging.DOUBTFUL[0]), round(1000 * judging.DOUBTFUL[1]))


@dataclass(frozen=True)
class Talk:
    """A fragment as it would be sent. ``version``: which one was read."""

    fragment: signals.Fragment
    version: int
    turns: list[judging.Turn]
    background: str


@dataclass(frozen=True)
class Plan:
    """A round of questions. ``doubtful``: fragments there are to ask about; ``known``: those of the ones looked at that
    this model has judged as they stand; ``unfit``: those that are not sent, since something private stands in them.
    """

    doubtful: int
    known: int
    unfit: int
    windows: list[Window]
    talks: Mapping[int, Talk]


@dataclass(frozen=True)
class Budget:
    """What a round would send, in fragments, questions, characters; tokens are estimates."""

    doubtful: int
    known: int
    fragments: int
    windows: int
    characters: int
    tokens_in: int
    tokens_out: int
    first: str
    """The first question, word for word."""


def identity(address: str, model: str) -> str:
    """Whose opinion it is: another address, model or prompt is asked anew."""
    text = "\n".join((judging_prompt.VERSION, address.strip().rstrip("/"), model.strip()))
    return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def budget(workspace: Workspace, by: str = "", limit: int = WINDOWS) -> Budget:
    """What would be asked in at most ``limit`` questions; ``by``: :func:`identity` of the model."""
    planned = plan(workspace, by, limit)
    questions = [question(window) for window in planned.windows]
    texts = [message.content for messages in questions for message in messages]
    parts = [part for window in planned.windows for part in window]
    return Budget(
        planned.doubtful,
        planned.known,
        len({part.fragment for part in parts}),
        len(questions),
        sum(map(len, texts)),
        sum(map(estimate_tokens, texts)),
        judging_prompt.ANSWER_TOKENS * sum(len(part.turns) for part in parts),
        "\n\n".join(texts[:2]),
    )


def question(window: Window) -> list[Message]:
    """What is sent about a window."""
    return [
        Message(role="system", content=judging_prompt.SYSTEM),
        Message(role="user", content=judging_prompt.question(window)),
    ]


def plan(workspace: Workspace, by: str, limit: int) -> Plan:
    """The most useful questions, at most ``limit``."""
    talks: list[Talk] = []
    known = unfit = 0
    with workspace.read() as connection:
        least = thresholds.choices(connection)["unexplained"].threshold
        ids = store.doubtful(connection, _JUMPS, round(1000 * least))
        redactor = _redactor(connection)
        for i in range(0, len(ids), BATCH):
            fragments = list(stretches.read(connection, ids[i : i + BATCH]))
            old = opinions.known(connection, fragments, by)
            fresh = list(_talks(connection, [one for one in fragments if one.id not in old], redactor))
            fit = [talk for talk in fresh if not _leaks(talk, redactor)]
            known, unfit = known + len(old), unfit + len(fresh) - len(fit)
            talks += fit
            if sum(len(talk.turns) for talk in talks) >= limit * judging.MOST:
                break
    parts = [part for talk in talks for part in judging.parts(talk.fragment.id, talk.turns, talk.background)]
    windows = list(judging.packed(parts))[:limit]
    return Plan(len(ids), known, unfit, windows, {talk.fragment.id: talk for talk in talks})


def current(workspace: Workspace, talks: Sequence[Talk]) -> bool:
    """Whether these would be sent in the same words now: a decision on a private value counts at once."""
    with workspace.read() as connection:
        redactor = _redactor(connection)
        fragments = list(stretches.read(connection, [talk.fragment.id for talk in talks]))
        now = list(_talks(connection, fragments, redactor))
    return [_sent(talk) for talk in now] == [_sent(talk) for talk in talks] and not any(
        _leaks(talk, redactor) for talk in now
    )


def _sent(talk: Talk) -> tuple[int, list[judging.Turn], str]:
    return talk.version, talk.turns, talk.background


def _redactor(connection: Connection) -> Redactor:
    """Stricter than an export: the persona's own names go as well, for the lines say who speaks."""
    return replace(Redactor.of(connection), own_names=frozenset())


def _talks(connection: Connection, fragments: Sequence[signals.Fragment], redactor: Redactor) -> Iterator[Talk]:
    ids = [fragment.id for fragment in fragments]
    words, versions = training.words(connection, ids, redactor), marks.versions(connection, ids)
    for fragment in fragments:
        said = words[fragment.id]
        yield Talk(fragment, versions[fragment.id], judging.turns(fragment, said.bubbles), said.context)


def _leaks(talk: Talk, redactor: Redactor) -> bool:
    """Whether something private still stands there, as the export would look for it."""
    return bool(redactor.leaks_in("\n".join((talk.background, *(turn.text for turn in talk.turns)))))
