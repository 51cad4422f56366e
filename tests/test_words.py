"""Promise 7: every error is said in full; and everything that people see has a name."""

from __future__ import annotations

import ast
import string
from collections.abc import Iterator
from pathlib import Path

import pytest

from curation import frames, i18n, privacy, words
from curation.errors import SENTENCES, RuwoError
from curation.flow import words as names
from curation.workspace import ops

ROOT = Path(__file__).parents[1]


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


def raised() -> Iterator[tuple[str, int, str, set[str]]]:
    """(file, line, code, names of its parameters) of every RuwoError that is made with a literal code."""
    for file in [*sorted((ROOT / "curation").rglob("*.py")), *sorted((ROOT / "pages").rglob("*.py"))]:
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "RuwoError":
                if any(keyword.arg is None for keyword in node.keywords):
                    continue
                given = {keyword.arg for keyword in node.keywords if keyword.arg}
                code = node.args[0]
                if isinstance(code, ast.Constant):
                    yield file.relative_to(ROOT).as_posix(), node.lineno, str(code.value), given


def test_every_error_is_raised_with_all_that_its_sentence_says() -> None:
    found = list(raised())
    assert len(found) > 50
    for file, line, code, given in found:
        wanted = {name for _, name, _, _ in string.Formatter().parse(SENTENCES[code]) if name}
        assert wanted <= given, (file, line, code)


def test_every_kind_entity_edit_and_status_has_a_name() -> None:
    assert set(names.KINDS) == set(frames.KINDS)
    assert set(names.ENTITIES) == set(privacy.ENTITIES)
    assert set(names.STATUSES) == {"pending", "kept", "dropped", "later"}
    kinds = {one.model_fields["kind"].default for one in ops.Op.__subclasses__() if "kind" in one.model_fields}
    assert kinds - {"undo", "redo"} <= set(names.EDITS)
    drafts = {"bulk_status", "value", "persona", "settings", "swap", "rename"}
    assert drafts <= set(names.EDITS)
