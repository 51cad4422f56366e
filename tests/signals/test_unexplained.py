"""Turns of the persona that nothing before them elicits: when they are noticed, why, and what would mend them."""

from __future__ import annotations

from typing import Any

import pytest

from curation.signals import Fragment
from tests.signals.talks import found, fragment, score

DINNER = ("h 今晚吃火锅还是烤鱼", "P 火锅吧，天冷想吃辣的火锅", "h 那我六点去占火锅店的位子", "P 好，火锅店门口见")


def turn(*lines: str, at: int, **more: Any) -> float:
    """The score of the persona's turn that starts with bubble ``at``."""
    talk = fragment(1, *lines, **more)
    return next(one.signal.score for one in found([talk], "unexplained") if one.bubble == 100 + at)


def repair(talk: Fragment, at: int) -> tuple[str, list[dict[str, Any]]]:
    own = next(one.signal.repair for one in found([talk], "unexplained") if one.bubble == 100 + at)
    assert own is not None
    return own.ask or own.words, [dict(op) for op in own.ops]


def described(talk: Fragment, at: int) -> int | None:
    """The bubble that is to be described for the turn at this bubble."""
    own = next(one.signal.repair for one in found([talk], "unexplained") if one.bubble == 100 + at)
    return own and own.where


def test_an_answer_to_something_else_scores_higher_than_an_answer() -> None:
    foreign = (*DINNER[:3], "P 快递放在驿站了，取件要带身份证")
    assert turn(*foreign, at=3) > 3 * turn(*DINNER, at=3)


def test_a_turn_that_fits_something_earlier_is_to_be_moved_there() -> None:
    late = fragment(
        1, "h 你妈妈的手术做完了吗", "h 对了周末去不去爬山", "P 去呀，爬哪座山", "h 爬香山吧，香山红叶好看",
        "P 手术做完了，妈妈在医院休息呢",
    )  # fmt: skip
    words, ops = repair(late, 4)
    assert words == "move it behind what it answers"
    assert ops == [{"kind": "move", "bubbles": [104], "before": 101}]
    assert score([late], "unexplained") > 0.3


@pytest.mark.parametrize(
    ("lines", "at"),
    [
        (("h <image>", "P 也太好看了吧"), 1),
        (("h 你看", "P 看什么", "h <image>", "P 也太好看了吧"), 3),
        (("h 你看", "h <file>清单.xlsx", "P 也太好看了吧"), 2),
    ],
    ids=["alone", "between the persona's own turns", "after a word"],
)
def test_words_about_a_picture_ask_to_describe_it_where_it_stands(lines: tuple[str, ...], at: int) -> None:
    talk = fragment(1, *lines)
    plain = fragment(1, *(line.replace("<image>", "这条裙子好看吗").replace("<file>", "") for line in lines))
    assert repair(talk, at) == ("describe", [])
    assert described(talk, at) == talk.bubbles[max(i for i, line in enumerate(lines) if "<" in line)].id
    assert score([talk], "unexplained") > score([plain], "unexplained")


def test_a_short_reply_is_at_home_anywhere_but_not_behind_a_picture() -> None:
    asked = "h 你家那边房租现在多少钱一个月"
    short, long = turn(asked, "P 摸摸", at=1), turn(asked, "P 摸摸头吧，昨天的红豆汤还剩半锅在冰箱里", at=1)
    assert short < long / 3
    assert turn("h <image>", "P 摸摸", at=1) > 0.4


def test_a_few_words_under_a_picture_explain_nothing() -> None:
    alone, pointed = turn("h <image>", "P 好看", at=1), turn("h <image>", "h 你看这个", "P 好看", at=2)
    assert pointed > 0.4
    assert turn("h <image>", "h 新买的裙子配这双鞋行吗", "P 好看", at=2) < min(alone, pointed)


def test_words_that_came_with_the_picture_explain_it_in_part() -> None:
    alone = turn("h 在吗", "P 在", "h <image>", "P 裙子好看", at=3)
    told = turn("h 在吗", "P 在", "h <image>", "h 这条裙子好看吗", "P 裙子好看", at=4)
    assert told < alone / 2


@pytest.mark.parametrize("kind", ["sticker", "pat"])
def test_a_sticker_or_a_notice_is_nothing_to_describe(kind: str) -> None:
    talk = fragment(1, "h 在吗", "P 在", f"h <{kind}>", "P 裙子好看")
    assert repair(talk, 1)[0] != "describe"


def test_a_quote_of_a_message_elsewhere_pulls_it_in() -> None:
    talk = fragment(1, *DINNER, quotes={3: 77})
    assert score([talk], "unexplained") > 0.5
    assert repair(talk, 3) == (
        "pull in the message it answers",
        [{"kind": "pull", "message": 77, "before": 103}],
    )


def test_a_quote_of_something_further_up_moves_there_and_one_of_the_last_words_reassures() -> None:
    plain = turn(*DINNER, at=3)
    up = fragment(1, *DINNER, quotes={3: 100})
    assert repair(up, 3) == (
        "move it behind what it answers",
        [{"kind": "move", "bubbles": [103], "before": 101}],
    )
    assert turn(*DINNER, at=3, quotes={3: 102}) < plain / 5


def test_a_long_wait_counts_and_is_told() -> None:
    quick, slow = (fragment(1, *DINNER, gap=gap) for gap in (20, 900))
    assert score([slow], "unexplained") > score([quick], "unexplained")
    reasons = found([slow], "unexplained")[0].signal.because
    assert ("a pause of {minutes} minutes", {"minutes": 15}) in reasons


def test_without_a_better_place_the_turn_goes_and_the_only_one_takes_the_fragment_along() -> None:
    assert repair(fragment(1, *DINNER), 1) == ("take this turn out", [{"kind": "remove", "bubbles": [101]}])
    assert repair(fragment(1, *DINNER[:2]), 1) == ("drop the fragment", [{"kind": "status", "status": "dropped"}])


def test_the_other_side_may_say_what_it_likes() -> None:
    talk = fragment(1, "h 在吗", "h 快递到了", "h 明天考试")
    assert found([talk], "unexplained") == []
    assert found([fragment(1)], "unexplained") == []
