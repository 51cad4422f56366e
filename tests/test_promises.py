"""Promises that belong to no single step: a crash loses nothing, and nothing leaves."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest

from curation import workspace
from curation.chat import wire
from curation.chat.gateway import Gateway
from curation.chat.signing import Credentials
from curation.chat.spark import SparkClient
from curation.errors import RuwoError
from curation.flow.guarding import personas, scanning
from curation.flow.intake import importing
from curation.flow.leaving import chatting, exporting
from curation.flow.workbench import review
from curation.persona import Persona
from curation.workspace import Workspace, store
from tests.flow import chats

ROOT = Path(__file__).parents[1]
PHONE, OTHER = "19999123456", "19988777666"


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder of its own."""
    folder = tmp_path / "home"
    monkeypatch.setenv("RUWO_HOME", str(folder))
    yield folder
    for opened in list(store._open.values()):
        chatting.close_preview(opened)
        opened.close()


# --- 4: what a reviewer did survives a crash

CRASH = """
import os, sys
from curation import workspace
from curation.flow.guarding import scanning
from tests.flow import chats
scanning.scanner = lambda: chats.Finds()
opened = workspace.open_workspace(sys.argv[1])
client = chats.Client(opened)
ids = chats.fragments(opened)
client.do("status", ids[0], status="kept")
client.do("edit", ids[1], bubble=chats.bubbles(opened, ids[1])[0]["id"], text="改过")
client.do("split", ids[2], bubble=chats.bubbles(opened, ids[2])[1]["id"])
client.do("undo")
print("done", flush=True)
if sys.argv[2] == "inside":
    with opened.write() as connection:
        connection.exec_driver_sql("DELETE FROM bubbles")
        connection.exec_driver_sql("UPDATE messages SET text = 'x'")
        print("inside", flush=True)
        sys.stdin.read()
sys.stdin.read()
"""


