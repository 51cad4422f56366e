"""Messages as PyWxDump writes them, to CSV and JSON, and as WeClone and WeFlow write the same columns.

PyWxDump's ``type_name`` is Chinese, its times are by the clock of the exporting computer; WeClone's is English;
WeFlow's too, with times in UTC (``…Z``). Words and zones are told by the values, as the columns are the same. The first
versions wrote an object of ``msg`` and ``src`` into one column ``content``.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import orjson

from curation.errors import RuwoError
from curation.sources import archive, brackets, files, jsonfile, wechat
from curation.sources.columns import apart, divided, other_than
from curation.sources.files import File
from curation.sources.report import Report
from curation.sources.source import OWNER, Chunk, Source, other_id
from curation.sources.wechat import Content, filled, plain

ENGLISH = {"text", "image", "sticker", "video", "voice", "location", "file", "link", "system"}

KINDS = {
    "文本": "text", "粘贴的文本": "link", "图片": "image", "语音": "voice", "视频": "video", "动画表情": "sticker",
    "用户上传的GIF表情": "sticker", "位置": "location", "位置共享": "location", "文件": "file", "文件(猜)": "file",
    "(分享)音乐": "link", "(分享)卡片式链接": "link", "(分享)小说(猜)": "link", "(分享)视频号视频": "link",
    "视频号直播或直播回放": "link", "视频号直播或直播回放等": "link", "游戏相关": "link", "(分享)笔记": "forward",
    "(分享)收藏夹": "forward", "合并转发的聊天记录": "forward", "(分享)小程序": "card", "(分享)视频号名片": "card",
    "推荐公众号": "card", "企业微信添加好友(猜)": "card", "带有引用的文本消息": "quote", "引用回复": "quote",
    "转账": "transfer", "红包": "red_packet", "红包封面": "red_packet", "赠送红包封面": "red_packet",
    "语音通话": "call", "拍一拍": "pat", "系统通知": "system", "邀请加群": "system", "群公告": "system",
    "添加好友": "system", "企业微信打招呼(猜)": "system", "接龙": "other",
}  # fmt: skip
"""``type_name`` -> kind; besides, ``消息撤回…`` is recalled and ``未知…`` unknown to PyWxDump itself."""

_VOICE = re.compile(r"语音时长：([\d.]{1,12})?秒?(?:\n翻译结果：(.*))?", re.DOTALL)
_QUOTE = re.compile(r"\n\n\[引用\]\([^()\n]{0,40}\)")
_PAY = re.compile(r"(转账|已收款)：([^\n]*)(?:\n转账说明：([^\n]*))?")
_PLACE = re.compile(r"纬度:【(-?[\d.]{1,20})】 经度:【(-?[\d.]{1,20})】\n位置：([^\n]*)")
_CALL = re.compile(r"语音/视频通话\[(.*)\]", re.DOTALL)
_ZONED = re.compile(r"\d{4}-\d\d-\d\d[T ]\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:?\d\d)")


class Columns(NamedTuple):
    """The columns that are read, as texts; ``number``: which record of the source each row is."""

    id: Sequence[str]
    type: Sequence[str]
    mine: Sequence[str]
    talker: Sequence[str]
    room: Sequence[str]
    msg: Sequence[str]
    src: Sequence[str]
    time: Sequence[str]
    number: Sequence[int]


FIELDS = ("MsgSvrID", "type_name", "is_sender", "talker", "room_name", "msg", "src", "CreateTime")
"""What the first eight of :class:`Columns` are called in the file."""


CONTENT = "content"
"""The column of the first versions that holds msg and src."""


def unfolded(contents: Iterable[object]) -> tuple[list[str], list[str]]:
    """msg and src of contents: objects, or the JSON of one; any other text is the msg itself."""
    pairs = [_pair(content) for content in contents]
    return [msg for msg, _ in pairs], [src for _, src in pairs]


def _pair(content: object) -> tuple[str, str]:
    told = content
    if isinstance(content, str):
        try:
            told = orjson.loads(content)
        except orjson.JSONDecodeError:
            return content, ""
    if not isinstance(told, dict):
        return content if isinstance(content, str) else "", ""
    msg, src = told.get("msg"), told.get("src")
    return msg if isinstance(msg, str) else "", src if isinstance(src, str) else ""


Names = Mapping[str, Sequence[str]]
"""Account -> the names it has, the one that people see first."""


def names(source: Source, path: File) -> Names:
    """What ``users.json`` beside the file says of the accounts; nothing where there is none, or it is damaged."""
    users = archive.beside(path, "users.json")
    if users is None:
        return {}
    try:
        told = jsonfile.value(files.blocks(users, lambda count: None), Report(), users.name)
    except RuwoError:
        return {}
    people = told if isinstance(told, dict) else {}
    found = {account: _named(one) for account, one in people.items() if isinstance(one, dict)}
    for account, known in found.items():
        source.aliases.setdefault(other_id(account), set()).update(known)
        source.called.update((account, name) for name in known[:1])
    return found


def _named(person: dict[str, object]) -> list[str]:
    return [name for key in ("remark", "nickname", "account") if isinstance(name := person.get(key), str) and name]


def chunks(rows: Columns, source: Source, known: Names) -> Iterator[Chunk]:
    """The messages of the records read last, those of one chat together."""
    for room, some in divided(rows.room, *rows):
        yield _chunk(room, Columns._make(some), source, known)


def _chunk(room: str, rows: Columns, source: Source, known: Names) -> Chunk:
    by_clock = set(map(len, rows.time)) == {len("2024-01-01 00:00:00")}
    zoned = None if by_clock else [_second(time) for time in rows.time]
    dated = zoned is not None and any(second is not None for second in zoned)
    people = {talker: other_id(talker) for talker in set(rows.talker)}
    shown = {talker: next(iter(known.get(talker, ())), talker) for talker in people}
    return Chunk(
        **apart(rows.msg, other_than(rows.type, "文本"), lambda at: _content(rows, at, source)),
        sender_id=[
            OWNER if mine in {"1", "True"} else people[talker]
            for mine, talker in zip(rows.mine, rows.talker, strict=True)
        ],
        sender=[shown[talker] for talker in rows.talker],
        ids=[one if one.isdecimal() else "" for one in rows.id],
        epoch=zoned if dated else None,
        local=None if dated else rows.time,
        chat=room,
        numbers=rows.number,
        is_group=True if room.endswith("@chatroom") else None,
    )


def _second(time: str) -> int | None:
    """Epoch seconds of a time with a zone, or of a number; None for one by the clock."""
    if time.isdecimal() and len(time) in {10, 13}:
        return int(time[:10])
    if len(time) > 40 or not _ZONED.fullmatch(time):
        return None
    try:
        return int(datetime.fromisoformat(time).timestamp())
    except (ValueError, OverflowError):
        return None


def _content(rows: Columns, at: int, source: Source) -> Content:
    type_, msg, src = rows.type[at], rows.msg[at], rows.src[at]
    if type_ in ENGLISH:
        return _english(type_, msg, src)
    kind = "recall" if type_.startswith("消息撤回") else KINDS.get(type_)
    if kind is None:
        source.problem(rows.number[at], "kind_unknown")
        return "other", "", None, {}
    words = "" if msg == type_ and kind != "text" else msg
    return _BY_KIND.get(kind, _bare)(kind, words, src)


def _english(type_: str, msg: str, src: str) -> Content:
    """WeFlow calls everything else a text and writes ``[链接] …``, as in its other files."""
    if type_ == "text":
        return brackets.guessed(msg)
    if type_ == "voice" and msg.startswith("语音时长："):
        return _voice(type_, msg, src)
    kind, text, quote, extra = brackets.content(type_, msg)
    text = text if kind in {"voice", "sticker", "file", "location", "link", "system"} else ""
    named = {"voice": "语音", "sticker": "表情", "file": "文件", "location": "位置"}
    text = "" if text in {type_, named.get(kind)} else text
    where = filled(url=src) if src.startswith("http") else filled(path=src)
    return kind, text or (_name(src) if kind == "file" else ""), quote, {**extra, **where}


def _name(path: str) -> str:
    return re.split(r"[/\\]", path)[-1]


def _bare(kind: str, msg: str, src: str) -> Content:
    return kind, "", None, {}


def _text(kind: str, msg: str, src: str) -> Content:
    return kind, msg, None, {}


def _media(kind: str, msg: str, src: str) -> Content:
    return kind, "", None, filled(url=src) if src.startswith("http") else filled(path=src)


def _voice(kind: str, msg: str, src: str) -> Content:
    found = _VOICE.fullmatch(msg)
    seconds, words = found.groups() if found else (None, plain(msg))
    try:
        duration = float(seconds or 0)
    except ValueError:
        duration = 0.0
    return kind, words or "", None, filled(duration=duration or None, path=src)


def _file(kind: str, msg: str, src: str) -> Content:
    return kind, plain(msg) or _name(src), None, filled(path=src)


def _link(kind: str, msg: str, src: str) -> Content:
    title, _, rest = plain(msg).partition("\n")
    description = rest.partition("\n\n<a href=")[0]
    return kind, title or description, None, filled(url=src, description=description if title else "")


def _location(kind: str, msg: str, src: str) -> Content:
    found = _PLACE.match(msg)
    try:
        return (
            (kind, found[3].strip(), None, {"x": float(found[1]), "y": float(found[2])})
            if found
            else (kind, "", None, {})
        )
    except ValueError:
        return kind, "", None, {}


def _forward(kind: str, msg: str, src: str) -> Content:
    title, _, rest = plain(msg).partition("\n")
    return kind, title, None, filled(content=rest)


def _quote(kind: str, msg: str, src: str) -> Content:
    marks = list(_QUOTE.finditer(msg))
    if not marks:
        return kind, plain(msg), None, {}
    last = marks[-1]
    name, _, words = msg[last.end() :].partition(":")
    return kind, plain(msg[: last.start()]), wechat.plain_quote(f"{name}: {words}"), {}


def _transfer(kind: str, msg: str, src: str) -> Content:
    found = _PAY.match(msg)
    state, amount, memo = found.groups() if found else (None, "", None)
    return kind, amount, None, filled(state=state, memo=memo)


def _call(kind: str, msg: str, src: str) -> Content:
    found = _CALL.fullmatch(msg)
    words = plain(found[1] if found else msg)
    return kind, words, None, filled(duration=wechat.seconds(words[:200]))


def _grey(kind: str, msg: str, src: str) -> Content:
    told = wechat.system(msg)
    return told if kind == "system" else (kind, *told[1:])


_BY_KIND: dict[str, Callable[[str, str, str], Content]] = {
    "text": _text,
    "image": _media,
    "video": _media,
    "sticker": _media,
    "voice": _voice,
    "file": _file,
    "link": _link,
    "location": _location,
    "forward": _forward,
    "quote": _quote,
    "transfer": _transfer,
    "call": _call,
    "system": _grey,
    "pat": _grey,
    "recall": _grey,
}
