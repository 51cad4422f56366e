"""Files from the real exporter, where they lie beside the repository."""

import csv

import orjson
import pytest

from curation import sources
from tests.generators.chats import FRIEND, ME, Message
from tests.generators.memotrace import by_window, dumped, training
from tests.sources.reading import checked

pytestmark = pytest.mark.shared


@pytest.fixture
def folder(shared):
    return shared / "data" / "memotrace"


@pytest.mark.parametrize(
    ("name", "form", "messages", "groups"),
    [
        ("private_93k.csv", "memotrace_csv", 93_589, 0),
        ("group.csv", "memotrace_csv", 2613, 0),
        ("private_400.html.json", "memotrace_html_json", 400, 0),
        ("training_with_prompt.json", "memotrace_training", 862, 181),
        ("training_3900_conversations.json", "memotrace_training", 18_724, 3924),
        ("v2_train.json", "memotrace_training", 3352, 1224),
    ],
)
def test_every_record_arrives(folder, name, form, messages, groups):
    found = checked(sources.read(folder / name))
    assert found.report.format == form
    assert len(found.messages) == messages
    assert found.messages["group"].nunique() == groups
    assert (found.report.merged, found.report.problems) == ({}, [])
    assert set(found.report.set_aside) <= {"system_text"}


def test_texts_are_those_of_the_file(folder):
    found = sources.read(folder / "private_93k.csv").messages
    with (folder / "private_93k.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))[1:]
    assert found["text"].tolist() == [row[4] for row in rows]
    assert found["is_persona"].tolist() == [not row[5] for row in rows]


def test_the_log_and_its_kinds(folder):
    found = sources.read(folder / "private_400.html.json").messages
    items = orjson.loads((folder / "private_400.html.json").read_bytes())
    assert found["is_persona"].tolist() == [item["is_send"] for item in items]
    assert "other" not in set(found["kind"])
    assert found["reply_to"].notna().sum() == (found["kind"] == "quote").sum()


def test_a_sliding_window_over_the_large_chat_is_undone(folder, tmp_path):
    chat = [
        Message(n, ME if mine else FRIEND, text)
        for n, (mine, text) in enumerate(
            sources.read(folder / "private_93k.csv")
            .messages[["is_persona", "text"]]
            .head(12_000)
            .itertuples(index=False)
        )
    ]
    made = training(by_window(chat), seed=11)
    (tmp_path / "x.json").write_bytes(dumped(made))
    found = checked(sources.read(tmp_path / "x.json"))
    assert found.messages["group"].nunique() == 1
    assert "，".join(found.messages["text"]) in "，".join(message.text for message in chat)
    assert found.report.merged["window_repeat"] > found.report.kept
