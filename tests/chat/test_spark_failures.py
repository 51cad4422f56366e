from __future__ import annotations

import gc
import json
import logging
import socket
import ssl
import traceback
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from websockets.sync.client import ClientConnection

from curation.chat import signing, spark
from curation.chat.codes import RETRY
from curation.chat.spark import Chunk
from curation.errors import RuwoError
from tests.chat.asking import QUESTION, Make, ask, fail
from tests.chat.service import DROP, error, frame

# --- what goes wrong


@pytest.mark.parametrize("number", [*sorted(RETRY), 4711])
def test_an_error_code_ends_the_answer(service: Make, client: Make, number: int) -> None:
    got, raised = fail(client(service(frame("好", 0), error(number)).url))
    assert [chunk.content for chunk in got] == ["好"]
    assert raised.code == (f"spark_{number}" if number in RETRY else "spark_unknown")
    assert raised.params["sid"] == "cht02@dx"
    assert raised.params["wipe"] is (number == 10014)


@pytest.mark.parametrize(
    ("refusal", "code"),
    [
        (signing.NOT_SIGNED, "spark_401"),
        (signing.KEY_UNKNOWN, "spark_401_key"),
        (signing.NO_MATCH, "spark_401_signature"),
        (signing.CLOCK_OFF, "spark_403_key"),
        (signing.Refusal(404, "no"), "spark_404"),
        (signing.Refusal(503, "no"), "spark_http_server"),
    ],
)
def test_a_refused_handshake_is_explained(service: Make, client: Make, refusal: signing.Refusal, code: str) -> None:
    _, raised = fail(client(service(refusal=(refusal.status, refusal.body.encode(), {})).url))
    assert raised.code == code


def test_a_wrong_clock_is_told_by_the_services_date(service: Make, client: Make) -> None:
    headers = {"Date": "Fri, 05 May 2023 10:43:39 GMT"}
    _, raised = fail(client(service(refusal=(403, signing.CLOCK_OFF.body.encode(), headers)).url))
    assert raised.code == "spark_403_clock_off"


def test_a_redirect_is_not_followed(service: Make, client: Make) -> None:
    elsewhere = service(frame("好", 2))
    _, raised = fail(client(service(refusal=(302, b"", {"Location": elsewhere.url})).url))
    assert (raised.code, raised.params["status"]) == ("spark_http", 302)
    assert not elsewhere.handshakes


def test_a_drop_keeps_what_came(service: Make, client: Make) -> None:
    got, raised = fail(client(service(frame("好", 0), frame("呀"), DROP).url))
    assert "".join(chunk.content for chunk in got) == "好呀"
    assert (raised.code, raised.params["retry"]) == ("spark_dropped", "retry")


def test_silence_ends_after_the_receive_timeout(service: Make, client: Make) -> None:
    here = service(frame("好", 0))
    got, raised = fail(client(here.url, receive_timeout=0.05))
    assert [chunk.content for chunk in got] == ["好"]
    assert (raised.code, raised.params["seconds"]) == ("spark_silent", "0.05")
    assert here.gone.wait(10)


@pytest.mark.parametrize(
    "data",
    ["", "{", "[]", "null", '{"header": {}}', b"\xff\xff", "[" * 100_000, '{"header": {"code": 1e999}}'],
)
def test_an_unreadable_frame_is_told(service: Make, client: Make, data: str | bytes) -> None:
    _, raised = fail(client(service(data).url))
    assert raised.code == "spark_frame"


def test_nobody_there(client: Make) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
    _, raised = fail(client(f"ws://127.0.0.1:{port}/v1.1/chat"))
    assert raised.code == "spark_unreachable"


def test_somebody_who_never_answers(client: Make) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        _, raised = fail(client(f"ws://127.0.0.1:{server.getsockname()[1]}/v1.1/chat", open_timeout=0.05))
    assert raised.code == "spark_open_timeout"


@pytest.mark.parametrize(("proxy", "code"), [("socks5://127.0.0.1:1", "spark_proxy"), ("no proxy", "spark_proxy")])
def test_a_proxy_in_the_way(client: Make, monkeypatch: pytest.MonkeyPatch, proxy: str, code: str) -> None:
    monkeypatch.setenv("wss_proxy", proxy)
    monkeypatch.setenv("no_proxy", "")
    _, raised = fail(client("wss://chat.invalid/v1.1/chat"))
    assert raised.code == code


