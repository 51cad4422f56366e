"""A chat that is written is the chat that is read."""

import io
import json

import pytest

from curation import sources
from curation.dataset import chatlab
from curation.dataset.chatlab import Entry, Person, Talk
from tests.generators.chats import EVERY_KIND, ME
from tests.generators.every import every_file
from tests.sources.reading import read_bytes

WRITERS = {"x.json": chatlab.write, "x.jsonl": chatlab.write_lines}


def entries(messages):
    """The messages of a frame as entries."""
    for row in messages.astype(object).where(messages.notna(), None).to_dict("records"):
        yield Entry(
            row["sender_id"],
            row["kind"],
            row["text"],
            row["message_id"],
            None if row["time"] is None else int(row["time"].timestamp()),
            row["reply_to"],
            row["quote"],
            row["group"],
            json.loads(row["extra"]) if row["extra"] else None,
            row["time_precision"],
        )


def written(found, write):
    """All chats of an import, each as a file."""
    for chat in found.chats:
        people = [Person(one.sender_id, one.name, one.aliases) for one in chat.senders]
        owner = next((one.sender_id for one in chat.senders if one.is_owner), "")
        stream = io.BytesIO()
        said = entries(found.messages[found.messages["chat"] == chat.key])
        write(Talk(chat.name, people, owner, chat.is_group), said, stream)
        yield chat, stream.getvalue()


FILES = every_file()


@pytest.mark.parametrize("name", WRITERS)
@pytest.mark.parametrize(("form", "file", "data"), FILES, ids=[f"{form}-{file}" for form, file, _ in FILES])
def test_whatever_was_read_is_read_again_the_same(tmp_path, name, form, file, data):
    (tmp_path / file).write_bytes(data)
    found = sources.read(tmp_path / file, format=form)
    for chat, content in written(found, WRITERS[name]):
        again = read_bytes(tmp_path, name, content)
        assert again.report.format == f"chatlab_{name.rpartition('.')[2]}"
        assert not again.report.problem_count
        one = found.messages[found.messages["chat"] == chat.key]
        assert again.messages["text"].tolist() == one["text"].tolist()
        assert again.messages["kind"].tolist() == one["kind"].tolist()
        assert again.messages["reply_to"].notna().tolist() == one["reply_to"].notna().tolist()
        names = {sender.sender_id: sender.name or sender.sender_id for sender in chat.senders}
        assert {sender.sender_id: sender.name for sender in again.chats[0].senders} == names
        for column in ("message_id", "quote"):
            assert again.messages[column].fillna("").tolist() == one[column].fillna("").tolist(), column
        nobody = one["sender_id"].replace("", "unnamed")  # a grey line of a file that names no one
        assert again.messages["sender_id"].tolist() == nobody.tolist()
        assert again.messages["time"].isna().tolist() == one["time"].isna().tolist()
        assert again.messages["time"].dropna().tolist() == one["time"].dropna().dt.floor("s").tolist()
        assert again.messages["time_precision"].tolist() == one["time_precision"].tolist()
        assert list(map(_extra, again.messages["extra"])) == list(map(_extra, one["extra"]))
        assert again.messages["group"].equals(one["group"].reset_index(drop=True))
        assert again.messages["is_group"].tolist() == one["is_group"].tolist()


def _extra(value):
    return json.loads(value) if isinstance(value, str) else None


def test_the_file_follows_the_standard():
    talk = Talk("小满", [Person("a", ME, ["兰"]), Person("b", "小满")], "a", platform="wechat", at=7)
    stream = io.BytesIO()
    chatlab.write(
        talk, [Entry("b", "image", "", "1", 5), Entry("a", "quote", "好", "2", None, "1", "小满: 图")], stream
    )
    assert json.loads(stream.getvalue()) == {
        "chatlab": {"version": "0.0.2", "exportedAt": 7, "generator": "Ruwo"},
        "meta": {"name": "小满", "platform": "wechat", "type": "private", "ownerId": "a"},
        "members": [
            {"platformId": "a", "accountName": ME, "aliases": ["兰"]},
            {"platformId": "b", "accountName": "小满"},
        ],
        "messages": [
            {"sender": "b", "accountName": "小满", "timestamp": 5, "type": 1, "content": None, "platformMessageId": "1",
             "ruwo": {}},
            {"sender": "a", "accountName": ME, "timestamp": None, "type": 25, "content": "好", "platformMessageId": "2",
             "replyToMessageId": "1", "ruwo": {"quote": "小满: 图"}},
        ],
    }  # fmt: skip


@pytest.mark.parametrize("write", WRITERS.values())
def test_a_chat_without_messages_is_a_whole_file(write):
    stream = io.BytesIO()
    write(Talk("x", [], ""), [], stream)
    for line in stream.getvalue().decode().splitlines() if write is chatlab.write_lines else [stream.getvalue()]:
        assert json.loads(line)


def test_every_kind_has_a_number():
    assert {message.kind for message in EVERY_KIND} <= set(chatlab.TYPES)
