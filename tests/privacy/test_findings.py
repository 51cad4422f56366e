"""How overlapping findings are settled."""

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curation.privacy.findings import Finding, prefer, settle


def f(start, end, entity="PERSON", score=0.8):
    return Finding(start, end, entity, score, "x")


@pytest.mark.parametrize(
    ("given_", "kept"),
    [
        ([f(0, 3), f(3, 5)], [f(0, 3), f(3, 5)]),
        ([f(0, 3), f(0, 2)], [f(0, 3)]),
        ([f(0, 3, score=0.5), f(0, 2, score=0.9)], [f(0, 2, score=0.9)]),
        ([f(3, 14, "PHONE_NUMBER"), f(3, 21, "EMAIL_ADDRESS")], [f(3, 21, "EMAIL_ADDRESS")]),
        ([f(0, 4), f(2, 6, score=0.9), f(5, 9)], [f(2, 6, score=0.9)]),
        ([], []),
    ],
)
def test_settle(given_, kept):
    assert settle(given_) == kept


@pytest.mark.parametrize(
    ("names", "found", "kept"),
    [
        ([f(0, 2)], [], [f(0, 2)]),
        ([f(0, 2)], [f(0, 3)], [f(0, 3)]),
        ([f(0, 3)], [f(0, 2)], [f(0, 3)]),
        ([f(1, 3)], [f(0, 2)], [f(0, 2)]),
        ([f(0, 2)], [f(0, 9, "LOCATION")], [f(0, 9, "LOCATION")]),
        ([f(0, 9)], [f(3, 5, "QQ")], [f(3, 5, "QQ")]),
        ([f(5, 7)], [f(0, 2), f(8, 9)], [f(0, 2), f(5, 7), f(8, 9)]),
        ([f(0, 4)], [f(0, 2), f(2, 4)], [f(0, 4)]),
    ],
)
def test_prefer(names, found, kept):
    assert prefer(names, found) == kept


spans = st.lists(
    st.builds(
        lambda start, length, entity, score: f(start, start + length, entity, score),
        st.integers(0, 60),
        st.integers(1, 12),
        st.sampled_from(["PERSON", "LOCATION", "QQ"]),
        st.sampled_from([0.5, 0.65, 0.8, 1.0]),
    ),
    max_size=20,
)


@given(spans, spans)
def test_never_overlaps(first, second):
    for kept in (settle(first), prefer(settle(second), settle(first))):
        assert kept == sorted(kept)
        assert all(a.end <= b.start for a, b in itertools.pairwise(kept))
