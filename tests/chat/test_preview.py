from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.chat.preview import NOTHING_FITS, PreviewBackend
from curation.chat.wire import Message

TALK = [Message(role="system", content="你是小满"), Message(role="user", content="在吗")]


@settings(deadline=None)
@given(st.text(min_size=1))
def test_a_reply_comes_through_to_the_character(reply: str) -> None:
    assert "".join(PreviewBackend({"在吗": reply}.get).reply(TALK)) == reply


@pytest.mark.parametrize("nothing", [None, ""])
def test_nothing_that_fits_is_said_in_the_readers_words(nothing: str | None) -> None:
    assert "".join(PreviewBackend(lambda _: nothing).reply(TALK)) == NOTHING_FITS
    assert "".join(PreviewBackend(lambda _: nothing, "（没有合适的回复）").reply(TALK)) == "（没有合适的回复）"


def test_it_comes_in_small_pieces() -> None:
    assert list(PreviewBackend(lambda _: "在呀~~！").reply(TALK)) == ["在呀", "~~", "！"]
