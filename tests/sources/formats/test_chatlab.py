import json

import pytest

from tests.generators.chatlab import chatlab_json, chatlab_jsonl, item
from tests.generators.chats import EVERY_KIND, FRIEND, ME, Message, invented
from tests.generators.memotrace import dumped
from tests.generators.weflow import account
from tests.sources.reading import golden, read_bytes, rows

WRITERS = {"x.json": chatlab_json, "x.jsonl": chatlab_jsonl}


def one(tmp_path, **fields):
    """The one message of a file whose one message has these fields beside the usual ones."""
    made = item(Message(0, FRIEND, "嗯")) | fields
    data = {"chatlab": {"version": "0.0.2"}, "meta": {"name": "x"}, "members": [], "messages": [made]}
    return rows(read_bytes(tmp_path, "x.json", dumped(data)).messages)[0]


@pytest.mark.parametrize("name", WRITERS)
def test_every_layout_gives_the_same_messages(tmp_path, name):
    found = read_bytes(tmp_path, name, WRITERS[name](EVERY_KIND))
    messages = found.messages
    assert messages["kind"].tolist() == [message.kind for message in EVERY_KIND]
    assert messages["text"].tolist() == [message.text for message in EVERY_KIND]
    assert messages["message_id"].tolist() == [message.id for message in EVERY_KIND]
    assert [when.timestamp() for when in messages["time"]] == [message.at for message in EVERY_KIND]
    assert messages["sender"].tolist() == [message.sender for message in EVERY_KIND]
    assert messages["is_persona"].tolist() == [message.mine for message in EVERY_KIND]
    assert messages["reply_to"].dropna().tolist() == [EVERY_KIND[2].id]
    assert found.report.records == len(EVERY_KIND)
    assert not found.report.problem_count
    (chat,) = found.chats
    assert chat.key == FRIEND
    assert {sender.name: sender.aliases for sender in chat.senders} == {ME: (f"{ME}同学",), FRIEND: (f"{FRIEND}同学",)}


def test_every_kind_arrives_as_in_the_golden_file(tmp_path):
    found = rows(read_bytes(tmp_path, "x.json", chatlab_json(EVERY_KIND)).messages)
    assert found == golden("chatlab_json", found)


@pytest.mark.parametrize("name", WRITERS)
def test_without_an_owner_nobody_is(tmp_path, name):
    data = WRITERS[name](invented(4)).replace(b'"ownerId"', b'"someId"')
    assert read_bytes(tmp_path, name, data).messages["is_persona"].isna().all()


@pytest.mark.parametrize(
    ("fields", "kind", "text"),
    [
        ({"type": 1, "content": "看这朵云"}, "image", "看这朵云"),
        ({"type": 1, "content": "photos/a b.jpg"}, "image", ""),
        ({"type": 1, "content": "https://e.cn/a.jpg"}, "image", ""),
        ({"type": 1, "content": "[Photo]"}, "image", ""),
        ({"type": 5, "content": None}, "sticker", ""),
        ({"type": 5, "content": "[表情]"}, "sticker", ""),
        ({"type": 5, "content": "[晚安]"}, "sticker", "晚安"),
        ({"type": 24, "content": "点餐"}, "link", "点餐"),
        ({"type": 80, "content": "甲加入了群聊"}, "system", "甲加入了群聊"),
        ({"type": 99, "content": "<msg>a</msg>"}, "other", ""),
        ({"type": 77, "content": "新的"}, "other", "新的"),
        ({"type": 0, "content": "[图片]"}, "text", "[图片]"),
        ({"type": 0, "content": "同意", "replyToMessageId": "9"}, "quote", "同意"),
        (
            {"type": 26, "content": "[聊天记录] 周末", "chatRecords": [{"accountName": "甲", "content": "去"}]},
            "forward",
            "周末",
        ),
    ],
)
def test_kinds_and_words(tmp_path, fields, kind, text):
    found = one(tmp_path, **fields)
    assert (found["kind"], found["text"]) == (kind, text)


@pytest.mark.parametrize("stamp", [1704067200, "1704067200", 1704067200.5, 1704067200000, 1704067200999])
def test_times_in_seconds_and_where_somebody_wrote_milliseconds(tmp_path, stamp):
    data = {"chatlab": {"version": "0.0.2"}, "meta": {"name": "x"}}
    data["messages"] = [{"sender": "a", "accountName": "甲", "timestamp": stamp, "type": 0, "content": "早"}]
    found = read_bytes(tmp_path, "x.json", json.dumps(data).encode())
    assert str(found.messages["time"][0]) == "2024-01-01 00:00:00+00:00"


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize(
    ("element", "reason"),
    [
        ({"sender": "a", "content": "没有类型"}, "record_incomplete"),
        ({"type": True, "content": "怪类型"}, "record_incomplete"),
        ({"type": 0, "content": None}, "text_empty"),
        ({"type": 0, "content": [1]}, "content_not_text"),
    ],
)
def test_a_broken_record_is_set_aside_with_its_reason(tmp_path, name, element, reason):
    if name == "x.json":
        value = json.loads(chatlab_json(invented(3)))
        value["messages"].append(element)
        data = dumped(value)
    else:
        data = chatlab_jsonl(invented(3)) + b"\n" + json.dumps({"_type": "message", **element}).encode()
    found = read_bytes(tmp_path, name, data)
    assert (len(found.messages), found.report.set_aside) == (3, {reason: 1})


@pytest.mark.parametrize("line", ["{", "[]", "5", '{"_type": "gift"}', "[" * 5000])
def test_a_line_that_says_nothing_is_set_aside(tmp_path, line):
    found = read_bytes(tmp_path, "x.jsonl", chatlab_jsonl(invented(3)) + f"\n{line}\n".encode())
    assert (len(found.messages), found.report.set_aside) == (3, {"record_invalid": 1})


def test_a_second_header_begins_another_chat(tmp_path):
    data = chatlab_jsonl(invented(3)) + b"\n" + chatlab_jsonl([Message(9, "老邱", "开会"), Message(10, ME, "好")])
    found = read_bytes(tmp_path, "x.jsonl", data)
    assert {chat.key: chat.count for chat in found.chats} == {FRIEND: 3, "老邱": 2}


def test_a_group_shows_the_names_of_the_group(tmp_path):
    found = one(tmp_path, groupNickname="小区群主")
    assert (found["sender"], found["sender_id"]) == ("小区群主", account(FRIEND))
