from __future__ import annotations

import json
from typing import Any

import pytest

from curation.chat.wire import RequestRefused, Usage, error_frame, read_request, reply_frame


def question(**changes: Any) -> dict[str, Any]:
    """A complete question; ``changes`` replace one part, named ``part__field``."""
    value: dict[str, Any] = {
        "header": {"app_id": "app", "uid": "u1", "patch_id": ["r1"]},
        "chat": {"domain": "preview", "temperature": 0.9, "top_k": 4, "max_tokens": 2048, "auditing": "default"},
        "message": {"text": [{"role": "user", "content": "在吗"}]},
    }
    for name, change in changes.items():
        part, _, field = name.partition("__")
        value[part][field] = change
    return {
        "header": value["header"],
        "parameter": {"chat": value["chat"]},
        "payload": {"message": value["message"]},
    }


def test_a_question_is_read() -> None:
    request = read_request(json.dumps(question()))
    assert request.header.patch_id == ["r1"]
    assert request.parameter.chat.domain == "preview"
    assert request.payload.message.text[0].content == "在吗"


@pytest.mark.parametrize("data", ["", "在吗", "{", b"\xff\xfe", "[" * 100_000, '{"header": "\\ud83d"}'])
def test_what_is_no_json_is_10003(data: str | bytes) -> None:
    with pytest.raises(RequestRefused) as caught:
        read_request(data)
    assert caught.value.code == 10003


@pytest.mark.parametrize(
    "value",
    [
        {},
        [],
        None,
        7,
        question(header__app_id=7),
        question(header__patch_id="r1"),
        question(chat__domain=None),
        question(chat__temperature="0.5"),
        question(chat__top_k=1.5),
        question(message__text="在吗"),
        question(message__text=[{"role": "user"}]),
        question(message__text=[{"role": "user", "content": 7}], chat__temperature=2),
    ],
)
def test_another_form_is_10004(value: Any) -> None:
    with pytest.raises(RequestRefused) as caught:
        read_request(json.dumps(value))
    assert caught.value.code == 10004


@pytest.mark.parametrize(
    "value",
    [
        question(chat__temperature=-0.1),
        question(chat__temperature=1.1),
        question(chat__top_k=0),
        question(chat__top_k=7),
        question(chat__max_tokens=0),
        question(chat__max_tokens=32769),
        question(header__uid="u" * 33),
        question(header__patch_id=[]),
        question(message__text=[]),
        question(message__text=[{"role": "tool", "content": "x"}]),
    ],
)
def test_a_value_out_of_range_is_10005(value: Any) -> None:
    with pytest.raises(RequestRefused) as caught:
        read_request(json.dumps(value))
    assert caught.value.code == 10005


def test_frames_look_as_documented() -> None:
    assert json.loads(reply_frame("cht1", 0, 0, "在")) == {
        "header": {"code": 0, "message": "Success", "sid": "cht1", "status": 0},
        "payload": {"choices": {"status": 0, "seq": 0, "text": [{"content": "在", "role": "assistant", "index": 0}]}},
    }
    last = json.loads(reply_frame("cht1", 2, 3, "", Usage(prompt_tokens=2, completion_tokens=5, total_tokens=7)))
    assert last["payload"]["usage"]["text"]["total_tokens"] == 7
    assert json.loads(error_frame("cht1", 10110, "busy")) == {
        "header": {"code": 10110, "message": "busy", "sid": "cht1", "status": 2}
    }
