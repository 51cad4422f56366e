import pytest

from curation import sources
from curation.errors import RuwoError
from tests.generators.chats import EVERY_KIND, FRIEND, ME, Message, invented
from tests.generators.memotrace_pages import local
from tests.generators.weflow import account, item
from tests.generators.xlsx import workbook
from tests.sources.reading import read_bytes

SHORT = ["序号", "时间", "发送者身份", "消息类型", "内容"]
FULL = ["序号", "时间", "发送者昵称", "发送者微信ID", "发送者备注", "发送者身份", "消息类型", "内容"]


def row(message, columns):
    """A message as the exporter writes it."""
    told = item(message)
    values = {
        "序号": message.number + 1,
        "时间": local(message),
        "发送者身份": "我" if message.mine else message.sender,
        "消息类型": told["type"],
        "内容": told["content"],
        "发送者昵称": f"{message.sender}同学",
        "发送者微信ID": account(message.sender),
        "发送者备注": "" if message.mine else message.sender,
    }
    return [values[name] for name in columns]


def written(messages, columns):
    """The workbook."""
    about = [
        ["会话信息"],
        ["微信ID", account(FRIEND), "", "昵称", FRIEND],
        ["导出工具", "WeFlow", "导出版本", "0.0.2", "平台", "wechat", "导出时间", "2024-05-02 10:00:00"],
    ]
    return workbook({FRIEND: [*about, columns, *(row(message, columns) for message in messages)]}, shared=True)


EXPORTS = {"weflow_xlsx": [("short.xlsx", written(EVERY_KIND, SHORT)), ("full.xlsx", written(EVERY_KIND, FULL))]}


@pytest.mark.parametrize("columns", [SHORT, FULL])
def test_kinds_words_times_and_owner(tmp_path, columns):
    found = read_bytes(tmp_path, "x.xlsx", written(EVERY_KIND, columns))
    messages = found.messages
    assert found.report.format == "weflow_xlsx"
    assert found.report.records == len(EVERY_KIND)
    assert [when.timestamp() for when in messages["time"]] == [message.at for message in EVERY_KIND]
    assert messages["is_persona"].tolist() == [message.mine for message in EVERY_KIND]
    assert [chat.key for chat in found.chats] == [FRIEND]
    for message, kind, text in zip(EVERY_KIND, messages["kind"], messages["text"], strict=True):
        assert kind == message.kind
        assert text == message.text
    assert messages.set_index("kind").loc["quote", "quote"] == f"{FRIEND}: 猜我看到什么了"
    assert not found.report.problem_count


def test_names_are_those_people_gave(tmp_path):
    chat = read_bytes(tmp_path, "x.xlsx", written(invented(9), FULL)).chats[0]
    assert {sender.name: sender.is_owner for sender in chat.senders} == {FRIEND: False, f"{ME}同学": True}


def test_a_chat_in_which_the_owner_says_nothing_has_none(tmp_path):
    talk = [Message(n, name, "嗯") for n, name in enumerate(("甲", "乙", "甲"))]
    found = read_bytes(tmp_path, "x.xlsx", written(talk, SHORT))
    assert found.messages["is_persona"].isna().all()


def test_without_the_names_of_its_columns_it_is_nothing(tmp_path):
    (tmp_path / "x.xlsx").write_bytes(workbook({"a": [["导出工具", "WeFlow", "x"], ["1", "2"]]}))
    with pytest.raises(RuwoError):
        sources.read(tmp_path / "x.xlsx", format="weflow_xlsx")


ECHO = ["序号", "时间", "发送者", "消息类型", "内容"]
CIPHER = ["序号", "时间", "日期", "发送者", "微信ID", "消息类型", "消息内容", "原始类型代码", "时间戳"]


def kin(message, columns):
    """A message as echotrace and CipherTalk write it."""
    told = item(message)
    values = {
        "序号": message.number + 1, "时间": local(message).replace("-", "/"), "日期": local(message)[:10],
        "发送者": "我" if message.mine and columns == ECHO else message.sender, "微信ID": account(message.sender),
        "消息类型": told["type"], "内容": told["content"], "消息内容": told["content"],
        "原始类型代码": told["localType"], "时间戳": message.at,
    }  # fmt: skip
    return [values[name] for name in columns]


@pytest.mark.parametrize("columns", [ECHO, CIPHER])
def test_workbooks_of_the_same_family(tmp_path, columns):
    book = workbook({"聊天记录": [columns, *(kin(message, columns) for message in EVERY_KIND)]})
    found = read_bytes(tmp_path, "小满.xlsx", book, tz="America/New_York" if columns == CIPHER else "Asia/Shanghai")
    messages = found.messages
    assert found.report.format == "weflow_xlsx"
    assert messages["kind"].tolist() == [message.kind for message in EVERY_KIND]
    assert messages["text"].tolist() == [message.text for message in EVERY_KIND]
    assert [when.timestamp() for when in messages["time"]] == [message.at for message in EVERY_KIND]
    if columns == ECHO:
        assert messages["is_persona"].tolist() == [message.mine for message in EVERY_KIND]
    else:
        assert messages["is_persona"].isna().all()
        assert messages["sender_id"].tolist() == [account(message.sender) for message in EVERY_KIND]
