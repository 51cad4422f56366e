import tracemalloc

import pytest

from curation import sources
from curation.sources.formats import qq_mht
from tests.generators.chats import EVERY_KIND, FRIEND, ME, Message, invented
from tests.generators.qq import NUMBERS, RULE, TOP, all_txt, carried, heading, mht, txt
from tests.sources.reading import golden, read_bytes, rows

TALK = carried(EVERY_KIND)
GREY = {"system", "recall"}
SPEAKERS = ["10000" if message.kind in GREY else NUMBERS[message.sender] for message in TALK]
WORDS = [message.text if message.kind in {"text", *GREY} else "" for message in TALK]

FILES = {
    "utf-8": txt(EVERY_KIND),
    "utf-16": txt(EVERY_KIND, encoding="utf-16"),
    "AM and PM": txt(EVERY_KIND, half=True),
    "without numbers": txt(EVERY_KIND, numbers=False),
    "mht": mht(EVERY_KIND),
}


def lines(tmp_path, *found):
    """The import of a text with these lines behind the top."""
    return read_bytes(tmp_path, "x.txt", "\n".join([TOP, "", *found]).encode())


@pytest.mark.parametrize("name", FILES)
def test_every_layout_gives_the_messages_of_the_chat(tmp_path, name):
    found = read_bytes(tmp_path, "x", FILES[name])
    messages = found.messages
    kinds = [message.kind for message in TALK]
    if name == "mht":
        kinds = ["image" if kind == "sticker" else kind for kind in kinds]
    assert messages["kind"].tolist() == kinds
    assert messages["text"].tolist() == WORDS
    assert [when.timestamp() for when in messages["time"]] == [message.at for message in TALK]
    if name == "without numbers":
        assert messages["sender_id"].tolist() == ["10000" if m.kind in GREY else m.sender for m in TALK]
    else:
        assert messages["sender_id"].tolist() == SPEAKERS
    assert [chat.key for chat in found.chats] == [FRIEND]
    assert messages["is_persona"].isna().all()
    assert not found.report.problem_count


@pytest.mark.parametrize("name", ["without numbers", "mht"])
def test_who_the_owner_may_be(tmp_path, name):
    (chat,) = read_bytes(tmp_path, "x", FILES[name]).chats
    assert {sender.name: sender.suggested for sender in chat.senders} == {ME: True, FRIEND: False}


def test_the_text_arrives_as_in_the_golden_file(tmp_path):
    found = rows(read_bytes(tmp_path, "小满.txt", txt(EVERY_KIND)).messages)
    assert found == golden("qq_txt", found)


def test_recent_contacts_are_not_read_twice(tmp_path):
    talk, other = invented(6), invented(4, seed=5)
    data = all_txt(
        [("最近联系人", FRIEND, talk), ("最近联系人", "生人", other), ("好友", FRIEND, talk), ("群", "爬山", other)]
    )
    found = read_bytes(tmp_path, "全部消息记录.txt", data)
    assert [(chat.key, chat.count) for chat in found.chats] == [("生人", 4), (FRIEND, 6), ("爬山", 4)]
    assert found.report.set_aside == {"listed_twice": 6}


@pytest.mark.parametrize(
    ("stamp", "time"),
    [
        ("2024-05-01 8:05:09 PM", "20:05:09"),
        ("2024-05-01 12:05:09 AM", "00:05:09"),
        ("2024-05-01 12:05:09 PM", "12:05:09"),
        ("2024-05-01 8:05:09", "08:05:09"),
        ("2024-05-01 20:05:09", "20:05:09"),
        ("2024-05-01 下午 8:05:09", "20:05:09"),
        ("2024/5/1 上午12:05:09", "00:05:09"),
    ],
)
def test_clocks(tmp_path, stamp, time):
    when = lines(tmp_path, f"{stamp} 小满(20202)", "早").messages["time"][0]
    assert str(when.tz_convert("Asia/Shanghai"))[11:19] == time


