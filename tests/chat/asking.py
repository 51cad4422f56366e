"""How the tests of the client ask."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from curation.chat.spark import Chunk, SparkClient
from curation.errors import SENTENCES, RuwoError

Make = Callable[..., Any]
QUESTION = [{"role": "system", "content": "你是小满"}, {"role": "user", "content": "周六爬山吗"}]


def ask(client: SparkClient, **options: Any) -> list[Chunk]:
    return list(client.stream(QUESTION, domain="preview", **options))


def fail(client: SparkClient) -> tuple[list[Chunk], RuwoError]:
    """What came before an answer failed, and why it did."""
    got: list[Chunk] = []
    with pytest.raises(RuwoError) as caught:
        got.extend(client.stream(QUESTION, domain="preview"))
    assert said(caught.value).endswith(".")
    return got, caught.value


def said(error: RuwoError) -> str:
    """The sentence a person reads; every field of it must have its parameter."""
    return SENTENCES[error.code].format(**error.params)
