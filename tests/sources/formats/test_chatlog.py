import csv
import io
import json

import pytest

from curation import sources
from curation.sources import chatlog, jsonfile
from tests.generators.chatlog import GREY, LOST, chatlog_csv, chatlog_json, chatlog_txt, item
from tests.generators.chats import EVERY_KIND, FRIEND, ME, START, Message, invented
from tests.generators.memotrace import dumped
from tests.generators.weflow import account
from tests.sources.reading import golden, read_bytes, rows

WRITERS = {"x.json": chatlog_json, "x.csv": chatlog_csv, "x.txt": chatlog_txt}


@pytest.mark.parametrize("name", WRITERS)
def test_every_layout_gives_the_same_messages(tmp_path, name):
    found = read_bytes(tmp_path, name, WRITERS[name](EVERY_KIND))
    messages = found.messages
    assert messages["kind"].tolist() == [message.kind for message in EVERY_KIND]
    lost = LOST - {"card"} if name == "x.json" else LOST
    assert messages["text"].tolist() == ["" if message.kind in lost else message.text for message in EVERY_KIND]
    assert [when.timestamp() for when in messages["time"]] == [message.at for message in EVERY_KIND]
    assert messages["quote"].dropna().tolist() == [f"{FRIEND}: 猜我看到什么了"]
    spoken = [message.kind not in GREY for message in EVERY_KIND]
    assert messages["is_persona"][spoken].tolist() == [m.mine for m in EVERY_KIND if m.kind not in GREY]
    assert not messages["is_persona"][[not one for one in spoken]].any()
    assert not found.report.problem_count


@pytest.mark.parametrize("name", WRITERS)
def test_every_kind_arrives_as_in_the_golden_file(tmp_path, name):
    found = rows(read_bytes(tmp_path, name, WRITERS[name](EVERY_KIND)).messages)
    assert found == golden(f"chatlog_{name[2:]}", found)


def test_two_people_marked_as_owner_leave_it_open(tmp_path):
    items = [item(message) | {"isSelf": True} for message in invented(6)]
    found = read_bytes(tmp_path, "x.json", dumped(items))
    assert found.messages["is_persona"].isna().all()
    assert found.messages["sender_id"].nunique() == 2
    data = chatlog_txt(invented(6)).replace(f"({account(FRIEND)})".encode(), "(我)".encode())
    found = read_bytes(tmp_path, "x.txt", data)
    assert found.messages["is_persona"].isna().all()
    assert found.messages["sender_id"].nunique() == 2


def test_several_chats_of_one_name_are_kept_apart(tmp_path):
    talk = invented(20)
    items = [item(one) | {"talker": f"wxid_{one.number % 2}", "talkerName": "同名"} for one in talk]
    found = read_bytes(tmp_path, "x.json", dumped(items))
    assert [(chat.key, chat.count) for chat in found.chats] == [("同名", 10), ("同名 (wxid_1)", 10)]
    one = sources.read(tmp_path / "x.json", chat="同名").messages
    assert one["text"].tolist() == [message.text for message in talk[::2]]


def test_the_same_number_in_two_chats_is_no_repeat(tmp_path):
    items = [item(Message(0, FRIEND, "哈哈")) | {"talker": chat, "talkerName": chat} for chat in ("a1", "b2")]
    found = read_bytes(tmp_path, "x.json", dumped([*items, items[0]]))
    assert (len(found.messages), found.report.merged) == (2, {"repeated_id": 1})


@pytest.mark.parametrize("layout", ["%H:%M:%S", "%m-%d %H:%M:%S"])
def test_a_time_without_year_is_none_and_said(tmp_path, layout):
    found = read_bytes(tmp_path, "x.txt", chatlog_txt(invented(4), layout))
    assert found.messages["time"].isna().all()
    assert [note.code for note in found.report.notes] == ["time_without_date"]
    assert not found.report.problem_count


@pytest.mark.parametrize(
    "time", ["2024-05-01T16:00:00+08:00", "2024-05-01T08:00:00Z", "2024-05-01T08:00:00.123456789Z"]
)
def test_a_time_has_its_own_zone(tmp_path, time):
    data = dumped([item(Message(0, FRIEND, "早")) | {"time": time}])
    assert read_bytes(tmp_path, "x.json", data, tz="America/New_York").messages["time"][0].timestamp() == pytest.approx(
        START, abs=1
    )


