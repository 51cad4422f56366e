"""The same chat in the pages and texts of MemoTrace: HTML of v3 and v2, Markdown, TXT of v3 and v2, AI-TXT of both."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import datetime
from html import escape
from itertools import groupby
from typing import Any
from zoneinfo import ZoneInfo

from tests.generators.chats import Message
from tests.generators.memotrace import CONTENTS, html_item

STYLES = ".chat-music-audio .transfer-box .item.item-center .displayname"


def local(message: Message) -> str:
    """When it was sent, by the exporter's clock."""
    return datetime.fromtimestamp(message.at, ZoneInfo("Asia/Shanghai")).strftime("%Y-%m-%d %H:%M:%S")


# --- HTML of v3


def _escaped(value: Any) -> Any:
    if isinstance(value, dict):
        return {name: _escaped(one) for name, one in value.items()}
    return escape(value) if isinstance(value, str) and not value.startswith("http") else value


def html_v3(messages: Sequence[Message], indent: int | None = 4, front: str = STYLES) -> bytes:
    """The page; ``front``: what stands before the script."""
    array = json.dumps([_escaped(html_item(message)) for message in messages], ensure_ascii=False, indent=indent)
    page = f"<!DOCTYPE html>\n<html><style>{front}</style><script>\nconst chatMessages = {array};\n"
    return f"{page}const pages = [[1], [2]];\n</script></html>\n".encode()


# --- HTML of v2

FACES = {"旺柴": "旺柴", "委屈": "委屈", "白眼": "白 眼"}


def _js(text: str) -> str:
    """As the exporter escapes a text: for HTML, then for JavaScript; faces become pictures after that."""
    text = escape(text, quote=False).replace("\\", "\\\\").replace("'", r"\'").replace('"', r"\"")
    text = text.replace("\n", r"\n").replace("\r", r"\r").replace("\t", r"\t")
    for face, name in FACES.items():
        text = text.replace(
            f"[{face}]", f'<img src="https://example.com/{len(face)}@2x.png" id="{name}" class="emoji_img">'
        )
    return text


_V2 = {
    "image": "type:3, text: './image/a.png'", "video": "type:43, text: './video/a.mp4'", "system": "type:0, text: '{t}'",
    "sticker": "type:3, text: '{path}'", "voice": "type:34, text:'./voice/a.mp3',voice_to_text:'{t}'",
    "recall": "type:0, text: '{t}'", "pat": "type:0, text: '{t}'",
    "file": "type:49, text: './file/{t}',icon_path: './icon/excel.png',sub_type:6,file_name: '{t}',file_size: '{size}'",
    "link": "type:49,sub_type:5, text:'',url:'{url}',title:'{t}',description:'',thumbnail:'',app_name:'{app}'",
    "transfer": "type:49,sub_type:2000,text:'{memo}',paysubtype:1,pay_memo:'{memo}',feedesc:'{t}'",
    "call": "type:50, text:'{t}',call_type:1",
    "quote": "type:49, text: '{t}',sub_type:57,refer_text: '{quote}'",
}  # fmt: skip
V2_KINDS = {*_V2, "text"}
"""What the exporter writes; messages of other kinds it leaves out."""


def html_v2_row(message: Message) -> str:
    """One object. A call does not say who sent it."""
    quote = (message.quote or "").replace(": ", "：", 1)
    layout = _V2.get(message.kind, "type:1, text: '{t}'")
    first = layout.format(t=_js(message.text), quote=_js(quote), **message.more)
    send = "" if message.kind == "call" else f",is_send:{int(message.mine)}"
    name = "" if message.kind in {"system", "recall", "pat"} else message.sender
    rest = f",avatar_path:'https://example.com/0',timestamp:{message.at},is_chatroom:0,displayname:'{name}'"
    return f"{{ {first}{send}{rest}{',' if message.kind == 'transfer' else ''}}},"


def html_v2(messages: Sequence[Message], front: str = STYLES) -> bytes:
    """The page."""
    rows = "".join(html_v2_row(message) for message in messages if message.kind in V2_KINDS)
    page = f"<!DOCTYPE html>\n<html><style>{front}</style><script>\nconst chatMessages = [\n{rows}\n];\n</script>\n"
    return f"{page}<script>\nfor (const one of chatMessages) {{ show(one) }}\n</script></html>\n".encode()
