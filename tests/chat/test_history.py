from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.chat.history import check, count_tokens, estimate_tokens, trim
from curation.chat.wire import Message
from curation.errors import RuwoError
from tests.chat.asking import said

S, U, A = "system", "user", "assistant"


def talk(*roles: str, text: str = "好") -> list[dict[str, str]]:
    return [{"role": role, "content": text} for role in roles]


@pytest.mark.parametrize(
    ("text", "tokens"), [("", 0), ("好", 1), ("好好好", 2), ("今天天气不错", 4), ("hello", 2), ("(≧▽≦)~", 3)]
)
def test_estimate(text: str, tokens: int) -> None:
    assert estimate_tokens(text) == tokens


@pytest.mark.parametrize("roles", [(U,), (S, U), (U, A, U), (S, U, A, U, A, U)])
def test_a_talk_in_order_is_kept_as_it_is(roles: tuple[str, ...]) -> None:
    assert [message.role for message in check(talk(*roles))] == list(roles)


@pytest.mark.parametrize(
    ("messages", "code", "number"),
    [
        ([], "chat_no_question", None),
        (talk(S), "chat_no_question", None),
        (talk(U, A), "chat_no_question", None),
        (talk(A, U), "chat_order", 1),
        (talk(S, A), "chat_order", 2),
        (talk(U, U), "chat_order", 2),
        (talk(S, U, A, A), "chat_order", 4),
        (talk(U, A, S, U), "chat_order", 3),
        (talk(S, S, U), "chat_order", 2),
        (talk(S, U, text=""), "chat_empty", 2),
        (talk(U, "tool"), "chat_message", 2),
        ([{"role": U}], "chat_message", 1),
        ([{"role": U, "content": None}], "chat_message", 1),
        (["你好"], "chat_message", 1),
    ],
)
def test_a_talk_out_of_order_is_refused_with_the_place(
    messages: list[dict[str, str]], code: str, number: int | None
) -> None:
    with pytest.raises(RuwoError) as caught:
        check(messages)
    assert (caught.value.code, caught.value.params.get("number")) == (code, number)
    assert said(caught.value)


def test_an_empty_system_text_is_left_out_and_a_lone_surrogate_replaced() -> None:
    assert check([{"role": S, "content": ""}, {"role": U, "content": "a\ud83db"}]) == [
        Message(role="user", content="a\ufffdb")
    ]


def test_the_oldest_turns_go_first_and_in_pairs() -> None:
    messages = check([{"role": S, "content": "人" * 15}, *talk(*[U, A] * 4, U, text="话" * 15)])
    kept, left_out = trim(messages, 45)
    assert [message.role for message in kept] == [S, U, A, U]
    assert left_out == 6


def test_system_text_and_question_alone_may_be_too_long() -> None:
    with pytest.raises(RuwoError) as caught:
        trim(check(talk(S, U, A, U, text="长" * 15)), 19)
    assert caught.value.code == "chat_too_long"
    assert caught.value.params == {"tokens": 20, "limit": 19}


@settings(deadline=None)
@given(st.text(), st.lists(st.text(min_size=1), max_size=9), st.integers(0, 60))
def test_what_is_kept_fits_and_is_the_end_of_the_talk(system: str, texts: list[str], limit: int) -> None:
    texts = texts if len(texts) % 2 else [*texts, "好"]
    spoken = [{"role": (U, A)[place % 2], "content": text} for place, text in enumerate(texts)]
    messages = check([{"role": S, "content": system}, *spoken])
    try:
        kept, left_out = trim(messages, limit)
    except RuwoError:
        head = [message for message in messages if message.role == S]
        assert count_tokens([*head, messages[-1]]) > limit
    else:
        assert count_tokens(kept) <= limit
        assert left_out % 2 == 0
        head = len(messages) - len(texts)
        assert kept == messages[:head] + messages[head + left_out :]