@pytest.mark.parametrize("time", [None, 5, "昨天", "2024-05-01T16:00:00", "9999-12-31T23:59:59-23:00"])
def test_an_impossible_time_keeps_the_message(tmp_path, time):
    found = read_bytes(tmp_path, "x.json", dumped([item(Message(0, FRIEND, "早")) | {"time": time}]))
    assert found.messages["time"].isna().all()
    assert [problem.reason for problem in found.report.problems] == ["time_unreadable"]


@pytest.mark.parametrize(
    ("fields", "kind", "text"),
    [
        ({"type": 48, "content": "", "contents": {"label": "桥头", "x": "nan", "y": [1]}}, "location", "桥头"),
        ({"type": 49, "subType": 33, "contents": {"title": "点餐", "url": "u"}}, "card", "点餐"),
        ({"type": 49, "subType": 62, "content": '"甲" 拍了拍 "乙"'}, "pat", '"甲" 拍了拍 "乙"'),
        ({"type": 49, "subType": 2000, "content": "[转账|接收 ￥8.00](茶)"}, "transfer", "￥8.00"),
        ({"type": 10000, "content": "你撤回了一条消息"}, "recall", "你撤回了一条消息"),
        ({"type": 49, "subType": 99}, "other", ""),
        ({"type": 77}, "other", ""),
        ({"type": 49, "subType": 57, "content": "嗯", "contents": {"refer": [1]}}, "quote", "嗯"),
    ],
)
def test_kinds_and_words(tmp_path, fields, kind, text):
    found = rows(read_bytes(tmp_path, "x.json", dumped([item(Message(0, FRIEND, "")) | fields])).messages)[0]
    assert (found["kind"], found["text"]) == (kind, text)


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("[旺柴](笑)", "text", "[旺柴](笑)"),
        ("[分享|一首歌|好听](http://e.cn)", "link", "一首歌"),
        ("[链接|标题](里有)括号](http://e.cn/a(b))", "link", "标题](里有)括号"),
        ("[转账|￥1.00]", "transfer", "￥1.00"),
        ("[合并转发|记录]\n  甲 12:00\n  好", "forward", "记录"),
        ("> [引用]\n嗯", "quote", "嗯"),
        ("[引用]", "quote", ""),
        ("> [引用]", "quote", ""),
        ("> 真的", "text", "> 真的"),
        ("[文件]发你了", "text", "[文件]发你了"),
        ("[红包] 呢", "text", "[红包] 呢"),
        ("[图片](http://h/image/a)", "image", ""),
        ("Type: 77 Content: <msg>", "other", ""),
        ("会议\n\n老王 15:00:00", "text", "会议\n\n老王 15:00:00"),
    ],
)
def test_contents_of_the_text_layouts(tmp_path, text, kind, words):
    data = f"{FRIEND}({account(FRIEND)}) 2024-05-01 16:00:00\n{text}\n\n".encode()
    found = rows(read_bytes(tmp_path, "x.txt", data).messages)[0]
    assert (found["kind"], found["text"]) == (kind, words)


def test_a_quoted_picture_stays_a_picture(tmp_path):
    quoted = f"> {ME}(我) 05-01 15:59:00\n> ![图片](http://h/image/a)"
    text = f"{FRIEND}({account(FRIEND)}) 2024-05-01 16:00:00\n{quoted}\n好看\n\n"
    found = rows(read_bytes(tmp_path, "x.txt", text.encode()).messages)[0]
    assert (found["text"], found["quote"]) == ("好看", f"{ME}: [图片]")


def test_groups_stand_in_brackets(tmp_path):
    text = "".join(
        f"{name}(wxid_{n}) [{chat}] 2024-05-01 16:00:0{n}\n第{n}句\n\n"
        for n, (name, chat) in enumerate(
            [("甲", "读书会(1@chatroom)"), ("乙", "2@chatroom"), ("甲", "读书会(1@chatroom)")]
        )
    )
    found = read_bytes(tmp_path, "x.txt", text.encode())
    assert {chat.key: chat.count for chat in found.chats} == {"读书会": 2, "2@chatroom": 1}


@pytest.mark.parametrize(
    ("element", "reason"),
    [
        ("不是对象", "record_invalid"),
        ({"content": "没有类型"}, "record_incomplete"),
        ({"type": 1}, "record_incomplete"),
        ({"type": 1, "content": 5}, "content_not_text"),
    ],
)
def test_a_broken_record_is_set_aside_with_its_reason(tmp_path, element, reason):
    data = json.loads(chatlog_json(invented(3)))
    found = read_bytes(tmp_path, "x.json", dumped([*data, element]))
    assert (len(found.messages), found.report.set_aside) == (3, {reason: 1})


