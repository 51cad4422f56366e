"""What files seem to be, before anything is imported: of one kind, of several, of none."""

from __future__ import annotations

from pathlib import Path

from curation.flow.intake import importing
from curation.sources import Excerpt
from curation.workspace import Workspace
from tests.flow import chats
from tests.generators import memotrace
from tests.generators.chats import EVERY_KIND


def test_the_preview_shows_five_rows_and_changes_nothing(opened: Workspace, tmp_path: Path) -> None:
    path = tmp_path / "小满.html.json"
    path.write_bytes(memotrace.html_json_bytes(EVERY_KIND))
    before = chats.dump(opened)
    seen = importing.preview(path)
    assert (seen.format, seen.title, len(seen.rows)) == (
        "memotrace_html_json",
        "MemoTrace complete log (.html.json)",
        5,
    )
    assert seen.rows[0] == {"sender": "小满", "time": "2024-05-01 16:00:00", "kind": "text", "text": "在吗在吗"}
    assert importing.preview(path, zone="UTC").rows[0]["time"] == "2024-05-01 08:00:00"
    assert chats.dump(opened) == before


def test_files_of_several_kinds_are_looked_at_kind_by_kind(tmp_path: Path) -> None:
    log = chats.write(tmp_path, chats.talk(6))
    text = tmp_path / "与老邱的 WhatsApp 聊天.txt"
    text.write_text("2024/1/15 15:20 - 老邱: 早\n2024/1/15 15:21 - 阿岚: 嗯\n", encoding="utf-8")
    seen = importing.preview([text, log])
    assert [part.format for part in seen.parts] == ["memotrace_html_json", "whatsapp"]
    assert (seen.format, list(seen.paths), seen.left_out) == ("memotrace_html_json", [log], [])
    other = importing.preview([text, log], format="whatsapp")
    assert (other.format, list(other.paths)) == ("whatsapp", [text])
    assert importing.preview([log]).parts == ()


def test_a_file_that_nobody_knows_waits_for_those_that_are_known(tmp_path: Path) -> None:
    log, table = chats.write(tmp_path, chats.talk(6)), tmp_path / "记账.csv"
    table.write_text(
        "谁;什么时候;说了什么\n阿岚;2024-05-01 10:00;第一句\n小满;2024-05-01 10:01;第二句\n", encoding="utf-8"
    )
    for given in ([log, table], [table, log]):
        seen = importing.preview(given)
        assert (seen.format, list(seen.paths), list(seen.unknown)) == ("memotrace_html_json", [log], [table])
        assert seen.parts == ()
    assert isinstance(importing.look([table]), Excerpt)
    assert not importing.preview([log]).unknown
