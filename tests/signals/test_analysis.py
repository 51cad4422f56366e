"""Signals that look at the neighbourhood and at the whole log, and the order of work that comes of them."""

from __future__ import annotations

import string
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation import frames, signals
from curation.signals import Bubble, Fragment, Line, worth
from curation.signals.worth import Weighed
from curation.workspace import ops
from tests.signals.talks import NOON, found, fragment, score

HOUR = 3600.0
COOKING = ("h 红烧肉要炖多久", "P 小火炖一个小时", "h 要不要放八角", "P 放两颗八角就够了")
TRAIN = ("h 火车票抢到没有呀", "P 没抢到，候补排着呢", "h 要不坐大巴回去吧", "P 大巴也行，就是慢")


class TestJump:
    def test_a_new_topic_is_found_where_it_begins_and_can_be_split_off(self) -> None:
        best = found([fragment(1, *COOKING, "h 对了，你上次说的那家理发店在哪里呀", "P 在地铁口旁边")], "jump")[0]
        assert best.bubble == 104
        assert best.signal.score > 0.5
        assert best.signal.repair is not None
        assert [dict(op) for op in best.signal.repair.ops] == [{"kind": "split", "bubble": 104}]
        assert any("word" in part.text for part in best.signal.because)

    def test_no_split_leaves_a_fragment_that_begins_with_the_persona(self) -> None:
        talk = fragment(1, *COOKING, "P 对了，火车票抢到没有呀", gap=300)
        (jump, *_) = found([talk], "jump")
        assert (jump.bubble, jump.signal.repair) == (104, None)

    def test_the_first_turn_jumps_from_nothing_and_fragments_do_not_know_each_other(self) -> None:
        alone = found([fragment(1, *COOKING)], "jump")
        assert all(one.bubble != 100 for one in alone)
        beside = found([fragment(2, *TRAIN), fragment(1, *COOKING)], "jump")
        assert [one.bubble for one in beside] == [one.bubble for one in alone]


class TestCut:
    def test_an_answer_after_the_boundary_is_told_on_both_sides(self) -> None:
        log = [
            fragment(1, *COOKING[:3]),
            fragment(2, *COOKING[3:], "h 收到，那我开火了", start=NOON + HOUR),
        ]
        (first,), (second,) = found(log, "cut_exchange", 1), found(log, "cut_exchange", 2)
        assert first.signal.score == second.signal.score > 0.5
        assert (first.bubble, second.bubble) == (102, 200)
        assert first.signal.repair
        assert first.signal.repair.ops == ({"kind": "merge", "with": "next"},)
        assert second.signal.repair
        assert second.signal.repair.ops == ({"kind": "merge", "with": "previous"},)
        assert first.signal.because[0].params == {"minutes": 59}

    @pytest.mark.parametrize(
        "second",
        [
            fragment(2, *TRAIN, start=NOON + HOUR),
            fragment(2, COOKING[3], start=NOON + HOUR, chat=2),
            fragment(2, COOKING[3], start=NOON + 30 * HOUR),
            fragment(2, "h <image>", COOKING[3], start=NOON + HOUR),
            fragment(2, "P <image>", COOKING[3], start=NOON + HOUR),
        ],
        ids=["the other side goes on", "another chat", "much later", "it shows a picture", "the persona shows one"],
    )
    def test_no_answer_no_cut(self, second: Fragment) -> None:
        log = [fragment(1, *COOKING[:3]), second]
        assert found(log, "cut_exchange", 1) == found(log, "cut_exchange", 2) == []

    def test_the_later_the_less_likely(self) -> None:
        scores = [
            score([fragment(1, *COOKING[:3]), fragment(2, COOKING[3], start=NOON + hours * HOUR)], "cut_exchange")
            for hours in (1, 4, 10)
        ]
        assert scores == sorted(scores, reverse=True)

    def test_what_would_be_too_long_is_pulled_in_instead(self) -> None:
        long = (*COOKING, *TRAIN)
        log = [fragment(1, *long, "h 几点到"), fragment(2, "P 七点到", *long, start=NOON + HOUR)]
        (second,) = found(log, "cut_exchange", 2)
        assert second.signal.repair
        assert [dict(op) for op in second.signal.repair.ops] == [
            {"kind": "pull", "fragment": 2, "message": 108, "before": 200}
        ]


