"""Messages as WeFlow writes them, and echotrace, arkme-json and CipherTalk with small differences.

A message: ``createTime`` (epoch seconds), ``type`` (a Chinese word), ``localType`` (WeChat's number), ``content`` with
placeholders, ``isSend`` (0, 1 or null), ``senderUsername`` and ``senderDisplayName`` (arkme: ``senderID`` into a list
of senders), ``platformMessageId``. ``localId`` is no id: newer versions only count the lines of the file.
"""

from __future__ import annotations

from collections.abc import Iterator
from html import unescape
from typing import Any

import orjson

from curation.sources import brackets, wechat
from curation.sources.files import File
from curation.sources.source import OWNER, Chunk, Source, other_id
from curation.sources.wechat import Content, filled, plain

WORDS = {
    "文本消息": "text", "图片消息": "image", "语音消息": "voice", "名片消息": "card", "视频消息": "video",
    "动画表情": "sticker", "位置消息": "location", "链接消息": "link", "通话消息": "call", "系统消息": "system",
    "引用消息": "quote", "音乐消息": "link", "群公告": "system", "转账消息": "transfer", "红包消息": "red_packet",
    "文件消息": "file", "聊天记录": "forward", "小程序消息": "card", "视频号消息": "link", "拍一拍": "pat",
    "其他消息": "other",
}  # fmt: skip
"""``type`` -> kind."""

_LOOSE = frozenset({"link", "other"})
"""Kinds that also stand for ones the exporter has no word for."""

_GREY = frozenset({"system", "recall", "pat"})
_FIELDS = {"sticker": "emojiCaption", "link": "linkTitle", "card": "contactCardNickname", "location": "locationPoiname"}
_BLOCK = 5000

Item = dict[str, Any]


def parse(source: Source) -> Iterator[Chunk]:
    """One record a message; what is no object, or has no type, or no text where it needs one, is set aside."""
    for path in source.paths:
        yield from _file(path, source)


def _file(path: File, source: Source) -> Iterator[Chunk]:
    values, blocks = source.document(path, "messages", "session", "senders")
    session = values.get("session")
    people = _People(source, session if isinstance(session, dict) else {}, values.get("senders"))
    for elements in blocks:
        for at in range(0, len(elements), _BLOCK):
            yield _chunk(elements[at : at + _BLOCK], people, source)


class _People:
    """Who sent a message, and whose export this is."""

    def __init__(self, source: Source, session: Item, senders: object) -> None:
        self.chat = string(session, "displayName") or string(session, "remark") or string(session, "nickname")
        self.is_group = _is_group(session)
        self._source = source
        self._known = _listed(senders)
        if owner := string(session, "ownerId"):
            source.owner = owner
        for person in (session, *self._known.values()):
            names = {string(person, name) for name in ("nickname", "remark", "groupNickname")}
            source.aliases.setdefault(other_id(_account(person)), set()).update(names)

    def of(self, item: Item, kind: str) -> tuple[str, str]:
        """(sender_id, name)."""
        person = self._known.get(item.get("senderID")) if isinstance(item.get("senderID"), int | str) else None
        account = string(item, "senderUsername") or (_account(person) if person else "")
        name = string(item, "senderDisplayName") or (_shown(person) if person else "")
        if item.get("isSend") in (1, "1", True) and kind not in _GREY:
            if self._source.owner in {None, OWNER}:
                self._source.owner = account or OWNER
            return self._source.owner or OWNER, name or account
        if self._source.owner is None and item.get("isSend") in (0, "0", False):
            self._source.owner = OWNER  # somebody else's: the owner is known to be another one
        return account if account == self._source.owner else other_id(account or name), name or account


def _is_group(session: Item) -> bool | None:
    """By the account (``…@chatroom``) or the word."""
    if _account(session).endswith("@chatroom"):
        return True
    return {"群聊": True, "私聊": False}.get(string(session, "type"))


def _listed(senders: object) -> dict[object, Item]:
    """senderID -> sender, of arkme-json."""
    listed = [one for one in senders if isinstance(one, dict)] if isinstance(senders, list) else []
    return {one["senderID"]: one for one in listed if isinstance(one.get("senderID"), int | str)}


def _shown(person: Item) -> str:
    """The name of an arkme sender; the exporter often leaves the owner's display name empty."""
    names = ("displayName", "remark", "groupNickname", "nickname")
    return next(filter(None, (string(person, name) for name in names)), "")


def _account(person: Item) -> str:
    return string(person, "wxid") or string(person, "accountId")


