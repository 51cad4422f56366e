"""WeFlow JSON, also in its shape ``arkme-json``: one chat with times, kinds, ids and who sent what.

Layout: an object of ``weflow``, ``session``, ``messages``; arkme-json names senders once, in ``senders``. See
:mod:`curation.sources.weflow` for the messages. ``session.avatar`` may be longer than the head, so it is not needed.
"""

from __future__ import annotations

from curation.errors import N_
from curation.sources.head import Head
from curation.sources.weflow import parse

__all__ = ["NAME", "TITLE", "parse", "sniff"]

NAME = "weflow_json"
TITLE = N_("WeFlow JSON")


def sniff(head: Head) -> float:
    """It says so itself."""
    tops = {path.partition(".")[0] for path in head.json_paths}
    return 0.99 if "weflow" in tops and tops & {"session", "messages"} else 0.0
