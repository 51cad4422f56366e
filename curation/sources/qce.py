"""Messages as qq-chat-exporter writes them, v4 and v5: the same in its single JSON and in its chunks.

Layout: v5 ``id, timestamp (ms), sender{uid, uin, name, …}, content{text, elements[{type, data}]}, recalled, system``;
v4 ``messageId, timestamp (ISO), isRecalled, isSystemMessage, content{text, reply}``. ``content.text`` mixes words with
placeholders like ``[图片:a.jpg]``, so words are put together from the elements where there are any. Some versions give
that text as the first element, and then what stands in it once more; their types are called ``type_1``.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any

import orjson

from curation.sources import qcetext, wechat
from curation.sources.qcetext import Told
from curation.sources.source import Chunk, Source, other_id
from curation.sources.wechat import Content, filled, plain
from curation.sources.weflow import string

Item = dict[str, Any]

BLOCK = 5000

_WORDS = {"text", "at", "face"}
_HOLES = {"image": "image", "video": "video", "audio": "voice", "file": "file", "location": "location"}


_UNKNOWN = {"", "原消息", "引用消息"}
"""What stands for an answered message that the exporter did not find."""


class Talk:
    """The chat of one file: its name, and whose export it is."""

    def __init__(self, source: Source, info: object) -> None:
        told = info if isinstance(info, dict) else {}
        self.name = string(told, "name")
        self._is_group = {"group": True, "private": False}.get(string(told, "type"))
        self._uid, self._uin = string(told, "selfUid"), string(told, "selfUin")
        self._source = source
        self._names: dict[str, str] = {}
        source.owner = self._uid or self._uin or source.owner

    def chunk(self, elements: list[object]) -> Chunk:
        """The messages among these elements; what is none is set aside."""
        items: list[Item] = []
        for element in elements:
            self._source.report.records += 1
            if isinstance(element, dict) and isinstance(element.get("content"), dict | str):
                items.append(element)
            else:
                self._source.refuse("record_incomplete" if isinstance(element, dict) else "record_invalid")
        people = [self._sender(item) for item in items]
        told = [content(item, self._names) for item in items]
        return Chunk(
            kind=[kind for kind, _, _, _ in told],
            text=[text for _, text, _, _ in told],
            quote=[quote for _, _, quote, _ in told],
            reply_to=[_reply(item)[1] for item in items],
            extra=[orjson.dumps(extra).decode() if extra else None for _, _, _, extra in told],
            sender_id=[sender for sender, _ in people],
            sender=[name for _, name in people],
            ids=[string(item, "id") or string(item, "messageId") for item in items],
            epoch=[_second(item.get("timestamp")) for item in items],
            chat=self.name,
            is_group=self._is_group,
        )

    def _sender(self, item: Item) -> tuple[str, str]:
        """(sender_id, name); the names a sender has beside it are kept as aliases."""
        told = item.get("sender")
        told = told if isinstance(told, dict) else {}
        uid, uin = string(told, "uid"), string(told, "uin")
        names = [string(told, key) for key in ("name", "groupCard", "remark", "nickname")]
        name = next(filter(None, names), uin)
        is_owner = uid == self._uid if uid and self._uid else bool(uin) and uin == self._uin
        sender_id = (self._uid or self._uin) if is_owner else uid or uin or other_id(name)
        self._source.aliases.setdefault(sender_id, set()).update(filter(None, names))
        self._names.update((account, name) for account in (uid, uin) if account.strip("0"))
        return sender_id, name


def _second(value: object) -> int | None:
    """Milliseconds (v5), or an ISO text (v4; with a zone, as the exporter writes it)."""
    if isinstance(value, str) and not value.isdigit():
        try:
            when = datetime.fromisoformat(value)
            return int((when if when.tzinfo else when.replace(tzinfo=UTC)).timestamp())
        except (ValueError, OverflowError):
            return None
    try:
        number = int(value)  # type: ignore[call-overload]
    except (TypeError, ValueError, OverflowError):
        return None
    return int(number // 1000) if number > 10**11 else int(number)


def _elements(item: Item) -> list[tuple[str, Item]]:
    """(type, data) of the parts."""
    told = item["content"]
    parts = told.get("elements") if isinstance(told, dict) else None
    found = [part for part in parts if isinstance(part, dict)] if isinstance(parts, list) else []
    return [(string(part, "type"), data if isinstance(data := part.get("data"), dict) else {}) for part in found]


def _raw(item: Item) -> str:
    told = item["content"]
    return string(told, "text") if isinstance(told, dict) else told


def _reply(item: Item) -> tuple[Item | None, str | None]:
    """(what it says about it, id of the quoted message) of a message that answers another."""
    told = item["content"]
    data = next((data for kind, data in _elements(item) if kind == "reply"), None)
    if data is None and isinstance(told, dict) and isinstance(told.get("reply"), dict):
        data = told["reply"]
    if data is None:
        return None, None
    found = string(data, "referencedMessageId") or string(data, "messageId")
    return data, found if found.strip("0") else None


def _quoted(data: Item | None, names: dict[str, str]) -> str | None:
    """``name: words``; the name may be an account's, or missing."""
    words = (string(data, "content") or string(data, "text")) if data else ""
    if not data or words in _UNKNOWN:
        return None
    name = string(data, "senderName") or string(data, "senderNick") or string(data, "senderUin")
    known = names.get(name) or ("" if name.isdigit() or name.startswith("u_") else name)
    return wechat.plain_quote(f"{known}: {words}") if known else plain(words)


