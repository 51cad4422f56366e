"""Where a reviewer is: pages that stay put, follow what edits do to them, and the same queue as a table."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from curation import fragments as cutting
from curation import i18n
from curation.flow.cutting import fragmenting
from curation.flow.sweeping import tables
from curation.flow.workbench import overview, queue, review
from curation.workspace import Workspace, queries
from curation.workspace.filters import Filter
from tests.flow import chats
from tests.flow.chats import Client

ALL = Filter()
ALL_IDS = list(range(1, 13))
PENDING = Filter(statuses=("pending",))
PHONE = "19999123456"


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    """Fragments 1 to 12, of two turns each, in two chats (10 and 2)."""
    found = chats.filled(tmp_path, chats.talk(20))
    chats.bring_in(found, chats.write(tmp_path, chats.talk(4), name="小北.html.json", names=(chats.ME, "小北")))
    assert chats.fragments(found) == list(range(1, 13))
    return found


def test_pages_cover_the_queue_once_both_ways(opened: Workspace) -> None:
    seen = [queue.page(opened, ALL, 5)]
    while seen[-1].after:
        seen.append(queue.page(opened, ALL, 5, after=seen[-1].ids[-1]))
    assert seen == [
        queue.Page([1, 2, 3, 4, 5], False, True),
        queue.Page([6, 7, 8, 9, 10], True, True),
        queue.Page([11, 12], True, False),
    ]
    assert queue.page(opened, ALL, 5, before=11) == queue.Page([6, 7, 8, 9, 10], True, True)
    assert queue.page(opened, ALL, 5, before=6) == queue.Page([1, 2, 3, 4, 5], False, True)
    assert queue.page(opened, ALL, 5, before=3) == queue.Page([1, 2, 3, 4, 5], False, True)


def test_a_link_opens_at_its_fragment_whatever_its_status(opened: Workspace) -> None:
    review.mark(opened, [3, 5], "kept")
    assert queue.page(opened, PENDING, 3, at=3) == queue.Page([3, 4, 6], True, True)
    assert queue.page(opened, PENDING, 3, at=999) == queue.Page([1, 2, 4], False, True)
    assert queue.page(opened, PENDING, 1, at=12) == queue.Page([12], True, False)
    assert queue.page(opened, Filter(statuses=("dropped",)), 3) == queue.Page([], False, False)


def test_a_page_of_long_fragments_is_short_but_never_empty(opened: Workspace) -> None:
    sizes = {i: len(chats.bubbles(opened, i)) for i in ALL_IDS}
    two = sizes[1] + sizes[2]
    seen = [queue.page(opened, ALL, 5, bubbles=two)]
    while seen[-1].after:
        seen.append(queue.page(opened, ALL, 5, after=seen[-1].ids[-1], bubbles=two))
    assert [i for one in seen for i in one.ids] == ALL_IDS
    assert all(len(one.ids) == 1 or sum(sizes[i] for i in one.ids) <= two for one in seen)
    assert queue.page(opened, ALL, 5, before=seen[2].ids[0], bubbles=two) == seen[1]
    assert queue.page(opened, ALL, 5, before=2, bubbles=two) == seen[0]
    assert queue.page(opened, ALL, 5, at=3, bubbles=1) == queue.Page([3], True, True)
    assert queue.page(opened, ALL, 5, at=12, bubbles=1) == queue.Page([12], True, False)


def test_choices_say_what_there_is(opened: Workspace) -> None:
    review.mark(opened, [1, 2, 3], "kept")
    Client(opened).do("remove", 4, bubbles=[chats.bubbles(opened, 4)[1]["id"]])
    choices = queue.choices(opened)
    assert choices.counts == {
        "pending": 9, "kept": 3, "dropped": 0, "later": 0, "all": 12, "marked": 1, "changed": 1, "hidden": 0
    }  # fmt: skip
    assert set(choices.signals) == {"no_persona"}
    assert list(choices.chats.values()) == ["小满", "小北"]


class TestFollow:
    @pytest.fixture
    def client(self, opened: Workspace) -> Client:
        return Client(opened)

    def follow(self, opened: Workspace, shown: list[int], applied: object) -> list[int]:
        return queue.follow(opened, shown, applied.fragments)  # type: ignore[attr-defined]

    def test_decided_fragments_stay_on_the_page(self, opened: Workspace, client: Client) -> None:
        assert self.follow(opened, [1, 2, 3], client.do("status", 2, status="dropped")) == [1, 2, 3]

    @pytest.mark.parametrize(("split", "expected"), [(2, [1, 2, 13, 3]), (3, [1, 2, 3, 13])])
    def test_what_was_split_off_comes_in(
        self, opened: Workspace, client: Client, split: int, expected: list[int]
    ) -> None:
        applied = client.do("split", split, bubble=chats.bubbles(opened, split)[1]["id"])
        assert self.follow(opened, [1, 2, 3], applied) == expected
        assert self.follow(opened, expected, client.do("undo")) == [1, 2, 3]
        assert self.follow(opened, [1, 2, 3], client.do("redo")) == expected

    def test_a_merged_neighbour_leaves_and_comes_back(self, opened: Workspace, client: Client) -> None:
        assert self.follow(opened, [1, 2, 3], client.do("merge", 1, **{"with": "next"})) == [1, 3]
        assert self.follow(opened, [1, 3], client.do("undo")) == [1, 2, 3]

    def test_a_page_that_became_one_card_comes_back_whole(self, opened: Workspace, client: Client) -> None:
        for shown in ([2, 3, 4], [2, 4], [2]):
            here = self.follow(opened, shown, client.do("merge", 2, **{"with": "next"}))
        assert here == [2]
        for expected in ([2], [2, 4], [2, 3, 4]):  # the fragment of the next page stays there
            here = queue.follow(opened, here, client.do("undo").fragments, was=[2, 3, 4])
            assert here == expected

    def test_what_was_first_comes_back_first(self, opened: Workspace, client: Client) -> None:
        here = self.follow(opened, [2, 3], client.do("merge", 3, **{"with": "previous"}))
        assert here == [3]
        assert queue.follow(opened, here, client.do("undo").fragments, was=[2, 3]) == [2, 3]

    def test_a_neighbour_of_the_next_page_stays_there(self, opened: Workspace, client: Client) -> None:
        assert self.follow(opened, [1, 2, 3], client.do("merge", 3, **{"with": "next"})) == [1, 2, 3]
        assert self.follow(opened, [1, 2, 3], client.do("undo")) == [1, 2, 3]

    @pytest.mark.parametrize("message", [13, 11])
    def test_whom_a_message_was_pulled_from_stays_where_it_is(
        self, opened: Workspace, client: Client, message: int
    ) -> None:
        assert self.follow(opened, [1, 2, 3], client.do("pull", 2, message=message)) == [1, 2, 3]
        assert self.follow(opened, [1, 2, 3], client.do("undo")) == [1, 2, 3]

    def test_in_another_order_what_is_split_off_stands_behind_it(self, opened: Workspace, client: Client) -> None:
        page = [9, 2, 5]
        applied = client.do("split", 2, bubble=chats.bubbles(opened, 2)[1]["id"])
        assert queue.follow(opened, page, applied.fragments, ordered=False, was=page) == [9, 2, 13, 5]
        applied = client.do("merge", 2, **{"with": "next"})
        assert queue.follow(opened, [9, 2, 13, 5], applied.fragments, ordered=False, was=[9, 2, 13, 5]) == [9, 2, 5]
        applied = client.do("undo")
        assert queue.follow(opened, [9, 2, 5], applied.fragments, ordered=False, was=[9, 2, 13, 5]) == [9, 2, 13, 5]
        applied = client.do("pull", 2, message=13)  # of a fragment that never was on the page
        assert queue.follow(opened, page, applied.fragments, ordered=False, was=page) == page

    def test_a_page_of_which_nothing_is_left_goes_where_something_was_touched(
        self, opened: Workspace, client: Client
    ) -> None:
        assert self.follow(opened, [2], client.do("merge", 1, **{"with": "next"})) == [1]

    def test_of_a_page_of_which_nothing_is_there_the_queue_is_to_be_asked_again(
        self, opened: Workspace, client: Client
    ) -> None:
        fragmenting.change_settings(opened, cutting.Settings(gap_minutes=600))
        shown = queue.page(opened, ALL, 2).ids
        assert not set(shown) & set(range(1, 13))
        assert self.follow(opened, shown, client.do("undo")) == []
        assert queue.follow(opened, [], [1, 2]) == []


class TestTable:
    def columns(self, opened: Workspace, **options: object) -> dict[str, list[object]]:
        chosen = {"sort": "place", "descending": False, "page": 0, "size": 5} | options
        return dict(tables.page(opened, ALL, translate=str, **chosen).columns)  # type: ignore[arg-type]

    def test_rows_are_the_queue(self, opened: Workspace) -> None:
        first = self.columns(opened)
        assert first["First words"] == ["第0句", "第2句", "第4句", "第6句", "第8句"]
        assert first["Date"][0] == "2024-05-01 17:00"
        assert first["Turns"] == [2] * 5
        assert first["Persona’s share"] == ["50 %"] * 5
        assert first["Chat"] == ["小满"] * 5
        assert self.columns(opened, page=2)["Chat"] == ["小北"] * 2
        assert tables.count(opened, ALL) == 12

    @pytest.mark.parametrize("sort", tables.COLUMNS)
    @pytest.mark.parametrize("descending", [False, True])
    def test_every_column_sorts_in_the_store(self, opened: Workspace, sort: str, descending: bool) -> None:
        review.mark(opened, [2, 9], "kept")
        pages = [
            tables.page(opened, ALL, sort=sort, descending=descending, page=n, size=5, translate=str) for n in range(3)
        ]
        ids = [i for page in pages for i in page.ids]
        assert sorted(ids) == list(range(1, 13))
        with opened.read() as connection:
            rows = {row["id"]: row for row in queries.fragments_by_id(connection, ids)}
        if sort != "place":
            keys = [rows[i][sort] for i in ids]
            assert keys == sorted(keys, reverse=descending)

    def test_filters_and_signals(self, opened: Workspace) -> None:
        Client(opened).do("remove", 4, bubbles=[chats.bubbles(opened, 4)[1]["id"]])
        found = tables.page(
            opened, Filter(signal="no_persona"), sort="place", descending=False, page=0, size=5,
            translate=i18n.translator("zh").gettext,
        )  # fmt: skip
        assert list(found.ids) == [4]
        assert all(any("\u4e00" <= c <= "\u9fff" for c in name) for name in found.columns)

    def test_first_words_are_masked(self, tmp_path: Path, finds: Callable[..., None]) -> None:
        finds(PHONE_NUMBER=[PHONE])
        opened = chats.filled(tmp_path, [(False, "", {"type": "3"}), (False, f"打{PHONE}\n快"), (True, "好")])
        assert self.columns(opened)["First words"] == ["打199****3456 快"]
        (fragment,) = chats.fragments(opened)
        client = Client(opened)
        client.do("edit", fragment, bubble=chats.bubbles(opened, fragment)[1]["id"], text=f"改{PHONE}")
        assert self.columns(opened)["First words"] == ["改199****3456"]
        client.do("remove", fragment, bubbles=[chats.bubbles(opened, fragment)[1]["id"]])
        assert self.columns(opened)["First words"] == ["好"]


def test_the_overview_counts(opened: Workspace) -> None:
    review.mark(opened, [1, 2], "kept")
    review.mark(opened, [3], "dropped")
    review.mark(opened, [4], "later")
    state = overview.state(opened)
    assert (state.messages, state.fragments, state.reviewed, state.pending) == (24, 12, 3, 8)
    assert not overview.is_empty(opened)


def test_the_next_step_leads_through_all_that_is_left(opened: Workspace, finds: Callable[..., None]) -> None:
    def step() -> str:
        return overview.next_step(opened, overview.state(opened))

    told = [step()]
    for status in ("later", "dropped", "kept"):
        review.mark(opened, list(range(1, 13)), status)
        told.append(step())
    finds(PHONE_NUMBER=[PHONE])
    Client(opened).do("edit", 1, bubble=chats.bubbles(opened, 1)[0]["id"], text=f"打{PHONE}")
    assert [*told, step()] == ["review", "later", "dropped", "export", "privacy"]


def test_a_fragment_is_known_again_by_its_day_and_first_words(opened: Workspace) -> None:
    assert [(one.fragment, one.start, one.words) for one in tables.briefs(opened, [2, 999, 1])] == [
        (2, "2024-05-01 18:00", "第2句"), (1, "2024-05-01 17:00", "第0句"),
    ]  # fmt: skip


def test_a_name_is_an_edit_and_fits_a_file_system(opened: Workspace) -> None:
    overview.rename(opened, "和 小满/..\\的:聊天?")
    assert overview.name_for_files(opened) == "和_小满_的_聊天"
    review.undo(opened)
    assert overview.name_for_files(opened) == "测试"
    assert overview.file_name(" .. ") == "ruwo"


def test_source_messages_around_a_fragment_are_masked(tmp_path: Path, finds: Callable[..., None]) -> None:
    finds(PHONE_NUMBER=[PHONE])
    quoting = {"type": "244813135921", "quote_text": f"{chats.FRIEND}: {PHONE}"}
    opened = chats.filled(tmp_path, [(False, "问"), (True, f"{PHONE}对吧", quoting | {"after": 9000}), (False, "嗯")])
    first, second = chats.fragments(opened)
    for reveal, quote in ((False, "小满: 199****3456"), (True, f"小满: {PHONE}")):
        with opened.read() as connection:
            view = review.View(around={first: (5, 5)}, reveal=reveal)
            shown = review.page(connection, [first, second], view, str)["fragments"]
        (beside, *_) = shown[0]["after"]
        assert beside["quote"].split(": ")[1] == quote.split(": ")[1]
        assert [f["masked"] for f in beside["findings"]] == ["199****3456"]
        assert shown[1]["bubbles"][0]["quote"].split(": ")[1] == quote.split(": ")[1]
