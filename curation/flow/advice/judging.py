"""Asking a language model for a second opinion, and putting its verdicts beside the other signals.

Only redacted text leaves (:mod:`.asking`), and only to the address that the person typed after the notice. A verdict
is a suggestion: no fragment changes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from curation.chat.wire import Message
from curation.errors import RuwoError
from curation.flow.advice import asking, opinions, signalling
from curation.jobs import Job
from curation.signals import judging, judging_prompt
from curation.workspace import Workspace
from curation.workspace import opinions as store

USELESS = 3
"""Answers in a row that are not what was asked for, after which asking on has no sense."""
BEAT = 0.1
"""Seconds between two looks whether somebody wants to stop."""

Intents = Mapping[int, str]


class Client(Protocol):
    """Who answers: ``chat.openai.Client``."""

    @property
    def address(self) -> str:
        """Where it is."""

    @property
    def model(self) -> str:
        """Its name there."""

    def ask(self, messages: Sequence[Message]) -> str:
        """The answer to the last message; raises RuwoError."""


@dataclass(frozen=True)
class Outcome:
    """What a round of questions gave, in fragments. ``suggestions``: of all rounds; ``skipped``: without a usable
    answer, changed since the round began, or not fit to be sent."""

    judged: int
    suggestions: int
    skipped: int


def connect(address: str, model: str, key: str) -> Client:
    """A client; opens no socket yet. Raises RuwoError ``model_…``."""
    from curation.chat import openai  # its library takes 0.2 s to load, and most people never ask

    return openai.Client(address, model, key)


def run(workspace: Workspace, client: Client, job: Job[Any], limit: int = asking.WINDOWS) -> Outcome:
    """Ask, window by window; each one's opinions are kept as they come.

    An answer that is not what was asked for is asked for once more, then skipped. Raises RuwoError of the client,
    ``model_useless`` after :data:`USELESS` such windows in a row, ``cancelled``.
    """
    by = asking.identity(client.address, client.model)
    plan = asking.plan(workspace, by, limit)
    told: dict[int, Intents] = {}
    spoilt: set[int] = set()
    judged = in_a_row = 0
    for n, window in enumerate(plan.windows):
        job.fraction = n / len(plan.windows)
        here = {part.fragment for part in window}
        if not asking.current(workspace, [plan.talks[i] for i in here]):
            spoilt |= here
            continue
        found = _answered(client, window, job)
        in_a_row = 0 if found else in_a_row + 1
        if in_a_row == USELESS:
            raise RuwoError("model_useless", count=USELESS)
        if found is None:
            spoilt |= here
            continue
        for part, intents in zip(window, found, strict=True):
            told[part.fragment] = {**intents, **told.get(part.fragment, {})}  # the part that knows more before wins
        whole = {part.fragment for part in window if part.last} - spoilt
        judged += _keep(workspace, [plan.talks[i] for i in whole], told, by)
    return Outcome(judged, suggestions(workspace), len(spoilt) + plan.unfit)


def suggestions(workspace: Workspace) -> int:
    """How many fragments second opinions speak against."""
    with workspace.read() as connection:
        return store.suggestions(connection)


def _answered(client: Client, window: asking.Window, job: Job[Any]) -> list[dict[int, str]] | None:
    """The intents of each part; None when two answers were not what was asked for."""
    for _ in range(2):
        answer = _ask(client, asking.question(window), job)
        if (found := judging_prompt.intents(answer, window)) is not None:
            return found
    return None


def _ask(client: Client, question: Sequence[Message], job: Job[Any]) -> str:
    """One answer. Whoever stops does not wait for it: it is then thrown away when it comes."""
    job.check()
    asked: Job[str] = Job(lambda _: client.ask(question))
    while not asked.wait(BEAT):
        job.check()
    if asked.error:
        raise asked.error
    return asked.result or ""


def _keep(workspace: Workspace, talks: Sequence[asking.Talk], told: Mapping[int, Intents], by: str) -> int:
    """Store opinions on fragments that nobody changed meanwhile; returns how many."""
    marked = [
        mark
        for talk in talks
        for mark in opinions.told(talk.fragment, by, judging.suggestions(talk.turns, told[talk.fragment.id]))
    ]
    with workspace.write() as connection:
        fresh = store.put(connection, {talk.fragment.id: talk.version for talk in talks}, marked)
        signalling.refresh(connection, fresh)
        return len(fresh)
