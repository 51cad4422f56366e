"""The friend's pet names are replaced before anybody decided; the persona's name said twice is still its own."""

from collections.abc import Callable
from pathlib import Path

import pytest

from curation.flow.guarding import personas, privacy, ruling, scanning
from curation.persona import Persona
from curation.workspace import Workspace
from tests.flow import chats

NAMES = ("阿澈", "林小满")


def workspace(folder: Path, *said: str) -> Workspace:
    lines: list[chats.Line] = [line for text in said for line in ((False, "在吗"), (True, text))]
    opened = chats.filled(folder, lines, names=NAMES)
    chats.keep_all(opened)
    return opened


class TestFriend:
    def test_is_replaced_by_whatever_she_is_called(self, tmp_path: Path) -> None:
        opened = workspace(tmp_path, "满满最好了", "谢谢满满", "阿满早")
        assert "满" not in "".join(chats.values(chats.exported(opened)))

    def test_ordinary_words_come_first(self, tmp_path: Path) -> None:
        opened = workspace(tmp_path, "满满最好了", "阿满早")
        listed = privacy.shown(opened, privacy.ids(opened, privacy.Chosen()), str)
        assert [(value.surrogate, value.state) for value in listed if value.score == 55] == [
            (chats.decisions(opened)["PERSON", "满满"]["surrogate"], "undecided")
        ]

    def test_ordinary_words_alone_are_nobody(self, tmp_path: Path) -> None:
        opened = workspace(tmp_path, "满满的幸福", "收获满满")
        assert chats.values(chats.exported(opened)) == ["在吗", "满满的幸福", "在吗", "收获满满"]

    def test_somebody_a_rule_names(self, tmp_path: Path) -> None:
        opened = workspace(tmp_path, "圆圆来了")
        ruling.add(opened, "person", "PERSON", "周圆")
        scanning.scan(opened)
        assert ("PERSON", "圆圆") in chats.decisions(opened)


class TestPersona:
    @pytest.mark.parametrize("said", ["阿澈阿澈", "阿澈澈澈", "澈澈阿澈阿澈"])
    def test_said_twice(self, tmp_path: Path, finds: Callable[..., None], said: str) -> None:
        finds(PERSON=[said])
        opened = workspace(tmp_path, f"{said}在此")
        personas.save(opened, Persona(name="阿澈", nicknames=("澈澈",)))
        assert f"{said}在此" in chats.values(chats.exported(opened))
        listed = privacy.shown(opened, privacy.ids(opened, privacy.Chosen()), str)
        assert "own" in {value.state for value in listed}

    def test_another_name_behind_it_is_not_its_own(self, tmp_path: Path, finds: Callable[..., None]) -> None:
        finds(PERSON=["阿澈青禾"])
        opened = workspace(tmp_path, "阿澈青禾在此")
        assert "青禾" not in "".join(chats.values(chats.exported(opened)))
