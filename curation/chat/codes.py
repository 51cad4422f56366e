"""Every refusal and error code of the service, as a RuwoError a person can act on.

Sources: the error tables of the MaaS and the Spark pages. The vendor's own message is not passed on: it may
quote what was asked.
"""

from __future__ import annotations

import json
import re
from datetime import datetime
from typing import Literal

from curation.chat.signing import MAX_SKEW_SECONDS, parse_date
from curation.errors import SENTENCES, RuwoError

Retry = Literal["retry", "wait", "fix", "never"]
"""retry: the same question again after a moment. wait: something must end first. fix: the person has to change
something. never: the same question must not be sent again."""

RETRY: dict[int, Retry] = {
    **dict.fromkeys((10000, 10001, 10002), "retry"),
    **dict.fromkeys((10003, 10004, 10005), "fix"),
    **dict.fromkeys((10006, 10007, 10018), "wait"),
    **dict.fromkeys((10008, 10009, 10010, 10011, 10012), "retry"),
    **dict.fromkeys((10013, 10014, 10019, 10021), "never"),
    **dict.fromkeys((10015, 10016), "fix"),
    **dict.fromkeys((10017, 10110), "retry"),
    **dict.fromkeys((10163, 10907), "fix"),
    **dict.fromkeys((10222, 10223), "retry"),
    **dict.fromkeys((11200, 11201), "fix"),
    **dict.fromkeys((11202, 11203), "retry"),
    **dict.fromkeys((11500, 11501), "fix"),
}
"""What to do about an error code; its sentence is ``spark_<code>``."""

WIPE = frozenset({10014})
"""What has been shown of the answer must disappear."""


def frame_error(number: int, sid: str | None) -> RuwoError:
    """The error of a frame whose ``header.code`` is ``number``, not 0.

    Its params: ``number``, ``sid`` (names the call for the vendor's support), ``retry`` (see :data:`Retry`) and
    ``wipe`` (True: take back the text shown so far).
    """
    code = f"spark_{number}" if number in RETRY else "spark_unknown"
    call = re.sub(r"[^0-9A-Za-z@._-]", "", sid or "")[:64] or "-"
    return RuwoError(code, number=number, sid=call, retry=RETRY.get(number, "fix"), wipe=number in WIPE)


def http_error(status: int, body: bytes, server_date: str | None, now: datetime) -> RuwoError:
    """The error of a handshake that was answered by HTTP ``status`` instead of 101.

    ``server_date`` is the answer's Date header; it tells a wrong clock here from a wrong key.
    """
    if status == 401:
        code = _unauthorised(_message(body))
    elif status == 403 and "date" in _message(body):
        return _clock(server_date, now)
    elif f"spark_{status}" in SENTENCES and status < 1000:
        code = f"spark_{status}"
    else:
        code = "spark_http_server" if status >= 500 else "spark_http"
    return RuwoError(code, status=status, retry="retry" if status >= 500 or status == 429 else "fix")


def _unauthorised(message: str) -> str:
    if "does not match" in message:
        return "spark_401_signature"
    return "spark_401_key" if "HMAC" in message else "spark_401"


def _clock(server_date: str | None, now: datetime) -> RuwoError:
    """The gateway says the same of a wrong clock and of credentials it does not know."""
    there = parse_date(server_date or "")
    if there is None:
        return RuwoError("spark_403_clock", status=403, retry="fix")
    seconds = abs((now - there).total_seconds())
    if seconds < MAX_SKEW_SECONDS:
        return RuwoError("spark_403_key", status=403, retry="fix")
    return RuwoError("spark_403_clock_off", status=403, minutes=round(seconds / 60), retry="fix")


def _message(body: bytes) -> str:
    """``message`` of a JSON body, or the body itself."""
    text = body.decode(errors="replace")
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return text
    return str(value.get("message", "")) if isinstance(value, dict) else text
