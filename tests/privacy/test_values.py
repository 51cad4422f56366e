"""One value in many spellings."""

import pytest

from curation.privacy.entities import ENTITIES
from curation.privacy.surrogates import PLACEHOLDER, placeholder
from curation.privacy.values import mask, normalise

SAME = [
    (
        "PHONE_NUMBER",
        ["13700005678", "137-0000-5678", "+86 137 0000 5678", "１３７００００５６７８", "一三七零零零零五六七八"],
    ),
    ("PHONE_NUMBER", ["057188886666", "0571-8888 6666", "(0571)88886666"]),
    ("EMAIL_ADDRESS", ["Li.Na@Example.com", "li.na＠example.com", "li.na艾特example点com", "li.na # example.com"]),
    ("EMAIL_ADDRESS", ["90210@qq.com", "90210扣扣邮箱", "90210@QQ。com"]),
    ("CN_ID_CARD", ["11010119900307123X", "110101 19900307 123x", "１１０１０１１９９００３０７１２３Ｘ"]),
    ("CREDIT_CARD", ["6222 0000 1111 2222 333", "6222000011112222333"]),
    ("CN_PLATE", ["浙A·12B34", "浙a 12b34"]),
    ("BIRTH_DATE", ["1990年3月7日", "1990-03-07", "1990.3.7"]),
    ("LOCATION", ["幸福路 12 号", "幸福路12号"]),
    ("PERSON", ["Kevin", "kevin"]),
]


@pytest.mark.parametrize(("entity", "spellings"), SAME)
def test_spellings_share_a_key(entity, spellings):
    assert len({normalise(entity, spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("entity", "one", "other"),
    [("PASSWORD", "Secret1", "secret1"), ("PERSON", "王明", "王民"), ("PHONE_NUMBER", "13700005678", "13700005679")],
)
def test_different_values_have_different_keys(entity, one, other):
    assert normalise(entity, one) != normalise(entity, other)


@pytest.mark.parametrize(
    ("entity", "value", "shown"),
    [
        ("PHONE_NUMBER", "13700005678", "137****5678"),
        ("PERSON", "张三丰", "张**"),
        ("PERSON", "李", "*"),
        ("EMAIL_ADDRESS", "zhang@qq.com", "z****@qq.com"),
        ("PASSWORD", "abc123", "******"),
        ("CN_ID_CARD", "11010119900307123X", "110***********123X"),
        ("LOCATION", "幸福路12号", "幸福路***"),
        ("QQ", "10086", "10**6"),
    ],
)
def test_mask(entity, value, shown):
    assert mask(entity, value) == shown


@pytest.mark.parametrize("entity", ENTITIES)
def test_mask_hides_at_least_a_third(entity):
    for value in ("a", "ab", "abcdefghij", "13700005678", "某某某某"):
        assert mask(entity, value).count("*") * 3 >= len(value)


@pytest.mark.parametrize("entity", ENTITIES)
def test_placeholder_is_a_bracketed_word_with_a_number(entity):
    assert PLACEHOLDER.fullmatch(placeholder(entity, 12))


def test_placeholders_count_from_one():
    with pytest.raises(ValueError, match="from 1"):
        placeholder("PERSON", 0)
