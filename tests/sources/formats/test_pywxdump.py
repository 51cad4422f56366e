import json

import pytest

from curation import sources
from tests.generators.chats import EVERY_KIND, FRIEND, ME, START, Message, invented
from tests.generators.pywxdump import COLUMNS, IDS, WORDLESS, as_csv, as_json, item, weflow_csv, written
from tests.generators.whatsapp import zipped
from tests.sources.reading import golden, read_bytes, rows

WRITERS = {"pywxdump_csv": as_csv, "pywxdump_json": as_json}


def one(tmp_path, **fields):
    """The one message of a JSON whose one object has these fields beside the usual ones."""
    data = json.dumps([item(Message(0, FRIEND, "嗯")) | fields]).encode()
    return rows(read_bytes(tmp_path, "x.json", data).messages)[0]


def test_every_kind_arrives_as_in_the_golden_file(tmp_path):
    found = rows(read_bytes(tmp_path, "wxid_0_5000.csv", as_csv(EVERY_KIND)).messages)
    assert found == golden("pywxdump_csv", found)


@pytest.mark.parametrize("form", WRITERS)
def test_kinds_words_times_and_owner(tmp_path, form):
    found = read_bytes(tmp_path, "x", WRITERS[form](EVERY_KIND))
    messages = found.messages
    assert found.report.format == form
    assert messages["kind"].tolist() == [message.kind for message in EVERY_KIND]
    told = {**{message.number: message.text for message in EVERY_KIND}, 14: "某区某路 8 号 河边公园"}
    assert messages["text"].tolist() == ["" if m.kind in WORDLESS else told[m.number] for m in EVERY_KIND]
    assert [when.timestamp() for when in messages["time"]] == [message.at for message in EVERY_KIND]
    assert messages["is_persona"].tolist() == [message.mine for message in EVERY_KIND]
    assert messages["message_id"].tolist() == [message.id for message in EVERY_KIND]
    assert messages.set_index("kind").loc["quote", "quote"] == f"{FRIEND}: 猜我看到什么了"
    assert [chat.key for chat in found.chats] == [IDS[FRIEND]]
    assert not found.report.problem_count


def test_weflows_times_are_utc_whatever_the_zone(tmp_path):
    for zone in ("Asia/Shanghai", "America/New_York"):
        found = read_bytes(tmp_path, "小满.csv", weflow_csv(EVERY_KIND), tz=zone)
        assert [when.timestamp() for when in found.messages["time"]] == [message.at for message in EVERY_KIND]
    assert found.messages["is_persona"].tolist() == [message.mine for message in EVERY_KIND]
    assert {sender.name for sender in found.chats[0].senders} == {ME, FRIEND}
    assert found.chats[0].key == "小满"
    known = {"text", "image", "voice", "video", "sticker", "location", "file", "quote", "link"}
    for message, kind, text in zip(EVERY_KIND, found.messages["kind"], found.messages["text"], strict=True):
        if message.kind in known:
            assert (kind, text) == (message.kind, message.text)


@pytest.mark.parametrize(
    ("time", "utc"),
    [
        ("2024-10-04 11:42:05", "2024-10-04 03:42:05"),
        ("2024/10/4 11:42", "2024-10-04 03:42:00"),
        ("2024-10-04T11:42:05Z", "2024-10-04 11:42:05"),
        ("2024-10-04T11:42:05.123+08:00", "2024-10-04 03:42:05"),
        (1728013325, "2024-10-04 03:42:05"),
        (1728013325000, "2024-10-04 03:42:05"),
    ],
)
def test_zones_are_told_by_the_value(tmp_path, time, utc):
    assert one(tmp_path, CreateTime=time)["time"] == f"{utc}+00:00"


def test_the_pages_of_a_chat_are_one_source(tmp_path):
    talk = invented(40)
    for n in (0, 1):
        (tmp_path / f"wxid_{20 * n}_{20 * n + 20}.csv").write_bytes(as_csv(talk[20 * n : 20 * n + 20]))
    found = sources.read(sorted(tmp_path.glob("*.csv")))
    assert found.messages["text"].tolist() == [message.text for message in talk]
    assert [chat.key for chat in found.chats] == [IDS[FRIEND]]


