"""The client: one question with its history goes out, the answer comes back piece by piece.

A plain generator over a blocking socket: closing it (or leaving the loop that drives it) closes the connection.
"""

from __future__ import annotations

import secrets
from collections.abc import Generator, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from time import monotonic

from pydantic import ValidationError
from websockets.exceptions import ConnectionClosed
from websockets.sync.client import ClientConnection

from curation.chat import history, wire
from curation.chat.codes import frame_error
from curation.chat.connection import check_endpoint, open_connection
from curation.chat.signing import Credentials
from curation.errors import RuwoError

__all__ = ["Chunk", "Credentials", "SparkClient"]


@dataclass(frozen=True, slots=True)
class Chunk:
    """A piece of an answer.

    ``content`` and ``reasoning`` are appended to what came before. ``usage`` comes with the last piece, where
    ``done`` is True. ``warning`` is an error that did not end the answer, as data: ``chat_trimmed`` on a first
    chunk without text, or a ``spark_…`` code on one that follows the last piece; take the text back when its
    ``params["wipe"]`` is True.
    """

    content: str = ""
    reasoning: str = ""
    usage: wire.Usage | None = None
    sid: str = ""
    done: bool = False
    warning: RuwoError | None = None


class SparkClient:
    """A session with one service. Each question opens its own connection, as the service asks.

    ``endpoint`` is the service's ``wss://`` address; ``ws://`` only on this computer. Times are in seconds:
    ``open_timeout`` for the whole handshake, ``receive_timeout`` between two frames (the service itself gives up
    after 60), ``late_timeout`` for a frame after the end of an answer. ``context_tokens`` limits what is sent.
    Raises RuwoError ``spark_endpoint``, ``spark_endpoint_open`` or ``spark_credentials``.
    """

    def __init__(
        self,
        endpoint: str,
        credentials: Credentials,
        *,
        open_timeout: float = 10.0,
        receive_timeout: float = 60.0,
        late_timeout: float = 0.5,
        context_tokens: int = wire.CONTEXT_TOKENS,
    ) -> None:
        self.endpoint, self._host = check_endpoint(endpoint)
        if not (credentials.app_id and credentials.api_key and credentials.api_secret):
            raise RuwoError("spark_credentials")
        self._credentials = credentials
        self._open_timeout = open_timeout
        self._receive_timeout = receive_timeout
        self._late_timeout = late_timeout
        self._context_tokens = context_tokens
        # The service refuses a second connection of one user (10006), so every session is a user of its own.
        self._uid = secrets.token_hex(16)

    def stream(
        self,
        messages: Sequence[wire.Message | Mapping[str, str]],
        *,
        domain: str,
        patch_id: str | None = None,
        temperature: float = 0.9,
        top_k: int | None = None,
        max_tokens: int | None = None,
        chat_id: str | None = None,
        tick: float | None = None,
    ) -> Generator[Chunk, None, None]:
        """The answer to the last of ``messages`` (``{"role": system|user|assistant, "content": …}``, oldest first).

        ``domain`` is the serviceId, ``patch_id`` the resourceId of a fine-tuned model; both go with every
        question. The system text and the whole history are sent each time; when they exceed the context, the
        oldest turns stay out and the first chunk says so (``chat_trimmed``). With ``tick``, an empty chunk comes
        every so many seconds of silence, so that a caller can stop before the first word.

        After the chunk with ``done`` the service gets ``late_timeout`` seconds for a warning about the answer
        (10019), which then comes as one more chunk; who stops at ``done`` does not wait for it.

        Raises RuwoError at once for parameters or messages that cannot be sent, and while iterating for a refusal
        (``spark_401…``), an error code, a connection that drops or stays silent. Chunks that came before stay
        valid unless ``params["wipe"]``. ``params["retry"]`` says what may be done next, see :data:`.codes.Retry`.
        """
        kept, left_out = history.trim(history.check(messages), self._context_tokens)
        header = wire.RequestHeader(
            app_id=self._credentials.app_id,
            uid=self._uid,
            patch_id=[patch_id.strip()] if patch_id and patch_id.strip() else None,
        )
        chat = _parameters(domain.strip(), temperature, top_k, max_tokens, chat_id)
        request = wire.question(kept, header, chat).model_dump_json(exclude_none=True)
        return self._chunks(request, left_out, tick)

    def _chunks(self, request: str, left_out: int, tick: float | None) -> Generator[Chunk, None, None]:
        if left_out:
            yield Chunk(warning=RuwoError("chat_trimmed", turns=left_out))
        opened = open_connection(self.endpoint, self._host, self._credentials, self._open_timeout)
        # The inner closing() ends with code 1000; leaving a connection by an exception alone would say 1011.
        with opened as connection, closing(connection):
            _send(connection, request)
            for reply in self._replies(connection, tick):
                chunk = _chunk(reply) if reply else Chunk()
                yield chunk
                if chunk.done:
                    break
            warning = self._late_warning(connection)
            if warning:
                yield Chunk(sid=str(warning.params["sid"]), warning=warning)

    def _replies(self, connection: ClientConnection, tick: float | None) -> Generator[wire.Reply | None, None, None]:
        """Frame by frame; None for every ``tick`` seconds without one."""
        last = monotonic()
        while True:
            left = last + self._receive_timeout - monotonic()
            try:
                reply = _read(connection, left if tick is None else min(left, tick))
            except TimeoutError:
                if monotonic() - last >= self._receive_timeout:
                    raise RuwoError("spark_silent", seconds=f"{self._receive_timeout:g}", retry="retry") from None
                yield None
            else:
                yield reply
                last = monotonic()

    def _late_warning(self, connection: ClientConnection) -> RuwoError | None:
        """What the service adds to a finished answer."""
        try:
            header = _read(connection, self._late_timeout).header
        except (TimeoutError, RuwoError):
            return None
        return frame_error(header.code, header.sid) if header.code else None


