"""Asking a scripted model about a workspace, and what came of it."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

from curation.flow import background
from curation.flow.advice import hints, judging, signalling
from curation.workspace import Workspace
from tests.chat.answering import Service, said
from tests.flow import chats
from tests.flow.chats import Client

KEY = "sk-SECRETsecret0123"


def judged(*intents: str) -> Callable[[dict[str, Any]], Any]:
    """Answers every line with these intents in turn."""

    def reply(body: dict[str, Any]) -> Any:
        numbers = [int(n) for n in re.findall(r"^(\d+) [A-Z]：", body["messages"][1]["content"], re.MULTILINE)]
        listed = [{"id": n, "before": "b", "after": "a", "intent": intents[(n - 1) % len(intents)]} for n in numbers]
        return said(json.dumps({"turns": listed}))

    return reply


GARBAGE = said("好的！全部都是延续，没有问题。")


def doubt(opened: Workspace, scores: dict[int, float]) -> None:
    """Say that the analysis doubted these fragments, and how much, and no others."""
    rows = [(fragment, round(1000 * score)) for fragment, score in scores.items()]
    with opened.write() as connection:
        connection.exec_driver_sql("DELETE FROM signals WHERE kind IN ('unexplained', 'jump')")
        connection.exec_driver_sql(
            "INSERT INTO signals (fragment_id, kind, score, reason) VALUES (?, 'unexplained', ?, ?)",
            [(*row, '{"text": "doubt", "params": {}}') for row in rows],
        )


def ask(opened: Workspace, served: Service, **options: Any) -> judging.Outcome:
    """A round of questions to its end."""
    client = judging.connect(served.address, "m", KEY)
    job = background.start_opinion(opened, lambda running: judging.run(opened, client, running, **options))
    assert job.wait(60)
    if job.error:
        raise job.error
    assert isinstance(job.result, judging.Outcome)
    return job.result


def sent(served: Service) -> str:
    return "\n".join(message["content"] for body in served.asked for message in body["messages"])


def opinions(opened: Workspace) -> dict[int, list[tuple[int | None, float]]]:
    """Fragment -> (bubble, score) of what is stored."""
    found: dict[int, list[tuple[int | None, float]]] = {}
    for row in chats.dump_of(opened, "signals"):
        if row["kind"] == "judge":
            found.setdefault(row["fragment_id"], []).append((row["bubble_id"], row["score"] / 1000))
    return found


def told(opened: Workspace, fragment: int) -> list[str]:
    with opened.read() as connection:
        found = hints.of(connection, [fragment], str).get(fragment, [])
    return [one["reason"] for one in found if one["kind"] == "judge"]


def many(tmp_path: Path, count: int) -> Workspace:
    """Fragments of 20 turns, of which two fit into no window."""
    lines = [line for n in range(count) for line in chats.talk(20, every=999, text=f"{n}号第{{n}}句")]
    for n in range(0, len(lines), 20):
        lines[n] = (*lines[n][:2], {"after": 90_000})  # type: ignore[misc]
    opened = chats.filled(tmp_path, lines)
    client = Client(opened)
    while len(ids := chats.fragments(opened)) > count:
        client.do("merge", next(i for i in ids if len(chats.bubbles(opened, i)) < 20), **{"with": "next"})
    signalling.analyse(opened)
    doubt(opened, dict.fromkeys(chats.fragments(opened), 0.9))
    return opened
