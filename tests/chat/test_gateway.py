from __future__ import annotations

import contextlib
import json
import socket
from collections.abc import Callable, Iterator, Sequence
from datetime import UTC, datetime, timedelta
from threading import Event
from typing import Any
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websockets.exceptions import ConnectionClosed, InvalidStatus
from websockets.sync.client import ClientConnection, connect

from curation.chat.gateway import MAX_REQUEST_BYTES, Gateway
from curation.chat.signing import Credentials, sign_url
from curation.chat.spark import SparkClient
from curation.chat.wire import Message
from curation.errors import RuwoError

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


class Endless:
    """A backend that would never stop by itself."""

    def __init__(self) -> None:
        self.stopped = Event()

    def reply(self, messages: Sequence[Message]) -> Iterator[str]:
        try:
            while True:
                yield "哈" * 1000
        finally:
            self.stopped.set()


class Breaks:
    """A backend that fails while it answers, naming what it was asked."""

    def reply(self, messages: Sequence[Message]) -> Iterator[str]:
        yield "好"
        raise ValueError(messages[-1].content)


class BreaksAtOnce:
    def reply(self, messages: Sequence[Message]) -> Iterator[str]:
        raise ValueError(messages[-1].content)


@pytest.fixture(scope="module")
def backend() -> Says:
    return Says("在", "呀~~", "", "(≧▽≦)")


@pytest.fixture(scope="module")
def running(gateway: Make, backend: Says) -> Gateway:
    return gateway(backend)


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


# --- answering


def test_our_client_gets_the_backends_answer(running: Gateway, backend: Says, client: Make) -> None:
    got = list(client(running.url).stream(HELLO, domain="preview", patch_id="r1"))
    assert [chunk.content for chunk in got] == ["在", "呀~~", "(≧▽≦)", ""]
    assert got[-1].done
    assert got[-1].usage is not None
    assert got[-1].usage.model_dump() == {
        "question_tokens": 2,
        "prompt_tokens": 5,
        "completion_tokens": 6,
        "total_tokens": 11,
    }
    assert [message.model_dump() for message in backend.asked[-1]] == HELLO


def test_frames_are_numbered_and_marked(running: Gateway, credentials: Credentials) -> None:
    with raw(running, credentials) as connection:
        connection.send(json.dumps(question()))
        frames = answer(connection)
    choices = [frame["payload"]["choices"] for frame in frames]
    assert [choice["seq"] for choice in choices] == [0, 1, 2, 3]
    assert [choice["status"] for choice in choices] == [0, 1, 1, 2]
    assert [frame["header"]["status"] for frame in frames] == [0, 1, 1, 2]
    assert ["usage" in frame["payload"] for frame in frames] == [False, False, False, True]
    assert len({frame["header"]["sid"] for frame in frames}) == 1


def test_one_connection_takes_question_after_question(running: Gateway, credentials: Credentials) -> None:
    with raw(running, credentials) as connection:
        for _ in range(2):
            connection.send(json.dumps(question()))
            assert len(answer(connection)) == 4


def test_an_empty_answer_is_one_last_frame(gateway: Make, credentials: Credentials) -> None:
    with raw(gateway(Says()), credentials) as connection:
        connection.send(json.dumps(question()))
        assert [frame["payload"]["choices"]["status"] for frame in answer(connection)] == [2]


def test_a_second_question_has_to_wait(gateway: Make, credentials: Credentials) -> None:
    go_on = Event()

    class Waits:
        def reply(self, messages: Sequence[Message]) -> Iterator[str]:
            yield "好"
            assert go_on.wait(10)
            yield "呀"

    with raw(gateway(Waits()), credentials) as connection:
        connection.send(json.dumps(question()))
        first = json.loads(connection.recv(10))
        connection.send(json.dumps(question()))
        # The pong comes after the gateway has taken in the second question.
        assert connection.ping().wait(10)
        go_on.set()
        refused, *rest = [json.loads(connection.recv(10)) for _ in range(3)]
    assert first["payload"]["choices"]["text"][0]["content"] == "好"
    assert refused["header"]["code"] == 10007
    assert [frame["payload"]["choices"]["status"] for frame in rest] == [1, 2]


