import pytest

from curation import sources
from tests.generators.chats import EVERY_KIND, FRIEND, ME, Message, invented
from tests.generators.memotrace import dumped
from tests.generators.telegram import ACCOUNTS, carried, chat, full, item, single
from tests.sources.reading import golden, read_bytes, rows

LAYOUTS = {
    "single": single(EVERY_KIND),
    "without exact times": single(EVERY_KIND, exact=False),
    "full": full([chat(EVERY_KIND)]),
    "full, old": full([chat(EVERY_KIND, exact=False)], bare=True),
    "left": full([chat([])], [chat(EVERY_KIND)]),
}
WORDLESS = {"call"}


def one(tmp_path, **fields):
    """The one message of a chat whose one message has these fields beside the usual ones."""
    made = chat([]) | {"messages": [item(Message(0, FRIEND, "嗯")) | fields]}
    return rows(read_bytes(tmp_path, "result.json", dumped(made)).messages)[0]


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("layout", LAYOUTS)
def test_every_layout_gives_the_same_messages(tmp_path, monkeypatch, layout, streamed):
    monkeypatch.setattr("curation.sources.jsonfile.WHOLE", 0 if streamed else 64 << 20)
    found = read_bytes(tmp_path, "result.json", LAYOUTS[layout])
    messages, talk = found.messages, carried(EVERY_KIND)
    assert found.report.format == "telegram"
    assert messages["kind"].tolist() == [message.kind for message in talk]
    assert messages["text"].tolist() == ["" if message.kind in WORDLESS else message.text for message in talk]
    assert [when.timestamp() for when in messages["time"]] == [message.at for message in talk]
    assert messages["sender"].tolist() == [message.sender for message in talk]
    assert messages["sender_id"].tolist() == [ACCOUNTS[message.sender] for message in talk]
    assert messages["message_id"].tolist() == [f"2002:{500 + message.number}" for message in talk]
    quote = messages.set_index("kind").loc["quote"]
    assert (quote["quote"], quote["reply_to"]) == (f"{FRIEND}: 猜我看到什么了", "2002:502")
    assert [one.key for one in found.chats] == [FRIEND]
    if b"personal_information" in LAYOUTS[layout]:
        assert messages["is_persona"].tolist() == [message.mine for message in talk]
    else:
        assert messages["is_persona"].isna().all()
    assert (found.report.notes, found.report.problems) == ([], [])


def test_the_chat_arrives_as_in_the_golden_file(tmp_path):
    found = rows(read_bytes(tmp_path, "result.json", LAYOUTS["full"]).messages)
    assert found == golden("telegram", found)


@pytest.mark.parametrize("streamed", [False, True])
def test_chats_of_one_name_or_none_stay_apart(tmp_path, monkeypatch, streamed):
    monkeypatch.setattr("curation.sources.jsonfile.WHOLE", 0 if streamed else 64 << 20)
    talk = invented(4)
    saved = chat(talk, None, number=1001) | {"type": "saved_messages"}
    del saved["name"]
    parts = [chat(talk), chat([], "空"), saved, chat(talk, number=5), chat(talk, None, number=6)]
    found = read_bytes(tmp_path, "result.json", full(parts))
    assert [(one.key, one.count) for one in found.chats] == [
        (FRIEND, 4), ("Saved Messages", 4), (f"{FRIEND} (5)", 4), ("6", 4),
    ]  # fmt: skip
    assert found.report.merged == {}
    chosen = sources.read(tmp_path / "result.json", chat=f"{FRIEND} (5)")
    assert chosen.messages["text"].tolist() == [message.text for message in talk]
    assert chosen.report.set_aside == {"other_chat": 12}


