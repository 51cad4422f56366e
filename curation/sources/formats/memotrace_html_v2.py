"""MemoTrace (留痕) v2 HTML page: the messages as JavaScript objects, ``{ type:1, text: '…',is_send:1,…},``, one behind
the other in ``const chatMessages = [ … ];``.

Texts are escaped for HTML, then for JavaScript; a face ``[委屈]`` is a picture with that name. Titles of links and files
are not escaped at all, so an object may be broken: it is set aside and the next one is looked for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape
from itertools import islice

import orjson

from curation.errors import N_
from curation.sources import wechat
from curation.sources.formats.memotrace_html import MARK, script
from curation.sources.head import Head
from curation.sources.source import OWNER, Chunk, Source, other_id
from curation.sources.wechat import Content, filled

NAME = "memotrace_html_v2"
TITLE = N_("MemoTrace HTML page (version 2)")

Fields = dict[str, str]

_BEGIN = "{ type:"
_OBJECT = re.compile(
    r"\{ type:\d++(?:, ?\w++: ?(?:'(?:[^'\\]|\\.)*+'|[\w.-]++))*+,?\s*\}(?=,|\s*[\]{]|\s*\Z)", re.DOTALL
)
_FIELD = re.compile(r"(\w++): ?(?:'((?:[^'\\]|\\.)*+)'|([\w.-]++))", re.DOTALL)
_LOOSE = re.compile(
    r"(?:\A\{ |, ?)(type|text|is_send|avatar_path|timestamp|is_chatroom|displayname|icon_path|sub_type|file_name"
    r"|file_size|app_name|refer_text|voice_to_text|link_url|title|artist|website_name"
    r"|url|description|thumbnail|app_logo"
    r"|paysubtype|pay_memo|feedesc|call_type): ?(?=['\w])"
)
"""Where a field begins in an object whose titles hold quotes, for the exporter escapes only what people wrote."""

_APP = "49"
"""The type of objects with titles: links, music, files, transfers."""

_ESCAPE = re.compile(r"\\(.)", re.DOTALL)
_LETTERS = {"n": "\n", "r": "\r", "t": "\t"}
_FACE = re.compile(r'<img src="[^"<>]*" id="([^"<>]{1,20})" class="emoji_img">')
_LONGEST = 4 << 20
"""Characters an object may have; only an unfinished one comes near."""

_BASE = {0: "system", 1: "text", 3: "image", 34: "voice", 43: "video", 47: "sticker", 50: "call"}
_LOST = "视频丢失"
"""What stands as a text where the video was gone."""


def sniff(head: Head) -> float:
    """The array of such objects, perhaps behind a page of styles."""
    _, found, rest = head.text.partition(MARK)
    if not found or head.text.lstrip()[:1] != "<":
        return 0.0
    return 0.97 if rest.lstrip("\r\n [").startswith(_BEGIN) else 0.0


def parse(source: Source) -> Iterator[Chunk]:
    """One record an object; what cannot be read as one is set aside."""
    source.owner = OWNER
    mine: set[str] = set()
    for path in source.paths:
        objects = _objects(script(source.texts(path)))
        while block := list(islice(objects, 5000)):
            yield _chunk(block, mine, source)


def _objects(texts: Iterator[str]) -> Iterator[str]:
    """The objects; what is none comes as it is, up to the next begin of one."""
    waiting = ""
    for piece in _pieces(texts):
        if waiting and (both := _OBJECT.match(waiting + piece)):  # somebody wrote "{ type:" in a message
            yield both[0]
            waiting = ""
            continue
        if waiting:
            yield waiting
        found = _OBJECT.match(piece)
        waiting = "" if found else piece
        if found:
            yield found[0]
    if waiting:
        yield waiting


def _pieces(texts: Iterator[str]) -> Iterator[str]:
    """The text from one begin of an object to the next."""
    held = ""
    for text in texts:
        *whole, held = (held + text).split(_BEGIN)
        yield from (_BEGIN + piece for piece in whole[1:])
        held = _BEGIN + held if whole else held[-len(_BEGIN) :]
        if len(held) > _LONGEST:
            yield held
            held = ""
    if held.startswith(_BEGIN):
        yield held


def _chunk(objects: list[str], mine: set[str], source: Source) -> Chunk:
    """``mine``: names of the owner, by which a call is known, as it does not say who sent it."""
    items: list[Fields] = []
    told: list[Content] = []
    for text in objects:
        source.report.records += 1
        fields = _fields(text)
        if fields is None:
            source.refuse("record_invalid")
            continue
        items.append(fields)
        told.append(_content(items[-1], source))
    names = [item.get("displayname", "") for item in items]
    mine.update(name for item, name in zip(items, names, strict=True) if name and item.get("is_send") == "1")
    return Chunk(
        kind=[kind for kind, _, _, _ in told],
        text=[text for _, text, _, _ in told],
        quote=[quote for _, _, quote, _ in told],
        extra=[orjson.dumps(extra).decode() if extra else None for _, _, _, extra in told],
        sender_id=[_sender_id(item, mine) for item in items],
        sender=names,
        epoch=[item.get("timestamp") for item in items],
        is_group={"1": True, "0": False}.get(items[0].get("is_chatroom", "")) if items else None,
    )


def _fields(text: str) -> Fields | None:
    """The fields of an object; None when it is none."""
    if _OBJECT.fullmatch(text):
        return {name: _unescaped(typed) or bare for name, typed, bare in _FIELD.findall(text)}
    body = text.rstrip(", \r\n")
    if not body.endswith("}"):
        return None
    _, *parts = _LOOSE.split(body.removesuffix("}").rstrip(", "))
    found: Fields = {}
    for name, value in zip(parts[::2], parts[1::2], strict=True):
        quoted = len(value) > 1 and value[0] == value[-1] == "'"
        found.setdefault(name, _unescaped(value[1:-1] if quoted else value))
    return found if found.get("type") == _APP and {"timestamp", "displayname"} <= found.keys() else None


def _sender_id(item: Fields, mine: set[str]) -> str:
    name = item.get("displayname", "")
    sent = item["is_send"] == "1" if "is_send" in item else name in mine
    return OWNER if sent else other_id(name)


def _unescaped(text: str) -> str:
    """The value between the quotes of a JavaScript string that holds HTML."""
    if "\\" in text:
        text = _ESCAPE.sub(lambda escape: _LETTERS.get(escape[1], escape[1]), text)
    if "<img" in text:
        text = _FACE.sub(lambda face: f"[{face[1].replace(' ', '')}]", text)
    return unescape(text) if "&" in text else text


def _content(item: Fields, source: Source) -> Content:
    base, sub = _number(item, "type"), _number(item, "sub_type")
    kind = wechat.kind_of(sub << 32 | 49) if base == 49 else _BASE.get(base)
    if kind is None:
        source.complain("kind_unknown")
        return "other", "", None, {}
    if kind in {"text", "quote"}:  # somebody may have typed None; elsewhere it is the exporter's word for nothing
        return _of_kind(kind, item)
    return _of_kind(kind, {name: "" if value == "None" else value for name, value in item.items()})


def _number(item: Fields, name: str) -> int:
    value = item.get(name, "")[:9]
    return int(value) if value.isdecimal() else 0


def _of_kind(kind: str, item: Fields) -> Content:
    text = item.get("text", "")
    match kind:
        case "system":
            return wechat.system(text)
        case "text":
            return ("video", "", None, {}) if text == _LOST else ("text", text, None, {})
        case "quote":
            return "quote", text, item.get("refer_text", "").replace("：", ": ", 1) or None, {}
        case "voice":
            return "voice", item.get("voice_to_text", ""), None, filled(path=text)
        case "image" if text.startswith("http"):
            return "sticker", "", None, filled(url=text)
        case "file":
            return "file", item.get("file_name", ""), None, filled(size=item.get("file_size"), path=text)
        case "link":
            url = item.get("url") or item.get("link_url")
            more = filled(url=url, description=item.get("description"), app=item.get("app_name"))
            return "link", item.get("title", ""), None, more
        case "transfer":
            memo = item.get("pay_memo")
            return "transfer", item.get("feedesc", ""), None, filled(state="" if text == memo else text, memo=memo)
        case "call":
            return "call", text, None, filled(duration=wechat.seconds(text))
    return kind, "", None, filled(path=text)
