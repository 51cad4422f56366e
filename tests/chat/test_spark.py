from __future__ import annotations

import gc
import json
import logging
import socket
import ssl
import traceback
from collections.abc import Callable
from threading import Event
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.chat import signing
from curation.chat.codes import RETRY
from curation.chat.signing import Credentials
from curation.chat.spark import Chunk, SparkClient
from curation.chat.wire import Usage
from curation.errors import RuwoError

Make = Callable[..., Any]
QUESTION = [{"role": "system", "content": "你是小满"}, {"role": "user", "content": "周六爬山吗"}]


def ask(client: SparkClient, **options: Any) -> list[Chunk]:
    return list(client.stream(QUESTION, domain="preview", **options))


def fail(client: SparkClient) -> tuple[list[Chunk], RuwoError]:
    """What came before an answer failed, and why it did."""
    got: list[Chunk] = []
    with pytest.raises(RuwoError) as caught:
        got.extend(client.stream(QUESTION, domain="preview"))
    return got, caught.value


# --- the question


def test_a_question_carries_everything_on_every_call(service: Make, client: Make, frame: Make) -> None:
    here = service(frame("好呀", 2))
    talker = client(here.url)
    for _ in range(2):
        ask(talker, patch_id=" r1 ", temperature=0.4, top_k=3, max_tokens=99, chat_id="c1")
    first, second = here.asked
    assert first == second
    assert first["header"] == {"app_id": "demoapp1", "uid": first["header"]["uid"], "patch_id": ["r1"]}
    assert first["parameter"]["chat"] == {
        "domain": "preview",
        "temperature": 0.4,
        "top_k": 3,
        "max_tokens": 99,
        "chat_id": "c1",
    }
    assert first["payload"]["message"]["text"] == QUESTION


def test_what_is_not_set_is_not_sent(service: Make, client: Make, frame: Make) -> None:
    here = service(frame("好呀", 2))
    ask(client(here.url), patch_id=" ")
    assert set(here.asked[0]["header"]) == {"app_id", "uid"}
    assert here.asked[0]["parameter"]["chat"] == {"domain": "preview", "temperature": 0.9}


def test_every_session_is_a_user_of_its_own(service: Make, client: Make, frame: Make) -> None:
    here = service(frame("好呀", 2))
    ask(client(here.url))
    ask(client(here.url))
    users = [asked["header"]["uid"] for asked in here.asked]
    assert users[0] != users[1]
    assert all(len(user) <= 32 for user in users)


def test_a_long_talk_loses_its_oldest_turns_and_says_so(service: Make, client: Make, frame: Make) -> None:
    here = service(frame("好呀", 2))
    talk = [{"role": ("user", "assistant")[place % 2], "content": f"第{place}句话"} for place in range(9)]
    got = list(client(here.url, context_tokens=10).stream([QUESTION[0], *talk], domain="preview"))
    assert (got[0].warning and got[0].warning.code, got[0].content) == ("chat_trimmed", "")
    assert got[0].warning is not None
    assert got[0].warning.params == {"turns": 8}
    assert here.asked[0]["payload"]["message"]["text"] == [QUESTION[0], talk[-1]]


@pytest.mark.parametrize(
    ("options", "code", "name"),
    [
        ({"domain": "  "}, "spark_domain", None),
        ({"temperature": 1.01}, "spark_parameter", "temperature"),
        ({"temperature": float("nan")}, "spark_parameter", "temperature"),
        ({"top_k": 0}, "spark_parameter", "top_k"),
        ({"max_tokens": 32769}, "spark_parameter", "max_tokens"),
    ],
)
def test_wrong_settings_are_told_before_a_connection(
    client: Make, options: dict[str, Any], code: str, name: str | None
) -> None:
    with pytest.raises(RuwoError) as caught:
        client("ws://127.0.0.1:1/v1.1/chat").stream(QUESTION, **{"domain": "preview", **options})
    assert (caught.value.code, caught.value.params.get("name")) == (code, name)


# --- the address


