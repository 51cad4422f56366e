import pytest

from curation import sources
from tests.generators.chats import EVERY_KIND, FRIEND, ME, START, Message, invented
from tests.generators.whatsapp import LOCALES, carried, whatsapp_txt, zipped
from tests.sources.reading import golden, read_bytes, rows

TALK = [Message(m.number, m.sender, m.text, m.kind, START + 86_400 * n, more=m.more) for n, m in enumerate(EVERY_KIND)]
"""One message a day, so that the order of day and month shows."""

NAMED = "2024/1/15 下午3:20 - "


def text(tmp_path, *lines, **options):
    """The messages of a file with these lines."""
    return read_bytes(tmp_path, "x.txt", "\n".join(lines).encode(), format="whatsapp", **options)


def one(tmp_path, words, stamp=NAMED):
    """The message with these words, as a row."""
    return rows(text(tmp_path, f"{stamp}{FRIEND}: 早", f"{stamp}{FRIEND}: {words}").messages)[1]


@pytest.mark.parametrize("ending", ["\n", "\r\n"])
@pytest.mark.parametrize("locale", LOCALES)
def test_every_locale_gives_the_same_messages(tmp_path, locale, ending):
    found = read_bytes(tmp_path, f"与{FRIEND}的 WhatsApp 聊天.txt", whatsapp_txt(TALK, locale, ending))
    assert found.report.format == "whatsapp"
    talk, messages, form = carried(TALK), found.messages, LOCALES[locale]
    kinds = [message.kind for message in talk]
    if form.minutes:
        media = {kind for kind, words in form.words.items() if words == "<Media omitted>" or kind == "image"}
        kinds = ["other" if kind in media else kind for kind in kinds]
    assert messages["kind"].tolist() == kinds
    wordless = {"other", "image", "video", "voice", "sticker", "call", "recall"}
    speaking = [(n, message) for n, message in enumerate(talk) if kinds[n] not in wordless]
    assert [messages["text"][n] for n, _ in speaking] == [message.text for _, message in speaking]
    whole = 60 if form.minutes else 1
    assert [when.timestamp() for when in messages["time"]] == [message.at // whole * whole for message in talk]
    assert set(messages["time_precision"]) == {"min" if form.minutes else "s"}
    assert [name for name in messages["sender"] if name] == [m.sender for m in talk if m.kind != "system"]
    assert [chat.key for chat in found.chats] == [FRIEND]
    assert messages["is_persona"].isna().all()
    assert {sender.name: sender.suggested for sender in found.chats[0].senders} == {ME: True, FRIEND: False}
    assert (found.report.notes, found.report.problems) == ([], [])


def test_the_chat_arrives_as_in_the_golden_file(tmp_path):
    found = rows(read_bytes(tmp_path, "x.txt", whatsapp_txt(TALK, "zh-ios")).messages)
    assert found == golden("whatsapp", found)


@pytest.mark.parametrize(
    ("stamp", "time"),
    [
        ("2024/1/15 下午3:20 - ", "15:20"),
        ("2024/1/15 上午12:05 - ", "00:05"),
        ("2024/1/15 下午12:05 - ", "12:05"),
        ("2024/1/15 凌晨1:05 - ", "01:05"),
        ("2024/1/15 早上8:05 - ", "08:05"),
        ("2024/1/15 中午11:05 - ", "11:05"),
        ("2024/1/15 中午12:05 - ", "12:05"),
        ("2024/1/15 中午1:05 - ", "13:05"),
        ("2024/1/15 晚上8:05 - ", "20:05"),
        ("2024/1/15 15:20 - ", "15:20"),
        ("15/1/24, 3:20 p. m. - ", "15:20"),
        ("15/1/24, 3:20\u00a0p.\u00a0m. - ", "15:20"),
        ("15/1/24, 12:20 a.m. - ", "00:20"),
        ("1/15/24, 3:20\u202fPM - ", "15:20"),
        ("15.01.24, 15.20 - ", "15:20"),
        ("15/01/2024 15 h 20 - ", "15:20"),
        ("2024/1/15, 15:20. - ", "15:20"),
        ("2024/1/15 午夜12:05 - ", "00:05"),
        ("24/1/15, 15:20 - ", "15:20"),
        ("15/1/2567 15:20 - ", "15:20"),
        ("١٥/١/٢٠٢٤، ٣:٢٠ م - ", "15:20"),
        ("\u200e[2024/1/15 下午3:20:05] ", "15:20:05"),
        ("[15.01.24, 15:20:05] ", "15:20:05"),
        ("[2024/1/15 午後0:20:05] ", "12:20:05"),
        ("[2024. 1. 15. 오후 3:20:05] ", "15:20:05"),
        ("[2024-01-15, 3:20:05 PM] ", "15:20:05"),
    ],
)
def test_stamps(tmp_path, stamp, time):
    before = stamp.replace("15/", "14/").replace("/15", "/14").replace("15.0", "14.0")
    found = text(tmp_path, f"{before}{FRIEND}: 昨天", f"{stamp}{FRIEND}: 早", tz="UTC").messages
    expected = f"2024-01-15 {time}" + ("" if time.count(":") == 2 else ":00")
    assert str(found["time"][1]) == f"{expected}+00:00"
    assert found["text"][1] == "早"


@pytest.mark.parametrize(
    ("dates", "first"),
    [
        (["1/2/2024", "13/2/2024"], "2024-02-01"),
        (["2/1/2024", "2/13/2024"], "2024-02-01"),
        (["30/1/24", "1/2/24"], "2024-01-30"),
        (["11/2/2024", "12/2/2024", "1/3/2024"], "2024-02-11"),
        (["11/2/2024", "11/12/2024", "12/1/2024"], "2024-11-02"),
        (["2/1/23", "1/2/24"], None),
        (["1/2/2024", "1/2/2024"], None),
        (["01.02.2024", "03.02.2024"], "2024-02-01"),
        (["2024-02-01", "2024-02-03"], "2024-02-01"),
        (["24/2/1", "24/2/28"], "2024-02-01"),
        (["15/1/24", "15/1/24"], "2024-01-15"),
        (["1/15/24", "1/15/24"], "2024-01-15"),
    ],
)
def test_day_and_month_are_told_apart_once_for_the_file(tmp_path, dates, first):
    found = text(tmp_path, *(f"{date}, 10:00 - {FRIEND}: 早" for date in dates))
    if first is None:
        assert found.messages["time"].isna().all()
        assert [note.code for note in found.report.notes] == ["day_month_unknown"]
        assert found.report.problems == []
    else:
        assert str(found.messages["time"].dt.tz_convert("Asia/Shanghai")[0])[:10] == first


def test_a_date_that_is_none_keeps_its_message(tmp_path):
    found = text(tmp_path, *(f"{day}/1/2024, 10:00 - {FRIEND}: 早" for day in (20, 31, 32)))
    assert found.messages["time"].isna().tolist() == [False, False, True]
    assert [(problem.record, problem.reason) for problem in found.report.problems] == [(3, "time_unreadable")]


@pytest.mark.parametrize(
    ("words", "kind", "left"),
    [
        ("<Media omitted>", "other", ""),
        ("<省略多媒体文件>", "other", ""),
        ("<忽略多媒體檔>", "other", ""),
        ("image omitted", "image", ""),
        ("\u200e貼圖已略去", "sticker", ""),
        ("\u200e账单.pdf • \u200e2 页 \u200e文件已略去", "file", "账单.pdf"),
        ("\u200e<已附加: 00000012-PHOTO-2024-01-15-15-20-05.jpg>", "image", ""),
        ("看这只猫 \u200e<attached: 00000012-PHOTO-2024-01-15-15-20-05.jpg>", "image", "看这只猫"),
        ("\u200eIMG-20240115-WA0001.jpg (file attached)\n看这只猫", "image", "看这只猫"),
        ("PTT-20240115-WA0001.opus (文件附件)", "voice", ""),
        ("\u200e小满.vcf (file attached)", "card", ""),
        ("位置: https://maps.google.com/?q=31.2,121.5", "location", ""),
        ("This message was deleted", "recall", "This message was deleted"),
        ("此訊息已刪除", "recall", "此訊息已刪除"),
        ("这条消息已删除", "recall", "这条消息已删除"),
        ("好的 <This message was edited>", "text", "好的"),
        ("<Media omitted>\n看这只猫", "other", "看这只猫"),
        ("<Mídia oculta>", "other", ""),
        ("看这只猫 \u200eimage omitted", "image", "看这只猫"),
        ("null", "other", "null"),
        ("IMG-20240115-WA0001.jpg (file attached)\n猫 <This message was edited>", "image", "猫"),
        ("\u200e<附件: 00000003-合同 v1: 终稿.pdf>", "file", "00000003-合同 v1: 终稿.pdf"),
        ("\u200e您已删除了这条消息。", "recall", "您已删除了这条消息。"),
        ("\u200e语音通话，\u200e4分钟", "call", "语音通话，\u200e4分钟"),
        ("\u200eMissed voice call, \u200eTap to call back", "call", "Missed voice call, \u200eTap to call back"),
        ("语音通话，4分钟", "text", "语音通话，4分钟"),
        ("POLL:\n去哪？\nOPTION: 海边 (2 votes)\nOPTION: 山上 (0 votes)", "other",
         "POLL:\n去哪？\nOPTION: 海边 (2 votes)\nOPTION: 山上 (0 votes)"),
        ("\u200fשלום", "text", "\u200fשלום"),
        ("我 added 了一点糖，changed the recipe", "text", "我 added 了一点糖，changed the recipe"),
        ("第一行\n\n第三行", "text", "第一行\n\n第三行"),
        ("他说: 好", "text", "他说: 好"),
        ("  前后有空格  ", "text", "  前后有空格  "),
        ("", "text", ""),
        ("\n下一行才开始", "text", "\n下一行才开始"),
        ("\u200e消息和通话都进行端到端加密。", "system", "消息和通话都进行端到端加密。"),
    ],
)  # fmt: skip
def test_kinds_and_words(tmp_path, words, kind, left):
    found = one(tmp_path, words)
    assert (found["kind"], found["text"], found["sender"]) == (kind, left, FRIEND)


@pytest.mark.parametrize(
    "notice",
    [
        "Messages and calls are end-to-end encrypted.",
        f'{ME} created group "周末: 爬山"',
        f"{ME} changed the subject from “周末: 爬山” to “周末: 游泳”",
        f"{ME}更改了群组名称为: 爬山",
    ],
)
def test_a_notice_has_no_sender_even_with_a_colon_in_it(tmp_path, notice):
    found = text(tmp_path, f"{NAMED}{notice}", f"{NAMED}{FRIEND}: 早")
    assert rows(found.messages)[0]["kind"] == "system"
    assert found.messages["text"][0] == notice
    assert [sender.name for sender in found.chats[0].senders] == [FRIEND]


@pytest.mark.parametrize("name", ["王姐「装修」", "Nick “Ace” Lu", '小"鹿"', "«Ёлка»"])
def test_a_name_may_hold_a_quotation(tmp_path, name):
    found = text(tmp_path, f"{NAMED}{name}: 早", f"{NAMED}{FRIEND}: 早")
    assert found.messages["kind"].tolist() == ["text", "text"]
    assert found.messages["sender"].tolist() == [name, FRIEND]


def test_what_stands_before_the_first_message_is_set_aside(tmp_path):
    found = text(tmp_path, "转自别处", "", f"{NAMED}{FRIEND}: 早")
    assert found.report.set_aside == {"before_first_message": 1}
    assert found.messages["text"].tolist() == ["早"]


def test_a_stamp_in_the_other_style_is_a_quoted_line(tmp_path):
    found = text(tmp_path, f"{NAMED}{FRIEND}: 看", f"[2024/1/15 15:20:05] {ME}: 早", f"{NAMED}{ME}: 嗯")
    assert found.messages["text"].tolist() == [f"看\n[2024/1/15 15:20:05] {ME}: 早", "嗯"]


@pytest.mark.parametrize(
    ("name", "chat"),
    [
        ("与小满的 WhatsApp 聊天.txt", "小满"),
        ("與小满的 WhatsApp 對話.txt", "小满"),
        ("WhatsApp Chat with 小满.txt", "小满"),
        ("WhatsApp Chat - 小满(1).txt", "小满"),
        ("Chat de WhatsApp con 小满.txt", "小满"),
        ("周末.txt", "周末"),
    ],
)
def test_the_chat_is_named_as_in_the_file_name(tmp_path, name, chat):
    (tmp_path / name).write_bytes(whatsapp_txt(TALK))
    assert [found.key for found in sources.open(tmp_path / name).chats()] == [chat]


def test_a_zip_is_named_after_its_chat_and_read_in_place(tmp_path):
    data = zipped({"00000001-PHOTO.jpg": b"\xff\xd8\xff", "_chat.txt": whatsapp_txt(TALK, "zh-ios")})
    found = read_bytes(tmp_path, f"WhatsApp Chat - {FRIEND}.zip", data)
    assert [chat.key for chat in found.chats] == [FRIEND]
    plain = read_bytes(tmp_path, f"{FRIEND}.txt", whatsapp_txt(TALK, "zh-ios"))
    kept = ["text", "kind", "time", "sender_id", "message_id"]
    assert found.messages[kept].equals(plain.messages[kept])


def test_a_group_suggests_nobody(tmp_path):
    found = text(tmp_path, *(f"{NAMED}{name}: 早" for name in (ME, FRIEND, "老邱")))
    assert found.messages["is_group"].all()
    assert not any(sender.suggested for sender in found.chats[0].senders)


@pytest.mark.parametrize(
    "lines",
    [
        ["2024/1/15 下午3:20 - 一行"],
        ["[1/15/2024 3:20 PM] 小满", "早", "[1/15/2024 3:21 PM] 阿岚", "嗯"],
        ["2024-01-15 15:20:05 小满(10001)", "早", "", "2024-01-15 15:21:05 阿岚(10002)", "嗯"],
    ],
)
def test_other_texts_with_stamps_are_not_taken(tmp_path, lines):
    (tmp_path / "x.txt").write_text("\n".join(lines), encoding="utf-8")
    assert "whatsapp" not in {guess.format for guess in sources.sniff(tmp_path / "x.txt")}


def test_a_long_file_comes_in_blocks(tmp_path):
    talk = invented(12_000)
    found = read_bytes(tmp_path, "x.txt", whatsapp_txt(talk))
    assert found.messages["text"].tolist() == [message.text for message in talk]
