"""Messages as WeFlow writes them, and echotrace, arkme-json and CipherTalk with small differences.

A message: ``createTime`` (epoch seconds), ``type`` (a Chinese word), ``localType`` (WeChat's number), ``content`` with
placeholders, ``isSend`` (0, 1 or null), ``senderUsername`` and ``senderDisplayName`` (arkme: ``senderID`` into a list
of senders), ``platformMessageId``. ``localId`` is no id: newer versions only count the lines of the file.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import lru_cache
from html import unescape

from curation.sources import brackets, columns, wechat
from curation.sources.columns import Item, apart, other_than, sound, strings, values
from curation.sources.files import File
from curation.sources.source import OWNER, Chunk, Source, other_id
from curation.sources.wechat import Content, filled, plain

WORDS = {
    "文本消息": "text", "图片消息": "image", "语音消息": "voice", "名片消息": "card", "视频消息": "video",
    "动画表情": "sticker", "位置消息": "location", "链接消息": "link", "通话消息": "call", "系统消息": "system",
    "引用消息": "quote", "音乐消息": "link", "群公告": "system", "转账消息": "transfer", "红包消息": "red_packet",
    "文件消息": "file", "聊天记录": "forward", "小程序消息": "card", "视频号消息": "link", "拍一拍": "pat",
    "图文消息": "link", "卡片式链接": "link", "音乐卡片": "link", "视频号直播卡片": "link", "小程序分享": "card",
    "红包卡片": "red_packet", "转账卡片": "transfer", "聊天记录合并转发": "forward", "拍一拍消息": "pat",
    "其他消息": "other",
}  # fmt: skip
"""``type`` -> kind; the last line but one is echotrace's."""

_LOOSE = frozenset({"link", "other"})
"""Kinds that also stand for ones the exporter has no word for."""

_GREY = frozenset({"system", "recall", "pat"})
_FIELDS = {"sticker": "emojiCaption", "link": "linkTitle", "card": "contactCardNickname", "location": "locationPoiname"}
_BLOCK = 5000


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


Told = tuple[int | str | None, str, str, bool | None, bool]
"""What a message says of its sender: number in the list of senders, account, name, whether it is from the owner (None:
it does not say), whether it is a grey line."""


class _People:
    """Who sent a message, and whose export this is."""

    def __init__(self, source: Source, session: Item, senders: object) -> None:
        self.chat = string(session, "displayName") or string(session, "remark") or string(session, "nickname")
        self.is_group = _is_group(session)
        self._source = source
        self._known = _listed(senders)
        self._names = {_account(session): self.chat} if self.chat and not self.is_group else {}
        self._met: dict[Told, tuple[str, str]] = {}
        if owner := string(session, "ownerId"):
            source.owner = owner
        for person in (session, *self._known.values()):
            names = {string(person, name) for name in ("nickname", "remark", "groupNickname")}
            source.aliases.setdefault(other_id(_account(person)), set()).update(names)

    def of(self, items: Sequence[Item], kinds: Sequence[str]) -> list[tuple[str, str]]:
        """(sender_id, name) of each."""
        numbers = [one if isinstance(one, int | str) else None for one in values(items, "senderID")]
        sent = [_SENT.get(one) if isinstance(one, int | float | str) else None for one in values(items, "isSend")]
        told = zip(
            numbers,
            strings(items, "senderUsername"),
            strings(items, "senderDisplayName"),
            sent,
            [kind in _GREY for kind in kinds],
            strict=True,
        )
        return [self._met.get(one) or self._meet(one) for one in told]

    def _meet(self, told: Told) -> tuple[str, str]:
        before = self._source.owner
        found = self._person(*told)
        if self._source.owner != before:
            self._met.clear()
        return self._met.setdefault(told, found)

    def _person(
        self, number: int | str | None, account: str, name: str, mine: bool | None, grey: bool
    ) -> tuple[str, str]:
        person = self._known.get(number)
        account = account or (_account(person) if person else "")
        name = name or (_shown(person) if person else "") or self._names.get(account, "")
        if mine and not grey:
            if self._source.owner in {None, OWNER}:
                self._source.owner = account or OWNER
            return self._source.owner or OWNER, name or account
        if self._source.owner is None and mine is False:
            self._source.owner = OWNER  # somebody else's: the owner is known to be another one
        return account if account == self._source.owner else other_id(account or name), name or account


_SENT: dict[object, bool] = {1: True, "1": True, 0: False, "0": False}
"""``isSend`` of the owner's messages, and of others'."""


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
    return string(person, "wxid") or string(person, "accountId") or string(person, "username")


def _chunk(elements: list[object], people: _People, source: Source) -> Chunk:
    items, kinds = sound(elements, kind_of, _fault, source)
    told = apart(strings(items, "content"), other_than(kinds, "text"), lambda at: content(kinds[at], items[at]))
    senders = people.of(items, told["kind"])
    return Chunk(
        **told,
        chat=people.chat,
        is_group=people.is_group,
        sender_id=[sender_id for sender_id, _ in senders],
        sender=[name for _, name in senders],
        ids=strings(items, "platformMessageId"),
        epoch=values(items, "createTime"),
        reply_to=references(items),
    )


def _fault(item: Item) -> str:
    """Why there is no message in this object; empty when there is one."""
    if not isinstance(item.get("type"), str) and not isinstance(item.get("localType"), int):
        return "record_incomplete"
    if kind_of(item) in {"text", "quote"}:
        return "content_not_text" if "content" in item else "record_incomplete"
    return ""


def kind_of(item: Item) -> str | None:
    """By the word, else by the number; by the placeholder where the word says too little. None: nobody has met it."""
    word, number = item.get("type"), item.get("localType")
    kind, numbered = _kinds(word if isinstance(word, str) else None, number if isinstance(number, int) else 0)
    if kind in _LOOSE:
        return numbered or brackets.marked(string(item, "content"))[0] or kind
    return kind


@lru_cache(maxsize=4096)
def _kinds(word: str | None, number: int) -> tuple[str | None, str | None]:
    """By the word or else the number; and by the number."""
    numbered = wechat.kind_of(number) if 0 < number < 2**63 else None
    return numbered if word is None else WORDS.get(word) or numbered, numbered


def references(items: Sequence[Item]) -> list[str | None]:
    """Ids of the quoted messages, where there are some."""
    return columns.references(items, "replyToMessageId")


def content(kind: str, item: Item) -> Content:
    """Kind, words, quote and more of a message that is of this kind by its type."""
    kind, text, quote, extra = brackets.content(kind, string(item, "content"))
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
    return columns.string(item.get(name))
