"""Which names are the persona's own."""

from __future__ import annotations

import pytest

from curation.flow.guarding import identity


@pytest.mark.parametrize(
    ("key", "own"),
    [
        ("阿澈", True),
        ("阿澈阿澈", True),
        ("澈澈阿澈", True),
        ("阿澈阿", False),
        ("小阿澈", False),
        ("阿澈" * 60, True),
        ("阿澈" * 60 + "呀", False),  # at once, though there are more ways to part it than atoms
        ("", False),
    ],
)
def test_a_name_may_be_called_several_times_in_a_row(key: str, own: bool) -> None:
    assert identity.calls(key, {"阿澈", "阿澈阿澈", "澈澈", ""}) is own


def test_without_names_nothing_is_own() -> None:
    assert not identity.calls("阿澈", set())
