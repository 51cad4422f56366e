"""Where one training conversation ends and the next begins."""

from __future__ import annotations

from itertools import accumulate, groupby, pairwise
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation import fragments, frames
from curation.errors import RuwoError
from curation.fragments import Settings, build

START = pd.Timestamp("2024-02-09 20:00", tz="Asia/Shanghai")
KINDS = {"p": "text", "i": "image", "s": "sticker", "v": "voice", "c": "system", "r": "recall", "e": "text"}
"""p speaks; i is a picture; s a sticker with words; v a transcript; c a notice; r recalled; e text of spaces only."""


def frame(script: str) -> pd.DataFrame:
    """A chat: letters of KINDS, upper case from the persona; +n: silence of n minutes; ?: the next has no time.

    ``a:`` starts or goes on with chat a, ``g1`` is the file's own group from here on, ``|`` a new stretch.
    """
    rows: list[dict[str, Any]] = []
    at, chat, group, stretch, timed = START, "a", None, 0, True
    for word in script.split():
        if word.startswith("+"):
            at += pd.Timedelta(minutes=float(word[1:]))
        elif word.endswith(":"):
            chat = word[:-1]
        elif word.startswith("g"):
            group = int(word[1:]) if len(word) > 1 else None
        elif word == "|":
            stretch += 1
        elif word == "?":
            timed = False
        else:
            kind = KINDS[word.lower()]
            rows.append(
                {
                    "message_id": f"{word}{len(rows)}",
                    "chat": chat,
                    "seq": sum(row["chat"] == chat for row in rows),
                    "time": at if timed else None,
                    "sender": "我" if word.isupper() else "小林",
                    "is_persona": word.isupper(),
                    "is_group": False,
                    "kind": kind,
                    "text": {"image": "", "recall": "", "system": "拍了拍"}.get(kind, " \u3000" if word in "eE" else "嗯"),
                    "group": group,
                    "stretch": stretch,
                }
            )  # fmt: skip
            at, timed = at + pd.Timedelta(seconds=2), True
    columns = {name: [row.get(name) for row in rows] for name in (*frames.MESSAGES.columns, "stretch")}
    made = frames.MESSAGES.from_columns(columns)
    made["stretch"] = pd.Series(columns["stretch"], dtype="int64")
    return made


def shown(cut: pd.DataFrame) -> str:
    """Fragments between bars, turns between spaces, one letter a message."""
    frames.FRAGMENTS.check(cut)
    rows = zip(cut["fragment"].tolist(), cut["turn"].tolist(), cut["message_id"].tolist(), strict=True)
    return " | ".join(
        " ".join("".join(m[0] for *_, m in turn) for _, turn in groupby(fragment, key=lambda row: row[1]))
        for _, fragment in groupby(rows, key=lambda row: row[0])
    )


@pytest.mark.parametrize(
    ("script", "expected"),
    [
        ("p", "p"),
        ("p P", "p P"),
        ("p p P P p", "pp PP p"),
        # silence
        ("p P +29.9 p", "p P p"),
        ("p P +30 p", "p P | p"),
        ("p +30 p +30 p", "p | p | p"),
        ("p P +60 P", "p P | P"),
        # no times
        ("? p ? P ? p", "p P p"),
        ("p ? P +90 p", "p P p"),
        # the file's own grouping
        ("g1 p P g2 P", "p P | P"),
        ("g1 p g p g1 p", "p | p | p"),
        ("g1 p P p", "p P p"),
        # what was left out in between
        ("p P | P p", "p P | P p"),
        # several chats
        ("a: p b: P a: P b: p", "p P | P p"),
        ("b: p a: P", "p | P"),
        # what is not speech rides along
        ("p i P", "pi P"),
        ("p I P", "pI P"),
        ("p P i P", "p PiP"),
        ("P i p", "Pi p"),
        ("i P p", "iP p"),
        ("i c r", "icr"),
        ("p +40 i P", "p | iP"),
        ("p c P", "pc P"),
        ("p r P", "pr P"),
        ("p E p", "pEp"),
        # what was said in other ways speaks
        ("p S v", "p S v"),
    ],
)
def test_boundaries(script: str, expected: str) -> None:
    assert shown(build(frame(script))) == expected


