"""The public functions: what they promise for any chat, and that they tell topics apart in talks we made up."""

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench import topics as bench
from curation import frames
from curation.signals import topics

TALKS = Path(__file__).with_name("topic_talks.txt").read_text(encoding="utf-8").strip().split("\n\n")


def talks() -> tuple[pd.DataFrame, np.ndarray]:
    """Invented talks of two people, a line a turn; ``# `` marks where another topic starts."""
    lines = [(chat, seq, line) for chat, talk in enumerate(TALKS) for seq, line in enumerate(talk.split("\n"))]
    rows = [(chat, seq, "甲乙"[seq % 2], line.removeprefix("# ")) for chat, seq, line in lines]
    frame = pd.DataFrame(rows, columns=["chat", "seq", "sender", "text"])
    return frame, np.array([line.startswith("# ") for *_, line in lines])


def chat(*said: tuple[str, str, float], **columns: object) -> pd.DataFrame:
    """Bubbles (sender, text, seconds)."""
    frame = pd.DataFrame(said, columns=["sender", "text", "time"])
    return frame.assign(**columns)


FLAT = [
    ("甲", "周末去爬山吗", 0.0), ("乙", "去啊，几点出发", 40.0), ("甲", "早上七点吧，山上凉快", 80.0),
    ("乙", "行，我带水和面包", 130.0), ("甲", "对了你的电脑修好没有", 170.0), ("乙", "修好了，换了块硬盘", 220.0),
]  # fmt: skip


def test_finds_topics_in_invented_talks() -> None:
    frame, labels = talks()
    found = bench.qualities(frame["chat"].to_numpy(), labels, topics.boundary_scores(frame))
    assert found["AUC"] > 0.93
    assert found["P@5%"] > 0.8
    assert found["AUCmid"] > 0.93


@pytest.mark.parametrize("break_up", ["punctuation", "senders", "alone"])
def test_finds_topics_when_talks_look_otherwise(break_up: str) -> None:
    frame, labels = talks()
    if break_up == "punctuation":
        frame["text"] = frame["text"].str.replace(r"[？，。！?]", "", regex=True)
    elif break_up == "senders":
        frame = frame.drop(columns="sender")
    parts = [frame] if break_up != "alone" else [part for _, part in frame.groupby("chat")]
    scores = np.concatenate([topics.boundary_scores(part) for part in parts])
    assert bench.qualities(frame["chat"].to_numpy(), labels, scores)["AUC"] > 0.9


def test_scores_a_frame_of_the_house() -> None:
    frame, _ = talks()
    messages = frames.MESSAGES.from_columns(
        {"chat": frame["chat"].astype(str), "seq": frame["seq"], "sender_id": frame["sender"], "text": frame["text"]}
    ).assign(kind="text", is_group=False)
    assert np.allclose(topics.boundary_scores(messages), topics.boundary_scores(frame))


def test_order_of_rows_does_not_matter() -> None:
    frame = chat(*FLAT)
    mixed = frame.sample(frac=1, random_state=3)
    assert np.allclose(topics.boundary_scores(mixed), topics.boundary_scores(frame)[mixed.index])


def test_chats_are_scored_apart() -> None:
    one, other = chat(*FLAT, chat="a"), chat(*FLAT, chat="b")
    together = topics.boundary_scores(pd.concat([one, other]))
    assert np.allclose(together[: len(one)], together[len(one) :])
    assert np.allclose(together[: len(one)], topics.boundary_scores(one), atol=0.01)
    assert together[len(one)] == 0


@pytest.mark.parametrize("text", ["[捂脸]", "！！", "😂😂", "", "[图片]", '"小满" 撤回了一条消息', "你撤回了一条消息"])
def test_bubbles_without_words_ride_along(text: str) -> None:
    with_it = chat(*FLAT[:4], ("甲", text, 150.0), *FLAT[4:])
    scores = topics.boundary_scores(with_it)
    assert scores[4] == 0
    assert np.allclose(np.delete(scores, 4), topics.boundary_scores(chat(*FLAT)))