@pytest.mark.parametrize(
    ("written", "sender_id", "name"),
    [
        ("小满(20202)", "20202", "小满"),
        ("【管理员】小满(20202)", "20202", "小满"),
        ("小满<man@example.com>", "man@example.com", "小满"),
        ("小(满)(20202)", "20202", "小(满)"),
        ("(20202)", "20202", "20202"),
        ("【只有头衔】", "【只有头衔】", "【只有头衔】"),
        ("self", "self#", "self"),
    ],
)
def test_names(tmp_path, written, sender_id, name):
    found = lines(tmp_path, f"2024-05-01 8:05:09 {written}", "早").messages
    assert (found["sender_id"][0], found["sender"][0]) == (sender_id, name)


@pytest.mark.parametrize(
    ("words", "kind", "left"),
    [
        ("[图片]", "image", ""),
        ("[图片]看这只猫", "text", "看这只猫"),
        ("[委屈][图个乐]", "text", "[委屈][图个乐]"),
        ("/微笑 好", "text", "/微笑 好"),
        ("一\n\n三", "text", "一\n\n三"),
        ("2024-05-01 出发", "text", "2024-05-01 出发"),
        ("=== 分割 ===", "text", "=== 分割 ==="),
    ],
)
def test_kinds_and_words(tmp_path, words, kind, left):
    found = lines(
        tmp_path, "2024-05-01 8:05:09 小满(20202)", words, "", "2024-05-01 8:06:09 小满(20202)", "嗯"
    ).messages
    assert (found["kind"][0], found["text"][0]) == (kind, left)
    assert len(found) == 2


def test_what_stands_before_the_first_message_is_set_aside(tmp_path):
    found = lines(tmp_path, "别的", RULE, "2024-05-01 8:05:09 小满(20202)", "早")
    assert (found.report.set_aside, len(found.messages)) == ({"before_first_message": 1}, 1)


def test_a_day_that_is_none_keeps_its_message(tmp_path):
    found = lines(tmp_path, heading("好友", FRIEND), "2024-02-31 8:05:09 小满(20202)", "早")
    assert found.messages["time"].isna().all()
    assert [problem.reason for problem in found.report.problems] == ["time_unreadable"]


@pytest.mark.parametrize(
    ("words", "kind", "left"),
    [
        ("[QQ红包]我发了一个“口令红包”，请使用新版手机QQ查收红包。", "red_packet", ""),
        ("[视频]你的QQ暂不支持查看视频短片，请升级到最新版本后查看。", "video", ""),
        ("[闪照]请使用新版手机QQ查看闪照。", "image", ""),
        ("请使用最新版手机QQ查看", "other", ""),
        ("[聊天记录]群聊的聊天记录", "forward", ""),
        (
            "对方已成功接收了您发送的离线文件“a.zip”(1.00MB)。",
            "system",
            "对方已成功接收了您发送的离线文件“a.zip”(1.00MB)。",
        ),
        ("你撤回了一条消息", "recall", "你撤回了一条消息"),
        ("您取消了“a.zip”的发送，文件传输失败。", "system", "您取消了“a.zip”的发送，文件传输失败。"),
        ("请使用你的手机查看一下", "text", "请使用你的手机查看一下"),
        ("请用手机QQ查收一下我发的东西", "text", "请用手机QQ查收一下我发的东西"),
        ("对方接收文件了吗", "text", "对方接收文件了吗"),
        ("你拒绝了文件？", "text", "你拒绝了文件？"),
        ("你同意他接收了？", "text", "你同意他接收了？"),
        ("[图片]看\n[表情]", "text", "看"),
    ],
)
def test_what_qq_says_for_what_it_cannot_show(tmp_path, words, kind, left):
    found = lines(tmp_path, "2024-05-01 8:05:09 小满(20202)", words).messages
    assert (found["kind"][0], found["text"][0]) == (kind, left)


