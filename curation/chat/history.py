"""The talk that is sent with every question: in order, and no longer than the model can take in."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from pydantic import ValidationError

from curation.chat.wire import Message, clean
from curation.errors import RuwoError

HAN_PER_TOKEN = 1.5
"""The vendor's figure: one token is about 1.5 Chinese characters."""
ASCII_PER_TOKEN = 3.0
"""Its figure for English, 0.8 words a token, is about 4 to 5 letters; 3 leaves room for digits and marks."""


def estimate_tokens(text: str) -> int:
    """About how many tokens the service counts for ``text``, rather more than fewer.

    >>> estimate_tokens("今天天气不错"), estimate_tokens("hello")
    (4, 2)
    """
    ascii_characters = sum(character < "\x80" for character in text)
    return math.ceil((len(text) - ascii_characters) / HAN_PER_TOKEN + ascii_characters / ASCII_PER_TOKEN)


def check(messages: Sequence[Message | Mapping[str, str]]) -> list[Message]:
    """The messages in the order the service wants: system first if at all, then user and assistant in turns.

    An empty system text is left out; a lone surrogate, which JSON cannot carry, becomes U+FFFD. Raises RuwoError
    ``chat_message`` (unknown role or shape), ``chat_order`` or ``chat_empty`` (a turn without text), each with the
    ``number`` of the message, from 1, or ``chat_no_question`` when the last one is not the user's.
    """
    read = [(number, _message(number, message)) for number, message in enumerate(messages, 1)]
    turns = [(number, message) for number, message in read if message.role != "system" or message.content]
    spoken = turns[1:] if turns and turns[0][1].role == "system" else turns
    for place, (number, message) in enumerate(spoken):
        if message.role != ("user", "assistant")[place % 2]:
            raise RuwoError("chat_order", number=number)
        if not message.content:
            raise RuwoError("chat_empty", number=number)
    if not spoken or spoken[-1][1].role != "user":
        raise RuwoError("chat_no_question")
    return [message for _, message in turns]


def _message(number: int, message: Message | Mapping[str, str]) -> Message:
    if isinstance(message, Message):
        return message
    try:
        return Message(
            role=message["role"],  # type: ignore[arg-type]
            content=clean(message["content"]),
        )
    except (ValidationError, KeyError, TypeError):
        raise RuwoError("chat_message", number=number) from None


def trim(messages: Sequence[Message], limit: int) -> tuple[list[Message], int]:
    """The messages within about ``limit`` tokens, and how many of the oldest turns were left out for that.

    The system text and the last question always stay. Raises RuwoError ``chat_too_long`` when they alone are
    too long.
    """
    system = [message for message in messages if message.role == "system"]
    spoken = list(messages[len(system) :])
    room = limit - count_tokens(system)
    kept = spoken[_start([estimate_tokens(message.content) for message in spoken], room) :]
    if count_tokens(kept) > room:
        raise RuwoError("chat_too_long", tokens=count_tokens(system + kept), limit=limit)
    return system + kept, len(spoken) - len(kept)


def _start(sizes: Sequence[int], room: int) -> int:
    """Where to begin so that the rest fits, always on a user's turn; at the last one when nothing fits."""
    start, used = len(sizes) - 1, sizes[-1]
    while start >= 2 and used + sizes[start - 1] + sizes[start - 2] <= room:
        used += sizes[start - 1] + sizes[start - 2]
        start -= 2
    return start


def count_tokens(messages: Sequence[Message]) -> int:
    """Estimated tokens of all texts together."""
    return sum(estimate_tokens(message.content) for message in messages)
