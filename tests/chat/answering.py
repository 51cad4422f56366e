"""A scripted chat-completions service: it answers what a test wrote, however odd, and notes what it was asked."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Self

Reply = tuple[int, dict[str, str], bytes]
"""Status, headers, body."""


def said(text: str) -> Reply:
    """An answer with this text."""
    body = {"object": "chat.completion", "choices": [{"index": 0, "message": {"role": "assistant", "content": text}}]}
    return 200, {}, json.dumps(body).encode()


def refused(status: int, code: str = "", message: str = "about 小满的秘密", **headers: str) -> Reply:
    """An error as OpenAI writes it; its message may quote the talk."""
    return status, headers, json.dumps({"error": {"code": code, "message": message}}).encode()


class Service:
    """Answers the n-th question with the n-th reply, the last one from then on; a reply may be made from the question.

    ``held``: answers wait for it. ``asked``: the bodies; ``headers``: of each question; ``paths``.
    """

    def __init__(self, *replies: Reply | Callable[[dict[str, Any]], Reply]) -> None:
        self.replies = list(replies)
        self.asked: list[dict[str, Any]] = []
        self.headers: list[dict[str, str]] = []
        self.paths: list[str] = []
        self.held = threading.Event()
        self.held.set()
        self.arrived = threading.Event()
        self._server = ThreadingHTTPServer(("127.0.0.1", 0), _handler(self))
        self.address = f"http://127.0.0.1:{self._server.server_port}/v1"

    def __enter__(self) -> Self:
        threading.Thread(target=self._server.serve_forever, args=(0.01,), daemon=True).start()
        return self

    def __exit__(self, *_: object) -> None:
        self.held.set()
        self._server.shutdown()
        self._server.server_close()

    def answer(self, body: dict[str, Any]) -> Reply:
        """The reply to a question."""
        self.asked.append(body)
        self.arrived.set()
        reply = self.replies[min(len(self.asked), len(self.replies)) - 1]
        assert self.held.wait(30)
        return reply(body) if callable(reply) else reply


def _handler(service: Service) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            service.paths.append(self.path)
            service.headers.append(dict(self.headers))
            body = json.loads(self.rfile.read(int(self.headers["Content-Length"])))
            status, headers, content = service.answer(body)
            self.send_response(status)
            for name, value in {"Content-Length": str(len(content)), **headers}.items():
                self.send_header(name.replace("_", "-"), value)
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Silent."""

    return Handler
