import zipfile
from functools import lru_cache

import pytest

from curation import sources
from curation.errors import SENTENCES, RuwoError
from curation.sources import archive, zipguard
from tests.generators.chats import FRIEND, invented
from tests.generators.every import every_file
from tests.generators.memotrace import csv_bytes, html_json_bytes
from tests.generators.memotrace_pages import ai_txt_v3, markdown
from tests.generators.whatsapp import whatsapp_txt, zipped
from tests.sources.reading import checked, read_bytes

CHAT = csv_bytes(invented(20))


def refused(tmp_path, data):
    """The code of the error that this zip gives; its sentence must fit its parameters."""
    (tmp_path / "x.zip").write_bytes(data)
    with pytest.raises(RuwoError) as caught:
        sources.read(tmp_path / "x.zip")
    SENTENCES[caught.value.code].format(**caught.value.params)
    return caught.value.code


def test_each_file_in_a_zip_is_a_chat_of_its_own(tmp_path):
    data = zipped({"导出/小满.csv": CHAT, "导出/老邱.csv": csv_bytes(invented(5, seed=3)), "导出/a.png": b"\x89PNG"})
    found = read_bytes(tmp_path, "all.zip", data)
    assert [chat.key for chat in found.chats] == ["小满", "老邱"]
    assert len(found.messages) == 25
    assert found.report.file == "all.zip/导出/小满.csv, all.zip/导出/老邱.csv"


def test_a_folder_is_read_like_a_zip(tmp_path):
    (tmp_path / "导出").mkdir()
    (tmp_path / "导出" / "小满.csv").write_bytes(CHAT)
    (tmp_path / "notes.txt").write_text("nothing of the kind", encoding="utf-8")
    found = checked(sources.read(tmp_path))
    assert [chat.key for chat in found.chats] == ["小满"]


def test_of_two_formats_the_surest_is_read_unless_one_is_chosen(tmp_path):
    (tmp_path / "x.zip").write_bytes(zipped({"a.csv": CHAT, "b.txt": whatsapp_txt(invented(3))}))
    assert sources.open(tmp_path / "x.zip").format == "memotrace_csv"
    assert sources.sniff(tmp_path / "x.zip")[0].format == "memotrace_csv"
    assert sources.open(tmp_path / "x.zip", format="whatsapp").format == "whatsapp"


def test_a_large_member_is_streamed(tmp_path, monkeypatch):
    monkeypatch.setattr("curation.sources.jsonfile.WHOLE", 0)
    found = read_bytes(tmp_path, "x.zip", zipped({"小满.html.json": html_json_bytes(invented(50))}))
    assert len(found.messages) == 50
    assert FRIEND in set(found.messages["sender"])


def test_of_one_chat_in_many_formats_the_one_that_tells_most_is_read(tmp_path):
    talk = invented(20)
    files = {
        "小满.csv": csv_bytes(talk),
        "小满.html.json": html_json_bytes(talk),
        "小满_chat.txt": ai_txt_v3(talk),
        "小满.md": markdown(talk),
    }
    (tmp_path / "x.zip").write_bytes(zipped(files))
    assert sources.open(tmp_path / "x.zip").format == "memotrace_html_json"
    left = {name: data for name, data in files.items() if name.endswith((".md", ".txt"))}
    (tmp_path / "x.zip").write_bytes(zipped(left))
    assert sources.open(tmp_path / "x.zip").format == "memotrace_markdown"


@pytest.mark.parametrize(
    ("files", "code"),
    [
        ({"a.txt": b"0" * (64 << 20)}, "zip_unsafe"),
        ({"../a.csv": CHAT}, "format_unknown"),
        ({"/etc/a.csv": CHAT}, "format_unknown"),
        ({"C:\\a.csv": CHAT}, "format_unknown"),
        ({"__MACOSX/._a.csv": CHAT}, "format_unknown"),
        ({"a.jpg": CHAT}, "format_unknown"),
        ({"a.csv": b""}, "format_unknown"),
        ({}, "format_unknown"),
    ],
)
def test_what_a_zip_must_not_do(tmp_path, files, code):
    assert refused(tmp_path, zipped(files)) == code


def test_too_many_files(tmp_path, monkeypatch):
    monkeypatch.setattr(zipguard, "MAX_FILES", 2)
    assert refused(tmp_path, zipped({f"{n}.csv": CHAT for n in range(3)})) == "zip_unsafe"


def test_too_much_in_all(tmp_path, monkeypatch):
    monkeypatch.setattr(zipguard, "MAX_BYTES", len(CHAT))
    assert refused(tmp_path, zipped({"a.csv": CHAT, "b.csv": b"x"})) == "zip_unsafe"


def test_a_password(tmp_path):
    data = bytearray(zipped({"a.csv": CHAT}))
    for mark, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(mark) + at] |= 1
    assert refused(tmp_path, bytes(data)) == "zip_locked"


@pytest.mark.parametrize("share", [0.01, 0.3, 0.9, 0.999])
def test_a_zip_cut_off(tmp_path, share):
    data = zipped({"a.csv": CHAT})
    assert refused(tmp_path, data[: max(int(share * len(data)), 4)]) == "zip_broken"


