"""The verdict names the first thing that stands in the way."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest

from curation.flow.advice import readiness
from curation.flow.advice.readiness import Facts
from curation.flow.advice.sampling import Rate
from curation.flow.workbench import review
from tests.flow import chats

FACTS = Facts(rows=800, tokens=50_000, replies=2_000, low=100, alike=3, contact="小满", share=0.6, chats=2, pending=50)
RATE = Rate(
    judged=300,
    defects=2,
    missed=0,
    left=0,
    newer=0,
    ahead=60,
    population=800,
    most_defects=0.021,
    most_missed=0.0099,
)


@pytest.mark.parametrize(
    ("facts", "rate", "level", "go"),
    [
        ({"rows": 0}, {}, "no", "queue"),
        ({"rows": 0, "pending": 0}, {}, "no", "import"),
        ({"rows": 150}, {}, "no", "queue"),
        ({"rows": 150, "pending": 0}, {}, "no", "import"),
        ({}, {"missed": 1, "most_missed": 0.02}, "no", "privacy"),
        ({}, {"judged": 0, "most_defects": 1.0, "most_missed": 1.0}, "nearly", "kept"),
        ({}, {"newer": 200, "most_defects": 0.3, "most_missed": 0.3}, "nearly", "kept"),
        ({}, {"defects": 30, "most_defects": 0.14}, "nearly", "kept"),
        ({"alike": 90}, {}, "nearly", "queue"),
        ({"low": 1_200}, {}, "nearly", "queue"),
        ({"share": 0.9}, {}, "nearly", "queue"),
        ({"share": 0.9, "chats": 1}, {}, "yes", "export"),
        ({}, {"judged": 60, "defects": 0, "most_defects": 0.049, "most_missed": 0.049}, "yes", "kept"),
        ({"rows": 300}, {}, "yes", "queue"),
        ({"rows": 300, "pending": 0}, {}, "yes", "export"),
        ({}, {}, "yes", "export"),
    ],
)
def test_the_verdict(facts: dict[str, object], rate: dict[str, object], level: str, go: str) -> None:
    found = readiness.verdict(replace(FACTS, **facts), replace(RATE, **rate), str)  # type: ignore[arg-type]
    assert (found.level, found.go) == (level, go)
    assert "{" not in found.why + found.next


@pytest.mark.parametrize(("pending", "told"), [(33, "33"), (50, "50"), (51, "50"), (400, "50")])
def test_a_first_batch_is_no_more_than_there_is(pending: int, told: str) -> None:
    found = readiness.verdict(replace(FACTS, rows=0, pending=pending), RATE, str)
    assert re.findall(r"\d+", found.next) == [told]


def test_facts_are_those_of_the_rows(tmp_path: Path) -> None:
    lines: list[chats.Line] = []
    for question, answer in [
        ("在吗", "嗯嗯~"),
        ("吃了吗", "没呢，在等你"),
        ("在吗", "嗯嗯~"),
        ("睡了", "好的哈哈哈！"),
    ]:
        lines += [(False, question, {"after": 9000}), (True, answer)]
    opened = chats.filled(tmp_path, lines)
    chats.bring_in(opened, chats.write(tmp_path, chats.talk(2), name="小北.html.json", names=(chats.ME, "小北")))
    review.mark(opened, [1, 2, 3, 4], "kept")
    found = readiness.facts(opened)
    assert found == Facts(
        rows=4, tokens=found.tokens, replies=4, low=3, alike=1, contact="小满", share=1.0, chats=2, pending=1
    )
    assert found.tokens > 10
    assert readiness.facts(chats.filled(tmp_path, chats.talk(2))).rows == 0


@pytest.mark.parametrize(
    ("text", "low"), [("嗯", True), ("哈哈哈哈！！", True), ("OK~", True), ("嗯嗯我在路上", False), ("？？？", True)]
)
def test_replies_without_information(text: str, low: bool) -> None:
    assert (readiness.LOW.fullmatch(text) is not None) == low
