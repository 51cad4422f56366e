"""Dates of birth."""

import pytest

from tests.privacy.table import check

TABLE = [
    "生日「1990年3月7日」",
    "「1990-03-07」出生",
    "我「3月7号」生日",
    "出生日期：「19900307」",
    "生日「八月十五」",
    "「1990年」生的",
    "2026年11月23日开会",
    "11月23号见",
    "生日快乐",
    "12.16发车",
    "生日聚会5点",
    "她「3月7号」过生日",
    "收到12.16元",
]


@pytest.mark.parametrize("marked", TABLE)
def test_birth_date(marked):
    check("BIRTH_DATE", marked)
