"""A problem names the very record it is about, whatever else was set aside before and behind it."""

import json

import pytest

from tests.sources.reading import read_bytes

TIME = "2024-05-01 10:00:{:02}"


def tables():
    """Name of the file -> header, its nth row; something is odd in the fourth."""
    yield (
        "memotrace_csv", "消息ID,类型,发送人,时间,内容,备注,昵称,更多信息",
        lambda n: f"{10**15 + n},{'怪' if n == 3 else '文本'},小满,{TIME.format(n)},第{n}句,小满,小满,",
    )  # fmt: skip
    yield (
        "memotrace_csv_v2",
        "localId,TalkerId,Type,SubType,IsSender,CreateTime,Status,StrContent,StrTime,Remark,NickName,Sender",
        lambda n: f"{n},1,{'x' if n == 3 else 1},0,0,{1714529000 + n},,第{n}句,{TIME.format(n)},小满,小满,小满",
    )  # fmt: skip
    yield (
        "pywxdump_csv", "id,MsgSvrID,type_name,is_sender,talker,room_name,msg,src,CreateTime",
        lambda n: f"{n},{10**15 + n},{'怪' if n == 3 else '文本'},0,a,room{n % 2},第{n}句,,{TIME.format(n)}",
    )  # fmt: skip
    yield (
        "wx_dump_4j", "消息Id,聊天人Id,类型,子类型,是否发送者,创建时间,消息内容",
        lambda n: f"{n},小满,{'x' if n == 3 else 1},0,0,{TIME.format(n)},第{n}句",
    )  # fmt: skip
    yield (
        "chatlog_csv", "Time,SenderName,Sender,TalkerName,Talker,Content",
        lambda n: f"{'?' if n == 3 else TIME.format(n)},小满,wxid_a,群{n % 2},room{n % 2},第{n}句",
    )  # fmt: skip


TABLES = {name: (head, row) for name, head, row in tables()}


@pytest.mark.parametrize("name", TABLES)
def test_rows_of_a_table(tmp_path, name):
    head, row = TABLES[name]
    lines = [head, *(row(n) for n in range(20))]
    lines[2] = lines[11] = "broken"
    found = read_bytes(tmp_path, "小满.csv", "\n".join(lines).encode())
    assert found.report.format == name
    assert sorted(one.record for one in found.report.problems) == [2, 4, 11]


def weflow(elements):
    return {
        "weflow": {"version": "1"},
        "session": {"displayName": "小满", "wxid": "wxid_a", "type": "私聊"},
        "messages": elements,
    }


LISTS = {
    "chatlog_json": (list, lambda n: {
        "seq": n, "time": "" if n == 3 else f"2024-05-01T10:00:{n:02}+08:00", "talker": f"room{n % 2}",
        "talkerName": f"群{n % 2}", "isChatRoom": False, "sender": "a", "senderName": "小满", "isSelf": False, "type": 1,
        "subType": 0, "content": f"第{n}句",
    }),
    "weflow_json": (weflow, lambda n: {
        "localId": n, "createTime": "?" if n == 3 else 1714529000 + n, "type": "文本消息", "localType": 1,
        "content": f"第{n}句", "isSend": 0, "senderUsername": "wxid_a", "senderDisplayName": "小满",
    }),
}  # fmt: skip


@pytest.mark.parametrize("name", LISTS)
def test_elements_of_a_list(tmp_path, name):
    wrap, element = LISTS[name]
    elements = [element(n) for n in range(20)]
    elements[1] = elements[10] = None
    found = read_bytes(tmp_path, "小满.json", json.dumps(wrap(elements), ensure_ascii=False).encode())
    assert found.report.format == name
    assert sorted(one.record for one in found.report.problems) == [2, 4, 11]
