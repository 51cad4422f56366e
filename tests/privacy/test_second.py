"""The second detector: it sees what the recognizers overlook, leaves ordinary talk and surrogates alone."""

import ast
import time
from pathlib import Path

import pytest

from curation.privacy import ENTITIES, second
from curation.privacy.second import REASONS, suspects
from curation.privacy.surrogates import placeholder
from tests.privacy.table import taken_apart


@pytest.mark.parametrize(
    ("marked", "entity", "reason"),
    [
        ("打「13700005678」", "PHONE_NUMBER", "digits"),
        ("打「137·0000·5678」吧", "PHONE_NUMBER", "digits"),
        ("「𝟏𝟑𝟕𝟎𝟎𝟎𝟎𝟓𝟔𝟕𝟖」", "PHONE_NUMBER", "digits"),
        ("「１３７００００５６７８」", "PHONE_NUMBER", "digits"),
        ("「11010119900307123X」", "CN_ID_CARD", "digits"),
        ("「6222 0212 3456 7890 123」", "CREDIT_CARD", "digits"),
        ("号「一三七零零零零五六七八」", "PHONE_NUMBER", "numerals"),
        ("「yi san qi ling ling yi san wu」", "PHONE_NUMBER", "spelled"),
        ("「one three seven zero zero one three」", "PHONE_NUMBER", "spelled"),
        ("写「lina@mail」", "EMAIL_ADDRESS", "at"),
        ("「lina艾特mail」点开", "EMAIL_ADDRESS", "at"),
        ("「lina点com」", "URL", "at"),
        ("密码好像是「x7k9」", "PASSWORD", "cue"),
        ("住「云栖那边12号」", "LOCATION", "cue"),
        ("「青石巷12号」等你", "LOCATION", "cue"),
        ("生日是「3月7号」", "BIRTH_DATE", "cue"),
        ("邮编「310012」", "CN_POSTCODE", "cue"),
        ("「浙A，12B34」", "CN_PLATE", "cue"),
        ("用「lina1990x」登", "", "mixed"),
        ("「秦老师」好", "PERSON", "name"),
        ("问问「小彭」", "PERSON", "name"),
        ("找「王晓舟」签字", "PERSON", "name"),
    ],
)
def test_suspects(marked, entity, reason):
    text, (value,) = taken_apart(marked)
    (suspect,) = suspects([text])[0]
    assert (text[suspect.start : suspect.end], suspect.entity_guess, suspect.reason) == (value, entity, reason)
    assert reason in REASONS


@pytest.mark.parametrize(
    "text",
    ["", "今天吃什么", "哈哈哈哈哈哈", "2333333333", "66666666666", "一二三四五", "一共3778000元", "2026-11-23 10:30", "10:30-11:30",
     "(๑•̀ㅂ•́)و✧", "[捂脸][委屈]", "T_T orz QAQ", "第一二三名", "v我50", "ok", "1.5万", "高兴得很", "谢谢老师", "老石头", "东京很好玩", "3:2赢了"],
)  # fmt: skip
def test_ordinary_talk(text):
    assert suspects([text]) == [[]]


@pytest.mark.parametrize("entity", ENTITIES)
def test_placeholders_are_none(entity):
    assert suspects([f"密码{placeholder(entity, 123)}电话{placeholder(entity, 1234567)}"]) == [[]]


def test_surrogates_in_use_are_none():
    text = "打142-0007-1234找周明远"
    assert len(suspects([text])[0]) >= 1
    assert suspects([text], ["142-0007-1234", "周明远"]) == [[]]


def test_shares_no_code_with_the_recognizers():
    tree = ast.parse(Path(second.__file__).read_text(encoding="utf-8"))
    modules = {node.module for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
    assert {m for m in modules if m and m.startswith("curation")} == {"curation.privacy.surrogates"}


@pytest.mark.parametrize(
    "piece", ["1", "1 ", "一", "a1", "a@", "密码", "住1号", "李", "yi ", "1.", "青石路", "a1-", "["]
)
def test_time_grows_with_the_text(piece):
    def seconds(length):
        text = (piece * length)[:length]
        started = time.process_time()
        suspects([text])
        return time.process_time() - started

    small, large = max(seconds(2_000), 0.004), seconds(16_000)
    assert large < small * 8 * 4