@pytest.mark.parametrize(
    ("script", "limits", "expected"),
    [
        ("p P " * 6, Settings(), "p P p P p P p P p P p P"),
        ("p P " * 6 + "p", Settings(), "p P p P p P p P p P p P | p"),
        # at the longest silence, if a human turn starts there
        ("p P p P +9 p P p P +5 p P p P p", Settings(max_turns=8), "p P p P | p P p P | p P p P p"),
        ("p P p P p P +3 p P +9 P p P p P p P", Settings(max_turns=8), "p P p P p P | p PP p P p P p P"),
        # of equal ones the latest
        ("p P p P p P p", Settings(max_turns=4), "p P p P | p P p"),
        ("P p P p P p P", Settings(max_turns=4), "P p P | p P p P"),
        # small screens
        ("p P p P p", Settings(max_turns=2), "p P | p P | p"),
        ("p P p P p", Settings(max_turns=3), "p P | p P p"),
        ("p P p", Settings(max_turns=1), "p | P | p"),
        # long monologues
        ("p p p p p", Settings(max_bubbles=3), "ppp | pp"),
        ("p p P P P p", Settings(max_bubbles=4), "pp | PPP p"),
        ("p p p P p p", Settings(max_bubbles=4), "ppp P | pp"),
        ("p i i P P", Settings(max_bubbles=3), "pii | PP"),
        ("p i i i i", Settings(max_bubbles=2), "pi | ii | i"),
        ("p p P", Settings(max_bubbles=1), "p | p | P"),
        # the silence is a setting
        ("p +5 P", Settings(gap_minutes=5), "p | P"),
        ("p +500 P", Settings(gap_minutes=1000), "p P"),
    ],
)
def test_limits(script: str, limits: Settings, expected: str) -> None:
    assert shown(build(frame(script), limits)) == expected


def test_every_message_gets_its_use_and_side() -> None:
    cut = build(frame("p P i S s E v c r"))
    assert list(zip(cut["side"], cut["use"], strict=True)) == [
        ("human", "speech"),
        ("persona", "speech"),
        ("human", "hole"),
        ("persona", "speech"),
        ("human", "speech"),
        ("persona", "hole"),
        ("human", "speech"),
        ("human", "context"),
        ("human", "aside"),
    ]


def test_the_order_is_of_time_where_all_have_one_and_else_of_the_file() -> None:
    late = frame("p +5 P +5 p").iloc[[0, 2, 1]].assign(seq=[0, 1, 2])
    assert build(late)["message_id"].tolist() == ["p0", "P1", "p2"]
    late.loc[late["message_id"] == "P1", "time"] = None
    assert build(late)["message_id"].tolist() == ["p0", "p2", "P1"]


def test_messages_of_one_second_stay_in_the_order_of_the_file() -> None:
    script = frame("p P p P").assign(time=pd.Series([START] * 4, dtype="datetime64[us, UTC]"))
    assert build(script.iloc[::-1])["message_id"].tolist() == ["p0", "P1", "p2", "P3"]


def test_an_empty_frame_has_no_fragments() -> None:
    assert frames.FRAGMENTS.check(build(frames.MESSAGES.frame())).empty


def test_somebody_must_be_the_persona() -> None:
    unknown = frame("p P p")
    unknown["is_persona"] = pd.Series([True, None, False], dtype="boolean")
    with pytest.raises(RuwoError) as error:
        build(unknown)
    assert (error.value.code, error.value.params) == ("persona_needed", {"senders": "小林、我"})


def test_the_frame_that_came_in_is_left_alone() -> None:
    before = frame("p +40 P i p")
    after = before.copy(deep=True)
    build(after)
    pd.testing.assert_frame_equal(before, after)


@pytest.mark.parametrize(
    ("kind", "text", "words"),
    [
        ("sticker", "委屈", "[委屈]"), ("sticker", "[委屈]", "[委屈]"), ("sticker", "[委屈", "[[委屈]"),
        ("text", "委屈", "委屈"), ("text", " 好~~ ", " 好~~ "), ("voice", "", ""),
    ],
)  # fmt: skip
def test_spoken(kind: str, text: str, words: str) -> None:
    assert fragments.spoken(kind, text) == words


