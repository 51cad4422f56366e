"""The preview that answers with the person's own replies, and what may leave for a tuned model."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path
from time import monotonic
from urllib.parse import urlsplit

from curation.chat.gateway import Gateway
from curation.chat.preview import NOTHING_FITS, PreviewBackend
from curation.chat.retrieve import ReplyIndex
from curation.chat.signing import Credentials
from curation.chat.spark import SparkClient
from curation.dataset import build
from curation.flow.cutting import training
from curation.flow.guarding import personas, scanning
from curation.flow.guarding.redaction import Redactor
from curation.workspace import Workspace, findings, places, queries, queues, setaside
from curation.workspace.filters import Filter

SPARK = "wss://maas-api.cn-huabei-1.xf-yun.com/v1.1/chat"
"""iFlytek's address for tuned models."""

PREVIEW = "preview"
"""The preview's domain, in place of a serviceId."""

TEMPERATURE = 0.9
"""The tutorial's; the service takes 0 to 1."""

NEWEST = 5_000
"""Fragments the preview looks replies up in: about a second to prepare, after every edit."""

BEAT = 0.1
"""Seconds between two repaints of a growing answer; each repaint sends all of it to the browser again."""


class Replies:
    """The persona's redacted replies of a workspace, looked up by what was said to it; follows every edit."""

    def __init__(self, workspace: Workspace) -> None:
        self._workspace = workspace
        self._lock = threading.Lock()
        self._seen: tuple[int, ...] = ()
        self._index = ReplyIndex(())

    def best(self, text: str) -> str | None:
        """The most fitting reply, or None."""
        with self._lock:
            self._catch_up()
            return self._index.best(text)

    def _catch_up(self) -> None:
        with self._workspace.read() as connection:
            now = (queries.last_edit(connection), *setaside.counts(connection), findings.unscanned_count(connection))
        if now != self._seen:
            self._index = ReplyIndex(pairs(self._workspace))
            self._seen = now


def pairs(workspace: Workspace) -> list[tuple[str, str]]:
    """What was said to the persona and what it replied, redacted, in the newest fragments that are not dropped.

    Left out is what was set aside, and what no scan has read yet.
    """
    with workspace.read() as connection:
        ids = queues.ids(connection, Filter(statuses=("kept", "pending", "later")))[-NEWEST:]
        out = queries.held_out_fragments(connection, ids) | places.unscanned_fragments(connection)
        redactor = Redactor.of(connection)
        prepared = list(training.prepare(connection, [i for i in ids if i not in out], redactor))
    rows = build([p.fragment for p in prepared], system="").rows
    turns = [row.conversations for row in rows]
    return [(talk[i]["value"], talk[i + 1]["value"]) for talk in turns for i in range(0, len(talk) - 1, 2)]


@dataclass(frozen=True)
class Model:
    """Who answers: a client and what goes with every question. ``local``: nothing leaves the computer."""

    client: SparkClient
    domain: str
    patch_id: str | None = None
    temperature: float = TEMPERATURE
    local: bool = False


_previews: dict[Path, tuple[Gateway, Model]] = {}
_guard = threading.Lock()


def preview(workspace: Workspace, translate: Callable[[str], str]) -> Model:
    """The workspace's preview, started on first use: a gateway on loopback with a random port and random keys."""
    with _guard:
        if workspace.path not in _previews:
            mine = Credentials.random()
            backend = PreviewBackend(Replies(workspace).best, translate(NOTHING_FITS))
            gateway = Gateway(
                backend, app_id=mine.app_id, api_key=mine.api_key, api_secret=mine.api_secret, domain=PREVIEW
            )
            gateway.start()
            _previews[workspace.path] = (gateway, Model(SparkClient(gateway.url, mine), PREVIEW, local=True))
        return _previews[workspace.path][1]


def close_preview(workspace: Workspace) -> None:
    """Stop the workspace's preview, if it runs."""
    with _guard:
        found = _previews.pop(workspace.path, None)
    if found:
        found[0].close()


def host(endpoint: str) -> str:
    """Where an address leads, for the notice; a dash when it is none."""
    try:
        return urlsplit(endpoint).hostname or "–"
    except ValueError:
        return "–"


def spark(endpoint: str, credentials: tuple[str, str, str], *, domain: str, patch_id: str, temperature: float) -> Model:
    """A tuned model behind Spark's protocol. ``credentials``: app id, key, secret. Raises RuwoError."""
    return Model(SparkClient(endpoint, Credentials(*credentials)), domain, patch_id or None, temperature)


def ask(workspace: Workspace, model: Model, talk: Sequence[Mapping[str, str]]) -> Iterator[str]:
    """The answer to the last message of ``talk`` in pieces, at most one every :data:`BEAT` seconds.

    The system text and the whole talk go with every question, redacted unless the model is local. An empty piece
    comes while nothing does, so that the caller can stop. Raises RuwoError.
    """
    messages = [*_system(workspace), *talk] if model.local else outgoing(workspace, [*_system(workspace), *talk])
    stream = model.client.stream(
        messages, domain=model.domain, patch_id=model.patch_id, temperature=model.temperature, tick=BEAT
    )
    held, last = "", monotonic()
    with closing(stream):
        for chunk in stream:
            held += chunk.content
            if chunk.warning and chunk.warning.code != "chat_trimmed":
                raise chunk.warning
            if held and (chunk.done or monotonic() - last >= BEAT):
                yield held
                held, last = "", monotonic()
            elif not chunk.content:
                yield ""
    if held:
        yield held


def _system(workspace: Workspace) -> list[dict[str, str]]:
    personas.scan_system_text(workspace)
    with workspace.read() as connection:
        text = personas.redacted_system_text(connection, Redactor.of(connection)).text
    return [{"role": "system", "content": text}] if text else []


def outgoing(workspace: Workspace, talk: Sequence[Mapping[str, str]]) -> list[dict[str, str]]:
    """The talk as it may leave this computer: every message scanned and redacted like the data set itself."""
    texts = [message["content"] for message in talk]
    with workspace.read() as connection:
        found = scanning.scan_fresh(connection, texts)
        redactor = Redactor.of(connection)
    contents = redactor.redact_fresh(texts, found)
    return [{"role": m["role"], "content": content} for m, content in zip(talk, contents, strict=True)]