@pytest.mark.parametrize("kind", ["sticker", "system", "recall", "image", "pat"])
def test_kinds_decide_what_rides_along(kind: str) -> None:
    frame = chat(*FLAT, kind=["text"] * 4 + [kind, "text"])
    assert topics.boundary_scores(frame)[4] == 0
    assert topics.boundary_scores(chat(*FLAT))[4] > topics.POSSIBLE


def test_quick_bubbles_of_one_sender_are_one_turn() -> None:
    frame = chat(*FLAT[:4], ("甲", "对了", 170.0), ("甲", "你的电脑修好没有", 175.0), FLAT[5])
    scores = topics.boundary_scores(frame)
    assert scores[4] > topics.POSSIBLE
    assert scores[5] == 0


ENGLISH = [
    "are you coming to dinner tonight", "yes, what time is dinner",
    "seven, at the noodle place", "the noodle place again",
    "did your laptop get fixed", "not yet, they keep the laptop until friday", "friday is late",
]  # fmt: skip


@pytest.mark.parametrize("write", [str, str.upper, lambda text: text.replace("laptop", "ноутбук")])
def test_whole_words_count_where_letters_are_no_words(write: Callable[[str], str]) -> None:
    scores = topics.boundary_scores(pd.DataFrame({"text": [write(text) for text in ENGLISH]}))
    assert scores.argmax() == 4
    assert scores[4] > topics.POSSIBLE


def test_a_turn_to_something_else_is_no_part_of_a_burst() -> None:
    burst = chat(*FLAT[:4], ("乙", "对了你的电脑修好没有", 135.0), ("甲", "修好了，换了块硬盘", 220.0))
    assert topics.boundary_scores(burst)[4] > topics.POSSIBLE
    going_on = chat(*FLAT[:4], ("乙", "还有你的电脑修好没有", 135.0), ("甲", "修好了，换了块硬盘", 220.0))
    assert topics.boundary_scores(going_on)[4] == 0


@pytest.mark.parametrize(
    ("simplified", "traditional"),
    [
        ("周末去爬山吗", "週末去爬山嗎"), ("这件衣服贵吗", "這件衣服貴嗎"), ("对了你说过的话", "對了妳說過的話"),
        ("ＷＩＦＩ坏了", "wifi壞了"), ("12个面包", "34個麵包"),
    ],
)  # fmt: skip
def test_traditional_characters_are_the_same_words(simplified: str, traditional: str) -> None:
    others = ["去啊，几点出发", "早上七点吧，山上凉快", simplified, "行，我带水和面包", "好的"]
    one, other = (
        pd.DataFrame({"text": [text if t == simplified else t for t in others]}) for text in (simplified, traditional)
    )
    assert np.allclose(topics.boundary_scores(one), topics.boundary_scores(other))
    replies = topics.unanswered_scores([[simplified], [traditional]], [others[0]] * 2)
    assert replies[0] == pytest.approx(replies[1])


def test_a_pause_raises_the_score_and_settings_decide_how_much() -> None:
    slow = [(who, text, at + 7_200 * (i >= 3)) for i, (who, text, at) in enumerate(FLAT)]
    quick, late = topics.boundary_scores(chat(*FLAT))[3], topics.boundary_scores(chat(*slow))[3]
    assert late > quick
    unmoved = topics.boundary_scores(chat(*slow), topics.Settings(pauses=()))[3]
    assert unmoved == pytest.approx(quick)


@pytest.mark.parametrize("times", ["stamps", "text", "objects", "missing"])
def test_times_of_any_type(times: str) -> None:
    frame = chat(*FLAT)
    stamps = pd.to_datetime(frame["time"], unit="s", utc=True)
    kinds = {"stamps": stamps, "text": stamps.astype(str), "objects": frame["time"].astype(object), "missing": pd.NaT}
    without = topics.Settings(pauses=())
    scores = topics.boundary_scores(frame.assign(time=kinds[times]), without)
    assert np.allclose(scores, topics.boundary_scores(frame, without))


