"""Pages without a browser: what a form keeps, what it forgets, and what it says of a mistake."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from curation import workspace
from curation.errors import RuwoError
from pages.widgets import looking
from tests.flow import chats
from tests.generators import pywxdump


def _import_page() -> None:
    from pages.widgets import incoming, shell

    here = shell.begin()
    incoming.choose(here)
    shell.sidebar(here)


def _persona_page() -> None:
    from pages.widgets import personas, shell

    here = shell.begin()
    assert here.workspace is not None
    personas.form(here.workspace, here._)


@pytest.fixture
def page(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> AppTest:
    """The import page, with two empty workspaces."""
    monkeypatch.setenv("RUWO_HOME", str(tmp_path / "home"))
    for name in ("甲", "乙"):
        workspace.create(name).close()
    return AppTest.from_function(_import_page, default_timeout=30).run()


def typed(page: AppTest, path: Path) -> AppTest:
    """The page after this path was typed."""
    return page.text_input[0].set_value(str(path)).run()


def test_the_path_is_named_as_it_was_typed(page: AppTest, tmp_path: Path) -> None:
    typed(page, tmp_path / "没有*这个*.csv")
    assert page.text_input[0].value == str(tmp_path / "没有*这个*.csv")
    assert str(tmp_path / "没有*这个*.csv") in page.error[0].value.replace("\\", "")
    assert "*" not in page.error[0].value.replace("\\*", "")


def test_a_preview_names_what_will_not_be_read(page: AppTest, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "都在.zip", "w") as out:
        out.write(chats.write(tmp_path, chats.talk(6)), "小满.html.json")
        out.writestr("空.txt", "")
    typed(page, tmp_path / "都在.zip")
    assert [text.value.partition(".txt")[0] for text in page.text] == ["都在.zip/空"]


def test_an_id_stands_for_a_person_as_it_is(page: AppTest, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(dict(pywxdump.FILES["pywxdump_csv"])["a.csv"])
    typed(page, tmp_path / "a.csv")
    assert "wxid\\_xiaoman · 11 messages" in page.radio[0].options


def test_another_workspace_knows_nothing_of_the_preview(page: AppTest, tmp_path: Path) -> None:
    typed(page, chats.write(tmp_path, chats.talk(6)))
    assert page.button(key="import")
    page.sidebar.selectbox[0].select_index(1).run()
    assert [button.key for button in page.button if button.key == "import"] == []
    assert page.text_input[0].value == ""


def test_another_workspace_is_not_asked_for_the_rest_of_a_zip(page: AppTest, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "都在.zip", "w") as out:
        out.write(chats.write(tmp_path, chats.talk(6)), "小满.html.json")
        out.writestr("老邱.csv", dict(pywxdump.FILES["pywxdump_csv"])["a.csv"])
    typed(page, tmp_path / "都在.zip").button(key="import").click().run()
    assert looking.NEXT in page.session_state
    page.sidebar.selectbox[0].select_index(1).run()
    assert looking.NEXT not in page.session_state


def test_what_was_cancelled_is_no_mistake(page: AppTest, tmp_path: Path) -> None:
    path = tmp_path / "没有.csv"
    typed(page, path)
    page.session_state["import_error"] = RuwoError("cancelled", file=path.name)
    page.run()
    assert (len(page.info), len(page.error)) == (1, 0)
    assert page.text_input[0].value == str(path)


def test_a_template_fills_the_text(page: AppTest) -> None:
    persona = AppTest.from_function(_persona_page, default_timeout=30).run()
    before = persona.text_area[0].value
    persona.button(key="template_full").click().run()
    assert persona.text_area[0].value not in ("", before)
