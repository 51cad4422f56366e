"""Which bubbles train: one table, sides as letters (P persona, h human, - and _ their bubbles of white space)."""

from __future__ import annotations

import pytest

from curation.dataset import SKIPS, Bubble, ContextIn, Fragment, plan

USES = {"t": "trained", "b": "blank", "l": "leading_persona", "c": "trailing_human"}
BUBBLES = {
    "P": Bubble("persona", "好"),
    "h": Bubble("human", "在吗"),
    "_": Bubble("human", " \n　"),
    "-": Bubble("persona", "\n"),
}


def fragment(sides: str, *, context: str = "", joined_after: tuple[int, ...] = ()) -> Fragment:
    return Fragment(7, tuple(BUBBLES[side] for side in sides), context, joined_after)


@pytest.mark.parametrize(
    ("sides", "uses", "skip"),
    [
        ("hP", "tt", None),
        ("hhPPhP", "tttttt", None),
        ("PhP", "ltt", None),
        ("PPhPhh", "llttcc", None),
        ("hPh", "ttc", None),
        ("_hP", "btt", None),
        ("h_P_", "tbtb", None),
        ("", "", "empty"),
        ("__", "bb", "empty"),
        ("hh", "cc", "no_persona_turn"),
        ("_h", "bc", "no_persona_turn"),
        ("PP", "ll", "no_human_turn"),
        ("Ph", "lc", "no_human_turn"),
    ],
)
def test_without_context(sides: str, uses: str, skip: str | None) -> None:
    planned = plan(fragment(sides))
    assert planned.uses == tuple(USES[use] for use in uses)
    assert planned.trained == tuple(i for i, use in enumerate(uses) if use == "t")
    assert planned.skip == skip
    assert skip is None or skip in SKIPS


@pytest.mark.parametrize(
    ("sides", "context_in", "uses", "context_turn", "skip"),
    [
        ("PhP", "turn", "ttt", True, None),
        ("PhP", "system", "ltt", False, None),
        ("PP", "turn", "tt", True, None),
        ("PP", "system", "ll", False, "no_human_turn"),
        ("hP", "turn", "tt", False, None),
        ("_Ph", "turn", "btc", True, None),
        ("h", "turn", "c", False, "no_persona_turn"),
        ("", "turn", "", False, "empty"),
    ],
)
def test_with_context(sides: str, context_in: ContextIn, uses: str, context_turn: bool, skip: str | None) -> None:
    planned = plan(fragment(sides, context="刚吵完架"), context_in=context_in)
    assert planned.uses == tuple(USES[use] for use in uses)
    assert (planned.context_turn, planned.skip) == (context_turn, skip)


def test_a_blank_context_is_none() -> None:
    assert plan(fragment("PhP", context=" \n")) == plan(fragment("PhP"))


@pytest.mark.parametrize(
    ("sides", "joined_after", "seams"),
    [
        ("hhP", (0,), (1,)),
        ("hhP", (), ()),
        ("hPP", (0,), ()),
        ("hPP", (1,), (2,)),
        ("hP-P", (1, 2), (3,)),
        ("PPhP", (0,), ()),
        ("hPhh", (2,), ()),
        ("hhhP", (0, 1, 5), (1, 2)),
        ("h-hP", (), (2,)),
        ("h_hP", (), ()),
    ],
)
def test_seams_are_where_a_deletion_made_one_turn_of_two(
    sides: str, joined_after: tuple[int, ...], seams: tuple[int, ...]
) -> None:
    assert plan(fragment(sides, joined_after=joined_after)).seams == seams
