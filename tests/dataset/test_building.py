"""Fragments become rows that a trainer keeps, and every repair is counted."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.bubbles import CLEANED, clean, decode
from curation.dataset import REPAIRS, SKIPS, Bubble, DataSet, Fragment, Row, build, check, plan

SYSTEM = "你是小禾。"
TEXT = st.text(st.characters(exclude_categories=()), max_size=8) | st.sampled_from(
    ["", " ", "\n", "\r\n", "哈哈\n\n哈", "<image>", "[委屈]", "\ud83d", "嗯~~", "a\0b"]
)
BUBBLE = st.builds(Bubble, st.sampled_from(["persona", "human"]), TEXT)
FRAGMENTS = st.lists(
    st.builds(
        Fragment,
        st.integers(0, 9),
        st.lists(BUBBLE, max_size=7).map(tuple),
        TEXT,
        st.lists(st.integers(0, 7), max_size=3).map(tuple),
    ),
    max_size=6,
    unique_by=lambda fragment: fragment.key,
)
CONTEXT_IN = st.sampled_from(["turn", "system"])


def talk(*bubbles: str, key: int = 1, context: str = "", joined_after: tuple[int, ...] = ()) -> Fragment:
    """Bubbles as ``P text`` or ``h text``."""
    sides = {"P": "persona", "h": "human"}
    built = tuple(Bubble(sides[b[0]], b[2:]) for b in bubbles)  # type: ignore[arg-type]
    return Fragment(key, built, context, joined_after)


def values(data: DataSet) -> list[list[tuple[str, str]]]:
    return [[(message["from"], message["value"]) for message in row.conversations] for row in data.rows]


@given(FRAGMENTS, TEXT.filter(str.strip), CONTEXT_IN)
def test_a_trainer_keeps_every_row_that_is_built(fragments: list[Fragment], system: str, context_in: str) -> None:
    data = build(fragments, system=system, context_in=context_in)  # type: ignore[arg-type]
    assert check(data.rows) == ([] if data.rows else check([]))
    assert [row.key for row in data.rows] == [f.key for f in fragments if f.key not in data.skipped]


@given(FRAGMENTS, CONTEXT_IN)
def test_every_trained_bubble_comes_back_from_its_value(fragments: list[Fragment], context_in: str) -> None:
    data = build(fragments, system=SYSTEM, context_in=context_in)  # type: ignore[arg-type]
    by_key = {fragment.key: fragment for fragment in fragments}
    for row in data.rows:
        fragment = by_key[row.key]
        planned = plan(fragment, context_in=context_in)  # type: ignore[arg-type]
        expected = [clean(fragment.bubbles[i].text)[0] for i in planned.trained]
        written = [bubble for message in row.conversations for bubble in decode(message["value"])]
        assert written[len(written) - len(expected) :] == expected
        assert len(written) - len(expected) == int(context_in == "turn" and bool(fragment.context.strip()))


@given(FRAGMENTS, CONTEXT_IN)
def test_what_is_reported_has_a_sentence_and_adds_up(fragments: list[Fragment], context_in: str) -> None:
    data = build(fragments, system=SYSTEM, context_in=context_in)  # type: ignore[arg-type]
    assert len(data.rows) + len(data.skipped) == len(fragments)
    assert data.repairs.keys() <= REPAIRS.keys()
    assert set(data.skipped.values()) <= SKIPS.keys()
    assert data.cleaned.keys() <= CLEANED.keys() | {"blank"}
    assert set(data.repairs) == {kind for kinds in data.repaired.values() for kind in kinds}
    assert all(list(kinds) == [kind for kind in REPAIRS if kind in kinds] for kinds in data.repaired.values())


def test_turns_join_their_bubbles() -> None:
    data = build([talk("h 在吗", "h 问你个事", "P 在呀(｡･ω･｡)", "P 说\n吧~~")], system=SYSTEM)
    assert data == DataSet(
        (
            Row(
                1,
                (
                    {"from": "human", "value": "在吗\n问你个事"},
                    {"from": "gpt", "value": "在呀(｡･ω･｡)\n说\n\n吧~~"},
                ),
                SYSTEM,
            ),
        )
    )


@pytest.mark.parametrize(
    ("fragment", "repairs"),
    [
        (talk("h 在", "P 嗯"), {}),
        (talk("P 早", "P 起了没", "h 起了", "P 好"), {"leading_persona": 1}),
        (talk("h 在", "P 嗯", "h 哦", "h 行"), {"trailing_human": 1}),
        (talk("P 早", "h 在", "P 嗯", "h 哦"), {"leading_persona": 1, "trailing_human": 1}),
        (talk("h 在", "h 人呢", "P 嗯", "P 来了", joined_after=(0, 2)), {"joined_turns": 2}),
        (talk("P 到了", "h 好", context="约了吃饭"), {"context_turn": 1, "trailing_human": 1}),
    ],
)
def test_repairs_are_counted(fragment: Fragment, repairs: dict[str, int]) -> None:
    data = build([fragment], system=SYSTEM)
    assert data.repairs == Counter(repairs)
    assert data.repaired == ({1: tuple(repairs)} if repairs else {})


@pytest.mark.parametrize(
    ("fragment", "turns"),
    [
        (
            talk("h 在吗", "P 在", context="刚吵完架"),
            [("human", "（背景：刚吵完架）\n在吗"), ("gpt", "在")],
        ),
        (
            talk("P 到了", "h 好", "P 嗯", context=" 约了\n吃饭 "),
            [("human", "（背景：约了\n\n吃饭）"), ("gpt", "到了"), ("human", "好"), ("gpt", "嗯")],
        ),
        (talk("P 到了", context="约了吃饭"), [("human", "（背景：约了吃饭）"), ("gpt", "到了")]),
    ],
)
def test_context_before_the_first_human_turn(fragment: Fragment, turns: list[tuple[str, str]]) -> None:
    data = build([fragment], system=SYSTEM)
    assert values(data) == [turns]
    assert data.rows[0].system == SYSTEM


def test_context_in_the_system_text() -> None:
    fragments = [talk("P 早", "h 在吗", "P 在", context="刚吵完架"), talk("h 在吗", "P 在", key=2)]
    data = build(fragments, system=SYSTEM, context_in="system")
    assert values(data) == [[("human", "在吗"), ("gpt", "在")]] * 2
    assert [row.system for row in data.rows] == [SYSTEM + "\n背景：刚吵完架", SYSTEM]
    assert data.repaired == {1: ("leading_persona",)}


def test_skipped_fragments_are_named() -> None:
    data = build([talk("h 在吗", key=4), talk("h 在", "P 嗯", key=5), talk("P 哦", key=6), talk(key=7)], system=SYSTEM)
    assert [row.key for row in data.rows] == [5]
    assert data.skipped == {4: "no_persona_turn", 6: "no_human_turn", 7: "empty"}


def test_normalisations_are_counted_where_a_text_is_written() -> None:
    cut = talk("P <image>", "h a\r\nb", "h  ", "P <Image>", "P 嗯\n", context="一\r\n二")
    data = build([cut], system="你是\r\n小禾", context_in="system")
    assert data.cleaned == Counter(crlf=3, media_token=1, edge_break=1, blank=1)
    assert data.rows[0].system == "你是\n小禾\n背景：一\n二"


def test_an_empty_system_text_is_left_for_the_check() -> None:
    data = build([talk("h 在", "P 嗯")], system="")
    assert [problem.code for problem in check(data.rows)] == ["empty_system"]
