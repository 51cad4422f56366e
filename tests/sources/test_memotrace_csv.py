import csv
import io
import re

import pytest

from curation import sources
from curation.errors import RuwoError
from tests.generators.chats import EVERY_KIND, FRIEND, ME, START, Message, invented
from tests.generators.memotrace import csv_bytes, csv_row, csv_text
from tests.sources.reading import golden, read_bytes, rows


def test_every_kind_arrives_as_in_the_golden_file(tmp_path):
    found = rows(read_bytes(tmp_path, "小满.csv", csv_bytes(EVERY_KIND)).messages)
    assert found == golden("memotrace_csv", found)


def test_kinds_and_words_are_those_of_the_chat(tmp_path):
    messages = read_bytes(tmp_path, "小满.csv", csv_bytes(EVERY_KIND)).messages
    assert messages["kind"].tolist() == [message.kind for message in EVERY_KIND]
    assert messages["text"].tolist() == [message.text for message in EVERY_KIND]
    assert messages["message_id"].tolist() == [message.id for message in EVERY_KIND]
    assert [when.timestamp() for when in messages["time"]] == [message.at for message in EVERY_KIND]


def test_the_rows_without_remark_are_the_owners(tmp_path):
    found = read_bytes(tmp_path, "小满.csv", csv_bytes(EVERY_KIND))
    assert found.messages["is_persona"].tolist() == [message.mine for message in EVERY_KIND]
    (chat,) = found.chats
    assert (chat.key, chat.is_group) == ("小满", False)
    friend, me = sorted(chat.senders, key=lambda sender: sender.sender_id == "self")
    assert (friend.name, friend.is_owner, friend.aliases) == (FRIEND, False, ("小满同学",))
    assert (me.name, me.is_owner, me.suggested) == (ME, True, True)


def test_nobody_knows_the_owner_of_a_group(tmp_path):
    people = [ME, FRIEND, "老邱"]
    talk = [Message(n, people[n % 3], f"第{n}句", at=START + n) for n in range(9)]
    found = read_bytes(tmp_path, "群.csv", csv_bytes(talk, group=True))
    assert found.messages["is_group"].all()
    assert found.messages["is_persona"].isna().all()
    assert {sender.is_owner for sender in found.chats[0].senders} == {None}
    named = sources.read(tmp_path / "群.csv", persona="老邱").messages
    assert named["is_persona"].tolist() == [message.sender == "老邱" for message in talk]


def test_two_people_without_remark_leave_the_owner_open(tmp_path):
    text = csv_text(invented(6)).replace(f",{FRIEND},{FRIEND}同学,", ",,,")
    found = read_bytes(tmp_path, "小满.csv", text.encode("utf-8-sig"))
    assert found.messages["is_persona"].isna().all()
    assert found.messages["sender_id"].nunique() == 2


def test_a_grey_line_makes_no_group(tmp_path):
    talk = [*invented(4), Message(9, "", "你们已经是好友了", "system")]
    found = read_bytes(tmp_path, "小满.csv", csv_bytes(talk))
    assert not found.messages["is_group"].any()
    assert len(found.chats[0].senders) == 2


def test_wall_clock_times_follow_the_zone(tmp_path):
    data = csv_bytes([Message(0, ME, "早")])
    utc = read_bytes(tmp_path, "小满.csv", data, tz="UTC").messages["time"][0]
    shanghai = read_bytes(tmp_path, "小满.csv", data).messages["time"][0]
    assert (utc - shanghai).total_seconds() == 8 * 3600


def test_a_time_nobody_can_read_keeps_the_message(tmp_path):
    lines = csv_text(invented(3)).replace("2024-05-01 ", "昨天 ", 1)
    found = read_bytes(tmp_path, "小满.csv", lines.encode("utf-8-sig"))
    assert found.messages["time"].isna().tolist() == [True, False, False]
    assert found.messages["time_precision"].tolist() == ["none", "s", "s"]
    assert [(problem.record, problem.reason) for problem in found.report.problems] == [(1, "time_unreadable")]


