"""Folders as exporters leave them: which files are a chat, which are the same one again."""

from pathlib import Path

import pytest

from curation import sources
from curation.errors import RuwoError
from curation.sources import zipguard
from tests.generators import memotrace, pywxdump, qce
from tests.generators.chats import EVERY_KIND, invented
from tests.generators.memotrace_pages import txt_v3
from tests.generators.whatsapp import whatsapp_txt, zipped
from tests.generators.xlsx import memotrace_xlsx


def put(folder: Path, files: dict[str, bytes]) -> Path:
    for name, data in files.items():
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(data)
    return folder


def groups(folder: Path) -> list[list[str]]:
    return [[path.relative_to(folder).as_posix() for path in group] for group in sources.gather(folder).groups]


def left_out(folder: Path) -> dict[str, str]:
    return {Path(one.file).as_posix(): one.reason for one in sources.gather(folder).left_out}


def test_chats_are_found_however_deep(tmp_path: Path) -> None:
    csv = memotrace.csv_bytes(invented(5))
    put(tmp_path, {"小满.csv": csv, "a/b/c/老邱.csv": csv, "z.zip": zipped({"_chat.txt": whatsapp_txt(invented(3))})})
    put(
        tmp_path,
        {
            "账单.json": b'{"a": 1}',
            "a/说明.txt": b"hello",
            "空.txt": b"",
            "a/照片.jpg": b"\xff\xd8",
            ".hidden/x.csv": csv,
        },
    )
    assert groups(tmp_path) == [["z.zip"], ["小满.csv"], ["a/b/c/老邱.csv"]]
    assert left_out(tmp_path) == {"账单.json": "file_unknown", "空.txt": "file_blank", "a/说明.txt": "file_unknown"}


def test_of_one_chat_in_several_formats_the_most_complete_is_read(tmp_path: Path) -> None:
    files = {
        "小满.csv": memotrace.csv_bytes(EVERY_KIND),
        "小满.html.json": memotrace.html_json_bytes(EVERY_KIND),
        "小满.xlsx": memotrace_xlsx(EVERY_KIND),
        "小满.txt": txt_v3(EVERY_KIND),
        "小满_train.json": memotrace.v2_pair(invented(90))[0],
        "老邱.txt": txt_v3(EVERY_KIND),
    }
    put(tmp_path / "聊天记录", files)
    assert groups(tmp_path) == [["聊天记录/小满.html.json"], ["聊天记录/老邱.txt"]]
    assert left_out(tmp_path) == dict.fromkeys(
        (f"聊天记录/小满{ending}" for ending in (".csv", ".xlsx", ".txt", "_train.json")), "chat_again"
    )


def test_parts_of_one_chat_are_one_source(tmp_path: Path) -> None:
    talk = invented(44)
    pages = {f"wxid_{n}_{n + 4}.csv": pywxdump.as_csv(talk[n : n + 4]) for n in range(0, 44, 4)}
    train, dev = memotrace.v2_pair(invented(90))
    put(tmp_path, {**pages, "b_train.json": train, "b_dev.json": dev, "users.json": b"{}"})
    put(tmp_path / "qq", qce.chunked(EVERY_KIND))
    assert groups(tmp_path) == [["b_dev.json", "b_train.json"], list(pages), ["qq/manifest.json"]]
    first = sources.gather(tmp_path).groups[1]
    assert sources.read(first).messages["text"].tolist() == [message.text for message in talk]


def test_links_are_not_followed(tmp_path: Path) -> None:
    put(tmp_path, {"out/小满.csv": memotrace.csv_bytes(invented(5))})
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "a.csv").symlink_to(tmp_path / "out" / "小满.csv")
    (tmp_path / "in" / "round").symlink_to(tmp_path / "in")
    assert groups(tmp_path / "in") == []


def test_a_folder_of_far_too_many_files(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(zipguard, "MAX_FILES", 3)
    put(tmp_path, {f"{n}.txt": b"x" for n in range(4)})
    with pytest.raises(RuwoError):
        sources.gather(tmp_path)


def test_a_broken_file_keeps_no_other_out(tmp_path: Path) -> None:
    put(tmp_path, {"a.zip": b"PK\x03\x04" + bytes(90), "b.xlsx": b"PK\x03\x04", "c.json": b"[" * 100_000, "d.csv": b""})
    put(tmp_path, {"小满.csv": memotrace.csv_bytes(invented(5))})
    assert groups(tmp_path) == [["小满.csv"]]
    assert set(left_out(tmp_path)) == {"a.zip", "b.xlsx", "c.json", "d.csv"}
