"""The same chat as MemoTrace v1 and v2 wrote it to CSV: rows of WeChat's table."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterable, Mapping, Sequence

from tests.generators.chats import EVERY_KIND, FRIEND, ME, Message, invented
from tests.generators.memotrace_pages import local

TABLE = ["localId", "TalkerId", "Type", "SubType", "IsSender", "CreateTime", "Status", "StrContent", "StrTime"]
COLUMNS = [*TABLE, "Remark", "NickName", "Sender"]
IDS = {ME: "wxid_alan", FRIEND: "wxid_xiaoman"}

_TYPES = {
    "text": (1, 0), "image": (3, 0), "voice": (34, 0), "card": (42, 0), "video": (43, 0), "sticker": (47, 0),
    "location": (48, 0), "call": (50, 0), "system": (10000, 0), "recall": (10000, 0), "pat": (10000, 4),
    "quote": (49, 57), "link": (49, 5), "file": (49, 6), "forward": (49, 19), "transfer": (49, 2000),
    "red_packet": (49, 2001),
}  # fmt: skip

_XML: dict[str, Callable[[Message], str]] = {
    "image": lambda m: '<?xml version="1.0"?><msg><img aeskey="a" md5="b"/></msg>',
    "voice": lambda m: f'<msg><voicemsg endflag="1" voicelength="{1000 * m.more["duration"]}"/></msg>',
    "video": lambda m: f'<?xml version="1.0"?><msg><videomsg playlength="{m.more["duration"]}"/></msg>',
    "sticker": lambda m: f'<msg><emoji md5="a1" cdnurl = "{m.more["path"]}?a=1&amp;b=2"></emoji></msg>',
    "location": lambda m: '<msg><location x="{x}" y="{y}" label="{label}" poiname="{0}"/></msg>'.format(
        m.text, **m.more
    ),
    "card": lambda m: f'<msg nickname="{m.text}" alias="someone"/>',
}
EMPTY = {"quote", "link", "file", "forward", "transfer", "red_packet"}
"""Kinds whose content the exporter does not have."""


def table_row(message: Message, talker: int = 3) -> list[object]:
    """The nine columns of the table."""
    content = "" if message.kind in EMPTY else _XML.get(message.kind, lambda m: m.text)(message)
    mine = int(message.mine)
    return [message.number + 1, talker, *_TYPES[message.kind], mine, message.at, "", content, local(message)]


def _written(columns: Sequence[str], rows: Iterable[Sequence[object]]) -> bytes:
    stream = io.StringIO(newline="")
    writer = csv.writer(stream)
    writer.writerow(columns)
    writer.writerows(rows)
    return stream.getvalue().encode("utf-8-sig")


def one_chat(messages: Sequence[Message], talkers: Callable[[Message], int] = lambda message: 3) -> bytes:
    """The file ``{remark}_utf8.csv``."""
    return _written(COLUMNS, ([*table_row(m, talkers(m)), m.sender, f"{m.sender}同学", _id(m)] for m in messages))


def _id(message: Message) -> str:
    return IDS.get(message.sender, f"wxid_{message.sender}")


def all_chats(chats: Mapping[str, Sequence[Message]], with_id: bool = False) -> bytes:
    """The file ``messages.csv``: every chat's rows by time; in it a group is told by names that are not the chat's."""
    rows = [
        (message, [*table_row(message, talker), *([message.id] if with_id else []), chat, f"{chat}同学", sender])
        for talker, (chat, messages) in enumerate(chats.items())
        for message in messages
        for sender in ["我" if message.mine else f"{chat}同学" if message.sender == chat else message.sender]
    ]
    return _written(COLUMNS, (row for _, row in sorted(rows, key=lambda one: one[0].at)))


def early(messages: Sequence[Message], with_id: bool, columns: Sequence[str] = TABLE) -> bytes:
    """Without names; ``with_id``: ten fields under nine names."""
    return _written(columns, ([*table_row(m), *([m.id] if with_id else [])] for m in messages))


FILES = {
    "memotrace_csv_v2": [
        ("小满_utf8.csv", one_chat(EVERY_KIND)),
        ("messages.csv", all_chats({FRIEND: EVERY_KIND, "老邱": invented(9, seed=3)})),
        ("messages.csv", early(EVERY_KIND, with_id=True)),
    ],
}
