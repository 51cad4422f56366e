from __future__ import annotations

import json
import socket
from collections.abc import Iterator, Sequence
from threading import Event
from typing import Any

import pytest

from curation.chat.gateway import Gateway
from curation.chat.signing import Credentials
from curation.chat.wire import Message
from curation.errors import RuwoError
from tests.chat.knocking import HELLO, Make, Says, answer, question, raw


class Endless:
    """A backend that would never stop by itself, and holds on to what it is doing."""

    def __init__(self) -> None:
        self.stopped = Event()

    def reply(self, messages: Sequence[Message]) -> Iterator[str]:
        self.answer = self._laugh()
        return self.answer

    def _laugh(self) -> Iterator[str]:
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
        # A pong leaves before the frames read together with its ping are queued, so only the second one proves
        # that the question is.
        assert connection.ping().wait(10)
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
