"""The same chat in the pages and texts of MemoTrace: HTML of v3 and v2, Markdown, TXT of v3 and v2, AI-TXT of both."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from datetime import datetime
from html import escape
from typing import Any
from zoneinfo import ZoneInfo

from tests.generators.chats import EVERY_KIND, Message
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
    "image": "type:3, text: './image/a.png'", "video": "type:43, text: './video/a.mp4'",
    "system": "type:0, text: '{t}'",
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


# --- texts


def txt_v3(messages: Sequence[Message]) -> bytes:
    """The file ``{remark}.txt``."""
    blocks = []
    for message in messages:
        name = "" if message.kind in {"system", "recall"} else f" {message.sender}"
        blocks.append(f"{local(message)}{name}\n{_text(message)}")
    return "\n\n".join(blocks).encode()


def _text(message: Message) -> str:
    if message.kind == "forward":
        lines = "".join(f"    - {local(message)} {line}\n" for line in message.more["content"].split("\n"))
        return f"【合并转发的聊天记录】\n\n{lines}"
    return CONTENTS[message.kind](message) if message.kind in CONTENTS else message.text


_V2_TEXTS = {"image": "[图片]", "voice": "[语音]", "video": "[视频]", "sticker": "[表情包]", "file": "[文件]"}
TXT_V2_KINDS = {*_V2_TEXTS, "text", "quote", "link", "system", "recall", "pat"}


def txt_v2(messages: Sequence[Message]) -> bytes:
    """The same as v2 wrote it: fewer kinds, bare placeholders, grey lines behind the stamp."""
    return "".join(_v2_block(message) for message in messages if message.kind in TXT_V2_KINDS).encode()


def _v2_block(message: Message) -> str:
    if message.kind in {"system", "recall", "pat"}:
        return f"{local(message)} {message.text}\n\n"
    start = f"{local(message)} {message.sender}\n"
    if message.kind == "quote":
        name, _, words = (message.quote or "").partition(": ")
        return f"{start}{message.text}\n引用:{name}:{words}\n\n"
    if message.kind == "link":
        rest = [
            f"[链接]:title:{message.text}",
            "description:",
            f"url:{message.more['url']}",
            f"name:{message.more['app']}",
        ]
        return start + "".join(f"            {line}\n" for line in [*rest, ""]) + "\n\n"
    return f"{start}{_V2_TEXTS.get(message.kind, message.text)}\n\n"


def _escaped_md(text: str) -> str:
    return re.sub(r"([\\`*_{}[\]()#+\-.!|])", r"\\\1", text)


_MD: dict[str, Callable[[Message], str]] = {
    "text": lambda m: f" {_escaped_md(m.text)}",
    "image": lambda m: f" ![图片]({m.more['path']})",
    "voice": lambda m: f" [语音] {m.text}",
    "sticker": lambda m: f" [表情包][{m.text}]",
    "file": lambda m: " [文件]",
    "video": lambda m: "\n[视频]",
    "quote": lambda m: f" {m.text} \n> {_escaped_md((m.quote or '').partition(': ')[2])}",
    "link": lambda m: f" [{_escaped_md(m.text)}]({m.more['url']})",
    "card": lambda m: CONTENTS["card"](m),
}


def markdown(messages: Sequence[Message]) -> bytes:
    """The file ``{remark}.md``; red packets and pats are left out."""
    lines, seen = [], set()
    for message in messages:
        when = local(message)
        for level, heading in ((2, when[:4]), (3, when[:7]), (4, when[:10])):
            if heading not in seen:
                seen.add(heading)
                lines.append(f"{'#' * level} {heading}")
        if message.kind in {"system", "recall"}:
            lines.append(f"> {when} {message.text}")
        elif message.kind not in {"red_packet", "pat"}:
            body = _MD.get(message.kind, lambda m: f" {CONTENTS[m.kind](m)}")(message)
            lines.append(f"**{when[11:]} {_escaped_md(message.sender)}**:{body}")
    return "".join(f"{line}\n\n" for line in lines).encode()


def ai_txt_v3(messages: Sequence[Message]) -> bytes:
    """The file ``{remark}_chat.txt``."""
    days: dict[str, list[str]] = {}
    last = ""
    for message in messages:
        name = "" if message.sender == last else f"\n{message.sender}:"
        last = message.sender
        days.setdefault(local(message)[:10], []).append(name + _text(message))
    return "".join(f"\n\n{'*' * 20}{day}{'*' * 20}\n" + "\n".join(texts) for day, texts in days.items()).encode()


def ai_txt_v2(messages: Sequence[Message]) -> bytes:
    """The same as v2 wrote it: texts only, with a space behind each."""
    made, last, today = "", "", ""
    for message in messages:
        if message.kind != "text":
            continue
        if local(message)[:10] != today:
            today = local(message)[:10]
            made += f"\n\n{'*' * 20}{today}{'*' * 20}\n"
        made += ("" if message.sender == last else f"\n{message.sender}:") + f"{message.text} "
        last = message.sender
    return made.encode()


FILES = {
    "memotrace_html": [("小满.html", html_v3(EVERY_KIND))],
    "memotrace_html_v2": [("小满.html", html_v2(EVERY_KIND))],
    "memotrace_txt": [("小满.txt", txt_v3(EVERY_KIND)), ("小满.txt", txt_v2(EVERY_KIND))],
    "memotrace_markdown": [("小满.md", markdown(EVERY_KIND))],
    "memotrace_ai_txt": [("小满_chat.txt", ai_txt_v3(EVERY_KIND)), ("小满_chat.txt", ai_txt_v2(EVERY_KIND))],
}
