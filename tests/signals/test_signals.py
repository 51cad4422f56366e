"""Hints on a fragment: when they come, when they do not, and that each says why."""

from __future__ import annotations

import string

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation import frames, signals
from curation.signals import Line, Signal
from curation.uses import DEFAULTS


def line(text: str) -> Line:
    """``P text`` or ``h text``; ``h <kind> text`` for anything but a text message, ``P , text`` for unsure joints."""
    who, _, words = text.partition(" ")
    kind, unsure = "text", words.startswith(", ")
    if words.startswith("<"):
        kind, _, words = words[1:].partition(">")
    words = words.removeprefix(", ").strip()
    return Line({"P": "persona", "h": "human"}[who], DEFAULTS.of(kind, words), kind, words, unsure)


def found(*lines: str) -> list[Signal]:
    return signals.scan([line(text) for text in lines])


def kinds(*lines: str) -> set[str]:
    return {signal.kind for signal in found(*lines)}


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (["h 在吗", "P 在"], set()),
        # who speaks
        (["h 在吗", "h 人呢"], {"no_persona"}),
        (["h <image>"], {"no_persona", "media_only"}),
        ([], {"no_persona"}),
        (["h 吃了吗？", "P <image>"], {"no_persona"}),
        (["P 晚安", "P 睡了"], {"no_human"}),
        (["h <pat>拍了拍", "P 嗯"], {"no_human"}),
        (["P 到了", "h 好"], {"persona_first"}),
        (["h <system>加入了群聊", "P 到了", "h 好"], {"persona_first"}),
        (["h <sticker>[微笑]", "P 在"], {"thin"}),
        # answers to what nobody sees
        (["h <image>", "P 好看", "h 嗯"], {"after_hole", "persona_first"}),
        (["h 看", "h <image>", "P 好看"], {"after_hole"}),
        (["h 看", "h <voice>", "P 好听"], {"after_hole"}),
        (["h 看", "P <image>", "P 好看吧"], set()),
        (["h 看", "P <image>", "h 好看"], {"no_persona"}),
        (["h 哈", "h <sticker>", "P 哈"], {"thin"}),
        (["h 看", "h <image>", "h 好看吗", "P 好看"], set()),
        (["h 看", "h <transfer>5.20", "P 谢谢"], set()),
        # joints of the exporter
        (["h 在吗", "P , 在，怎么了"], {"unsure_joint"}),
        (["h , 在吗，人呢", "P 在"], set()),
    ],
)
def test_signals(lines: list[str], expected: set[str]) -> None:
    assert kinds(*lines) == expected


@pytest.mark.parametrize(
    "question",
    ["吃了吗？", "去哪?", "真的吗??!", "几点～？～", "（几点？）", "你呢", "到了吗…", "什么呢~~", "干嘛去了呀？ ", "懂了么。", "[疑问？]"],
)  # fmt: skip
def test_a_last_question_of_the_other_side_is_unanswered(question: str) -> None:
    assert kinds("h 哪位", "P 我呀", f"h {question}") == {"unanswered"}
    assert kinds("h 哪位", f"P {question}") == set(), "the persona may end with a question"
    assert kinds(f"h {question}", "P 明白") == set()


@pytest.mark.parametrize("words", ["嗯嗯", "那就这样吧。", "？！我不信", "吗啡", "呢喃", "好的吧"])
def test_other_last_words_are_no_question(words: str) -> None:
    assert kinds("h 哪位", "P 我呀", f"h {words}") == set()


def test_only_speech_can_be_the_last_word() -> None:
    assert kinds("h 在", "P 在", "h 吃了吗", "h <image>") == {"unanswered"}
    assert kinds("h 在", "P 在", "h 吃了吗", "P <image>", "h <recall>撤回") == {"unanswered"}


def test_the_strongest_comes_first_and_counts_stand_in_the_reason() -> None:
    shown = found("P , 来，看", "h <image>", "P 好看", "h <file>a.pdf", "P 收到", "h 懂了吗？")
    assert [s.kind for s in shown] == ["unanswered", "after_hole", "persona_first", "unsure_joint"]
    assert [s.reason.format(**s.params)[:2] for s in (shown[1], shown[3])] == ["2 ", "1 "]


def test_every_module_takes_part() -> None:
    quick = {
        "after_hole", "broadcast", "code", "link_only", "media_only", "monologue", "no_human", "no_persona",
        "out_of_character", "persona_first", "thin", "unanswered", "unsure_joint",
    }  # fmt: skip
    beside = {
        "cut_burst", "cut_exchange", "duplicate", "far_from_style", "interleaved", "jump", "repeated_text", "too_long",
        "undecided", "unexplained",
    }  # fmt: skip
    assert signals.quick() >= quick
    assert set(signals.labels()) >= quick | beside


LINES = st.lists(
    st.builds(
        Line,
        st.sampled_from(["persona", "human"]),
        st.sampled_from(["speech", "hole", "context", "aside"]),
        st.sampled_from(frames.KINDS),
        st.text(max_size=6) | st.sampled_from(["在吗？", "嗯"]),
        st.booleans(),
    ),
    max_size=8,
)


@given(LINES)
def test_every_signal_can_be_shown(lines: list[Line]) -> None:
    found = signals.scan(lines)
    assert [s.score for s in found] == sorted((s.score for s in found), reverse=True)
    assert len({s.kind for s in found}) == len(found)
    for signal in found:
        assert signal.kind in signals.labels()
        assert "|" not in signal.kind, "bars separate kinds in the store"
        assert 0 <= signal.score <= 1
        fields = {name for _, name, *_ in string.Formatter().parse(signal.reason) if name}
        assert fields == set(signal.params)
