"""The client of a chat-completions service: what it sends, and every way in which that can fail."""

from __future__ import annotations

import logging
import socket
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from typing import Any

import pytest

from curation.chat.openai import Client, Message, check_address
from curation.errors import RuwoError
from curation.words import sentence
from tests.chat.answering import Reply, Service, refused, said

KEY = "sk-SECRETsecret0123"
QUESTION = [Message(role="system", content="规则"), Message(role="user", content="小满的秘密 \ud800")]


@pytest.fixture
def service() -> Iterator[Callable[..., Service]]:
    with ExitStack() as stack:
        yield lambda *replies: stack.enter_context(Service(*replies))


def client(service: Service, **options: Any) -> Client:
    return Client(service.address, "m-1", KEY, **{"seconds": 20, **options})


def test_a_question_and_its_answer(service: Callable[..., Service]) -> None:
    served = service(said("好\n的"))
    assert client(served).ask(QUESTION) == "好\n的"
    assert served.paths == ["/v1/chat/completions"]
    assert served.headers[0]["Authorization"] == f"Bearer {KEY}"
    assert served.asked == [
        {
            "model": "m-1",
            "messages": [{"role": "system", "content": "规则"}, {"role": "user", "content": "小满的秘密 \ufffd"}],
            "temperature": 0,
        }
    ]


def test_a_model_on_this_computer_needs_no_key(service: Callable[..., Service]) -> None:
    served = service(said("好"))
    assert Client(served.address, "m-1").ask(QUESTION) == "好"
    assert "Authorization" not in served.headers[0]


@pytest.mark.parametrize(
    ("address", "asked"),
    [
        ("https://api.example.com/v1", "https://api.example.com/v1/chat/completions"),
        (" https://api.example.com/v1/ ", "https://api.example.com/v1/chat/completions"),
        ("https://api.example.com/x/chat/completions", "https://api.example.com/x/chat/completions"),
        ("http://localhost:11434/v1", "http://localhost:11434/v1/chat/completions"),
        ("http://[::1]:8000/v1", "http://[::1]:8000/v1/chat/completions"),
    ],
)
def test_addresses(address: str, asked: str) -> None:
    assert check_address(address)[0] == asked


@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("", "model_address"),
        ("api.example.com/v1", "model_address"),
        ("ftp://api.example.com/v1", "model_address"),
        ("https:///v1", "model_address"),
        ("https://user:pass@api.example.com/v1", "model_address"),
        ("https://api.example.com/v1?key=abc", "model_address"),
        ("https://api.example.com:port/v1", "model_address"),
        ("http://api.example.com/v1", "model_address_open"),
        ("http://127.0.0.1.example.com/v1", "model_address_open"),
    ],
)
def test_addresses_that_are_not_asked(address: str, code: str) -> None:
    with pytest.raises(RuwoError, match=f"^{code}$"):
        Client(address, "m-1", KEY)


@pytest.mark.parametrize(("model", "key", "code"), [(" ", KEY, "model_needed"), ("m", "钥匙", "model_key"),
                                                    ("m", "a\r\nb", "model_key")])  # fmt: skip
def test_what_is_missing_is_said_before_anything_is_sent(model: str, key: str, code: str) -> None:
    with pytest.raises(RuwoError, match=f"^{code}$"):
        Client("https://api.example.com/v1", model, key)


@pytest.mark.parametrize("status", [429, 500, 503])
@pytest.mark.parametrize(("headers", "waits"), [({}, 2.0), ({"Retry_After": "7"}, 7.0), ({"Retry_After": "soon"}, 2.0)])
def test_it_asks_once_more(service: Callable[..., Service], status: int, headers: dict[str, str], waits: float) -> None:
    served, slept = service(refused(status, **headers), said("好")), list[float]()
    assert client(served, sleep=slept.append).ask(QUESTION) == "好"
    assert slept == [waits]
    assert len(served.asked) == 2