def test_what_a_spreadsheet_program_made_of_it_can_be_read(tmp_path):
    text = re.sub(r"2024-05-01 (\d\d:\d\d):\d\d", r"2024/5/1 \1", csv_text(EVERY_KIND))
    found = read_bytes(tmp_path, "小满.csv", text.replace("๑•̀ㅂ•́", "").encode("gb18030"))
    assert set(found.messages["time_precision"]) == {"min"}
    assert [when.timestamp() for when in found.messages["time"]] == [message.at // 60 * 60 for message in EVERY_KIND]
    assert [note.code for note in found.report.notes] == ["encoding_guessed"]


def test_a_repeated_record_is_merged_and_a_reused_id_is_not(tmp_path):
    once, again = Message(1, ME, "好"), Message(1, ME, "换了内容")
    nameless = [csv_row(Message(n, FRIEND, "哈哈")) for n in (5, 6)]
    for row in nameless:
        row[0] = "0"
    text = csv_text([once, once, again]) + "".join(",".join(row) + "\r\n" for row in nameless)
    found = read_bytes(tmp_path, "小满.csv", text.encode("utf-8-sig"))
    assert found.messages["text"].tolist() == ["好", "换了内容", "哈哈", "哈哈"]
    assert found.messages["message_id"].tolist() == [once.id, f"{once.id}#1", "小满#2", "小满#3"]
    assert found.report.merged == {"repeated_id": 1}


def test_an_unknown_kind_is_kept_as_other_without_its_xml(tmp_path):
    text = csv_text([Message(0, FRIEND, "<?xml version='1.0'?><msg><a>秘</a></msg>")]).replace("文本", "新玩意")
    found = read_bytes(tmp_path, "小满.csv", text.encode("utf-8-sig"))
    assert found.messages[["kind", "text"]].to_numpy().tolist() == [["other", ""]]
    assert [problem.reason for problem in found.report.problems] == ["kind_unknown"]


@pytest.mark.parametrize("name", ["self", ""])
def test_a_friend_with_an_odd_name_is_not_the_owner(tmp_path, name):
    talk = [Message(0, ME, "你好呀"), Message(1, FRIEND, "你好")]
    text = csv_text(talk).replace(f",{FRIEND},", f",{name},", 1)
    found = read_bytes(tmp_path, "小满.csv", text.encode("utf-8-sig"))
    assert found.messages["is_persona"].tolist() == [True, False]


def test_another_header_is_another_format(tmp_path):
    (tmp_path / "小满.csv").write_text("消息ID,类型\r\n1,文本\r\n", encoding="utf-8")
    with pytest.raises(RuwoError, match="format_unknown"):
        sources.read(tmp_path / "小满.csv")
    with pytest.raises(RuwoError, match="format_unknown"):
        sources.read(tmp_path / "小满.csv", format="memotrace_csv")


def columns_of(talk, order, renamed=()):
    """The file of this chat with these columns only, in this order, some under another name."""
    read = list(csv.reader(io.StringIO(csv_text(talk), newline="")))
    places = [read[0].index(name) for name in order]
    read[0] = [dict(renamed).get(name, name) for name in read[0]]
    made = io.StringIO(newline="")
    csv.writer(made).writerows([row[at] for at in places] for row in read)
    return made.getvalue().encode()


def test_columns_may_stand_elsewhere_or_be_missing(tmp_path):
    data = columns_of(EVERY_KIND, ["时间", "内容", "昵称", "备注", "发送人", "类型", "消息ID"])
    messages = read_bytes(tmp_path, "小满.csv", data).messages
    assert messages["kind"].tolist() == [message.kind for message in EVERY_KIND]
    assert messages["text"].tolist() == [message.text for message in EVERY_KIND]
    assert messages["is_persona"].tolist() == [message.mine for message in EVERY_KIND]


def test_accounts_instead_of_names_leave_the_owner_open(tmp_path):
    names = {"发送人": "wxid", "更多信息": "群昵称"}
    data = columns_of(
        EVERY_KIND, ["消息ID", "类型", "发送人", "时间", "内容", "备注", "更多信息", "昵称"], names.items()
    )
    found = read_bytes(tmp_path, "小满.csv", data.replace(b",more,", b",,"))
    assert found.report.format == "memotrace_csv"
    assert found.messages["text"].tolist() == [message.text for message in EVERY_KIND]
    assert found.messages["is_persona"].isna().all()
    assert {sender.sender_id for sender in found.chats[0].senders} == {ME, FRIEND}


def test_ids_that_excel_made_alike_are_none(tmp_path):
    talk = [Message(n, (ME, FRIEND)[n % 2], "好", at=START + n) for n in range(4)]
    data = re.sub(r"\d{19}", "7.05E+18", csv_text(talk)).encode("utf-8-sig")
    found = read_bytes(tmp_path, "小满.csv", data)
    assert len(found.messages) == 4
    assert not found.report.merged
