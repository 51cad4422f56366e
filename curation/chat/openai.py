"""A service that speaks OpenAI's chat-completions protocol: one question, one whole answer.

Where it may lead: ``https://`` anywhere, ``http://`` on this computer only; redirects are not followed. The key
travels in one header and stands nowhere else. Neither texts nor secrets are logged, and no exception carries them, nor
what the service answered. Whoever asks hands over text that may leave the machine (DESIGN, promise 6).
"""

from __future__ import annotations

import re
import ssl
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import httpx
import orjson
from pydantic import BaseModel, ConfigDict, ValidationError

from curation.chat.connection import is_loopback
from curation.chat.wire import Message, clean
from curation.errors import RuwoError

__all__ = ["Client", "Message"]

PATH = "/chat/completions"
OPEN_SECONDS = 10.0
MOST_SECONDS = 180.0
"""For a whole answer: a small computer's own model takes minutes for a page of text."""
MOST_BYTES = 1 << 20
MOST_WAIT = 60.0
"""Seconds a service may ask to wait before the second attempt."""
WAIT = 2.0
"""Seconds before the second attempt when the service names none."""


class _Lenient(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class _Said(_Lenient):
    content: str


class _Choice(_Lenient):
    message: _Said


class _Answer(_Lenient):
    choices: list[_Choice]


@dataclass(frozen=True)
class Client:
    """A model behind an address. ``key`` may be empty for a model on this computer.

    Raises RuwoError ``model_address``, ``model_address_open`` (``http://`` to another computer) or ``model_needed``.
    """

    address: str
    model: str
    key: str = field(default="", repr=False)
    seconds: float = MOST_SECONDS
    sleep: Callable[[float], None] = field(default=time.sleep, repr=False)

    def __post_init__(self) -> None:
        check_address(self.address)
        if not self.model.strip():
            raise RuwoError("model_needed")
        if not (self.key.strip().isascii() and self.key.strip().isprintable()):
            raise RuwoError("model_key")

    @property
    def host(self) -> str:
        """Who is asked."""
        return check_address(self.address)[1]

    def ask(self, messages: Sequence[Message]) -> str:
        """The answer, at temperature 0. After 429 or 5xx it asks once more, when the service says or after a moment.

        Raises RuwoError ``model_…``, or ``spark_open_timeout``, ``spark_tls``, ``spark_proxy``, ``spark_unreachable``
        when there is no connection.
        """
        url, host = check_address(self.address)
        body = orjson.dumps(
            {
                "model": self.model.strip(),
                "messages": [{"role": m.role, "content": clean(m.content)} for m in messages],
                "temperature": 0,
            }
        )
        try:
            # A proxy of the system is for other computers.
            with httpx.Client(timeout=_timeout(self.seconds), trust_env=not is_loopback(host)) as http:
                status, headers, content = self._post(http, url, body)
                if status == 429 or status >= 500:
                    self.sleep(_wait(headers, status, content))
                    status, _, content = self._post(http, url, body)
        except (httpx.HTTPError, httpx.InvalidURL, ImportError, ValueError) as exc:
            raise _no_connection(exc, host, self.seconds) from None
        return _content(status, content, host)

    def _post(self, http: httpx.Client, url: str, body: bytes) -> tuple[int, httpx.Headers, bytes]:
        headers = {"Content-Type": "application/json"}
        if self.key.strip():
            headers["Authorization"] = f"Bearer {self.key.strip()}"
        content, until = bytearray(), time.monotonic() + self.seconds
        with http.stream("POST", url, content=body, headers=headers) as answer:
            for part in answer.iter_bytes():
                content += part
                if len(content) > MOST_BYTES:
                    raise RuwoError("model_reply", host=check_address(url)[1])
                if time.monotonic() > until:  # a byte now and then never reaches the timeout of the library
                    raise httpx.ReadTimeout("")
        return answer.status_code, answer.headers, bytes(content)


def check_address(address: str) -> tuple[str, str]:
    """The address that is asked, and its host: ``https://host/v1`` becomes ``https://host/v1/chat/completions``.

    Raises RuwoError ``model_address`` (also when a name, a key or a question mark stands in it) or
    ``model_address_open``.
    """
    address = address.strip().rstrip("/")
    try:
        parts = urlsplit(address)
        host = parts.hostname or ""
        _ = parts.port
    except ValueError:
        raise RuwoError("model_address") from None
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc or parts.query or parts.fragment:
        raise RuwoError("model_address")
    if parts.scheme == "http" and not is_loopback(host):
        raise RuwoError("model_address_open", host=host)
    return address if address.endswith(PATH) else address + PATH, host


def _timeout(seconds: float) -> httpx.Timeout:
    return httpx.Timeout(seconds, connect=min(OPEN_SECONDS, seconds))


def _wait(headers: httpx.Headers, status: int, content: bytes) -> float:
    """Seconds until the second attempt; raises where it has no sense."""
    if status == 429 and _error(content).get("code") == "insufficient_quota":
        raise RuwoError("model_quota")
    asked = headers.get("Retry-After", "")
    seconds = float(asked) if asked.isascii() and asked.isdecimal() else WAIT
    if seconds > MOST_WAIT:
        raise RuwoError("model_busy")
    return seconds


def _content(status: int, content: bytes, host: str) -> str:
    """The text of the answer; raises for anything else."""
    if status != 200:
        raise _refusal(status, content, host)
    try:
        answer = _Answer.model_validate_json(content)
    except ValidationError:
        raise RuwoError("model_reply", host=host) from None
    if not answer.choices:
        raise RuwoError("model_reply", host=host)
    return answer.choices[0].message.content


_NO_MODEL = re.compile(r"model.*(?:exist|found|unknown|invalid)|invalid model|模型.*不存在", re.IGNORECASE)
"""How services say it, in an error they send with 400 or 404."""
_CODES = {401: "model_key", 403: "model_key", 402: "model_quota", 429: "model_busy"}


def _refusal(status: int, content: bytes, host: str) -> RuwoError:
    """What a status means. 404 and 400 are about the model's name where the service says so."""
    if status in _CODES:
        return RuwoError(_CODES[status])
    if status in {400, 404} and _NO_MODEL.search(str(_error(content))):
        return RuwoError("model_unknown")
    return RuwoError("model_http_server" if status >= 500 else "model_http", status=status, host=host)


def _error(content: bytes) -> dict[str, Any]:
    """The error object of an answer, as OpenAI and those who follow it write it."""
    try:
        error = orjson.loads(content)["error"]
    except (orjson.JSONDecodeError, KeyError, TypeError):
        return {}
    return error if isinstance(error, dict) else {"message": str(error)}


def _no_connection(exc: Exception, host: str, seconds: float) -> RuwoError:
    if isinstance(exc, httpx.ConnectTimeout):
        return RuwoError("spark_open_timeout", host=host, seconds=f"{OPEN_SECONDS:g}")
    if isinstance(exc, httpx.TimeoutException):
        return RuwoError("model_silent", host=host, seconds=f"{seconds:g}")
    if isinstance(exc, httpx.ConnectError) and isinstance(_root(exc), ssl.SSLError):
        return RuwoError("spark_tls", host=host)
    # A SOCKS proxy of the system needs a package that is not installed: an ImportError.
    if isinstance(exc, httpx.ProxyError | ImportError):
        return RuwoError("spark_proxy", host=host)
    if isinstance(exc, httpx.TransportError):
        return RuwoError("spark_unreachable", host=host)
    return RuwoError("model_address")


def _root(exc: BaseException) -> BaseException:
    """What was raised first."""
    while exc.__cause__ or exc.__context__:
        exc = exc.__cause__ or exc.__context__  # type: ignore[assignment]
    return exc
