from __future__ import annotations

from threading import Event
from typing import Any

import pytest

from curation.chat.signing import Credentials
from curation.chat.spark import SparkClient
from curation.chat.wire import Usage
from curation.errors import RuwoError
from tests.chat.asking import QUESTION, Make, ask, said
from tests.chat.service import DROP, error, frame

# --- the question


def test_a_question_carries_everything_on_every_call(service: Make, client: Make) -> None:
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


def test_what_is_not_set_is_not_sent(service: Make, client: Make) -> None:
    here = service(frame("好呀", 2))
    ask(client(here.url), patch_id=" ")
    assert set(here.asked[0]["header"]) == {"app_id", "uid"}
    assert here.asked[0]["parameter"]["chat"] == {"domain": "preview", "temperature": 0.9}


def test_every_session_is_a_user_of_its_own(service: Make, client: Make) -> None:
    here = service(frame("好呀", 2))
    ask(client(here.url))
    ask(client(here.url))
    users = [asked["header"]["uid"] for asked in here.asked]
    assert users[0] != users[1]
    assert all(len(user) <= 32 for user in users)


def test_a_long_talk_loses_its_oldest_turns_and_says_so(service: Make, client: Make) -> None:
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
    assert said(caught.value)


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
    assert said(caught.value)


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


def test_an_answer_comes_in_pieces(service: Make, client: Make) -> None:
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
    service: Make, client: Make, script: list[tuple[str | None, int, dict[str, Any]]]
) -> None:
    here = service(*(frame(content, status, **extra) for content, status, extra in script))
    got = ask(client(here.url))
    assert "".join(chunk.content for chunk in got) == "好呀"
    assert [chunk.done for chunk in got] == [False] * (len(script) - 1) + [True]


def test_thinking_is_kept_apart(service: Make, client: Make) -> None:
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
def test_a_frame_without_text_adds_nothing(service: Make, client: Make, quirk: dict[str, Any]) -> None:
    here = service(frame("好", 0), quirk, frame("呀", 2))
    assert "".join(chunk.content for chunk in ask(client(here.url))) == "好呀"


def test_a_last_frame_without_payload_ends_too(service: Make, client: Make) -> None:
    here = service(frame("好", 0), {"header": {"code": 0, "status": 2}})
    assert [chunk.done for chunk in ask(client(here.url))] == [False, True]


# --- after the answer


def test_a_late_warning_follows_and_does_not_delay_the_end(service: Make, client: Make) -> None:
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


def test_a_late_stop_asks_to_take_the_text_back(service: Make, client: Make) -> None:
    here = service(frame("好", 2), error(10014))
    late = ask(client(here.url, late_timeout=10))[-1]
    assert late.warning is not None
    assert late.warning.params["wipe"] is True


@pytest.mark.parametrize("after", ["{", {"header": {"code": 0}}])
def test_anything_else_after_the_end_is_ignored(service: Make, client: Make, after: object) -> None:
    here = service(frame("好", 2), after)
    assert len(ask(client(here.url, late_timeout=10))) == 1


def test_a_hang_up_after_the_end_is_no_error(service: Make, client: Make) -> None:
    here = service(frame("好", 2), DROP)
    assert len(ask(client(here.url, late_timeout=10))) == 1
