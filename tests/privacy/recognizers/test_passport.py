"""Passports."""

import pytest

from tests.privacy.table import check

TABLE = [
    "护照「E12345678」",
    "「EA1234567」是我护照",
    "passport no. 「G12345678」",
    "订单E12345678",
    "E1234567890",
    "G1234次列车",
    "「E12345678」",
]


@pytest.mark.parametrize("marked", TABLE)
def test_passport(marked):
    check("CN_PASSPORT", marked)
