from dataclasses import replace

import pandas as pd
import pytest

from curation import frames, sources
from curation.errors import RuwoError
from curation.sources import files, jsonfile, registry
from curation.sources.source import Chunk
from tests.generators.chats import EVERY_KIND, FRIEND, ME, invented
from tests.generators.memotrace import by_interval, csv_bytes, dumped, html_json_bytes, training

CHAT = [*EVERY_KIND, *(replace(message, number=message.number + 100) for message in invented(300))]
LAYOUTS = {
    "小满.csv": csv_bytes(CHAT),
    "小满.html.json": html_json_bytes(CHAT),
    "小满.json": dumped(training(by_interval(invented(300)))),
}


@pytest.fixture(params=LAYOUTS)
def path(request, tmp_path):
    """A file in each layout."""
    (tmp_path / request.param).write_bytes(LAYOUTS[request.param])
    return tmp_path / request.param


@pytest.fixture(params=["kept", "streamed"])
def opened(request, path, monkeypatch):
    """A reader of a file that counts as small, and of one that counts as large."""
    if request.param == "streamed":
        monkeypatch.setattr(jsonfile, "WHOLE", 0)
    return sources.open(path)


@pytest.mark.parametrize("size", [1, 7, 100, 5000])
def test_batches_are_the_whole_in_pieces(opened, path, size):
    whole = sources.read(path)
    batches = list(opened.batches(size=size))
    assert all(0 < len(frames.MESSAGES.check(batch)) <= size for batch in batches)
    pd.testing.assert_frame_equal(pd.concat(batches, ignore_index=True), whole.messages)
    assert opened.report == whole.report
    assert opened.report.adds_up
    assert opened.chats() == whole.chats


def test_reading_twice_counts_once(opened):
    first = sum(map(len, opened.batches()))
    report = opened.report
    assert sum(map(len, opened.batches())) == first
    assert opened.report == report


def test_a_frame_may_be_changed_without_changing_the_source(opened):
    frame = next(opened.batches())
    kept = frame.copy(deep=True)
    for name, value in {"seq": 9, "text": "改", "is_persona": True, "is_group": True, "group": 3}.items():
        frame.loc[0, name] = value
    frame.loc[0, "time"] = pd.Timestamp("2020-01-01", tz="UTC")
    pd.testing.assert_frame_equal(next(opened.batches()), kept)


def test_the_head_is_the_beginning(opened, path):
    whole = sources.read(path).messages
    for n in (1, 5):
        pd.testing.assert_frame_equal(opened.head(n), whole.head(n))
    assert len(opened.head(10**6)) == len(whole)


def test_the_fraction_grows_to_one(opened):
    assert opened.fraction == 0
    seen = [opened.fraction for _ in opened.batches(size=50)]
    assert seen == sorted(seen)
    assert opened.fraction == 1


def test_who_watches_may_stop_it(opened):
    def stop():
        raise RuwoError("cancelled", file=opened.file)

    opened.watch = stop
    with pytest.raises(RuwoError, match="cancelled"):
        opened.chats()
    opened.watch = None
    assert opened.chats()


def test_only_a_small_file_is_read_once(path, monkeypatch):
    reads = []
    blocks = files.blocks
    monkeypatch.setattr(files, "blocks", lambda *given: reads.append(given) or blocks(*given))
    small = sources.open(path)
    for _ in (small.head(), small.chats(), list(small.batches()), small.system_texts):
        assert len(reads) == 1


def test_a_chat_nobody_knows(opened):
    with pytest.raises(RuwoError) as caught:
        list(opened.batches("老邱"))
    assert caught.value.code == "chat_unknown"
    assert caught.value.params == {"file": opened.file, "chat": "老邱", "chats": "小满"}


def test_a_persona_nobody_knows(path):
    for persona in ("老邱", ""):
        with pytest.raises(RuwoError) as caught:
            sources.read(path, persona=persona)
        assert caught.value.code == "persona_unknown"
        assert {ME, FRIEND} == set(caught.value.params["senders"].split("、"))


def test_swapping_sides_changes_nothing_else(path):
    mine, theirs = (sources.read(path, persona=name).messages for name in (ME, FRIEND))
    assert mine["is_persona"].tolist() == (mine["sender"] == ME).tolist()
    assert theirs["is_persona"].tolist() == (theirs["sender"] == FRIEND).tolist()
    pd.testing.assert_frame_equal(mine.drop(columns="is_persona"), theirs.drop(columns="is_persona"))


def test_another_name_of_a_sender_will_do(tmp_path):
    (tmp_path / "小满.csv").write_bytes(csv_bytes(CHAT))
    found = sources.read(tmp_path / "小满.csv", persona="小满同学").messages
    assert set(found.loc[found["is_persona"], "sender"]) == {FRIEND}


def test_samples_are_short_texts_of_each_sender(opened):
    for sender in opened.chats()[0].senders:
        assert len(sender.samples) == 3
        assert all(2 <= len(sample) <= 40 for sample in sender.samples)


def test_first_and_last_times_bound_the_chat(opened):
    chat, messages = opened.chats()[0], pd.concat(opened.batches())
    if messages["time"].isna().all():
        assert (chat.first, chat.last) == (None, None)
    else:
        assert (chat.first, chat.last) == (messages["time"].min(), messages["time"].max())
    assert chat.count == len(messages)


def two_chats(source):
    """A format with several chats in a file, one of them a record with two bubbles."""
    for key, text in (("a", ["一", "二"]), ("b", ["三", "四", "五"]), ("a", ["六"])):
        records = 2 if key == "b" else len(text)
        source.report.records += records
        yield Chunk(text=text, sender_id="x", sender="某", chat=key, records=records)


@pytest.fixture(params=["kept", "streamed"])
def double(request, tmp_path, monkeypatch):
    if request.param == "streamed":
        monkeypatch.setattr(jsonfile, "WHOLE", 0)
    (tmp_path / "all.txt").write_text("x", encoding="utf-8")
    form = registry.Format("two", "two", 1, lambda head: 1.0, two_chats, {})
    monkeypatch.setattr(registry, "all_formats", lambda: {"two": form})
    return tmp_path / "all.txt"


def test_several_chats_come_apart(double):
    reader = sources.open(double)
    assert [(chat.key, chat.count) for chat in reader.chats()] == [("a", 3), ("b", 3)]
    found = pd.concat(reader.batches())
    assert found["message_id"].tolist() == ["a#0", "a#1", "a#2", "b#0", "b#1", "b#2"]
    only = pd.concat(reader.batches("b"))
    assert only["text"].tolist() == ["三", "四", "五"]
    assert (reader.report.kept, reader.report.messages, reader.report.set_aside) == (2, 3, {"other_chat": 3})
    assert reader.report.adds_up


def test_reading_one_of_several_chats(double):
    found = sources.read(double, chat="a", persona="某")
    assert found.messages["text"].tolist() == ["一", "二", "六"]
    assert found.messages["is_persona"].all()
    assert found.report.adds_up
    assert sources.read(double).messages["chat"].tolist() == list("aaabbb")
