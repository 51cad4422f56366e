"""Whatever happens to a file: messages or one clear error, and the numbers add up."""

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curation import sources
from curation.errors import SENTENCES, RuwoError
from curation.sources import jsonfile
from tests.generators.chats import EVERY_KIND, FRIEND, ME, START, Message, invented
from tests.generators.memotrace import by_window, csv_bytes, dumped, html_item, html_json_bytes, training
from tests.sources.reading import checked

FILES = {
    "小满.csv": csv_bytes(EVERY_KIND),
    "小满.html.json": html_json_bytes(EVERY_KIND),
    "小满.json": dumped(training(by_window(invented(60, seed=2)), seed=1)),
}
FORMATS = dict(zip(FILES, ("memotrace_csv", "memotrace_html_json", "memotrace_training"), strict=True))

fuzzing = settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
pieces = st.one_of(
    st.binary(max_size=12),
    st.sampled_from([b'"', b"\\", b"\r\n", b"\0", b",", b"[[[[", b"}", b"\\ud83d", b"\xff", b"NaN", b"null", b'"role"',
                     b"\xef\xbb\xbf"]),
)  # fmt: skip
edits = st.lists(st.tuples(st.floats(0, 1), st.integers(0, 40), pieces), min_size=1, max_size=6)


def mutated(data, changes):
    """The bytes with pieces put in the place of others."""
    for place, length, piece in changes:
        at = int(place * len(data))
        data = data[:at] + piece + data[at + length :]
    return data


def read_or_refuse(path, **options):
    """The checked import, or None after an error with a sentence that fits its parameters."""
    try:
        found = sources.read(path, **options)
    except RuwoError as error:
        SENTENCES[error.code].format(**error.params)
        return None
    return checked(found)


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("name", FILES)
@fuzzing
@given(changes=edits)
def test_any_damage_gives_messages_or_one_clear_error(tmp_path, monkeypatch, name, streamed, changes):
    monkeypatch.setattr(jsonfile, "WHOLE", 0 if streamed else 64 << 20)
    (tmp_path / name).write_bytes(mutated(FILES[name], changes))
    read_or_refuse(tmp_path / name)
    read_or_refuse(tmp_path / name, format=FORMATS[name])


@pytest.mark.parametrize("name", FILES)
@fuzzing
@given(length=st.floats(0, 1))
def test_a_file_cut_off_anywhere(tmp_path, name, length):
    data = FILES[name]
    (tmp_path / name).write_bytes(data[: int(length * len(data))])
    read_or_refuse(tmp_path / name)


@pytest.mark.parametrize("form", FORMATS.values())
@fuzzing
@given(data=st.binary(max_size=400))
def test_any_bytes_in_any_format(tmp_path, form, data):
    (tmp_path / "x").write_bytes(data)
    read_or_refuse(tmp_path / "x", format=form)


values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.just("system")),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(st.text(max_size=8), inner, max_size=4)),
    max_leaves=12,
)
turns = st.one_of(
    values,
    st.fixed_dictionaries({"role": st.sampled_from(["user", "assistant", "system", 1]), "content": values}),
    st.fixed_dictionaries({"role": st.sampled_from(["user", "assistant"]), "content": st.text(max_size=9)}),
)
conversations = st.one_of(
    values, st.fixed_dictionaries({"conversations": st.one_of(values, st.lists(turns, max_size=6))})
)


@fuzzing
@given(items=st.lists(conversations, max_size=8))
def test_any_json_as_training_file(tmp_path, items):
    (tmp_path / "小满.json").write_bytes(json.dumps(items).encode())
    read_or_refuse(tmp_path / "小满.json", format="memotrace_training")


changed = st.dictionaries(
    st.sampled_from(sorted({key for message in EVERY_KIND for key in html_item(message)})), values
)


@fuzzing
@given(items=st.lists(st.one_of(values, st.tuples(st.sampled_from(EVERY_KIND), changed)), max_size=8))
def test_any_json_as_complete_log(tmp_path, items):
    made = [html_item(one[0]) | one[1] if isinstance(one, tuple) else one for one in items]
    (tmp_path / "小满.html.json").write_bytes(json.dumps(made).encode())
    read_or_refuse(tmp_path / "小满.html.json", format="memotrace_html_json")


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r"), max_size=30)


@fuzzing
@given(words=st.lists(st.tuples(st.booleans(), texts), min_size=1, max_size=20))
def test_what_was_typed_arrives_code_point_for_code_point(tmp_path, words):
    chat = [Message(n, ME if mine else FRIEND, text, at=START + n) for n, (mine, text) in enumerate(words)]
    for name, data in (("小满.csv", csv_bytes(chat)), ("小满.html.json", html_json_bytes(chat))):
        (tmp_path / name).write_bytes(data)
        assert read_or_refuse(tmp_path / name).messages["text"].tolist() == [text for _, text in words]


@fuzzing
@given(words=st.lists(texts.filter(str.strip), min_size=2, max_size=12))
def test_turns_of_a_training_file_arrive_too(tmp_path, words):
    turns = [{"role": ("user", "assistant")[n % 2], "content": text} for n, text in enumerate(words)]
    (tmp_path / "小满.json").write_bytes(dumped([{"conversations": turns}]))
    assert read_or_refuse(tmp_path / "小满.json").messages["text"].tolist() == words
