"""Opening the socket to a service: where it may lead, and every way that can fail as a RuwoError."""

from __future__ import annotations

import ipaddress
import logging
import ssl
from datetime import UTC, datetime
from urllib.parse import urlsplit

from websockets.exceptions import InvalidProxy, InvalidStatus, ProxyError, WebSocketException
from websockets.sync.client import ClientConnection, reconnect

from curation.chat.codes import http_error
from curation.chat.signing import Credentials, sign_url
from curation.errors import RuwoError

CLOSE_SECONDS = 0.3
"""How long a closing handshake may take before the socket is cut: who stops does not want to wait."""

SILENT = logging.Logger("curation.chat")
"""The library logs frames and signed addresses at some levels; this logger takes none of them."""
SILENT.disabled = True


class _Direct(reconnect):
    """One attempt, and no redirects: texts go to the address a person configured and to no other."""

    def process_redirect(self, exc: Exception) -> Exception | str:
        return exc


def is_loopback(host: str) -> bool:
    """Whether ``host`` is this computer: ``localhost`` or a loopback address."""
    try:
        return host.lower() == "localhost" or ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def check_endpoint(endpoint: str) -> tuple[str, str]:
    """``endpoint`` without spaces around it, and its host.

    Raises RuwoError ``spark_endpoint`` (no WebSocket address) or ``spark_endpoint_open`` (``ws://``, which is not
    encrypted, to another computer).
    """
    endpoint = endpoint.strip()
    try:
        parts = urlsplit(endpoint)
        host, secret_part = parts.hostname or "", "@" in parts.netloc
        _ = parts.port
    except ValueError:
        raise RuwoError("spark_endpoint") from None
    if parts.scheme not in {"ws", "wss"} or not host or secret_part:
        raise RuwoError("spark_endpoint")
    if parts.scheme == "ws" and not is_loopback(host):
        raise RuwoError("spark_endpoint_open", host=host)
    return endpoint, host


def open_connection(endpoint: str, host: str, credentials: Credentials, timeout: float) -> ClientConnection:
    """A signed connection within ``timeout`` seconds; certificates are always verified.

    Raises RuwoError for a refusal (:func:`.codes.http_error`) or ``spark_open_timeout``, ``spark_tls``,
    ``spark_proxy``, ``spark_unreachable``, ``spark_handshake``.
    """
    now = datetime.now(UTC)
    url = sign_url(endpoint, credentials.api_key, credentials.api_secret, now)
    try:
        return _Direct(
            url,
            # The vendor's own client offers no compression either.
            compression=None,
            proxy=None if is_loopback(host) else True,
            open_timeout=timeout,
            close_timeout=CLOSE_SECONDS,
            # The receive timeout watches over the connection; a service that ignores pings stays usable.
            ping_interval=None,
            logger=SILENT,
        ).connect()
    except InvalidStatus as exc:
        answer = exc.response
        raise http_error(answer.status_code, bytes(answer.body), answer.headers.get("Date"), now) from None
    except (OSError, ImportError, ValueError, EOFError, WebSocketException) as exc:
        raise RuwoError(_reason(exc), host=host, seconds=f"{timeout:g}", retry=_RETRY[_reason(exc)]) from None


_RETRY = {
    "spark_open_timeout": "retry",
    "spark_tls": "fix",
    "spark_proxy": "fix",
    "spark_unreachable": "retry",
    "spark_handshake": "fix",
}


def _reason(exc: Exception) -> str:
    if isinstance(exc, TimeoutError):
        return "spark_open_timeout"
    if isinstance(exc, ssl.SSLError):
        return "spark_tls"
    # A SOCKS proxy of the system needs a package that is not installed: an ImportError.
    if isinstance(exc, InvalidProxy | ProxyError | ImportError):
        return "spark_proxy"
    return "spark_unreachable" if isinstance(exc, OSError) else "spark_handshake"
