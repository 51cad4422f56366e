"""What only the whole log tells: copies, and how the persona writes."""

from __future__ import annotations

import random

import pytest

from curation import signals
from curation.signals import Found, Fragment, Gathering
from tests.signals.talks import fragment

COOKING = ("h 红烧肉要炖多久才会软烂", "P 小火慢慢炖一个半小时吧", "h 要不要再放两颗八角", "P 放两颗八角就够了别多放")
FILLING = "我 你 他 今天 明天 刚才 下班 吃面 跑步 看书 下雨 回家 买菜 电影 早起 睡觉 想想 随便 可以 哈哈".split()


def analysed(fragments: list[Fragment], kind: str, **more: object) -> dict[int, Found]:
    """Fragment -> its signal of one kind, gathered in two stretches."""
    gathering = Gathering(**more)  # type: ignore[arg-type]
    gathering.add(fragments[:2])
    gathering.add(fragments[2:])
    found = signals.analyse(fragments, gathering.facts())
    return {one.fragment: one for one in found if one.signal.kind == kind}


def filler(number: int, rng: random.Random, words: list[str] = FILLING) -> Fragment:
    said = ["".join(rng.choices(words, k=rng.randrange(2, 6))) for _ in range(8)]
    return fragment(number, *(f"{'hP'[i % 2]} {text}" for i, text in enumerate(said)))


class TestCopies:
    def test_the_later_one_is_the_copy_whatever_lies_between(self) -> None:
        rng = random.Random(3)
        log = [fragment(1, *COOKING), *(filler(n, rng) for n in range(2, 40)), fragment(40, *COOKING)]
        found = analysed(log, "duplicate")
        assert list(found) == [40]
        assert found[40].signal.score == 1.0
        assert found[40].signal.repair
        assert found[40].signal.repair.ops == ({"kind": "status", "status": "dropped"},)

    def test_near_copies_count_when_most_is_the_same(self) -> None:
        longer = (*COOKING, "h 那我这就去超市买五花肉和八角")
        assert 0.6 <= analysed([fragment(1, *longer), fragment(2, *COOKING)], "duplicate")[2].signal.score < 1
        other = ("h 红烧肉要炖多久才会软烂", "P 没做过，你问问我妈", "h 阿姨在家吗", "P 她去外婆那儿了周日回来")
        assert analysed([fragment(1, *COOKING), fragment(2, *other)], "duplicate") == {}

    @pytest.mark.parametrize("lines", [("h 在吗", "P 在"), ("h 哈哈哈", "P 嗯嗯"), ("h 晚安", "P 晚安啦")])
    def test_short_ones_are_style(self, lines: tuple[str, ...]) -> None:
        assert analysed([fragment(n, *lines) for n in range(1, 9)], "duplicate") == {}

    def test_short_ones_with_some_words_count_only_when_they_are_equal(self) -> None:
        lines = ("h 明早八点楼下见吗", "P 好八点见")
        assert list(analysed([fragment(1, *lines), fragment(2, *lines)], "duplicate")) == [2]
        assert analysed([fragment(1, *lines), fragment(2, lines[0], "P 好八点")], "duplicate") == {}

    @pytest.mark.parametrize(("copies", "text", "count"), [
        (3, "明天上午十点在老地方集合不要迟到", 3), (2, "明天上午十点在老地方集合不要迟到", 0), (9, "哈哈哈哈哈哈哈", 0),
    ])  # fmt: skip
    def test_long_texts_sent_many_times(self, copies: int, text: str, count: int) -> None:
        log = [fragment(n, f"h {n}号{n * 7919}", f"P {text}") for n in range(1, copies + 1)]
        found = analysed(log, "repeated_text")
        assert len(found) == count
        assert all(one.bubble == 100 * n + 1 and one.signal.params == {"count": count} for n, one in found.items())


@pytest.fixture(scope="module")
def log() -> list[Fragment]:
    """A persona of 1,600 bubbles."""
    rng = random.Random(5)
    return [filler(n, rng) for n in range(1, 400)]


