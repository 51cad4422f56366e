"""The bubble encoding can be undone, and cleaning touches nothing but what it counts."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from curation.bubbles import CLEANED, clean, decode, encode

ANY_TEXT = st.text(st.characters(exclude_categories=()))
"""Any code points, lone surrogates too."""

TRICKY = st.text(st.sampled_from("\n\r \t\0\u2028\u0085a哈~\ud83d\ude00"), max_size=12)
DIRTY = ANY_TEXT | TRICKY


@given(st.lists(DIRTY, max_size=6))
@example(["a\n", "b"])
@example(["a\n\nb", "c"])
@example(["\r\n\r", "\ud800"])
def test_cleaned_bubbles_come_back(bubbles: list[str]) -> None:
    kept = [text for text, _ in map(clean, bubbles) if text]
    assert decode(encode(kept)) == kept


@given(st.lists(DIRTY, min_size=1, max_size=4), st.lists(DIRTY, min_size=1, max_size=4))
def test_different_bubbles_are_written_differently(left: list[str], right: list[str]) -> None:
    a, b = ([text for text, _ in map(clean, side) if text] for side in (left, right))
    assert (encode(a) == encode(b)) == (a == b)


@given(DIRTY)
def test_cleaning_twice_changes_nothing(text: str) -> None:
    once, _ = clean(text)
    assert clean(once) == (once, Counter())


@given(st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\n<")))
def test_nothing_else_is_changed(text: str) -> None:
    assert clean(text) == (text, Counter())


@pytest.mark.parametrize(
    "text",
    [
        "哈哈哈(｡･ω･｡)ﾉ♡",
        "👨‍👩‍👧‍👦❤️‍🔥",
        "[委屈][旺柴]",
        "好~~",
        "真的！！",
        "在嘛在嘛 我又打错自了",
        "a\0b",
        "a\u2028b",
        "\ufeffx",
        "<b>",
        "  前后空格　",
    ],
)
def test_style_survives(text: str) -> None:
    assert clean(text) == (text, Counter())
    assert decode(encode([text, text])) == [text, text]


@pytest.mark.parametrize(
    ("text", "cleaned", "counts"),
    [
        ("a\r\nb\rc", "a\nb\nc", {"crlf": 2}),
        ("a\r\r\nb", "a\n\nb", {"crlf": 2}),
        ("\ud83d嗯\udc00", "�嗯�", {"surrogate": 2}),
        ("看<image>和<VIDEO>", "看＜image＞和＜VIDEO＞", {"media_token": 2}),
        ("<ima<audio>ge>", "<ima＜audio＞ge>", {"media_token": 1}),
        ("\n\n好\n", "好", {"edge_break": 3}),
        ("\r\n好", "好", {"crlf": 1, "edge_break": 1}),
        ("\r\n", "", {"crlf": 1, "edge_break": 1}),
        (" \n好", " \n好", {}),
        ("", "", {}),
    ],
)
def test_clean(text: str, cleaned: str, counts: dict[str, int]) -> None:
    assert clean(text) == (cleaned, Counter(counts))
    assert counts.keys() <= CLEANED.keys()


@pytest.mark.parametrize(
    ("bubbles", "value"),
    [
        ([], ""),
        (["在"], "在"),
        (["在", "咋了"], "在\n咋了"),
        (["第一行\n第二行"], "第一行\n\n第二行"),
        (["a\n\nb", "c"], "a\n\n\nb\nc"),
    ],
)
def test_encode(bubbles: list[str], value: str) -> None:
    assert encode(bubbles) == value
    assert decode(value) == bubbles


@pytest.mark.parametrize("bubble", ["", "\n", "a\n", "\na"])
def test_encode_refuses_what_it_could_not_decode(bubble: str) -> None:
    with pytest.raises(ValueError, match="bubble 1 is empty") as error:
        encode(["秘密", bubble])
    assert "秘密" not in str(error.value)


@pytest.mark.parametrize(("reply", "bubbles"), [("\n好的\n", ["好的"]), ("\n\n", []), ("嗯\n\n\n啊", ["嗯\n\n啊"])])
def test_a_models_loose_breaks_make_no_empty_bubble(reply: str, bubbles: list[str]) -> None:
    assert decode(reply) == bubbles
