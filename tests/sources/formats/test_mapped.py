"""Files of exporters without an importer, read with the mapping that is proposed for them or with any other."""

from __future__ import annotations

import json

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from curation import sources
from curation.errors import SENTENCES, RuwoError
from curation.sources import Layout, Mapping, jsonfile
from tests.generators import unknown
from tests.generators.chats import ME, invented
from tests.generators.every import every_file
from tests.sources.reading import checked

TALK = invented(60, seed=4)
FILES = {
    "表.csv": unknown.table(TALK),
    "表.tsv": unknown.table(TALK, "\t"),
    "分号.csv": unknown.table(TALK, ";", header=False),
    "imessage.csv": unknown.imessage_csv(TALK),
    "imessage.txt": unknown.imessage_txt(TALK),
    "discord.csv": unknown.discord_csv(TALK),
    "discord.json": unknown.discord_json(TALK),
    "slack.zip": unknown.slack_zip(TALK),
    "instagram.json": unknown.instagram_json(TALK),
    "signal.jsonl": unknown.signal_lines(TALK),
    "signal.txt": unknown.signal_txt(TALK),
    "line.txt": unknown.line_txt(TALK),
    "冒号.txt": unknown.colons(TALK),
}
MINUTES = {"signal.txt", "line.txt"}
NO_TIMES = {"冒号.txt"}
OWNERS = {"imessage.csv", "imessage.txt", "signal.txt"}


def proposed(path):
    """The mapping the wizard begins with."""
    found = sources.propose(sources.study(path))
    assert found is not None
    return found


def imported(path, **options):
    """Everything in the file, checked."""
    reader = sources.open(path, **options)
    messages = reader.whole(None, None)
    return checked(sources.Import(messages, reader.report, reader.chats(), reader.system_texts))


@pytest.mark.parametrize("streamed", [False, True])
@pytest.mark.parametrize("name", FILES)
def test_what_is_proposed_reads_the_talk(tmp_path, monkeypatch, name, streamed):
    (tmp_path / name).write_bytes(FILES[name])
    monkeypatch.setattr(jsonfile, "WHOLE", 0 if streamed else 64 << 20)
    found = imported(tmp_path / name, mapping=proposed(tmp_path / name))
    messages = found.messages
    assert messages["text"].tolist() == [one.text for one in TALK]
    assert set(messages["kind"]) == {"text"}
    assert [unknown.mine(name) for name in messages["sender"]] == [one.mine for one in TALK]
    if name in NO_TIMES:
        assert messages["time"].isna().all()
        return
    seconds = messages["time"].dt.as_unit("s").astype("int64").tolist()
    assert seconds == [one.at // 60 * 60 if name in MINUTES else one.at for one in TALK]


@pytest.mark.parametrize("name", FILES)
def test_the_excerpt_reads_as_the_file_does(tmp_path, name):
    (tmp_path / name).write_bytes(FILES[name])
    excerpt = sources.study(tmp_path / name)
    mapping = sources.propose(excerpt)
    head = sources.excerpt(excerpt, mapping).head(5)
    whole = imported(tmp_path / name, mapping=mapping).messages.head(5)
    assert head["text"].tolist() == whole["text"].tolist()
    assert head["time"].tolist() == whole["time"].tolist() or name in NO_TIMES


@pytest.mark.parametrize("name", FILES)
def test_the_owner_is_known_where_a_word_or_a_mark_tells(tmp_path, name):
    (tmp_path / name).write_bytes(FILES[name])
    (chat,) = sources.open(tmp_path / name, mapping=proposed(tmp_path / name)).chats()
    owners = [sender.name for sender in chat.senders if sender.is_owner]
    assert len(owners) == (name in OWNERS)


def test_a_mapping_goes_to_json_and_back(tmp_path):
    (tmp_path / "d.json").write_bytes(FILES["discord.json"])
    mapping = proposed(tmp_path / "d.json")
    assert Mapping.model_validate_json(mapping.model_dump_json()) == mapping
    assert mapping.fits(sources.study(tmp_path / "d.json").whole)
    assert not mapping.fits(Layout(shape="table", columns=("content", "timestamp")))


def test_files_of_a_zip_that_are_not_read_are_named(tmp_path):
    pictures = {f"闲聊/{n}.jpg": b"\xff\xd8" for n in range(3)}
    members = {"闲聊/1.json": unknown.discord_json(TALK), "说明.txt": b"hello\n", "空.txt": b"", **pictures}
    (tmp_path / "x.zip").write_bytes(unknown.zipped(members))
    report = imported(tmp_path / "x.zip", mapping=proposed(tmp_path / "x.zip")).report
    assert [(one.file, one.record, one.reason) for one in report.problems] == [
        ("x.zip/空.txt", 0, "file_blank"),
        ("x.zip/说明.txt", 0, "file_unknown"),
    ]
    assert [(note.code, note.params) for note in report.notes] == [("media_passed_over", {"count": 3})]


def test_a_zip_with_exports_of_two_kinds_says_which_is_left_out(tmp_path):
    some = {form: data for form, _, data in every_file()}
    members = {"a.json": some["chatlab_json"], "b.json": some["pywxdump_json"]}
    (tmp_path / "x.zip").write_bytes(unknown.zipped(members))
    reader = sources.open(tmp_path / "x.zip")
    reader.chats()
    assert [one.reason for one in reader.report.problems] == ["file_other"]


def test_chats_of_one_table_are_kept_apart(tmp_path):
    rows = "\n".join(f"2024-05-01 10:00:{n:02},{'甲乙'[n % 2]},话{n},{'一二三'[n % 3]}" for n in range(30))
    (tmp_path / "a.csv").write_text(f"time,sender,text,room\n{rows}\n", encoding="utf-8")
    found = imported(tmp_path / "a.csv", mapping=proposed(tmp_path / "a.csv"))
    assert {chat.key: chat.count for chat in found.chats} == {"一": 10, "二": 10, "三": 10}
    assert found.messages.loc[found.messages["chat"] == "二", "text"].tolist() == [f"话{n}" for n in range(1, 30, 3)]


def test_the_days_of_a_folder_and_the_pieces_of_an_upload_are_one_chat(tmp_path):
    for place in ("闲聊/2024-05-01.json", "闲聊/2024-05-02.json", "a/message_1.json", "b/message_2.json"):
        (tmp_path / place).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / place).write_bytes(FILES["instagram.json"])
    mapping = proposed(tmp_path / "a/message_1.json")
    assert [chat.key for chat in sources.open(tmp_path / "闲聊", mapping=mapping).chats()] == ["闲聊"]
    pieces = [tmp_path / "a/message_1.json", tmp_path / "b/message_2.json"]
    assert [chat.key for chat in sources.open(pieces, mapping=mapping).chats()] == ["message"]


