"""Whatever happens in whatever order: a page whose fragments were kept is the page that is built anew."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Table, select

from curation import signals
from curation.errors import RuwoError
from curation.flow import background
from curation.flow.advice import signalling
from curation.flow.cutting import fragmenting
from curation.flow.guarding import personas, privacy, ruling, scanning, surrogating
from curation.flow.intake import kinds, naming, zones
from curation.flow.sweeping import bulk, hiding, replacing
from curation.flow.workbench import keeping, review
from curation.fragments import Settings
from curation.uses import Uses
from curation.workspace import Workspace, setaside, tables
from curation.workspace.filters import Filter
from tests.flow import chats
from tests.flow.intake.test_naming import CAT, sticker

PHONE, OTHER = "19912345678", "13800001111"
CHAT: list[chats.Line] = [
    (False, "在吗"), (True, f"在，打{PHONE}"), (True, "嗯"),
    (False, "好的，晚点", {"type": "244813135921", "quote_text": f"{chats.ME}: {PHONE}"}), (True, "嗯"),
    (False, "看这个", {"after": 9000}), (False, "", {"type": "3"}), (True, "哈哈哈"), (False, "", sticker(CAT)),
    (True, "明天去爬山吗", {"after": 9000}), (False, "不去"), (True, f"那我打{OTHER}"),
    (False, "阿岚你好", {"after": 9000}), (True, "晚安"),
]  # fmt: skip
TEXTS = ["改了", f"新的{PHONE}", "找小满", f"{OTHER}也在"]
VIEWS = [
    review.View(),
    review.View(reveal=True),
    review.View(text="晚 安"),
    review.View(around={1: (2, 2), 2: (3, 0)}),
    review.View(after=True),
]


class Ops:
    """What the canvas sends; ``a`` and ``b`` say to what and with what."""

    def __init__(self, opened: Workspace) -> None:
        self.opened = opened
        self.client = chats.Client(opened)

    def do(self, kind: str, a: int, b: int) -> None:
        here = chats.fragments(self.opened, hidden=None)
        fragment = here[a % len(here)]
        own = [row["id"] for row in chats.bubbles(self.opened, fragment)]
        one, other = own[b % len(own)], own[(b + 1) % len(own)]
        fields: dict[str, dict[str, Any]] = {
            "status": {"status": ["kept", "dropped", "later", "pending"][b % 4], "note": "注" * (b % 2)},
            "edit": {"bubble": one, "text": TEXTS[b % 4]},
            "revert": {"bubble": one},
            "split": {"bubble": one},
            "merge": {"with": ["next", "previous"][b % 2]},
            "remove": {"bubbles": [one]},
            "unremove": {"bubbles": [one]},
            "move": {"bubbles": [one], "before": [None, other][b % 2]},
            "add": {"side": ["persona", "human"][b % 2], "text": TEXTS[a % 4], "before": one},
            "context": {"text": ["", "在车站"][b % 2]},
            "pull": {"message": 1 + b % len(CHAT), "before": one},
            "finding": {"finding": 1 + b % 6, "decision": ["accept", "reject", "undecided", "exception"][a % 4]},
            "mark": {"bubble": one, "start": 0, "end": 2, "entity": "PERSON"},
            "repair": {"signal": 1 + b},
        }
        self.client.try_(kind, fragment, **fields.get(kind, {}))


OPS = "status edit revert split merge remove unremove move add context pull finding mark repair undo undo redo".split()


def ids(opened: Workspace, table: Table, column: str = "id") -> list[Any]:
    with opened.read() as connection:
        return list(connection.execute(select(table.c[column]).order_by(table.c[column])).scalars())


def switch(opened: Workspace, a: int, b: int) -> None:
    signalling.switch(opened, sorted(signals.kinds())[a % 10], bool(b % 2))


def threshold(opened: Workspace, a: int, b: int) -> None:
    signalling.set_threshold(opened, sorted(signals.kinds())[a % 10], b / 40)


def rule(opened: Workspace, a: int, b: int) -> None:
    there = ids(opened, tables.rules)
    if there and b % 2:
        ruling.remove(opened, there[a % len(there)])
    else:
        ruling.add(opened, "word" if a % 2 else "keep", "PHONE_NUMBER", [PHONE, OTHER][b // 2 % 2])


def swap(opened: Workspace, a: int, b: int) -> None:
    people = ids(opened, tables.senders, "sender_id")
    personas.swap(opened, 1, people[b % len(people)])


def persona(opened: Workspace, a: int, b: int) -> None:
    saved = personas.load(opened)
    context_in = "turn" if a % 2 else "system"
    personas.save(opened, saved.model_copy(update={"context_in": context_in, "name": ["小满", "阿岚"][b % 2]}))


def many(opened: Workspace, a: int, b: int) -> None:
    pending = Filter(statuses=("pending",))
    bulk.apply(opened, pending, bulk.preview(opened, pending, "kept"))


def exchange(opened: Workspace, a: int, b: int) -> None:
    replacing.apply(opened, replacing.find(opened, "好", "行", chosen=Filter()).changes)


def hold_out(opened: Workspace, a: int, b: int) -> None:
    with opened.write() as connection:
        setaside.hold_out(connection, [1 + a % len(CHAT)])


ELSEWHERE: dict[str, Callable[[Workspace, int, int], object]] = {
    "analyse": lambda opened, a, b: signalling.analyse(opened),
    "recount": lambda opened, a, b: signalling.recount(opened),
    "scan": lambda opened, a, b: scanning.scan(opened),
    "decide": lambda opened, a, b: privacy.decide(opened, [1 + a % 3], ["accept", "reject", "undecided"][b % 3]),
    "style": lambda opened, a, b: surrogating.set_styles(opened, {"PHONE_NUMBER": ["natural", "placeholder"][b % 2]}),
    "cut": lambda opened, a, b: fragmenting.change_settings(opened, Settings([30, 300][a % 2], 4 + b % 9)),
    "kinds": lambda opened, a, b: kinds.save(opened, Uses({"sticker": ["speech", "hole", "context", "aside"][b % 4]})),
    "sticker": lambda opened, a, b: naming.name(opened, {CAT: ["", "抱抱", "猫"][b % 3]}),
    "zone": lambda opened, a, b: zones.change(opened, 1, ["Asia/Shanghai", "Europe/Berlin"][b % 2]),
    "hide": lambda opened, a, b: hiding.hide(opened, "word", {"word": ["嗯", "爬山"][b % 2]}),
    **{one.__name__: one for one in (switch, threshold, rule, swap, persona, many, exchange, hold_out)},
}
STEP = st.tuples(st.sampled_from([*OPS, *OPS, *ELSEWHERE]), st.integers(0, 40), st.integers(0, 40))


@pytest.fixture
def filled(tmp_path: Path, finds: Callable[..., None]) -> Callable[[], Workspace]:
    finds(PHONE_NUMBER=[PHONE, OTHER], PERSON=["小满", "阿岚"])
    return lambda: chats.filled(tmp_path, CHAT)


def same(opened: Workspace) -> None:
    here = ids(opened, tables.fragments)
    for view in VIEWS:
        with opened.read() as connection:
            fresh = review.page(connection, here, view, str)
        assert review.draw(opened, here, view, str) == fresh


@settings(max_examples=10, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(STEP, max_size=12))
def test_a_kept_page_is_a_fresh_one(filled: Callable[[], Workspace], steps: list[tuple[str, int, int]]) -> None:
    opened = filled()
    client = Ops(opened)
    same(opened)
    for what, a, b in steps:
        with suppress(RuwoError):
            ELSEWHERE[what](opened, a, b) if what in ELSEWHERE else client.do(what, a, b)
        if searching := background.job(opened, "scan"):  # a mark starts it; it must not end between two drawings
            assert searching.wait(30)
        same(opened)
    opened.close()


class TestWhatIsKept:
    def missing(self, opened: Workspace, view: review.View = VIEWS[0]) -> list[int]:
        here = chats.fragments(opened)
        before, again = (review.draw(opened, here, view, str)["fragments"] for _ in range(2))
        return [one["id"] for one, other in zip(before, again, strict=True) if one is not other]

    def test_nothing_is_built_twice(self, filled: Callable[[], Workspace]) -> None:
        assert self.missing(filled()) == []

    def test_what_others_show_in_is_built_always(self, filled: Callable[[], Workspace]) -> None:
        opened = filled()
        assert self.missing(opened, review.View(around={1: (1, 0)})) == [1]
        assert self.missing(opened, review.View(after=True)) == chats.fragments(opened)

    @pytest.mark.parametrize("kind", ["status", "edit", "split", "undo"])
    def test_a_click_builds_what_it_touched(self, filled: Callable[[], Workspace], kind: str) -> None:
        opened = filled()
        client, here = Ops(opened), chats.fragments(opened)
        client.do("status", 1, 0)
        review.draw(opened, here, VIEWS[0], str)
        client.do(kind, 1, 1)
        assert keeping.Page(opened, here, (str, False, ""), ()).missing == [here[1]]

    def test_only_so_many_are_kept(self, filled: Callable[[], Workspace], monkeypatch: pytest.MonkeyPatch) -> None:
        opened = filled()
        monkeypatch.setattr(keeping, "LIMIT", 3)
        for text in ("嗯", "好", "哈"):
            review.draw(opened, chats.fragments(opened), review.View(text=text), str)
        assert len(keeping._kept[opened]) == len(chats.fragments(opened))