WORDS = st.sampled_from([*"pPpPpPiIsVcrE", "+5", "+29", "+31", "?", "a:", "b:", "g1", "g2", "g", "|"])
LIMITS = st.builds(Settings, st.sampled_from([5, 30]), st.integers(1, 14), st.integers(1, 14))


@settings(deadline=None)
@given(st.lists(WORDS, max_size=60).map(" ".join), LIMITS)
def test_whatever_the_chat(script: str, limits: Settings) -> None:
    messages = frame(script)
    cut = build(messages, limits)
    _in_order_and_once(messages, cut)
    for _, fragment in cut.groupby("fragment"):
        assert fragment["turn"].iloc[0] == 0
        assert fragment["turn"].diff().dropna().isin([0, 1]).all()
        assert fragment["turn"].iloc[-1] < limits.max_turns
        assert len(fragment) <= limits.max_bubbles
        _turns_alternate(fragment)
        _spans_no_boundary(messages, fragment, limits)


def _in_order_and_once(messages: pd.DataFrame, cut: pd.DataFrame) -> None:
    ordered: list[str] = []
    for _, chat in messages.groupby("chat", sort=False):
        keys = ["time", "seq"] if chat["time"].notna().all() else ["seq"]
        ordered += chat.sort_values(keys)["message_id"].tolist()
    assert cut["message_id"].tolist() == ordered
    numbers = cut["fragment"].tolist()
    assert numbers == sorted(numbers)
    assert sorted(set(numbers)) == list(range(len(set(numbers))))


def _turns_alternate(fragment: pd.DataFrame) -> None:
    """One side speaks in a turn, the other in the next; only a fragment's first turn may be without words."""
    sides = [set(turn.loc[turn["use"] == "speech", "side"]) for _, turn in fragment.groupby("turn")]
    assert all(len(side) == 1 for side in sides[1:])
    assert len(sides[0]) <= 1
    assert all(one != other for one, other in pairwise(sides))
    starts = fragment.loc[fragment["turn"].diff() == 1, "use"]
    assert (starts == "speech").all()


def _spans_no_boundary(messages: pd.DataFrame, fragment: pd.DataFrame, limits: Settings) -> None:
    rows = messages.set_index("message_id").loc[fragment["message_id"]]
    for column in ("chat", "group", "stretch"):
        assert rows[column].nunique(dropna=False) == 1
    silence = rows["time"].diff().dropna()
    assert (silence < pd.Timedelta(minutes=limits.gap_minutes)).all()


@settings(deadline=None)
@given(
    st.lists(WORDS, max_size=60).map(" ".join) | st.lists(st.sampled_from("pPiIs"), max_size=99).map(" ".join),
    LIMITS,
    st.lists(st.integers(0, 9), max_size=30),
    st.integers(1, 20),
)
def test_messages_that_come_in_pieces_are_cut_as_all_at_once(
    script: str, limits: Settings, sizes: list[int], many: int
) -> None:
    messages = frame(" ".join(word for word in script.split() if not word.endswith(":")))
    cut = build(messages, limits)
    rows = messages.set_index("message_id").loc[cut["message_id"]]
    times = rows["time"].to_numpy(dtype="datetime64[us]").astype("int64")
    columns = (
        (cut["side"] == fragments.PERSONA).to_numpy(), (cut["use"] == "speech").to_numpy(), times,
        rows["group"].fillna(fragments.NEVER).to_numpy(dtype="int64"), rows["stretch"].to_numpy(),
    )  # fmt: skip
    edges = [0, *accumulate(sizes), len(cut)]
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(fragments, "MANY", many)
        cutter = fragments.Cutter(limits)
        pieces = [cutter.add(*(column[a:b] for column in columns)) for a, b in pairwise(edges)]
    starts = np.concatenate([piece.starts for piece in [*pieces, cutter.finish()]])
    assert (np.cumsum(starts) - 1).tolist() == cut["fragment"].tolist()


@settings(deadline=None)
@given(st.lists(st.sampled_from("pPiIsVcrE"), min_size=1, max_size=12).map(" ".join))
def test_what_fits_a_screen_is_not_cut(script: str) -> None:
    assert "|" not in shown(build(frame(script)))
