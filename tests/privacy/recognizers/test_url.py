"""Links."""

import pytest

from tests.privacy.table import check

TABLE = [
    "看「https://example.com/a?b=1」这个",
    "「www.example.com/x」。",
    "「https://example.com/a」，好看",
    "「example.cn/u/1」",
    "node.js",
    "1.5倍",
    "a.b",
    "「HTTPS://EXAMPLE.COM」！",
]


@pytest.mark.parametrize("marked", TABLE)
def test_url(marked):
    check("URL", marked)
