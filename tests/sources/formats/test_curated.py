import io
import json
from itertools import groupby

import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation import bubbles, dataset, sources
from curation.dataset import formats
from curation.dataset.rows import Bubble, Fragment
from curation.errors import RuwoError
from curation.sources import curated, jsonfile
from tests.generators.curated import SYSTEM, TALKS, alpaca_row, as_lines, as_list, chatml, openai_row, sharegpt_row
from tests.sources.reading import read_bytes

FILES = {
    "sharegpt.json": as_list(sharegpt_row),
    "sharegpt.jsonl": as_lines(sharegpt_row),
    "openai.json": as_list(openai_row),
    "openai.jsonl": as_lines(openai_row),
    "alpaca.json": as_list(alpaca_row),
    "alpaca.jsonl": as_lines(alpaca_row),
    "chatml.txt": chatml(),
}
EXPECTED = [(n, side, text) for n, talk in enumerate(TALKS) for side, parts in talk for text in parts]


def told(messages):
    """(group, side, text) of every message."""
    return list(zip(messages["group"].tolist(), messages["sender_id"].tolist(), messages["text"].tolist(), strict=True))


@pytest.mark.parametrize("name", FILES)
def test_every_layout_gives_the_same_bubbles(tmp_path, name):
    found = read_bytes(tmp_path, name, FILES[name])
    assert told(found.messages) == EXPECTED
    assert set(found.messages["kind"]) == {"text"}
    assert found.messages["time"].isna().all()
    assert found.system_texts == {SYSTEM: len(TALKS)}
    assert found.report.set_aside == {"system_text": len(TALKS)}
    assert found.report.kept == sum(map(len, TALKS))
    assert not found.report.problem_count


def test_the_assistant_is_only_suggested(tmp_path):
    found = read_bytes(tmp_path, "a.json", FILES["sharegpt.json"])
    assert {sender.sender_id: (sender.is_owner, sender.suggested) for sender in found.chats[0].senders} == {
        "user": (None, False),
        "assistant": (None, True),
    }
    assert found.messages["is_persona"].isna().all()


def exported(fragments, context_in, form="sharegpt"):
    """The bytes of our own export."""
    made = dataset.build(fragments, system=SYSTEM, context_in=context_in)
    stream = io.BytesIO()
    formats.writers()[form].write(made.rows, stream)
    return stream.getvalue()


def reopened(messages):
    """The fragments of an import, without what only an export knows."""
    rows = zip(messages["group"], messages["sender_id"], messages["kind"], messages["text"], strict=True)
    for group, some in groupby(rows, key=lambda row: row[0]):
        listed = list(some)
        spoken = [
            Bubble("persona" if side == "assistant" else "human", text)
            for _, side, kind, text in listed
            if kind == "text"
        ]
        yield Fragment(int(group), tuple(spoken), "".join(text for _, _, kind, text in listed if kind == "system"))


texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n"), min_size=1, max_size=12).filter(
    lambda text: text.strip() and not text.startswith("（背景：")
)
talks = st.lists(st.tuples(texts, st.lists(texts, max_size=2), texts), min_size=1, max_size=3)


@settings(max_examples=100, deadline=None)
@given(
    parts=st.lists(st.tuples(talks, st.one_of(st.just(""), texts)), min_size=1, max_size=4),
    place=st.sampled_from(["turn", "system"]),
    form=st.sampled_from(["sharegpt", "sharegpt_lines"]),
)
def test_our_own_export_reopens_without_loss(tmp_path_factory, parts, place, form):
    fragments = [
        Fragment(
            n,
            tuple(
                bubble
                for question, more, answer in talk
                for bubble in (
                    *(Bubble("human", text) for text in (question, *more)),
                    Bubble("persona", bubbles.clean(answer)[0]),
                )
            ),
            context.strip(),
        )
        for n, (talk, context) in enumerate(parts)
    ]
    data = exported(fragments, place, form)
    found = read_bytes(tmp_path_factory.mktemp("a"), "a.json", data)
    assert found.system_texts == {SYSTEM: len(fragments)}
    assert exported(reopened(found.messages), place, form) == data


