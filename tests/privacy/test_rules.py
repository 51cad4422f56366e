"""A person's own rules: what they find, what they win over, and which are refused."""

import time

import pytest

from curation.errors import RuwoError
from curation.privacy import Finding, Rule, Scanner, analyzer
from curation.privacy.people import forms
from curation.privacy.rules import check, over

RULES = Scanner("rules")


def found(texts, *rules):
    return [[t[f.start : f.end] for f in hits] for t, hits in zip(texts, RULES.find_rules(texts, rules), strict=True)]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("项目云雀开工", ["云雀"]),
        ("云 雀", ["云 雀"]),
        ("云·雀", ["云·雀"]),
        ("白云，雀跃", []),
        ("云\n雀", []),
        ("云\u200b雀", ["云\u200b雀"]),
        ("[云雀]", []),
        ("[云雀]：收到", ["云雀"]),
        ("云雀和云雀", ["云雀", "云雀"]),
        ("", []),
    ],
)
def test_word(text, values):
    assert found([text], Rule("word", "ORGANIZATION", "云雀")) == [values]


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("用Tiger-77登", ["Tiger-77"]),
        ("ｔｉｇｅｒ７７", ["ｔｉｇｅｒ７７"]),
        ("TIGER 77", ["TIGER 77"]),
        ("Tiger-778", []),
        ("aTiger-77", []),
        ("Tiger - 77！", ["Tiger - 77"]),
    ],
)
def test_word_of_letters_and_digits(text, values):
    assert found([text], Rule("word", "PASSWORD", "Tiger-77")) == [values]


def test_word_of_signs_is_found_as_it_stands():
    assert found(["锁!!**", "！！", "!!"], Rule("word", "PASSWORD", "!!**")) == [["!!**"], [], []]


def test_word_with_brackets_may_be_a_bracketed_one():
    assert found(["[云雀]来了"], Rule("word", "PERSON", "[云雀]")) == [["[云雀]"]]


def test_regex_reads_the_text_as_given_and_its_plain_form():
    rule = Rule("regex", "QQ", r"工号[0-9]{3}")
    assert found(["工号１２３！", "工号\u200b456", "工号7"], rule) == [["工号１２３"], ["工号\u200b456"], []]
    assert found(["甲：乙"], Rule("regex", "QQ", "甲：")) == [["甲："]]


def test_person_with_short_forms():
    texts = ["李望舒来了", "望舒在吗", "小李和阿舒", "老李", "舒舒晚安", "李 望 舒", "小舒服"]
    rule = Rule("person", "PERSON", "李望舒")
    assert found(texts, rule) == [["李望舒"], ["望舒"], ["小李", "阿舒"], ["老李"], ["舒舒"], ["李 望 舒"], ["小舒"]]


def test_no_short_form_is_an_ordinary_word():
    assert "光明" not in forms("王光明")
    assert "明明" not in forms("王光明")
    assert forms("Kevin") == ["Kevin"]
    assert forms("李") == []


def test_keep_spares_what_lies_inside():
    texts = ["云雀大楼开了", "云雀开了"]
    rules = [Rule("word", "PERSON", "云雀"), Rule("keep", "PERSON", "云雀大楼")]
    assert found(texts, *rules) == [[], ["云雀"]]


def test_keep_goes_before_everything():
    text = "我叫李望舒，电话13700005678"
    scanner = Scanner("rules", rules=[Rule("keep", "PERSON", "13700005678"), Rule("person", "PERSON", "李望舒")])
    assert [(f.entity, f.recognizer) for f in scanner.scan([text])[0]] == [("PERSON", "rule")]


def test_own_rules_win_and_leave_nothing_uncovered():
    text = "住幸福路12号3单元"
    rule = Rule("word", "PERSON", "幸福路12")
    spans = [(text[f.start : f.end], f.entity) for f in Scanner("rules", rules=[rule]).scan([text])[0]]
    assert spans == [("幸福路12", "PERSON"), ("号3单元", "LOCATION")]


def test_over():
    whole = Finding(0, 10, "LOCATION", 0.9, "x")
    own = [Finding(2, 4, "PERSON", 1.0, "rule"), Finding(9, 10, "PERSON", 1.0, "rule")]
    assert over(own, [whole]) == [whole._replace(end=2), own[0], whole._replace(start=4, end=9), own[1]]
    assert over([], [whole]) == [whole]


@pytest.mark.parametrize(
    ("rule", "code"),
    [
        (Rule("word", "PERSON", " "), "rule_empty"),
        (Rule("word", "PERSON", "的"), "rule_everything"),
        (Rule("regex", "PERSON", "("), "rule_pattern"),
        (Rule("regex", "PERSON", "(" * 300 + ")" * 300), "rule_pattern"),
        (Rule("regex", "PERSON", "a" * 501), "rule_pattern"),
        (Rule("regex", "PERSON", "(a+)+$"), "rule_slow"),
        (Rule("regex", "PERSON", "(a|aa)+$"), "rule_slow"),
        (Rule("regex", "PERSON", "x(a|aa)+$"), "rule_slow"),
        (Rule("regex", "PERSON", r"(\d+-?)*号"), "rule_slow"),
        (Rule("regex", "PERSON", "(?:a{1,99}){1,99}"), "rule_slow"),
        (Rule("regex", "PERSON", "a*"), "rule_everything"),
        (Rule("regex", "PERSON", "."), "rule_everything"),
        (Rule("regex", "PERSON", "[一-鿿]+"), "rule_everything"),
        (Rule("regex", "PERSON", "的|了"), "rule_everything"),
    ],
)
def test_refused(rule, code):
    started = time.process_time()
    with pytest.raises(RuwoError) as error:
        check(rule)
    assert error.value.code == code
    assert time.process_time() - started < 5


@pytest.mark.parametrize(
    "pattern", [r"工号[0-9]{3,8}", r"(?i)proj-\w+", r"(?:\d{4}[- ]?){4}", r"\bfoo\b", "(?<=口令)[a-z]+", "甲|乙丙"]
)
def test_accepted(pattern):
    check(Rule("regex", "PASSWORD", pattern))


def test_neither_kind_nor_entity_is_free():
    for rule in (Rule("spell", "PERSON", "x"), Rule("word", "SHOE_SIZE", "x")):
        with pytest.raises(ValueError, match="KINDS"):
            check(rule)


def test_an_unchecked_pattern_cannot_hang():
    started = time.process_time()
    with pytest.raises(RuwoError) as error:
        RULES.find_rules(["a" * 40 + "!"], [Rule("regex", "PERSON", "(a|a)+$")])
    assert error.value.code == "rule_slow"
    assert time.process_time() - started < 5


def test_presidio_knows_them_too():
    engine = analyzer.build("rules", [Rule("word", "ORGANIZATION", "云雀"), Rule("keep", "PERSON", "云雀台")])
    results = engine.analyze("云 雀开工，云雀台没有", "zh", entities=["ORGANIZATION"])
    assert [(r.start, r.end, r.score) for r in results] == [(0, 3, 1.0)]
