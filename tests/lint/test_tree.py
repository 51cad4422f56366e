"""Habits of the tree that no other tool checks."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
NAMES = re.compile("如我|留痕")
REMARK = re.compile(r"//[^\n]*|/\*.*?\*/", re.DOTALL)
HAN = re.compile(r"[\u3400-\u9fff\U00020000-\U0003ffff]")
REGISTRY = re.compile(
    r"py" r"pi\.|python" r"hosted|npm" r"js|deb" r"ian\.org|index-" r"url|find-" r"links", re.IGNORECASE
)
MACHINE = re.compile(
    r"(?<![\w.:/-])/(?:ro" r"ot|wo" r"rk|ho" r"me|opt|Us" r"ers)/[\w.]+/|[A-Z]:\\(?:Us" r"ers|Documents)", re.IGNORECASE
)


def _tracked() -> list[Path]:
    """Text files under version control, that still exist."""
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=True, text=True).stdout
    files = [ROOT / name for name in names.split("\0") if name]
    return [f for f in files if f.is_file() and f.suffix not in {".mo", ".png", ".npz", ".bin"}]


def _literals(source: str) -> Iterator[tuple[int, str]]:
    """(line, text) of every string that is not a docstring."""
    tree = ast.parse(source)
    remarks = {id(n.value) for n in ast.walk(tree) if isinstance(n, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in remarks:
            yield node.lineno, node.value


def _lines(files: list[Path], pattern: re.Pattern[str]) -> list[str]:
    return [
        f"{file.relative_to(ROOT)}:{number}"
        for file in files
        for number, line in enumerate(file.read_text(encoding="utf-8", errors="replace").splitlines(), 1)
        if pattern.search(line)
    ]


def test_no_pattern_of_ours_uses_a_word_boundary() -> None:
    """It fails next to Han characters: 号码13800138000 has no boundary before the number."""
    assert [
        f"{file.relative_to(ROOT)}:{line}"
        for file in sorted((ROOT / "curation").rglob("*.py"))
        for line, text in _literals(file.read_text(encoding="utf-8"))
        if "\\b" in text or "\x08" in text
    ] == []


def test_pages_hold_no_chinese_words() -> None:
    """What people read goes through gettext."""
    assert [
        f"{file.relative_to(ROOT)}:{line}"
        for file in [*ROOT.glob("app.py"), *sorted((ROOT / "pages").rglob("*.py"))]
        for line, text in _literals(file.read_text(encoding="utf-8"))
        if HAN.search(NAMES.sub("", text))
    ] == []


def test_scripts_and_styles_hold_no_chinese_words() -> None:
    """Their words are handed to them; a remark may explain what a Chinese export holds."""
    files = [f for f in sorted((ROOT / "pages").rglob("*")) if f.suffix in {".js", ".css", ".html"}]
    assert [
        f"{file.relative_to(ROOT)}: {found.group()}"
        for file in files
        if (found := HAN.search(REMARK.sub("", file.read_text(encoding="utf-8"))))
    ] == []


def test_no_line_is_longer_than_120_characters() -> None:
    """Ruff counts a Han character as two, which no table of Chinese words survives."""
    assert _lines(sorted(f for f in _tracked() if f.suffix in {".py", ".js"}), re.compile(".{121}")) == []


def test_no_file_names_a_package_registry() -> None:
    assert _lines(_tracked(), REGISTRY) == []


def test_no_file_names_a_folder_of_somebodys_machine() -> None:
    assert _lines(_tracked(), MACHINE) == []


@pytest.mark.parametrize("pattern", [r"\bcode\b", "\b"])
def test_the_boundary_check_sees_both_spellings(pattern: str) -> None:
    assert any("\\b" in text or "\x08" in text for _, text in _literals(f"x = {pattern!r}"))
