"""The export gate: every file is searched, and only a value of the chat is a leak."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from curation import dataset
from curation.dataset import bundle
from curation.flow.guarding import gate
from curation.flow.guarding.redaction import Redactor
from curation.flow.leaving import exporting
from curation.workspace import Workspace
from tests.flow import chats

REPORT = "privacy-report.en.md"
PHONE = "19999123456"


@pytest.fixture
def opened(tmp_path: Path, finds: Callable[..., None]) -> Workspace:
    """A kept chat with a phone number in it."""
    finds(PHONE_NUMBER=[PHONE])
    found = chats.filled(tmp_path, [(False, f"打{PHONE}"), (True, "好~~")])
    chats.keep_all(found)
    return found


@pytest.mark.parametrize("format", sorted(dataset.formats.writers()))
@pytest.mark.parametrize("file", ["data", "dataset_info.json", "README.txt", "manifest.json", REPORT, f"{PHONE}.txt"])
def test_a_value_is_found_in_every_file(
    opened: Workspace, monkeypatch: pytest.MonkeyPatch, format: str, file: str
) -> None:
    assert exporting.export(opened, format=format, waiver=chats.WAIVER).ready
    pack = bundle.pack

    def planted(data: dataset.DataSet, facts: Any, *, format: str, report: Any) -> bundle.Pack:
        made = pack(data, facts, format=format, report=report)
        name = made.data_file if file == "data" else file
        files = dict(made.files)
        if name.endswith((".txt", ".md")):
            files[name] = files.get(name, b"") + (PHONE.encode() if name in made.files else b"")
        elif data.rows:
            files[name] = files[name].replace(b"[\xe7\x94\xb5\xe8\xaf\x9d1]", b"199-9912-3456") if file == "data" else (
                json.dumps({PHONE: [json.loads(files[name])]}).encode()
            )  # fmt: skip
        return bundle.Pack(files if data.rows else made.files, made.data_file, made.manifest)

    monkeypatch.setattr(bundle, "pack", planted)
    (leak,) = exporting.export(opened, format=format).leaks
    assert (leak.file, leak.entity, leak.value) == (
        f"ruwo.{dataset.formats.writers()[format].EXTENSION}" if file == "data" else file,
        "PHONE_NUMBER",
        PHONE,
    )


@pytest.mark.parametrize(
    "word", ["human", "GPT", "value", "from", "Ruwo", "ShareGPT", "files", "Will", "conversations"]
)
def test_a_value_that_is_a_word_of_our_own_files_is_no_leak(
    tmp_path: Path, finds: Callable[..., None], monkeypatch: pytest.MonkeyPatch, word: str
) -> None:
    finds(PERSON=[word])
    opened = chats.filled(tmp_path, [(False, f"{word}来了"), (True, "好")])
    chats.keep_all(opened)
    surrogate = chats.decisions(opened)["PERSON", word.casefold()]["surrogate"]
    assert chats.values(chats.exported(opened)) == [f"{surrogate}来了", "好"]
    monkeypatch.setattr(Redactor, "_sweep", lambda *_: [])
    monkeypatch.setattr(exporting.training.findings, "of_anchors", lambda *_: {})
    assert (word, 1) in [(leak.value, leak.count) for leak in exporting.export(opened).leaks]


def test_a_hash_is_no_place_for_a_leak() -> None:
    row = {"id": 1, "entity": "PERSON", "normal": "ed", "sample": "Ed", "decision": "accept", "surrogate": "[人名1]"}
    redactor = Redactor({1: row})
    files = {"manifest.json": json.dumps({"sha256": "3ed7" + "0" * 60}).encode()}
    assert list(gate.leaks(files, redactor, {}, {})) == []
    files = {"manifest.json": json.dumps({"sha256": "3 ed 7"}).encode()}
    assert [leak.value for leak in gate.leaks(files, redactor, {}, {})] == ["Ed"]


def test_json_lines_are_read_whatever_the_texts_hold(tmp_path: Path) -> None:
    opened = chats.filled(tmp_path, [(False, "a\u2028b\x85c\x0bd"), (True, "e\u2029f")])
    chats.keep_all(opened)
    assert exporting.export(opened, format="sharegpt_lines").ready


def test_no_name_value_or_path_stands_in_the_other_files(
    tmp_path: Path, finds: Callable[..., None], home: Path
) -> None:
    finds(PHONE_NUMBER=[PHONE], PERSON=["沈若溪"])
    opened = chats.filled(tmp_path, [(False, f"沈若溪的{PHONE}"), (True, "行嘛")], name="沈若溪的手机.html.json")
    chats.keep_all(opened)
    done = chats.exported(opened)
    others = "\n".join(text.decode() for name, text in done.pack.files.items() if name != "ruwo.json")
    for word in (PHONE, "沈若溪", chats.ME, chats.FRIEND, "手机", "测试", str(tmp_path), str(home), "行嘛", "html"):
        assert word not in others, word
    with zipfile.ZipFile(io.BytesIO(done.zip())) as archive:
        assert archive.namelist() == ["README.txt", "dataset_info.json", "manifest.json", REPORT, "ruwo.json"]
        assert {name: archive.read(name) for name in archive.namelist()} == dict(done.pack.files)
