"""Postal codes."""

import pytest

from tests.privacy.table import check

TABLE = [
    "邮编「310012」",
    "邮政编码是「３１００１２」",
    "310012",
    "验证码310012",
    "「310012」是邮编",
    "西湖区古荡路9号 「310012」",
]


@pytest.mark.parametrize("marked", TABLE)
def test_postcode(marked):
    check("CN_POSTCODE", marked)