def _send(connection: ClientConnection, request: str) -> None:
    try:
        connection.send(request)
    except ConnectionClosed:
        raise RuwoError("spark_dropped", retry="retry") from None


def _read(connection: ClientConnection, timeout: float) -> wire.Reply:
    """The next frame, or TimeoutError."""
    try:
        return wire.Reply.model_validate_json(connection.recv(timeout, decode=False))
    except ConnectionClosed:
        raise RuwoError("spark_dropped", retry="retry") from None
    except ValidationError:
        raise RuwoError("spark_frame", retry="retry") from None


def _chunk(reply: wire.Reply) -> Chunk:
    """What a frame adds; raises RuwoError for an error code. A frame without choices adds nothing.

    The end is ``choices.status`` 2; the header's counts only where there are no choices.
    """
    header, payload = reply.header, reply.payload
    if header.code:
        raise frame_error(header.code, header.sid)
    choices = payload.choices if payload else None
    pieces = choices.text if choices else []
    return Chunk(
        content="".join(piece.content or "" for piece in pieces),
        reasoning="".join(piece.reasoning_content or "" for piece in pieces),
        usage=payload.usage.text if payload and payload.usage else None,
        sid=header.sid or "",
        done=(choices or header).status == wire.LAST,
    )


def _parameters(
    domain: str, temperature: float, top_k: int | None, max_tokens: int | None, chat_id: str | None
) -> wire.ChatParameter:
    if not domain:
        raise RuwoError("spark_domain")
    _within("temperature", temperature, wire.TEMPERATURE)
    _within("top_k", top_k, wire.TOP_K)
    _within("max_tokens", max_tokens, wire.MAX_TOKENS)
    return wire.ChatParameter(
        domain=domain, temperature=temperature, top_k=top_k, max_tokens=max_tokens, chat_id=chat_id
    )


def _within(name: str, value: float | None, limits: tuple[float, float]) -> None:
    """Not a number (nan) is not within either."""
    if value is not None and not limits[0] <= value <= limits[1]:
        raise RuwoError("spark_parameter", name=name, low=f"{limits[0]:g}", high=f"{limits[1]:g}")