def test_a_text_that_looks_like_a_heading_is_none(tmp_path):
    found = lines(
        tmp_path, heading("我的好友", "小满"), "2024-05-01 8:05:09 小满", "======", "消息对象:谁", RULE, "没有了",
        "", "2024-05-01 8:05:10 兰", "好", "", heading("我的QQ群", "爬山"), "2024-05-01 8:05:11 兰(20202)", "早",
    )  # fmt: skip
    assert found.messages["text"].tolist() == [f"======\n消息对象:谁\n{RULE}\n没有了", "好", "早"]
    assert [(chat.key, chat.is_group) for chat in found.chats] == [("小满", False), ("爬山", True)]


def test_a_friend_with_another_name_makes_no_group(tmp_path):
    talk = [f"2024-05-01 8:05:0{n} {name}\n早\n" for n, name in enumerate(("小满", "兰", "满满"))]
    (chat,) = lines(tmp_path, heading("我的好友", "小满"), *talk).chats
    assert (chat.is_group, len(chat.senders)) == (False, 3)


def test_a_text_whose_top_was_cut_off_is_known_by_its_numbers(tmp_path):
    data = "2024-01-15 3:20:05 PM 小满(10001)\n早\n\n2024-01-15 3:20:06 PM 兰<lan@example.com>\n嗯\n".encode()
    found = read_bytes(tmp_path, "x.txt", data)
    assert (found.report.format, found.messages["text"].tolist()) == ("qq_txt", ["早", "嗯"])
    (tmp_path / "y.txt").write_bytes(data.replace(b"(10001)", b""))
    assert "qq_txt" not in [guess.format for guess in sources.sniff(tmp_path / "y.txt")]


@pytest.mark.parametrize("words", ["a <b> &amp; “c”", "一\n二\n\n四", "  两边  ", "&nbsp;"])
def test_words_of_a_page_arrive_as_they_were_typed(tmp_path, words):
    found = read_bytes(tmp_path, "x.mht", mht([Message(0, FRIEND, words), Message(1, ME, "嗯")]))
    assert found.messages["text"].tolist() == [words, "嗯"]


def test_a_picture_beside_words_is_noted(tmp_path):
    data = mht([Message(0, FRIEND, "看这只")]).replace(
        "看这只</font>".encode(), '看这只</font><IMG src="a.dat">'.encode()
    )
    found = rows(read_bytes(tmp_path, "x.mht", data).messages)[0]
    assert (found["kind"], found["text"], found["extra"]) == ("text", "看这只", '{"media":["image"]}')


def test_a_row_without_end_is_set_aside(tmp_path, monkeypatch):
    monkeypatch.setattr(qq_mht, "LONGEST_ROW", 5000)
    monkeypatch.setattr("curation.sources.files.BLOCK", 1000)
    monkeypatch.setattr("curation.sources.files.blocks.__defaults__", (1000,))
    monkeypatch.setattr("curation.sources.source.Source._blocks.__defaults__", (1000,))
    talk = [Message(0, FRIEND, "早"), Message(1, ME, "长" * 9000), Message(2, FRIEND, "嗯")]
    found = read_bytes(tmp_path, "x.mht", mht(talk))
    assert found.messages["text"].tolist() == ["早", "嗯"]
    assert found.report.set_aside == {"row_too_long": 1}


def test_a_page_without_end_stops_at_its_pictures(tmp_path):
    found = read_bytes(tmp_path, "x.mht", mht(invented(3)).replace(b"</html>", b""))
    assert (len(found.messages), found.report.records) == (3, 3)


def test_pictures_cost_no_memory_and_no_time(tmp_path):
    path = tmp_path / "x.mht"
    with path.open("wb") as stream:
        stream.write(mht(invented(3), pictures=0))
        stream.truncate(1 << 28)
    tracemalloc.start()
    reader = sources.open(path)
    (chat,) = reader.chats()
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert chat.count == 3
    assert peak < 32 << 20


@pytest.mark.parametrize("words", [TOP, "From: <Save by Tencent MsgMgr>", "Subject: Tencent IM Message"])
def test_a_text_that_speaks_of_it_is_not_taken(tmp_path, words):
    (tmp_path / "x.txt").write_text(f"他说：\n{words}\n", encoding="utf-8")
    assert not {"qq_txt", "qq_mht"} & {guess.format for guess in sources.sniff(tmp_path / "x.txt")}
