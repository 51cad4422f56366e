"""echotrace JSON: one chat as WeFlow writes it, without the name of the exporter.

Layout: an object of ``session`` and ``messages``; see :mod:`curation.sources.weflow` for the messages.
"""

from __future__ import annotations

from curation.errors import N_
from curation.sources.head import Head
from curation.sources.weflow import parse

__all__ = ["NAME", "PRIORITY", "TITLE", "parse", "sniff"]

NAME = "echotrace"
TITLE = N_("echotrace JSON")
PRIORITY = 60

_MARKS = {"messages.item.senderUsername", "messages.item.localType"}
_SESSION = {"session.wxid", "session.displayName"}
"""All that can be seen where a picture in ``session`` fills the head."""


def sniff(head: Head) -> float:
    """WeFlow's messages, or at least its session, and nobody's name."""
    paths = head.json_paths
    if any(path.startswith(("weflow.", "exportInfo.")) for path in paths):
        return 0.0
    return 0.95 if paths >= _MARKS else 0.7 if paths >= _SESSION else 0.0
