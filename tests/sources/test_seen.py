import random

import pytest

from curation.sources.seen import Seen


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.parametrize("block", [1, 3, 50, 1000])
def test_it_knows_what_a_dictionary_knows(seed, block):
    rng = random.Random(seed)
    rows = [(str(rng.randrange(300)), rng.choice("一二")) for _ in range(1000)]
    seen, first = Seen(), {}
    for at in range(0, len(rows), block):
        some = rows[at : at + block]
        same, clash = seen.add([key for key, _ in some], [text for _, text in some])
        for (key, text), is_same, is_clash in zip(some, same, clash, strict=True):
            known = first.setdefault(key, text) if key in first else None
            first.setdefault(key, text)
            assert (is_same, is_clash) == (known == text, known is not None and known != text)


def test_nothing_is_fine_too():
    same, clash = Seen().add([], [])
    assert len(same) == len(clash) == 0


def test_many_ids_stay_in_few_runs():
    seen = Seen()
    for at in range(0, 200_000, 1000):
        ids = [str(number) for number in range(at, at + 1000)]
        same, clash = seen.add(ids, ids)
        assert not same.any()
        assert not clash.any()
    assert len(seen._runs) < 20
