"""Addresses in English."""

import pytest

from tests.privacy.table import check


@pytest.mark.parametrize(
    "marked",
    [
        "「No.9 Gudang Road, Hangzhou」",
        "寄到「12 Qingshi Street, Hangzhou, Zhejiang Province」",
        "「Room 401, 88 Yunqi North Road」",
        "「Room 401, Building 12, Gudang New Village」",
        "Abbey Road is an album",
        "on the road again",
        "Street 9",
        "第5 Avenue",
    ],
)
def test_english_address(marked):
    check("LOCATION", marked)
