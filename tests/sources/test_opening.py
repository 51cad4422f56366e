from pathlib import Path

import pytest

from curation import sources
from curation.errors import SENTENCES, RuwoError
from curation.sources import files
from tests.generators.chats import FRIEND, Message, invented
from tests.generators.memotrace import by_interval, csv_bytes, dumped, html_json_bytes, training

CHAT = invented(60)
GOOD = {
    "小满.csv": ("memotrace_csv", csv_bytes(CHAT)),
    "小满.html.json": ("memotrace_html_json", html_json_bytes(CHAT)),
    "小满.json": ("memotrace_training", dumped(training(by_interval(CHAT)))),
}


def refused(path, **options):
    """The error of opening or reading this file; its sentence must fit its parameters."""
    with pytest.raises(RuwoError) as caught:
        sources.read(path, **options)
    SENTENCES[caught.value.code].format(**caught.value.params)
    return caught.value.code


@pytest.mark.parametrize("name", GOOD)
@pytest.mark.parametrize("called", ["{}", "export.bin", "一个 空格 和 ' 引号.txt"])
def test_a_format_is_known_by_its_content_whatever_the_file_is_called(tmp_path, name, called):
    form, data = GOOD[name]
    path = tmp_path / called.format(name)
    path.write_bytes(data)
    (best,) = sources.sniff(path)
    assert (best.format, best.confidence > 0.9) == (form, True)
    reader = sources.open(str(path))
    assert (reader.format, reader.confidence, reader.file) == (form, best.confidence, path.name)


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"", "file_empty"),
        (b"\n \n", "format_unknown"),
        (b"hello", "format_unknown"),
        (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 8, "format_unknown"),
        (b"[2024/5/1 3:20:05] someone: hi", "format_unknown"),
        (b"[1, 2, 3]", "format_unknown"),
        (b'{"weflow": {}}', "format_unknown"),
        (b'[{"talks": [{"by": "human", "words": "hi"}]}]', "format_unknown"),
        (b"[]", "no_messages"),
        (b"\xef\xbb\xbf[\n]\n", "no_messages"),
        (b'[{"conversations": []}]', "format_unknown"),
        (b'[{"conversations": [{"role": "tool", "content": "x"}]}]', "no_messages"),
        (csv_bytes([]), "no_messages"),
        (b'[{"conv', "json_broken"),
        (b'[{"a": [{"b":', "json_broken"),
        (b"[" * 100_000, "json_too_deep"),
        (b'[{"a":' * 100_000, "json_too_deep"),
    ],
)
def test_every_wrong_file_gets_one_clear_sentence(tmp_path, data, code):
    (tmp_path / "x.json").write_bytes(data)
    assert refused(tmp_path / "x.json") == code


@pytest.mark.parametrize("name", ["小满.html.json", "小满.json"])
def test_json_cut_off_anywhere_is_broken(tmp_path, name):
    data = GOOD[name][1]
    for cut in (1, 7, 60, len(data) // 2, len(data) - 1):
        (tmp_path / "x.json").write_bytes(data[:cut])
        assert refused(tmp_path / "x.json") == ("format_unknown" if cut == 1 else "json_broken")


def test_a_deep_value_inside_a_good_file_is_refused(tmp_path):
    data = html_json_bytes(CHAT).replace(b'"xml_dict": {', b'"xml_dict": {"a":' + b"[" * 2000 + b"]" * 2000 + b",", 1)
    (tmp_path / "x.json").write_bytes(data)
    assert refused(tmp_path / "x.json") == "json_too_deep"


def test_a_file_that_is_not_there_and_one_that_is_a_folder(tmp_path):
    assert refused(tmp_path / "x.json") == "file_missing"
    assert refused(tmp_path) == "file_unreadable"


def test_a_file_that_vanishes_between_opening_and_reading(tmp_path):
    path = tmp_path / "小满.csv"
    path.write_bytes(csv_bytes(CHAT))
    reader = sources.open(path)
    path.unlink()
    with pytest.raises(RuwoError, match="file_missing"):
        reader.chats()


def test_a_disk_that_fails_while_reading(tmp_path, monkeypatch):
    path = tmp_path / "小满.csv"
    path.write_bytes(csv_bytes(CHAT))
    reader = sources.open(path)

    def fail(*_):
        raise OSError(5, "Input/output error")

    monkeypatch.setattr(Path, "open", fail)
    with pytest.raises(RuwoError) as caught:
        list(reader.batches())
    assert (caught.value.code, caught.value.params["file"]) == ("file_unreadable", "小满.csv")


def test_a_format_can_be_chosen(tmp_path):
    path = tmp_path / "小满.csv"
    path.write_bytes(csv_bytes(CHAT))
    assert sources.open(path, format="memotrace_csv").confidence == 0.99
    assert sources.open(path, format="memotrace_training").confidence == 0.0
    assert refused(path, format="memotrace_training") == "json_broken"
    assert refused(path, format="memotrace_cvs") == "format_wrong"


def test_the_wrong_format_finds_no_messages(tmp_path):
    path = tmp_path / "小满.html.json"
    path.write_bytes(html_json_bytes(CHAT))
    assert refused(path, format="memotrace_training") == "no_messages"


def test_files_of_two_formats_are_not_one_source(tmp_path):
    for name, (_, data) in GOOD.items():
        (tmp_path / name).write_bytes(data)
    assert refused([tmp_path / name for name in GOOD]) == "files_differ"


def test_a_zone_nobody_knows(tmp_path):
    path = tmp_path / "小满.csv"
    path.write_bytes(csv_bytes(CHAT))
    assert refused(path, tz="Asia/Atlantis") == "zone_unknown"
    assert refused(path, tz="../etc/passwd") == "zone_unknown"


@pytest.mark.parametrize(
    ("name", "other"),
    [("小满_train.json", "小满_dev.json"), ("小满_dev.json", "小满_train.json"), ("小满.json", None)],
)
def test_the_other_half_of_a_pair(tmp_path, name, other):
    (tmp_path / name).touch()
    assert sources.pair_of(tmp_path / name) is None
    if other:
        (tmp_path / other).touch()
        assert sources.pair_of(str(tmp_path / name)) == tmp_path / other


@pytest.mark.parametrize(
    ("name", "chat"),
    [
        ("小满.csv", "小满"),
        ("小满.html.json", "小满"),
        ("小满(1).json", "小满"),
        ("小满 (2).csv", "小满"),
        ("小满 - 副本 (2).csv", "小满"),
        ("小满_train.json", "小满"),
        ("a.b.JSON", "a.b"),
        (".json", ".json"),
        ("(1)", "(1)"),
    ],
)
def test_chats_are_named_after_their_file(tmp_path, name, chat):
    assert files.chat_name(tmp_path / name) == chat


def test_a_first_record_longer_than_the_head_is_no_obstacle(tmp_path):
    long = Message(0, FRIEND, "长" * 100_000)
    (tmp_path / "a.html.json").write_bytes(html_json_bytes([long, *CHAT]))
    assert sources.open(tmp_path / "a.html.json").format == "memotrace_html_json"
