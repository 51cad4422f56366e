"""Surrogates stand exactly where the values stood."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.privacy.redact import redact


def test_replaces_in_place():
    assert redact("找小王，电话1", [(1, 3, "[人名1]"), (6, 7, "[电话1]")]) == "找[人名1]，电话[电话1]"


def test_same_surrogate_twice_and_neighbours():
    assert redact("甲乙甲", [(0, 1, "[人名1]"), (1, 2, "[人名2]"), (2, 3, "[人名1]")]) == "[人名1][人名2][人名1]"


@pytest.mark.parametrize("spans", [[(0, 2, "x"), (1, 3, "y")], [(2, 9, "x")], [(1, 1, "x")], [(0, 1, "")]])
def test_refuses_what_would_lose_text(spans):
    with pytest.raises(ValueError, match="overlapping"):
        redact("甲乙丙", spans)


@given(st.lists(st.text(min_size=1, max_size=5), min_size=1, max_size=20))
def test_untouched_text_survives(parts):
    text, spans = "", []
    for i, part in enumerate(parts):
        if i % 2:
            spans.append((len(text), len(text) + len(part), f"[人名{i}]"))
        text += part
    expected = "".join(f"[人名{i}]" if i % 2 else part for i, part in enumerate(parts))
    assert redact(text, spans) == expected
