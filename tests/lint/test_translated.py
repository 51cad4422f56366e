"""What pages say is seen by the extractor of translations: it does not look into f-strings."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
PAGES = [*ROOT.glob("app.py"), *sorted(ROOT.glob("pages/**/*.py"))]


def hidden(source: str) -> list[int]:
    """Lines on which a literal is translated inside of an f-string."""
    inside = (node for one in ast.walk(ast.parse(source)) if isinstance(one, ast.JoinedStr) for node in ast.walk(one))
    return [node.lineno for node in inside if isinstance(node, ast.Call) and _translates(node)]


def _translates(call: ast.Call) -> bool:
    named = isinstance(call.func, ast.Name) and call.func.id in {"_", "N_", "ngettext"}
    return named and bool(call.args) and isinstance(call.args[0], ast.Constant)


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_no_page_hides_a_sentence_from_the_extractor(page: Path) -> None:
    assert hidden(page.read_text(encoding="utf-8")) == []


@pytest.mark.parametrize(
    ("source", "lines"),
    [
        ("f\"{_('rows')}: {n}\"", [1]),
        ("x = 1\nf\"{name} ({_('possible') if likely else ''})\"", [2]),
        ("word = _('rows')\nf'{word}: {n}'", []),
        ("f'{_(LABELS[kind])}: {n}'", []),
    ],
)
def test_the_check_itself(source: str, lines: list[int]) -> None:
    assert hidden(source) == lines
