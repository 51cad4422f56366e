"""Errors in the language of the person who meets them."""

from __future__ import annotations

from collections.abc import Callable

from curation.errors import SENTENCES, RuwoError


def sentence(error: RuwoError, translate: Callable[[str], str]) -> str:
    """The error as one sentence: what, where, what to do."""
    return translate(SENTENCES[error.code]).format_map(_Shown(error.params))


class _Shown(dict[str, object]):
    """Parameters of a sentence; one that is missing shows as a dash instead of raising."""

    def __missing__(self, key: str) -> str:
        return "–"
