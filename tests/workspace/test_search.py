"""Search finds exactly the bubbles that hold every word, whatever the words are made of."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from curation.workspace import Workspace, queues, search
from curation.workspace import tables as t
from curation.workspace.filters import Filter
from tests.workspace import make
from tests.workspace.make import Client

ALPHABET = st.sampled_from([*"今天晚安ab A\"'*()^:-.~！[]👩\u200d👧é\n\x00%_ OR NEAR", "ß", "İ"])
TEXT = st.text(ALPHABET, max_size=8)
ANY = settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])


def found(workspace: Workspace, query: str) -> list[int]:
    with workspace.read() as connection:
        return queues.ids(connection, Filter(text=query))


def index(workspace: Workspace) -> None:
    with workspace.write() as connection:
        while search.index_next(connection, 5):
            pass


def write(workspace: Workspace, texts: list[str]) -> None:
    """Give the messages these texts, one a fragment, and index them anew."""
    with workspace.write() as connection:
        connection.exec_driver_sql("INSERT INTO search (search) VALUES ('delete-all')")
        connection.execute(t.settings.delete().where(t.settings.c.key == search.UPTO))
        for number in range(1, 17):
            text = texts[number // 4 - 1] if number % 4 == 0 and number // 4 <= len(texts) else ""
            connection.execute(t.messages.update().where(t.messages.c.id == number).values(text=text))
    index(workspace)


@ANY
@given(st.lists(TEXT, min_size=1, max_size=4), TEXT)
@example(["今天晚安"], "晚安")
@example(["今天晚安"], "安")
@example(['say "hi" OR'], '"hi"')
@example(["a NEAR(b)"], "NEAR(b)")
def test_a_fragment_is_found_when_a_bubble_holds_every_word(workspace: Workspace, texts: list[str], query: str) -> None:
    write(workspace, texts)
    wanted = search.words(query)
    expected = [
        n
        for n in range(1, 5)
        if not wanted or (n <= len(texts) and all(w in " ".join(search.words(texts[n - 1])) for w in wanted))
    ]
    assert found(workspace, query) == expected


@pytest.mark.parametrize(
    ("query", "fragments"),
    [
        ("爬山", [2]), ("周末去爬山", [2]), ("山", [2]), ("哈", [2]), ("1390", [1]), ("八点 阿禾", [3]), ("八点 爬山", []),
        ("", [1, 2, 3, 4]),
    ],
)  # fmt: skip
def test_words_of_any_length(workspace: Workspace, query: str, fragments: list[int]) -> None:
    index(workspace)
    assert found(workspace, query) == fragments


def test_what_was_written_instead_is_found_and_what_it_replaced_is_not(workspace: Workspace) -> None:
    index(workspace)
    client = Client(workspace)
    client.do("edit", 1, bubble=1, text="Really? 100%_好")
    assert found(workspace, "在吗") == []
    assert found(workspace, "really") == found(workspace, "100%_") == found(workspace, "好 Really") == [1]
    assert found(workspace, "100__") == []
    client.do("undo")
    assert found(workspace, "在吗") == [1]


@pytest.mark.parametrize(
    ("text", "query"),
    [
        ("ÄRGER", "ärger"),
        ("Жук", "жуК"),
        ("ＡＢＣ店", "ａｂｃ店"),
        ("Straße", "STRASSE"),
        ("ΣΑΣ", "σας"),
        ("a\x00bc", "BC"),
    ],
)
def test_typed_text_is_found_whatever_the_case_of_its_letters(workspace: Workspace, text: str, query: str) -> None:
    index(workspace)
    with workspace.write() as connection:
        connection.execute(t.bubbles.update().where(t.bubbles.c.id == 1).values(text=text))
    assert found(workspace, query) == [1]


def test_a_sticker_is_found_by_its_name(workspace: Workspace) -> None:
    index(workspace)
    with workspace.write() as connection:
        connection.execute(t.messages.update().where(t.messages.c.id == 6).values(sticker="abc"))
        connection.execute(t.stickers.insert().values(key="abc", name="小猫探头"))
    assert found(workspace, "小猫") == [2]


def test_only_what_is_new_is_taken_in(workspace: Workspace) -> None:
    with workspace.write() as connection:
        assert search.waiting(connection) == 16
        assert [search.index_next(connection, 10) for _ in range(3)] == [10, 6, 0]
        assert search.waiting(connection) == 0
        make.add_source(connection, {"阿姨": [("you", "吃了吗"), ("me", "没")]})
        assert search.waiting(connection) == 2


@pytest.mark.parametrize(
    ("text", "query", "spans"),
    [
        ("晚安啦晚安", "晚安", [(0, 2), (3, 5)]),
        ("Hello HELLO", "hello", [(0, 5), (6, 11)]),
        ("a.b axb", "a.b", [(0, 3)]),
        ("今天晚上", "天 今天", [(0, 2)]),
        ("今天", "", []),
        ("in der straße.", "STRASSE", [(7, 13)]),
        ("ßs", "s", [(0, 1), (1, 2)]),
        ("ßst", "s sst", [(0, 3)]),
        ("İst", "st", [(1, 3)]),
        ("Ärger", "äRG", [(0, 3)]),
    ],
)
def test_where_the_words_stand(text: str, query: str, spans: list[tuple[int, int]]) -> None:
    assert search.spans(text, query) == spans
