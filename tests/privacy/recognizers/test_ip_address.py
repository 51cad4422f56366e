"""IP addresses."""

import pytest

from tests.privacy.table import check

TABLE = [
    "服务器「192.168.1.5」挂了",
    "「10.0.0.8」:8080",
    "版本1.2.3.4",
    "v2.2.366",
    "「fe80::1ff:fe23:4567:890a」",
    "300.1.1.1",
    "3.14.15",
    "12:30:45",
    "「47。96。12。34」",
]


@pytest.mark.parametrize("marked", TABLE)
def test_ip_address(marked):
    check("IP_ADDRESS", marked)
