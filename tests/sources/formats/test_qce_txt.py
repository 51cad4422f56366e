import pytest

from curation import sources
from tests.sources.reading import read_bytes, rows

HEAD = """[QQChatExporter V5 / https://github.com/shuakami/qq-chat-exporter]
[这里是一行声明]

===============================================
           QQ聊天记录导出文件
===============================================

聊天名称: 爬山小队
聊天类型: {kind}
导出时间: 2024-02-01 00:00:00
消息总数: {count}

"""
END = """
===============================================
              导出完成
===============================================
总计导出 {count} 条消息
导出时间: 2024-02-01 00:00:00"""


def made(*bodies, kind="群聊", numbered=False):
    """A file of messages of which each is (name, what stands below its time)."""
    parts = []
    for number, (name, body) in enumerate(bodies):
        above = f"[{number + 1}]\n" if numbered else ""
        parts.append(f"{above}{name}:\n时间: 2024-01-15 15:20:{number:02}\n{body}")
    count = len(bodies)
    return (HEAD.format(kind=kind, count=count) + "\n" + "\n\n\n".join(parts) + "\n" + END.format(count=count)).encode()


EXPORTS = {
    "qce_txt": [
        (
            "QQ.txt",
            made(
                ("小满", "内容: 周六见"),
                ("兰", "内容: [回复 小满: 周六见]\n好\n回复: 小满 - 周六见"),
                ("小满", "内容: [图片: a.jpg]\n资源: 1 个文件\n  - image: a.jpg"),
            ),
        )
    ]
}


def one(tmp_path, body, name="小满"):
    return rows(read_bytes(tmp_path, "x.txt", made((name, body))).messages)[0]


@pytest.mark.parametrize("numbered", [False, True])
def test_a_file_gives_its_messages(tmp_path, numbered):
    data = made(("小满 (队长)", "内容: 周六见"), ("兰", "内容: 第一行\n\n时间: 很紧\n"), numbered=numbered)
    found = read_bytes(tmp_path, "x.txt", data)
    assert found.report.format == "qce_txt"
    assert found.messages["text"].tolist() == ["周六见", "第一行\n\n时间: 很紧"]
    assert found.messages["sender"].tolist() == ["小满 (队长)", "兰"]
    assert str(found.messages["time"][1]) == "2024-01-15 07:20:01+00:00"
    assert (found.report.records, found.report.kept, found.report.problems) == (2, 2, [])
    (chat,) = found.chats
    assert (chat.name, chat.is_group) == ("爬山小队", True)


@pytest.mark.parametrize(
    ("body", "kind", "text"),
    [
        ("内容: 看 [[微笑]]", "text", "看 [微笑]"),
        ("内容: [图片: a.jpg]\n资源: 1 个文件\n  - image: a.jpg", "image", ""),
        ("内容: 看[图片: a [1].jpg]这只\n资源: 1 个文件\n  - image: a [1].jpg", "text", "看这只"),
        ("内容: [文件: 账单.xlsx]\n资源: 1 个文件\n  - file: 账单.xlsx", "file", "账单.xlsx"),
        ("内容: [语音 7秒]\n资源: 1 个文件\n  - audio: a.silk", "voice", ""),
        ("内容: [audio消息]\n资源: 1 个文件\n  - audio: a.silk", "voice", ""),
        ("内容: @兰 在吗\n提及: 兰", "text", "@兰 在吗"),
        ("内容: [卡片消息: [QQ小程序]好看]", "card", "[QQ小程序]好看"),
        ("内容: [合并转发: 3条]", "forward", ""),
        ("内容: [无文本内容]", "other", ""),
        ("类型: 2\n内容: 嗯", "text", "嗯"),
        ("内容: 选\n[3]", "text", "选\n[3]"),
    ],
)
def test_kinds_and_words(tmp_path, body, kind, text):
    found = one(tmp_path, body)
    assert (found["kind"], found["text"]) == (kind, text)


def test_an_answer_quotes_what_it_answers(tmp_path):
    found = one(tmp_path, "内容: [回复 兰: 去不去\n周六]\n去\n回复: 兰 - 去不去\n周六")
    assert (found["kind"], found["text"], found["quote"]) == ("quote", "去", "兰: 去不去\n周六")


def test_grey_lines_are_nobodys(tmp_path):
    assert one(tmp_path, "内容: 兰 撤回了一条消息", name="0")["kind"] == "recall"


def test_other_texts_are_not_taken(tmp_path):
    (tmp_path / "x.txt").write_text("小满:\n时间: 2024-01-15 15:20:00\n内容: 早\n", encoding="utf-8")
    assert "qce_txt" not in [guess.format for guess in sources.sniff(tmp_path / "x.txt")]
