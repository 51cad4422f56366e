"""TXT, Markdown and AI-TXT of MemoTrace: read by people first, so much is lost, and only that."""

import pytest

from curation import sources
from tests.generators.chats import EVERY_KIND, FRIEND, ME, START, Message, invented
from tests.generators.memotrace_pages import TXT_V2_KINDS, ai_txt_v2, ai_txt_v3, markdown, txt_v2, txt_v3
from tests.sources.reading import golden, read_bytes, rows

GREY = {"system", "recall"}
BARE = {"image", "video"}


def said(messages):
    """Those of a frame that are no grey lines, as (sender, kind, text)."""
    return [
        tuple(row)
        for row in messages[["sender", "kind", "text"]].itertuples(index=False)
        if row.kind not in {*GREY, "pat"}
    ]


def sent(chat):
    """The same of the chat itself."""
    return [(one.sender, one.kind, one.text) for one in chat if one.kind not in {*GREY, "pat"}]


@pytest.mark.parametrize("form", ["txt_v3", "txt_v2", "markdown", "ai_txt_v3", "ai_txt_v2"])
def test_a_text_arrives_as_in_the_golden_file(tmp_path, form):
    writers = {"txt_v3": txt_v3, "txt_v2": txt_v2, "markdown": markdown, "ai_txt_v3": ai_txt_v3, "ai_txt_v2": ai_txt_v2}
    found = rows(read_bytes(tmp_path, "小满.txt", writers[form](EVERY_KIND)).messages)
    assert found == golden(f"memotrace_{form}", found)


def test_txt_of_v3_carries_every_kind(tmp_path):
    found = read_bytes(tmp_path, "小满.txt", txt_v3(EVERY_KIND))
    messages = found.messages
    assert messages["kind"].tolist() == [message.kind for message in EVERY_KIND]
    assert messages["text"].tolist() == [message.text for message in EVERY_KIND]
    assert [when.timestamp() for when in messages["time"]] == [message.at for message in EVERY_KIND]
    assert messages["is_persona"].isna().all()
    assert {sender.name for sender in found.chats[0].senders} == {ME, FRIEND}
    assert not found.report.set_aside


def test_txt_of_v2_carries_texts_quotes_and_bare_kinds(tmp_path):
    kept = [message for message in EVERY_KIND if message.kind in TXT_V2_KINDS]
    messages = read_bytes(tmp_path, "小满.txt", txt_v2(EVERY_KIND)).messages
    bare = {"sticker", "voice", "file", *BARE}
    assert messages["kind"].tolist() == [message.kind for message in kept]
    assert messages["text"].tolist() == ["" if message.kind in bare else message.text for message in kept]
    assert messages.set_index("kind").loc["quote", "quote"] == f"{FRIEND}: 猜我看到什么了"


def test_markdown_carries_all_but_red_packets_and_pats(tmp_path):
    kept = [message for message in EVERY_KIND if message.kind not in {"red_packet", "pat"}]
    messages = read_bytes(tmp_path, "小满.md", markdown(EVERY_KIND)).messages
    assert messages["kind"].tolist() == [message.kind for message in kept]
    assert messages["text"].tolist() == ["" if message.kind == "file" else message.text for message in kept]
    assert [when.timestamp() for when in messages["time"]] == [message.at for message in kept]
    assert messages.set_index("kind").loc["quote", "quote"] == "猜我看到什么了"


def test_ai_txt_of_v3_has_days_and_every_kind_of_one_line(tmp_path):
    chat = [message for message in EVERY_KIND if "\n" not in message.text and message.kind not in GREY]
    found = read_bytes(tmp_path, "小满_chat.txt", ai_txt_v3(chat))
    assert said(found.messages) == sent(chat)
    assert set(found.messages["time_precision"]) == {"day"}
    assert found.messages["time"][0].tz_convert("Asia/Shanghai").strftime("%F %T") == "2024-05-01 00:00:00"
    assert [note.code for note in found.report.notes] == ["ai_txt_lossy"]
    assert found.chats[0].key == "小满"


def test_a_sender_goes_on_over_the_end_of_the_day(tmp_path):
    chat = [Message(n, FRIEND, f"第{n}天", at=START + 86400 * n) for n in range(3)]
    messages = read_bytes(tmp_path, "x", ai_txt_v3(chat)).messages
    assert messages["sender"].tolist() == [FRIEND] * 3
    assert messages["time"].is_monotonic_increasing
    assert messages["time"].nunique() == 3


def test_ai_txt_of_v2_gives_turns(tmp_path):
    chat = invented(40, seed=8)
    messages = read_bytes(tmp_path, "x", ai_txt_v2(chat)).messages
    assert set(messages["extra"]) == {'{"joint":true}'}
    assert " ".join(messages["text"]) == " ".join(message.text for message in chat)
    lines = [
        Message(0, ME, "零"),
        Message(1, FRIEND, "一\n二\n\n三"),
        Message(2, FRIEND, "五"),
        Message(3, ME, "六:七"),
    ]
    found = read_bytes(tmp_path, "x", ai_txt_v2(lines)).messages
    assert found["text"].tolist() == ["零", "一\n二\n\n三 五", "六:七"]


