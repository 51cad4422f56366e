import pytest

from tests.generators.chats import EVERY_KIND, FRIEND, Message
from tests.generators.memotrace_pages import local
from tests.generators.qce import carried
from tests.generators.xlsx import workbook
from tests.sources.reading import read_bytes, rows

NEW = ["序号", "时间", "发送者", "发送者QQ号", "群头衔", "消息类型", "消息内容", "是否撤回", "资源数量"]
OLD = ["序号", "时间", "发送者", "消息类型", "内容", "是否撤回", "资源数量"]
NUMBERS = {FRIEND: "20202"}
CONTENTS = {
    "image": "[图片:a.jpg] [image: a.jpg]",
    "video": "[video: a.mp4]",
    "voice": "[语音:7秒] [audio: a.silk]",
    "file": "[file: {0}]",
    "forward": "[转发消息]",
}
TALK = [message for message in carried(EVERY_KIND) if message.kind not in {"sticker", "link", "card"}]


def row(message, columns=NEW):
    """A message as the exporter writes it."""
    grey = message.kind in {"recall", "pat", "system"}
    values = {
        "序号": message.number + 1,
        "时间": local(message),
        "发送者": message.sender,
        "发送者QQ号": NUMBERS.get(message.sender, "10101"),
        "消息类型": "系统消息" if grey else "文本",
        "消息内容": CONTENTS.get(message.kind, "{0}").format(message.text),
        "是否撤回": "否",
        "资源数量": 0,
    }
    return [values.get("消息内容" if name == "内容" else name, "") for name in columns]


def written(messages, columns=NEW):
    """The workbook, with a sheet of figures behind the chat."""
    figures = [["统计项目", "数值"], ["消息总数", len(messages)]]
    return workbook({"聊天记录": [columns, *(row(one, columns) for one in messages)], "统计信息": figures}, shared=True)


EXPORTS = {"qce_xlsx": [("小满.xlsx", written(TALK)), ("old.xlsx", written(TALK, OLD))]}


@pytest.mark.parametrize("columns", [NEW, OLD])
def test_kinds_words_and_times(tmp_path, columns):
    found = read_bytes(tmp_path, f"{FRIEND}.xlsx", written(TALK, columns))
    messages = found.messages
    assert found.report.format == "qce_xlsx"
    assert messages["kind"].tolist() == ["text" if message.kind == "quote" else message.kind for message in TALK]
    wordless = {"image", "video", "voice", "forward"}
    assert messages["text"].tolist() == ["" if message.kind in wordless else message.text for message in TALK]
    assert [when.timestamp() for when in messages["time"]] == [message.at for message in TALK]
    assert messages["sender"].tolist() == [message.sender for message in TALK]
    assert messages["is_persona"].isna().all()
    assert [chat.key for chat in found.chats] == [FRIEND]
    assert [one.file for one in found.report.problems] == [f"{FRIEND}.xlsx/统计信息"]


@pytest.mark.parametrize(
    ("words", "kind", "text"),
    [
        ("看[图片:a.jpg]这只 [image: a.jpg]", "text", "看这只"),
        ("[image: a.jpg] [image: b.jpg]", "image", ""),
        ("好[委屈]", "text", "好[委屈]"),
        ("  缩进", "text", "  缩进"),
    ],
)
def test_words_win_over_placeholders(tmp_path, words, kind, text):
    made = row(Message(0, FRIEND))
    made[6] = words
    (one,) = rows(read_bytes(tmp_path, "x.xlsx", workbook({"a": [NEW, made]})).messages)
    assert (one["kind"], one["text"]) == (kind, text)


def test_a_recalled_message_is_no_speech(tmp_path):
    made = row(Message(0, FRIEND, "嗯"))
    made[7] = "是"
    (one,) = rows(read_bytes(tmp_path, "x.xlsx", workbook({"a": [NEW, made]})).messages)
    assert one["kind"] == "recall"
