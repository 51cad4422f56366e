"""The export gate finds accepted values in every spelling, and nothing that merely looks near."""

import pytest

from curation.privacy.leaks import Searcher

VALUES = [
    ("PHONE_NUMBER", "13700005678"),
    ("PERSON", "高峰"),
    ("PERSON", "Kevin"),
    ("VERIFICATION_CODE", "1026"),
    ("LOCATION", "幸福路168号"),
    ("PASSWORD", "!!**"),
    ("EMAIL_ADDRESS", "Li.Na@example.com"),
    ("CN_ID_CARD", "11010119900307123X"),
]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("打13700005678", "13700005678"),
        ("137 0000 5678", "13700005678"),
        ("137-0000-5678", "13700005678"),
        ("137、0000、5678。", "13700005678"),
        ("１３７００００５６７８", "13700005678"),
        ("+8613700005678", "13700005678"),
        ("一三七零零零零五六七八", "13700005678"),
        ("137\u200b0000\u200b5678", "13700005678"),
        ("找高峰", "高峰"),
        ("高 峰来了", "高峰"),
        ("高\u200b峰", "高峰"),
        ("KEVIN在吗", "Kevin"),
        ("码1026。", "1026"),
        ("幸福路 168 号", "幸福路168号"),
        ("锁!!**", "!!**"),
        ("li.na@EXAMPLE.COM", "Li.Na@example.com"),
        ("110101-19900307-123x", "11010119900307123X"),
    ],
)
def test_finds(text, value):
    hits = Searcher(VALUES).search(text)
    assert [hit.value for hit in hits] == [value]
    assert 0 <= hits[0].start < hits[0].end <= len(text)


@pytest.mark.parametrize(
    "text",
    ["", "最高，峰会", "20261026", "10:26", "10 26", "Kevins", "akevin", "137000056", "高\n峰", "幸福路168", "!!"],
)
def test_leaves_alone(text):
    assert Searcher(VALUES).search(text) == []


def test_two_values_in_one_place():
    hits = Searcher([("PERSON", "王明"), ("PERSON", "王明中")]).search("王明中")
    assert {hit.value for hit in hits} == {"王明", "王明中"}


def test_no_values_no_hits():
    assert Searcher([]).search("13700005678") == []


def test_span_is_in_the_given_text():
    text = "在 ㎡ 后 137 0000 5678 完"
    (hit,) = Searcher(VALUES).search(text)
    assert text[hit.start : hit.end] == "137 0000 5678"
