import json

import pytest

from curation import sources
from tests.generators.chats import EVERY_KIND, FRIEND, ME, Message, invented
from tests.generators.memotrace import dumped
from tests.generators.weflow import IDS, account, arkme_json, ciphertalk_json, echotrace_json, item, weflow_json
from tests.sources.reading import golden, read_bytes, rows

WRITERS = {
    "weflow_json": weflow_json,
    "arkme": arkme_json,
    "echotrace": echotrace_json,
    "ciphertalk": ciphertalk_json,
}


def one(tmp_path, **fields):
    """The one message of a file whose one message has these fields beside the usual ones."""
    made = item(Message(0, FRIEND, "嗯")) | fields
    data = dumped({"weflow": {"version": "1"}, "session": {"wxid": "x"}, "messages": [made]})
    return rows(read_bytes(tmp_path, "x.json", data).messages)[0]


@pytest.mark.parametrize("name", WRITERS)
def test_every_layout_gives_the_same_messages(tmp_path, name):
    found = read_bytes(tmp_path, "x.json", WRITERS[name](EVERY_KIND))
    messages = found.messages
    assert messages["kind"].tolist() == [message.kind for message in EVERY_KIND]
    assert messages["text"].tolist() == [message.text for message in EVERY_KIND]
    assert [when.timestamp() for when in messages["time"]] == [message.at for message in EVERY_KIND]
    assert messages["sender"].tolist() == [message.sender for message in EVERY_KIND]
    assert messages["sender_id"].tolist() == [account(message.sender) for message in EVERY_KIND]
    assert messages["is_persona"].tolist() == [message.mine for message in EVERY_KIND]
    assert messages.set_index("kind").loc["quote", ["quote", "reply_to"]].tolist() == [
        f"{FRIEND}: 猜我看到什么了",
        EVERY_KIND[2].id,
    ]
    assert {chat.key for chat in found.chats} == {FRIEND}
    assert not found.report.problem_count


def test_every_kind_arrives_as_in_the_golden_file(tmp_path):
    found = rows(read_bytes(tmp_path, "小满.json", weflow_json(EVERY_KIND)).messages)
    assert found == golden("weflow_json", found)


@pytest.mark.parametrize("name", ["weflow_json", "arkme", "ciphertalk"])
def test_the_servers_ids_are_kept(tmp_path, name):
    messages = read_bytes(tmp_path, "x.json", WRITERS[name](EVERY_KIND)).messages
    assert messages["message_id"].tolist() == [message.id for message in EVERY_KIND]


def test_a_number_of_the_line_is_no_id(tmp_path):
    messages = read_bytes(tmp_path, "x.json", echotrace_json(invented(3))).messages
    assert messages["message_id"].tolist() == [f"{FRIEND}#{n}" for n in range(3)]


def test_an_old_file_does_not_know_its_owner(tmp_path):
    data = (
        weflow_json(invented(6)).replace(b'"isSend": 0', b'"isSend": null').replace(b'"isSend": 1', b'"isSend": null')
    )
    found = read_bytes(tmp_path, "x.json", data)
    assert found.messages["is_persona"].isna().all()
    assert {sender.is_owner for sender in found.chats[0].senders} == {None}
    named = sources.read(tmp_path / "x.json", persona=ME).messages
    assert named["is_persona"].tolist() == [message.mine for message in invented(6)]


def test_an_owner_who_only_listens_is_nobodys_persona(tmp_path):
    found = read_bytes(tmp_path, "x.json", weflow_json([Message(0, FRIEND, "喂"), Message(1, FRIEND, "在不")]))
    assert found.messages["is_persona"].tolist() == [False, False]


def test_other_names_are_told(tmp_path):
    chats = read_bytes(tmp_path, "x.json", weflow_json(EVERY_KIND)).chats
    assert {sender.name: sender.aliases for sender in chats[0].senders} == {ME: (), FRIEND: (f"{FRIEND}同学",)}


def test_a_picture_in_the_session_may_fill_the_head(tmp_path):
    avatar = "data:image/jpeg;base64," + "A" * 200_000
    (tmp_path / "x.json").write_bytes(weflow_json(EVERY_KIND, avatar=avatar))
    assert sources.sniff(tmp_path / "x.json")[0].format == "weflow_json"
    data = json.loads(echotrace_json(EVERY_KIND))
    data["session"]["avatar"] = avatar
    (tmp_path / "y.json").write_bytes(dumped(data))
    assert sources.sniff(tmp_path / "y.json")[0].format == "echotrace"


