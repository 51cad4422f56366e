"""The tables of a workspace. Times are microseconds since 1970 UTC, NULL when unknown."""

from __future__ import annotations

from sqlalchemy import (
    Column,
    ForeignKey,
    Index,
    Integer,
    MetaData,
    Table,
    Text,
    UniqueConstraint,
    text,
)

metadata = MetaData()


def _flag(name: str) -> Column[int]:
    return Column(name, Integer, nullable=False, server_default=text("0"))


def _words(name: str) -> Column[str]:
    return Column(name, Text, nullable=False, server_default=text("''"))


settings = Table(
    "settings",
    metadata,
    Column("key", Text, primary_key=True),
    Column("value", Text, nullable=False),  # JSON
)

sources = Table(
    "sources",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("name", Text, nullable=False),
    Column("format", Text, nullable=False),
    Column("imported_at", Integer, nullable=False),
    Column("zone", Text, nullable=False),
    Column("report", Text, nullable=False),  # JSON
    Column("system_texts", Text, nullable=False),  # JSON list
)

chats = Table(
    "chats",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("source_id", ForeignKey("sources.id"), nullable=False),
    Column("key", Text, nullable=False),
    Column("name", Text, nullable=False),
    _flag("is_group"),
    Column("persona", Text, nullable=False),  # sender_id of the persona in this chat
)

senders = Table(
    "senders",
    metadata,
    Column("chat_id", ForeignKey("chats.id"), primary_key=True),
    Column("sender_id", Text, primary_key=True),
    Column("name", Text, nullable=False),
    Column("count", Integer, nullable=False),
    Column("aliases", Text, nullable=False, server_default=text("'[]'")),  # JSON list: other names the file gives
)

messages = Table(
    "messages",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chat_id", ForeignKey("chats.id"), nullable=False),
    Column("seq", Integer, nullable=False),
    Column("export_id", Text, nullable=False),
    Column("time", Integer),
    Column("time_precision", Text, nullable=False),
    Column("sender_id", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("text", Text, nullable=False),
    Column("quote", Text),
    Column("reply_to", Text),
    Column("grp", Integer),
    Column("extra", Text),
    Column("hash", Integer, nullable=False),  # 64 bits of the content, see imports.content_hash
    Column("hash_before", Integer),  # the neighbours' hashes: how a newer export is matched
    Column("hash_after", Integer),
    _flag("scanned"),
    Column("source_id", Integer),  # the newer export that brought it; NULL: the chat's own source
    _flag("vanished"),  # a newer export of the chat does not hold it any more
    Column("sticker", Text),  # how a sticker without description is known: its md5 or url
    Column("clock", Integer),  # wall-clock time as if it were UTC; filled when its source's zone is changed first
    Index("messages_of_kind", "kind", sqlite_where=text("kind <> 'text'")),
    Index("messages_of_sticker", "sticker", sqlite_where=text("sticker IS NOT NULL")),
    Index("messages_by_seq", "chat_id", "seq"),
    Index("messages_unscanned", "id", sqlite_where=text("scanned = 0")),
)

stickers = Table(
    "stickers",
    metadata,
    Column("key", Text, primary_key=True),
    Column("name", Text, nullable=False),  # what a person says it shows
)

hides = Table(
    "hides",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),  # sender, period, word
    Column("value", Text, nullable=False),  # JSON
    sqlite_autoincrement=True,
)

fragments = Table(
    "fragments",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("chat_id", ForeignKey("chats.id"), nullable=False),
    Column("place", Integer, nullable=False),  # seq of its first message: the queue's order within a chat
    Column("status", Text, nullable=False, server_default=text("'pending'")),
    _words("note"),
    _words("context"),
    _flag("touched"),  # a person worked on it: computed boundaries leave it alone
    _flag("version"),
    # below: derived from the bubbles (layout.Summary), for sorting and filtering in the store
    Column("start", Integer),
    _flag("turns"),
    _flag("persona_share"),  # per cent of the spoken characters
    _words("first_words"),
    _words("signals"),  # kinds, each between bars: |unanswered|hole|
    Column("rank", Integer, nullable=False, server_default=text("1000")),  # order of work: 1000 less expected gain
    _flag("hidden"),  # by a row of hides: shown in no queue, kept out of the data set
    _flag("analysed"),  # the version whose signals stand in the store, plus one; 0: its words changed since
    _words("reason"),  # why it was dropped: a key of flow.words.REASONS
    Index("fragments_by_rank", "status", "rank", "chat_id", "place", "id"),
    Index("fragments_queue", "status", "chat_id", "place", "id"),
    Index("fragments_order", "chat_id", "place", "id"),
    _flag("tokens"),  # about as many as its row has; 0: it gives none
    _flag("reshaped"),  # a person split or merged it, or moved its bubbles
    Index("fragments_marked", "signals", "status", "turns", sqlite_where=text("signals <> ''")),
    Index("fragments_explained", "status", sqlite_where=text("context <> ''")),
    Index("fragments_reshaped", "status", sqlite_where=text("reshaped <> 0")),
    Index("fragments_hidden", "status", sqlite_where=text("hidden <> 0")),
    Index("fragments_size", "tokens", "hidden", sqlite_where=text("status = 'kept'")),
    Index("fragments_decided", "first_words", "status", sqlite_where=text("status <> 'pending'")),
    sqlite_autoincrement=True,
)

