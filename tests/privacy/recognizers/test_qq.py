"""QQ numbers."""

import pytest

from tests.privacy.table import check

TABLE = [
    "qq「987654321」",
    "加Q「987654321」",
    "扣扣「987654321」",
    "「987654321」是我的QQ",
    "QQ号是：「９８７６５４３２１」",
    "企鹅「98765」",
    "987654321",
    "qq1234",
    "QQ空间看看",
    "QQ音乐2026版",
    "群「987654321」",
    "群号要100000000人",
]


@pytest.mark.parametrize("marked", TABLE)
def test_qq(marked):
    check("QQ", marked)
