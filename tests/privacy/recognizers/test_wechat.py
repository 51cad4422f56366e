"""WeChat ids."""

import pytest

from tests.privacy.table import check

TABLE = [
    "微信「lina_90」",
    "wx: 「lina_90」",
    "「wxid_abc123def456」",
    "我vx 「lina-90210」",
    "「lina90」是我微信",
    "微信支付",
    "wechat pay",
    "微信号：「lina90」，备注",
    "加V：「lina_9021」",
    "微信13700135792",
    "iPhone15 微信闪退",
]


@pytest.mark.parametrize("marked", TABLE)
def test_wechat(marked):
    check("WECHAT_ID", marked)
