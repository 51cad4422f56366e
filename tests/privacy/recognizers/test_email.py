"""E-mail addresses."""

import pytest

from tests.privacy.table import check

TABLE = [
    "「li.na@example.com」",
    "邮箱「li.na＠163.com」谢谢",
    "「lina艾特163点com」",
    "「lina#qq.com」",
    "「90210扣扣邮箱」",
    "「90210@qq」",
    "「lina(at)gmail.com」",
    "「lina at gmail dot com」",
    "@李娜 出来",
    "a@b",
    "微博@nobody",
    "3#楼",
    "邮箱:「LI_NA@QQ.COM」。",
]


@pytest.mark.parametrize("marked", TABLE)
def test_email(marked):
    check("EMAIL_ADDRESS", marked)
