"""How the tests of the gateway ask: a bare WebSocket, and a backend that always says the same."""

from __future__ import annotations

import contextlib
import json
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from websockets.sync.client import ClientConnection, connect

from curation.chat.gateway import Gateway
from curation.chat.signing import Credentials, sign_url
from curation.chat.wire import Message

Make = Callable[..., Any]
HELLO = [{"role": "system", "content": "你是小满"}, {"role": "user", "content": "在吗"}]


class Says:
    """A backend that says the same pieces to everybody, and notes what it was asked."""

    def __init__(self, *pieces: str) -> None:
        self.pieces = pieces
        self.asked: list[list[Message]] = []

    def reply(self, messages: Sequence[Message]) -> Iterator[str]:
        self.asked.append(list(messages))
        yield from self.pieces


def signed(gateway: Gateway, credentials: Credentials, late: float = 0) -> str:
    now = datetime.now(UTC) - timedelta(seconds=late)
    return sign_url(gateway.url, credentials.api_key, credentials.api_secret, now)


@contextlib.contextmanager
def raw(gateway: Gateway, credentials: Credentials, **options: Any) -> Iterator[ClientConnection]:
    with connect(signed(gateway, credentials), proxy=None, max_size=None, **options) as connection:
        yield connection


def question(**changes: Any) -> dict[str, Any]:
    return {
        "header": {"app_id": changes.get("app_id", "demoapp1")},
        "parameter": {"chat": {"domain": changes.get("domain", "preview"), **changes.get("chat", {})}},
        "payload": {"message": {"text": changes.get("text", HELLO)}},
    }


def answer(connection: ClientConnection) -> list[dict[str, Any]]:
    frames = [json.loads(connection.recv(10))]
    while frames[-1]["header"]["status"] != 2:
        frames.append(json.loads(connection.recv(10)))
    return frames
