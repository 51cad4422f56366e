import json

import pytest

from curation import sources
from tests.generators.chats import EVERY_KIND, FRIEND, ME, Message, invented
from tests.generators.memotrace import dumped, html_item, html_json_bytes
from tests.sources.reading import golden, read_bytes, rows

NAME = "小满.html.json"


def one(tmp_path, **fields):
    """The one message of a log whose one object has these fields beside the usual ones."""
    item = html_item(Message(0, FRIEND, "嗯")) | fields
    return rows(read_bytes(tmp_path, NAME, dumped([item])).messages)[0]


def test_every_kind_arrives_as_in_the_golden_file(tmp_path):
    found = rows(read_bytes(tmp_path, NAME, html_json_bytes(EVERY_KIND)).messages)
    assert found == golden("memotrace_html_json", found)


def test_it_carries_all_that_the_csv_carries(tmp_path):
    messages = read_bytes(tmp_path, NAME, html_json_bytes(EVERY_KIND)).messages
    assert messages["kind"].tolist() == [message.kind for message in EVERY_KIND]
    assert messages["text"].tolist() == [message.text for message in EVERY_KIND]
    assert [when.timestamp() for when in messages["time"]] == [message.at for message in EVERY_KIND]
    assert messages["is_persona"].tolist() == [message.mine for message in EVERY_KIND]


def test_a_quote_points_at_the_message_it_quotes(tmp_path):
    messages = read_bytes(tmp_path, NAME, html_json_bytes(EVERY_KIND)).messages.set_index("kind")
    assert messages.loc["quote", "reply_to"] == EVERY_KIND[2].id
    assert messages.loc["quote", "quote"] == f"{FRIEND}: 猜我看到什么了"


def test_a_quote_whose_message_is_gone_points_nowhere(tmp_path):
    found = one(tmp_path, type=str(57 << 32 | 49), quote_server_id="0", quote_text=f"{ME}: 哦")
    assert "reply_to" not in found


@pytest.mark.parametrize(
    ("fields", "kind", "text"),
    [
        ({"type": 1}, "text", "嗯"),
        ({"text": "a &lt;b&gt; <c> &amp;"}, "text", "a &lt;b&gt; <c> &amp;"),
        ({"type": "10000", "text": '"甲"邀请"乙"加入了群聊'}, "system", '"甲"邀请"乙"加入了群聊'),
        ({"type": "10000", "text": '<img src="x.png"/> 你领取了<_link_>红包</_link_>'}, "system", "你领取了红包"),
        (
            {"type": "10002", "text": "<sysmsg type='revokemsg'><session>w</session><![CDATA[你撤回了一条消息]]></sysmsg>"},
            "recall",
            "你撤回了一条消息",
        ),
        ({"type": 10000, "text": '"甲" 拍了拍 "乙"'}, "pat", '"甲" 拍了拍 "乙"'),
        ({"type": str(33 << 32 | 49), "title": "点餐"}, "card", "点餐"),
        ({"type": str(24 << 32 | 49), "text": "我的笔记", "record_item": "<recordinfo>"}, "forward", "我的笔记"),
        ({"type": str(51 << 32 | 49), "title": "一段视频号"}, "link", "一段视频号"),
        ({"type": "34", "voice_to_text": "<msg><voice/></msg>"}, "voice", ""),
        ({"type": "47", "desc": None, "path": None}, "sticker", ""),
        ({"type": str(99 << 32 | 49)}, "other", ""),
        ({"type": "77"}, "other", ""),
    ],
)  # fmt: skip
def test_kinds_and_words(tmp_path, fields, kind, text):
    found = one(tmp_path, **fields)
    assert (found["kind"], found["text"]) == (kind, text)


@pytest.mark.parametrize(
    ("item", "reason"),
    [
        ("不是对象", "record_invalid"),
        (None, "record_invalid"),
        ({"text": "没有类型"}, "record_incomplete"),
        ({"type": [1], "text": "怪类型"}, "record_incomplete"),
        ({"type": "1"}, "record_incomplete"),
        ({"type": "1", "text": 5}, "content_not_text"),
    ],
)
def test_a_broken_record_is_set_aside_with_its_reason(tmp_path, item, reason):
    items = [html_item(message) for message in invented(3)]
    found = read_bytes(tmp_path, NAME, dumped([*items, item]))
    assert len(found.messages) == 3
    assert found.report.set_aside == {reason: 1}
    assert [(problem.record, problem.reason) for problem in found.report.problems] == [(4, reason)]


@pytest.mark.parametrize("stamp", [None, "昨天", -5, 0, 10**30, 1e300, [1], {"a": 1}, "9" * 5000])
def test_an_impossible_time_keeps_the_message(tmp_path, stamp):
    items = [html_item(message) | {"timestamp": stamp} for message in invented(2)]
    items.append(html_item(Message(7, ME, "有时间")))
    found = read_bytes(tmp_path, NAME, dumped(items))
    assert found.messages["time"].isna().tolist() == [True, True, False]
    assert {problem.reason for problem in found.report.problems} == {"time_unreadable"}


@pytest.mark.parametrize("stamp", ["1714550400", 1714550400, 1714550400.0])
def test_a_time_may_be_written_in_any_way(tmp_path, stamp):
    assert one(tmp_path, timestamp=stamp)["time"].startswith("2024-05-01 08:00:00")


def test_an_owner_who_only_listens_is_nobodys_persona(tmp_path):
    found = read_bytes(tmp_path, NAME, html_json_bytes([Message(0, FRIEND, "喂"), Message(1, FRIEND, "在不")]))
    assert found.messages["is_persona"].tolist() == [False, False]
    assert [sender.is_owner for sender in found.chats[0].senders] == [False]


def test_extra_is_json_and_holds_no_number_that_says_nothing(tmp_path):
    assert "extra" not in one(tmp_path, type="43", duration=0, path="")
    assert json.loads(one(tmp_path, type="43", duration=3, path="a")["extra"]) == {"duration": 3, "path": "a"}
    assert "extra" not in one(tmp_path, type="43", duration=10**40, path=["x"])


def test_the_name_of_the_file_is_the_name_of_the_chat(tmp_path):
    (tmp_path / "小满(1).html.json").write_bytes(html_json_bytes(invented(2)))
    assert [chat.key for chat in sources.open(tmp_path / "小满(1).html.json").chats()] == ["小满"]


def test_a_sticker_without_an_address_is_known_by_its_sum(tmp_path):
    xml = {"msg": {"emoji": {"@md5": "0123456789abcdef0123456789abcdef"}}}
    found = one(tmp_path, type="47", desc="", path="None", xml_dict=xml)
    assert json.loads(found["extra"]) == {"md5": "0123456789abcdef0123456789abcdef"}
    assert "extra" not in one(tmp_path, type="47", desc="", path="", xml_dict={"msg": "x"})


def test_a_quote_without_words_quotes_nothing(tmp_path):
    assert "quote" not in one(tmp_path, type=str(57 << 32 | 49), quote_text=None)