def test_damage_inside_a_member(tmp_path):
    data = bytearray(zipped({"a.csv": CHAT}))
    for at in range(120, 200):
        data[at] ^= 0xFF
    assert refused(tmp_path, bytes(data)) in {"zip_broken", "format_unknown"}


def test_a_member_that_is_packed_in_a_rare_way_is_left_out(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_LZMA) as made:
        made.writestr("a.csv", CHAT)
    assert archive.inside(tmp_path / "x.zip") == []


def test_a_zip_with_exports_of_several_kinds_is_read_kind_by_kind(tmp_path):
    some = {form: data for form, _, data in every_file()}
    members = {
        "微信/小满.html.json": some["memotrace_html_json"],
        "微信/小满.csv": CHAT,
        "qq/小满.json": some["qq_exporter"],
        "与小满的 WhatsApp 聊天.txt": whatsapp_txt(invented(3)),
        "说明.txt": "你好".encode(),
    }
    with zipfile.ZipFile(tmp_path / "x.zip", "w") as out:
        for name, data in members.items():
            out.writestr(name, data)
    parts = sources.parts(tmp_path / "x.zip")
    assert {part.format: part.files for part in parts} == {
        "memotrace_html_json": ("x.zip/微信/小满.html.json",),
        "qq_exporter": ("x.zip/qq/小满.json",),
        "whatsapp": ("x.zip/与小满的 WhatsApp 聊天.txt",),
    }
    assert parts[0].format == sources.open(tmp_path / "x.zip").format
    for part in parts:
        reader = sources.open(tmp_path / "x.zip", format=part.format)
        assert len(reader.chats()) == 1
        assert {one.reason for one in reader.report.problems if not one.record} <= {"file_unknown", "chat_again"}
    (tmp_path / "小满.csv").write_bytes(CHAT)
    assert sources.parts(tmp_path / "小满.csv") == []


def test_zips_in_a_zip_are_looked_into(tmp_path):
    inner = {name: zipped({"_chat.txt": whatsapp_txt(invented(5))}) for name in ("小满.zip", "老邱.zip")}
    (tmp_path / "x.zip").write_bytes(zipped({**inner, "坏.zip": b"PK\x03\x04 broken", "a.jpg": b"x"}))
    reader = sources.open(tmp_path / "x.zip")
    assert [(chat.key, chat.count) for chat in reader.chats()] == [("小满", 5), ("老邱", 5)]
    assert [(one.file, one.reason) for one in reader.report.problems] == [("x.zip/坏.zip", "file_unknown")]
    assert {note.code: note.params for note in reader.report.notes} == {"media_passed_over": {"count": 1}}


@pytest.mark.parametrize("held", [0, archive.HELD])
def test_a_zip_in_a_zip_is_read_anew_when_it_has_changed(tmp_path, monkeypatch, held):
    monkeypatch.setattr(archive, "HELD", held)
    for count in (5, 7):
        inner = zipped({f"{n}/小满.csv": csv_bytes(invented(count, seed=n)) for n in range(3)})
        (tmp_path / "x.zip").write_bytes(zipped({"里.zip": inner}))
        assert len(sources.read(tmp_path / "x.zip").messages) == 3 * count


def test_many_files_in_a_zip_in_a_zip_do_not_unpack_it_each_time(tmp_path, monkeypatch):
    opened = []
    held = archive._held.__wrapped__
    monkeypatch.setattr(archive, "_held", lru_cache(maxsize=1)(lambda *key: opened.append(key) or held(*key)))
    inner = zipped({f"{n}/小满.csv": CHAT for n in range(9)})
    (tmp_path / "x.zip").write_bytes(zipped({"里.zip": inner}))
    sources.read(tmp_path / "x.zip")
    assert len(opened) == 1


def test_a_zip_in_a_zip_may_not_hold_too_much(tmp_path, monkeypatch):
    monkeypatch.setattr(zipguard, "MAX_FILES", 3)
    inner = zipped({f"{n}.txt": b"x" for n in range(9)})
    (tmp_path / "x.zip").write_bytes(zipped({"小满.csv": CHAT, "许多.zip": inner}))
    reader = sources.open(tmp_path / "x.zip")
    reader.chats()
    assert [(one.file, one.reason) for one in reader.report.problems] == [("x.zip/许多.zip", "file_unknown")]


def test_a_zip_without_chats_is_never_read_as_text(tmp_path):
    with zipfile.ZipFile(tmp_path / "x.zip", "w", zipfile.ZIP_STORED) as out:
        out.writestr("a.bin", whatsapp_txt(invented(5)))
    assert refused(tmp_path, (tmp_path / "x.zip").read_bytes()) == "format_unknown"


def test_names_written_by_a_chinese_windows(tmp_path):
    class Info(zipfile.ZipInfo):
        def _encodeFilenameFlags(self):
            return self.filename.encode("gbk"), self.flag_bits & ~0x800

    with zipfile.ZipFile(tmp_path / "x.zip", "w") as out:
        out.writestr(Info("聊天/与小满的 WhatsApp 聊天.txt"), whatsapp_txt(invented(5)))
    reader = sources.open(tmp_path / "x.zip")
    assert ([chat.key for chat in reader.chats()], reader.file) == (
        ["小满"], "x.zip/聊天/与小满的 WhatsApp 聊天.txt",
    )  # fmt: skip