def test_day_before_month_is_asked_for_where_nothing_tells(tmp_path):
    rows = "\n".join(f"0{n}/0{n + 1}/2024 10:00,{'甲乙'[n % 2]},话{n}" for n in (1, 2, 3))
    (tmp_path / "a.csv").write_text(f"time,sender,text\n{rows}\n", encoding="utf-8")
    mapping = proposed(tmp_path / "a.csv")
    reader = sources.open(tmp_path / "a.csv", mapping=mapping)
    assert reader.doubts[0].written == "01/02/2024"
    assert (reader.doubts[0].day_first.month, reader.doubts[0].otherwise.month) == (2, 1)
    assert imported(tmp_path / "a.csv", mapping=mapping).messages["time"].isna().all()
    for day_first, month in ((True, [2, 3, 4]), (False, [1, 2, 3])):
        found = imported(tmp_path / "a.csv", mapping=mapping, day_first=day_first)
        assert found.messages["time"].dt.month.tolist() == month


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


# --- any mapping and any file

names = st.sampled_from(["", "time", "who", "words", "author.name", "a.b.c", "1", "2", "3", "id", "sender", "text"])
layouts = st.builds(
    Layout,
    shape=st.sampled_from(["table", "json", "lines", "text"]),
    separator=st.sampled_from(",\t;|:"),
    header=st.booleans(),
    place=st.sampled_from(["item", "messages.item", "a.item.b.item", "", "x"]),
    template=st.one_of(st.sampled_from(sources.TEMPLATES), st.just("{text}"), st.text(max_size=20)),
    columns=st.just(()),
)
mappings = st.builds(
    Mapping,
    layout=layouts,
    text=names.filter(bool),
    time=names,
    sender=names,
    mine=names,
    me=st.text(max_size=3),
    chat=names,
    kind=names,
    kinds=st.dictionaries(st.text(max_size=3), st.text(max_size=5), max_size=2),
    id=names,
    newest_first=st.booleans(),
)
fuzzing = settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
values = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=8), st.just("2024-05-01 10:00")),
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.sampled_from(["time", "who", "words", "author", "name", "messages", "a", "b"]), inner),
    ),
    max_leaves=20,
)


def read_or_refuse(path, **options):
    """The checked import, or None after an error with a sentence that fits its parameters."""
    try:
        return imported(path, **options)
    except RuwoError as error:
        SENTENCES[error.code].format(**error.params)
        return None


@pytest.mark.parametrize("streamed", [False, True])
@fuzzing
@given(mapping=mappings, name=st.sampled_from(sorted(FILES)), at=st.floats(0, 1), piece=st.binary(max_size=9))
def test_any_mapping_of_any_file_gives_messages_or_one_clear_error(
    tmp_path, monkeypatch, streamed, mapping, name, at, piece
):
    monkeypatch.setattr(jsonfile, "WHOLE", 0 if streamed else 64 << 20)
    data = FILES[name]
    place = int(at * len(data))
    (tmp_path / name).write_bytes(data[:place] + piece + data[place + len(piece) :])
    read_or_refuse(tmp_path / name, mapping=mapping)


@fuzzing
@given(mapping=mappings, value=values)
def test_any_json(tmp_path, mapping, value):
    (tmp_path / "x").write_text(json.dumps(value), encoding="utf-8")
    read_or_refuse(tmp_path / "x", mapping=mapping)


@fuzzing
@given(data=st.one_of(st.binary(min_size=1, max_size=200), st.text(min_size=1, max_size=200).map(str.encode)))
def test_any_bytes_are_studied_without_harm(tmp_path, data):
    (tmp_path / "x").write_bytes(data)
    try:
        found = sources.study(tmp_path / "x")
    except RuwoError as error:
        SENTENCES[error.code].format(**error.params)
        return
    if found and (mapping := sources.propose(found)):
        read_or_refuse(tmp_path / "x", mapping=mapping)


def test_without_a_mapping_the_question_is_asked(tmp_path):
    (tmp_path / "x.csv").write_bytes(FILES["表.csv"])
    with pytest.raises(RuwoError) as caught:
        sources.read(tmp_path / "x.csv", format="mapped")
    assert caught.value.code == "mapping_needed"


def test_the_talk_is_between_two(tmp_path):
    (tmp_path / "x.csv").write_bytes(FILES["表.csv"])
    found = imported(tmp_path / "x.csv", mapping=proposed(tmp_path / "x.csv").model_copy(update={"me": ME}))
    assert {sender.name: sender.is_owner for sender in found.chats[0].senders} == {"阿岚": True, "小满": False}
