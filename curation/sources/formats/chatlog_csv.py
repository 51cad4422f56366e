"""chatlog CSV: one chat or several, with times, names and ids; content as text.

Layout: ``Time,SenderName,Sender,TalkerName,Talker,Content``, time ``YYYY-MM-DD HH:MM:SS`` in the computer's zone. No
column says who exports it; but in a private chat everything that is not from the talker is from the owner.
"""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from curation.errors import N_, RuwoError
from curation.sources import chatlog, csvfile
from curation.sources.chatlog import GREY, Chats, People
from curation.sources.head import Head
from curation.sources.source import Chunk, Source

NAME = "chatlog_csv"
TITLE = N_("chatlog CSV")

COLUMNS = ["Time", "SenderName", "Sender", "TalkerName", "Talker", "Content"]


def sniff(head: Head) -> float:
    """The header is unmistakable."""
    return 0.99 if head.first_line.replace('"', "").split(",") == COLUMNS else 0.0


def parse(source: Source) -> Iterator[Chunk]:
    """Rows in blocks; a row of the wrong width is set aside."""
    people, chats = People(source), Chats()
    for path in source.paths:
        table = source.table(path)
        if table.columns != COLUMNS:
            raise RuwoError("format_unknown", file=path.name)
        for rows in table.blocks(csvfile.MANY):
            keys = [chats.key(talker, name) for _, _, _, name, talker, _ in rows]
            for chat, some in chatlog.by_chat(rows, keys):
                yield _chunk(chat, some, people)


def _chunk(chat: str, rows: list[list[str]], people: People) -> Chunk:
    local, names, accounts, _, talkers, texts = zip(*rows, strict=True)
    told = [chatlog.content(text, account) for text, account in zip(texts, accounts, strict=True)]
    return Chunk(
        chat=chat,
        is_group=True if talkers[0].endswith("@chatroom") else None,
        kind=[kind for kind, _, _, _ in told],
        text=[text for _, text, _, _ in told],
        quote=[quote for _, _, quote, _ in told],
        extra=[orjson.dumps(extra).decode() if extra else None for _, _, _, extra in told],
        sender_id=[
            people.of(account, name, _mine(account, talker, kind))
            for account, name, talker, (kind, _, _, _) in zip(accounts, names, talkers, told, strict=True)
        ],
        sender=[name or account for name, account in zip(names, accounts, strict=True)],
        local=local,
    )


def _mine(account: str, talker: str, kind: str) -> bool:
    private = bool(talker) and "@" not in talker
    return private and account not in {"", GREY, talker} and kind not in {"system", "recall", "pat"}
