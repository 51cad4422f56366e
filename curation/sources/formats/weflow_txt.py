"""WeFlow TXT: one chat with times and names; kinds only as far as a placeholder shows them.

Layout: ``YYYY-MM-DD HH:MM:SS 'name'``, the content, an empty line. In a private chat the exporting person is ``我``;
in a group everybody has a name and nobody is known to be the owner.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import orjson

from curation.errors import N_
from curation.sources import blocktext, brackets
from curation.sources.blocktext import Entry
from curation.sources.head import Head
from curation.sources.source import OWNER, Chunk, Source, other_id

NAME = "weflow_txt"
TITLE = N_("WeFlow TXT")

_HEAD = re.compile(r"(\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) '(.*)'")
_ME = "我"


def sniff(head: Head) -> float:
    """A time and a name in quotes on the first line."""
    return 0.97 if _HEAD.fullmatch(head.first_line) else 0.0


def parse(source: Source) -> Iterator[Chunk]:
    """One record for each time and name."""
    source.owner_in_groups = False
    for path in source.paths:
        for entries in blocktext.blocks(source.texts(path), _HEAD, source.report):
            yield _chunk(entries, source)


def _chunk(entries: list[Entry], source: Source) -> Chunk:
    names = [entry.head[2] for entry in entries]
    if _ME in names:
        source.owner = OWNER
    told = [brackets.guessed(entry.text) for entry in entries]
    return Chunk(
        kind=[kind for kind, _, _, _ in told],
        text=[text for _, text, _, _ in told],
        quote=[quote for _, _, quote, _ in told],
        extra=[orjson.dumps(extra).decode() if extra else None for _, _, _, extra in told],
        sender_id=[OWNER if name == _ME else other_id(name) for name in names],
        sender=names,
        local=[entry.head[1] for entry in entries],
    )
