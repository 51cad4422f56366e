"""Promise 3: private values are replaced in place, everywhere, consistently; nothing else is."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

from curation.flow.guarding import personas, privacy, scanning
from curation.flow.intake import importing
from curation.flow.leaving import chatting, exporting
from curation.persona import Persona
from curation.workspace import Workspace
from tests.flow import chats
from tests.flow.chats import Client

PHONE = "19999123456"
OTHER = "19988777666"
SPELLINGS = ("19999123456", "199-9912-3456", "199 9912 3456", "１９９９９１２３４５６", "一九九九九一二三四五六")


def decide(opened: Workspace, entity: str, normal: str, decision: str) -> None:
    privacy.decide(opened, [chats.decisions(opened)[entity, normal]["id"]], decision)


@pytest.fixture
def opened(tmp_path: Path, finds: Callable[..., None]) -> Workspace:
    """One fragment in which a phone number was found in its first spelling only."""
    finds(PHONE_NUMBER=[PHONE, OTHER])
    lines: list[chats.Line] = []
    for spelling in SPELLINGS:
        lines += [(False, f"打{spelling}找我"), (True, "好~~")]
    lines += [(False, f"另一个{OTHER}"), (True, "嗯")]
    found = chats.filled(tmp_path, lines)
    chats.keep_all(found)
    return found


def test_undecided_values_are_replaced_in_every_spelling_by_the_same_surrogate(opened: Workspace) -> None:
    found = chats.values(chats.exported(opened))
    assert found[:-2] == ["打[电话1]找我", "好~~"] * len(SPELLINGS)
    assert found[-2:] == ["另一个[电话2]", "嗯"]


def test_accepted_values_are_replaced_alike(opened: Workspace) -> None:
    decide(opened, "PHONE_NUMBER", PHONE, "accept")
    assert chats.values(chats.exported(opened))[:2] == ["打[电话1]找我", "好~~"]


def test_rejected_values_stay_in_every_spelling_and_can_be_taken_back(opened: Workspace) -> None:
    decide(opened, "PHONE_NUMBER", PHONE, "reject")
    found = chats.values(chats.exported(opened))
    assert found[:-2:2] == [f"打{spelling}找我" for spelling in SPELLINGS]
    assert found[-2] == "另一个[电话2]"
    decide(opened, "PHONE_NUMBER", PHONE, "undecided")
    assert chats.values(chats.exported(opened))[0] == "打[电话1]找我"


def test_an_exception_stays_only_there_and_is_listed(opened: Workspace) -> None:
    value = chats.decisions(opened)["PHONE_NUMBER", PHONE]["id"]
    (place,) = privacy.occurrences(opened, value)
    privacy.set_exceptions(opened, [place.finding], True)
    done = chats.exported(opened)
    assert chats.values(done)[0] == f"打{PHONE}找我"
    assert chats.values(done)[2] == "打[电话1]找我"
    (listed,) = json.loads(done.pack.files["manifest.json"])["exceptions"]
    assert listed == {"fragment": chats.fragments(opened)[0], "entity": "PHONE_NUMBER", "occurrences": 1}
    privacy.set_exceptions(opened, [place.finding], False)
    assert chats.values(chats.exported(opened))[0] == "打[电话1]找我"


def test_an_exception_that_holds_another_value_is_no_leak(tmp_path: Path, finds: Callable[..., None]) -> None:
    finds(EMAIL_ADDRESS=[f"{PHONE}@example.org"], PHONE_NUMBER=[PHONE])
    opened = chats.filled(tmp_path, [(False, f"写到{PHONE}@example.org"), (True, f"还是打{PHONE}")])
    chats.keep_all(opened)
    mail = chats.decisions(opened)["EMAIL_ADDRESS", f"{PHONE}@example.org"]["id"]
    privacy.set_exceptions(opened, [privacy.occurrences(opened, mail)[0].finding], True)
    assert chats.values(chats.exported(opened)) == [f"写到{PHONE}@example.org", "还是打[电话1]"]


def test_an_exception_in_what_is_cut_allows_nothing_elsewhere(
    tmp_path: Path, finds: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    finds(PHONE_NUMBER=[PHONE])
    opened = chats.filled(tmp_path, [(False, f"打{PHONE}"), (True, "好"), (False, f"就是{PHONE}")])
    chats.keep_all(opened)
    value = chats.decisions(opened)["PHONE_NUMBER", PHONE]["id"]
    last = [place.finding for place in privacy.occurrences(opened, value) if place.before == "就是"]
    privacy.set_exceptions(opened, last, True)
    assert json.loads(chats.exported(opened).pack.files["manifest.json"])["exceptions"] == []
    skip_redaction(monkeypatch, f"打{PHONE}")
    (leak,) = exporting.export(opened).leaks
    assert (leak.file, leak.count) == ("ruwo.json", 1)


def skip_redaction(monkeypatch: pytest.MonkeyPatch, text: str) -> None:
    """The mistake that the gate is there for."""
    redact = exporting.Redactor.redact
    skipped = exporting.Redacted(text)
    monkeypatch.setattr(
        exporting.Redactor,
        "redact",
        lambda self, given, found=(): skipped if given == text else redact(self, given, found),
    )


@pytest.mark.parametrize("spelling", SPELLINGS)
def test_the_gate_refuses_what_redaction_missed(
    opened: Workspace, monkeypatch: pytest.MonkeyPatch, spelling: str
) -> None:
    skip_redaction(monkeypatch, f"打{spelling}找我")
    done = exporting.export(opened)
    assert not done.ready
    assert [(leak.file, leak.entity, leak.value, leak.count) for leak in done.leaks] == [
        ("ruwo.json", "PHONE_NUMBER", PHONE, 1)
    ]


def test_everything_that_is_exported_is_redacted(tmp_path: Path, finds: Callable[..., None]) -> None:
    finds(PHONE_NUMBER=[PHONE])
    lines: list[chats.Line] = [
        (False, "", {"type": "47", "desc": f"{PHONE}"}),
        (False, "", {"type": "34", "voice_to_text": f"语音{PHONE}"}),
        (True, f"引用的{PHONE}", {"type": "244813135921", "quote_text": f"{chats.FRIEND}: {PHONE}"}),
        (True, "待改"),
    ]
    opened = chats.filled(tmp_path, lines)
    (fragment,) = chats.fragments(opened)
    client = Client(opened)
    client.do("edit", fragment, bubble=chats.bubbles(opened, fragment)[3]["id"], text=f"改成{PHONE}")
    client.do("add", fragment, side="persona", text=f"添上{PHONE}")
    client.do("context", fragment, text=f"背景{PHONE}")
    personas.save(opened, Persona(name="阿岚", system=f"你是{{name}}，和{{friend}}聊天，电话{PHONE}"))
    chats.keep_all(opened)
    done = chats.exported(opened)
    (row,) = json.loads(done.data_file())
    assert row["system"] == "你是阿岚，和[人名1]聊天，电话[电话1]"
    assert [m["value"] for m in row["conversations"]] == [
        "（背景：背景[电话1]）\n[电话1]\n语音[电话1]",
        "引用的[电话1]\n改成[电话1]\n添上[电话1]",
    ]


def test_an_undone_edit_finds_its_findings_again(tmp_path: Path, finds: Callable[..., None]) -> None:
    finds(PHONE_NUMBER=[PHONE])
    opened = chats.filled(tmp_path, [(False, f"号码{PHONE}"), (True, "好")])
    chats.keep_all(opened)
    value = chats.decisions(opened)["PHONE_NUMBER", PHONE]["id"]
    privacy.set_exceptions(opened, [privacy.occurrences(opened, value)[0].finding], True)
    (fragment,) = chats.fragments(opened)
    client = Client(opened)
    client.do("edit", fragment, bubble=chats.bubbles(opened, fragment)[0]["id"], text=f"新号码{PHONE}")
    assert chats.values(chats.exported(opened))[0] == "新号码[电话1]"
    client.do("undo")
    assert chats.values(chats.exported(opened))[0] == f"号码{PHONE}"


class TestNames:
    """Who speaks in the chat."""

    @pytest.fixture
    def opened(self, tmp_path: Path) -> Workspace:
        lines: list[chats.Line] = [
            (False, "阿岚在吗，我是小满"),
            (True, "在的小满"),
            (False, "岚岚！！"),
            (True, "阿岚在此"),
        ]
        opened = chats.filled(tmp_path, lines)
        chats.keep_all(opened)
        personas.save(opened, Persona(name="阿岚", nicknames=("岚岚",), system="你是{name}，大家叫你岚岚"))
        return opened

    def test_the_friend_is_replaced_and_the_persona_is_not(self, opened: Workspace) -> None:
        done = chats.exported(opened)
        friend = chats.decisions(opened)["PERSON", "小满"]["surrogate"]
        assert chats.values(done) == [f"阿岚在吗，我是{friend}", f"在的{friend}", "岚岚！！", "阿岚在此"]
        assert done.data.rows[0].system == "你是阿岚，大家叫你岚岚"

    def test_accepted_own_names_become_surrogates_in_the_system_text_too(self, opened: Workspace) -> None:
        decide(opened, "PERSON", "阿岚", "accept")
        done = chats.exported(opened)
        me = chats.decisions(opened)["PERSON", "阿岚"]["surrogate"]
        assert chats.values(done)[0].startswith(f"{me}在吗")
        assert chats.values(done)[3] == f"{me}在此"
        assert done.data.rows[0].system == f"你是{me}，大家叫你岚岚"

    def test_own_names_are_shown_as_such(self, opened: Workspace) -> None:
        listed = privacy.shown(opened, privacy.ids(opened, privacy.Chosen()), str)
        states = {v.surrogate: v.state for v in listed}
        known = chats.decisions(opened)
        assert states[known["PERSON", "阿岚"]["surrogate"]] == "own"
        assert states[known["PERSON", "小满"]["surrogate"]] == "undecided"

    def test_a_name_of_the_unsaved_draft_is_own_as_well(self, tmp_path: Path, finds: Callable[..., None]) -> None:
        finds(PERSON=["青禾"])
        talk = [
            {"role": "system", "content": "你是青禾，一个爽快的人，后面的对话来自小满，你要认真地回答她"},
            {"role": "user", "content": "青禾在吗"},
            {"role": "assistant", "content": "青禾在此"},
        ]
        path = tmp_path / "t_train.json"
        path.write_text(json.dumps([{"conversations": talk}]), encoding="utf-8")
        opened = chats.workspace.create("训练")
        chats.bring_in(opened, path)
        chats.keep_all(opened)
        assert personas.load(opened).name == "青禾"
        done = chats.exported(opened)
        assert chats.values(done) == ["青禾在吗", "青禾在此"]
        assert "青禾" in done.data.rows[0].system


def test_a_name_found_once_is_replaced_where_the_recognizers_missed_it(tmp_path: Path, scanner: None) -> None:
    lines: list[chats.Line] = [
        (False, "我叫沈若溪，你好"),
        (True, "沈若溪你好呀"),
        (False, "嗯"),
        (True, "若是沈 若 溪来了就喊我"),
    ]
    opened = chats.filled(tmp_path, lines)
    chats.keep_all(opened)
    found = "\n".join(chats.values(chats.exported(opened)))
    surrogate = chats.decisions(opened)["PERSON", "沈若溪"]["surrogate"]
    assert found.count(surrogate) == 3
    assert "若溪" not in found


def test_findings_that_overlap_are_replaced_as_one(tmp_path: Path, finds: Callable[..., None]) -> None:
    opened = chats.filled(tmp_path, [(False, "沈若溪来了"), (True, "好")])
    chats.keep_all(opened)
    for part in ("若溪来", "沈若", "沈若溪"):
        finds(PERSON=[part])
        personas.save(opened, Persona(name="阿岚", system="你是{name}，认识沈若溪来着"))
    assert (
        chats.exported(opened).data.rows[0].system
        == f"你是阿岚，认识{chats.decisions(opened)['PERSON', '沈若溪']['surrogate']}着"
    )


def test_texts_on_their_way_out_get_one_number_a_value(tmp_path: Path, finds: Callable[..., None]) -> None:
    finds(PHONE_NUMBER=[PHONE])
    opened = chats.filled(tmp_path, [(False, PHONE), (True, "好")])
    finds(PHONE_NUMBER=[PHONE, OTHER, "19911112222"], PERSON=["岚岚"])
    personas.save(opened, Persona(name="阿岚", nicknames=("岚岚",)))
    before = chats.dump(opened)
    talk = [
        {"role": "user", "content": f"我是岚岚，新号{OTHER}，旧号199 9912 3456"},
        {"role": "assistant", "content": "记下了199-8877-7666"},
        {"role": "user", "content": f"还有19911112222，不是{OTHER}"},
    ]
    sent = [message["content"] for message in chatting.outgoing(opened, talk)]
    assert sent == ["我是岚岚，新号[电话2]，旧号[电话1]", "记下了[电话2]", "还有[电话3]，不是[电话2]"]
    assert chats.dump(opened) == before


def test_an_interrupted_search_for_names_is_taken_up_again(
    tmp_path: Path, finds: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    path = chats.write(tmp_path, [(False, "在"), (True, "在")])
    opened = chats.workspace.create("t")
    chat = importing.preview(path).chats[0]
    importing.import_source(opened, importing.Plan(path, {chat.key: importing.suggested(chat)}))
    remember = scanning._remember_names
    monkeypatch.setattr(scanning, "_remember_names", lambda *_: (_ for _ in ()).throw(KeyboardInterrupt))
    with pytest.raises(KeyboardInterrupt):
        scanning.scan(opened)
    assert scanning.pending(opened)
    with pytest.raises(exporting.RuwoError, match="scan_unfinished"):
        exporting.export(opened)
    monkeypatch.setattr(scanning, "_remember_names", remember)
    scanning.scan(opened)
    assert not scanning.pending(opened)
    assert ("PERSON", "小满") in chats.decisions(opened)
