"""The whole path as one command."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from curation import dataset
from curation.flow import headless
from tests.cli.calling import module, refused, rows, run
from tests.flow import chats
from tests.generators import memotrace, memotrace_csv_v2
from tests.generators.chats import FRIEND, ME, invented


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
        assert first.keys() == counts | {"kinds", "sources", "files_left_out"}
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


def test_build_as_a_process(log: Path, tmp_path: Path, home: Path) -> None:
    system = tmp_path / "s.txt"
    system.write_text("你是{name}。", encoding="utf-8")
    out = tmp_path / "out"
    process = module(home, "build", log, "--persona", chats.ME, "--system", system, "--out", out)
    said, complaints = process.communicate(timeout=120)
    assert (process.returncode, complaints) == (0, "")
    assert "1 rows in" in said
    assert rows(out)[0]["system"] == "你是阿岚。"
