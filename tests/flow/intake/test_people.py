"""One question about the persona for all chats of a file."""

from __future__ import annotations

import pytest

from curation.flow.intake import people
from curation.sources import Chat, Sender


def chat(key: str, *senders: Sender) -> Chat:
    return Chat(key, key, len(senders) > 2, sum(one.count for one in senders), None, None, senders)


def sender(
    key: str, name: str = "", count: int = 5, owner: bool | None = None, samples: tuple[str, ...] = ()
) -> Sender:
    return Sender(key, name or key, count, owner, samples)


def test_the_same_id_is_one_person_and_the_owner_comes_first() -> None:
    chats = [chat(str(n), sender("friend", count=99), sender("me", "阿岚", 1, True, (f"话{n}",))) for n in range(300)]
    found = people.people(chats)
    assert [(one.key, one.chats, one.likely) for one in found] == [("me", 300, True), ("friend", 300, False)]
    assert found[0].samples == ["话0", "话1", "话2"]
    assert people.personas(chats, found[0]) == {str(n): "me" for n in range(300)}


def test_the_same_name_is_one_person_where_ids_differ() -> None:
    chats = [chat("a", sender("1", "阿岚"), sender("2", "小满")), chat("b", sender("7", "阿岚"), sender("8", "小陈"))]
    found = people.people(chats)
    assert (found[0].name, found[0].chats) == ("阿岚", 2)
    assert people.personas(chats, found[0]) == {"a": "1", "b": "7"}


def test_chats_without_that_person_are_left_out() -> None:
    chats = [chat("a", sender("me"), sender("x")), chat("b", sender("y"), sender("z"))]
    found = people.people(chats)
    me = next(one for one in found if one.key == "me")
    assert people.personas(chats, me) == {"a": "me"}


def test_somebody_without_a_name_is_only_known_by_id() -> None:
    chats = [chat("a", Sender("1", "", 3, None), Sender("2", "", 4, None))]
    assert [one.key for one in people.people(chats)] == ["2", "1"]


@pytest.mark.parametrize(
    ("name", "key", "told"),
    [
        ("阿岚", "self", "阿岚"),
        ("", "self", "you, who exported it"),
        ("self", "self", "you, who exported it"),
        ("", "assistant", "assistant (the model’s side)"),
        ("", "wxid_a", "wxid_a"),
    ],
)
def test_what_somebody_is_called(name: str, key: str, told: str) -> None:
    assert people.called(name, key, str) == told
