"""Passwords."""

import pytest

from tests.privacy.table import check

TABLE = [
    "密码「Tiger#2024」",
    "wifi密码是「66668888」！",
    "pwd: 「abc123」",
    "密码改成「tiger2024」了",
    "密码忘了",
    "密码不对",
    "密码错误三次",
    "提取码：「x7k9」",
    "锁屏密码「2580」",
    "密码是「六个8」",
    "「Tiger2024」是密码",
    "密码本",
    "Password 「Tiger2024」~",
    "密码 「1234 5678」",
    "把密码发我[捂脸]",
    "passport",
    "key point",
    "bypass 123",
]


@pytest.mark.parametrize("marked", TABLE)
def test_password(marked):
    check("PASSWORD", marked)
