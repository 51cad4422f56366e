"""The same talk in layouts that have no importer of their own: LINE, Discord, Slack, Signal, Instagram, iMessage, …"""

from __future__ import annotations

import csv
import io
import json
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta, timezone
from typing import Any

from tests.generators.chats import ME, Message

SHANGHAI = timezone(timedelta(hours=8))


def local(message: Message, layout: str = "%Y-%m-%d %H:%M:%S") -> str:
    """The wall clock in Shanghai."""
    return datetime.fromtimestamp(message.at, SHANGHAI).strftime(layout)


def iso(message: Message) -> str:
    """A point in time with its zone."""
    return datetime.fromtimestamp(message.at, UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def table(talk: Sequence[Message], separator: str = ",", header: bool = True) -> bytes:
    """Columns of nobody's exporter, in an order of its own."""
    rows = [[local(m), m.sender, m.text] for m in talk]
    return _csv([["when", "who", "words"], *rows] if header else rows, separator)


def imessage_csv(talk: Sequence[Message]) -> bytes:
    """A dump of the Messages database: Apple's nanoseconds, and a flag for the owner's."""
    rows = [
        [m.id, (m.at - 978_307_200) * 10**9, int(m.mine), "" if m.mine else m.sender, "iMessage", m.text] for m in talk
    ]
    return _csv([["guid", "date", "is_from_me", "handle", "service", "text"], *rows])


def discord_csv(talk: Sequence[Message]) -> bytes:
    """DiscordChatExporter's CSV."""
    rows = [[len(m.sender), m.sender, iso(m), m.text, "", ""] for m in talk]
    return _csv([["AuthorID", "Author", "Date", "Content", "Attachments", "Reactions"], *rows])


def discord_json(talk: Sequence[Message]) -> bytes:
    """DiscordChatExporter's JSON: the author is an object."""
    messages = [
        {
            "id": m.id,
            "type": "Default",
            "timestamp": iso(m),
            "timestampEdited": None,
            "isPinned": False,
            "content": m.text,
            "author": {
                "id": str(len(m.sender)),
                "name": m.sender,
                "discriminator": "0000",
                "isBot": False,
                "roles": [],
            },
            "attachments": [],
            "reactions": [],
        }
        for m in talk
    ]
    return _json({"guild": {"id": "0", "name": "小屋"}, "channel": {"id": "1", "name": "闲聊"}, "messages": messages})


def slack_zip(talk: Sequence[Message]) -> bytes:
    """A workspace's export: a folder a channel, a list a day."""
    days: dict[str, list[dict[str, Any]]] = {}
    for m in talk:
        entry = {"type": "message", "user": m.sender, "text": m.text, "ts": f"{m.at}.000100", "client_msg_id": m.id}
        days.setdefault(local(m, "%Y-%m-%d"), []).append(entry)
    files = {f"闲聊/{day}.json": _json(entries) for day, entries in days.items()}
    files["channels.json"] = _json([{"id": "C1", "name": "闲聊", "created": 1_600_000_000}])
    return zipped(files)


def instagram_json(talk: Sequence[Message]) -> bytes:
    """Newest first, milliseconds, and every text as UTF-8 that was taken for Latin-1."""
    messages = [
        {
            "sender_name": _latin(m.sender),
            "timestamp_ms": m.at * 1000,
            "content": _latin(m.text),
            "is_geoblocked_for_viewer": False,
        }
        for m in reversed(talk)
    ]
    people = [{"name": _latin(name)} for name in dict.fromkeys(m.sender for m in talk)]
    return _json({"participants": people, "messages": messages, "title": "x", "thread_path": "inbox/x_1"})


def signal_lines(talk: Sequence[Message]) -> bytes:
    """JSON Lines with epoch milliseconds."""
    made = [{"conversation": "小满", "from": m.sender, "sent_at": m.at * 1000, "body": m.text} for m in talk]
    return "\n".join(json.dumps(one, ensure_ascii=False) for one in made).encode()


def signal_txt(talk: Sequence[Message]) -> bytes:
    """A converter's text."""
    return _lines(f"[{local(m, '%Y-%m-%d, %H:%M')}] {'Me' if m.mine else m.sender}: {m.text}" for m in talk)


def imessage_txt(talk: Sequence[Message]) -> bytes:
    """A stamp, a name and the words, each on a line of its own."""
    return _lines(f"{local(m, '%b %d, %Y  %I:%M:%S %p')}\n{'Me' if m.mine else m.sender}\n{m.text}\n" for m in talk)


def line_txt(talk: Sequence[Message]) -> bytes:
    """LINE: a line for each day, then the clock, a name and the words, with tabs between them."""
    made, day = ["[LINE] 与小满的聊天记录", "保存日期：2024/06/01 10:00", ""], ""
    for m in talk:
        if local(m, "%Y/%m/%d") != day:
            day = local(m, "%Y/%m/%d")
            made += ["", f"{day}(三)"]
        made.append(f"{local(m, '%H:%M')}\t{m.sender}\t{m.text}")
    return _lines(made)


def colons(talk: Sequence[Message]) -> bytes:
    """Names and words, without any time."""
    return _lines(f"{m.sender}：{m.text}" for m in talk)


def mine(sender: str) -> bool:
    """The owner, by any of the names these layouts give."""
    return sender in {ME, "Me", "我"}


def zipped(files: dict[str, bytes]) -> bytes:
    """A zip with these files."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def _csv(rows: Iterable[Sequence[object]], separator: str = ",") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=separator).writerows(rows)
    return out.getvalue().encode()


def _json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=True).encode()


def _lines(lines: Iterable[str]) -> bytes:
    return ("\n".join(lines) + "\n").encode()


def _latin(text: str) -> str:
    return text.encode().decode("latin-1")
