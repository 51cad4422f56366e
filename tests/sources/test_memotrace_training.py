import json

import pytest

from curation import sources
from tests.generators.chats import FRIEND, ME, invented
from tests.generators.memotrace import V2_SYSTEM, V3_SYSTEM, by_interval, by_window, dumped, training, v2_pair
from tests.sources.reading import golden, read_bytes, rows

CHAT = invented(120, seed=3)


def conversations(*talks):
    """A training file of these talks: (role, content) or anything else in place of a record."""
    return dumped([
        {"conversations": [{"role": r[0], "content": r[1]} if isinstance(r, tuple) else r for r in talk]}
        for talk in talks
    ])  # fmt: skip


def test_v3_arrives_as_in_the_golden_file(tmp_path):
    data = dumped(training(by_interval(CHAT[:40]), seed=1))
    found = rows(read_bytes(tmp_path, "小满.json", data).messages)
    assert found == golden("memotrace_training_v3", found)


def test_v2_arrives_as_in_the_golden_file(tmp_path):
    found = rows(read_bytes(tmp_path, "小满_train.json", v2_pair(CHAT[:40])[0]).messages)
    assert found == golden("memotrace_training_v2", found)


def test_v3_keeps_a_turn_whole_and_marks_the_comma_that_may_be_a_joint(tmp_path):
    made = training(by_interval(CHAT))
    found = read_bytes(tmp_path, "小满.json", dumped(made))
    turns = [turn["content"] for one in made for turn in one["conversations"] if turn["role"] != "system"]
    assert found.messages["text"].tolist() == turns
    joints = [json.loads(extra)["joint"] for extra in found.messages["extra"].dropna()]
    assert joints == [True] * sum("，" in turn for turn in turns)
    assert found.messages["group"].nunique() == len(made)
    assert [note.code for note in found.report.notes] == ["lossy_format", "joints_unsure"]


def test_v2_gives_back_every_bubble(tmp_path):
    made = training(by_interval(CHAT, 60, 1), "\n", V2_SYSTEM)
    found = read_bytes(tmp_path, "小满.json", dumped(made))
    bubbles = [
        bubble
        for one in made
        for turn in one["conversations"]
        if turn["role"] != "system"
        for bubble in turn["content"].split("\n")
    ]
    assert found.messages["text"].tolist() == bubbles
    assert found.messages["extra"].isna().all()
    assert found.report.messages > found.report.kept


def test_a_run_of_line_breaks_stood_in_the_bubble_itself(tmp_path):
    data = conversations([("system", V2_SYSTEM), ("user", "一\n二\n\n三\r\n四"), ("assistant", "五\n")])
    found = read_bytes(tmp_path, "小满.json", data)
    assert found.messages["text"].tolist() == ["一", "二\n\n三", "四", "五"]
    assert found.report.crlf == 1


def test_a_line_break_in_v3_is_the_persons_own(tmp_path):
    data = conversations([("system", V3_SYSTEM), ("user", "一\n二"), ("assistant", "三")])
    assert read_bytes(tmp_path, "小满.json", data).messages["text"].tolist() == ["一\n二", "三"]


def test_both_halves_of_a_pair_are_one_source(tmp_path):
    train, dev = v2_pair(CHAT)
    (tmp_path / "小满_train.json").write_bytes(train)
    (tmp_path / "小满_dev.json").write_bytes(dev)
    other = sources.pair_of(tmp_path / "小满_dev.json")
    assert other == tmp_path / "小满_train.json"
    found = sources.read([tmp_path / "小满_train.json", tmp_path / "小满_dev.json"])
    assert sorted(found.messages["text"]) == sorted(message.text for message in _paired(CHAT))
    assert [chat.key for chat in found.chats] == ["小满"]
    assert found.report.file == "小满_train.json, 小满_dev.json"


def _paired(chat):
    """What a v2 export keeps of a chat: in each group, from the friend's first bubble to my last."""
    for group in by_interval(chat, 60, 1):
        while group and group[0].mine:
            group.pop(0)
        while group and not group[-1].mine:
            group.pop()
        yield from group


def test_names_come_from_the_system_text(tmp_path):
    found = read_bytes(tmp_path, "小满.json", dumped(training(by_interval(CHAT))))
    names = {sender.sender_id: sender.name for sender in found.chats[0].senders}
    assert names == {"assistant": ME, "user": FRIEND}
    assert dict(found.system_texts) == {V3_SYSTEM: found.messages["group"].nunique()}
    assert found.report.set_aside == {"system_text": found.messages["group"].nunique()}


