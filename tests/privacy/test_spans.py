"""The fast answers are those of looking at every span."""

from hypothesis import given
from hypothesis import strategies as st

from curation.privacy.spans import Spans

span = st.tuples(st.integers(0, 30), st.integers(1, 10)).map(lambda t: (t[0], t[0] + t[1]))


@given(st.lists(span, max_size=12), span)
def test_hold_and_touch(spans, one):
    start, end = one
    known = Spans(spans)
    assert known.hold(start, end) == any(s <= start and end <= e for s, e in spans)
    assert known.touch(start, end) == any(s < end and start < e for s, e in spans)
