"""What looks private in files, and what a trainer keeps of them."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.calling import refused, rows, run


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
