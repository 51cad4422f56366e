"""Spark's chat protocol on this computer, in front of any backend.

What speaks to the service can speak to it: same address form, same signature, same frames and error codes.
"""

from __future__ import annotations

import secrets
import socket
from collections.abc import Generator, Iterator, Sequence
from contextlib import closing, suppress
from datetime import UTC, datetime
from threading import Thread
from typing import Protocol, Self
from urllib.parse import urlsplit

from websockets.datastructures import Headers
from websockets.exceptions import ConnectionClosed
from websockets.http11 import Request as HandshakeRequest
from websockets.http11 import Response
from websockets.sync.server import Server, ServerConnection, serve

from curation.chat import wire
from curation.chat.connection import CLOSE_SECONDS, SILENT, is_loopback
from curation.chat.history import count_tokens, estimate_tokens
from curation.chat.signing import Credentials, Refusal, verify
from curation.errors import RuwoError

PATH = "/v1.1/chat"
MAX_REQUEST_BYTES = 256 * 1024
"""8192 tokens of text take some 50 kB."""
IDLE_SECONDS = 60.0
"""The service hangs up after so long without a question."""
STOP_SECONDS = 2.0
"""How long :meth:`Gateway.close` waits for a backend that is between two pieces."""

FROM_A_PAGE = Refusal(403, "requests from web pages are refused")
NOT_HERE = Refusal(404, "no route matched")


class Backend(Protocol):
    """Whoever answers. It is called from several threads, one a connection."""

    def reply(self, messages: Sequence[wire.Message]) -> Iterator[str]:
        """The answer to the last message in pieces; a generator is closed when the client goes away."""
        ...