class TestWorth:
    kinds = signals.kinds()

    def rank(self, *found: Weighed) -> int:
        return worth.rank(found, self.kinds)

    def test_nothing_expected_comes_last(self) -> None:
        assert self.rank() == self.rank(Weighed("unexplained", 0.0, True)) == worth.LAST

    def test_a_likelier_a_more_harmful_and_a_quicker_one_come_first(self) -> None:
        likely, doubtful = (self.rank(Weighed("unexplained", score, True)) for score in (0.9, 0.4))
        by_hand, harmless = self.rank(Weighed("unexplained", 0.9, False)), self.rank(Weighed("unsure_joint", 0.9, True))
        assert likely < doubtful
        assert likely < by_hand < harmless

    def test_words_that_two_signals_speak_of_count_once(self) -> None:
        alone = self.rank(Weighed("unexplained", 0.8, True))
        assert self.rank(Weighed("unexplained", 0.8, True), Weighed("jump", 0.9, True)) == alone
        assert self.rank(Weighed("unexplained", 0.8, True), Weighed("unanswered", 0.6, False)) < alone

    def test_what_is_settled_by_the_hundred_comes_first(self) -> None:
        alone = {name: worth.rank([Weighed(name, 0.9, True)], {name: kind}) for name, kind in self.kinds.items()}
        slow = {
            name: worth.rank([Weighed(name, 0.9, True)], {name: replace(kind, bulk=False)})
            for name, kind in self.kinds.items()
        }
        assert all((alone[name] < slow[name]) == kind.bulk for name, kind in self.kinds.items())
        assert max(alone["duplicate"], alone["broadcast"]) == 0

    @given(st.lists(st.tuples(st.sampled_from(sorted(kinds)), st.floats(0, 1), st.booleans()), max_size=6))
    def test_a_rank_is_always_between_first_and_last(self, found: list[tuple[str, float, bool]]) -> None:
        assert 0 <= self.rank(*(Weighed(*one) for one in found)) <= worth.LAST


LINE = st.builds(
    Line,
    st.sampled_from(["persona", "human"]),
    st.sampled_from(["speech", "hole", "context", "aside"]),
    st.sampled_from(frames.KINDS),
    st.text(max_size=12)
    | st.sampled_from(["在吗？", "嗯", "哈哈哈", "验证码 382910", "新年快乐，祝您阖家幸福（群发）"]),
    st.booleans(),
)
TIME = st.none() | st.floats(0, 2e9)
LOG = st.lists(st.lists(st.tuples(LINE, TIME, st.none() | st.integers(0, 30)), max_size=8), max_size=5)


@given(LOG)
@settings(max_examples=75, deadline=None)
def test_whatever_the_log_every_signal_can_be_stored_shown_and_done(
    log: list[list[tuple[Line, float | None, int | None]]],
) -> None:
    number = iter(range(1, 1000))
    fragments = [
        Fragment(n + 1, 1, [Bubble(i := next(number), line, "", time, i, quotes) for line, time, quotes in bubbles])
        for n, bubbles in enumerate(log)
    ]
    gathering = signals.Gathering()
    gathering.add(fragments)
    here = {one.id: {bubble.id for bubble in one.bubbles} for one in fragments}
    for fragment_id, bubble, signal in signals.analyse(fragments, gathering.facts()):
        assert signal.kind in signals.kinds()
        assert "|" not in signal.kind
        assert 0 <= signal.score <= 1
        assert bubble is None or bubble in here[fragment_id]
        for text, params in ((signal.reason, signal.params), *signal.because):
            assert {name for _, name, *_ in string.Formatter().parse(text) if name} == set(params)
        if signal.repair:
            assert bool(signal.repair.ops) != bool(signal.repair.ask)
            for op in signal.repair.ops:
                assert ops.part({"fragment": fragment_id, **op}) is not None
                named = {*op.get("bubbles", ()), *filter(None, (op.get("bubble"), op.get("before")))}
                assert named <= here[op.get("fragment", fragment_id)]
