"""Kinds and words of Telegram's messages, as its desktop application exports them.

A result is ``wechat.Content``: ``(kind, text, quote, extra)`` with words only; the kind ``unknown`` is nobody's.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from curation.sources.columns import apart, values
from curation.sources.wechat import Content, filled

Item = dict[str, Any]


def string(item: Item, name: str) -> str:
    """The text that the item has under this name; empty where it has none."""
    value = item.get(name)
    return value if isinstance(value, str) else ""


def _number(item: Item, name: str) -> float | None:
    value = item.get(name)
    return value if isinstance(value, int | float) and 0 < abs(value) < 2**53 else None


def words(text: object) -> str:
    """A text, or the texts of its parts: links, mentions, bold words stand in it as they were typed."""
    if isinstance(text, str):
        return text
    parts = text if isinstance(text, list) else []
    pieces = [part.get("text") if isinstance(part, dict) else part for part in parts]
    return "".join([piece for piece in pieces if isinstance(piece, str)])


def contents(items: Sequence[Item]) -> dict[str, Any]:
    """``kind``, ``text``, ``quote`` and ``extra`` of each: most are texts with nothing beside them."""
    texts = [text if type(text) is str else words(text) for text in values(items, "text")]
    odd = [
        at
        for at, (item, text, type_) in enumerate(zip(items, texts, values(items, "type"), strict=True))
        if type_ != "message" or not text or not _MORE.isdisjoint(item)
    ]
    return apart(texts, odd, lambda at: content(items[at]))


def content(item: Item) -> Content:
    """Of a message or a service message."""
    if item.get("type") == "service":
        return _service(item)
    text = words(item.get("text"))
    if "forwarded_from" in item or item.get("saved_from"):  # null: from an account that is gone
        name = string(item, "forwarded_from") or string(item, "saved_from")
        return "forward", "", None, filled(content=f"{name}: {text}" if name and text else text)
    if not _BY_MARK.keys().isdisjoint(item):
        for mark, read in _BY_MARK.items():
            if item.get(mark):
                return read(item, text)
    if item.get("type", "message") != "message":
        return "unknown", text, None, {}
    if not text or item.get("via_bot"):  # what a bot wrote are nobody's words
        return "other", "", None, filled(content=string(item, "game_title") or text)
    return "text", text, None, {}


def _service(item: Item) -> Content:
    action = string(item, "action")
    if action in {"phone_call", "group_call"}:
        return "call", "", None, filled(duration=_number(item, "duration_seconds") or _number(item, "duration"))
    text = string(item, "title") or string(item, "information_text") or words(item.get("text"))
    return "system", text, None, filled(action=action)


def _path(item: Item, name: str = "file") -> str:
    """Where the file lies; what was left out of the export has a notice in brackets instead."""
    path = string(item, name)
    return "" if path.startswith("(") else path


def _media(item: Item, text: str) -> Content:
    kind = _MEDIA.get(string(item, "media_type"), "file")
    extra = filled(path=_path(item), duration=_number(item, "duration_seconds"))
    if kind == "sticker":
        return kind, text or string(item, "sticker_emoji"), None, extra
    return (kind, text, None, extra) if kind != "file" else _file(item, text)


def _document(item: Item, text: str) -> Content:
    if string(item, "mime_type").startswith("image/"):
        return "image", text, None, filled(path=_path(item))
    return _file(item, text)


def _file(item: Item, text: str) -> Content:
    path = _path(item)
    name = string(item, "file_name") or string(item, "title") or path.rpartition("/")[2]
    return "file", name, None, filled(path=path, caption=text)


def _photo(item: Item, text: str) -> Content:
    return "image", text, None, filled(path=_path(item, "photo"))


def _card(item: Item, text: str) -> Content:
    told = item["contact_information"]
    found = [string(told, "first_name"), string(told, "last_name")] if isinstance(told, dict) else []
    return "card", " ".join(filter(None, found)), None, {}


def _location(item: Item, text: str) -> Content:
    told = item.get("location_information")
    spot = told if isinstance(told, dict) else {}
    where = filled(x=_number(spot, "latitude"), y=_number(spot, "longitude"), label=string(item, "address"))
    return "location", string(item, "place_name"), None, where


def _poll(item: Item, text: str) -> Content:
    told = item["poll"]
    return "other", "", None, filled(content=words(told.get("question")) if isinstance(told, dict) else "")


def _list(item: Item, text: str) -> Content:
    told = item["todo_list"]
    return "other", "", None, filled(content=words(told.get("title")) if isinstance(told, dict) else "")


_MEDIA = {
    "sticker": "sticker", "voice_message": "voice", "video_message": "video", "video_file": "video",
    "animation": "video", "audio_file": "file",
}  # fmt: skip
_BY_MARK: dict[str, Callable[[Item, str], Content]] = {
    "media_type": _media,
    "photo": _photo,
    "file": _document,
    "contact_information": _card,
    "place_name": _location,
    "location_information": _location,
    "poll": _poll,
    "todo_list": _list,
}
_MORE = frozenset({*_BY_MARK, "forwarded_from", "saved_from", "via_bot"})
