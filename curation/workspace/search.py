"""Full-text search over the messages as exported, and over what people wrote instead.

FTS5 looks up whole tokens, and Chinese has no spaces between words, so a message goes in as its overlapping pairs of
characters: 今天晚上 becomes ``今天 天晚 晚上 上``. A query of two characters is then one token, a longer one a phrase of
neighbouring tokens, and a single character the beginning of a token. Case is folded, white space separates words, and
all words have to stand in the same bubble. What is typed is data: it is only ever quoted, never read as FTS syntax.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Any

import orjson
from sqlalchemy import ColumnElement, CompoundSelect, Connection, Select, and_, func, select, text, union
from sqlalchemy.dialects.sqlite import insert

from curation.workspace.tables import bubbles, messages, settings, stickers

UPTO = "search_upto"
"""Setting: the last message that can be found. No edit."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f]")


def words(query: str) -> list[str]:
    """What is looked for: the parts between white space, case folded."""
    return _CONTROL.sub(" ", query).casefold().split()


def pairs(content: str) -> str:
    """A text as the index holds it."""
    return " ".join(word[i : i + 2] for word in words(content) for i in range(len(word)))


def expression(query: str) -> str:
    """The query as FTS5 reads it; empty when there is nothing to look for."""
    return " AND ".join(map(_phrase, words(query)))


def _phrase(word: str) -> str:
    tokens = [word[i : i + 2] for i in range(max(len(word) - 1, 1))]
    quoted = " ".join(tokens).replace('"', '""')
    return f'"{quoted}"*' if len(word) == 1 else f'"{quoted}"'


def fragments_with(query: str) -> CompoundSelect[Any]:
    """Ids of the fragments one of whose bubbles holds the query as it now stands, removed ones included."""
    matching = text("SELECT rowid FROM search WHERE search MATCH :expression").bindparams(expression=expression(query))
    typed = select(bubbles.c.id).where(bubbles.c.text.is_not(None))
    sent = select(bubbles.c.fragment_id).where(bubbles.c.message_id.in_(matching), bubbles.c.id.not_in(typed))
    return union(sent, _typed(query), _stickers(query))


def _typed(query: str) -> Select[Any]:
    return select(bubbles.c.fragment_id).where(bubbles.c.text.is_not(None), _contains(bubbles.c.text, query))


def _stickers(query: str) -> Select[Any]:
    """Stickers are found by the name that a person gave them."""
    named = select(stickers.c.key).where(_contains(stickers.c.name, query))
    shown = select(messages.c.id).where(messages.c.sticker.is_not(None), messages.c.sticker.in_(named))
    return select(bubbles.c.fragment_id).where(bubbles.c.message_id.in_(shown))


def _contains(column: ColumnElement[str], query: str) -> ColumnElement[bool]:
    """SQLite’s own lower case knows no letters beyond ASCII; ``folded`` is a function of every connection (store)."""
    return and_(*(func.instr(func.folded(column), word) > 0 for word in words(query)))


def spans(content: str, query: str) -> list[tuple[int, int]]:
    """Where the words of the query stand in a text (code points), without overlaps."""
    wanted = "|".join(re.escape(word) for word in sorted(words(query), key=len, reverse=True))
    if not wanted:
        return []
    folded = content.casefold()
    found = [at.span() for at in re.finditer(wanted, folded)]
    return found if len(folded) == len(content) else _unfolded(content, found)


def _unfolded(content: str, found: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """Spans of the folded text in the text itself, where a letter may have become two: ß is found as ss."""
    at = [i for i, letter in enumerate(content) for _ in letter.casefold()]
    spans: list[tuple[int, int]] = []
    for start, end in found:
        first, last = at[start], at[end - 1] + 1
        if not spans or first >= spans[-1][1]:
            spans.append((first, last))
        elif last > spans[-1][1]:
            spans[-1] = spans[-1][0], last
    return spans


def waiting(connection: Connection) -> int:
    """How many messages cannot be found yet."""
    query = select(func.count()).select_from(messages).where(messages.c.id > _upto(connection))
    return int(connection.execute(query).scalar_one())


def index_next(connection: Connection, limit: int) -> int:
    """Take the next messages into the index; returns how many."""
    query = select(messages.c.id, messages.c.text).where(messages.c.id > _upto(connection))
    rows = connection.execute(query.order_by(messages.c.id).limit(limit)).all()
    found = [(key, split) for key, content in rows if (split := pairs(content))]
    if found:
        connection.exec_driver_sql("INSERT INTO search (rowid, text) VALUES (?, ?)", found)
    if rows:
        value = orjson.dumps(rows[-1][0]).decode()
        added = insert(settings).values(key=UPTO, value=value)
        connection.execute(added.on_conflict_do_update(index_elements=["key"], set_={"value": value}))
    return len(rows)


def _upto(connection: Connection) -> int:
    value = connection.execute(select(settings.c.value).where(settings.c.key == UPTO)).scalar()
    return 0 if value is None else int(orjson.loads(value))
