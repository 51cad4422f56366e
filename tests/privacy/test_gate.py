"""The gate lets through whatever holds a trigger, wherever it stands."""

import pytest

from curation.privacy.gate import NUMBERS, gate

GATE = gate((*NUMBERS, ("密", "码"), ("vV", "[xX]")))


@pytest.mark.parametrize(
    "text", ["138", "a1 3 8b", "1\n3\n8", "１３８", "③", "一三七零", "改密码", "加VX", "1\u200b3\u200b8"]
)
def test_open(text):
    assert GATE.search(text)


@pytest.mark.parametrize("text", ["", "你好", "1 和 2", "一二三", "密", "v", "今天12点"])
def test_shut(text):
    assert not GATE.search(text)