def test_background_is_context(tmp_path):
    talk = [("user", ["（背景：昨天吵过架）", "还气吗"]), ("assistant", ["（背景：没有）"])]
    messages = read_bytes(tmp_path, "a.json", as_list(sharegpt_row, [talk])).messages
    assert messages[["kind", "text"]].to_numpy().tolist() == [
        ["system", "昨天吵过架"],
        ["text", "还气吗"],
        ["text", "（背景：没有）"],
    ]


def test_among_answers_a_few_to_choose_from_are_set_aside(tmp_path):
    rows = [{"instruction": f"问{n}", "input": "", "output": f"答{n}"} for n in range(3)]
    rows.insert(1, {"instruction": "选", "input": "", "output": ["好", "坏"]})
    (tmp_path / "x.json").write_text(json.dumps(rows), encoding="utf-8")
    found = sources.read(tmp_path / "x.json")
    assert found.messages["text"].tolist() == ["问0", "答0", "选", "问1", "答1", "问2", "答2"]
    assert found.report.set_aside == {"content_not_text": 1}


@pytest.mark.parametrize(("asks", "answers"), [("Human", "Assistant"), ("USER", "MODEL"), ("user", "bot")])
def test_roles_as_others_write_them(tmp_path, asks, answers):
    talk = {"conversations": [{"from": asks, "value": "在吗"}, {"from": answers, "value": "在"}]}
    (tmp_path / "x.json").write_text(json.dumps([talk, talk]), encoding="utf-8")
    assert sources.read(tmp_path / "x.json").messages["sender_id"].tolist() == ["user", "assistant"] * 2


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("form", ["sharegpt", "openai", "alpaca"])
@pytest.mark.parametrize(("around", "wrap"), [('{"version": 1, "data": ', "}"), ('{"train": ', ', "test": []}')])
def test_a_list_may_stand_in_an_object(tmp_path, monkeypatch, form, around, wrap, streamed):
    monkeypatch.setattr(jsonfile, "WHOLE", 0 if streamed else jsonfile.WHOLE)
    data = around.encode() + FILES[f"{form}.json"] + wrap.encode()
    assert told(read_bytes(tmp_path, "a.json", data).messages) == EXPECTED


@pytest.mark.parametrize(
    "element",
    [
        {"instruction": "选一个", "input": "", "output": ["好的", "不好"]},
        {"instruction": "选一个", "chosen": "好的", "rejected": "不好"},
        {"conversations": [{"from": "human", "value": "选"}], "chosen": {"value": "a"}, "rejected": {"value": "b"}},
    ],
)
@pytest.mark.parametrize("lines", [False, True])
def test_two_answers_to_choose_from_are_refused(tmp_path, element, lines):
    text = json.dumps(element, ensure_ascii=False)
    (tmp_path / "dpo.json").write_text(text if lines else f"[{text}]", encoding="utf-8")
    with pytest.raises(RuwoError) as caught:
        sources.read(tmp_path / "dpo.json")
    assert (caught.value.code, caught.value.params) == ("dpo_file", {"file": "dpo.json"})


@pytest.mark.parametrize(
    ("turn", "reason"),
    [
        (5, "record_invalid"),
        ({"from": "observation", "value": "{}"}, "role_unknown"),
        ({"from": ["gpt"], "value": "a"}, "role_unknown"),
        ({"from": "gpt"}, "record_incomplete"),
        ({"from": "gpt", "value": 5}, "content_not_text"),
        ({"from": "gpt", "value": " \n"}, "text_empty"),
    ],
)
def test_a_broken_turn_is_set_aside_with_its_reason(tmp_path, turn, reason):
    row = sharegpt_row(TALKS[0], system="")
    row["conversations"].insert(1, turn)
    found = read_bytes(tmp_path, "a.json", json.dumps([row]).encode())
    assert (found.report.set_aside, len(found.messages)) == ({reason: 1}, 4)


def test_what_is_no_conversation_is_set_aside(tmp_path):
    data = FILES["sharegpt.jsonl"] + b'{"text": "x"}\n{broken\n'
    found = read_bytes(tmp_path, "a.jsonl", data)
    assert found.report.set_aside["record_invalid"] == 2
    assert told(found.messages) == EXPECTED