@pytest.mark.parametrize(
    ("fields", "kind", "text"),
    [
        ({"text": ["看 ", {"type": "link", "text": "https://example.com"}, "，好"]}, "text", "看 https://example.com，好"),
        ({"text": [1, None, {"type": "bold"}, ["x"], "好"]}, "text", "好"),
        ({"text": None}, "other", ""),
        ({"text": "", "game_title": "2048"}, "other", ""),
        ({"text": "", "todo_list": {"title": "买菜", "answers": []}}, "other", ""),
        ({"text": "一只猫", "via_bot": "@cats"}, "other", ""),
        ({"text": "转来的话", "forwarded_from": None}, "forward", ""),
        ({"file": "a.jpg", "mime_type": "image/jpeg", "text": "看这只猫"}, "image", "看这只猫"),
        ({"type": "service", "text": "", "information_text": "换了主题"}, "system", "换了主题"),
        ({"photo": "(File not included.)", "text": "看这只猫"}, "image", "看这只猫"),
        ({"file": "(File not included.)", "media_type": "animation", "text": ""}, "video", ""),
        ({"file": "files/账单.pdf", "text": "给你"}, "file", "账单.pdf"),
        ({"media_type": "audio_file", "title": "小曲", "file": "a/b.mp3"}, "file", "小曲"),
        ({"forwarded_from": "老邱", "text": "转来的话"}, "forward", ""),
        ({"poll": {"question": "去不去", "answers": []}, "text": ""}, "other", ""),
        ({"poll": True}, "other", ""),
        ({"contact_information": "x"}, "card", ""),
        ({"type": "service", "action": "pin_message"}, "system", "嗯"),
        ({"type": "新的"}, "other", "嗯"),
    ],
)  # fmt: skip
def test_kinds_and_words(tmp_path, fields, kind, text):
    found = one(tmp_path, **fields)
    assert (found["kind"], found["text"]) == (kind, text)


def test_a_deleted_account_and_an_old_number(tmp_path):
    assert one(tmp_path, **{"from": None})["sender_id"] == ACCOUNTS[FRIEND]
    assert one(tmp_path, from_id=2002)["sender_id"] == "user2002"
    assert one(tmp_path, **{"from": None, "from_id": None})["sender_id"] == "unnamed"


def test_local_times_follow_the_zone_and_exact_ones_do_not(tmp_path):
    talk = [Message(0, ME, "早")]
    for exact, hours in ((True, 0), (False, 8)):
        there = read_bytes(tmp_path, "a.json", single(talk, exact), tz="UTC").messages["time"][0]
        here = read_bytes(tmp_path, "a.json", single(talk, exact)).messages["time"][0]
        assert (there - here).total_seconds() == hours * 3600


def test_an_answer_to_another_chat_quotes_nothing_of_this_one(tmp_path):
    made = chat([])
    first, second = item(Message(0, FRIEND, "早")), item(Message(1, ME, "嗯"))
    made["messages"] = [first, second | {"reply_to_message_id": first["id"], "reply_to_peer_id": "channel9"}]
    found = rows(read_bytes(tmp_path, "result.json", dumped(made)).messages)[1]
    assert (found["kind"], found.keys() & {"quote", "reply_to"}) == ("text", set())


def test_control_characters_are_read_as_telegram_escapes_them(tmp_path):
    data = dumped(chat([Message(0, FRIEND, "一二\\三")])).replace("一二".encode(), b"\\x0Bx\\x1B")
    assert rows(read_bytes(tmp_path, "result.json", data).messages)[0]["text"] == "\x0bx\x1b\\三"


def test_a_personal_chat_suggests_the_one_whose_number_it_does_not_bear(tmp_path):
    found = read_bytes(tmp_path, "result.json", single(EVERY_KIND)).chats[0].senders
    assert {one.name: one.suggested for one in found} == {ME: True, FRIEND: False}


def test_problems_name_the_record_in_the_file(tmp_path):
    made = chat(invented(5))
    made["messages"][2] = {"id": 502, "type": "unsupported"}
    found = read_bytes(tmp_path, "result.json", dumped(made))
    assert {(one.record, one.reason) for one in found.report.problems} == {(3, "kind_unknown"), (3, "time_unreadable")}
    assert found.messages["kind"][2] == "system"


def test_a_file_cut_down_by_hand_is_still_known(tmp_path):
    cut = {"type": "message", "date_unixtime": "1705303205", "from": FRIEND, "text": "早"}
    for value in ({"name": "x", "messages": [cut]}, {"chats": {"list": [{"name": "x", "messages": [cut]}]}}):
        assert read_bytes(tmp_path, "result.json", dumped(value)).report.format == "telegram"


def test_a_message_that_is_none_is_set_aside(tmp_path):
    made = chat(invented(2))
    made["messages"].insert(1, "坏的")
    found = read_bytes(tmp_path, "result.json", dumped(made))
    assert found.report.set_aside == {"record_invalid": 1}
    assert len(found.messages) == 2


@pytest.mark.parametrize(
    "value", [{"type": "personal_chat"}, {"id": 1, "type": "other", "messages": [{}]}, [{"type": "personal_chat"}]]
)
def test_other_json_is_not_taken(tmp_path, value):
    (tmp_path / "x.json").write_bytes(dumped(value))
    assert sources.sniff(tmp_path / "x.json") == []
