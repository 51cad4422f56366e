"""How a sticker is known again, whichever exporter wrote it."""

import json

import pytest

from curation.workspace import stickers

HASH = "0a1b2c3d4e5f60718293a4b5c6d7e8f9"


@pytest.mark.parametrize(
    ("extra", "key"),
    [
        ({"md5": HASH}, HASH),
        ({"md5": HASH.upper()}, HASH),
        ({"md5": HASH, "url": "http://example.com/other"}, HASH),
        ({"url": f"http://wx.example.com/stodownload?m={HASH}&filekey=30&bizid=1023"}, HASH),
        ({"path": f"media/emojis/{HASH}.gif"}, HASH),
        ({"md5": "ab", "url": "https://example.com/s"}, "ab"),
        ({"url": "https://example.com/cat.webp"}, "https://example.com/cat.webp"),
        ({"path": "stickers/1.webp"}, "stickers/1.webp"),
        ({"url": "https://example.com/" + HASH + "0"}, "https://example.com/" + HASH + "0"),
        ({"duration": 3}, None),
        ({"md5": "", "url": None}, None),
    ],
)
def test_key(extra: dict[str, object], key: str | None) -> None:
    assert stickers.key_of(json.dumps(extra)) == key


def test_only_stickers_without_words_have_keys() -> None:
    extra = json.dumps({"md5": HASH})
    rows = [
        ("sticker", "", extra),
        ("sticker", " ", extra),
        ("sticker", "猫猫", extra),
        ("image", "", extra),
        ("sticker", "", None),
    ]
    assert stickers.keys(*zip(*rows, strict=True)) == [HASH, HASH, None, None, None]
