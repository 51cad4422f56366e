"""The gateway as a command."""

from __future__ import annotations

import json
import signal
from pathlib import Path

import pytest

from curation import workspace
from curation.chat.signing import Credentials
from curation.chat.spark import SparkClient
from curation.errors import RuwoError
from curation.flow.intake import importing
from curation.flow.leaving import serving
from tests.cli.calling import module, refused


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
