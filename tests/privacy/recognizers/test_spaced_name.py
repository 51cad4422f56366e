"""Names with something between all characters."""

import pytest

from tests.privacy.table import check


@pytest.mark.parametrize(
    "marked",
    [
        "「李 望 舒」",
        "签名：「李_望_舒」",
        "「李*望*舒」！",
        "好 的 吧",
        "我 是 谁",
        "高 兴 了",
        "李 白 了 头",
        "万 一 呢",
        "李 望-舒",
    ],
)
def test_spaced_name(marked):
    check("PERSON", marked)
