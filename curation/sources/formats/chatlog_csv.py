"""chatlog CSV: one chat or several, with times, names and ids; content as text.

Layout: ``Time,SenderName,Sender,TalkerName,Talker,Content``, time ``YYYY-MM-DD HH:MM:SS`` in the computer's zone;
programs made from chatlog write ``MessageID`` (chatlog's ``seq``) in front. No column says who exports it; but in a
private chat everything that is not from the talker is from the owner.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from curation.errors import N_, RuwoError
from curation.sources import chatlog
from curation.sources.chatlog import GREY, Chats, People
from curation.sources.columns import apart, divided
from curation.sources.head import Head
from curation.sources.source import Chunk, Source

NAME = "chatlog_csv"
TITLE = N_("chatlog CSV")

COLUMNS = ["Time", "SenderName", "Sender", "TalkerName", "Talker", "Content"]
_ID = "MessageID"


def sniff(head: Head) -> float:
    """The header is unmistakable."""
    names = [name.strip() for name in head.first_line.replace('"', "").split(",")]
    return 0.99 if names == COLUMNS else 0.95 if set(names) >= set(COLUMNS) else 0.0


def parse(source: Source) -> Iterator[Chunk]:
    """Rows in blocks; a row of the wrong width is set aside."""
    people, chats = People(source), Chats()
    for path in source.paths:
        table = source.table(path)
        if not set(table.columns) >= set(COLUMNS):
            raise RuwoError("format_unknown", file=path.name)
        places = [table.columns.index(name) for name in COLUMNS]
        for read in table.by_columns():
            columns = [read[at] for at in places]
            columns.append(read[table.columns.index(_ID)] if _ID in table.columns else [""] * len(read[0]))
            talkers = list(zip(columns[4], columns[3], strict=True))
            names = {one: chats.key(*one) for one in dict.fromkeys(talkers)}
            for chat, some in divided([names[one] for one in talkers], *columns):
                yield _chunk(chat, some, people)


def _chunk(chat: str, columns: list[Sequence[str]], people: People) -> Chunk:
    local, names, accounts, _, talkers, texts, numbers = columns
    odd = {*chatlog.not_plain(texts), *(at for at, account in enumerate(accounts) if account == GREY)}
    told = apart(texts, sorted(odd), lambda at: chatlog.content(texts[at], accounts[at]))
    senders = list(zip(accounts, names, talkers, told["kind"], strict=True))
    ids = {one: people.of(one[0], one[1], _mine(one[0], one[2], one[3])) for one in dict.fromkeys(senders)}
    return Chunk(
        **told,
        chat=chat,
        is_group=True if talkers[0].endswith("@chatroom") else None,
        sender_id=[ids[one] for one in senders],
        sender=[name or account for name, account in zip(names, accounts, strict=True)],
        ids=[f"{talker}/{seq}" if seq.strip("0") else "" for talker, seq in zip(talkers, numbers, strict=True)],
        local=local,
    )


def _mine(account: str, talker: str, kind: str) -> bool:
    private = bool(talker) and "@" not in talker
    return private and account not in {"", GREY, talker} and kind not in {"system", "recall", "pat"}