bubbles = Table(
    "bubbles",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("fragment_id", ForeignKey("fragments.id"), nullable=False),
    Column("pos", Integer, nullable=False),
    Column("message_id", ForeignKey("messages.id")),  # NULL: added by hand
    Column("side", Text),  # only of an added bubble; else derived from the chat's persona
    Column("text", Text),  # what a person wrote instead of, or without, a message
    _flag("removed"),
    _flag("pulled"),
    Index("bubbles_of_fragment", "fragment_id", "pos"),
    Index("bubbles_of_message", "message_id", "fragment_id"),
    Index("bubbles_changed", "fragment_id", sqlite_where=text("text IS NOT NULL OR removed <> 0 OR pulled <> 0")),
    sqlite_autoincrement=True,
)

signals = Table(
    "signals",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("fragment_id", Integer, nullable=False),  # may be gone: what is derived or was asked outlives it
    Column("bubble_id", Integer),  # the bubble it speaks of; NULL: the fragment
    Column("kind", Text, nullable=False),
    Column("score", Integer, nullable=False),  # thousandths
    Column("reason", Text, nullable=False),  # JSON: code and parameters, put into words by flow.words
    Column("repair", Text),  # JSON: the ops that would mend it; NULL: none known
    Index("signals_of_fragment", "fragment_id"),
    Index("signals_by_kind", "kind", "score"),
)

samples = Table(
    "samples",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("round", Integer, nullable=False),
    Column("purpose", Text, nullable=False),  # kept, pending: is it sound; recheck: decide once more, blind
    Column("fragment_id", Integer, nullable=False),  # may be gone: what is derived or was asked outlives it
    Column("was", Text, nullable=False),  # the status it had when drawn
    Column("verdict", Text),  # sound, defect; of a recheck the new status; NULL: not judged yet
    _flag("missed"),  # private values seen that no finding covers
    Index("samples_of_round", "purpose", "round"),
    sqlite_autoincrement=True,
)

private_values = Table(
    "private_values",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("entity", Text, nullable=False),
    Column("normal", Text, nullable=False),
    Column("sample", Text, nullable=False),  # as first seen
    Column("surrogate", Text, nullable=False),
    Column("decision", Text, nullable=False, server_default=text("'undecided'")),
    _words("waiver"),  # why a value of high harm may leave undecided, in the waiving person's words
    _words("waived_by"),
    _flag("chosen"),  # a person wrote its surrogate: a change of style leaves it alone
    UniqueConstraint("entity", "normal"),
)

rules = Table(
    "rules",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("kind", Text, nullable=False),  # word, regex, person: private; keep: never private
    Column("entity", Text, nullable=False),
    Column("pattern", Text, nullable=False),
    sqlite_autoincrement=True,
)

findings = Table(
    "findings",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("anchor", Text, nullable=False),  # message, quote, bubble, context, system, name
    Column("anchor_id", Integer, nullable=False),
    Column("text_hash", Integer, nullable=False),
    Column("start", Integer, nullable=False),  # code points
    Column("end", Integer, nullable=False),
    Column("value_id", ForeignKey("private_values.id"), nullable=False),
    Column("score", Integer, nullable=False),  # per cent
    Column("recognizer", Text, nullable=False),
    _flag("exception"),
    Column("rule", Integer),  # the rule that found it: it counts while the rule is there; NULL: the recognizers
    Index("findings_of_anchor", "anchor", "anchor_id"),
    Index("findings_of_value", "value_id", "rule", "exception", "score"),
)

edits = Table(
    "edits",
    metadata,
    Column("id", Integer, primary_key=True),
    Column("at", Integer, nullable=False),
    Column("reviewer", Text, nullable=False),
    Column("kind", Text, nullable=False),
    Column("inverts", Integer),  # of an undo or redo: the edit it takes back or brings back
    Column("undone", Integer),  # of an edit: the undo that took it back
    _flag("abandoned"),  # undone, and then something else was done: no redo any more
    Index("edits_undone", "id", sqlite_where=text("undone IS NOT NULL AND abandoned = 0")),
    sqlite_autoincrement=True,
)

changes = Table(
    "changes",
    metadata,
    Column("edit_id", ForeignKey("edits.id"), primary_key=True),
    Column("n", Integer, primary_key=True),
    Column("tab", Text, nullable=False),
    Column("row", Text, nullable=False),  # JSON: the primary key
    Column("before", Text),  # JSON: changed columns; NULL: the row was not there
    Column("after", Text),  # JSON; NULL: the row was removed
)

acks = Table(
    "acks",
    metadata,
    Column("client", Text, primary_key=True),
    Column("seq", Integer, nullable=False),
)

held_out = Table("held_out", metadata, Column("message_id", Integer, primary_key=True))

exported = Table("exported", metadata, Column("message_id", Integer, primary_key=True))

# The full-text table `search` is made by migration 0002: SQLAlchemy has no words for it. See search.py.