def test_several_rooms_in_one_file_are_several_chats(tmp_path):
    group = [Message(100 + n, (ME, "甲", "乙")[n % 3], f"第{n}句", at=START + n) for n in range(9)]
    made = [item(message) for message in invented(12)] + [item(message, "1@chatroom") for message in group]
    found = read_bytes(tmp_path, "x.csv", written(sorted(made, key=lambda one: one["CreateTime"])))
    assert {chat.key: (chat.count, chat.is_group) for chat in found.chats} == {
        IDS[FRIEND]: (12, False),
        "1@chatroom": (9, True),
    }


def test_columns_may_stand_in_another_order_with_others_among_them(tmp_path):
    data = written([item(one) | {"is_forward": 0} for one in invented(6)], [*reversed(COLUMNS), "is_forward"])
    assert read_bytes(tmp_path, "x.csv", data).messages["text"].tolist() == [one.text for one in invented(6)]


@pytest.mark.parametrize(
    ("fields", "kind", "text"),
    [
        ({"type_name": "消息撤回1", "msg": "你撤回了一条消息"}, "recall", "你撤回了一条消息"),
        ({"type_name": "系统通知", "msg": '"甲"邀请"乙"加入了群聊'}, "system", '"甲"邀请"乙"加入了群聊'),
        ({"type_name": "系统通知", "msg": "你撤回了一条消息"}, "recall", "你撤回了一条消息"),
        ({"type_name": "(分享)小程序", "msg": "(分享)小程序"}, "card", ""),
        ({"type_name": "未知", "msg": "<msg>a</msg>"}, "other", ""),
        ({"type_name": "文件", "msg": "文件", "src": "FileStorage\\File\\账单.xlsx"}, "file", "账单.xlsx"),
        ({"type_name": "语音", "msg": "语音时长：秒"}, "voice", ""),
        ({"type_name": "文本", "msg": "文本"}, "text", "文本"),
        ({"type_name": "位置", "msg": "纬度:【1.2.3】 经度:【4】\n位置：x"}, "location", ""),
    ],
)
def test_kinds_and_words(tmp_path, fields, kind, text):
    found = one(tmp_path, **fields)
    assert (found["kind"], found["text"]) == (kind, text)


@pytest.mark.parametrize(
    ("element", "reason"),
    [
        (5, "record_invalid"),
        ({"type_name": "文本"}, "record_incomplete"),
        ({"type_name": "文本", "msg": None}, "content_not_text"),
    ],
)
def test_a_broken_record_is_set_aside_with_its_reason(tmp_path, element, reason):
    made = [item(message) for message in invented(3)]
    found = read_bytes(tmp_path, "x.json", json.dumps([*made, element, made[0] | {"MsgSvrID": "9" * 19}]).encode())
    assert (len(found.messages), found.report.set_aside) == (4, {reason: 1})
    assert [problem.record for problem in found.report.problems] == [4]


USERS = {IDS[FRIEND]: {"wxid": IDS[FRIEND], "remark": FRIEND, "nickname": "满满", "account": "xm2024"}, "x": 5}


@pytest.mark.parametrize("form", WRITERS)
@pytest.mark.parametrize("folder", [".", "导出"])
def test_names_stand_in_the_file_beside_it(tmp_path, form, folder):
    files = {f"{folder}/wxid.csv": WRITERS[form](EVERY_KIND), f"{folder}/users.json": json.dumps(USERS).encode()}
    (tmp_path / "x.zip").write_bytes(zipped({name.removeprefix("./"): data for name, data in files.items()}))
    (tmp_path / "all.zip").write_bytes(zipped({"x.zip": (tmp_path / "x.zip").read_bytes()}))
    (tmp_path / folder).mkdir(exist_ok=True)
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    for path in (tmp_path / "x.zip", tmp_path / "all.zip", tmp_path / folder / "wxid.csv"):
        found = sources.read(path, persona="满满")
        names = {sender.sender_id: (sender.name, sender.aliases) for sender in found.chats[0].senders}
        assert names[IDS[FRIEND]] == (FRIEND, ("xm2024", "满满"))
        assert (found.chats[0].key, found.chats[0].name) == (IDS[FRIEND], FRIEND)
        assert names["self"] == ("我", ())
        assert found.messages["is_persona"].tolist() == [not message.mine for message in EVERY_KIND]


