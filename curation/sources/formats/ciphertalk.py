"""CipherTalk JSON: one chat as WeFlow writes it, with the owner's id and WeChat's own XML.

Layout: an object of ``exportInfo`` (``generator``: CipherTalk, or the name of a program made from it; ``format``:
detailed-json), ``session`` (with ``ownerId``) and ``messages``; see :mod:`curation.sources.weflow`. What is quoted
stands only in ``rawContent``.
"""

from __future__ import annotations

from curation.errors import N_
from curation.sources.head import Head
from curation.sources.weflow import parse

__all__ = ["NAME", "TITLE", "parse", "sniff"]

NAME = "ciphertalk"
TITLE = N_("CipherTalk JSON")

_MARKS = {"exportInfo.generator", "exportInfo.format"}


def sniff(head: Head) -> float:
    """It says so itself."""
    if not head.json_paths >= _MARKS:
        return 0.0
    return 0.99 if '"CipherTalk"' in head.text else 0.95 if '"detailed-json"' in head.text else 0.0
