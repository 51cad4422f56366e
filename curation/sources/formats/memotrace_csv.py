"""MemoTrace (留痕) v3 CSV: one chat with times, kinds and names; content as text.

Layout: UTF-8 with mark, ``消息ID,类型,发送人,时间,内容,备注,昵称,更多信息``, time ``YYYY-MM-DD HH:MM:SS`` in the
exporting computer's zone. In a private chat the rows of the exporting person have neither 备注 nor 昵称, which tells who
that is; in a group nothing does.
"""

from __future__ import annotations

from collections.abc import Iterator

import orjson

from curation.errors import N_, RuwoError
from curation.sources import wechat
from curation.sources.head import Head
from curation.sources.source import OWNER, Chunk, Source, other_id

NAME = "memotrace_csv"
TITLE = N_("MemoTrace CSV")

COLUMNS = ["消息ID", "类型", "发送人", "时间", "内容", "备注", "昵称", "更多信息"]
_TEXT = "文本"


def sniff(head: Head) -> float:
    """The header is unmistakable."""
    return 0.99 if head.first_line.replace('"', "").split(",") == COLUMNS else 0.0


def parse(source: Source) -> Iterator[Chunk]:
    """Rows in blocks; a row of the wrong width is set aside."""
    source.owner_in_groups = False
    people = _People(source)
    for path in source.paths:
        table = source.table(path)
        if table.columns != COLUMNS:
            raise RuwoError("format_unknown", file=path.name)
        for rows in table.blocks():
            yield _chunk(rows, people, source)


class _People(dict[tuple[str, str, str], str]):
    """(发送人, 备注, 昵称) -> sender_id, worked out once for each."""

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._source = source
        self._owner: str | None = None

    def __missing__(self, person: tuple[str, str, str]) -> str:
        name, remark, nickname = person
        bare = bool(name) and not remark and not nickname
        if bare and self._owner is None:
            self._owner, self._source.owner = name, OWNER
            return self.setdefault(person, OWNER)
        if bare:  # a second one without 备注 and 昵称: nobody can tell which of them is the owner
            self._source.owner = None
        sender_id = other_id(name or remark or nickname)
        self._source.aliases.setdefault(sender_id, set()).update((remark, nickname))
        return self.setdefault(person, sender_id)


def _chunk(rows: list[list[str]], people: _People, source: Source) -> Chunk:
    ids, words, names, local, text, remarks, nicknames, _ = zip(*rows, strict=True)
    chunk = Chunk(
        text=text,
        sender_id=list(map(people.__getitem__, zip(names, remarks, nicknames, strict=True))),
        sender=names,
        ids=ids,
        local=local,
    )
    if set(words) != {_TEXT}:
        _take_apart(chunk, words, text, source)
    return chunk


def _take_apart(chunk: Chunk, words: tuple[str, ...], contents: tuple[str, ...], source: Source) -> None:
    """Fill in kind, text, quote and extra from the kind's word and the content."""
    count = len(words)
    kinds, texts = ["text"] * count, list(contents)
    quotes: list[str | None] = [None] * count
    extras: list[str | None] = [None] * count
    for at, word in enumerate(words):
        if word != _TEXT:
            if word not in wechat.WORDS:
                source.complain("kind_unknown", ago=count - at - 1)
            kind = wechat.WORDS.get(word, "other")
            kinds[at], texts[at], quotes[at], extra = wechat.content(kind, contents[at])
            extras[at] = orjson.dumps(extra).decode() if extra else None
    chunk.kind, chunk.text, chunk.quote, chunk.extra = kinds, texts, quotes, extras