def test_a_group_is_called_as_that_file_says_and_keeps_its_key(tmp_path):
    users = {
        "1@chatroom": {"wxid": "1@chatroom", "nickname": "周末爬山", "remark": ""},
        IDS[FRIEND]: {"remark": "满满"},
    }
    (tmp_path / "users.json").write_text(json.dumps(users), encoding="utf-8")
    made = [
        item(Message(n, ME, f"第{n}句", at=START + n), room) for n in range(6) for room in ("1@chatroom", IDS[FRIEND])
    ]
    found = read_bytes(tmp_path, "x.csv", written(made))
    assert {chat.key: chat.name for chat in found.chats} == {"1@chatroom": "周末爬山", IDS[FRIEND]: "满满"}


@pytest.mark.parametrize("users", [b"", b"[]", b"{", b'{"wxid_xiaoman": 5}', b'{"wxid_xiaoman": {"remark": 5}}'])
def test_a_damaged_file_of_names_costs_only_the_names(tmp_path, users):
    (tmp_path / "users.json").write_bytes(users)
    found = read_bytes(tmp_path, "wxid.csv", as_csv(EVERY_KIND))
    assert {sender.name for sender in found.chats[0].senders} == {"我", IDS[FRIEND]}


def test_an_id_that_a_spreadsheet_program_rounded_is_none(tmp_path):
    made = [item(Message(n, FRIEND, "哈哈")) | {"MsgSvrID": "6.8E+18"} for n in range(3)]
    found = read_bytes(tmp_path, "x.csv", written(made))
    assert (len(found.messages), found.report.merged) == (3, {})


def test_a_voice_of_pywxdump_under_an_english_name(tmp_path):
    found = one(tmp_path, type_name="voice", msg="语音时长：3.24秒\n翻译结果：我到了")
    assert (found["kind"], found["text"]) == ("voice", "我到了")
    assert one(tmp_path, type_name="voice", msg="语音时长：3.24秒")["text"] == ""


@pytest.mark.parametrize(
    ("msg", "kind", "text"),
    [
        ("你已添加了小满，现在可以开始聊天了。", "system", "你已添加了小满，现在可以开始聊天了。"),
        ("[转发的聊天记录]爬山群\n甲: 去吗", "forward", "爬山群"),
        ('<msg nickname="客服" />', "other", ""),
        ("当前微信版本不支持展示该内容，请升级至最新版本。", "other", ""),
    ],
)
def test_what_weflow_calls_a_text_but_nobody_typed(tmp_path, msg, kind, text):
    found = one(tmp_path, type_name="text", msg=msg)
    assert (found["kind"], found["text"]) == (kind, text)


def folded(message, number=1):
    """An object as the first versions wrote it."""
    made = item(message, number=number)
    return {**{key: made[key] for key in made if key not in {"msg", "src", "extra"}}, "content": {
        "src": made["src"], "msg": made["msg"],
    }}  # fmt: skip


def test_the_first_versions_fold_text_and_source_into_one_column(tmp_path):
    known = rows(read_bytes(tmp_path, "x.csv", as_csv(EVERY_KIND)).messages)
    items = [folded(message, number) for number, message in enumerate(EVERY_KIND)]
    assert rows(read_bytes(tmp_path, "x.json", json.dumps(items).encode()).messages) == [
        one | {"source": "x.json"} for one in known
    ]
    columns = [name if name != "msg" else "content" for name in COLUMNS if name != "src"]
    texts = [{**one, "content": json.dumps(one["content"], ensure_ascii=False)} for one in items]
    found = read_bytes(tmp_path, "x.csv", written(texts, columns))
    assert found.report.format == "pywxdump_csv"
    assert rows(found.messages) == known


@pytest.mark.parametrize(
    ("fields", "kind"),
    [({"type_name": "动画表情", "msg": None}, "sticker"), ({"type_name": "粘贴的文本", "msg": "粘贴的文本"}, "link")],
)
def test_what_has_no_words_is_kept_without_any(tmp_path, fields, kind):
    found = one(tmp_path, **fields)
    assert (found["kind"], found["text"]) == (kind, "")


def test_a_text_without_words_is_set_aside(tmp_path):
    data = json.dumps([item(Message(0, FRIEND, "嗯")), item(Message(1, FRIEND, "")) | {"msg": None}]).encode()
    assert read_bytes(tmp_path, "x.json", data).report.set_aside == {"content_not_text": 1}
