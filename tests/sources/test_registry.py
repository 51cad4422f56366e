"""The promise of the registry: a format is one file, found without any other edit."""

import sys

import pytest

from curation import sources
from curation.sources import formats, registry
from curation.sources.head import Head

MODULE = """
from curation.errors import N_
from curation.sources.source import Chunk

NAME = "lines"
TITLE = N_("Lines of name and text")
PRIORITY = 10
SENTENCES = {"line_without_name": N_("a line without a name")}


def sniff(head):
    return 0.6 if head.first_line.startswith("LINES") else 0.0


def parse(source):
    for path in source.paths:
        lines = "".join(source.texts(path)).splitlines()[1:]
        pairs = [line.split(":", 1) for line in lines]
        for pair in pairs:
            source.report.records += 1
            if len(pair) < 2:
                source.refuse("line_without_name")
        good = [pair for pair in pairs if len(pair) == 2]
        said, who = [text for _, text in good], [name for name, _ in good]
        yield Chunk(text=said, sender_id=who, sender=who)
"""


@pytest.fixture
def with_lines(tmp_path, monkeypatch):
    """A folder of formats with one more module in it."""
    folder = tmp_path / "more"
    folder.mkdir()
    (folder / "lines.py").write_text(MODULE, encoding="utf-8")
    monkeypatch.setattr(formats, "__path__", [*formats.__path__, str(folder)])
    registry.all_formats.cache_clear()
    yield
    registry.all_formats.cache_clear()
    sys.modules.pop("curation.sources.formats.lines", None)


def test_a_format_is_one_new_file(with_lines, tmp_path):
    (tmp_path / "聊天.txt").write_text("LINES\n甲:早\n坏的一行\n乙:早呀\n", encoding="utf-8")
    assert [guess.format for guess in sources.sniff(tmp_path / "聊天.txt")] == ["lines"]
    found = sources.read(tmp_path / "聊天.txt", persona="乙")
    assert found.messages["text"].tolist() == ["早", "早呀"]
    assert found.messages["is_persona"].tolist() == [False, True]
    assert found.report.adds_up
    assert found.report.set_aside == {"line_without_name": 1}
    assert sources.sentences()["line_without_name"] == "a line without a name"


def test_the_lower_priority_comes_first_and_the_surer_guess_before_it(with_lines):
    assert next(iter(registry.all_formats())) == "lines"
    head = Head("x", b"LINES\n")
    assert [(guess.format, guess.confidence) for guess in registry.guesses(head)] == [("lines", 0.6)]


def test_every_format_says_what_it_is():
    for name, form in registry.all_formats().items():
        assert name == form.name
        assert form.title
        assert form.sniff(Head("x", b"nothing of the kind")) == 0
        assert form.sniff(Head("x", b"")) == 0
