"""The same conversations in the three layouts of MemoTrace's training JSON."""

import json

import pytest
from hypothesis import given

from curation import sources
from tests.generators.chats import FRIEND, ME, invented
from tests.generators.memotrace import V3_SYSTEM, by_interval, by_window, dumped, training
from tests.generators.memotrace_models import alpaca, alpaca_item, glm4
from tests.sources.reading import read_bytes, rows
from tests.sources.test_fuzz import fuzzing, read_or_refuse, values

CHAT = invented(120, seed=3)


LAYOUTS = {"memotrace_glm4": glm4, "memotrace_alpaca": alpaca}


@pytest.mark.parametrize("form", LAYOUTS)
@pytest.mark.parametrize("system", ["", V3_SYSTEM])
@pytest.mark.parametrize("strategy", [by_interval, by_window])
def test_every_model_gives_the_messages_of_chatglm(tmp_path, form, system, strategy):
    made = training(strategy(CHAT), system=system, seed=4)
    found = read_bytes(tmp_path, "小满.json", LAYOUTS[form](made))
    plain = read_bytes(tmp_path, "小满.json", dumped(made))
    assert (found.report.format, plain.report.format) == (form, "memotrace_training")
    assert rows(found.messages) == rows(plain.messages)
    assert {**found.report.to_dict(), "format": ""} == {**plain.report.to_dict(), "format": ""}
    assert found.chats == plain.chats
    assert found.system_texts == plain.system_texts


@pytest.mark.parametrize("form", LAYOUTS)
def test_the_format_is_certain(tmp_path, form):
    (tmp_path / "x").write_bytes(LAYOUTS[form](training(by_interval(CHAT))))
    best, *others = sources.sniff(tmp_path / "x")
    assert (best.format, best.confidence > 0.9) == (form, True)
    assert all(other.confidence < best.confidence for other in others)


def test_another_programs_messages_are_only_a_guess(tmp_path):
    compact = json.dumps([{"messages": [{"role": "user", "content": "在吗"}, {"role": "assistant", "content": "在"}]}])
    (tmp_path / "x").write_text(compact, encoding="utf-8")
    (guess,) = [guess for guess in sources.sniff(tmp_path / "x") if guess.format == "memotrace_glm4"]
    assert guess.confidence <= 0.5


@pytest.mark.parametrize(
    "item",
    [
        {"instruction": "早", "input": "", "output": "早呀"},
        {"instruction": "早", "input": "", "output": "早呀", "system": "", "history": []},
        {"system": "", "instruction": "早", "input": "", "output": ["早呀", "不早"], "history": []},
    ],
)
def test_other_alpaca_files_are_not_memotraces(tmp_path, item):
    (tmp_path / "x").write_bytes(dumped([item]))
    assert "memotrace_alpaca" not in {guess.format for guess in sources.sniff(tmp_path / "x")}


def test_an_input_stands_below_the_instruction(tmp_path):
    item = alpaca_item([{"role": "user", "content": "看这个"}, {"role": "assistant", "content": "好"}])
    found = read_bytes(tmp_path, "x.json", dumped([item | {"input": "一只猫"}]))
    assert found.messages["text"].tolist() == ["看这个\n一只猫", "好"]


@pytest.mark.parametrize(
    ("history", "reason"),
    [
        ([["在吗"]], "record_invalid"),
        (["在吗"], "record_invalid"),
        ("在吗", "record_invalid"),
        ([["在吗", "在"], None], "record_invalid"),
        ([["在吗", 5]], "content_not_text"),
        ([["在吗", " "]], "text_empty"),
    ],
)
def test_a_broken_history_is_set_aside(tmp_path, history, reason):
    item = alpaca_item([{"role": "user", "content": "吃了吗"}, {"role": "assistant", "content": "没"}])
    found = read_bytes(tmp_path, "x.json", dumped([item | {"history": history}]))
    assert found.messages["text"].tolist()[-2:] == ["吃了吗", "没"]
    assert found.report.set_aside == {reason: 1}


@pytest.mark.parametrize("form", LAYOUTS)
@pytest.mark.parametrize("element", [5, None, [], "嗯", {"conversations": []}, {"instruction": "嗯"}])
def test_an_element_of_another_shape_is_set_aside(tmp_path, form, element):
    made = json.loads(LAYOUTS[form](training(by_interval(CHAT))))
    found = read_bytes(tmp_path, "x.json", dumped([*made, element]), format=form)
    assert found.report.set_aside["record_invalid"] == 1
    assert {sender.name for sender in found.chats[0].senders} == {ME, FRIEND}


@pytest.mark.parametrize("form", LAYOUTS)
@fuzzing
@given(data=values)
def test_any_json_in_place_of_it(tmp_path, form, data):
    keys = {"messages": data, "system": data, "instruction": data, "input": data, "output": data, "history": data}
    (tmp_path / "x.json").write_text(json.dumps([data, keys]), encoding="utf-8")
    read_or_refuse(tmp_path / "x.json", format=form)
