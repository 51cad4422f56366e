"""Number plates."""

import pytest

from tests.privacy.table import check

TABLE = [
    "「浙A12B34」",
    "「浙A·12B34」挡住了",
    "「浙a 12b34」的车主",
    "「浙AD12345」",
    "我想买新Mate60",
    "新iPhone15",
    "云A",
    "川A的火锅",
    "京东618",
    "车牌「粤B-1A2B3」",
    "苏打水500ml",
    "「粤Z1234港」",
]


@pytest.mark.parametrize("marked", TABLE)
def test_plate(marked):
    check("CN_PLATE", marked)
