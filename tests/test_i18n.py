"""The catalogues, and the tool that keeps them in step with the code."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from curation import i18n
from tools import i18n as tool


@pytest.mark.parametrize(
    ("tag", "expected"),
    [
        ("zh", "zh"),
        ("zh-CN", "zh"),
        ("zh_TW", "zh"),
        ("ZH-Hans", "zh"),
        ("en", "en"),
        ("en-GB", "en"),
        ("de", "en"),
        ("", "en"),
        (None, "en"),
    ],
)
def test_a_browser_language_finds_one_of_ours(tag: str | None, expected: str) -> None:
    assert i18n.language(tag) == expected


def test_two_languages_live_side_by_side() -> None:
    sentence = "There is nothing left to undo."
    assert i18n.translator("en").gettext(sentence) == sentence
    assert i18n.translator("zh-CN").gettext(sentence) not in ("", sentence)
    assert i18n.translator("en").gettext(sentence) == sentence


@pytest.mark.parametrize("lang", i18n.LANGS)
def test_nothing_stays_nothing(lang: str) -> None:
    """A catalogue keeps its header under the empty sentence."""
    assert i18n.translator(lang).gettext("") == ""


def test_translators_are_kept_not_read_again() -> None:
    assert i18n.translator("zh-CN") is i18n.translator("zh")


def test_an_unknown_sentence_stays_english() -> None:
    assert i18n.translator("zh").gettext("Never written anywhere.") == "Never written anywhere."


def test_committed_translations_are_whole_and_compiled() -> None:
    mo = (tool.FOLDER / "ruwo.mo").read_bytes()
    assert tool.problems(tool.load(), tool.extract(tool.sources()), mo) == []


def test_sentences_are_found_in_every_marking(tmp_path: Path) -> None:
    page = tmp_path / "page.py"
    page.write_text(
        'a = _("One")\nb = N_("Two " "parts")\nc = ngettext("{n} row", "{n} rows", n)\nd = other("no")\n',
        encoding="utf-8",
    )
    template = tool.extract([page], tmp_path)
    assert {m.id for m in template if m.id} == {"One", "Two parts", ("{n} row", "{n} rows")}


@pytest.mark.parametrize(
    ("english", "chinese", "complaint"),
    [
        ("Keep", "保留", None),
        ("Keep {n}", "保留 {n} 条", None),
        ("Keep {n:,}", "保留 {n:,} 条", None),
        ("Keep {n:,}", "保留 {n} 条", "different placeholders: Keep {n:,} -> 保留 {n} 条"),
        ("Keep", "", "not translated: Keep"),
        ("Keep {n}", "保留", "different placeholders: Keep {n} -> 保留"),
        ("Keep", "保留 {n}", "different placeholders: Keep -> 保留 {n}"),
        ("Keep, drop", "保留,丢弃", "half-width punctuation: 保留,丢弃"),
    ],
)
def test_each_thing_amiss_is_named(english: str, chinese: str, complaint: str | None) -> None:
    catalog, template = Catalog(locale="zh_CN"), Catalog()
    catalog.add(english, chinese)
    template.add(english)
    assert tool.problems(catalog, template, tool.compiled(catalog)) == ([complaint] if complaint else [])


def test_a_missing_a_fuzzy_and_an_orphaned_sentence_are_named() -> None:
    catalog, template = Catalog(locale="zh_CN"), Catalog()
    catalog.add("Guess", "猜", flags=["fuzzy"])
    catalog.add("Gone", "走了")
    template.add("Guess")
    template.add("New")
    assert tool.problems(catalog, template, tool.compiled(catalog)) == [
        "not translated: Guess",
        "not translated: New",
        "no longer in the code: Gone",
    ]


def test_a_stale_compilation_is_named() -> None:
    before, after, template = Catalog(locale="zh_CN"), Catalog(locale="zh_CN"), Catalog()
    before.add("Keep", "留")
    after.add("Keep", "保留")
    template.add("Keep")
    assert tool.problems(after, template, tool.compiled(before)) == ["ruwo.mo is older than ruwo.po; run `make i18n`"]


def test_updating_keeps_translations_and_drops_what_is_gone(tmp_path: Path) -> None:
    catalog, template = Catalog(locale="zh_CN"), Catalog()
    catalog.add("Keep", "保留")
    catalog.add("Gone", "走了")
    template.add("Keep")
    template.add("New")
    tool.update(catalog, template, tmp_path)
    loaded = tool.load(tmp_path)
    assert {m.id: m.string for m in loaded if m.id} == {"Keep": "保留", "New": ""}
    assert (tmp_path / "ruwo.mo").read_bytes() == tool.compiled(loaded)
    assert tool.untranslated(loaded, template) == ["New"]
