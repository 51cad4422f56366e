"""The persona: drafted from the files, saved as an edit, shown as it will stand in a row."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from curation.flow.guarding import personas
from curation.flow.workbench import review
from curation.persona import TEMPLATES, Persona
from curation.workspace import Workspace
from tests.flow import chats

V3 = "你是青禾，一个爽快的人，后面的对话来自小满，你要认真地回答她"


def training(folder: Path, *systems: str, name: str = "t_train.json") -> Path:
    """A training JSON, one conversation a system text."""
    made = [
        [{"role": "system", "content": text}] * bool(text)
        + [{"role": "user", "content": f"问{n}"}, {"role": "assistant", "content": f"答{n}"}]
        for n, text in enumerate(systems)
    ]
    path = folder / name
    path.write_text(json.dumps([{"conversations": talk} for talk in made], ensure_ascii=False), encoding="utf-8")
    return path


def system_of(opened: Workspace) -> str:
    chats.keep_all(opened)
    (text,) = {row.system for row in chats.exported(opened).data.rows}
    return text


def test_the_files_own_system_text_is_the_draft(opened: Workspace, tmp_path: Path) -> None:
    chats.bring_in(opened, training(tmp_path, V3))
    assert not personas.is_saved(opened)
    drafted = personas.load(opened)
    assert (drafted.name, drafted.system) == ("青禾", V3.replace("青禾", "{name}").replace("小满", "{friend}"))


def test_the_most_frequent_system_text_is_the_draft(opened: Workspace, tmp_path: Path) -> None:
    chats.bring_in(opened, training(tmp_path, "说话要短。", "想说什么说什么。", "想说什么说什么。"))
    assert personas.load(opened).system == "想说什么说什么。"


def test_without_one_the_template_and_the_senders_name(tmp_path: Path) -> None:
    opened = chats.filled(tmp_path, [(False, "在吗"), (True, "在")])
    assert personas.load(opened) == Persona(name=chats.ME, system=TEMPLATES["plain"])


def test_saving_is_an_edit_that_can_be_undone(tmp_path: Path) -> None:
    opened = chats.filled(tmp_path, [(False, "在吗"), (True, "在")])
    before = personas.load(opened)
    changed = Persona(name="别名", nicknames=("小岚", " 小岚 ", ""), system="你是{name}。", context_in="system")
    personas.save(opened, changed)
    assert personas.load(opened) == changed
    assert changed.nicknames == ("小岚",)
    assert personas.is_saved(opened)
    assert system_of(opened) == "你是别名。"
    review.undo(opened)
    review.undo(opened)
    assert personas.load(opened) == before
    assert not personas.is_saved(opened)
    chats.Client(opened).do("redo")
    assert personas.load(opened) == changed


def test_saving_the_same_is_no_edit(tmp_path: Path) -> None:
    opened = chats.filled(tmp_path, [(False, "在吗"), (True, "在")])
    personas.save(opened, Persona(name="别名"))
    personas.save(opened, Persona(name="别名"))
    review.undo(opened)
    assert not personas.is_saved(opened)


@pytest.mark.parametrize(
    ("friend", "expected"),
    [("小满", "你是阿岚，[人名1]是朋友"), ("晴", "你是阿岚，对方是朋友"), ("", "你是阿岚，对方是朋友")],
)
def test_the_friends_name_never_stands_in_the_system_text(tmp_path: Path, friend: str, expected: str) -> None:
    opened = chats.filled(tmp_path, [(False, "在吗"), (True, "在")], names=(chats.ME, friend))
    personas.save(opened, Persona(name=chats.ME, system="你是{name}，{friend}是朋友"))
    assert system_of(opened) == expected


def test_a_friend_is_not_taken_for_a_longer_name(tmp_path: Path, scanner: None) -> None:
    opened = chats.filled(tmp_path, [(False, "在吗，我小满"), (True, "在")])
    personas.save(opened, Persona(name=chats.ME, system="你是{name}，和{friend}聊天。"))
    surrogate = chats.decisions(opened)["PERSON", "小满"]["surrogate"]
    assert system_of(opened) == f"你是阿岚，和{surrogate}聊天。"


def test_with_several_chats_nobody_is_the_friend(tmp_path: Path) -> None:
    opened = chats.filled(tmp_path, [(False, "在吗"), (True, "在")])
    chats.bring_in(
        opened, chats.write(tmp_path, [(False, "又"), (True, "好")], name="b.html.json", names=("阿岚", "小北"))
    )
    personas.save(opened, Persona(name=chats.ME, system="和{friend}聊天"))
    assert system_of(opened) == "和对方聊天"


def test_a_draft_from_the_file_is_called_so_until_it_is_saved(tmp_path: Path) -> None:
    opened = chats.filled(tmp_path, [(False, "在吗"), (True, "在")])
    assert not personas.is_from_files(opened)
    path = tmp_path / "t_train.json"
    talk = [{"role": "system", "content": "你是青禾"}, {"role": "user", "content": "在吗"}]
    talk.append({"role": "assistant", "content": "在的"})
    path.write_text(json.dumps([{"messages": talk}]), encoding="utf-8")
    chats.bring_in(opened, path)
    assert personas.is_from_files(opened)
    personas.save(opened, personas.load(opened))
    assert not personas.is_from_files(opened)


def test_the_example_is_the_first_row_of_the_export(tmp_path: Path) -> None:
    opened = chats.filled(tmp_path, chats.talk(8))
    assert personas.example(opened) is not None
    review.mark(opened, chats.fragments(opened)[1:], "kept")
    shown = json.loads(personas.example(opened) or "")
    assert shown == json.loads(chats.exported(opened).data_file())[0]


def test_without_anything_to_show_there_is_no_example(opened: Workspace, tmp_path: Path) -> None:
    assert personas.example(opened) is None
    chats.bring_in(opened, chats.write(tmp_path, [(True, "一个人")]))
    assert personas.example(opened) is None
