"""One-time codes."""

import pytest

from tests.privacy.table import check

TABLE = [
    "验证码「483920」",
    "「483920」是你的验证码",
    "【某网】验证码「483920」，5分钟内有效",
    "动态密码「483920」",
    "code is 「483920」",
    "校验码「A7K9」",
    "收到100个验证码",
    "验证码发我",
    "验证码「483 920」",
    "483920",
    "你的验证码呢",
]


@pytest.mark.parametrize("marked", TABLE)
def test_verification_code(marked):
    check("VERIFICATION_CODE", marked)
