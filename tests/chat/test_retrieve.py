from __future__ import annotations

import random
from itertools import accumulate
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.chat.retrieve import ReplyIndex

DIALOGUES = [
    ("在吗", "在呀~~"),
    ("吃饭了没", "刚吃完！煮了面"),
    ("周末要不要去爬山", "好呀好呀，几点出发"),
    (["周末去爬山", "会下雨吗"], "天气预报说晴天"),
    ("你喜欢吃辣吗", "超喜欢的[愉快]"),
    ("明天几点的火车", "早上八点四十"),
    ("作业写完了吗", "还差一点点……"),
    ("生日快乐！！", "谢谢你～～(≧▽≦)"),
    ("你的猫最近怎么样", "又胖了一圈"),
    ("下雨了带伞没有", "没带，被淋成落汤鸡"),
    ("几点下班", "今天要加班到九点"),
    ("你在干什么呢", "在发呆"),
    ("好的", "嗯嗯"),
    ("我好难过", "抱抱你，怎么啦"),
    ("😭😭", "怎么哭了"),
    ("Are you coming tonight?", "yep, 8ish"),
]


@pytest.fixture(scope="module")
def index() -> ReplyIndex:
    return ReplyIndex(DIALOGUES)


@pytest.mark.parametrize(
    ("text", "reply"),
    [
        ("在吗？", "在呀~~"),
        ("在干嘛", "在发呆"),
        ("爬山", "好呀好呀，几点出发"),
        ("去不去爬山呀", "好呀好呀，几点出发"),
        ("会不会下雨", "天气预报说晴天"),
        (["周末爬山带什么", "会不会下雨"], "天气预报说晴天"),
        ("火车几点开", "早上八点四十"),
        ("生日快乐", "谢谢你～～(≧▽≦)"),
        ("猫", "又胖了一圈"),
        ("难过", "抱抱你，怎么啦"),
        ("😭", "怎么哭了"),
        ("COMING TONIGHT", "yep, 8ish"),
        ("ｃｏｍｉｎｇ tonight", "yep, 8ish"),
    ],
)
def test_what_was_said_to_something_alike(index: ReplyIndex, text: str | list[str], reply: str) -> None:
    assert index.best(text) == reply


@pytest.mark.parametrize(
    "text",
    [
        "",
        "  \n",
        "？",
        "zzz",
        "🎉",
        "量子力学的薛定谔方程",
        "什么是递归神经网络",
        "今天股票跌了多少",
        "请写一首春天的诗",
    ],
)
def test_nothing_alike_is_nothing(index: ReplyIndex, text: str) -> None:
    assert index.best(text) is None


def test_the_last_turn_weighs_most() -> None:
    index = ReplyIndex([(["去看电影吗", "今天下雨了"], "那就改天"), (["今天下雨了", "去看电影吗"], "好呀，看哪部")])
    assert index.best("去看电影吗") == "好呀，看哪部"
    assert index.best("今天下雨了") == "那就改天"


def test_of_equals_the_first_is_given() -> None:
    pairs = [("在吗", f"第{place}个") for place in range(5)]
    assert ReplyIndex(pairs).best("在吗") == "第0个"


@pytest.mark.parametrize("pairs", [[], [("", "好")], [("在吗", "")], [([], "好")], [(["  "], "好")]])
def test_an_index_of_nothing_answers_nothing(pairs: list[tuple[str | list[str], str]]) -> None:
    assert ReplyIndex(pairs).best("在吗") is None


@settings(deadline=None)
@given(st.lists(st.tuples(st.text() | st.lists(st.text(), max_size=3), st.text()), max_size=8), st.text())
def test_any_text_gives_one_of_the_replies_or_nothing(pairs: list[tuple[str | list[str], str]], text: str) -> None:
    first, second = ReplyIndex(pairs).best(text), ReplyIndex(pairs).best(text)
    assert first == second
    assert first is None or first in {reply for _, reply in pairs}


@settings(deadline=None)
@given(st.text(st.characters(min_codepoint=0x4E00, max_codepoint=0x6000), min_size=1))
def test_nothing_in_common_is_never_a_reply(text: str) -> None:
    assert ReplyIndex([("hello there", "hi")]).best(text) is None


@pytest.mark.bench
def test_fifty_thousand_pairs_are_quick() -> None:
    draw = random.Random(1)
    characters = [chr(0x4E00 + place) for place in range(3000)]
    sums = list(accumulate(1 / (place + 1) for place in range(3000)))

    def text(length: int) -> str:
        return "".join(draw.choices(characters, cum_weights=sums, k=length))

    pairs = [([text(draw.randint(3, 20)) for _ in range(2)], text(10)) for _ in range(50_000)]
    questions = [text(draw.randint(2, 40)) for _ in range(50)]
    start = process_time()
    index = ReplyIndex(pairs)
    built = process_time()
    for question in questions:
        index.best(question)
    assert built - start < 3
    assert (process_time() - built) / len(questions) < 0.02
