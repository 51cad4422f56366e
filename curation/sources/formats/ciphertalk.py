"""CipherTalk JSON: one chat as WeFlow writes it, with the owner's id and WeChat's own XML.

Layout: an object of ``exportInfo`` (``generator``: CipherTalk), ``session`` (with ``ownerId``) and ``messages``; see
:mod:`curation.sources.weflow`. What is quoted stands only in ``rawContent``.
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
    return 0.99 if head.json_paths >= _MARKS and '"CipherTalk"' in head.text else 0.0
