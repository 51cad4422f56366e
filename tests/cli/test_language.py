"""In whose language the command line speaks."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from curation.cli import app
from tests.cli.calling import refused, run


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


def test_no_command_shows_the_help() -> None:
    result = CliRunner().invoke(app, [])
    for command in ("import", "build", "scan", "check", "serve"):
        assert command in result.output + result.stderr
