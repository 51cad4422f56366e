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
from tests.sources.reading import imported, proposed

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
