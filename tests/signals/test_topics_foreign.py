"""Frames and lists as other programs build them: the same scores whatever the dtypes, none by chance."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from curation.signals import topics

SAID = [
    "周末去爬山吗", "去啊，几点出发", "早上七点吧，山上凉快", "行，我带水和面包", "对了你的电脑修好没有", "修好了，换了块硬盘",
]  # fmt: skip
STAMPS = pd.date_range("2024-03-01 10:00", periods=len(SAID), freq="45s", tz="UTC")
FRAME = pd.DataFrame({"text": SAID, "sender": ["甲", "乙"] * 3, "time": STAMPS})


def epoch(unit: float) -> Callable[[pd.DataFrame], pd.DataFrame]:
    return lambda frame: frame.assign(time=[int(stamp.timestamp() * unit) for stamp in STAMPS])


SAME: dict[str, Callable[[pd.DataFrame], pd.DataFrame]] = {
    "objects": lambda frame: frame.astype(object),
    "arrow": lambda frame: frame.convert_dtypes(dtype_backend="pyarrow"),
    "nullable": lambda frame: frame.convert_dtypes(),
    "categories": lambda frame: frame.astype({"sender": "category", "text": "category"}),
    "no zone": lambda frame: frame.assign(time=STAMPS.tz_localize(None)),
    "other zone": lambda frame: frame.assign(time=STAMPS.tz_convert("Asia/Shanghai")),
    "coarse stamps": lambda frame: frame.assign(time=STAMPS.as_unit("s")),
    "seconds": epoch(1),
    "milliseconds": epoch(1e3),
    "microseconds": epoch(1e6),
    "nanoseconds": epoch(1e9),
    "seconds as text": lambda frame: frame.assign(time=[str(int(stamp.timestamp())) for stamp in STAMPS]),
    "slashes": lambda frame: frame.assign(time=STAMPS.strftime("%Y/%m/%d %H:%M:%S")),
    "no times": lambda frame: frame.assign(time=pd.NaT),
    "times that are none": lambda frame: frame.assign(time=["昨天"] * len(frame)),
    "flags for times": lambda frame: frame.assign(time=True),
    "endless times": lambda frame: frame.assign(time=np.inf),
    "text alone": lambda frame: frame[["text"]],
    "nobody knows who": lambda frame: frame.assign(sender=None),
    "sides": lambda frame: frame.drop(columns="sender").assign(is_persona=[False, True] * 3),
    "one index": lambda frame: frame.set_axis([7] * len(frame)),
    "missing precision": lambda frame: frame.assign(time_precision=pd.array([None] * len(frame), dtype="string")),
    "positions as text": lambda frame: frame.assign(seq=[str(8 + i) for i in range(len(frame))]).drop(columns="time"),
    "missing positions": lambda frame: frame.assign(seq=pd.array([None] * len(frame), dtype="Int64")),
    "missing kinds": lambda frame: frame.assign(kind=pd.array([None] * len(frame), dtype="string")),
    "missing chats": lambda frame: frame.assign(chat=None, is_group=pd.array([None] * len(frame), dtype="boolean")),
}


@pytest.mark.parametrize("name", SAME)
def test_the_same_talk_has_the_same_scores(name: str) -> None:
    other = SAME[name](FRAME.copy())
    before = other.copy()
    assert np.allclose(topics.boundary_scores(other), topics.boundary_scores(FRAME))
    pd.testing.assert_frame_equal(other, before)


def test_strangers_are_not_joined_by_time() -> None:
    quick = FRAME.assign(time=STAMPS[0] + (STAMPS - STAMPS[0]) / 9)
    assert np.count_nonzero(topics.boundary_scores(quick.drop(columns="sender"))) > 0
    assert np.flatnonzero(topics.boundary_scores(quick.assign(sender="甲"))).tolist() == [4], "only 对了 … stands apart"


@pytest.mark.parametrize("frame", [pd.DataFrame(), pd.DataFrame(columns=["text", "time"]), FRAME.iloc[:0]])
def test_no_rows(frame: pd.DataFrame) -> None:
    assert topics.boundary_scores(frame).shape == (0,)


@pytest.mark.parametrize("text", [None, np.nan, 3, b"x", [], pd.NA, "", "\n"])
def test_what_is_no_text_has_no_topic(text: Any) -> None:
    frame = pd.DataFrame({"text": pd.Series([*SAID, text], dtype=object)})
    scores = topics.boundary_scores(frame)
    assert scores[-1] == 0
    assert np.allclose(scores[:-1], topics.boundary_scores(frame[:-1]))
    assert topics.unanswered_scores([["在吗"]], [text]).tolist() == [0]
    assert topics.unanswered_scores([[text]], ["在"]).shape == (1,)


def test_each_reply_is_judged_by_itself() -> None:
    contexts = [["你吃了吗"], ["去哪玩", "你周末有空吗"], [], ["车票买好没有"], ["wifi密码多少"]]
    replies = ["吃了", "有啊，怎么啦", "好", "昨晚下了一夜的雨", "问我妹"]
    alone = [topics.unanswered_scores([one], [reply])[0] for one, reply in zip(contexts, replies, strict=True)]
    crowd = topics.unanswered_scores(contexts + [["下雨了吗"]] * 900, replies + ["昨晚下了一夜的雨"] * 900)
    assert np.allclose(crowd[: len(replies)], alone, atol=1e-5)


@pytest.mark.parametrize(
    "contexts",
    [["车票买好没有"], [("车票买好没有",)], [iter(["车票买好没有"])], pd.Series([["车票买好没有"]], index=[5])],
)
def test_contexts_of_any_shape(contexts: Any) -> None:
    plain = topics.unanswered_scores([["车票买好没有"]], ["昨晚下了一夜的雨"])
    assert np.allclose(topics.unanswered_scores(contexts, ["昨晚下了一夜的雨"]), plain)
    assert 0 < plain[0] < 1


def test_a_context_that_is_none() -> None:
    nothing: Any = [None, np.nan]
    assert topics.unanswered_scores(nothing, ["好", "嗯"]).shape == (2,)