@pytest.mark.parametrize("write", [txt_v3, txt_v2, markdown])
def test_a_content_may_hold_empty_lines_and_what_looks_like_a_stamp(tmp_path, write):
    words = ["一\n\n\n二", "\n三\n", "看:\n2024-05-01 16:00:00 不是我说的", "**12:00:00 x**: y", "[图片]a", "# *`_\\"]
    chat = [Message(n, (ME, FRIEND)[n % 2], text, at=START + n) for n, text in enumerate(words)]
    messages = read_bytes(tmp_path, "x", write(chat)).messages
    assert messages["text"].tolist() == words
    assert messages["sender"].tolist() == [message.sender for message in chat]


@pytest.mark.parametrize("write", [txt_v3, txt_v2, markdown, ai_txt_v3, ai_txt_v2])
def test_line_ends_of_windows_change_nothing(tmp_path, write):
    chat = [
        message for message in EVERY_KIND if message.kind in {"text", "image", "quote"} and "\n" not in message.text
    ]
    plain = read_bytes(tmp_path, "x", write(chat)).messages
    windows = read_bytes(tmp_path, "x", write(chat).replace(b"\n", b"\r\n")).messages
    assert windows[["sender", "text", "kind", "time"]].equals(plain[["sender", "text", "kind", "time"]])


@pytest.mark.parametrize("write", [txt_v3, txt_v2, markdown])
def test_what_stands_before_the_first_message_is_set_aside(tmp_path, write):
    data = write(invented(6))
    form = read_bytes(tmp_path, "x", data).report.format
    found = read_bytes(tmp_path, "x", "前言\n前言\n\n".encode() + data, format=form)
    assert found.report.set_aside == {"record_invalid": 1}
    assert len(found.messages) == 6


@pytest.mark.parametrize(
    "head", [b"2024-05-01 16:00:00 '\xe6\x88\x91'\nhi\n\n", b"2024-05-01 16:00:00 x(12345678)\nhi\n\n"]
)
def test_texts_of_other_programs_are_not_memotraces(tmp_path, head):
    (tmp_path / "x").write_bytes(head)
    assert "memotrace_txt" not in {guess.format for guess in sources.sniff(tmp_path / "x")}


def test_a_quoted_picture_is_quoted_as_a_picture(tmp_path):
    data = markdown([Message(0, ME, "谁拍的", "quote", quote=f"{FRIEND}: 【图片】")])
    found = rows(read_bytes(tmp_path, "x.md", data).messages)[0]
    assert (found["text"], found["quote"]) == ("谁拍的", "【图片】")


@pytest.mark.parametrize("write", [txt_v3, txt_v2])
def test_what_the_exporter_could_not_read_is_nobodys_words(tmp_path, write):
    printed = "-1\n{'msg': {'appmsg': {'title': '请升级至最新版本', 'type': '63'}}}"
    found = rows(read_bytes(tmp_path, "x.txt", write([Message(0, ME, printed)])).messages)[0]
    assert (found["kind"], found["text"]) == ("other", "")


@pytest.mark.parametrize("name", ["小满(13800001)", "小满<a@b.cn>"])
def test_a_name_may_look_like_one_of_qq(tmp_path, name):
    talk = [Message(n, (name, ME)[n % 2], f"第{n}句", at=START + n) for n in range(6)]
    found = read_bytes(tmp_path, "x.txt", txt_v3(talk))
    assert found.report.format == "memotrace_txt"
    assert {sender.name for sender in found.chats[0].senders} == {name, ME}


def test_the_last_message_of_a_day_keeps_its_own_lines(tmp_path):
    words = ["新年", "好\n\n", "\n第三年"]
    talk = [Message(n, FRIEND, text, at=START + 250 * 86400 * n) for n, text in enumerate(words)]
    for data in (markdown(talk), markdown(talk).replace(b"\n", b"\r\n")):
        assert read_bytes(tmp_path, "x.md", data).messages["text"].tolist() == words


def test_notes_and_what_could_not_be_read_stay_one_bubble_for_ai(tmp_path):
    note, printed = "【笔记】\n买菜\n鸡蛋 牛奶\n", "-1\n{'op': {'@id': '1'}}"
    data = f"\n\n{'*' * 20}2024-05-01{'*' * 20}\n\n{FRIEND}:{note}\n{printed}\n好\n3\n<3".encode()
    found = read_bytes(tmp_path, "x", data).messages
    assert found["kind"].tolist() == ["forward", "other", "text", "text", "text"]
    assert found["text"].tolist() == ["", "", "好", "3", "<3"]
