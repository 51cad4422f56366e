"""MemoTrace (留痕) v3 ``{remark}.html.json``: the complete log that it writes beside its HTML page. The best input.

Layout: a list of objects with ``type`` (the 64-bit number as text), ``is_send``, ``timestamp`` (epoch seconds),
``server_id``, ``display_name`` and fields of their kind. Values are raw; only those in the page are HTML-escaped.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import orjson

from curation.errors import N_
from curation.sources import wechat
from curation.sources.head import Head
from curation.sources.source import OWNER, Chunk, Source, other_id
from curation.sources.wechat import Content, filled, plain

NAME = "memotrace_html_json"
TITLE = N_("MemoTrace complete log (.html.json)")
PRIORITY = 40

Item = dict[str, Any]

_MARKS = {"item.is_send", "item.timestamp", "item.display_name", "item.server_id"}
_BLOCK = 5000


def sniff(head: Head) -> float:
    """Four fields no other export has together."""
    return 0.99 if _MARKS <= head.json_paths else 0.0


def parse(source: Source) -> Iterator[Chunk]:
    """One record an object; what is no object, or has no type, or no text where it needs one, is set aside."""
    source.owner = OWNER
    for path in source.paths:
        for elements in source.elements(path):
            yield from chunks(elements, source)


def chunks(elements: list[object], source: Source) -> Iterator[Chunk]:
    """The messages of these objects, some thousands at a time."""
    for at in range(0, len(elements), _BLOCK):
        yield _chunk(elements[at : at + _BLOCK], source)


def _chunk(elements: list[object], source: Source) -> Chunk:
    items: list[Item] = []
    told: list[Content] = []
    for element in elements:
        source.report.records += 1
        if reason := _unusable(element):
            source.refuse(reason)
            continue
        assert isinstance(element, dict)
        kind = wechat.kind_of(int(element["type"]))
        if kind is None:
            source.complain("kind_unknown")
        items.append(element)
        told.append(_BY_KIND[kind](element) if kind else ("other", "", None, {}))
    names = [_string(item, "display_name") for item in items]
    return Chunk(
        kind=[kind for kind, _, _, _ in told],
        text=[text for _, text, _, _ in told],
        quote=[quote for _, _, quote, _ in told],
        extra=[orjson.dumps(extra).decode() if extra else None for _, _, _, extra in told],
        sender_id=[OWNER if _sent(item) else other_id(name) for item, name in zip(items, names, strict=True)],
        sender=names,
        ids=[_string(item, "server_id") for item in items],
        epoch=[item.get("timestamp") for item in items],
        reply_to=[_reference(item) for item in items],
    )


def _unusable(element: object) -> str:
    """Why there is no message in this element; empty when there is one."""
    if not isinstance(element, dict):
        return "record_invalid"
    try:
        number = int(element["type"])
    except (KeyError, TypeError, ValueError, OverflowError):
        return "record_incomplete"
    if wechat.kind_of(number) in {"text", "quote"} and not isinstance(element.get("text"), str):
        return "content_not_text" if "text" in element else "record_incomplete"
    return ""


def _sent(item: Item) -> bool:
    return item.get("is_send") in (True, 1, "1", "true")


def _string(item: Item, name: str) -> str:
    """A text field (a number as text); empty when there is none."""
    value = item.get(name)
    return value if isinstance(value, str) else str(value) if type(value) is int and abs(value) < 2**64 else ""


def _number(item: Item, name: str) -> float | None:
    """A number that says something: not 0, and one that JSON can hold."""
    value = item.get(name)
    return value if isinstance(value, int | float) and 0 < abs(value) < 2**53 else None


def _reference(item: Item) -> str | None:
    """Id of the quoted message; the exporter writes 0 where it did not find it."""
    found = _string(item, "quote_server_id")
    return found if found.strip("0") else None


def _text(item: Item) -> Content:
    return "text", item["text"], None, {}


def _quote(item: Item) -> Content:
    return "quote", plain(item["text"]), wechat.plain_quote(_string(item, "quote_text")) or None, {}


def _image(item: Item) -> Content:
    return "image", "", None, filled(path=_string(item, "path"))


def _voice(item: Item) -> Content:
    extra = filled(duration=_number(item, "duration"), path=_string(item, "path"))
    return "voice", plain(_string(item, "voice_to_text")), None, extra


def _video(item: Item) -> Content:
    return "video", "", None, filled(duration=_number(item, "duration"), path=_string(item, "path"))


def _sticker(item: Item) -> Content:
    url = _string(item, "path")
    return "sticker", plain(_string(item, "desc")), None, filled(url=url if url != "None" else "", md5=_md5(item))


def _md5(item: Item) -> str:
    """Of a sticker, from WeChat's own XML."""
    inner: object = item.get("xml_dict")
    for name in ("msg", "emoji", "@md5"):
        inner = inner.get(name) if isinstance(inner, dict) else None
    return inner if isinstance(inner, str) else ""


def _file(item: Item) -> Content:
    extra = filled(size=_number(item, "file_size"), path=_string(item, "path"))
    return "file", plain(_string(item, "file_name")), None, extra


def _link(item: Item) -> Content:
    title, description = plain(_string(item, "title")), plain(_string(item, "description"))
    extra = filled(
        url=_string(item, "url"), description=description if title else "", app=plain(_string(item, "app_name"))
    )
    return "link", title or description, None, extra


def _card(item: Item) -> Content:
    return "card", plain(_string(item, "nickname") or _string(item, "title")), None, {}


def _location(item: Item) -> Content:
    label = plain(_string(item, "label"))
    where = filled(x=_number(item, "x"), y=_number(item, "y"), label=label)
    return "location", plain(_string(item, "poiname")) or label, None, where


def _call(item: Item) -> Content:
    return "call", plain(_string(item, "display_content")), None, filled(duration=_number(item, "duration"))


def _transfer(item: Item) -> Content:
    extra = filled(state=_string(item, "text"), memo=plain(_string(item, "pay_memo")))
    return "transfer", plain(_string(item, "fee_desc")), None, extra


def _red_packet(item: Item) -> Content:
    return "red_packet", plain(_string(item, "text")), None, {}


def _forward(item: Item) -> Content:
    nested = item.get("messages")
    lines = [_nested(one) for one in nested if isinstance(one, dict)] if isinstance(nested, list) else []
    content = "\n".join(lines) or plain(_string(item, "description"))
    return "forward", plain(_string(item, "title") or _string(item, "text")), None, filled(content=content)


def _nested(item: Item) -> str:
    """A line of a forwarded chat; media and what is forwarded inside it stay out."""
    return f"{_string(item, 'display_name')}: {plain(_string(item, 'text'))}"


def _system(item: Item) -> Content:
    return wechat.system(_string(item, "text"))


def _pat(item: Item) -> Content:
    return "pat", *wechat.system(_string(item, "text") or _string(item, "title"))[1:]


_BY_KIND: dict[str, Callable[[Item], Content]] = {
    "text": _text,
    "quote": _quote,
    "image": _image,
    "voice": _voice,
    "video": _video,
    "sticker": _sticker,
    "file": _file,
    "link": _link,
    "card": _card,
    "location": _location,
    "call": _call,
    "transfer": _transfer,
    "red_packet": _red_packet,
    "forward": _forward,
    "system": _system,
    "pat": _pat,
}
