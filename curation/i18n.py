"""Sentences in the reader's language: gettext domain ``ruwo``, English msgids, catalogues in assets/locales.

A translator is a value that is handed around; nothing is installed globally, so two people with two
languages can use one process.
"""

from __future__ import annotations

import gettext
from functools import cache
from pathlib import Path

DOMAIN = "ruwo"
LOCALES = Path(__file__).resolve().parents[1] / "assets" / "locales"
LANGS = {"zh": "中文", "en": "English"}
"""Language code -> its name in that language."""
_CATALOGUES = {"zh": "zh_CN"}


def N_(sentence: str) -> str:
    """Mark an English sentence for extraction; it is translated where it is shown."""
    return sentence


def language(tag: str | None) -> str:
    """The code in :data:`LANGS` that serves a tag such as ``zh-TW``, ``zh_CN`` or ``de``; English by default."""
    return "zh" if (tag or "").lower().startswith("zh") else "en"


def translator(lang: str | None) -> gettext.NullTranslations:
    """The catalogue that serves a language tag; a missing sentence stays English."""
    return _catalogue(language(lang))


class _Catalogue(gettext.GNUTranslations):
    """Nothing translates to nothing, where gettext would answer with the catalogue's header."""

    def gettext(self, message: str) -> str:
        return super().gettext(message) if message else ""


@cache
def _catalogue(code: str) -> gettext.NullTranslations:
    if code not in _CATALOGUES:
        return gettext.NullTranslations()
    return gettext.translation(DOMAIN, LOCALES, [_CATALOGUES[code]], class_=_Catalogue)