class TestStyle:
    def test_words_and_lengths_of_somebody_else_stand_out(self, log: list[Fragment]) -> None:
        pasted = "根据相关规定，申请人应当于收到通知之日起十五个工作日内向主管部门提交书面材料，逾期视为自动放弃。" * 2
        found = analysed([*log, fragment(400, "h 发我一下", f"P {pasted}")], "far_from_style")
        assert found[400].signal.score > 0.9
        assert {part.text for part in found[400].signal.because} == {
            "characters it hardly ever uses", "a bubble of {count} characters, where {usual} are usual",
        }  # fmt: skip
        usual = [one.signal.score for n, one in found.items() if n != 400]
        assert sum(score >= 0.5 for score in usual) <= len(usual) // 100

    def test_nothing_is_said_of_a_persona_nobody_knows(self) -> None:
        rng = random.Random(5)
        assert analysed([filler(n, rng) for n in range(1, 9)], "far_from_style") == {}

    def test_transcripts_and_joints_are_no_style(self, log: list[Fragment]) -> None:
        spoken = fragment(400, "h 说", "P <voice>" + "申请人应当于收到通知之日起提交书面材料" * 3)
        assert 400 not in analysed([*log, spoken], "far_from_style")


class TestLength:
    @pytest.mark.parametrize(("tokens", "score"), [(500, None), (1700, 0.4), (2048, 0.9), (9000, 0.9)])
    def test_near_and_beyond_what_a_trainer_takes(self, tokens: int, score: float | None) -> None:
        found = analysed([fragment(1, *COOKING, tokens=tokens)], "too_long")
        assert (found[1].signal.score if found else None) == score

    def test_it_splits_in_the_middle_and_follows_the_setting(self) -> None:
        (found,) = analysed(
            [fragment(1, *COOKING, tokens=600)], "too_long", settings=signals.Settings(cutoff=512)
        ).values()
        assert found.signal.repair
        assert found.signal.repair.ops == ({"kind": "split", "bubble": 102},)


def test_interleaved_answers_are_told_with_the_move_that_parts_them() -> None:
    crossed = fragment(
        1,
        "h 你妈妈的手术做完了吗",
        "h 周末去香山看红叶吗",
        "P 手术昨天做完了，妈妈在医院休息",
        "P 香山红叶好看，周末去",
    )
    natural = fragment(2, "h 周末去香山吗", "h 香山的红叶红了", "P 去香山呀", "P 香山红叶好看")
    found = analysed([crossed, natural], "interleaved")
    assert found[1].signal.score > 0.3
    assert found[1].signal.repair
    assert [dict(op) for op in found[1].signal.repair.ops] == [{"kind": "move", "bubbles": [102], "before": 101}]
    assert 2 not in found or found[2].signal.score < 0.3


def test_where_bursts_are_a_habit_each_is_less_likely_two_exchanges() -> None:
    crossed = (
        "h 你妈妈的手术做完了吗",
        "h 周末去香山看红叶吗",
        "P 手术昨天做完了，妈妈在医院休息",
        "P 香山红叶好看，周末去",
    )
    bursts = ("h 我到家了呀", "h 路上有点堵", "P 到家就好", "P 早点休息呀")
    alone, among = (
        {one.bubble: one.signal.score for one in signals.analyse([talk]) if one.signal.kind == "interleaved"}
        for talk in (fragment(1, *crossed), fragment(1, *crossed, *bursts, *bursts))
    )
    assert among[102] < alone[102]


def test_a_burst_that_goes_on_in_the_next_fragment() -> None:
    log = [fragment(1, *COOKING), fragment(2, "P 八角别放多了", "h 知道啦", start=1_714_550_400 + 75)]
    (found,) = analysed(log, "cut_burst").values()
    assert found.fragment == 1
    assert found.signal.params == {"seconds": 15}
    assert analysed([log[0], fragment(2, "h 知道啦", start=1_714_550_400 + 75)], "cut_burst") == {}
