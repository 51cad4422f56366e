from __future__ import annotations

import json
import socket
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import connect

from curation.chat.gateway import MAX_REQUEST_BYTES, Gateway
from curation.chat.signing import Credentials
from curation.chat.spark import SparkClient
from curation.errors import RuwoError
from tests.chat.knocking import HELLO, Make, Says, answer, question, raw, signed

# --- who may connect


@pytest.mark.parametrize(
    ("key", "secret", "late", "status"),
    [
        ("another", "secret-of-the-tests", 0, 401),
        ("key-of-the-tests", "another", 0, 401),
        ("secret-of-the-tests", "key-of-the-tests", 0, 401),
        ("key-of-the-tests", "secret-of-the-tests", 400, 403),
        ("key-of-the-tests", "secret-of-the-tests", -400, 403),
    ],
)
def test_a_wrong_signature_is_refused(running: Gateway, key: str, secret: str, late: float, status: int) -> None:
    url = signed(running, Credentials("app", key, secret), late)
    with pytest.raises(InvalidStatus) as caught, connect(url, proxy=None):
        pass
    assert caught.value.response.status_code == status
    assert json.loads(caught.value.response.body)["message"].startswith("HMAC signature")
    assert caught.value.response.headers["Content-Type"].startswith("application/json")


def test_without_a_signature_or_elsewhere_there_is_nothing(running: Gateway, credentials: Credentials) -> None:
    for url, status in ((running.url, 401), (signed(running, credentials).replace("/v1.1/", "/v2.1/"), 404)):
        with pytest.raises(InvalidStatus) as caught, connect(url, proxy=None):
            pass
        assert caught.value.response.status_code == status


CHROME = "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0 Safari/537.36"


@pytest.mark.parametrize(
    ("origin", "agent"),
    [
        ("https://example.com", CHROME),
        ("https://example.com", "anything"),
        ("http://127.0.0.1:8501", CHROME),
        ("http://localhost:8501", "anything"),
        ("null", CHROME),
        ("", CHROME),
        ("file://", CHROME),
        ("OWN", CHROME),
    ],
)
def test_no_web_page_gets_in(running: Gateway, credentials: Credentials, origin: str, agent: str) -> None:
    origin = origin.replace("OWN", f"http://{urlsplit(running.url).netloc}")
    headers = {"Origin": origin, "User-Agent": agent}
    with (
        pytest.raises(InvalidStatus) as caught,
        connect(signed(running, credentials), proxy=None, additional_headers=headers),
    ):
        pass
    assert caught.value.response.status_code == 403


def test_a_library_may_name_the_gateways_own_address(running: Gateway, credentials: Credentials) -> None:
    """websocket-client, under the vendor's SDK, sends the address it connects to as Origin."""
    with raw(running, credentials, origin=f"http://{urlsplit(running.url).netloc}") as connection:
        connection.send(json.dumps(question()))
        assert len(answer(connection)) == 4


@pytest.mark.parametrize("host", ["0.0.0.0", "", "::", "192.168.1.2", "example.com"])  # noqa: S104
def test_other_computers_are_not_served(host: str) -> None:
    with pytest.raises(RuwoError) as caught:
        Gateway(Says(), app_id="a", api_key="b", api_secret="c", domain="d", host=host)
    assert caught.value.code == "gateway_host"


@pytest.mark.parametrize("port", [None, 99_999])
def test_a_port_that_cannot_be_had(running: Gateway, port: int | None) -> None:
    taken = port or urlsplit(running.url).port or 0
    with pytest.raises(RuwoError) as caught:
        Gateway(Says(), app_id="a", api_key="b", api_secret="c", domain="d", port=taken).start()
    assert (caught.value.code, caught.value.params) == ("gateway_port", {"port": taken})


def test_localhost_is_this_computer(credentials: Credentials) -> None:
    c = credentials
    with Gateway(
        Says("好"), app_id=c.app_id, api_key=c.api_key, api_secret=c.api_secret, domain="preview", host="localhost"
    ) as here:
        got = list(SparkClient(here.url, c, late_timeout=0).stream(HELLO, domain="preview"))
    assert got[0].content == "好"


# --- anything


def test_a_question_too_large_is_not_read(running: Gateway, credentials: Credentials, backend: Says) -> None:
    before = len(backend.asked)
    with raw(running, credentials) as connection:
        connection.send("x" * (MAX_REQUEST_BYTES + 1))
        with pytest.raises(ConnectionClosed):
            connection.recv(10)
        assert connection.close_code == 1009
    assert len(backend.asked) == before


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)
_PLACES = [
    ("header",), ("header", "app_id"), ("header", "uid"), ("header", "patch_id"), ("parameter",), ("parameter", "chat"),
    ("parameter", "chat", "domain"), ("parameter", "chat", "temperature"), ("parameter", "chat", "top_k"),
    ("parameter", "chat", "max_tokens"), ("payload",), ("payload", "message"), ("payload", "message", "text"),
]  # fmt: skip


def _replaced(place: tuple[str, ...], value: object) -> dict[str, Any]:
    whole = inner = question()
    for name in place[:-1]:
        inner = inner[name]
    inner[place[-1]] = value
    return whole


@settings(max_examples=40, deadline=None)
@given(
    data=st.binary()
    | st.text(st.characters(codec="utf-8"))
    | st.builds(_replaced, st.sampled_from(_PLACES), _JSON).map(json.dumps)
)
def test_anything_gets_an_answer_or_an_error_frame(
    running: Gateway, credentials: Credentials, data: str | bytes
) -> None:
    with raw(running, credentials) as connection:
        connection.send(data)
        code = answer(connection)[-1]["header"]["code"]
        assert code in {0, 10003, 10004, 10005, 10907, 11200}
        connection.send(json.dumps(question()))
        assert answer(connection)[-1]["header"]["code"] == 0


@settings(max_examples=40, deadline=None)
@given(st.binary(min_size=1, max_size=200))
def test_bytes_that_are_no_websocket_do_no_harm(running: Gateway, client: Make, data: bytes) -> None:
    parts = urlsplit(running.url)
    with socket.create_connection((parts.hostname, parts.port)) as stranger:
        stranger.sendall(data)
    assert list(client(running.url).stream(HELLO, domain="preview"))[-1].done