@pytest.mark.parametrize(
    ("reply", "code", "times"),
    [
        (refused(401), "model_key", 1),
        (refused(403), "model_key", 1),
        (refused(402), "model_quota", 1),
        (refused(429), "model_busy", 2),
        (refused(429, Retry_After="3600"), "model_busy", 1),
        (refused(429, "insufficient_quota"), "model_quota", 1),
        (refused(404, "model_not_found", "The model `m-1` does not exist"), "model_unknown", 1),
        (refused(400, "", "Model Not Exist"), "model_unknown", 1),
        (refused(400, "1211", "模型不存在，请检查模型代码。"), "model_unknown", 1),
        (refused(400, "context_length_exceeded", "This model's maximum is 4096 tokens"), "model_http", 1),
        ((404, {}, b"<html>not here</html>"), "model_http", 1),
        ((404, {}, b'{"error": "no route"}'), "model_http", 1),
        ((302, {"Location": "https://example.com/"}, b""), "model_http", 1),
        ((502, {}, b"bad gateway"), "model_http_server", 2),
        ((200, {}, b"<html>welcome</html>"), "model_reply", 1),
        ((200, {}, b"[]"), "model_reply", 1),
        ((200, {}, b'{"choices": []}'), "model_reply", 1),
        ((200, {}, b'{"choices": [{"message": {"content": null}}]}'), "model_reply", 1),
        ((200, {}, b'{"choices": [{"message": {"content": "' + b"x" * (1 << 20) + b'"}}]}'), "model_reply", 1),
    ],
)  # fmt: skip
def test_what_a_service_refuses(service: Callable[..., Service], reply: Reply, code: str, times: int) -> None:
    served = service(reply)
    with pytest.raises(RuwoError, match=f"^{code}$") as refusal:
        client(served, sleep=lambda seconds: None).ask(QUESTION)
    assert len(served.asked) == times
    assert "小满" not in sentence(refusal.value, str)
    assert KEY not in repr(refusal.value.params)


def test_a_slow_service_is_given_up(service: Callable[..., Service]) -> None:
    served = service(said("好"))
    served.held.clear()
    with pytest.raises(RuwoError, match="model_silent"):
        client(served, seconds=0.2).ask(QUESTION)


def test_nobody_there() -> None:
    with closing(socket.create_server(("127.0.0.1", 0))) as free:
        port = free.getsockname()[1]
    with pytest.raises(RuwoError, match="spark_unreachable") as refusal:
        Client(f"http://127.0.0.1:{port}/v1", "m", KEY).ask(QUESTION)
    assert refusal.value.params == {"host": "127.0.0.1"}


def test_a_service_that_cannot_prove_who_it_is(service: Callable[..., Service]) -> None:
    served = service(said("好"))
    with pytest.raises(RuwoError, match="spark_tls"):
        Client(served.address.replace("http:", "https:"), "m", KEY).ask(QUESTION)
    assert served.asked == []


def test_a_proxy_is_never_asked_for_this_computer(
    service: Callable[..., Service], monkeypatch: pytest.MonkeyPatch
) -> None:
    proxy, served = service(said("von fern")), service(said("好"))
    for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, proxy.address)
    assert client(served).ask(QUESTION) == "好"


def test_neither_key_nor_text_is_logged_or_shown(
    service: Callable[..., Service], caplog: pytest.LogCaptureFixture
) -> None:
    served = service(said("答案里的小满"), refused(401))
    asking = client(served)
    with caplog.at_level(logging.DEBUG):
        asking.ask(QUESTION)
        with pytest.raises(RuwoError) as refusal:
            asking.ask(QUESTION)
    told = caplog.text + repr(asking) + repr(refusal.value) + repr(refusal.value.__context__)
    assert "SECRET" not in told
    assert "小满" not in told
    assert "SECRET" not in repr(served.asked) + repr(served.paths)