@pytest.mark.parametrize(
    ("endpoint", "code"),
    [
        ("", "spark_endpoint"),
        ("maas-api.cn-huabei-1.xf-yun.com/v1.1/chat", "spark_endpoint"),
        ("https://maas-api.cn-huabei-1.xf-yun.com/v1.1/chat", "spark_endpoint"),
        ("wss:///v1.1/chat", "spark_endpoint"),
        ("wss://[::1/v1.1/chat", "spark_endpoint"),
        ("wss://host:port/v1.1/chat", "spark_endpoint"),
        ("wss://user:secret@host/v1.1/chat", "spark_endpoint"),
        ("ws://maas-api.cn-huabei-1.xf-yun.com/v1.1/chat", "spark_endpoint_open"),
        ("ws://127.0.0.1.example.com/v1.1/chat", "spark_endpoint_open"),
        ("ws://0.0.0.0/v1.1/chat", "spark_endpoint_open"),
        ("ws://192.168.1.2/v1.1/chat", "spark_endpoint_open"),
    ],
)
def test_addresses_that_are_refused(client: Make, endpoint: str, code: str) -> None:
    with pytest.raises(RuwoError) as caught:
        client(endpoint)
    assert caught.value.code == code


@pytest.mark.parametrize(
    "endpoint", ["wss://host/v1.1/chat", " ws://localhost:1/x\n", "ws://[::1]:1/x", "ws://127.9.9.9"]
)
def test_addresses_that_are_taken(client: Make, endpoint: str) -> None:
    assert client(endpoint).endpoint == endpoint.strip()


def test_empty_credentials_are_refused() -> None:
    with pytest.raises(RuwoError) as caught:
        SparkClient("wss://host/v1.1/chat", Credentials("app", " ", "secret"))
    assert caught.value.code == "spark_credentials"


# --- the answer


def test_an_answer_comes_in_pieces(service: Make, client: Make, frame: Make) -> None:
    usage = {"question_tokens": 4, "prompt_tokens": 5, "completion_tokens": 3, "total_tokens": 8}
    here = service(frame("好", 0), frame("呀~~"), frame("！！", 2, usage=usage))
    got = ask(client(here.url))
    assert [chunk.content for chunk in got] == ["好", "呀~~", "！！"]
    assert [chunk.done for chunk in got] == [False, False, True]
    assert got[-1].usage == Usage(**usage)
    assert {chunk.sid for chunk in got} == {"cht01@dx"}
    assert here.gone.wait(10)
    assert here.close_code == 1000


@pytest.mark.parametrize(
    "script",
    [
        pytest.param([("好", 0, {"header_status": 2}), ("呀", 2, {"header_status": 0})], id="header status is wrong"),
        pytest.param([("好", 0, {}), (None, 1, {"reasoning": "想"}), ("呀", 2, {})], id="content is null"),
        pytest.param([("好", 0, {}), ("呀", 2, {})], id="two frames"),
        pytest.param([("好呀", 2, {})], id="one frame"),
    ],
)
def test_the_end_is_the_choices_status(
    service: Make, client: Make, frame: Make, script: list[tuple[str | None, int, dict[str, Any]]]
) -> None:
    here = service(*(frame(content, status, **extra) for content, status, extra in script))
    got = ask(client(here.url))
    assert "".join(chunk.content for chunk in got) == "好呀"
    assert [chunk.done for chunk in got] == [False] * (len(script) - 1) + [True]


def test_thinking_is_kept_apart(service: Make, client: Make, frame: Make) -> None:
    here = service(frame("", 0, reasoning="先想"), frame("", 1, reasoning="再想"), frame("好", 2))
    got = ask(client(here.url))
    assert "".join(chunk.reasoning for chunk in got) == "先想再想"
    assert "".join(chunk.content for chunk in got) == "好"


@pytest.mark.parametrize(
    "quirk",
    [
        {"header": {"code": 0}},
        {"header": {"code": 0, "message": None, "sid": None, "status": 1}, "payload": None},
        {"header": {"code": 0}, "payload": {"choices": None, "usage": None, "plugins": []}},
        {"header": {"code": 0}, "payload": {"choices": {"status": 1, "text": []}, "usage": {"text": None}}},
    ],
)
def test_a_frame_without_text_adds_nothing(service: Make, client: Make, frame: Make, quirk: dict[str, Any]) -> None:
    here = service(frame("好", 0), quirk, frame("呀", 2))
    assert "".join(chunk.content for chunk in ask(client(here.url))) == "好呀"


def test_a_last_frame_without_payload_ends_too(service: Make, client: Make, frame: Make) -> None:
    here = service(frame("好", 0), {"header": {"code": 0, "status": 2}})
    assert [chunk.done for chunk in ask(client(here.url))] == [False, True]


