"""Who may connect: the signed URL of Spark's WebSocket services, made and checked.

Source: the vendor's "general URL authentication" page; its example is the golden vector of the tests. The
refusals are those of the vendor's gateway. Nothing is sent in the WebSocket headers.
"""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import re
import secrets
from dataclasses import dataclass, field
from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime
from typing import NamedTuple
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

MAX_SKEW_SECONDS = 300
SIGNED = "host date request-line"


@dataclass(frozen=True)
class Credentials:
    """What the service's console shows for an application. Spaces around a pasted value are dropped."""

    app_id: str
    api_key: str = field(repr=False)
    api_secret: str = field(repr=False)

    def __post_init__(self) -> None:
        for name in ("app_id", "api_key", "api_secret"):
            object.__setattr__(self, name, getattr(self, name).strip())

    @classmethod
    def random(cls) -> Credentials:
        """Fresh ones for a gateway that only this process talks to."""
        return cls(secrets.token_hex(4), secrets.token_hex(16), secrets.token_urlsafe(24))


class Refusal(NamedTuple):
    """An HTTP answer instead of the WebSocket handshake."""

    status: int
    message: str

    @property
    def body(self) -> str:
        """JSON as the vendor's gateway writes it."""
        return json.dumps({"message": self.message})


NOT_SIGNED = Refusal(401, "Unauthorized")
NOT_READABLE = Refusal(401, "HMAC signature cannot be verified")
HOST_NOT_SIGNED = Refusal(
    401, "HMAC signature cannot be verified:enforced header 'host' not used for signature creation"
)
KEY_UNKNOWN = Refusal(401, "HMAC signature cannot be verified: fail to retrieve credential")
NO_MATCH = Refusal(401, "HMAC signature does not match")
CLOCK_OFF = Refusal(
    403,
    "HMAC signature cannot be verified, a valid date or x-date header is required for HMAC Authentication",
)


def _signature(secret: str, host: str, date: str, path: str) -> str:
    text = f"host: {host}\ndate: {date}\nGET {path} HTTP/1.1"
    return base64.b64encode(hmac.new(secret.encode(), text.encode(), hashlib.sha256).digest()).decode()


def sign_url(endpoint: str, key: str, secret: str, now: datetime) -> str:
    """``endpoint`` with ``authorization``, ``date`` and ``host`` in its query; good for 300 seconds around ``now``.

    ``now`` is an aware time. A query or fragment of ``endpoint`` is dropped, as it is not part of what is signed.
    """
    parts = urlsplit(endpoint)
    date = format_datetime(now.astimezone(UTC), usegmt=True)
    signature = _signature(secret, parts.netloc, date, parts.path)
    origin = f'api_key="{key}", algorithm="hmac-sha256", headers="{SIGNED}", signature="{signature}"'
    authorization = base64.b64encode(origin.encode()).decode()
    query = urlencode({"authorization": authorization, "date": date, "host": parts.netloc})
    return urlunsplit((parts.scheme, parts.netloc, parts.path, query, ""))


def verify(target: str, host: str, credentials: Credentials, now: datetime) -> Refusal | None:
    """Whether a handshake was signed with these credentials: None, or why not.

    ``target`` is the request's path with its query, ``host`` its Host header. Working clients differ, so these are
    accepted too: ``username=`` for ``api_key=``, any spaces between the fields, a date that ends in UTC.
    """
    path, _, query = target.partition("?")
    given = {name: values[0] for name, values in parse_qs(query).items()}
    if "authorization" not in given:
        return NOT_SIGNED
    if not _is_current(given.get("date", ""), now):
        return CLOCK_OFF
    fields = _fields(given["authorization"])
    key = fields.get("api_key", fields.get("username"))
    if key is None or fields.get("algorithm") != "hmac-sha256" or "signature" not in fields:
        return NOT_READABLE
    if fields.get("headers", "").split() != SIGNED.split() or "host" not in given:
        return HOST_NOT_SIGNED
    if not _same(key, credentials.api_key):
        return KEY_UNKNOWN
    wanted = _signature(credentials.api_secret, given["host"], given["date"], path)
    if not _same(fields["signature"], wanted) or not _same_host(given["host"], host):
        return NO_MATCH
    return None


def _fields(authorization: str) -> dict[str, str]:
    """``name="value"`` pairs; empty when it is not base64 of such a text."""
    try:
        text = base64.b64decode(authorization).decode()
    except ValueError:
        return {}
    return dict(re.findall(r'([A-Za-z_-]+)\s*=\s*"([^"]*)"', text))


def parse_date(text: str) -> datetime | None:
    """An HTTP date (RFC 1123, GMT or UTC) as an aware time; None when it is none."""
    try:
        date = parsedate_to_datetime(text)
        return date.astimezone(UTC) if date.tzinfo else date.replace(tzinfo=UTC)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def _is_current(date: str, now: datetime) -> bool:
    sent = parse_date(date)
    return sent is not None and abs((now - sent).total_seconds()) <= MAX_SKEW_SECONDS


def _same(given: str, wanted: str) -> bool:
    return hmac.compare_digest(given.encode(errors="replace"), wanted.encode())


def _same_host(signed: str, addressed: str) -> bool:
    """Clients leave the default port out of the Host header."""
    return signed.lower().removesuffix(":80") == addressed.lower().removesuffix(":80")
