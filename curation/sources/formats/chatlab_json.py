"""ChatLab JSON: one chat with times, kinds, ids and who sent what; see :mod:`curation.sources.chatlab`.

Layout: an object of ``chatlab`` (``version``), ``meta``, ``members`` and ``messages``.
"""

from __future__ import annotations

from collections.abc import Iterator

from curation.errors import N_
from curation.sources import chatlab
from curation.sources.chatlab import Chat
from curation.sources.head import Head
from curation.sources.source import Chunk, Source

NAME = "chatlab_json"
TITLE = N_("ChatLab JSON")

_BLOCK = 5000


def sniff(head: Head) -> float:
    """It says so itself."""
    tops = {path.partition(".")[0] for path in head.json_paths}
    return 0.99 if "chatlab" in tops and tops & {"meta", "messages"} and "_type" not in tops else 0.0


def parse(source: Source) -> Iterator[Chunk]:
    """One record a message; what is no object, or has no type, or no text where it needs one, is set aside."""
    for path in source.paths:
        values, blocks = source.document(path, "messages", "meta", "members")
        chat = Chat(source, values.get("meta"))
        members = values.get("members")
        for member in members if isinstance(members, list) else ():
            chat.meet(member)
        for elements in blocks:
            for at in range(0, len(elements), _BLOCK):
                yield chatlab.chunk(elements[at : at + _BLOCK], chat, source)
