"""What the people of a chat are called fondly is found; ordinary words that look like it are not."""

import pytest

from curation.privacy import find_pet_names
from curation.privacy.pet_names import SURE, UNSURE, pet_names
from tests.privacy.table import taken_apart


@pytest.mark.parametrize(
    "marked",
    [
        "「满满」最好了",
        "「满满」~~",
        "那个，「满满」！！我转你",
        "「满满」",
        "「小满」你来",
        "「阿满」在吗",
        "「满儿」乖，帮我拿一下",
        "爱吃「澈澈」做的饭",
        "明天去「阿澈」家",
        "满满的幸福",
        "诚意满满！",
        "桌上满满当当",
        "满满一杯",
        "今天小满，大满",
        "「明明」，你的快递",
        "明明是你先说的",
        "小心一点",
        "老师好",
    ],
)
def test_pet_names(marked):
    text, values = taken_apart(marked)
    found = find_pet_names([text], ["林小满", "林澈", "王光明", "王心", "张老师"])[0]
    assert [text[f.start : f.end] for f in found] == values


def test_ordinary_words_are_less_sure():
    found = find_pet_names(["满满最好了", "澈澈最好了"], ["林小满", "林澈"])
    assert [hit.score for hits in found for hit in hits] == [
        UNSURE,
        SURE,
    ]


@pytest.mark.parametrize("name", ["Kevin", "王老师", "李姐", "石头", "阿姨", "小红书推荐官", "", "12345"])
def test_no_pet_names_of_titles_and_accounts(name):
    assert pet_names(name) == []