@pytest.mark.parametrize(
    ("asked", "code"),
    [
        ("在吗", 10003),
        ({}, 10004),
        (question(chat={"temperature": 2}), 10005),
        (question(app_id="another"), 11200),
        (question(domain="another"), 10005),
        (question(text=[*HELLO, {"role": "assistant", "content": "在"}]), 10005),
        (question(text=[{"role": "user", "content": "长" * 13_000}]), 10907),
    ],
)
def test_a_wrong_question_gets_its_code_and_the_next_one_its_answer(
    running: Gateway, credentials: Credentials, asked: str | dict[str, Any], code: int
) -> None:
    with raw(running, credentials) as connection:
        connection.send(asked if isinstance(asked, str) else json.dumps(asked))
        [refused] = answer(connection)
        assert refused["header"]["code"] == code
        assert "payload" not in refused
        connection.send(json.dumps(question()))
        assert len(answer(connection)) == 4


@pytest.mark.parametrize(("broken", "pieces"), [(Breaks(), 1), (BreaksAtOnce(), 0)])
def test_a_backend_that_fails_is_10012_and_tells_nothing(
    gateway: Make, credentials: Credentials, broken: Any, pieces: int
) -> None:
    with raw(gateway(broken), credentials) as connection:
        connection.send(json.dumps(question()))
        frames = answer(connection)
    assert len(frames) == pieces + 1
    assert frames[-1]["header"]["code"] == 10012
    assert "在吗" not in json.dumps(frames[-1], ensure_ascii=False)


def test_a_lone_surrogate_of_a_backend_is_replaced(gateway: Make, client: Make) -> None:
    got = list(client(gateway(Says("a\ud83d")).url).stream(HELLO, domain="preview"))
    assert got[0].content == "a\ufffd"


# --- stopping


def test_stopping_the_client_stops_the_backend(gateway: Make, client: Make) -> None:
    endless = Endless()
    stream = client(gateway(endless).url).stream(HELLO, domain="preview")
    next(stream)
    stream.close()
    assert endless.stopped.wait(10)


def test_a_client_that_vanishes_stops_the_backend(gateway: Make, credentials: Credentials) -> None:
    endless = Endless()
    with raw(gateway(endless), credentials) as connection:
        connection.send(json.dumps(question()))
        connection.recv(10)
        connection.socket.shutdown(socket.SHUT_RDWR)
        assert endless.stopped.wait(10)


def test_closing_the_gateway_ends_what_runs(credentials: Credentials, client: Make) -> None:
    endless = Endless()
    c = credentials
    here = Gateway(endless, app_id=c.app_id, api_key=c.api_key, api_secret=c.api_secret, domain="preview")
    here.start()
    here.start()
    url = here.url
    stream = client(url).stream(HELLO, domain="preview")
    next(stream)
    here.close()
    here.close()
    assert endless.stopped.wait(10)
    with pytest.raises(RuwoError) as caught:
        list(stream)
    assert caught.value.code == "spark_dropped"
    with pytest.raises(RuwoError) as caught:
        next(client(url).stream(HELLO, domain="preview"))
    assert caught.value.code == "spark_unreachable"


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


@settings(deadline=None)
@given(st.binary(min_size=1, max_size=200))
def test_bytes_that_are_no_websocket_do_no_harm(running: Gateway, client: Make, data: bytes) -> None:
    parts = urlsplit(running.url)
    with socket.create_connection((parts.hostname, parts.port)) as stranger:
        stranger.sendall(data)
    assert list(client(running.url).stream(HELLO, domain="preview"))[-1].done
