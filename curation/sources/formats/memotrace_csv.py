"""MemoTrace (留痕) v3 CSV: one chat with times, kinds and names; content as text.

Layout: UTF-8 with mark, ``消息ID,类型,发送人,时间,内容,备注,昵称,更多信息``, time ``YYYY-MM-DD HH:MM:SS`` in the
exporting computer's zone. In a private chat the rows of the exporting person have neither 备注 nor 昵称, which tells who
that is; in a group nothing does. Programs made from MemoTrace write ``wxid`` for 发送人, 群昵称 among the names, no
更多信息, and 昵称 for the exporting person too, so that nothing tells who that is. Excel makes all ids alike (``7E+18``).
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence

import orjson

from curation.errors import N_, RuwoError
from curation.sources import wechat
from curation.sources.head import Head
from curation.sources.source import OWNER, Chunk, Source, other_id

NAME = "memotrace_csv"
TITLE = N_("MemoTrace CSV")

COLUMNS = ["消息ID", "类型", "发送人", "时间", "内容", "备注", "昵称", "更多信息"]
_NEEDED = {"消息ID", "类型", "时间", "内容"}
_FIELDS = ("消息ID", "类型", "发送人", "wxid", "时间", "内容", "备注", "群昵称", "昵称")
_TEXT = "文本"


def sniff(head: Head) -> float:
    """The header is unmistakable."""
    return 0.99 if head.columns == COLUMNS else 0.95 if _readable(head.columns) else 0.0


def _readable(columns: Collection[str]) -> bool:
    return set(columns) >= _NEEDED and not {"发送人", "wxid"}.isdisjoint(columns)


def parse(source: Source) -> Iterator[Chunk]:
    """Rows in blocks; a row of the wrong width is set aside."""
    source.owner_in_groups = False
    people = _People(source)
    for path in source.paths:
        table = source.table(path, "")
        if not _readable(table.columns):
            raise RuwoError("format_unknown", file=path.name)
        people.told = "wxid" not in table.columns
        places = [table.columns.index(name) if name in table.columns else -1 for name in _FIELDS]
        for rows in table.blocks():
            columns = list(zip(*rows, strict=True))
            missing = ("",) * len(rows)
            yield _chunk([columns[at] if at >= 0 else missing for at in places], table.numbers, people, source)


class _People(dict[tuple[str, str, str], str]):
    """(发送人, 备注, 昵称) -> sender_id, worked out once for each.

    ``told``: a name without 备注 and 昵称 is the owner's.
    """

    told = True

    def __init__(self, source: Source) -> None:
        super().__init__()
        self._source = source
        self._owner: str | None = None

    def __missing__(self, person: tuple[str, str, str]) -> str:
        name, remark, nickname = person
        bare = self.told and bool(name) and not remark and not nickname
        if bare and self._owner is None:
            self._owner, self._source.owner = name, OWNER
            return self.setdefault(person, OWNER)
        if bare:  # a second one without 备注 and 昵称: nobody can tell which of them is the owner
            self._source.owner = None
        sender_id = other_id(name or remark or nickname)
        self._source.aliases.setdefault(sender_id, set()).update((remark, nickname))
        return self.setdefault(person, sender_id)


def _chunk(columns: Sequence[tuple[str, ...]], numbers: list[int], people: _People, source: Source) -> Chunk:
    ids, words, names, accounts, local, text, remarks, in_group, nicknames = columns
    known = names if people.told else accounts
    chunk = Chunk(
        text=text,
        sender_id=list(map(people.__getitem__, zip(known, remarks, nicknames, strict=True))),
        sender=names
        if people.told
        else [_first(some) for some in zip(remarks, in_group, nicknames, accounts, strict=True)],
        ids=ids if all(map(str.isdecimal, set(ids))) else [one if one.isdecimal() else "" for one in ids],
        local=local,
        numbers=numbers,
    )
    if set(words) != {_TEXT}:
        _take_apart(chunk, words, text, numbers, source)
    return chunk


def _first(names: tuple[str, ...]) -> str:
    return next(filter(None, names), "")


def _take_apart(
    chunk: Chunk, words: tuple[str, ...], contents: tuple[str, ...], numbers: list[int], source: Source
) -> None:
    """Fill in kind, text, quote and extra from the kind's word and the content."""
    count = len(words)
    kinds, texts = ["text"] * count, list(contents)
    quotes: list[str | None] = [None] * count
    extras: list[str | None] = [None] * count
    for at, word in enumerate(words):
        if word != _TEXT:
            if word not in wechat.WORDS:
                source.problem(numbers[at], "kind_unknown")
            kind = wechat.WORDS.get(word, "other")
            kinds[at], texts[at], quotes[at], extra = wechat.content(kind, contents[at])
            extras[at] = orjson.dumps(extra).decode() if extra else None
    chunk.kind, chunk.text, chunk.quote, chunk.extra = kinds, texts, quotes, extras
