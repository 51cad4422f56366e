"""chatlog CSV: one chat or several, with times, names and ids; content as text.

Layout: ``Time,SenderName,Sender,TalkerName,Talker,Content``, time ``YYYY-MM-DD HH:MM:SS`` in the computer's zone;
programs made from chatlog write ``MessageID`` (chatlog's ``seq``) in front. No column says who exports it; but in a
private chat everything that is not from the talker is from the owner.
"""

from __future__ import annotations

from collections.abc import Iterator

from curation.errors import N_, RuwoError
from curation.sources import chatlog
from curation.sources.chatlog import GREY, Chats, People, named
from curation.sources.columns import Met, apart, parted
from curation.sources.head import Head
from curation.sources.source import Chunk, Source

NAME = "chatlog_csv"
TITLE = N_("chatlog CSV")

COLUMNS = ["Time", "SenderName", "Sender", "TalkerName", "Talker", "Content"]
_ID = "MessageID"


def sniff(head: Head) -> float:
    """The header is unmistakable."""
    return 0.99 if head.columns == COLUMNS else 0.95 if set(head.columns) >= set(COLUMNS) else 0.0


def parse(source: Source) -> Iterator[Chunk]:
    """Rows in blocks; a row of the wrong width is set aside."""
    people, chats = People(source), Chats()
    for path in source.paths:
        table = source.table(path, "")
        if not set(table.columns) >= set(COLUMNS):
            raise RuwoError("format_unknown", file=path.name)
        places = [table.columns.index(name) for name in COLUMNS]
        numbered = table.columns.index(_ID) if _ID in table.columns else None
        for read in table.by_columns():
            ids = None if numbered is None else read[numbered]
            yield from _chunks([read[at] for at in places], ids, table.numbers, people, chats)


def _chunks(
    columns: list[list[str]], ids: list[str] | None, records: list[int], people: People, chats: Chats
) -> Iterator[Chunk]:
    local, names, accounts, called, talkers, texts = columns
    odd = set(chatlog.not_plain(texts))
    if GREY in accounts:
        odd |= {at for at, account in enumerate(accounts) if account == GREY}
    told = apart(texts, sorted(odd), lambda at: chatlog.content(texts[at], accounts[at]))
    known = Met(lambda account, name, talker, kind: people.of(account, name, _mine(account, talker, kind)))
    keys = Met(chats.key)
    told |= {
        "sender_id": [known[one] for one in zip(accounts, names, talkers, told["kind"], strict=True)],
        "sender": named(names, accounts),
        "local": local,
        "numbers": records,
    }
    if ids is not None:
        told["ids"] = chatlog.ids(talkers, ids)
    found = [keys[one] for one in zip(talkers, called, strict=True)]
    yield from parted(found, lambda at: True if talkers[at].endswith("@chatroom") else None, told)


def _mine(account: str, talker: str, kind: str) -> bool:
    private = bool(talker) and "@" not in talker
    return private and account not in {"", GREY, talker} and kind not in {"system", "recall", "pat"}
