"""Identity cards: a failed checksum changes nothing."""

import pytest

from tests.privacy.table import check

TABLE = [
    "身份证「110101199003070134」",
    "「110101199003071234」",
    "「11010119900307123x」买票",
    "「110101 19900307 1234」",
    "「110101-19900307-1234」",
    "「１１０１０１１９９００３０７１２３４」",
    "「110101900307123」",
    "回乡证「H12345678」",
    "运单号110101199003071234",
    "110101299013071234",
    "99010119900307123",
    "11010119900307123456",
    "「1101 0119 9003 0701 34」身份证",
]


@pytest.mark.parametrize("marked", TABLE)
def test_id_card(marked):
    check("CN_ID_CARD", marked)
