import pytest

from tests.generators.chats import EVERY_KIND, FRIEND, ME, Message, invented
from tests.generators.weflow import weflow_txt
from tests.sources.reading import read_bytes, rows


def one(tmp_path, text):
    """The one message of a file with this content."""
    return rows(read_bytes(tmp_path, "小满.txt", f"2024-05-01 16:00:00 '{FRIEND}'\n{text}\n\n".encode()).messages)[0]


def test_it_carries_what_a_placeholder_shows(tmp_path):
    found = read_bytes(tmp_path, "小满.txt", weflow_txt(EVERY_KIND))
    expected = ["text" if message.kind == "system" else message.kind for message in EVERY_KIND]
    messages = found.messages
    assert messages["kind"].tolist() == expected
    assert messages["text"].tolist() == [message.text for message in EVERY_KIND]
    assert [when.timestamp() for when in messages["time"]] == [message.at for message in EVERY_KIND]
    assert messages["quote"].dropna().tolist() == [f"{FRIEND}: 猜我看到什么了"]


def test_i_am_the_owner_of_a_private_chat(tmp_path):
    talk = invented(9)
    found = read_bytes(tmp_path, "小满.txt", weflow_txt(talk))
    assert found.messages["is_persona"].tolist() == [message.mine for message in talk]
    assert found.messages["sender"].tolist() == ["我" if message.mine else FRIEND for message in talk]


def test_nobody_knows_the_owner_of_a_group(tmp_path):
    talk = [Message(n, ("甲", "乙", "丙")[n % 3], f"第{n}句") for n in range(6)]
    found = read_bytes(tmp_path, "群.txt", weflow_txt(talk))
    assert found.messages["is_group"].all()
    assert found.messages["is_persona"].isna().all()


def test_lines_of_a_message_stay_together(tmp_path):
    text = "一\n\n二\n2024-05-01 没有名字\n\n\n三"
    assert one(tmp_path, text)["text"] == text


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("[旺柴] 好的", "text", "[旺柴] 好的"),
        ("[图片] 是我说的", "text", "[图片] 是我说的"),
        ("[图片]", "image", ""),
        ("media/emojis/a1.gif", "sticker", ""),
        ("D:\\导出\\voices\\1.wav", "voice", ""),
        ("[语音转文字] 我到了", "voice", "我到了"),
        ("你撤回了一条消息", "recall", "你撤回了一条消息"),
        ("我昨天拍了拍灰", "text", "我昨天拍了拍灰"),
        ("[引用 我懒得写", "text", "[引用 我懒得写"),
        ("", "text", ""),
        ("[视频]12s", "video", ""),
        ("[语音消息 - 转文字失败]", "voice", ""),
        ("[转发的聊天记录]爬山群\n甲: 去吗\n乙: 去", "forward", "爬山群"),
        ("[接龙] 周日爬山", "card", "周日爬山"),
        ("就它了[引用 [图片]]", "quote", "就它了"),
        ("你已添加了小满，现在可以开始聊天了。", "system", "你已添加了小满，现在可以开始聊天了。"),
        ('<msg nickname="客服" />', "other", ""),
    ],
)
def test_kinds_and_words(tmp_path, text, kind, words):
    found = one(tmp_path, text)
    assert (found["kind"], found["text"]) == (kind, words)


def test_lines_above_the_first_message_are_told(tmp_path):
    found = read_bytes(tmp_path, "小满.txt", b"hello\nworld\n" + weflow_txt(invented(2)), format="weflow_txt")
    assert found.report.set_aside == {"record_invalid": 1}
    assert len(found.messages) == 2


def test_windows_line_ends_change_nothing(tmp_path):
    data = weflow_txt(EVERY_KIND)
    plain = rows(read_bytes(tmp_path, "小满.txt", data).messages)
    assert rows(read_bytes(tmp_path, "小满.txt", data.replace(b"\n", b"\r\n")).messages) == plain
    assert {row["sender"] for row in plain} == {"我", FRIEND}
    assert ME not in {row["sender"] for row in plain}