@pytest.mark.parametrize("name", ["x.csv", "x.txt"])
@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ('"${wxid_a1}" 拍了拍 "${wxid_b2}"', "pat"),
        ("小满领取了你的红包", "system"),
        ("你已添加了小满，现在可以开始聊天了。", "system"),
        ("你说呢", "text"),
    ],
)
def test_a_grey_line_is_known_by_its_text_whoever_sent_it(tmp_path, name, text, kind):
    data = WRITERS[name]([Message(0, FRIEND, "嗯"), Message(1, FRIEND, text)])
    assert read_bytes(tmp_path, name, data).messages["kind"].tolist() == ["text", kind]


def test_columns_may_stand_elsewhere(tmp_path):
    read = list(csv.reader(io.StringIO(chatlog_csv(EVERY_KIND).decode(), newline="")))
    made = io.StringIO(newline="")
    csv.writer(made).writerows([*row[::-1], "more"] for row in read)
    found = read_bytes(tmp_path, "x.csv", made.getvalue().encode())
    known = read_bytes(tmp_path, "y.csv", chatlog_csv(EVERY_KIND))
    assert rows(found.messages.drop(columns="source")) == rows(known.messages.drop(columns="source"))


def test_numbers_of_the_messages_are_their_ids_as_in_json(tmp_path):
    read = list(csv.reader(io.StringIO(chatlog_csv(EVERY_KIND).decode(), newline="")))
    numbers = ["MessageID", *(str(item(message)["seq"]) for message in EVERY_KIND)]
    made = io.StringIO(newline="")
    csv.writer(made).writerows([number, *row] for number, row in zip(numbers, read, strict=True))
    found = read_bytes(tmp_path, "x.csv", made.getvalue().encode()).messages
    known = read_bytes(tmp_path, "x.json", chatlog_json(EVERY_KIND)).messages
    assert found["message_id"].tolist() == known["message_id"].tolist()


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("[笔记|买菜]\n鸡蛋", "forward", "买菜"),
        ("[视频号直播|唱歌]", "link", "唱歌"),
        ("[位置|某街|某市|31.2|121.4]", "location", "某街"),
        ("[音乐|某歌](https://a.b)", "link", "某歌"),
    ],
)
def test_later_placeholders(tmp_path, text, kind, words):
    found = rows(read_bytes(tmp_path, "x.csv", chatlog_csv([Message(0, FRIEND, text)])).messages)[0]
    assert (found["kind"], found["text"]) == (kind, words)


@pytest.mark.parametrize("whole", [0, 64 << 20])
def test_the_list_may_stand_in_an_object(tmp_path, monkeypatch, whole):
    monkeypatch.setattr(jsonfile, "WHOLE", whole)
    items = json.loads(chatlog_json(EVERY_KIND))
    found = read_bytes(tmp_path, "x.json", dumped({"total": len(items), "limit": 50, "items": items}))
    known = read_bytes(tmp_path, "y.json", dumped(items))
    assert found.report.format == "chatlog_json"
    assert rows(found.messages.drop(columns="source")) == rows(known.messages.drop(columns="source"))


@pytest.mark.parametrize(
    "text",
    [
        "你撤回了一条消息", "\"小满\" 撤回了一条消息", "“小满”拍了拍我", "你拍了拍自己", "我拍了拍 \"小满\"",
        "你已添加了小满，现在可以开始聊天了。", "以上是打招呼的内容", "你邀请\"小满\"加入了群聊", "\"阿岚\"邀请你加入了群聊，群聊参与人还有：小满",
        "\"小满\"通过扫描你分享的二维码加入群聊", "\"小满\"通过\"阿岚\"分享的二维码加入了群聊", "你将\"小满\"移出了群聊", "你被\"小满\"移出群聊",
        "\"小满\"修改群名为“爬山”", "\"小满\"与群里其他人都不是微信朋友关系，请注意隐私安全", "小满领取了你的红包", "收到红包，请在手机上查看",
        "发出红包，请在手机上查看", "消息已发出，但被对方拒收了。", "小满开启了朋友验证，你还不是他（她）朋友。请先发送",
        "当前微信版本不支持展示该内容", "当前版本暂不支持查看该消息", "[未知消息类型(7)]", "[图片]", "![图片](a)", "> 小满\n> 好\n在", "<msg></msg>",
        "Type: 5 Content: x",
    ],
)  # fmt: skip
def test_what_is_more_than_words_is_looked_at(text):
    assert chatlog.content(text) != ("text", text, None, {})
    assert chatlog.not_plain(["好", text, "我在", "你呢"]) == [1]
