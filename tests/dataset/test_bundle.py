"""The manifest adds up and holds no text; the bundle's bytes depend on nothing but its input."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile

import pytest

from curation.dataset import Bubble, DataSet, Fragment, build
from curation.dataset.bundle import Pack, pack, write_zip
from curation.dataset.formats import writers
from curation.dataset.manifest import Exempted, Facts, estimate_tokens

FACTS = Facts(
    app_version="0.1.0",
    selection="kept_and_unreviewed",
    fragments={"pending": 4, "kept": 3, "dropped": 1},
    held_out=1,
    replaced={"PHONE_NUMBER": 2, "EMAIL_ADDRESS": 1},
    exceptions=(Exempted(fragment=9, entity="URL"), Exempted(fragment=2, entity="URL", occurrences=3)),
)


def data() -> DataSet:
    fragments = (
        Fragment(1, (Bubble("human", "在吗"), Bubble("persona", "在~~"), Bubble("human", "哦"))),
        Fragment(2, (Bubble("human", "秘密"),)),
        Fragment(3, (Bubble("human", "ok"), Bubble("persona", "好\r\n的"))),
    )
    return build(fragments, system="你是小禾")


def zipped(packed: Pack) -> bytes:
    stream = io.BytesIO()
    write_zip(packed.files, stream)
    return stream.getvalue()


def test_manifest() -> None:
    manifest = pack(data(), FACTS).manifest
    assert manifest.counts.model_dump() == {"rows": 2, "turns": 4, "characters": 11, "estimated_tokens": 11}
    assert manifest.repairs == {"trailing_human": 1}
    assert manifest.skipped == {"no_persona_turn": 1}
    assert manifest.cleaned == {"crlf": 1}
    assert (manifest.format, manifest.selection, manifest.held_out) == ("sharegpt", "kept_and_unreviewed", 1)
    assert [left.fragment for left in manifest.exceptions] == [2, 9]


def test_the_manifest_hashes_every_other_file() -> None:
    packed = pack(data(), FACTS)
    read = json.loads(packed.files["manifest.json"])
    others = {name: content for name, content in packed.files.items() if name != "manifest.json"}
    assert read["files"] == {
        name: {"bytes": len(content), "sha256": hashlib.sha256(content).hexdigest()} for name, content in others.items()
    }
    assert others.keys() == {"ruwo.json", "dataset_info.json", "README.txt"}


def test_no_chat_text_outside_the_data_file() -> None:
    packed = pack(data(), FACTS)
    for name, content in packed.files.items():
        assert ("在~~".encode() in content) == (name == packed.data_file)
        assert "秘密".encode() not in content


@pytest.mark.parametrize("name", writers())
def test_dataset_info_names_all_columns(name: str) -> None:
    packed = pack(data(), FACTS, format=name)
    assert json.loads(packed.files["dataset_info.json"]) == {
        "ruwo": {
            "file_name": packed.data_file,
            "formatting": "sharegpt",
            "columns": {"messages": "conversations", "system": "system", "tools": "tools"},
        }
    }
    assert packed.data_file in packed.files["README.txt"].decode("utf-8")


def test_equal_input_gives_equal_bytes() -> None:
    other = FACTS.model_copy(
        update={
            "fragments": dict(reversed(FACTS.fragments.items())),
            "replaced": dict(reversed(FACTS.replaced.items())),
            "exceptions": FACTS.exceptions[::-1],
        }
    )
    assert pack(data(), FACTS).files == pack(data(), other).files
    assert zipped(pack(data(), FACTS)) == zipped(pack(data(), other))


def test_the_zip_holds_the_files_and_no_time() -> None:
    packed = pack(data(), FACTS)
    with zipfile.ZipFile(io.BytesIO(zipped(packed))) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == dict(packed.files)
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}


def test_an_unknown_format_is_refused() -> None:
    with pytest.raises(KeyError):
        pack(data(), FACTS, format="parquet")


@pytest.mark.parametrize(("texts", "tokens"), [([], 0), ([""], 0), (["你好吗"], 2), (["abcd"], 1), (["你a", "好"], 2)])
def test_estimated_tokens(texts: list[str], tokens: int) -> None:
    assert estimate_tokens(texts) == tokens
