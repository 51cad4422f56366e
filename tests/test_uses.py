"""Defaults and choices of what becomes of each kind."""

import pandas as pd
import pytest

from curation import fragments, frames
from curation.uses import CHOICES, DEFAULTS, Uses

DEFAULT_USE = {
    "text": "speech", "voice": "speech", "quote": "speech", "sticker": "speech",
    "image": "hole", "video": "hole", "file": "hole", "link": "hole", "location": "hole", "forward": "hole",
    "card": "hole", "other": "hole",
    "red_packet": "context", "transfer": "context", "call": "context", "pat": "context", "system": "context",
    "recall": "aside",
}  # fmt: skip


def test_defaults() -> None:
    assert {kind: DEFAULTS.of(kind, "x") for kind in frames.KINDS} == DEFAULT_USE


@pytest.mark.parametrize(
    ("kind", "text", "use"),
    [
        ("text", "嗯", "speech"), ("text", "", "hole"), ("text", " \n\u3000", "hole"), ("quote", "嗯", "speech"),
        ("voice", "嗯", "speech"), ("voice", "", "hole"), ("sticker", "[委屈]", "speech"), ("sticker", "", "hole"),
        ("image", "", "hole"), ("image", "嗯", "hole"), ("file", "a.pdf", "hole"), ("link", "标题", "hole"),
        ("transfer", "5.20", "context"), ("call", "3:20", "context"), ("pat", "拍了拍", "context"),
        ("system", "加入了群聊", "context"), ("red_packet", "恭喜", "context"), ("recall", "撤回", "aside"),
        ("recall", "", "aside"),
    ],
)  # fmt: skip
def test_default_use_of_a_message(kind: str, text: str, use: str) -> None:
    assert DEFAULTS.of(kind, text) == use


@pytest.mark.parametrize("kind", sorted(set(frames.KINDS) - frames.SPEECH))
def test_what_nobody_said_is_never_offered_as_speech(kind: str) -> None:
    assert "speech" not in CHOICES[kind]
    assert Uses({kind: "speech"}) == DEFAULTS


def test_what_another_version_stored_is_passed_over() -> None:
    assert Uses({"hologram": "hole", "text": "aside", "voice": "sung", "sticker": "hole"}).kinds == {"sticker": "hole"}


@pytest.mark.parametrize(
    ("chosen", "kind", "text", "use"),
    [
        ({}, "voice", "", "hole"),
        ({"voice": "aside"}, "voice", "", "aside"),
        ({"voice": "context"}, "voice", "到家了", "context"),
        ({"sticker": "hole"}, "sticker", "猫猫", "hole"),
        ({"quote": "aside"}, "quote", "同意", "aside"),
        ({"image": "aside"}, "image", "", "aside"),
        ({"recall": "context"}, "recall", "撤回", "context"),
        ({"image": "hole"}, "image", "", "hole"),
    ],
)
def test_choices(chosen: dict[str, str], kind: str, text: str, use: str) -> None:
    assert Uses(chosen).of(kind, text) == use


def test_what_is_chosen_like_the_default_is_no_choice() -> None:
    assert Uses({"image": "hole"}) == DEFAULTS


@pytest.mark.parametrize("chosen", [{}, {"voice": "hole", "image": "aside", "pat": "hole", "recall": "context"}])
def test_fragments_are_built_with_it(chosen: dict[str, str]) -> None:
    """One message of every kind with words and one without, in frames.MESSAGES."""
    uses = Uses(chosen)
    said = [(kind, text) for kind in frames.KINDS for text in ("嗯", "")]
    size = len(said)
    columns = {
        "message_id": [str(n) for n in range(size)],
        "source": ["a"] * size,
        "chat": ["a"] * size,
        "seq": range(size),
        "time": pd.Series([pd.NaT] * size, dtype="datetime64[us, UTC]"),
        "time_precision": ["none"] * size,
        "sender_id": ["p"] * size,
        "sender": ["p"] * size,
        "is_persona": [n % 3 == 0 for n in range(size)],
        "is_group": [False] * size,
        "kind": [kind for kind, _ in said],
        "text": [text for _, text in said],
    }
    built = fragments.build(frames.MESSAGES.from_columns(columns), uses=uses)
    found = dict(zip(built["message_id"], built["use"], strict=True))
    assert [found[str(n)] for n in range(size)] == [uses.of(*one) for one in said]
