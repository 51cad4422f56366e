"""A person's own rules: added, looked for in everything, taken back, undone."""

from __future__ import annotations

from pathlib import Path

import pytest

from curation.errors import RuwoError
from curation.flow.guarding import privacy, ruling, scanning
from curation.flow.leaving import chatting, exporting
from curation.flow.workbench import review
from curation.workspace import Workspace
from tests.flow import chats
from tests.flow.chats import Client

WORD = "青瓦台球馆"


@pytest.fixture
def opened(tmp_path: Path) -> Workspace:
    """A place that no recognizer knows, in a message, a quote and a typed bubble; nothing else is found."""
    quoting = {"type": "244813135921", "quote_text": f"{chats.FRIEND}: 去{WORD}"}
    lines = [(False, f"周五去{WORD}吗"), (True, "好"), (False, "几点"), (True, f"七点 {WORD}门口见", quoting)]
    return chats.filled(tmp_path, lines)


def found(opened: Workspace) -> set[tuple[str, str]]:
    """(entity, value) of all that counts, but for the speakers."""
    shown = privacy.shown(opened, privacy.ids(opened, privacy.Chosen()), str, reveal=True)
    return {(v.entity, v.shown) for v in shown} - {("PERSON", chats.ME), ("PERSON", chats.FRIEND)}


def add(opened: Workspace, pattern: str = WORD, kind: ruling.Kind = "word", entity: str = "LOCATION") -> int:
    rule = ruling.add(opened, kind, entity, pattern)
    scanning.scan(opened)
    return rule


def test_a_word_is_found_in_everything_and_needs_no_decision(opened: Workspace) -> None:
    add(opened)
    (shown,) = [
        v
        for v in privacy.shown(opened, privacy.ids(opened, privacy.Chosen(entity="LOCATION")), str)
        if v.entity == "LOCATION"
    ]
    assert (shown.state, shown.seen, shown.need) == ("rule", 3, "")
    assert privacy.counts(opened).harm == 0
    chats.keep_all(opened)
    text = chats.everything(chats.exported(opened))
    assert WORD not in text
    assert "周五去[地址1]吗" in text
    assert [(v.kind, v.pattern, v.values, v.places, v.waiting) for v in ruling.listing(opened, str)] == [
        ("word", WORD, 1, 3, False)
    ]


@pytest.mark.parametrize(
    ("kind", "entity", "pattern", "values"),
    [
        ("regex", "LOCATION", "[一-龥]{3}球馆", {("LOCATION", "五去青瓦台球馆"[2:])}),
        ("person", "PHONE_NUMBER", "青瓦台", {("PERSON", "青瓦台")}),
    ],
)
def test_patterns_and_people(
    opened: Workspace, kind: ruling.Kind, entity: str, pattern: str, values: set[tuple[str, str]]
) -> None:
    add(opened, pattern, kind, entity)
    assert found(opened) == values


def test_until_it_is_looked_for_nothing_can_be_exported(opened: Workspace) -> None:
    chats.keep_all(opened)
    ruling.add(opened, "word", "LOCATION", WORD)
    assert scanning.pending(opened) == 4
    assert [view.waiting for view in ruling.listing(opened, str)] == [True]
    with pytest.raises(RuwoError, match="scan_unfinished"):
        exporting.export(opened)
    scanning.scan(opened)
    assert scanning.pending(opened) == 0


def test_taking_a_rule_back_takes_its_undecided_findings_and_undo_brings_them(opened: Workspace) -> None:
    before = found(opened)
    rule = add(opened)
    with_rule = found(opened)
    ruling.remove(opened, rule)
    assert found(opened) == before
    client = Client(opened)
    client.do("undo")
    assert (found(opened), scanning.pending(opened)) == (with_rule, 0)
    client.do("undo")
    assert found(opened) == before
    client.do("redo")
    assert (found(opened), scanning.pending(opened)) == (with_rule, 0)


def test_what_a_person_decided_outlives_the_rule(opened: Workspace) -> None:
    rule = add(opened)
    (value,) = privacy.ids(opened, privacy.Chosen(entity="LOCATION"))
    privacy.decide(opened, [value], "accept")
    ruling.remove(opened, rule)
    assert found(opened) == {("LOCATION", WORD)}


