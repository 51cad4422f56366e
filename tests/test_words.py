"""Every error's sentence can be said, with whatever it is told."""

from __future__ import annotations

import string

import pytest

from curation import i18n, words
from curation.errors import SENTENCES, RuwoError


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_every_sentence_can_be_said_in_full(lang: str) -> None:
    translate = i18n.translator(lang).gettext
    for code, sentence in SENTENCES.items():
        fields = {name for _, name, _, _ in string.Formatter().parse(sentence) if name}
        said = words.sentence(RuwoError(code, **dict.fromkeys(fields, "甲")), translate)
        assert said
        assert not {"{", "}", "–", "\n"} & set(said), code
        assert said[-1] in ".。!！?？", code
        assert said.count("甲") >= len(fields), code


def test_a_missing_field_is_a_dash_not_an_error() -> None:
    assert "“–”" in words.sentence(RuwoError("file_missing"), str)
