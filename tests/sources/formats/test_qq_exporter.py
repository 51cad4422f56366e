import pytest

from curation import sources
from tests.generators.chats import EVERY_KIND, FRIEND, ME, Message
from tests.generators.memotrace import dumped
from tests.generators.qce import UIDS, carried, chunked, item, single, single4
from tests.generators.whatsapp import zipped
from tests.sources.reading import checked, golden, read_bytes, rows

TALK = carried(EVERY_KIND)


def same(found, whose=True):
    """The messages are those of the chat."""
    messages = found.messages
    assert messages["kind"].tolist() == [message.kind for message in TALK]
    assert messages["text"].tolist() == ["" if message.kind == "voice" else message.text for message in TALK]
    assert [when.timestamp() for when in messages["time"]] == [message.at for message in TALK]
    assert messages["sender_id"].tolist() == [UIDS[message.sender] for message in TALK]
    assert messages["message_id"].tolist() == [message.id for message in TALK]
    quote = messages.set_index("kind").loc["quote"]
    assert (quote["quote"], quote["reply_to"]) == (f"{FRIEND}: 猜我看到什么了", EVERY_KIND[2].id)
    assert [chat.key for chat in found.chats] == [FRIEND]
    if whose:
        assert messages["is_persona"].tolist() == [message.mine for message in TALK]
    else:
        assert messages["is_persona"].isna().all()
    assert not [one for one in found.report.problems if one.record]


def one(tmp_path, **fields):
    """The one message of a file whose one message has these fields beside the usual ones."""
    made = {"metadata": {"name": "QQChatExporter"}, "chatInfo": {"name": "x", "type": "private"}}
    made["messages"] = [item(Message(0, FRIEND, "嗯")) | fields]
    return rows(read_bytes(tmp_path, "x.json", dumped(made)).messages)[0]


def parts(*elements):
    """A content of these (type, data)."""
    return {"text": "[图片:a.jpg]", "elements": [{"type": kind, "data": data} for kind, data in elements]}


def whole(text, *elements):
    """A content whose first element is its whole text, in which the others stand already."""
    told = [("text", {"text": text}), *elements]
    return {"text": text, "elements": [{"type": kind, "data": data} for kind, data in told]}


@pytest.mark.parametrize("streamed", [False, True])
def test_a_single_file_gives_the_messages_of_the_chat(tmp_path, monkeypatch, streamed):
    monkeypatch.setattr("curation.sources.jsonfile.WHOLE", 0 if streamed else 64 << 20)
    same(read_bytes(tmp_path, "x.json", single(EVERY_KIND)))
    same(read_bytes(tmp_path, "x.json", single(EVERY_KIND, owner=False)), whose=False)


def test_the_fourth_version_has_texts_alone(tmp_path):
    messages = read_bytes(tmp_path, "x.json", single4(EVERY_KIND)).messages
    gone = {"sticker", "link", "card"}
    assert messages["kind"].tolist() == ["text" if m.kind in gone else m.kind for m in TALK]
    wordless = {"image", "video", "voice", "file", "forward"}
    assert messages["text"].tolist() == ["" if m.kind in wordless else m.text for m in TALK]
    assert [when.timestamp() for when in messages["time"]] == [message.at for message in TALK]
    assert messages.set_index("kind").loc["quote", "quote"] == f"{FRIEND}: 猜我看到什么了"


def test_a_zip_of_chunks_is_the_same_chat(tmp_path):
    found = read_bytes(tmp_path, "x.zip", zipped(chunked(EVERY_KIND)))
    assert found.report.format == "qq_exporter"
    same(found)


@pytest.mark.parametrize("given", [".", "manifest.json"])
def test_so_is_a_folder_of_chunks(tmp_path, given):
    (tmp_path / "chunks").mkdir()
    for name, data in chunked(EVERY_KIND).items():
        (tmp_path / name).write_bytes(data)
    same(checked(sources.read(tmp_path / given)))


def test_a_chunk_alone_does_not_know_its_owner(tmp_path):
    found = read_bytes(tmp_path, "小满.jsonl", chunked(EVERY_KIND)["chunks/c000001.jsonl"])
    assert found.messages["is_persona"].isna().all()
    assert len(found.messages) == 7


def test_a_broken_line_costs_no_more_than_itself(tmp_path):
    data = chunked(EVERY_KIND)["chunks/c000001.jsonl"].split(b"\n")
    data.insert(2, b'{"id": "1", ')
    found = read_bytes(tmp_path, "小满.jsonl", b"\n".join(data))
    assert (len(found.messages), found.report.set_aside) == (7, {"record_invalid": 1})


def test_the_chat_arrives_as_in_the_golden_file(tmp_path):
    found = rows(read_bytes(tmp_path, "x.json", single(EVERY_KIND)).messages)
    assert found == golden("qq_exporter", found)


