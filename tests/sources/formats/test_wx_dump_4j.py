import pytest

from tests.generators.chats import EVERY_KIND, FRIEND, Message, invented
from tests.generators.memotrace_csv_v2 import EMPTY, IDS, table_row
from tests.generators.xlsx import workbook
from tests.sources.reading import read_bytes, rows

COLUMNS = ["消息Id", "聊天人Id", "类型", "子类型", "是否发送者", "创建时间", "消息内容"]


def row(message):
    """A message as the exporter writes it."""
    _, _, type_, subtype, mine, _, _, content, local = table_row(message)
    return [message.id, IDS[message.sender], type_, subtype, mine, local, content]


def written(messages, *more):
    """The workbook."""
    return workbook({"sheet1": [COLUMNS, *map(row, messages), *more]}, shared=True)


EXPORTS = {"wx_dump_4j": [("小满.xlsx", written(EVERY_KIND))]}


def test_kinds_words_times_and_owner(tmp_path):
    found = read_bytes(tmp_path, f"{FRIEND}.xlsx", written(EVERY_KIND))
    messages = found.messages
    assert found.report.format == "wx_dump_4j"
    assert messages["kind"].tolist() == [message.kind for message in EVERY_KIND]
    wordless = EMPTY | {"voice", "sticker"}
    assert messages["text"].tolist() == ["" if m.kind in wordless else m.text for m in EVERY_KIND]
    assert [when.timestamp() for when in messages["time"]] == [message.at for message in EVERY_KIND]
    assert messages["is_persona"].tolist() == [message.mine for message in EVERY_KIND]
    assert messages["message_id"].tolist() == [message.id for message in EVERY_KIND]
    assert [chat.key for chat in found.chats] == [FRIEND]
    assert not found.report.problem_count


@pytest.mark.parametrize("broken", [["9", "a", "x", 0, 0, "2024-05-01 16:00:00", "嗯"], ["9", "a", 1, "", 0, "", "嗯"]])
def test_a_row_without_a_type_is_set_aside(tmp_path, broken):
    found = read_bytes(tmp_path, "x.xlsx", written(invented(3), broken))
    assert (len(found.messages), found.report.set_aside) == (3, {"record_invalid": 1})
    assert [problem.record for problem in found.report.problems] == [4]


def test_a_kind_nobody_knows_is_kept_as_other(tmp_path):
    strange = row(Message(7, FRIEND, "嗯"))
    strange[2] = 7777
    found = read_bytes(tmp_path, "x.xlsx", written([], strange))
    assert [one["kind"] for one in rows(found.messages)] == ["other"]
    assert [problem.reason for problem in found.report.problems] == ["kind_unknown"]
