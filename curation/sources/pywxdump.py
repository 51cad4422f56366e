"""Messages as PyWxDump writes them, to CSV and JSON, and as WeClone and WeFlow write the same columns.

PyWxDump's ``type_name`` is Chinese, its times are by the clock of the exporting computer; WeClone's is English;
WeFlow's too, with times in UTC (``…Z``). Words and zones are told by the values, as the columns are the same.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import NamedTuple

import orjson

from curation.errors import RuwoError
from curation.sources import archive, brackets, files, jsonfile, wechat
from curation.sources.files import File
from curation.sources.report import Report
from curation.sources.source import OWNER, Chunk, Source, other_id
from curation.sources.wechat import Content, filled, plain

ENGLISH = {"text", "image", "sticker", "video", "voice", "location", "file", "link", "system"}

KINDS = {
    "文本": "text", "粘贴的文本": "text", "图片": "image", "语音": "voice", "视频": "video", "动画表情": "sticker",
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


class Row(NamedTuple):
    """The columns that are read, as texts."""

    id: str
    type: str
    mine: str
    talker: str
    room: str
    msg: str
    src: str
    time: str


FIELDS = ("MsgSvrID", "type_name", "is_sender", "talker", "room_name", "msg", "src", "CreateTime")
"""What the fields of a :class:`Row` are called in the file."""


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
    return found


def _named(person: dict[str, object]) -> list[str]:
    return [name for key in ("remark", "nickname", "account") if isinstance(name := person.get(key), str) and name]


def chunks(rows: Sequence[Row | None], source: Source, known: Names) -> Iterator[Chunk]:
    """The messages of the records read last, those of one chat together. None: a record that was set aside."""
    rooms: dict[str, list[tuple[int, Row]]] = {}
    for at, row in enumerate(rows):
        if row is not None:
            rooms.setdefault(row.room, []).append((len(rows) - at - 1, row))
    for room, some in rooms.items():
        yield _chunk(room, some, source, known)


def _chunk(room: str, rows: list[tuple[int, Row]], source: Source, known: Names) -> Chunk:
    told = [_content(row, ago, source) for ago, row in rows]
    zoned = [_second(row.time) for _, row in rows]
    dated = any(second is not None for second in zoned)
    return Chunk(
        kind=[kind for kind, _, _, _ in told],
        text=[text for _, text, _, _ in told],
        quote=[quote for _, _, quote, _ in told],
        extra=[orjson.dumps(extra).decode() if extra else None for _, _, _, extra in told],
        sender_id=[OWNER if row.mine in {"1", "True"} else other_id(row.talker) for _, row in rows],
        sender=[next(iter(known.get(row.talker, ())), row.talker) for _, row in rows],
        ids=[row.id if row.id.isdecimal() else "" for _, row in rows],
        epoch=zoned if dated else None,
        local=None if dated else [row.time for _, row in rows],
        chat=room,
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


def _content(row: Row, ago: int, source: Source) -> Content:
    if row.type in ENGLISH:
        return _english(row)
    kind = "recall" if row.type.startswith("消息撤回") else KINDS.get(row.type)
    if kind is None:
        source.complain("kind_unknown", ago)
        return "other", "", None, {}
    words = "" if row.msg == row.type and kind != "text" else row.msg
    return _BY_KIND.get(kind, _bare)(kind, words, row.src)


def _english(row: Row) -> Content:
    """WeFlow calls everything else a text and writes ``[链接] …``, as in its other files."""
    if row.type == "text":
        return brackets.guessed(row.msg)
    kind, text, quote, extra = brackets.content(row.type, row.msg)
    text = text if kind in {"voice", "sticker", "file", "location", "link", "system"} else ""
    named = {"voice": "语音", "sticker": "表情", "file": "文件", "location": "位置"}
    text = "" if text in {row.type, named.get(kind)} else text
    where = filled(url=row.src) if row.src.startswith("http") else filled(path=row.src)
    return kind, text or (_name(row.src) if kind == "file" else ""), quote, {**extra, **where}


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
