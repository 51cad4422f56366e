"""What WhatsApp writes in place of media, deleted messages and calls, in the languages it is used in most.

Facts: the application's own strings, as its exports show them: ``<省略影音内容>``, ``圖片已略去`` behind U+200E.
A result is ``wechat.Content``: ``(kind, text, quote, extra)`` with words only.
"""

from __future__ import annotations

import re

from curation.frames import HOLES
from curation.sources.wechat import Content, filled
from curation.sources.whatsappwords import ATTACHED, CALLS, DOCUMENT, EDITED, OMITTED

INVISIBLE = "\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff"
"""Marks of writing direction; WhatsApp on iOS puts U+200E before what it wrote itself."""

SPACES = " \u00a0\u2009\u202f"

_MARK = "\u200e"
_NOTHING = "null"
"""What Android writes for a picture that could be seen once."""


def _words(table: str) -> list[str]:
    return [word.strip().casefold() for word in table.split("|")]


_KINDS = {word: kind for kind, table in OMITTED.items() for word in _words(table)}
_CALLS = {*_words(CALLS), *_words(OMITTED["call"])}
_SHORT = 200
"""No placeholder is longer."""


def _any_of(table: str) -> str:
    return "|".join(map(re.escape, _words(table)))


_PAGES = re.compile(_any_of(DOCUMENT))
_FILE = re.compile(
    rf"[{INVISIBLE}]*(?P<name>[^\n<>]{{1,250}}\.[A-Za-z0-9]{{2,5}}) \((?:{_any_of(ATTACHED)})\)",
    re.IGNORECASE,
)
_TAG = re.compile(r"<[^<>:：\n]{2,30}[:：] ?(?P<name>(?:\d{8}-[^<>\n]{1,250}|[^<>\n:]{1,250})\.[A-Za-z0-9]{2,5})>")
_EDIT = re.compile(rf" ?(?:[{INVISIBLE}]*<(?:{_any_of(EDITED)})>|{_MARK}<[^<>:：\n]{{4,80}}>)\Z", re.IGNORECASE)
_POLL = re.compile(r"\S{2,15}[:：]")
_VOTES = re.compile(r"[:：].*[(（]\D{0,5}\d+[^()\n]{0,20}[)）]\s*\Z")
_PAUSE = re.compile("[,，،.]")
_PLACE = re.compile(r"(?:[^\n:：]{1,30}[:：] ?)?(https://maps\.google\.com/\?q=\S{1,200})")
_ENDINGS = {
    "image": "jpg jpeg png gif heic", "sticker": "webp", "voice": "opus ogg m4a aac amr mp3", "card": "vcf",
    "video": "mp4 mov 3gp mkv",
}  # fmt: skip
_BY_ENDING = {ending: kind for kind, endings in _ENDINGS.items() for ending in endings.split()}

_QUOTES = (("“", "”"), ("«", "»"), ("「", "」"), ("『", "』"))
_GREY = re.compile(
    r"end-to-end|created (?:the )?group|changed (?:the|this|their|to)|joined using|security code|"
    r"端到端|端對端|创建了|建立了|更改了|變更了|修改了|安全代码|安全碼|加入了|添加了|新增了|移除了|退出了|離開了",
    re.IGNORECASE,
)


def is_name(text: str) -> bool:
    """Somebody's name stands here, rather than the beginning of a notice that happens to hold a colon.

    Such a colon stands in a quotation, of which the beginning is then all there is.
    """
    return 0 < len(text) <= 100 and not _GREY.search(text) and not _is_open(text)


def _is_open(text: str) -> bool:
    return bool(text.count('"') % 2) or any(text.count(one) != text.count(other) for one, other in _QUOTES)


def bare(text: str) -> str:
    """The text without direction marks and spaces around it."""
    return text.strip(INVISIBLE + SPACES)


def content(text: str) -> Content:
    """Kind and words of what follows ``name: ``."""
    edit = _EDIT.search(text, max(len(text) - _SHORT, 0))
    kind, words, quote, extra = _content(text[: edit.start()] if edit else text)
    return kind, words, quote, {**extra, "edited": True} if edit else extra


def _content(text: str) -> Content:
    if found := _placeholder(text) or _attached(text):
        return found
    if "\n" in text or _MARK in text:
        if found := _captioned(text):
            return found
        if _is_poll(text):
            return "other", bare(text), None, {}
    if text == _NOTHING:
        return "other", text, None, {}
    if text.startswith(_MARK):
        called = bare(_PAUSE.split(text, maxsplit=1)[0]).casefold() in _CALLS
        return ("call" if called else "system"), bare(text), None, {}
    return "text", text, None, {}


def _placeholder(text: str) -> Content | None:
    if len(text) > _SHORT:
        return None
    word = bare(bare(text).removeprefix("<").removesuffix(">")).casefold()
    if kind := _KINDS.get(word.rstrip(".。") if word[-1:] in ".。" else word):
        return kind, bare(text) if kind in {"recall", "call"} else "", None, {}
    if found := _PLACE.fullmatch(bare(text)):
        return "location", "", None, {"url": found[1]}
    if (found := _PAGES.search(word)) and found.end() == len(word):
        return "file", bare(bare(text)[: found.start()]).partition(" •")[0], None, {}
    return None


def _attached(text: str) -> Content | None:
    """A file that lies beside the export, and its caption: behind it on Android, before it on iOS."""
    if found := _FILE.match(text):
        return _file(found["name"], text[found.end() :].removeprefix("\n"))
    if text.endswith(">") and (found := _TAG.fullmatch(text, max(text.rfind("<"), 0))):
        return _file(found["name"], bare(text[: found.start()]))
    return None


def _file(name: str, caption: str) -> Content:
    ending = name.rpartition(".")[2].lower()
    kind = _BY_ENDING.get(ending, "file")
    if kind == "file":
        return kind, name, None, filled(path=name, caption=caption)
    return kind, "" if kind == "card" else caption, None, {"path": name}


def _captioned(text: str) -> Content | None:
    """A placeholder with a caption: below it on Android, before it and its mark on iOS."""
    above, _, below = text.partition("\n")
    before, _, behind = text.rpartition(_MARK)
    for caption, word in ((below, above), (bare(before), behind)):
        if caption and (found := _placeholder(word)) and found[0] in HOLES:
            return found[0], caption, None, found[3]
    return None


def _is_poll(text: str) -> bool:
    """A word and a colon, the question, and the answers with their votes: ``OPTION: Tokyo (2 votes)``."""
    lines = text.rstrip("\n").split("\n")
    return len(lines) > 3 and bool(_POLL.fullmatch(bare(lines[0]))) and all(map(_VOTES.search, lines[3:]))