class Gateway:
    """A server on loopback; a context manager, or :meth:`start` and :meth:`close`.

    ``port`` 0 takes any free one. Raises RuwoError ``gateway_host`` for a ``host`` that other computers could
    reach, ``gateway_port`` for a number that is no port. Every handshake of a web page is refused, whatever it knows.
    """

    def __init__(
        self,
        backend: Backend,
        *,
        app_id: str,
        api_key: str,
        api_secret: str,
        domain: str,
        host: str = "127.0.0.1",
        port: int = 0,
    ) -> None:
        if not is_loopback(host):
            raise RuwoError("gateway_host", host=host)
        if not 0 <= port <= 65535:
            raise RuwoError("gateway_port", port=port)
        self._backend = backend
        self._credentials = Credentials(app_id, api_key, api_secret)
        self._domain = domain
        self._host = host
        self._port = port
        self._server: Server | None = None
        self._serving: Thread | None = None

    @property
    def url(self) -> str:
        """Address for a client, with the real port while the gateway runs."""
        host = f"[{self._host}]" if ":" in self._host else self._host
        return f"ws://{host}:{self._server.socket.getsockname()[1] if self._server else self._port}{PATH}"

    def start(self) -> None:
        """Listen. Raises RuwoError ``gateway_port`` when the port is taken."""
        if self._server:
            return
        try:
            self._server = serve(
                self._talk,
                self._host,
                self._port,
                family=socket.AF_INET6 if ":" in self._host else socket.AF_INET,
                process_request=self._admit,
                compression=None,
                close_timeout=CLOSE_SECONDS,
                max_size=MAX_REQUEST_BYTES,
                logger=SILENT,
            )
        except OSError:
            raise RuwoError("gateway_port", port=self._port) from None
        self._serving = Thread(target=self._server.serve_forever, name="chat-gateway", daemon=True)
        self._serving.start()

    def close(self) -> None:
        """Hang up on everybody and stop listening; takes little more than :data:`STOP_SECONDS` at the latest."""
        server, self._server = self._server, None
        if server is None:
            return
        stopping = Thread(target=server.shutdown, name="chat-gateway-stop", daemon=True)
        stopping.start()
        stopping.join(CLOSE_SECONDS)
        # An answer nobody reads blocks in its socket and would never see the closing handshake.
        for connection in server.connections:
            with suppress(OSError):
                connection.socket.shutdown(socket.SHUT_RDWR)
        stopping.join(STOP_SECONDS)
        if self._serving:
            self._serving.join(STOP_SECONDS)

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def _admit(self, connection: ServerConnection, request: HandshakeRequest) -> Response | None:
        """None to go on with the handshake, or the HTTP answer that refuses it."""
        refusal = self._refusal(request)
        if refusal is None:
            return None
        response = connection.respond(refusal.status, refusal.body)
        del response.headers["Content-Type"]
        response.headers["Content-Type"] = "application/json; charset=utf-8"
        return response

    def _refusal(self, request: HandshakeRequest) -> Refusal | None:
        if _from_a_page(request.headers, urlsplit(self.url).port):
            return FROM_A_PAGE
        if request.path.partition("?")[0] != PATH:
            return NOT_HERE
        return verify(request.path, _host(request.headers), self._credentials, datetime.now(UTC))

    def _talk(self, connection: ServerConnection) -> None:
        """Question after question until the client goes or is silent for too long."""
        with suppress(ConnectionClosed, TimeoutError):
            while True:
                data = connection.recv(IDLE_SECONDS, decode=False)
                sid = f"cht{secrets.token_hex(8)}"
                try:
                    self._answer(connection, sid, self._read(data))
                except wire.RequestRefused as refused:
                    connection.send(wire.error_frame(sid, refused.code, refused.message))

    def _read(self, data: bytes) -> list[wire.Message]:
        request = wire.read_request(data)
        if request.header.app_id != self._credentials.app_id:
            raise wire.RequestRefused(11200, "AppIdNoAuthError")
        if request.parameter.chat.domain != self._domain:
            raise wire.RequestRefused(10005, "parameter value error: domain")
        messages = request.payload.message.text
        if messages[-1].role != "user":
            raise wire.RequestRefused(10005, "parameter value error: the last message must be the user's")
        if count_tokens(messages) > wire.CONTEXT_TOKENS:
            raise wire.RequestRefused(10907, "token limit exceeded")
        return messages

    def _answer(self, connection: ServerConnection, sid: str, messages: Sequence[wire.Message]) -> None:
        written = 0
        seq = 0
        with closing(self._pieces(messages)) as pieces:
            for piece in pieces:
                _refuse_more(connection, sid)
                connection.send(wire.reply_frame(sid, wire.MIDDLE if seq else wire.FIRST, seq, piece))
                written += estimate_tokens(piece)
                seq += 1
        connection.send(wire.reply_frame(sid, wire.LAST, seq, "", _usage(messages, written)))

    def _pieces(self, messages: Sequence[wire.Message]) -> Generator[str, None, None]:
        answer: Iterator[str] = iter(())
        try:
            answer = self._backend.reply(messages)
            yield from (wire.clean(piece) for piece in answer if piece)
        except Exception:
            # Whatever it was, its text may quote the talk.
            raise wire.RequestRefused(10012, "engine internal error") from None
        finally:
            if isinstance(answer, Generator):
                answer.close()


def _from_a_page(headers: Headers, port: int | None) -> bool:
    """Whether a browser asks: it always names the page's origin, and itself as Mozilla.

    The vendor's client library sends an Origin too, the address it connects to, where no page of ours is served.
    """
    own = {f"http://{host}:{port}" for host in ("127.0.0.1", "localhost", "[::1]")}
    origins = set(headers.get_all("Origin"))
    return bool(origins) and (not origins <= own or "Mozilla" in " ".join(headers.get_all("User-Agent")))


def _host(headers: Headers) -> str:
    values = headers.get_all("Host")
    return values[0] if len(values) == 1 else ""


def _refuse_more(connection: ServerConnection, sid: str) -> None:
    """Refuse a question that arrives during an answer; raises ConnectionClosed when the client is gone."""
    with suppress(TimeoutError):
        connection.recv(0, decode=False)
        connection.send(wire.error_frame(sid, 10007, "still answering the last question"))


def _usage(messages: Sequence[wire.Message], written: int) -> wire.Usage:
    prompt = count_tokens(messages)
    return wire.Usage(
        question_tokens=estimate_tokens(messages[-1].content),
        prompt_tokens=prompt,
        completion_tokens=written,
        total_tokens=prompt + written,
    )