def _chunk(elements: list[object], people: _People, source: Source) -> Chunk:
    items: list[Item] = []
    told: list[Content] = []
    for element in elements:
        source.report.records += 1
        if reason := _unusable(element):
            source.refuse(reason)
            continue
        assert isinstance(element, dict)
        if _kind(element) is None:
            source.complain("kind_unknown")
        items.append(element)
        told.append(content(element))
    senders = [people.of(item, kind) for item, (kind, _, _, _) in zip(items, told, strict=True)]
    return Chunk(
        chat=people.chat,
        is_group=people.is_group,
        kind=[kind for kind, _, _, _ in told],
        text=[text for _, text, _, _ in told],
        quote=[quote for _, _, quote, _ in told],
        extra=[orjson.dumps(extra).decode() if extra else None for _, _, _, extra in told],
        sender_id=[sender_id for sender_id, _ in senders],
        sender=[name for _, name in senders],
        ids=[string(item, "platformMessageId") for item in items],
        epoch=[item.get("createTime") for item in items],
        reply_to=[reference(item) for item in items],
    )


def _unusable(element: object) -> str:
    """Why there is no message in this element; empty when there is one."""
    if not isinstance(element, dict):
        return "record_invalid"
    if not isinstance(element.get("type"), str) and not isinstance(element.get("localType"), int):
        return "record_incomplete"
    if _kind(element) in {"text", "quote"} and not isinstance(element.get("content"), str):
        return "content_not_text" if "content" in element else "record_incomplete"
    return ""


def _kind(item: Item) -> str | None:
    """By the word, else by the number; by the placeholder where the word says too little. None: nobody has met it."""
    number = item.get("localType")
    numbered = wechat.kind_of(number) if isinstance(number, int) and 0 < number < 2**63 else None
    word = item.get("type")
    kind = WORDS.get(word) if isinstance(word, str) else numbered
    if kind in _LOOSE:
        return numbered or brackets.marked(string(item, "content"))[0] or kind
    return kind or numbered


def reference(item: Item) -> str | None:
    """Id of the quoted message, where there is one."""
    found = string(item, "replyToMessageId")
    return found if found.strip("0") else None


def content(item: Item) -> Content:
    """Kind, words, quote and more of a message."""
    kind, text, quote, extra = brackets.content(_kind(item) or "other", string(item, "content"))
    if kind == "quote":
        quote = _quoted(item) or quote
    return kind, _own_words(kind, item) or text, quote, {**extra, **_more(kind, item)}


def _quoted(item: Item) -> str | None:
    """``name: words`` of the quoted message, from its own fields or (CipherTalk) from WeChat's XML."""
    name, words = string(item, "quotedSender"), string(item, "quotedContent")
    if not words and (reference := _between(string(item, "rawContent"), "refermsg")):
        name, words = (unescape(_between(reference, tag)) for tag in ("displayname", "content"))
    return wechat.plain_quote(f"{name}: {words}") if name else plain(words) or None


def _between(xml: str, tag: str) -> str:
    """What stands between the first opening and the next closing tag; empty when they are not there."""
    _, _, rest = xml.partition(f"<{tag}>")
    inner, closed, _ = rest.partition(f"</{tag}>")
    return inner.removeprefix("<![CDATA[").removesuffix("]]>") if closed else ""


def _own_words(kind: str, item: Item) -> str:
    """Words that stand in a field of their own, better than in the content."""
    return plain(string(item, _FIELDS[kind])) if kind in _FIELDS else ""


def _more(kind: str, item: Item) -> dict[str, object]:
    if kind == "sticker":
        return filled(md5=string(item, "emojiMd5"), url=string(item, "emojiCdnUrl"))
    if kind == "link":
        return filled(url=string(item, "linkUrl"), app=plain(string(item, "appMsgAppName")))
    if kind == "location":
        x, y = (item.get(name) for name in ("locationLat", "locationLng"))
        return filled(
            x=x if isinstance(x, float) else None,
            y=y if isinstance(y, float) else None,
            label=plain(string(item, "locationLabel")),
        )
    if kind == "forward" and isinstance(item.get("chatRecords"), list):
        return filled(content="\n".join(_nested(one) for one in item["chatRecords"] if isinstance(one, dict)))
    return {}


def _nested(item: Item) -> str:
    return f"{string(item, 'senderDisplayName')}: {plain(string(item, 'content'))}"


def string(item: Item, name: str) -> str:
    """A text field (a number as text); empty when there is none."""
    value = item.get(name)
    return value if isinstance(value, str) else str(value) if type(value) is int and abs(value) < 2**64 else ""