def test_without_its_rule_a_value_is_replaced_nowhere(opened: Workspace) -> None:
    ruling.remove(opened, add(opened))
    chats.keep_all(opened)
    assert WORD in chats.everything(chats.exported(opened))


def test_a_rule_that_comes_back_reads_what_came_meanwhile(opened: Workspace) -> None:
    rule = add(opened)
    ruling.remove(opened, rule)
    (fragment,) = chats.fragments(opened)
    client = Client(opened)
    bubble = chats.bubbles(opened, fragment)[1]["id"]
    client.do("edit", fragment, bubble=bubble, text=f"{WORD}我熟")
    client.do("undo")
    client.do("undo")
    assert scanning.pending(opened)
    scanning.scan(opened)
    assert found(opened) == {("LOCATION", WORD)}


def test_typed_text_and_chat_messages_are_searched_with_the_rules(opened: Workspace) -> None:
    add(opened, "馆[0-9]{3}", "regex")
    (fragment,) = chats.fragments(opened)
    bubble = chats.bubbles(opened, fragment)[1]["id"]
    Client(opened).do("edit", fragment, bubble=bubble, text="在馆123")
    assert found(opened) == {("LOCATION", "馆123")}
    sent = chatting.outgoing(opened, [{"role": "user", "content": "馆123还是馆456"}])
    assert sent[0]["content"] == "[地址1]还是[地址2]"


def test_the_keep_list_spares_what_nobody_accepted(opened: Workspace) -> None:
    rule = add(opened)
    ruling.add(opened, "keep", "PERSON", WORD)
    (value,) = privacy.ids(opened, privacy.Chosen(entity="LOCATION"))
    assert [v.state for v in privacy.shown(opened, [value], str)] == ["keep"]
    chats.keep_all(opened)
    assert WORD in chats.everything(chats.exported(opened))
    privacy.decide(opened, [value], "accept")
    assert WORD not in chats.everything(chats.exported(opened))
    assert rule


def test_a_kept_word_spares_what_lies_inside(opened: Workspace) -> None:
    add(opened, "青瓦台")
    ruling.add(opened, "keep", "PERSON", WORD)
    chats.keep_all(opened)
    assert WORD in chats.everything(chats.exported(opened))


def test_who_calls_a_value_private_takes_its_rejection_back(opened: Workspace) -> None:
    rule = add(opened)
    (value,) = privacy.ids(opened, privacy.Chosen(entity="LOCATION"))
    privacy.decide(opened, [value], "reject")
    ruling.remove(opened, rule)
    add(opened)
    assert [v.state for v in privacy.shown(opened, [value], str)] == ["accept"]
    review.undo(opened)
    assert [v.state for v in privacy.shown(opened, [value], str)] == ["reject"]


def test_the_same_rule_is_added_once(opened: Workspace) -> None:
    add(opened)
    with pytest.raises(RuwoError, match="rule_there"):
        ruling.add(opened, "word", "LOCATION", f" {WORD} ")


@pytest.mark.parametrize(
    ("kind", "pattern", "code"), [("word", " ", "rule_empty"), ("regex", "(", "rule_pattern"), ("regex", ".*", "rule_")]
)
def test_a_rule_that_cannot_work_is_refused(opened: Workspace, kind: ruling.Kind, pattern: str, code: str) -> None:
    before = chats.dump(opened)
    with pytest.raises(RuwoError, match=code):
        ruling.add(opened, kind, "LOCATION", pattern)
    assert chats.dump(opened) == before


def test_a_pattern_that_turns_out_slow_stops_no_work_but_the_export(
    opened: Workspace, monkeypatch: pytest.MonkeyPatch
) -> None:
    add(opened)

    def slow(*_: object) -> None:
        raise RuwoError("rule_slow")

    monkeypatch.setattr(chats.Finds, "find_rules", slow)
    (fragment,) = chats.fragments(opened)
    bubble = chats.bubbles(opened, fragment)[1]["id"]
    Client(opened).do("edit", fragment, bubble=bubble, text="好的")
    assert scanning.pending(opened)
    with pytest.raises(RuwoError, match="rule_slow"):
        scanning.scan(opened)
