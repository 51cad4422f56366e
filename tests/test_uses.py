"""Defaults and choices of what becomes of each kind."""

import pytest

from curation import frames
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
