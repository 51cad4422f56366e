import pytest

from tests.generators.chats import EVERY_KIND, FRIEND, ME, START, Message
from tests.generators.wechat_share import KINDS, PRIVATE, share
from tests.sources.reading import read_bytes

WORDLESS = {"image", "video", "sticker", "voice"}
KEPT = [message for message in EVERY_KIND if message.kind in KINDS]


@pytest.mark.parametrize("gap", ["\n", "", "\n\n"])
@pytest.mark.parametrize("first", [PRIVATE, ""])
def test_a_shared_chat(tmp_path, gap, first):
    found = read_bytes(tmp_path, "小满.txt", share(EVERY_KIND, first, gap))
    messages = found.messages
    assert messages["kind"].tolist() == ["text" if one.kind == "quote" else one.kind for one in KEPT]
    assert messages["text"].tolist() == ["" if one.kind in WORDLESS else one.text for one in KEPT]
    assert messages["sender"].tolist() == [one.sender for one in KEPT]
    assert [when.timestamp() for when in messages["time"]] == [one.at // 60 * 60 for one in KEPT]
    assert set(messages["time_precision"]) == {"min"}
    assert messages["is_persona"].isna().all()
    assert found.chats[0].key == "小满"
    assert not found.report.set_aside


def test_a_group_has_its_own_name(tmp_path):
    talk = [Message(n, (ME, FRIEND, "老 邱")[n % 3], f"第{n}句", at=START + 7000 * n) for n in range(9)]
    found = read_bytes(tmp_path, "x.txt", share(talk, '微信群"饭友"的聊天记录如下:'))
    assert [(chat.key, chat.is_group, chat.count) for chat in found.chats] == [("饭友", True, 9)]
    assert found.messages["sender"].tolist() == [message.sender for message in talk]


@pytest.mark.parametrize("day", ["2026/4/6", "2026年4月6日", "2026-04-06"])
def test_days_are_written_in_several_ways(tmp_path, day):
    data = f"{PRIVATE}\n\n———  {day}  ———\n\n\n{ME}  9:05\n\n早\n".encode()
    time = read_bytes(tmp_path, "x.txt", data).messages["time"][0]
    assert time.tz_convert("Asia/Shanghai").strftime("%F %H:%M") == "2026-04-06 09:05"


def test_an_attachment_keeps_its_name(tmp_path):
    data = f"{PRIVATE}\n\n———  2026-04-06  ———\n\n{ME}  09:05\n\n[图片: a1.jpg(请在附件中查看)]\n".encode()
    found = read_bytes(tmp_path, "x.txt", data).messages
    assert found[["kind", "text", "extra"]].to_numpy().tolist() == [["image", "", '{"path":"a1.jpg"}']]


def test_a_time_without_a_day_is_no_time(tmp_path):
    found = read_bytes(tmp_path, "x.txt", f"{PRIVATE}\n\n{ME}  09:05\n\n早\n".encode())
    assert found.messages["time"].isna().all()
    assert [problem.reason for problem in found.report.problems] == ["time_unreadable"]


@pytest.mark.parametrize(
    ("written", "meant"),
    [("下午3:20", "15:20"), ("上午12:30", "00:30"), ("下午 12:05", "12:05"), ("3:20 PM", "15:20"), ("23:59", "23:59")],
)
def test_a_phone_may_write_parts_of_the_day(tmp_path, written, meant):
    data = f"{PRIVATE}\n\n———  2026-04-06  ———\n\n\n{ME}  {written}\n\n早\n\n\n".encode()
    (time,) = read_bytes(tmp_path, "x.txt", data).messages["time"]
    assert time.tz_convert("Asia/Shanghai").strftime("%H:%M") == meant


def test_in_a_spaced_text_a_line_of_a_message_is_no_name(tmp_path):
    data = f"{PRIVATE}\n\n———  2026-04-06  ———\n\n\n{ME}  09:05\n\n一\n车票  10:30\n二\n\n\n{FRIEND}  09:06\n\n三\n"
    assert read_bytes(tmp_path, "x.txt", data.encode()).messages["text"].tolist() == ["一\n车票  10:30\n二", "三"]


@pytest.mark.parametrize(
    "top", ["Dear:\n\nHere is our chat.\n", "發件人: a\n主題: b\n\n甲 和 乙 在微信上的聊天記錄如下，請查收。\n"]
)
def test_it_is_known_under_any_greeting(tmp_path, top):
    data = f"{top}\n———  2026-04-06  ———\n\n\n{ME}  09:05\n\n早\n\n\n".encode()
    found = read_bytes(tmp_path, "x.txt", data)
    assert (found.report.format, found.messages["text"].tolist()) == ("wechat_share", ["早"])
