"""The generator of defects and the scripted reviewer: what the bench measures with must be right itself."""

from __future__ import annotations

import random
from collections import Counter
from pathlib import Path

import pytest

from bench import defects, effort
from bench.defects import KINDS, Planted, Planter, Said
from bench.otherwise import Otherwise
from bench.reviewing import BY_HAND, Desk, Work, settled
from curation.flow.advice import signalling
from curation.workspace import Workspace, open_workspace

THINGS = "雨伞 面条 车票 相机 毛衣 作业 钥匙 电影 西瓜 自行车 口罩 闹钟".split()


def thread(rng: random.Random) -> list[str]:
    """An invented talk about one thing."""
    thing = rng.choice(THINGS)
    said = [
        "{0}在你那里吗我找了半天",
        "{0}昨天放在门口的柜子里了",
        "那{0}你明天带过来好不好",
        "好的明天一定把{0}带上",
        "别忘了{0}呀",
    ]
    return [text.format(f"{thing}{rng.randrange(10_000)}") for text in said[: rng.randrange(4, 6)]]


@pytest.fixture(scope="module", params=[Planter, Otherwise])
def log(request: pytest.FixtureRequest) -> list[Planted]:
    rng = random.Random(1)
    planted: list[Planted] = request.param([thread(rng) for _ in range(90)], 2).log(60, 2)
    return planted


@pytest.fixture
def desk(tmp_path: Path, log: list[Planted], monkeypatch: pytest.MonkeyPatch) -> Desk:
    monkeypatch.setenv("RUWO_HOME", str(tmp_path / "home"))
    workspace: Workspace = open_workspace(tmp_path / "log.ruwo", create=True)
    found = Desk(workspace, log, effort.bring_in(workspace, tmp_path, log))
    signalling.analyse(workspace)
    return found


def test_every_kind_is_planted_and_the_rest_is_clean(log: list[Planted]) -> None:
    counts = Counter(one.defect for one in log)
    assert {kind: counts[kind] for kind in KINDS} == dict.fromkeys(KINDS, 2) | {"cut": 4}
    assert len(log) == 60
    assert all(
        settled(one, _tags(one)) != bool(one.wrong) for one in log if one.defect in ("late", "joined", "foreign")
    )


def test_threads_for_tuning_are_no_others(tmp_path: Path) -> None:
    rng = random.Random(3)
    streams = [
        {"messages": [{"sender": "ab"[i % 2], "text": t} for i, t in enumerate(thread(rng))], "labels": [1, 0, 0, 0, 0]}
        for _ in range(40)
    ]
    path = tmp_path / "streams.jsonl"
    lines = [defects.json.dumps(one | {"labels": one["labels"][: len(one["messages"])]}) for one in streams]
    path.write_text("\n".join([*lines, *lines]), encoding="utf-8")
    tuning, others = defects.threads([path], tuning=True), defects.threads([path])
    assert tuning
    assert not {text for one in tuning for text in one} & {text for one in others for text in one}
    assert len(tuning) + len(others) == 40, "what stands there twice is used once"


def test_each_planted_fragment_is_cut_as_planted_and_seen(desk: Desk, log: list[Planted]) -> None:
    """The desk refuses a log that is cut otherwise."""
    seen = {number for fragment in desk.number for number in desk.defective(fragment)}
    wrong = {n for n, one in enumerate(log) if one.defect and (one.defect != "cut" or one.wrong)}
    assert seen == wrong


def test_a_proposal_counts_only_when_it_mends(desk: Desk, log: list[Planted]) -> None:
    work, taken = Work(), []
    for fragment in list(desk.number):
        taken += [log[n].defect for n in desk.defective(fragment) if desk.take_proposal(fragment, n, work)]
    assert {"hole", "cut", "duplicate"} <= set(taken)
    assert work.actions >= len(taken)
    assert work.seconds > 0


def test_passing_over_proposals_costs_and_a_copy_is_seen_where_it_is_told(desk: Desk, log: list[Planted]) -> None:
    told = {n: fragment for fragment, n in desk.number.items() if log[n].defect == "duplicate"}
    assert all(desk.can_see(fragment, n) for n, fragment in told.items())
    unlike = next(fragment for fragment, n in desk.number.items() if not log[n].defect)
    assert not any(desk.can_see(unlike, n) for n in told)
    work, offered = Work(), [one for one in desk._hints(unlike) if one.get("repair")]
    assert not desk.take_proposal(
        unlike, next(n for n, one in enumerate(log) if one.defect == "cut" and one.wrong), work
    )
    assert work.actions == max(len(offered) - 1, 0)


def test_what_was_merged_is_not_read_again(desk: Desk, log: list[Planted]) -> None:
    second = next(n for n, one in enumerate(log) if one.defect == "cut" and one.wrong)
    halves = [fragment for fragment, n in desk.number.items() if n in (second - 1, second)]
    assert all(map(desk.is_there, halves))
    desk.merged(second)
    assert not any(map(desk.is_there, halves))


def _tags(one: Planted) -> list[tuple[tuple[int, int], bool]]:
    return [(said.tag, said.mine) for said in one.bubbles]


@pytest.mark.parametrize(
    ("defect", "wrong", "tags", "expected"),
    [
        ("late", [(1, 1)], [(1, 0), (2, 0), (2, 1), (2, 2), (1, 1)], False),
        ("late", [(1, 1)], [(1, 0), (1, 1), (2, 0), (2, 1), (2, 2)], True),
        ("joined", [(2, 0)], [(1, 0), (1, 1), (2, 0), (2, 1)], False),
        ("joined", [(2, 0)], [(1, 0), (1, 1)], True),
        ("foreign", [(9, 1)], [(1, 0), (9, 1)], False),
        ("foreign", [(9, 1)], [(1, 0)], True),
        ("cut", [(1, 1)], [(1, 1), (1, 2)], False),
        ("cut", [(1, 1)], [(1, 0), (1, 1), (1, 2)], True),
        ("hole", [(1, 1)], [(1, 0), (1, 1)], False),
        ("duplicate", [], [(1, 0), (1, 1)], False),
        ("broadcast", [], [], True),
    ],
)
def test_what_is_settled(
    defect: str, wrong: list[tuple[int, int]], tags: list[tuple[int, int]], expected: bool
) -> None:
    planted = Planted([Said(turn % 2 == 1, "", tag=(thread, turn)) for thread, turn in tags], defect, wrong)
    assert settled(planted, [(tag, tag[1] % 2 == 1) for tag in tags]) == expected


def test_every_defect_has_its_price() -> None:
    assert set(BY_HAND) == set(KINDS)
