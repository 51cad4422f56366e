"""The command line: the whole path, exit codes, one JSON object for machines, one sentence for every error."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import Result
from typer.testing import CliRunner

from curation import dataset, sources, workspace
from curation.chat.signing import Credentials
from curation.chat.spark import SparkClient
from curation.cli import app
from curation.errors import RuwoError
from curation.flow import headless
from curation.flow.intake import importing
from curation.flow.leaving import serving
from curation.workspace import store
from tests.flow import chats
from tests.generators import memotrace, memotrace_csv_v2
from tests.generators.chats import EVERY_KIND, FRIEND, ME, invented
from tests.generators.whatsapp import zipped

ROOT = Path(__file__).parents[1]


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """A data folder of its own, and no language from outside."""
    folder = tmp_path / "home"
    monkeypatch.setenv("RUWO_HOME", str(folder))
    for name in ("LC_ALL", "LANG"):
        monkeypatch.delenv(name, raising=False)
    yield folder
    for opened in list(store._open.values()):
        opened.close()


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """A log with two private values."""
    lines: list[chats.Line] = [
        (False, "在吗~~ 我电话19999123456"),
        (True, "在 (๑•̀ㅂ•́)و✧"),
        (True, "[委屈]"),
        (False, "小满来了"),
        (True, "好！！"),
        (False, "改成１９９-9912-3456"),
    ]
    return chats.write(tmp_path, lines)


def run(*args: object, code: int = 0) -> Result:
    result = CliRunner().invoke(app, [str(arg) for arg in args])
    assert result.exit_code == code, (result.output, result.stderr, result.exception)
    assert result.exception is None or isinstance(result.exception, SystemExit)
    return result


def refused(*args: object) -> str:
    """The one sentence on stderr."""
    result = run(*args, code=1)
    assert result.stdout == ""
    assert result.stderr.endswith("\n")
    assert "\n" not in result.stderr.strip()
    assert "{" not in result.stderr
    return result.stderr.strip()


def rows(out: Path) -> list[dict[str, Any]]:
    return json.loads((out / "ruwo.json").read_text(encoding="utf-8"))


class TestBuild:
    def test_the_whole_path(self, log: Path, tmp_path: Path) -> None:
        system = tmp_path / "人设.txt"
        system.write_text("你是{name}，和{friend}聊天。", encoding="utf-8")
        out = tmp_path / "输出 out"
        said = run("build", log, "--persona", chats.ME, "--system", system, "--out", out)
        assert said.stdout.startswith("1 rows in ")
        (row,) = rows(out)
        assert row["system"] == "你是阿岚，和[人名1]聊天。"
        assert row["tools"] == "[]"
        assert row["conversations"] == [
            {"from": "human", "value": "在吗~~ 我电话[电话1]"},
            {"from": "gpt", "value": "在 (๑•̀ㅂ•́)و✧\n[委屈]"},
            {"from": "human", "value": "[人名1]来了"},
            {"from": "gpt", "value": "好！！"},
        ]
        manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
        assert manifest["selection"] == "everything"
        assert manifest["repairs"] == {"trailing_human": 1}
        assert dataset.check_file(out / "ruwo.json") == []
        assert {path.name for path in out.iterdir()} == {
            "ruwo.json",
            "dataset_info.json",
            "manifest.json",
            "README.txt",
            "privacy-report.en.md",
        }

    def test_nothing_of_it_stays_in_the_data_folder(self, log: Path, tmp_path: Path, home: Path) -> None:
        run("build", log, "--out", tmp_path / "out")
        assert not home.exists() or not list(home.iterdir())

    def test_the_other_side_can_be_the_persona(self, log: Path, tmp_path: Path) -> None:
        run("build", log, "--persona", chats.FRIEND, "--out", tmp_path / "out")
        values = [message["value"] for message in rows(tmp_path / "out")[0]["conversations"]]
        assert values == ["在 (๑•̀ㅂ•́)و✧\n[委屈]", "小满来了", "好！！", "改成[电话1]"]

    @pytest.mark.parametrize(
        ("persona", "first"), [("assistant", "gpt"), ("user", "human"), (ME, "gpt"), (FRIEND, "human")]
    )
    def test_training_json_takes_roles_and_names(self, tmp_path: Path, persona: str, first: str) -> None:
        path = tmp_path / "t_train.json"
        path.write_bytes(memotrace.dumped(memotrace.training(memotrace.by_interval(invented(60), 600))))
        run("build", path, "--persona", persona, "--out", tmp_path / "out")
        given = {
            turn["content"]: turn["role"] for one in json.loads(path.read_bytes()) for turn in one["conversations"]
        }
        found = [m for row in rows(tmp_path / "out") for m in row["conversations"] if m["value"] in given]
        assert len(found) > 5
        assert {(given[m["value"]], m["from"]) for m in found} == {
            ("assistant", first),
            ("user", "human" if first == "gpt" else "gpt"),
        }

    def test_a_pair_counts_as_one_source(self, tmp_path: Path) -> None:
        train, dev = memotrace.v2_pair(invented(200))
        (tmp_path / "x_train.json").write_bytes(train)
        (tmp_path / "x_dev.json").write_bytes(dev)
        halves = tmp_path / "x_train.json", tmp_path / "x_dev.json"
        both = json.loads(run("--json", "build", *halves, "--persona", "assistant", "--out", tmp_path / "a").stdout)
        turned = json.loads(
            run("--json", "build", *halves[::-1], "--persona", "assistant", "--out", tmp_path / "b").stdout
        )
        assert both["messages"] == turned["messages"] > 100

    def test_several_chats(self, log: Path, tmp_path: Path) -> None:
        other = chats.write(
            tmp_path, [(False, "又是我"), (True, "嗯嗯")], name="小北.html.json", names=(chats.ME, "小北")
        )
        run("build", log, other, "--persona", chats.ME, "--out", tmp_path / "out")
        assert len(rows(tmp_path / "out")) == 2

    def test_a_persona_of_only_one_of_the_chats(self, log: Path, tmp_path: Path, home: Path) -> None:
        other = chats.write(tmp_path, [(False, "又是我"), (True, "嗯")], name="小北.html.json", names=("别人", "小北"))
        said = refused("build", log, other, "--persona", chats.ME, "--out", tmp_path / "out")
        assert said == "Nobody in “小北.html.json” is called “阿岚”. The senders are: 小北、别人."
        assert refused("import", log, other, "--persona", chats.ME) == said
        assert not list(home.glob("*.ruwo"))
        assert not (tmp_path / "out").exists()

    def test_chats_in_which_the_persona_does_not_speak_are_left_out_and_told(self, tmp_path: Path) -> None:
        path = tmp_path / "messages.csv"
        path.write_bytes(memotrace_csv_v2.all_chats({FRIEND: invented(20), "老邱": invented(9, seed=3)}))
        said = run("build", path, "--persona", f"{FRIEND}同学", "--out", tmp_path / "out")
        assert said.stdout.endswith("records of chats in which the persona does not speak were left out.\n")
        done = json.loads(run("build", path, "--persona", f"{FRIEND}同学", "--out", tmp_path / "out", "--json").stdout)
        assert done["messages"] + done["left_out"] == 29
        assert done["left_out"] > 0

    def test_machines_get_one_object_wherever_the_option_stands(self, log: Path, tmp_path: Path) -> None:
        first = json.loads(run("--json", "build", log, "--out", tmp_path / "a").stdout)
        second = json.loads(run("build", log, "--out", tmp_path / "b", "--json").stdout)
        assert first == {**second, "file": str(tmp_path / "a" / "ruwo.json")}
        counts = {"rows", "file", "held_out", "replaced", "waived", "suspects", "messages", "left_out"}
        assert first.keys() == counts | {"sources", "files_left_out"}
        assert "{" not in run("build", log, "--out", tmp_path / "c").stdout

    def test_the_same_bytes_every_time(self, log: Path, tmp_path: Path) -> None:
        for out in ("a", "b", "a"):
            run("build", log, "--out", tmp_path / out)
        assert {p.name: p.read_bytes() for p in (tmp_path / "a").iterdir()} == {
            p.name: p.read_bytes() for p in (tmp_path / "b").iterdir()
        }

    @pytest.mark.parametrize(
        ("args", "sentence"),
        [
            (["LOG", "--persona", "谁"], "Nobody in “小满.html.json” is called “谁”. The senders are: 小满、阿岚."),
            (["nowhere.csv"], "There is no file at “nowhere.csv”. Check the path, or choose the file again."),
            (
                ["FOLDER"],
                "There is no chat in “folder” that Ruwo can read. Choose the folder the export was saved in.",
            ),
            (
                ["LOG", "--zone", "Mars/Base"],
                "There is no time zone called “Mars/Base”. Choose one like Asia/Shanghai.",
            ),
            (
                ["LOG", "--system", "nowhere.txt"],
                "There is no file at “nowhere.txt”. Check the path, or choose the file again.",
            ),
            (
                ["LOG", "--system", "EMPTY"],
                "“blank.txt” holds no text, and every row needs a system text. Write one, or leave the option out.",
            ),
        ],
    )
    def test_errors_are_one_sentence(self, log: Path, tmp_path: Path, args: list[str], sentence: str) -> None:
        blank = tmp_path / "blank.txt"
        blank.write_text(" \n", encoding="utf-8")
        (tmp_path / "folder").mkdir()
        known = {"LOG": str(log), "EMPTY": str(blank), "FOLDER": str(tmp_path / "folder")}
        given = [known.get(arg, arg) for arg in args]
        assert refused("build", *given, "--out", tmp_path / "out") == sentence
        assert not (tmp_path / "out").exists()

    @pytest.mark.parametrize("under", ["file", "file/deeper"])
    def test_a_folder_that_cannot_be_written(self, log: Path, tmp_path: Path, under: str) -> None:
        (tmp_path / "file").write_text("mine", encoding="utf-8")
        said = refused("build", log, "--out", tmp_path / under)
        assert said.startswith("Nothing can be written into “")
        assert (tmp_path / "file").read_text(encoding="utf-8") == "mine"

    def test_a_full_disk_leaves_what_was_there(
        self, log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        out = tmp_path / "out"
        run("build", log, "--out", out)
        before = {p.name: p.read_bytes() for p in out.iterdir()}
        write = Path.write_bytes

        def full(self: Path, data: bytes) -> int:
            if self.name == "README.txt":
                raise OSError(28, "No space left on device")
            return write(self, data)

        monkeypatch.setattr(Path, "write_bytes", full)
        said = refused("build", log, "--persona", chats.FRIEND, "--out", out)
        assert "No space left on device" in said
        assert {p.name: p.read_bytes() for p in out.iterdir()} == before

    def test_what_nobody_looked_at_is_waived_and_told(self, log: Path, tmp_path: Path) -> None:
        out = tmp_path / "out"
        said = run("build", log, "--out", out).stdout
        assert "Nobody looked at 1 values" in said
        assert "more places may be private" not in said
        manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
        (waived,) = manifest["waived"]
        assert (waived["entity"], waived["values"], waived["who"]) == ("PHONE_NUMBER", 1, "ruwo build")
        run("build", log, "--out", out, "--waive", "我自己的旧号")
        manifest = json.loads((out / "manifest.json").read_text(encoding="utf-8"))
        assert manifest["waived"][0]["reason"] == "我自己的旧号"

    def test_strict_writes_nothing_that_nobody_looked_at(self, log: Path, tmp_path: Path) -> None:
        out = tmp_path / "out"
        assert refused("build", log, "--out", out, "--strict").startswith("1 values that could be used against")
        assert list(out.iterdir()) == []

    def test_a_chat_without_answers_is_told(self, tmp_path: Path) -> None:
        path = chats.write(tmp_path, [(True, "一个人"), (True, "说话")])
        assert refused("build", path, "--out", tmp_path / "out").startswith("No fragment can be trained on yet")

    def test_who_the_persona_is_has_to_be_said_when_the_file_does_not_tell(self, tmp_path: Path) -> None:
        path = tmp_path / "t_train.json"
        path.write_bytes(memotrace.dumped(memotrace.training(memotrace.by_interval(invented(60), 600))))
        assert refused("build", path, "--out", tmp_path / "out").startswith("Say who the persona is.")

    def test_what_nobody_foresaw_is_one_sentence_without_the_text(
        self, log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        def broken(*_: object, **__: object) -> None:
            raise ValueError("在吗~~ 我电话19999123456")

        monkeypatch.setattr(headless.exporting, "export", broken)
        result = run("build", log, "--out", tmp_path / "out", code=1)
        assert "ValueError" in result.stderr
        assert "19999123456" not in result.output + result.stderr
        assert "Traceback" not in result.stderr


class TestImport:
    def test_into_a_new_workspace_and_into_one_that_is_there(self, log: Path, tmp_path: Path) -> None:
        done = json.loads(run("import", log, "--json").stdout)
        assert done["messages"] == 6
        assert done["values"] >= 2
        other = chats.write(
            tmp_path, [(False, "又是我"), (True, "嗯")], name="小北.html.json", names=(chats.ME, "小北")
        )
        more = json.loads(run("import", other, "--into", done["id"], "--json").stdout)
        assert (more["id"], more["messages"]) == (done["id"], 8)
        assert [entry.id for entry in workspace.listing()] == [done["id"]]

    def test_a_bad_file_makes_no_workspace_and_changes_none(self, log: Path, tmp_path: Path) -> None:
        done = json.loads(run("import", log, "--json").stdout)
        opened = workspace.open_workspace(done["id"])
        before = chats.dump(opened)
        opened.close()
        bad = tmp_path / "bad.html.json"
        bad.write_bytes(log.read_bytes()[:-20])
        for args in ([bad], [log, bad], [bad, "--into", done["id"]], [log, bad, "--into", done["id"]]):
            refused("import", *args)
        assert [entry.id for entry in workspace.listing()] == [done["id"]]
        opened = workspace.open_workspace(done["id"])
        assert chats.dump(opened) == before

    def test_an_unknown_workspace(self, log: Path) -> None:
        assert refused("import", log, "--into", "nowhere").startswith("There is no workspace “nowhere” any more.")


class TestScanAndCheck:
    def test_scan_counts_and_shows_no_value(self, tmp_path: Path) -> None:
        (tmp_path / "plain.txt").write_text("今天天气不错\n哈哈哈\n", encoding="utf-8")
        (tmp_path / "gb.txt").write_bytes("我电话是19999123456，邮箱 a.b@example.org".encode("gb18030"))
        (tmp_path / "rows.json").write_text(json.dumps([{"value": "我电话是19999123456"}]), encoding="ascii")
        assert run("scan", tmp_path / "plain.txt").stdout.endswith("plain.txt: nothing private found\n")
        result = run("scan", tmp_path / "gb.txt", tmp_path / "plain.txt", tmp_path / "rows.json", code=1)
        assert "phone number 1" in result.stdout
        assert "e-mail 1" in result.stdout
        assert "19999123456" not in result.stdout
        found = json.loads(run("scan", tmp_path / "rows.json", "--json", code=1).stdout)
        assert found == {str(tmp_path / "rows.json"): {"phone number": 1}}

    def test_scan_of_nothing(self, tmp_path: Path) -> None:
        assert "There is no file at" in refused("scan", tmp_path / "no.txt")
        assert "cannot be read" in refused("scan", tmp_path)
        (tmp_path / "empty.txt").touch()
        run("scan", tmp_path / "empty.txt")

    def test_check(self, log: Path, tmp_path: Path) -> None:
        run("build", log, "--out", tmp_path / "out")
        good = run("check", tmp_path / "out" / "ruwo.json")
        assert good.stdout == "A trainer will keep every row.\n"
        (row,) = rows(tmp_path / "out")
        row["conversations"].pop()
        bad = tmp_path / "bad.json"
        bad.write_text(json.dumps([row]), encoding="utf-8")
        result = run("check", bad, code=1)
        assert "odd number of turns" in result.stdout
        assert result.stdout.endswith("1 problems.\n")
        assert len(json.loads(run("check", "--json", bad, code=1).stdout)["problems"]) == 1

    @pytest.mark.parametrize(
        "content", [b"", b"{", b"\xff\xfe\x00", b"[" * 100_000, b"[]", b"{}", b"\xef\xbb\xbf[]", b"[1]"]
    )
    @pytest.mark.parametrize("name", ["x.json", "x.jsonl"])
    def test_check_of_anything(self, tmp_path: Path, name: str, content: bytes) -> None:
        (tmp_path / name).write_bytes(content)
        result = run("check", tmp_path / name, code=1)
        assert "Traceback" not in result.output
        assert result.output.strip()

    def test_check_of_no_file(self, tmp_path: Path) -> None:
        assert "There is no file at" in refused("check", tmp_path / "no.json")
        assert "cannot be read" in refused("check", tmp_path)


class TestLanguage:
    def test_chinese_by_option_and_by_environment(
        self, log: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        said = refused("--lang", "zh", "build", log, "--persona", "谁", "--out", tmp_path / "out")
        assert said == "“小满.html.json”里没有叫“谁”的人。发言的人有：小满、阿岚。"
        monkeypatch.setenv("LANG", "zh_CN.UTF-8")
        assert refused("build", log, "--persona", "谁", "--out", tmp_path / "out") == said
        assert refused("--lang", "en", "build", log, "--persona", "谁", "--out", tmp_path / "out").startswith(
            "Nobody in"
        )

    def test_machines_get_errors_as_json(self, log: Path, tmp_path: Path) -> None:
        result = run("--json", "build", log, "--persona", "谁", "--out", tmp_path / "out", code=1)
        assert json.loads(result.stderr) == {
            "error": "persona_unknown",
            "sentence": "Nobody in “小满.html.json” is called “谁”. The senders are: 小满、阿岚.",
        }


class TestServing:
    QUESTION = ({"role": "user", "content": "今天上班好累啊"},)

    def answer(self, url: str, keys: tuple[str, str, str], domain: str = "preview") -> str:
        client = SparkClient(url, Credentials(*keys))
        return "".join(chunk.content for chunk in client.stream(self.QUESTION, domain=domain))

    def test_the_demo_answers_demo_keys(self) -> None:
        with serving.serve(0, "", ("", "", ""), "preview", str) as service:
            assert service.is_demo
            assert self.answer(service.url, ("demo", "demo", "demo"))

    def test_an_empty_workspace_answers_from_the_demo(self) -> None:
        opened = workspace.create("leer")
        opened.close()
        with serving.serve(0, opened.path.stem, ("", "", ""), "preview", str) as service:
            assert service.is_demo
            assert workspace.open_workspace(opened.path.stem)

    def test_a_real_chat_wants_its_own_keys_and_answers_redacted(self, log: Path) -> None:
        opened = workspace.create("echt")
        chat = importing.preview(log).chats[0]
        importing.import_source(opened, importing.Plan(log, {chat.key: importing.suggested(chat)}))
        opened.close()
        with serving.serve(0, "", ("", "", ""), "preview", str) as service:
            assert not service.is_demo
            keys = service.credentials
            with pytest.raises(RuwoError, match="spark_401"):
                self.answer(service.url, ("demo", "demo", "demo"))
            assert len(keys.api_secret) >= 24
            assert self.answer(service.url, (keys.app_id, keys.api_key, keys.api_secret))
        with serving.serve(0, "", ("a", "b", "c"), "d", str) as service:
            assert self.answer(service.url, ("a", "b", "c"), "d")

    def test_a_port_in_use(self) -> None:
        with serving.serve(0, "", ("", "", ""), "preview", str) as service:
            port = int(service.url.rsplit(":", 1)[1].split("/")[0])
            assert refused("serve", "--port", port).startswith(f"Port {port} cannot be used")


def module(home: Path, *args: object, **options: Any) -> subprocess.Popen[str]:
    """``python -m curation`` as a process of its own."""
    environment = {**os.environ, "RUWO_HOME": str(home), "PYTHONIOENCODING": "utf-8", "OMP_NUM_THREADS": "1"}
    return subprocess.Popen(
        [sys.executable, "-m", "curation", *map(str, args)],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        **options,
    )


def test_build_as_a_process(log: Path, tmp_path: Path, home: Path) -> None:
    system = tmp_path / "s.txt"
    system.write_text("你是{name}。", encoding="utf-8")
    out = tmp_path / "out"
    process = module(home, "build", log, "--persona", chats.ME, "--system", system, "--out", out)
    said, complaints = process.communicate(timeout=120)
    assert (process.returncode, complaints) == (0, "")
    assert "1 rows in" in said
    assert rows(out)[0]["system"] == "你是阿岚。"


def test_serve_as_a_process_ends_cleanly(home: Path, tmp_path: Path) -> None:
    process = module(home, "serve", "--port", 0, "--json")
    try:
        assert process.stdout is not None
        told = json.loads(process.stdout.readline())
        assert (told["app_id"], told["api_key"], told["api_secret"], told["domain"]) == (
            "demo",
            "demo",
            "demo",
            "preview",
        )
        client = SparkClient(told["url"], Credentials("demo", "demo", "demo"))
        answer = "".join(chunk.content for chunk in client.stream(TestServing.QUESTION, domain="preview"))
        assert answer
        process.send_signal(signal.SIGTERM)
        _, complaints = process.communicate(timeout=30)
        assert (process.returncode, complaints) == (0, "")
    finally:
        process.kill()
        process.wait()


class TestFolders:
    @pytest.fixture
    def folder(self, tmp_path: Path) -> Path:
        """Two chats, the first of them in two formats, one that nobody owns, and what is none."""
        folder = tmp_path / "聊天记录"
        (folder / "老邱").mkdir(parents=True)
        (folder / "小满.html.json").write_bytes(memotrace.html_json_bytes(invented(30)))
        (folder / "小满.csv").write_bytes(memotrace.csv_bytes(invented(30)))
        (folder / "老邱" / "老邱.csv").write_bytes(memotrace.csv_bytes(invented(20, seed=5)))
        (folder / "群.csv").write_bytes(memotrace.csv_bytes(EVERY_KIND, group=True))
        (folder / "notes.txt").write_text("buy milk", encoding="utf-8")
        return folder

    def test_every_chat_in_it_is_a_source_with_its_report(self, folder: Path) -> None:
        done = json.loads(run("import", folder, "--json").stdout)
        assert {(one["file"], one["messages"]) for one in done["sources"]} == {("小满.html.json", 30), ("老邱.csv", 20)}
        assert all(one["records"] == one["kept"] + one["merged"] + one["set_aside"] for one in done["sources"])
        assert done["messages"] == 50
        reasons = {one["file"]: one["reason"] for one in done["files_left_out"]}
        assert reasons["小满.csv"] == "left out: a file beside it holds the same chat, and more of it"
        assert reasons["notes.txt"] == "left out: not in a format Ruwo knows"
        assert reasons["群.csv"].startswith("Say who the persona is.")

    def test_people_get_a_line_for_each(self, folder: Path) -> None:
        lines = run("import", folder, "--persona", ME).stdout.splitlines()
        assert "小满.html.json: 30 messages, 0 merged, 0 set aside" in lines
        assert f"群.csv: {len(EVERY_KIND)} messages, 0 merged, 0 set aside" in lines
        assert "notes.txt: left out: not in a format Ruwo knows" in lines

    def test_files_zips_and_folders_together(self, folder: Path, log: Path, tmp_path: Path) -> None:
        (tmp_path / "x.zip").write_bytes(zipped({"乙.csv": memotrace.csv_bytes(invented(7, seed=9))}))
        done = json.loads(run("import", log, tmp_path / "x.zip", folder, "--json").stdout)
        assert [one["messages"] for one in done["sources"]] == [6, 7, 30, 20]

    def test_a_broken_file_that_was_named_stops_everything(self, folder: Path, home: Path) -> None:
        assert "format" in refused("import", folder, folder / "notes.txt")
        assert not list(home.glob("*.ruwo"))


class TestExportChat:
    @pytest.fixture
    def workspace_id(self, log: Path) -> str:
        return str(json.loads(run("import", log, "--json").stdout)["id"])

    def test_redacted_unless_said_otherwise(self, workspace_id: str, tmp_path: Path) -> None:
        said = run("export-chat", workspace_id, "--out", tmp_path / "out").stdout
        assert "6 messages; private values were replaced.\n" in said
        assert "Nobody looked at 1 values" in said
        content = (tmp_path / "out" / "chat-1.json").read_text(encoding="utf-8")
        assert "19999123456" not in content
        assert FRIEND not in content
        assert [one["type"] for one in json.loads(content)["messages"]] == [0] * 6

    def test_as_imported_with_a_warning(self, workspace_id: str, log: Path, tmp_path: Path) -> None:
        said = run("export-chat", workspace_id, "--out", tmp_path, "--lines", "--as-imported").stdout
        assert "hold every private value" in said
        texts = sources.read(tmp_path / "小满.jsonl").messages["text"].tolist()
        assert texts == sources.read(log).messages["text"].tolist()

    def test_machines(self, workspace_id: str, tmp_path: Path) -> None:
        done = json.loads(run("export-chat", workspace_id, "--out", tmp_path, "--json").stdout)
        assert done == {"files": [str(tmp_path / "chat-1.json")], "messages": 6, "redacted": True, "unsettled": 1}

    def test_a_workspace_that_is_not_there(self, tmp_path: Path) -> None:
        assert "no workspace" in refused("export-chat", "gone", "--out", tmp_path)


def test_no_command_shows_the_help() -> None:
    result = CliRunner().invoke(app, [])
    for command in ("import", "build", "scan", "check", "serve"):
        assert command in result.output + result.stderr
