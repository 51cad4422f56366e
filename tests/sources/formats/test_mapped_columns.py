"""What a column or a line tells of a message in a file without an importer."""

from __future__ import annotations

import pytest

from curation.sources import Layout, Mapping
from tests.sources.reading import imported, proposed


@pytest.mark.parametrize(
    ("value", "kind"), [("图片", "image"), ("Sticker", "sticker"), ("Default", "text"), ("怪", "card"), ("坏", "text")]
)
def test_kinds_by_their_words_or_as_somebody_said(tmp_path, value, kind):
    (tmp_path / "a.csv").write_text(f"time,sender,type,text\n1714550400,甲,{value},话\n", encoding="utf-8")
    layout = Layout(shape="table", columns=("time", "sender", "type", "text"))
    mapping = Mapping(layout=layout, text="text", kind="type", kinds={"怪": "card", "坏": "nonsense"})
    assert imported(tmp_path / "a.csv", mapping=mapping).messages["kind"].tolist() == [kind]


def read_text(tmp_path, name, text):
    """The file with this text, read as proposed."""
    (tmp_path / name).write_text(text, encoding="utf-8")
    return imported(tmp_path / name, mapping=proposed(tmp_path / name))


def test_a_direction_tells_who_wrote_and_a_contact_which_chat(tmp_path):
    rows = "\n".join(f"{n},1714550{n:03},{('in', 'out')[n % 2]},{'甲乙'[n // 4 % 2]},话{n}" for n in range(16))
    found = read_text(tmp_path, "a.csv", f"id,date,direction,contact,body\n{rows}\n")
    assert {chat.key: chat.count for chat in found.chats} == {"甲": 8, "乙": 8}
    assert [(one.name, one.is_owner) for one in found.chats[0].senders] == [("甲", False), ("我", True)]
    assert found.messages["is_persona"].tolist() == [bool(n % 2) for n in range(16)]


@pytest.mark.parametrize("day", ["2024-05-0{}", "0{}.05.2024", "2024-05-0{} 00:00:00"])
def test_a_time_of_day_in_a_column_of_its_own_is_put_to_the_day(tmp_path, day):
    rows = "\n".join(f"{day.format(n)},15:2{n},{'甲乙'[n % 2]},话{n}" for n in range(1, 8))
    found = read_text(tmp_path, "a.csv", f"Date,Time,From,Text\n{rows}\n")
    times = found.messages["time"].dt.tz_convert("Asia/Shanghai")
    assert [str(one)[:16] for one in times] == [f"2024-05-0{n} 15:2{n}" for n in range(1, 8)]
    assert set(found.messages["time_precision"]) == {"min"}


def test_a_text_of_several_lines_in_line_loses_its_quotes_and_placeholders_are_no_words(tmp_path):
    lines = [
        "[LINE] 与小满的聊天记录", "保存日期：2026/1/31 10:00", "", "2026/1/30周五", "下午03:20\t小满\t早",
        '下午03:21\t兰\t"第一行\n""第二行"""', '下午03:22\t小满\t"不是引文"', "下午03:23\t小满\t[照片]",
        "下午03:24\t兰\t[贴图]", "下午03:25\t兰\t☎ 通话时间 1:20", "下午03:26\t兰\t[委屈]",
    ]  # fmt: skip
    found = read_text(tmp_path, "[LINE] 与小满的聊天.txt", "\n".join(lines))
    assert [chat.key for chat in found.chats] == ["小满"]
    assert found.messages["kind"].tolist() == ["text", "text", "text", "image", "sticker", "call", "text"]
    assert found.messages["text"].tolist() == [
        "早", '第一行\n"第二行"', '"不是引文"', "", "", "☎ 通话时间 1:20", "[委屈]",
    ]  # fmt: skip


def test_a_note_behind_a_time_is_no_part_of_a_message(tmp_path):
    lines = [
        f"May 1{n}, 2022  5:29:42 PM{' (Read by you)' * (n % 2)}\n{('Me', '小满')[n % 2]}\n话{n}\n" for n in range(6)
    ]
    found = read_text(tmp_path, "a.txt", "\n".join(lines))
    assert found.messages["text"].tolist() == [f"话{n}" for n in range(6)]


def test_ids_that_come_again_in_other_chats_stay_apart(tmp_path):
    rows = "\n".join(f"{n % 2},{n},{'甲乙'[n % 2]},{'一二三'[n // 2 % 3]},话{n}" for n in range(18))
    (tmp_path / "a.csv").write_text(f"id,n,sender,room,text\n{rows}\n", encoding="utf-8")
    layout = Layout(shape="table", columns=("id", "n", "sender", "room", "text"))
    mapping = Mapping(layout=layout, text="text", sender="sender", chat="room", id="id")
    assert len(imported(tmp_path / "a.csv", mapping=mapping).messages) == 18


def test_a_broken_row_is_told_with_its_line(tmp_path):
    (tmp_path / "a.csv").write_text('time,sender,text\n1714550400,甲,"两\n行"\n坏行\n,乙,好\n,,\n', encoding="utf-8")
    layout = Layout(shape="table", columns=("time", "sender", "text"))
    report = imported(tmp_path / "a.csv", mapping=Mapping(layout=layout, text="text", sender="sender")).report
    assert [(one.record, one.line, one.reason) for one in report.problems] == [(2, 4, "columns_wrong")]
    assert report.set_aside == {"columns_wrong": 1, "record_blank": 1}