def test_two_turns_of_one_side_are_kept_and_told(tmp_path):
    data = as_list(sharegpt_row, [[("user", ["早"]), ("user", ["在吗"]), ("assistant", ["在"])]])
    found = read_bytes(tmp_path, "a.json", data)
    assert len(found.messages) == 3
    assert [problem.reason for problem in found.report.problems] == ["role_repeated"]


def test_one_conversation_over_several_lines(tmp_path):
    data = json.dumps(openai_row(TALKS[1]), ensure_ascii=False, indent=2).encode()
    assert told(read_bytes(tmp_path, "a.json", data).messages) == [(0, *rest) for n, *rest in EXPECTED if n == 1]


def test_contents_in_parts_and_the_key_of_chatglm(tmp_path):
    parts = [
        {"type": "text", "text": "看"},
        {"type": "image_url", "image_url": {"url": "x"}},
        {"type": "text", "text": "图"},
    ]
    row = {"messages": [{"role": "user", "content": parts}, {"role": "assistant", "content": "好"}]}
    assert read_bytes(tmp_path, "a.json", json.dumps([row]).encode()).messages["text"].tolist() == ["看", "图", "好"]
    row = {"conversations": [{"role": "user", "content": "早"}, {"role": "assistant", "content": "好"}]}
    found = read_bytes(tmp_path, "a.jsonl", (json.dumps(row) + "\n").encode() * 2)
    assert (found.report.format, len(found.messages)) == ("openai_messages", 4)


def test_instruction_and_input_stand_below_each_other(tmp_path):
    row = {"instruction": "翻译", "input": "早", "output": "morning"}
    assert read_bytes(tmp_path, "a.json", json.dumps([row]).encode()).messages["text"].tolist() == [
        "翻译",
        "早",
        "morning",
    ]


def test_a_large_file_is_streamed_to_the_same(tmp_path, monkeypatch):
    monkeypatch.setattr("curation.sources.jsonfile.WHOLE", 0)
    assert told(read_bytes(tmp_path, "a.json", FILES["sharegpt.json"]).messages) == EXPECTED


WORDS = [
    "好",
    "在\n吗",
    "a\n\n\nb",
    "\n嗯\n",
    " ",
    "第一\r\n第二",
    "（背景：昨天\n下雨）\n好",
    "你是小满",
    "规则\n背景：雨天",
    "\n \n",
]
SAID = st.one_of(st.sampled_from(WORDS[:2]), st.sampled_from([*WORDS, None, 3, ["a"]]))
TURNS = st.lists(st.tuples(st.sampled_from(["human", "gpt", "system", "tool", "user", "assistant"]), SAID), max_size=4)
GOOD = [("human", "好"), ("gpt", "在\n吗"), ("human", "嗯"), ("gpt", "好的")]


@settings(max_examples=60, deadline=None)
@given(
    talks=st.lists(st.one_of(st.just(GOOD), TURNS), min_size=1, max_size=9), system=SAID, few=st.sampled_from([1, 3])
)
def test_many_at_once_are_read_as_one_by_one(tmp_path_factory, talks, system, few):
    folder = tmp_path_factory.mktemp("many")
    for row in (sharegpt_layout, openai_layout):
        data = json.dumps(
            [row(GOOD, ""), *(row(turns, system if n % 2 else "") for n, turns in enumerate(talks))]
        ).encode()
        with pytest.MonkeyPatch.context() as patched:
            patched.setattr(curated, "_FEW", few)
            found = read_bytes(folder, "x.json", data)
            patched.setattr(curated, "_plain", lambda *given: None)
            slowly = read_bytes(folder, "x.json", data)
        pd.testing.assert_frame_equal(found.messages, slowly.messages)
        assert (found.report, found.system_texts) == (slowly.report, slowly.system_texts)


def sharegpt_layout(turns, system):
    return {"conversations": [{"from": role, "value": text} for role, text in turns], "system": system}


def openai_layout(turns, system):
    return {"messages": [{"role": role, "content": text} for role, text in turns]}