# --- after the answer


def test_a_late_warning_follows_and_does_not_delay_the_end(
    service: Make, client: Make, frame: Make, error: Make
) -> None:
    end_seen = Event()
    here = service(frame("好", 2), end_seen, error(10019))
    stream = client(here.url, late_timeout=10).stream(QUESTION, domain="preview")
    assert next(stream).done
    end_seen.set()
    [late] = list(stream)
    assert late.warning is not None
    assert (late.warning.code, late.warning.params["retry"], late.content, late.done) == (
        "spark_10019",
        "never",
        "",
        False,
    )


def test_a_late_stop_asks_to_take_the_text_back(service: Make, client: Make, frame: Make, error: Make) -> None:
    here = service(frame("好", 2), error(10014))
    late = ask(client(here.url, late_timeout=10))[-1]
    assert late.warning is not None
    assert late.warning.params["wipe"] is True


@pytest.mark.parametrize("after", ["{", {"header": {"code": 0}}])
def test_anything_else_after_the_end_is_ignored(service: Make, client: Make, frame: Make, after: object) -> None:
    here = service(frame("好", 2), after)
    assert len(ask(client(here.url, late_timeout=10))) == 1


def test_a_hang_up_after_the_end_is_no_error(service: Make, client: Make, frame: Make, drop: object) -> None:
    here = service(frame("好", 2), drop)
    assert len(ask(client(here.url, late_timeout=10))) == 1


# --- what goes wrong


@pytest.mark.parametrize("number", [*sorted(RETRY), 4711])
def test_an_error_code_ends_the_answer(service: Make, client: Make, frame: Make, error: Make, number: int) -> None:
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


def test_a_redirect_is_not_followed(service: Make, client: Make, frame: Make) -> None:
    elsewhere = service(frame("好", 2))
    _, raised = fail(client(service(refusal=(302, b"", {"Location": elsewhere.url})).url))
    assert (raised.code, raised.params["status"]) == ("spark_http", 302)
    assert not elsewhere.handshakes


def test_a_drop_keeps_what_came(service: Make, client: Make, frame: Make, drop: object) -> None:
    got, raised = fail(client(service(frame("好", 0), frame("呀"), drop).url))
    assert "".join(chunk.content for chunk in got) == "好呀"
    assert (raised.code, raised.params["retry"]) == ("spark_dropped", "retry")


def test_silence_ends_after_the_receive_timeout(service: Make, client: Make, frame: Make) -> None:
    here = service(frame("好", 0))
    got, raised = fail(client(here.url, receive_timeout=0.05))
    assert [chunk.content for chunk in got] == ["好"]
    assert (raised.code, raised.params["seconds"]) == ("spark_silent", 0.05)
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


def test_loopback_needs_no_proxy(service: Make, client: Make, frame: Make, monkeypatch: pytest.MonkeyPatch) -> None:
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
    service: Make, client: Make, error: Make, caplog: pytest.LogCaptureFixture, refused: bool
) -> None:
    caplog.set_level(logging.DEBUG)
    refusal = (401, "about 小满的秘密".encode(), {}) if refused else None
    _, raised = fail(client(service(error(10013), refusal=refusal).url))
    told = "".join(traceback.format_exception(raised)) + repr(raised.params) + caplog.text
    for secret in ("小满", "爬山", "of-the-tests", "authorization=", "hmac"):
        assert secret not in told


# --- stopping


def test_stopping_closes_the_connection(service: Make, client: Make, frame: Make) -> None:
    here = service(frame("好", 0))
    stream = client(here.url, receive_timeout=60).stream(QUESTION, domain="preview")
    next(stream)
    stream.close()
    assert here.gone.wait(10)
    assert here.close_code == 1000


def test_forgetting_the_stream_closes_the_connection(service: Make, client: Make, frame: Make) -> None:
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
def test_any_frame_gives_chunks_or_an_error(any_service: Any, client: Make, drop: object, data: str | bytes) -> None:
    any_service.script = [data, drop]
    codes = {"spark_frame", "spark_dropped", "spark_unknown", *(f"spark_{number}" for number in RETRY)}
    try:
        end: object = ask(client(any_service.url))[-1].done
    except RuwoError as raised:
        end = raised.code in codes
    assert end


@pytest.fixture(scope="module")
def any_service(service: Make) -> Any:
    return service()