def test_loopback_needs_no_proxy(service: Make, client: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("ws_proxy", "http_proxy", "socks_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:1")
    monkeypatch.setenv("no_proxy", "")
    assert ask(client(service(frame("好", 2)).url))[-1].done


def test_certificates_are_verified(client: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    seen: list[tuple[bool, ssl.VerifyMode]] = []

    def refuse(self: ssl.SSLContext, *_: object, **__: object) -> ssl.SSLSocket:
        seen.append((self.check_hostname, self.verify_mode))
        raise ssl.SSLCertVerificationError

    monkeypatch.setattr(ssl.SSLContext, "wrap_socket", refuse)
    with socket.create_server(("127.0.0.1", 0)) as server:
        _, raised = fail(client(f"wss://127.0.0.1:{server.getsockname()[1]}/v1.1/chat"))
    assert raised.code == "spark_tls"
    assert seen == [(True, ssl.CERT_REQUIRED)]


@pytest.mark.parametrize("refused", [True, False])
def test_neither_texts_nor_secrets_are_told_or_logged(
    service: Make, client: Make, caplog: pytest.LogCaptureFixture, refused: bool
) -> None:
    caplog.set_level(logging.DEBUG)
    refusal = (401, "about 小满的秘密".encode(), {}) if refused else None
    _, raised = fail(client(service(error(10013), refusal=refusal).url))
    told = "".join(traceback.format_exception(raised)) + repr(raised.params) + caplog.text
    for secret in ("小满", "爬山", "of-the-tests", "authorization=", "hmac"):
        assert secret not in told


# --- stopping


def test_stopping_closes_the_connection(service: Make, client: Make) -> None:
    here = service(frame("好", 0))
    stream = client(here.url, receive_timeout=60).stream(QUESTION, domain="preview")
    next(stream)
    stream.close()
    assert here.gone.wait(10)
    assert here.close_code == 1000


def test_forgetting_the_stream_closes_the_connection(service: Make, client: Make) -> None:
    here = service(frame("好", 0))
    for _ in client(here.url, receive_timeout=60).stream(QUESTION, domain="preview"):
        break
    gc.collect()
    assert here.gone.wait(10)


def test_a_tick_lets_the_caller_stop_before_the_first_word(service: Make, client: Make) -> None:
    here = service()
    stream = client(here.url, receive_timeout=60).stream(QUESTION, domain="preview", tick=0.01)
    assert [next(stream), next(stream)] == [Chunk(), Chunk()]
    stream.close()
    assert here.gone.wait(10)


def test_every_frame_renews_the_patience(service: Make, client: Make, monkeypatch: pytest.MonkeyPatch) -> None:
    now, patience = 0.0, []
    receive = ClientConnection.recv

    def noted(self: ClientConnection, timeout: float, **options: Any) -> Any:
        patience.append(timeout)
        return receive(self, timeout, **options)

    monkeypatch.setattr(spark, "monotonic", lambda: now)
    monkeypatch.setattr(ClientConnection, "recv", noted)
    stream = client(service(frame("好", 0), frame("呀"), frame("", 2)).url).stream(QUESTION, domain="preview")
    for _ in range(3):
        next(stream)
        now += 9
    assert patience == [10, 10, 10]


def test_ticks_do_not_prolong_the_patience(service: Make, client: Make) -> None:
    stream = client(service().url, receive_timeout=0.1).stream(QUESTION, domain="preview", tick=0.01)
    with pytest.raises(RuwoError) as caught:
        list(stream)
    assert caught.value.code == "spark_silent"


# --- anything


_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(st.characters(codec="utf-8")),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["code", "status", "text"]), inner),
    max_leaves=6,
)
_FRAMES = st.fixed_dictionaries(
    {},
    optional={
        "header": _JSON | st.fixed_dictionaries({"code": st.just(0) | st.integers()}, optional={"sid": _JSON}),
        "payload": _JSON | st.fixed_dictionaries({}, optional={"choices": _JSON, "usage": _JSON}),
    },
)


@settings(deadline=None)
@given(data=st.binary() | st.text(st.characters(codec="utf-8")) | (_JSON | _FRAMES).map(json.dumps))
def test_any_frame_gives_chunks_or_an_error(any_service: Any, client: Make, data: str | bytes) -> None:
    any_service.script = [data, DROP]
    codes = {"spark_frame", "spark_dropped", "spark_unknown", *(f"spark_{number}" for number in RETRY)}
    try:
        end: object = ask(client(any_service.url))[-1].done
    except RuwoError as raised:
        end = raised.code in codes
    assert end


@pytest.fixture(scope="module")
def any_service(service: Make) -> Any:
    return service()
