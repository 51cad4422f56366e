import pytest

from curation.sources import oldquotes
from tests.generators.chats import FRIEND, ME, Message
from tests.generators.memotrace import csv_bytes, dumped
from tests.sources.reading import read_bytes, rows

RULE = "- - - - - - - - - - - - - - -"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (f"「小满：周末去吗」\n{RULE}\n去", ("小满: 周末去吗", "去")),
        (f"「小满：一\n二」\n{RULE}\n三\n四", ("小满: 一\n二", "三\n四")),
        (f"「甲：「乙：一」\n{RULE}\n二」\n{RULE}\n三", (f"甲: 「乙：一」\n{RULE}\n二", "三")),
        (f"「小满：[图片]」\n{RULE}\n", ("小满: [图片]", "")),
        (f"「没有名字」\n{RULE}\n去", None),
        (f"看「小满：周末」\n{RULE}\n去", None),
        ("「小满：周末」\n- - -\n去", None),
        (f"「小满：周末」\n{RULE}还没完\n去", None),
        ("「小满：周末」", None),
        ("", None),
    ],
)
def test_parts(text, expected):
    assert oldquotes.parts(text) == expected


def test_what_was_quoted_is_no_speech(tmp_path):
    text = f"「{FRIEND}：周末去吗」\n{RULE}\n去的"
    talk = [Message(0, FRIEND, "周末去吗"), Message(1, ME, text), Message(2, FRIEND, f"「{RULE}")]
    found = rows(read_bytes(tmp_path, "小满.csv", csv_bytes(talk)).messages)
    assert [one["kind"] for one in found] == ["text", "quote", "text"]
    assert (found[1]["text"], found[1]["quote"]) == ("去的", f"{FRIEND}: 周末去吗")
    assert found[2]["text"] == f"「{RULE}"


def test_the_lines_of_a_training_file_are_put_together_again(tmp_path):
    said = f"来了\n「{FRIEND}：周末\n去吗」\n{RULE}\n去的\n几点"
    talk = [{"role": "user", "content": "早\n在吗"}, {"role": "assistant", "content": said}]
    found = read_bytes(tmp_path, "x_train.json", dumped([{"conversations": talk}] * 30)).messages
    spoken = found["text"].tolist()
    assert "去的" in spoken
    assert not {RULE, "去吗」"} & set(spoken)
    assert found.set_index("kind").loc["quote", "quote"].tolist()[0] == f"{FRIEND}: 周末\n去吗"


def test_endless_dashes_are_read_in_no_time():
    lines = ["」", RULE] * 50_000
    assert len(oldquotes.rejoined(lines)) == len(lines)
    assert oldquotes.parts("「" * 100_000 + f"」\n{RULE}\n") is None