@pytest.mark.parametrize(
    ("content", "kind", "text"),
    [
        (parts(("text", {"text": "看"}), ("image", {"filename": "a"}), ("text", {"text": "这只"})), "text", "看这只"),
        (parts(("at", {"text": "@小满"}), ("text", {"text": " 在吗"})), "text", "@小满 在吗"),
        (parts(("at", {"name": "小满"})), "text", "@小满"),
        (parts(("face", {"id": 14, "name": "/微笑"}), ("text", {"text": "好"})), "text", "[微笑]好"),
        (parts(("face", {})), "text", "[表情]"),
        (parts(("market_face", {"name": "[晚安]"})), "sticker", "晚安"),
        (parts(("location", {"title": "位置消息"})), "location", ""),
        (parts(("forward", {"summary": "<msg><item/></msg>"})), "forward", ""),
        (parts(("system", {"text": "小满 撤回了一条消息"})), "recall", "小满 撤回了一条消息"),
        (parts(("wallet", {})), "other", ""),
        ({"text": "好[图片:a.jpg]", "elements": "x"}, "text", "好"),
        ({"text": "[委屈]"}, "text", "[委屈]"),
        (parts(("image", {"filename": "a", "subType": "sticker"})), "sticker", ""),
        (parts(("av_record", {"summary": "语音通话 - 已结束"})), "call", "语音通话 - 已结束"),
        (whole("看[[微笑]]", ("face", {"name": "[微笑]"})), "text", "看[微笑]"),
        (whole("[图片: a [1].jpg]", ("image", {"filename": "a [1].jpg"})), "image", ""),
        (whole("[文件: 账单.xlsx]", ("file", {"filename": "账单.xlsx"})), "file", "账单.xlsx"),
        (whole("看[图片: a.jpg]这只", ("image", {"filename": "a.jpg"})), "text", "看这只"),
        (whole("[语音 7秒]", ("audio", {"filename": "a.silk"})), "voice", ""),
        (whole("@小满 在吗", ("at", {"name": "小满"})), "text", "@小满 在吗"),
        (whole("[晚安]", ("market_face", {"name": "晚安"})), "sticker", "晚安"),
        (whole("[卡片消息: [QQ小程序]好看]"), "card", "[QQ小程序]好看"),
        (whole("[合并转发: <?xml version='1.0'?><msg/>]"), "forward", ""),
        (
            whole("[CQ:image,file=a.jpg,url=https://example.com/?a=1&amp;b=2]", ("image", {"filename": "a.jpg"})),
            "image",
            "",
        ),
        (
            {"text": "[CQ:reply,id=5][CQ:at,qq=10001,name=小满] 好&#91;呀&#93;[CQ:face,id=14]"},
            "text",
            "@小满 好[呀][表情]",
        ),
        ("只有字", "text", "只有字"),
    ],
)
def test_kinds_and_words(tmp_path, content, kind, text):
    found = one(tmp_path, content=content)
    assert (found["kind"], found["text"]) == (kind, text)


@pytest.mark.parametrize(
    ("sender", "words", "text", "quote"),
    [
        ("兰", "去不去", "[回复 兰: 去不去]\n去", "兰: 去不去"),
        ("", "[图片]好\n看", "[回复 : [图片]好\n看]\n去", "[图片]好\n看"),
        ("u_nobody", "去不去", "[回复 u_nobody: 去不去]\n去", "去不去"),
        ("u_man", "去不去", "[回复 u_man: 去不去]\n去", f"{FRIEND}: 去不去"),
    ],
)
def test_an_answer_is_freed_of_what_it_answers(tmp_path, sender, words, text, quote):
    found = one(tmp_path, content=whole(text, ("reply", {"senderName": sender, "content": words})))
    assert (found["kind"], found["text"], found["quote"]) == ("quote", "去", quote)


def test_an_answer_to_nobody_knows_what_is_a_text(tmp_path):
    found = one(tmp_path, content=whole("[回复 : 原消息]\n去", ("reply", {"senderName": "", "content": "原消息"})))
    assert (found["kind"], found["text"]) == ("text", "去")


def test_a_recalled_message_is_no_speech(tmp_path):
    assert one(tmp_path, recalled=True)["kind"] == "recall"


@pytest.mark.parametrize("stamp", [None, "昨天", [], 10**40, -1, True])
def test_an_impossible_time_keeps_the_message(tmp_path, stamp):
    assert one(tmp_path, timestamp=stamp)["text"] == "嗯"


@pytest.mark.parametrize("broken", [None, 5, {"id": "1"}, {"content": 5}])
def test_what_is_no_message_is_set_aside(tmp_path, broken):
    made = {"metadata": {"name": "QQChatExporter"}, "chatInfo": {"name": "x", "type": "private"}}
    made["messages"] = [item(Message(0, FRIEND, "嗯")), broken]
    found = read_bytes(tmp_path, "x.json", dumped(made))
    assert (len(found.messages), sum(found.report.set_aside.values())) == (1, 1)


def test_every_name_of_a_sender_is_kept(tmp_path):
    made = item(Message(0, FRIEND, "嗯"))
    made["sender"] |= {"groupCard": "满满", "nickname": "小满同学"}
    data = {"metadata": {"name": "QQChatExporter"}, "chatInfo": {"name": "x", "selfUid": "u_y"}, "messages": [made]}
    (sender,) = read_bytes(tmp_path, "x.json", dumped(data)).chats[0].senders
    assert (sender.aliases, sender.is_owner) == (("小满同学", "满满"), False)
    assert ME not in sender.aliases
