"""Names everybody knows stay, unless they are somebody's here."""

import pytest

from curation.privacy import Rule, Scanner
from curation.privacy.lexicon import PUBLIC
from tests.privacy.table import FULL

TEXT = "我叫鲁迅，你呢"


def people(scanner, text=TEXT, **more):
    return [text[f.start : f.end] for f in scanner.scan([text], **more)[0]]


def test_a_public_name_is_no_finding():
    assert people(Scanner("rules")) == []
    assert people(Scanner("rules", public=())) == ["鲁迅"]


def test_unless_somebody_is_called_so():
    assert people(Scanner("rules"), names=["鲁迅"]) == ["鲁迅"]
    assert people(Scanner("rules", rules=[Rule("person", "PERSON", "鲁迅")])) == ["鲁迅"]


def test_others_and_addresses_stay_findings():
    assert people(Scanner("rules"), "我叫鲁迅明") == ["鲁迅明"]
    assert people(Scanner("rules"), "地址：上海路12号") == ["上海路12号"]


@pytest.mark.parametrize("text", ["周杰伦的新歌", "想去杭州", "北京很冷", "我最爱李白", "鲁迅说过"])
def test_nothing_to_replace(text):
    assert people(FULL, text) == []


def test_the_list_is_short_and_of_names():
    assert 300 < len(PUBLIC) < 600
    assert all(2 <= len(name) <= 8 for name in PUBLIC)
