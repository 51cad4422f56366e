"""A scripted service: it plays what a test wrote, however odd, and notes what it was asked."""

from __future__ import annotations

import json
import socket
from contextlib import suppress
from threading import Event, Thread
from typing import Any, Self

from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request, Response
from websockets.sync.server import ServerConnection, serve

from curation.chat.connection import SILENT

DROP = object()
"""In a script: cut the connection without a word."""


class Service:
    """Accepts every handshake unless ``refusal`` is given, then plays ``script`` for each question.

    A script holds frames (dict, text or bytes), ``DROP``, and events to wait for. At its end the service
    waits for the client to go; ``gone`` is then set and ``close_code`` known.
    """

    def __init__(self, *script: object, refusal: tuple[int, bytes, dict[str, str]] | None = None) -> None:
        self.script = list(script)
        self.refusal = refusal
        self.asked: list[dict[str, Any]] = []
        self.handshakes: list[Request] = []
        self.gone = Event()
        self.close_code: int | None = None
        self._server = serve(self._talk, "127.0.0.1", 0, process_request=self._admit, logger=SILENT, compression=None)
        self.url = f"ws://127.0.0.1:{self._server.socket.getsockname()[1]}/v1.1/chat"

    def __enter__(self) -> Self:
        Thread(target=self._server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self._server.shutdown()

    def _admit(self, connection: ServerConnection, request: Request) -> Response | None:
        self.handshakes.append(request)
        if self.refusal is None:
            return None
        status, body, headers = self.refusal
        response = connection.respond(status, "")
        response.body = body
        for name, value in {"Content-Length": str(len(body)), **headers}.items():
            response.headers.pop(name, None)
            response.headers[name] = value
        return response

    def _talk(self, connection: ServerConnection) -> None:
        with suppress(ConnectionClosed):
            self.asked.append(json.loads(connection.recv()))
            self._play(connection)
            connection.recv()
        self.close_code = connection.close_code
        self.gone.set()

    def _play(self, connection: ServerConnection) -> None:
        for step in self.script:
            if isinstance(step, Event):
                assert step.wait(10)
            elif step is DROP:
                connection.socket.shutdown(socket.SHUT_RDWR)
            else:
                connection.send(json.dumps(step) if isinstance(step, dict) else step)  # type: ignore[arg-type]


def frame(content: str | None, status: int = 1, **extra: Any) -> dict[str, Any]:
    """A success frame; ``extra`` are ``header_status``, ``reasoning`` and ``usage``."""
    piece = {"content": content, "role": "assistant", "index": 0}
    if "reasoning" in extra:
        piece["reasoning_content"] = extra["reasoning"]
    payload: dict[str, Any] = {"choices": {"status": status, "seq": 0, "text": [piece]}}
    if "usage" in extra:
        payload["usage"] = {"text": extra["usage"]}
    header = {"code": 0, "message": "Success", "sid": "cht01@dx", "status": extra.get("header_status", status)}
    return {"header": header, "payload": payload}


def error(code: int) -> dict[str, Any]:
    """An error frame, as the service sends it: without payload, with a message that may quote the talk."""
    return {"header": {"code": code, "message": "about 小满的秘密", "sid": "cht02@dx", "status": 2}}