def test_times_that_tell_only_the_day_join_nothing() -> None:
    said = [("甲", text, 0.0) for _, text, _ in FLAT]
    vague, without = chat(*said, time_precision="day"), chat(*said).drop(columns="time")
    assert np.allclose(topics.boundary_scores(vague), topics.boundary_scores(without))
    assert np.flatnonzero(topics.boundary_scores(chat(*said))).tolist() == [4], "only 对了 … stands apart"


def test_a_silent_member_of_a_group_who_addresses_nobody() -> None:
    said = [*FLAT[:5], ("丙", "有人要团购樱桃吗", 400.0)]
    calls = [*FLAT[:5], ("丙", "@甲 有人要团购樱桃吗", 400.0)]
    plain, group = (topics.boundary_scores(chat(*said, is_group=flag))[5] for flag in (False, True))
    assert group > plain
    plain, group = (topics.boundary_scores(chat(*calls, is_group=flag))[5] for flag in (False, True))
    assert group == plain


def test_nothing_to_score() -> None:
    empty = frames.MESSAGES.frame()
    assert topics.boundary_scores(empty).shape == (0,)
    assert topics.boundary_scores(pd.DataFrame({"text": ["[图片]", None]})).tolist() == [0, 0]


@given(st.lists(st.tuples(st.sampled_from("甲乙丙"), st.text(max_size=30)), max_size=12))
@settings(max_examples=60, deadline=None)
def test_any_text_gets_a_finite_score(said: list[tuple[str, str]]) -> None:
    scores = topics.boundary_scores(pd.DataFrame(said, columns=["sender", "text"]).astype(object))
    assert scores.shape == (len(said),)
    assert ((scores >= 0) & (scores <= 1)).all()
    answers = topics.unanswered_scores([[text] for _, text in said], [text[::-1] for _, text in said])
    assert ((answers >= 0) & (answers <= 1)).all()


@pytest.mark.parametrize("text", ["\ufdfa" * 10, "\ud800", "\x00", "a" * 100_000, "\U0001f600好" * 500, "𠮷" * 9])
def test_odd_texts(text: str) -> None:
    assert np.isfinite(topics.boundary_scores(pd.DataFrame({"text": [text, "好的", text, "在吗"]}, dtype=object))).all()
    assert np.isfinite(topics.unanswered_scores([[text], ["在吗"]], ["好的", text])).all()


ANSWERED = [
    ("你们几点到车站", "大概八点半，路上有点堵"), ("这件外套是什么牌子", "没牌子，夜市上买的"),
    ("晚饭想吃面还是吃饭", "吃面吧，好久没吃面了"), ("你妈妈的腿好些了吗", "好多了，能下地走路了"),
    ("考试成绩出来了没", "出来了，数学才考了六十"), ("你家的狗叫什么名字", "叫豆包，因为它圆圆的"),
    ("这个文件发给谁", "发给财务的小周就行"), ("电影几点开始呀", "七点四十，还来得及"),
]  # fmt: skip


def test_answers_score_lower_than_answers_to_something_else() -> None:
    questions, replies = [[question] for question, _ in ANSWERED], [reply for _, reply in ANSWERED]
    scores = np.array(
        [topics.unanswered_scores(questions, np.roll(replies, by).tolist()) for by in range(len(replies))]
    )
    labels = np.repeat(np.arange(len(replies)) > 0, len(questions))
    assert bench.auc(labels, scores.ravel()) > 0.75


def test_no_context_and_no_words_are_no_wrong_answers() -> None:
    assert topics.unanswered_scores([[], ["在吗"]], ["好的", "[捂脸]"]).tolist() == [0, 0]
    assert topics.unanswered_scores([], []).shape == (0,)
    with pytest.raises(ValueError, match="1 contexts for 0 replies"):
        topics.unanswered_scores([["在吗"]], [])


@pytest.mark.shared
@pytest.mark.parametrize(
    ("name", "goals"), [("joined_dev", {"Score": 0.67, "AUC": 0.89}), ("wechat_stream_dev", {"F1": 0.69})]
)
def test_labelled_streams(shared: Path, name: str, goals: dict[str, float]) -> None:
    found = bench.measure(shared / "data" / "topics" / f"{name}.jsonl")
    assert all(found[measure] >= goal for measure, goal in goals.items()), found
