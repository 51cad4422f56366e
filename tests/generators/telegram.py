"""The same chat as Telegram Desktop exports it: alone or in a full export, with exact times or without."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from tests.generators.chats import EVERY_KIND, FRIEND, ME, Message
from tests.generators.memotrace import dumped

ACCOUNTS = {ME: "user1001", FRIEND: "user2002"}
CARRIED = frozenset(
    {"text", "image", "sticker", "voice", "video", "file", "location", "call", "quote", "card", "system"}
)

_FIELDS: dict[str, Callable[[Message], dict[str, Any]]] = {
    "image": lambda m: {"photo": "photos/photo_1.jpg", "width": 1, "height": 1},
    "sticker": lambda m: {"file": "stickers/1.webp", "media_type": "sticker", "sticker_emoji": m.text},
    "voice": lambda m: {
        "file": "voice_messages/1.ogg", "media_type": "voice_message", "duration_seconds": m.more["duration"],
        "text": m.text,
    },
    "video": lambda m: {"file": "video.mp4", "media_type": "video_file", "duration_seconds": m.more["duration"]},
    "file": lambda m: {"file": f"files/{m.text}", "file_name": m.text, "mime_type": "x"},
    "location": lambda m: {
        "place_name": m.text, "address": m.more["label"],
        "location_information": {"latitude": m.more["x"], "longitude": m.more["y"]},
    },
    "card": lambda m: {"contact_information": {"first_name": m.text, "last_name": "", "phone_number": "0"}},
    "call": lambda m: {"action": "phone_call", "duration_seconds": m.more["duration"], "discard_reason": "hangup"},
    "system": lambda m: {"action": "edit_group_title", "title": m.text},
    "quote": lambda m: {"reply_to_message_id": 500 + (m.reply_to or 0), "text": m.text},
}  # fmt: skip


def carried(messages: Sequence[Message]) -> list[Message]:
    """The messages Telegram could have sent."""
    return [message for message in messages if message.kind in CARRIED]


def item(message: Message, exact: bool = True) -> dict[str, Any]:
    """One message; a longer text comes in parts."""
    service = message.kind in {"call", "system"}
    who = ("actor", "actor_id") if service else ("from", "from_id")
    when = datetime.fromtimestamp(message.at, ZoneInfo("Asia/Shanghai")).replace(tzinfo=None).isoformat()
    text: object = message.text
    if len(message.text) > 4:
        text = [message.text[:2], {"type": "bold", "text": message.text[2:4]}, message.text[4:]]
    return {
        "id": 500 + message.number, "type": "service" if service else "message", "date": when,
        **({"date_unixtime": str(message.at)} if exact else {}),
        who[0]: message.sender, who[1]: ACCOUNTS.get(message.sender, "user9"), "text": text, "text_entities": [],
        **({"text": ""} if message.kind not in {"text", "quote"} else {}),
        **_FIELDS.get(message.kind, lambda m: {})(message),
    }  # fmt: skip


def chat(
    messages: Sequence[Message], name: str | None = FRIEND, exact: bool = True, number: int = 2002
) -> dict[str, Any]:
    """One chat as an object."""
    made = [item(message, exact) for message in carried(messages)]
    return {"name": name, "type": "personal_chat", "id": number, "messages": made}


def single(messages: Sequence[Message], exact: bool = True) -> bytes:
    """The export of one chat."""
    return dumped(chat(messages, exact=exact))


def full(chats: Sequence[dict[str, Any]], left: Sequence[dict[str, Any]] = (), bare: bool = False) -> bytes:
    """The export of everything; ``bare``: an old one."""
    return dumped(
        {
            "about": "Here is the data you requested.",
            "personal_information": {"user_id": 1001, "first_name": ME, "phone_number": "0", "bio": ""},
            "contacts": {"about": "", "list": [{"user_id": 2002 + n, "first_name": FRIEND} for n in range(100)]},
            "chats": list(chats) if bare else {"about": "", "list": list(chats)},
            **({"left_chats": {"about": "", "list": list(left)}} if left else {}),
        }
    )


FILES = {
    "telegram": [
        ("result.json", single(EVERY_KIND)),
        ("full.json", full([chat(EVERY_KIND), chat(EVERY_KIND[:3], None, number=7)])),
        ("old.json", full([chat(EVERY_KIND, exact=False)], bare=True)),
    ]
}
