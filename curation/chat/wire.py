"""The frames of Spark's chat protocol: one question, many pieces of an answer.

Source: the vendor's WebSocket interface description (MaaS and Spark share it). A question is read strictly
(what our gateway accepts, the service accepts), an answer leniently (fields come and go between versions).
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

TEMPERATURE = (0.0, 1.0)
TOP_K = (1, 6)
MAX_TOKENS = (1, 32768)
"""Lowest and highest value the service takes; outside it answers 10005 or 10163."""
CONTEXT_TOKENS = 8192
"""Most tokens of system text, history and question together."""
FIRST, MIDDLE, LAST = 0, 1, 2
"""``status`` of a frame."""


_LONE_SURROGATE = re.compile("[\ud800-\udfff]")


def clean(text: str) -> str:
    """``text`` with U+FFFD for lone surrogates, which JSON in UTF-8 cannot carry."""
    return _LONE_SURROGATE.sub("\ufffd", text)


class _Strict(BaseModel):
    model_config = ConfigDict(strict=True, frozen=True, extra="ignore", hide_input_in_errors=True)


class _Lenient(BaseModel):
    model_config = ConfigDict(frozen=True, extra="ignore", hide_input_in_errors=True)


class Message(_Strict):
    """One turn as the model sees it."""

    role: Literal["system", "user", "assistant"]
    content: str


class RequestHeader(_Strict):
    """Who asks. ``patch_id`` holds the resourceId of a fine-tuned model, always as a list."""

    app_id: str
    uid: Annotated[str, Field(max_length=32)] | None = None
    patch_id: Annotated[list[str], Field(min_length=1)] | None = None


class ChatParameter(_Strict):
    """How to answer. ``domain`` is the serviceId of the service card."""

    domain: str
    temperature: Annotated[float, Field(ge=TEMPERATURE[0], le=TEMPERATURE[1])] | None = None
    top_k: Annotated[int, Field(ge=TOP_K[0], le=TOP_K[1])] | None = None
    max_tokens: Annotated[int, Field(ge=MAX_TOKENS[0], le=MAX_TOKENS[1])] | None = None
    chat_id: str | None = None


class Parameter(_Strict):
    """The service leaves room for more than chat here."""

    chat: ChatParameter


class MessageList(_Strict):
    """Oldest message first, the question last."""

    text: Annotated[list[Message], Field(min_length=1)]


class RequestPayload(_Strict):
    """What is asked."""

    message: MessageList


class Request(_Strict):
    """One question with its whole history."""

    header: RequestHeader
    parameter: Parameter
    payload: RequestPayload


class Usage(_Lenient):
    """Tokens as the service counts them; ``question_tokens`` leaves the history out."""

    question_tokens: int = 0
    prompt_tokens: int = 0
    completion_tokens: int = 0
    total_tokens: int = 0


class UsageText(_Lenient):
    """The envelope of a usage."""

    text: Usage | None = None


class Piece(_Lenient):
    """Some characters of the answer, and of the thinking before it where a model shows that."""

    content: str | None = None
    reasoning_content: str | None = None
    role: str | None = "assistant"
    index: int | None = 0


class Choices(_Lenient):
    """``status`` here, not the header's, tells the end: one documented version leaves the header at 0."""

    status: int
    seq: int | None = None
    text: list[Piece] = []


class ReplyPayload(_Lenient):
    """Absent from error frames."""

    choices: Choices | None = None
    usage: UsageText | None = None


class ReplyHeader(_Lenient):
    """``code`` 0 is success; ``sid`` names the call for the vendor's support."""

    code: int
    message: str | None = None
    sid: str | None = None
    status: int | None = None


class Reply(_Lenient):
    """One frame of an answer."""

    header: ReplyHeader
    payload: ReplyPayload | None = None


class RequestRefused(Exception):
    """The gateway's answer to a question it cannot take: an error code of the protocol and its English message."""

    def __init__(self, code: int, message: str) -> None:
        super().__init__(message)
        self.code = code
        self.message = message


_OUT_OF_RANGE = {"greater_than_equal", "less_than_equal", "string_too_long", "too_short", "too_long", "literal_error"}


def read_request(data: str | bytes) -> Request:
    """A question from JSON text.

    Raises RequestRefused with 10003 (not JSON), 10004 (a field is missing or of another type) or 10005 (a value
    is out of its range), as the service does.
    """
    try:
        return Request.model_validate_json(data)
    except ValidationError as exc:
        kinds = {error["type"] for error in exc.errors(include_url=False, include_input=False, include_context=False)}
    if "json_invalid" in kinds:
        raise RequestRefused(10003, "message format error: not JSON")
    if kinds <= _OUT_OF_RANGE:
        raise RequestRefused(10005, "parameter value error")
    raise RequestRefused(10004, "schema error")


def reply_frame(sid: str, status: int, seq: int, content: str, usage: Usage | None = None) -> str:
    """One success frame as JSON; ``usage`` belongs to the last one only."""
    reply = Reply(
        header=ReplyHeader(code=0, message="Success", sid=sid, status=status),
        payload=ReplyPayload(
            choices=Choices(status=status, seq=seq, text=[Piece(content=content)]),
            usage=UsageText(text=usage) if usage else None,
        ),
    )
    return reply.model_dump_json(exclude_none=True)


def error_frame(sid: str, code: int, message: str) -> str:
    """One error frame as JSON: a header with status 2 and no payload."""
    return Reply(header=ReplyHeader(code=code, message=message, sid=sid, status=LAST)).model_dump_json(
        exclude_none=True
    )


def question(messages: Sequence[Message], header: RequestHeader, chat: ChatParameter) -> Request:
    """The three parts of a question put together."""
    return Request(
        header=header,
        parameter=Parameter(chat=chat),
        payload=RequestPayload(message=MessageList(text=list(messages))),
    )