def test_a_merged_file_has_a_name_for_each_friend(tmp_path):
    other = V3_SYSTEM.replace(FRIEND, "老邱")
    data = conversations(
        [("system", V3_SYSTEM), ("user", "早"), ("assistant", "早")],
        [("system", other), ("user", "开会"), ("assistant", "来了")],
        [("user", "谁"), ("assistant", "我")],
    )
    assert read_bytes(tmp_path, "a.json", data).messages["sender"].tolist() == [FRIEND, ME, "老邱", ME, "", ""]


def test_v2s_friend_has_no_name(tmp_path):
    found = read_bytes(tmp_path, "小满_train.json", v2_pair(CHAT)[0])
    assert {sender.sender_id: sender.name for sender in found.chats[0].senders} == {"assistant": ME, "user": ""}


def test_nobody_is_the_persona_until_somebody_says_so(tmp_path):
    data = dumped(training(by_interval(CHAT)))
    found = read_bytes(tmp_path, "小满.json", data)
    assert found.messages["is_persona"].isna().all()
    assert {sender.sender_id: (sender.is_owner, sender.suggested) for sender in found.chats[0].senders} == {
        "assistant": (None, True),
        "user": (None, False),
    }
    for persona, role in (("user", "user"), (ME, "assistant"), (FRIEND, "user")):
        named = read_bytes(tmp_path, "小满.json", data, persona=persona).messages
        assert named["is_persona"].tolist() == (named["sender_id"] == role).tolist()


def test_there_are_no_times(tmp_path):
    messages = read_bytes(tmp_path, "小满.json", dumped(training(by_interval(CHAT)))).messages
    assert messages["time"].isna().all()
    assert set(messages["time_precision"]) == {"none"}


@pytest.mark.parametrize(
    ("record", "reason"),
    [
        (("tool", "查天气"), "role_unknown"),
        (([], "查天气"), "role_unknown"),
        (("user", 5), "content_not_text"),
        (("user", None), "content_not_text"),
        (("user", ""), "text_empty"),
        (("user", " \n"), "text_empty"),
        ({"role": "user"}, "record_incomplete"),
        ({"content": "嗯"}, "record_incomplete"),
        ("嗯", "record_invalid"),
    ],
)
def test_a_broken_record_is_set_aside_with_its_reason(tmp_path, record, reason):
    data = conversations([("user", "在吗"), ("assistant", "在"), record, ("assistant", "喂")])
    found = read_bytes(tmp_path, "小满.json", data)
    assert found.messages["text"].tolist() == ["在吗", "在", "喂"]
    assert found.report.set_aside == {reason: 1}
    assert (found.report.problems[0].record, found.report.problems[0].reason) == (3, reason)


@pytest.mark.parametrize("element", [5, None, {"messages": []}, {"conversations": "嗯"}, {"conversations": {"a": 1}}])
def test_a_conversation_of_another_shape_is_set_aside(tmp_path, element):
    data = dumped([{"conversations": [{"role": "user", "content": "在吗"}]}, element])
    found = read_bytes(tmp_path, "小满.json", data)
    assert found.messages["text"].tolist() == ["在吗"]
    assert found.report.set_aside == {"record_invalid": 1}


def test_two_turns_of_one_side_are_kept_and_reported(tmp_path):
    data = conversations([("user", "在吗"), ("user", "喂"), ("assistant", "在")], [("user", "早")])
    found = read_bytes(tmp_path, "小满.json", data)
    assert found.messages["text"].tolist() == ["在吗", "喂", "在", "早"]
    assert [(problem.record, problem.reason) for problem in found.report.problems] == [(2, "role_repeated")]


def test_a_sliding_window_is_stitched_back(tmp_path):
    found = read_bytes(tmp_path, "小满.json", dumped(training(by_window(CHAT), seed=5)))
    assert found.messages["group"].nunique() == 1
    words = "，".join(found.messages["text"])
    numbers = [message.text for message in CHAT if message.text in words]
    assert "，".join(numbers) == words
    assert len(numbers) >= len(CHAT) - 4
    assert found.report.merged["window_repeat"] == found.report.records - found.report.kept - found.report.set_aside[
        "system_text"
    ]  # fmt: skip
    (note,) = [note for note in found.report.notes if note.code == "window_repeats"]
    assert note.params == {"count": found.report.merged["window_repeat"], "groups": 1}


def test_masks_of_the_exporter_stay(tmp_path):
    data = conversations([("user", "我的[phone xxx]"), ("assistant", "[id_card xxx]收到")])
    assert read_bytes(tmp_path, "小满.json", data).messages["text"].tolist() == ["我的[phone xxx]", "[id_card xxx]收到"]
