"""Whatever JSON a file of MemoTrace holds: messages or one clear error, and what was typed arrives as it was."""

import json

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.generators.chats import EVERY_KIND, FRIEND, ME, START, Message
from tests.generators.memotrace import csv_bytes, dumped, html_item, html_json_bytes
from tests.sources.reading import read_or_refuse

fuzzing = settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])

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
