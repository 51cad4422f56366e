"""What holds for every format: its files are told from all others, and damage gives messages or one clear error."""

import json
import random
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curation import sources
from curation.sources import jsonfile
from tests.generators.every import every_file
from tests.sources.reading import read_or_refuse

FILES = every_file()
FORMATS = sorted({form for form, _, _ in FILES})


def _is_json(data):
    try:
        json.loads(data)
    except ValueError:
        return False
    return True


files = pytest.mark.parametrize(("form", "name", "data"), FILES, ids=[f"{form}-{name}" for form, name, _ in FILES])
fuzzing = settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
pieces = st.one_of(
    st.binary(max_size=12),
    st.sampled_from(
        [b'"', b"\\", b"\r\n", b"\0", b",", b"[[[[", b"}", b"{}", b"\\ud83d", b"\xff", b"NaN", b"null", b"[", b"\n"]
    ),
)
edits = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), pieces), min_size=1, max_size=6)


@files
def test_a_file_is_known_for_what_it_is_whatever_its_name(tmp_path, form, name, data):
    (tmp_path / "x").write_bytes(data)
    guesses = sources.sniff(tmp_path / "x")
    assert guesses[0].format == form
    assert all(guess.confidence < guesses[0].confidence for guess in guesses[1:])


@files
@pytest.mark.parametrize("streamed", [False, True])
@fuzzing
@given(changes=edits)
def test_any_damage_gives_messages_or_one_clear_error(tmp_path, monkeypatch, form, name, data, streamed, changes):
    monkeypatch.setattr(jsonfile, "WHOLE", 0 if streamed else 64 << 20)
    for place, length, piece in changes:
        at = int(place * len(data))
        data = data[:at] + piece + data[at + length :]
    (tmp_path / name).write_bytes(data)
    read_or_refuse(tmp_path / name)
    read_or_refuse(tmp_path / name, format=form)


@files
@pytest.mark.parametrize("share", [0.01, 0.2, 0.5, 0.9, 0.99])
def test_a_file_cut_off(tmp_path, form, name, data, share):
    (tmp_path / name).write_bytes(data[: int(share * len(data))] or b" ")
    read_or_refuse(tmp_path / name)
    read_or_refuse(tmp_path / name, format=form)


@pytest.mark.parametrize("form", FORMATS)
@fuzzing
@given(data=st.binary(min_size=1, max_size=300))
def test_any_bytes_in_any_format(tmp_path, form, data):
    (tmp_path / "x").write_bytes(data)
    read_or_refuse(tmp_path / "x", format=form)


@files
def test_every_file_of_another_format_gives_messages_or_one_clear_error(tmp_path, form, name, data):
    (tmp_path / "x").write_bytes(data)
    for other in FORMATS:
        read_or_refuse(tmp_path / "x", format=other)


JSON_FILES = [(form, json.loads(data)) for form, _, data in FILES if data[:1] in {b"[", b"{"} and _is_json(data)]
ODD = [
    None,
    True,
    -1,
    0,
    5,
    2**63,
    10**40,
    1e300,
    "",
    "系统",
    "9" * 30,
    [],
    [[]],
    ["a", None],
    {},
    {"a": {}},
    [{"b": 1}],
]


def changed(value, rng):
    """A copy in which a few of the values, at any depth, are others."""
    if rng.random() < 0.04:
        return rng.choice(ODD)
    if isinstance(value, dict):
        return {name: changed(inner, rng) for name, inner in value.items()}
    return [changed(inner, rng) for inner in value] if isinstance(value, list) else value


@pytest.mark.parametrize(("form", "value"), JSON_FILES, ids=[f"{form}-{n}" for n, (form, _) in enumerate(JSON_FILES)])
@fuzzing
@given(seed=st.integers(0, 2**32))
def test_any_value_in_any_place_of_a_json_file(tmp_path, form, value, seed):
    (tmp_path / "x").write_text(json.dumps(changed(value, random.Random(seed))), encoding="utf-8")
    read_or_refuse(tmp_path / "x", format=form)


PIECES = [
    "[引用 ",
    "[图片|](",
    "<|im_start|>",
    "a/",
    "> ",
    "(我) ",
    "# ",
    "\n",
    "\n\n我 12:00:00",
    '{"_type":',
    "((((",
    "****",
]


@pytest.mark.parametrize("form", FORMATS)
def test_no_repetition_makes_a_format_slow(tmp_path, form):
    sample = next(data for one, _, data in FILES if one == form)
    for piece in PIECES:
        (tmp_path / "x").write_bytes(sample + (piece * (200_000 // len(piece))).encode())
        start = time.process_time()
        read_or_refuse(tmp_path / "x", format=form)
        assert time.process_time() - start < 10