def content(item: Item, names: dict[str, str] | None = None) -> Content:
    """Kind and words of a message. ``names``: account -> name of the people met so far."""
    if item.get("system") is True or item.get("isSystemMessage") is True:
        return wechat.system(_raw(item))
    reply, _ = _reply(item)
    quote = _quoted(reply, names or {})
    kind, text, extra = _parts(item, reply)
    if item.get("recalled") is True or item.get("isRecalled") is True:
        kind = "recall"
    elif quote is not None and kind == "text":
        kind = "quote"
    return kind, text, quote, extra


def _parts(item: Item, reply: Item | None) -> Told:
    """Words win over what stands beside them: a picture in a text is only noted."""
    if item.get("type") == "error":
        return "other", "", {}
    parts = [(kind, data) for kind, data in _elements(item) if kind != "reply"]
    if not parts or _is_repeated(item, parts):
        return _repeated(_raw(item), parts[1:], reply)
    words = "".join(_word(kind, data) for kind, data in parts)
    others = [(kind, data) for kind, data in parts if kind not in _WORDS]
    if not others or words.strip():
        return "text", words, filled(media=[kind for kind, _ in others] or None)
    kind, data = others[0]
    return _BY_TYPE.get(kind, _other)(kind, data)


def _is_repeated(item: Item, parts: list[tuple[str, Item]]) -> bool:
    """The first part is the whole text, in which the others stand already."""
    kind, data = parts[0]
    whole = kind == "text" and string(data, "text") == _raw(item)
    return whole and (len(parts) > 1 or string(item, "type").startswith("type_"))


def _repeated(text: str, parts: list[tuple[str, Item]], reply: Item | None) -> Told:
    answered = (string(reply, "senderName"), string(reply, "content")) if reply else None
    faces = [string(data, "name") for kind, data in parts if kind in {"face", "market_face"}]
    kind, words, extra = qcetext.told(text, answered, faces, [string(data, "filename") for _, data in parts])
    others = [(kind, data) for kind, data in parts if kind not in _WORDS]
    if len(others) == 1 and (not words.strip() or (others[0][0] == "market_face" and words == f"[{faces[0]}]")):
        return _BY_TYPE.get(others[0][0], _other)(*others[0])
    return kind, words, extra


def _word(kind: str, data: Item) -> str:
    if kind == "face":
        name = string(data, "name").strip("/[]")
        return f"[{name or '表情'}]"
    if kind == "at":
        return string(data, "text") or "@" + string(data, "name").removeprefix("@")
    return string(data, "text") if kind == "text" else ""


def _number(data: Item, name: str) -> float | None:
    value = data.get(name)
    return value if isinstance(value, int | float) and 0 < value < 2**53 else None


def _hole(kind: str, data: Item) -> Told:
    if string(data, "subType") == "sticker":
        return "sticker", "", filled(url=string(data, "localPath") or string(data, "url"), md5=string(data, "md5"))
    name = string(data, "filename") if kind == "file" else ""
    path = string(data, "localPath") or string(data, "url")
    extra = filled(path=path, size=_number(data, "size"), duration=_number(data, "duration"), md5=string(data, "md5"))
    return _HOLES[kind], name, extra


def _sticker(kind: str, data: Item) -> Told:
    words = string(data, "name").strip("[]")
    return "sticker", words, filled(url=string(data, "url"), md5=string(data, "emojiId"))


def _card(kind: str, data: Item) -> Told:
    url, title = string(data, "url"), plain(string(data, "title"))
    extra = filled(url=url, description=plain(string(data, "description")), app=string(data, "appName"))
    return "link" if url else "card", title, extra


def _forward(kind: str, data: Item) -> Told:
    return "forward", "", filled(content=plain(string(data, "summary") or string(data, "content")))


def _system(kind: str, data: Item) -> Told:
    found, words, _, extra = wechat.system(string(data, "text") or string(data, "summary"))
    return found, words, extra


def _call(kind: str, data: Item) -> Told:
    return "call", string(data, "summary") or string(data, "text"), {}


def _other(kind: str, data: Item) -> Told:
    return "other", "", filled(content=plain(string(data, "content")) if kind == "markdown" else "")


_BY_TYPE: dict[str, Callable[[str, Item], Told]] = {
    **dict.fromkeys(_HOLES, _hole),
    "market_face": _sticker,
    "json": _card,
    "forward": _forward,
    "system": _system,
    "av_record": _call,
}