@pytest.mark.skipif(sys.platform == "win32", reason="there is no kill -9")
@pytest.mark.parametrize("where", ["between", "inside"])
def test_a_killed_app_has_lost_nothing(tmp_path: Path, where: str) -> None:
    opened = workspace.create("t")
    path = chats.write(tmp_path, chats.talk(8))
    chat = importing.preview(path).chats[0]
    importing.import_source(opened, importing.Plan(path, {chat.key: importing.suggested(chat)}))
    messages = chats.dump(opened)["messages"]
    ids = chats.fragments(opened)
    opened.close()
    process = subprocess.Popen(
        [sys.executable, "-c", CRASH, opened.path.stem, where],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        assert process.stdout.readline() == "done\n"
        if where == "inside":
            assert process.stdout.readline() == "inside\n"
        process.send_signal(signal.SIGKILL)
    finally:
        process.kill()
        process.communicate()
    again = workspace.open_workspace(opened.path.stem)
    assert chats.dump(again)["messages"] == messages
    assert chats.fragments(again) == ids
    assert chats.fragments(again, statuses=("kept",)) == ids[:1]
    assert chats.bubbles(again, ids[1])[0]["text"] == "改过"
    client = chats.Client(again, "other")
    client.do("redo")
    assert len(chats.fragments(again)) == len(ids) + 1
    for _ in range(3):
        client.do("undo")
    assert [row["touched"] for row in _rows(again)] == [0] * len(ids)
    assert chats.bubbles(again, ids[1])[0]["typed"] is None


def _rows(opened: Workspace) -> list[Any]:
    with opened.read() as connection:
        return list(workspace.queries.fragments_by_id(connection, chats.fragments(opened)))


# --- 6: nothing leaves


@pytest.fixture
def no_sockets(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Every attempt to open a socket or to look a name up; each one fails."""
    tried: list[str] = []

    def refuse(*args: object, **_: object) -> None:
        tried.append(str(args[-1]))
        raise OSError("not in this test")

    monkeypatch.setattr(socket.socket, "__init__", refuse)
    for name in ("getaddrinfo", "gethostbyname", "create_connection"):
        monkeypatch.setattr(socket, name, refuse)
    return tried


def test_import_scan_review_and_export_open_no_socket(no_sockets: list[str], tmp_path: Path) -> None:
    opened = workspace.create("t")
    importing.import_demo(opened)
    scanning.scan(opened)
    client = chats.Client(opened)
    first = chats.fragments(opened)[0]
    client.do("edit", first, bubble=chats.bubbles(opened, first)[0]["id"], text=f"打{PHONE}")
    chats.keep_all(opened)
    personas.save(opened, Persona(name="阿澈"))
    with opened.read() as connection:
        review.page(connection, chats.fragments(opened), review.View(), str)
    assert PHONE not in chats.everything(chats.exported(opened))
    opened.backup(tmp_path / "b.ruwo")
    assert no_sockets == []


@pytest.fixture
def loopback_only(monkeypatch: pytest.MonkeyPatch) -> list[Any]:
    """Addresses other than this computer's that somebody tried to reach."""
    tried: list[Any] = []
    connect, lookup = socket.socket.connect, socket.getaddrinfo

    def guarded(self: socket.socket, address: Any) -> None:
        if address[0] not in ("127.0.0.1", "::1"):
            tried.append(address)
            raise OSError("not in this test")
        connect(self, address)

    def looked_up(host: Any, *args: Any, **options: Any) -> Any:
        if host not in ("127.0.0.1", "::1", "localhost", None):
            tried.append(host)
            raise OSError("not in this test")
        return lookup(host, *args, **options)

    monkeypatch.setattr(socket.socket, "connect", guarded)
    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    return tried


def test_the_preview_stays_on_this_computer(loopback_only: list[Any]) -> None:
    opened = workspace.create("t")
    importing.import_demo(opened)
    scanning.scan(opened)
    model = chatting.preview(opened, str)
    answer = "".join(chatting.ask(opened, model, [{"role": "user", "content": "今天上班好累啊"}]))
    known = {reply for _, reply in chatting.pairs(opened)}
    assert answer in known
    assert chatting.preview(opened, str) is model
    chatting.close_preview(opened)
    with pytest.raises(RuwoError, match="spark_unreachable"):
        "".join(chatting.ask(opened, model, [{"role": "user", "content": "还在吗"}]))
    assert loopback_only == []


def test_the_preview_answers_nothing_that_no_scan_has_read() -> None:
    opened = workspace.create("t")
    importing.import_demo(opened)
    assert chatting.pairs(opened) == []
    replies = chatting.Replies(opened)
    assert replies.best("今天上班好累啊") is None
    scanning.scan(opened)
    assert replies.best("今天上班好累啊")
    said = "\n".join(text for pair in chatting.pairs(opened) for text in pair)
    for private in ("19999123456", "199 9987 6543", "tangyuan2020%", "example.org", "482913"):
        assert private not in said


class Recording:
    """A model far away, as far as the client knows: it keeps what it was sent."""

    def __init__(self) -> None:
        self.sent: list[Sequence[wire.Message]] = []

    def reply(self, messages: Sequence[wire.Message]) -> Iterator[str]:
        self.sent.append(messages)
        yield f"打{OTHER}"


KEYS = ("app-0001", "key-abcdefabcdef", "secret-SECRETsecret")


@pytest.fixture
def finds(monkeypatch: pytest.MonkeyPatch) -> Callable[..., None]:
    """Say what the scanner finds."""
    return lambda **values: monkeypatch.setattr(scanning, "scanner", lambda: chats.Finds(**values))


def test_a_tuned_model_is_sent_redacted_text_only(tmp_path: Path, finds: Callable[..., None]) -> None:
    finds(PHONE_NUMBER=[PHONE], PERSON=["沈若溪"])
    opened = chats.filled(tmp_path, [(False, f"沈若溪的电话{PHONE}"), (True, "好")])
    personas.save(opened, Persona(name="阿岚", system=f"你是{{name}}，和{{friend}}聊天，认识沈若溪，电话{PHONE}"))
    finds(PHONE_NUMBER=[PHONE, OTHER])  # the name is known from the chat alone
    remote = Recording()
    app_id, key, secret = KEYS
    with Gateway(remote, app_id=app_id, api_key=key, api_secret=secret, domain="xsp") as gateway:
        model = chatting.spark(gateway.url, KEYS, domain="xsp", patch_id="p", temperature=0.9)
        assert not model.local
        talk = [
            {"role": "user", "content": f"沈若溪换号了：{OTHER}"},
            {"role": "assistant", "content": f"原来是199-9912-3456和{OTHER}"},
            {"role": "user", "content": "小满知道吗，１９９８８７７７６６６"},
        ]
        answer = "".join(chatting.ask(opened, model, talk))
    assert answer == f"打{OTHER}"
    (sent,) = remote.sent
    value = {v["sample"]: v["surrogate"] for v in chats.decisions(opened).values()}
    assert [(m.role, m.content) for m in sent] == [
        ("system", f"你是阿岚，和{value['小满']}聊天，认识{value['沈若溪']}，电话[电话1]"),
        ("user", f"{value['沈若溪']}换号了：[电话2]"),
        ("assistant", "原来是[电话1]和[电话2]"),
        ("user", f"{value['小满']}知道吗，[电话2]"),
    ]


def test_credentials_stand_in_no_file_and_no_error(tmp_path: Path, home: Path, finds: Callable[..., None]) -> None:
    finds()
    opened = chats.filled(tmp_path, [(False, "问"), (True, "答")])
    chats.keep_all(opened)
    app_id, key, secret = KEYS
    errors: list[RuwoError] = []
    with Gateway(Recording(), app_id=app_id, api_key=key, api_secret="another", domain="xsp") as gateway:
        model = chatting.spark(gateway.url, KEYS, domain="xsp", patch_id="", temperature=0.9)
        preview = chatting.preview(opened, str)
        "".join(chatting.ask(opened, preview, [{"role": "user", "content": "问"}]))
        with pytest.raises(RuwoError) as refused:
            "".join(chatting.ask(opened, model, [{"role": "user", "content": "问"}]))
        errors.append(refused.value)
    with pytest.raises(RuwoError) as unreachable:
        "".join(chatting.ask(opened, model, [{"role": "user", "content": "问"}]))
    errors.append(unreachable.value)
    exported = chats.exported(opened)
    exporting.remember(opened, exported)
    secrets = [key, secret, *_keys_of(preview.client)]
    files = b"\n".join(path.read_bytes() for path in home.rglob("*") if path.is_file())
    told = " ".join(f"{e!r} {e} {e.params} {e.args} {e.__cause__!r}" for e in errors) + repr(model) + repr(preview)
    for one in secrets:
        assert one.encode() not in files
        assert one not in chats.everything(exported)
        assert one not in told


def _keys_of(client: SparkClient) -> list[str]:
    (held,) = [value for value in vars(client).values() if isinstance(value, Credentials)]
    return [held.api_key, held.api_secret]


def test_an_unused_preview_holds_no_thread(tmp_path: Path, finds: Callable[..., None]) -> None:
    finds()
    opened = chats.filled(tmp_path, [(False, "问"), (True, "答")])
    before = set(threading.enumerate())
    chatting.preview(opened, str)
    started = set(threading.enumerate()) - before
    assert started
    chatting.close_preview(opened)
    chatting.close_preview(opened)
    assert not [thread for thread in started if thread.is_alive()]
