"""Messages in plain text, found by a template that a person can read."""

import time
from contextlib import suppress

import pytest

from curation.errors import RuwoError
from curation.sources import layouts, template


def found(text, pattern):
    """(line, fields) of each message; None for what stands before the first."""
    lines = text.splitlines(keepends=True)
    return [one and (one.line, one.fields) for one in template.messages(lines, pattern)]


def test_lines_that_begin_no_message_continue_the_one_before():
    text = "导出\n[2024-05-01 10:00] 小满: 早\n第二行\n\n[2024-05-01 10:01] 阿岚： 早呀\n\n"
    assert found(text, "[{time}] {sender}: {text}") == [
        None,
        (2, {"time": "2024-05-01 10:00", "sender": "小满", "text": "早\n第二行"}),
        (5, {"time": "2024-05-01 10:01", "sender": "阿岚", "text": "早呀"}),
    ]


def test_a_line_with_a_date_dates_the_clocks_below_it():
    text = "2024/5/1(三)\n10:00\t小满\t早\n10:01\t\t小满加入了\n2024/5/2(四)\n09:00\t阿岚\t2024/5/1\n"
    times = [fields["time"] for _, fields in found(text, "{time}\\t{sender}\\t{text}")]
    assert times == ["2024/5/1(三) 10:00", "2024/5/1(三) 10:01", "2024/5/2(四) 09:00"]


def test_where_stamps_have_a_date_a_date_is_a_text():
    text = "2024-05-01 10:00 小满: 哪天\n2024-05-03\n"
    assert found(text, "{time} {sender}: {text}")[0][1]["text"] == "哪天\n2024-05-03"


def test_a_head_of_three_lines():
    text = "May 17, 2022  5:29:42 PM\nMe\n早\n\nMay 17, 2022  5:30:00 PM\n小满\n早呀\n再一行\n"
    assert [fields["text"] for _, fields in found(text, "{time}\\n{sender}\\n{text}")] == ["早", "早呀\n再一行"]


def test_a_time_is_never_cut_short():
    assert found("2024-05-01 10:00:59,小满: 早\n", "{time} {sender}: {text}")[0][1]["time"] == "2024-05-01 10:00:59"
    assert found("May 1, 2024 10:00 小满: 早\n", "{time} {sender}: {text}")[0][1]["sender"] == "小满"


@pytest.mark.parametrize("pattern", ["", "{time}", "{text} {sender}", "{text}{text}", "{skip}{skip}{skip}{text}",
                                     "\\n{text}", "{time}\\n" * 6 + "{text}"])  # fmt: skip
def test_a_pattern_that_is_none_is_refused(pattern):
    with pytest.raises(RuwoError) as caught:
        template.patterns(pattern)
    assert caught.value.code == "template_wrong"


@pytest.mark.parametrize("pattern", layouts.TEMPLATES)
def test_no_repetition_makes_a_template_slow(pattern):
    start = time.process_time()
    for piece in ("a: ", "[", "2024-05-01 10:00 ", "\t", "小满\n", "10:00\ta\n", " "):
        found("x: y\n" + piece * (100_000 // len(piece)), pattern)
    assert time.process_time() - start < 10


@pytest.mark.parametrize("piece", ["a,b\n", "a: b\n", "[{", '{"a":[', '"', "2024-05-01,a,b\n", "\t", "1;2;3\n"])
def test_no_repetition_makes_studying_slow(tmp_path, piece):
    (tmp_path / "x").write_text(piece * (600_000 // len(piece)), encoding="utf-8")
    start = time.process_time()
    with suppress(RuwoError):
        layouts.study(tmp_path / "x")
    assert time.process_time() - start < 10
