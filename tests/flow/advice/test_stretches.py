"""Which fragments are looked at together after an edit: asked around each, they are those of the whole order."""

from __future__ import annotations

from pathlib import Path

import pytest

from curation.flow.advice import signalling, stretches
from curation.workspace import Workspace, marks, nearby
from tests.flow import chats

LINES: list[chats.Line] = [(n % 2 == 1, f"第{n}句", {"after": 7_200}) for n in range(30)]


@pytest.fixture(scope="module")
def opened(tmp_path_factory: pytest.TempPathFactory) -> Workspace:
    return chats.filled(tmp_path_factory.mktemp("stretches"), LINES)


@pytest.mark.parametrize(
    "places",
    [[], [0], [29], [0, 29], [3, 4, 5], [10, 13], [10, 14], [10, 15], [10, 16], [1, 6, 13, 21], list(range(30))],
)
def test_around_some_it_is_as_in_the_whole_order(opened: Workspace, places: list[int]) -> None:
    with opened.read() as connection:
        whole = marks.order(connection)
        assert len(whole) == 30
        wanted = {whole[at][1] for at in places}
        near = nearby.order(connection, wanted, stretches.AROUND + 1)
    assert list(stretches.around(near, wanted)) == list(stretches.around(whole, wanted))
    assert [one for one in whole if one in near] == near


def test_after_a_merge_nothing_of_the_gone_fragment_is_left(tmp_path: Path) -> None:
    opened = chats.filled(tmp_path, LINES[:8])
    assert signalling.analyse(opened) == 8
    with opened.read() as connection:
        first, second = [i for _, i in marks.order(connection)][:2]
    chats.Client(opened).do("merge", first, **{"with": "next"})
    assert signalling.analyse(opened) == 2
    with opened.read() as connection:
        assert marks.of_fragments(connection, [second]) == {}
        assert marks.waiting(connection) == []
    assert signalling.analyse(opened) == 0
