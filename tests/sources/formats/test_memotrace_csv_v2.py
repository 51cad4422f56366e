import pytest

from tests.generators.chats import EVERY_KIND, FRIEND, ME, START, Message, invented
from tests.generators.memotrace_csv_v2 import COLUMNS, EMPTY, IDS, TABLE, all_chats, early, one_chat
from tests.sources.reading import golden, read_bytes, rows

WORDLESS = {*EMPTY, "sticker", "voice"}


def test_every_kind_arrives_as_in_the_golden_file(tmp_path):
    found = rows(read_bytes(tmp_path, "小满_utf8.csv", one_chat(EVERY_KIND)).messages)
    assert found == golden("memotrace_csv_v2", found)


def test_a_file_of_one_chat(tmp_path):
    found = read_bytes(tmp_path, "小满_utf8.csv", one_chat(EVERY_KIND))
    messages = found.messages
    assert messages["kind"].tolist() == [message.kind for message in EVERY_KIND]
    assert messages["text"].tolist() == ["" if message.kind in WORDLESS else message.text for message in EVERY_KIND]
    assert [when.timestamp() for when in messages["time"]] == [message.at for message in EVERY_KIND]
    assert messages["is_persona"].tolist() == [message.mine for message in EVERY_KIND]
    (chat,) = found.chats
    assert chat.key == "小满"
    assert {sender.sender_id: sender.name for sender in chat.senders} == {"self": ME, IDS[FRIEND]: FRIEND}
    assert not found.report.problem_count


def test_one_chat_may_have_a_number_in_each_database(tmp_path):
    data = one_chat(invented(40), talkers=lambda message: message.number // 10)
    assert [chat.key for chat in read_bytes(tmp_path, "小满_utf8.csv", data).chats] == ["小满"]


def test_a_file_without_the_owners_word_may_hold_several_chats(tmp_path):
    both = [*invented(12), *(Message(100 + n, "老邱", f"第{n}句", at=START + n) for n in range(5))]
    data = one_chat(both, talkers=lambda message: message.number // 100)
    assert {chat.key: chat.count for chat in read_bytes(tmp_path, "messages.csv", data).chats} == {
        "小满": 12,
        "老邱": 5,
    }


@pytest.mark.parametrize("with_id", [False, True])
def test_the_file_of_all_chats(tmp_path, with_id):
    group = [Message(200 + n, (ME, "甲", "乙")[n % 3], f"第{n}句", at=START + 50 * n) for n in range(9)]
    friend, other = invented(30, seed=1), [Message(100 + n, ("老邱", ME)[n % 2], "嗯", at=START + n) for n in range(6)]
    found = read_bytes(tmp_path, "messages.csv", all_chats({FRIEND: friend, "老邱": other, "饭友": group}, with_id))
    assert {chat.key: (chat.count, chat.is_group) for chat in found.chats} == {
        FRIEND: (30, False),
        "老邱": (6, False),
        "饭友": (9, True),
    }
    for chat, talk in ((FRIEND, friend), ("老邱", other), ("饭友", group)):
        messages = found.messages[found.messages["chat"] == chat]
        assert messages["text"].tolist() == [message.text for message in talk]
        assert messages["is_persona"].tolist() == [message.mine for message in talk]
        assert messages["sender"].tolist() == ["我" if message.mine else message.sender for message in talk]
        assert messages["message_id"].tolist() == (
            [message.id for message in talk] if with_id else [f"{chat}#{n}" for n in range(len(talk))]
        )


@pytest.mark.parametrize("columns", [TABLE, COLUMNS])
@pytest.mark.parametrize("with_id", [False, True])
def test_rows_that_do_not_fit_the_header(tmp_path, columns, with_id):
    found = read_bytes(tmp_path, "小满_utf8.csv", early(EVERY_KIND, with_id, columns))
    assert found.messages["is_persona"].tolist() == [message.mine for message in EVERY_KIND]
    assert (found.messages["message_id"][0] == EVERY_KIND[0].id) == with_id
    assert not found.report.set_aside
    assert {sender.is_owner for sender in found.chats[0].senders} == {True, False}


def test_a_row_that_is_none_of_the_table_is_set_aside(tmp_path):
    data = one_chat(invented(4)) + b"1,2,three,0,1,5,,x,y,z,a,b\r\n"
    found = read_bytes(tmp_path, "小满_utf8.csv", data)
    assert found.report.set_aside == {"record_invalid": 1}
    assert [problem.record for problem in found.report.problems] == [5]
    assert read_bytes(tmp_path, "小满_utf8.csv", data + b"1,2\r\n").report.set_aside["columns_wrong"] == 1


def test_an_unknown_kind_is_kept_as_other_without_its_xml(tmp_path):
    data = one_chat([Message(0, FRIEND, "<msg><a>秘</a></msg>")]).replace(b",1,0,0,", b",49,9999,0,")
    found = read_bytes(tmp_path, "小满_utf8.csv", data)
    assert found.messages[["kind", "text"]].to_numpy().tolist() == [["other", ""]]
    assert [problem.reason for problem in found.report.problems] == ["kind_unknown"]


def test_a_time_that_a_spreadsheet_program_rounded_is_read_from_the_clock(tmp_path):
    data = one_chat(invented(3)).replace(b",17145", b",1.7145E+09x")
    assert read_bytes(tmp_path, "x.csv", data).messages["time"].notna().all()
