"""Organisations and times are found when asked for, and only then."""

import pytest

from curation.privacy import Scanner
from tests.privacy.table import FULL, taken_apart

TABLE = [
    ("DATE_TIME", "「2026年11月23日」开会，「10:30」到"),
    ("DATE_TIME", "「11月3号」见，「3点半」"),
    ("DATE_TIME", "「2026-11-23」，价格3.50"),
    ("ORGANIZATION", "他在「浙江大学」读书"),
]


@pytest.mark.skipif(FULL.engine != "lac", reason="needs the model")
@pytest.mark.parametrize(("entity", "marked"), TABLE)
def test_asked_for(entity, marked):
    text, values = taken_apart(marked)
    assert [text[f.start : f.end] for f in Scanner(entities=[entity]).scan([text])[0]] == values
    assert FULL.scan([text]) == [[]]