@pytest.mark.parametrize(
    ("fields", "kind", "text"),
    [
        ({"type": "图片消息", "content": "media/images/a b.jpg"}, "image", ""),
        ({"type": "语音消息", "content": "media/voices/1.wav"}, "voice", ""),
        ({"type": "语音消息", "content": "我到了"}, "voice", "我到了"),
        ({"type": "语音消息", "content": "[语音消息 - 转文字失败]"}, "voice", ""),
        ({"type": "语音消息", "content": "[语音消息] media/voices/1.wav 我到了"}, "voice", "我到了"),
        ({"type": "文件消息", "content": "media/files/账单.xlsx"}, "file", "账单.xlsx"),
        ({"type": "动画表情", "content": "[动画表情]", "emojiCaption": "哭笑"}, "sticker", "哭笑"),
        ({"type": "链接消息", "content": "[转账收款] ￥3.00"}, "transfer", "￥3.00"),
        ({"type": "其他消息", "localType": 62 << 32 | 49, "content": "甲 拍了拍 乙"}, "pat", "甲 拍了拍 乙"),
        ({"type": "其他消息", "content": "[其他消息]"}, "other", ""),
        ({"type": "新玩意", "localType": 77, "content": "<msg>a</msg>"}, "other", ""),
        ({"type": "小程序消息", "content": "[小程序] 点餐"}, "card", "点餐"),
        ({"type": "群公告", "content": "[群公告] 周日开会"}, "system", "周日开会"),
        ({"type": "系统消息", "content": "你撤回了一条消息"}, "recall", "你撤回了一条消息"),
        ({"type": "文本消息", "content": "[图片]"}, "text", "[图片]"),
        ({"type": "聊天记录", "content": "[转发的聊天记录]爬山群\n甲: 去吗"}, "forward", "爬山群"),
        ({"type": "引用消息", "content": "就它了[引用 [图片]]"}, "quote", "就它了"),
        ({"type": "语音消息", "content": "[语音 3.2秒]"}, "voice", ""),
        ({"type": "视频消息", "content": "[视频 7秒]"}, "video", ""),
        ({"type": "图文消息", "content": "[图文] 菜谱"}, "link", "菜谱"),
        ({"type": "通话消息", "content": "[通话消息]"}, "call", ""),
        ({"type": "文件消息", "content": "[未知消息类型(103079215153)]"}, "file", ""),
        ({"type": "视频号直播卡片", "content": "[视频号直播]"}, "link", ""),
        ({"type": "红包卡片", "localType": 2001 << 32 | 49, "content": "[红包]"}, "red_packet", ""),
    ],
)
def test_kinds_and_words(tmp_path, fields, kind, text):
    found = one(
        tmp_path, localType=fields.get("localType", 49), **{k: v for k, v in fields.items() if k != "localType"}
    )
    assert (found["kind"], found["text"]) == (kind, text)


@pytest.mark.parametrize(
    ("element", "reason"),
    [
        ("不是对象", "record_invalid"),
        ({"content": "没有类型"}, "record_incomplete"),
        ({"type": "文本消息"}, "record_incomplete"),
        ({"type": "文本消息", "content": None}, "content_not_text"),
    ],
)
def test_a_broken_record_is_set_aside_with_its_reason(tmp_path, element, reason):
    data = json.loads(weflow_json(invented(3)))
    data["messages"].append(element)
    found = read_bytes(tmp_path, "x.json", dumped(data))
    assert (len(found.messages), found.report.set_aside) == (3, {reason: 1})


def test_a_large_file_is_streamed_to_the_same(tmp_path, monkeypatch):
    data = arkme_json(EVERY_KIND)
    whole = rows(read_bytes(tmp_path, "x.json", data).messages)
    monkeypatch.setattr("curation.sources.jsonfile.WHOLE", 0)
    assert rows(read_bytes(tmp_path, "x.json", data).messages) == whole
    turned = json.loads(data)
    turned = {key: turned[key] for key in ("weflow", "messages", "session", "senders")}
    assert rows(read_bytes(tmp_path, "x.json", dumped(turned)).messages) == whole


def test_the_owner_is_told_by_id(tmp_path):
    found = read_bytes(tmp_path, "x.json", ciphertalk_json([Message(0, FRIEND, "喂")]))
    assert found.messages["is_persona"].tolist() == [False]
    assert IDS[ME] != found.messages["sender_id"][0]


def test_an_arkme_sender_without_a_display_name_has_another(tmp_path):
    value = json.loads(arkme_json(EVERY_KIND))
    for sender in value["senders"]:
        sender["displayName"] = ""
    found = read_bytes(tmp_path, "x.json", dumped(value))
    assert {sender.name for sender in found.chats[0].senders} == {f"{ME}本人", f"{FRIEND}本人"}


def test_what_was_forwarded_stands_beside_the_title(tmp_path):
    found = one(tmp_path, type="聊天记录", localType=49, content="[转发的聊天记录]爬山群\n甲: 去吗\n乙: 去")
    assert (found["text"], json.loads(found["extra"])) == ("爬山群", {"content": "甲: 去吗\n乙: 去"})


def test_early_echotrace_names_only_the_chat(tmp_path):
    value = json.loads(echotrace_json(invented(4)))
    value["session"] = {"username": account(FRIEND), "displayName": FRIEND, "type": "私聊"}
    for message in value["messages"]:
        del message["senderDisplayName"]
    found = read_bytes(tmp_path, "x.json", dumped(value))
    assert {sender.name for sender in found.chats[0].senders} == {IDS[ME], FRIEND}


def test_programs_made_from_ciphertalk_are_read_as_it_is(tmp_path):
    data = ciphertalk_json(EVERY_KIND).replace(b'"CipherTalk"', b'"Otherwise"')
    found = read_bytes(tmp_path, "x.json", data)
    assert found.report.format == "ciphertalk"
    assert found.messages["text"].tolist() == [message.text for message in EVERY_KIND]
