"""Whole chats that leave as ChatLab files, and those that are kept as they were."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from curation import sources, workspace
from curation.errors import RuwoError
from curation.flow.guarding import personas, scanning
from curation.flow.intake import importing, reports
from curation.flow.leaving import exporting, interchange
from curation.workspace import Workspace, queries
from tests.flow import chats
from tests.flow.chats import FRIEND, ME, Client
from tests.generators import memotrace
from tests.generators.chats import EVERY_KIND, Message

PHONE = "13912345678"
TALK: list[chats.Line] = [
    (False, "在吗"),
    (True, f"我电话{PHONE}"),
    (False, f"{ME}你好"),
    (True, "好", {"type": "244813135921", "quote_text": f"{FRIEND}: 在吗", "quote_server_id": "7100000000000000001"}),
    (False, f"{FRIEND}的账单.pdf", {"type": "25769803825", "file_name": f"{PHONE}.pdf"}),
    (True, f'"{FRIEND}" 撤回了一条消息', {"type": "10000"}),
]


def messages(content: bytes) -> list[dict[str, Any]]:
    return list(json.loads(content)["messages"])


@pytest.fixture
def filled(tmp_path: Path, finds: Callable[..., None]) -> Workspace:
    finds(PHONE_NUMBER=[PHONE], PERSON=[FRIEND])
    return chats.filled(tmp_path, TALK)


def test_what_leaves_holds_no_private_value(filled: Workspace) -> None:
    done = interchange.redacted(filled)
    ((name, content),) = done.files.items()
    assert (name, done.messages, done.leaks) == ("chat-1.json", 6, ())
    assert done.unsettled == 1  # the phone number, until somebody decides it
    assert FRIEND not in content.decode()
    assert PHONE not in content.decode()
    told = messages(content)
    assert [one["type"] for one in told] == [0, 0, 0, 25, 4, 81]
    assert [one["content"] for one in told][4:] == [None, None]
    assert told[2]["content"] == f"{ME}你好"
    assert told[1]["content"].startswith("我电话")
    assert told[3]["replyToMessageId"] == told[0]["platformMessageId"]
    assert told[0]["timestamp"] == chats.START + 40


def test_it_opens_again(filled: Workspace, tmp_path: Path) -> None:
    for lines, name in ((False, "x.json"), (True, "x.jsonl")):
        (tmp_path / name).write_bytes(interchange.redacted(filled, lines=lines).one()[1])
        found = sources.read(tmp_path / name)
        assert found.messages["kind"].tolist() == ["text", "text", "text", "quote", "file", "recall"]
        assert found.messages["is_persona"].tolist() == [mine for mine, *_ in TALK]
        assert not found.report.problem_count


def test_the_review_is_what_is_told(filled: Workspace) -> None:
    (fragment,) = chats.fragments(filled)
    first, second = chats.bubbles(filled, fragment)[:2]
    client = Client(filled)
    client.do("edit", fragment, bubble=first["id"], text="在吗在吗")
    client.do("remove", fragment, bubbles=[second["id"]])
    told = messages(interchange.redacted(filled).one()[1])
    assert [one["content"] for one in told][:2] == ["在吗在吗", f"{ME}你好"]


def test_dropped_fragments_stay_out(tmp_path: Path) -> None:
    opened = chats.filled(tmp_path, chats.talk(6))
    chats.review.mark(opened, chats.fragments(opened)[:1], "dropped")
    assert [one["content"] for one in messages(interchange.redacted(opened).one()[1])] == [
        "第2句",
        "第3句",
        "第4句",
        "第5句",
    ]


def test_a_value_decided_not_private_stays(filled: Workspace) -> None:
    from curation.flow.guarding import privacy

    value = chats.decisions(filled)["PHONE_NUMBER", PHONE]["id"]
    privacy.decide(filled, [value], "reject")
    done = interchange.redacted(filled)
    assert (done.leaks, done.unsettled) == ((), 0)
    assert PHONE in done.one()[1].decode()


def test_a_leak_is_found(filled: Workspace, monkeypatch: pytest.MonkeyPatch) -> None:
    from curation.flow.guarding.redaction import Redacted, Redactor

    monkeypatch.setattr(Redactor, "redact", lambda self, text, found=(): Redacted(text))
    assert {(leak.entity, leak.value) for leak in interchange.redacted(filled).leaks} >= {("PHONE_NUMBER", PHONE)}


def test_several_chats_are_several_files(filled: Workspace, tmp_path: Path) -> None:
    chats.bring_in(filled, chats.write(tmp_path, chats.talk(4), name="老邱.html.json", names=(ME, "老邱")))
    done = interchange.redacted(filled)
    assert list(done.files) == ["chat-1.json", "chat-2.json"]
    name, data = done.one()
    (tmp_path / name).write_bytes(data)
    assert len(sources.read(tmp_path / name).messages) == 10


def test_nothing_leaves_before_the_scan_is_done(opened: Workspace, tmp_path: Path) -> None:
    importing.import_demo(opened)
    with pytest.raises(RuwoError) as caught:
        interchange.redacted(opened)
    assert caught.value.code == "scan_unfinished"


def test_an_empty_workspace(opened: Workspace, tmp_path: Path) -> None:
    for run in (lambda: interchange.redacted(opened), lambda: interchange.write_imported(opened, tmp_path)):
        with pytest.raises(RuwoError) as caught:
            run()
        assert caught.value.code == "no_chats"


# --- as imported


@pytest.mark.parametrize("lines", [False, True])
def test_as_imported_nothing_is_lost(opened: Workspace, tmp_path: Path, lines: bool) -> None:
    log = tmp_path / f"{FRIEND}.html.json"
    log.write_bytes(memotrace.html_json_bytes(EVERY_KIND))
    chats.bring_in(opened, log)
    scanning.scan(opened)
    ((path,), count) = interchange.write_imported(opened, tmp_path, lines=lines)
    assert path.name == f"{FRIEND}.{'jsonl' if lines else 'json'}"
    assert count == len(EVERY_KIND)
    before, after = sources.read(log).messages, sources.read(path).messages
    same = [name for name in before.columns if name != "source"]
    assert after[same].to_dict("list").keys() == before[same].to_dict("list").keys()
    for name in same:
        assert after[name].astype(str).tolist() == before[name].astype(str).tolist(), name


@pytest.mark.parametrize("lines", [False, True])
def test_a_time_exact_to_the_minute_stays_so(opened: Workspace, tmp_path: Path, lines: bool) -> None:
    log = tmp_path / f"与{FRIEND}的 WhatsApp 聊天.txt"
    log.write_text(f"2024/1/15 15:20 - {FRIEND}: 早\n2024/1/15 15:21 - {ME}: 嗯\n", encoding="utf-8")
    chats.bring_in(opened, log)
    scanning.scan(opened)
    ((path,), _) = interchange.write_imported(opened, tmp_path, lines=lines)
    before, after = sources.read(log).messages, sources.read(path).messages
    assert after["time"].tolist() == before["time"].tolist()
    assert after["time_precision"].tolist() == ["min", "min"]
    ((_, content),) = interchange.redacted(opened, lines=lines).files.items()
    path.write_bytes(content)
    assert set(sources.read(path).messages["time_precision"]) == {"min"}


def test_it_overwrites_nothing(filled: Workspace, tmp_path: Path) -> None:
    first = interchange.write_imported(filled, tmp_path)[0]
    second = interchange.write_imported(filled, tmp_path)[0]
    assert [path.name for path in (*first, *second)] == ["小满.json", "小满(1).json"]


def test_names_of_chats_make_safe_names_of_files(filled: Workspace, tmp_path: Path) -> None:
    with filled.write() as connection:
        connection.exec_driver_sql("UPDATE chats SET name = '../a/b:c?'")
    ((path,), _) = interchange.write_imported(filled, tmp_path)
    assert path.parent == tmp_path
    with filled.read() as connection:
        assert len(messages(path.read_bytes())) == queries.message_count(connection)


# --- our own data sets


@pytest.mark.parametrize("form", ["sharegpt", "sharegpt_lines"])
def test_a_group_exported_and_imported_again_gives_the_same_rows(
    opened: Workspace, tmp_path: Path, form: str, finds: Callable[..., None]
) -> None:
    talk = [
        Message(
            n, ("甲君", ME, "乙君", ME)[n % 4], f"第{n}句\n\n又一行" if n % 3 else f"第{n}句", at=chats.START + 30 * n
        )
        for n in range(12)
    ]
    log = tmp_path / "群聊.csv"
    log.write_bytes(memotrace.csv_bytes(talk, group=True))
    finds()
    chats.bring_in(opened, log, ME)
    chats.keep_all(opened)
    done = exporting.export(opened, format=form)
    assert done.ready
    assert "]：第0句" in json.dumps([row.record() for row in done.data.rows], ensure_ascii=False)
    (tmp_path / "ruwo.zip").write_bytes(done.zip())
    again = workspace.create("again")
    chats.bring_in(again, tmp_path / "ruwo.zip", "assistant")
    (source,) = reports.sources(again)
    assert source.report.raw.set_aside == {"system_text": len(done.data.rows)}
    drafted = personas.load(again)
    assert drafted.system == done.data.rows[0].system
    chats.keep_all(again)
    assert exporting.export(again, format=form).data_file() == done.data_file()
