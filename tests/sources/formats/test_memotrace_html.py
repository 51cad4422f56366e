"""The pages that MemoTrace v3 and v2 write."""

import pytest
from hypothesis import given

from curation import sources
from curation.errors import RuwoError
from curation.sources import jsonfile
from curation.sources.formats import memotrace_html_v2
from tests.generators.chats import EVERY_KIND, FRIEND, ME, START, Message, invented
from tests.generators.memotrace import html_json_bytes
from tests.generators.memotrace_pages import STYLES, V2_KINDS, html_v2, html_v3
from tests.sources.reading import golden, read_bytes, rows
from tests.sources.test_fuzz import fuzzing, read_or_refuse, texts

PAGES = {"memotrace_html": html_v3, "memotrace_html_v2": html_v2}


@pytest.mark.parametrize("indent", [4, None])
@pytest.mark.parametrize("whole", [0, 64 << 20])
def test_the_page_of_v3_holds_what_the_log_beside_it_holds(tmp_path, monkeypatch, indent, whole):
    monkeypatch.setattr(jsonfile, "WHOLE", whole)
    page = read_bytes(tmp_path, "小满.html", html_v3(EVERY_KIND, indent))
    log = read_bytes(tmp_path, "小满.html.json", html_json_bytes(EVERY_KIND))
    assert rows(page.messages.drop(columns="source")) == rows(log.messages.drop(columns="source"))
    assert page.chats == log.chats
    assert page.report.format == "memotrace_html"


def test_the_page_of_v2_arrives_as_in_the_golden_file(tmp_path):
    found = rows(read_bytes(tmp_path, "小满.html", html_v2(EVERY_KIND)).messages)
    assert found == golden("memotrace_html_v2", found)


def test_the_page_of_v2_carries_kinds_words_and_owner(tmp_path):
    kept = [message for message in EVERY_KIND if message.kind in V2_KINDS]
    found = read_bytes(tmp_path, "小满.html", html_v2(EVERY_KIND))
    messages = found.messages
    assert messages["kind"].tolist() == [message.kind for message in kept]
    words = ["" if message.kind == "sticker" else message.text for message in kept]
    assert messages["text"].tolist() == words
    assert [when.timestamp() for when in messages["time"]] == [message.at for message in kept]
    mine = [message.mine and message.kind != "system" for message in kept]
    assert [one for one, kind in zip(messages["is_persona"], messages["kind"], strict=True) if kind != "system"] == [
        one for one, message in zip(mine, kept, strict=True) if message.kind != "system"
    ]
    assert {sender.name: sender.is_owner for sender in found.chats[0].senders} == {ME: True, FRIEND: False}


@pytest.mark.parametrize("form", PAGES)
def test_texts_of_the_page_lose_their_escapes(tmp_path, form):
    words = [
        "<b>&amp; '\"\\n",
        "a\\",
        "http://a/?b=1&c=2",
        "一\n二\t三",
        "[白眼][委屈]",
        "}, { type:1, text: 'x'},",
        "];",
        "\\'",
    ]
    chat = [Message(n, ME, text, at=START + n) for n, text in enumerate(words)]
    assert read_bytes(tmp_path, "x", PAGES[form](chat)).messages["text"].tolist() == words


@pytest.mark.parametrize("form", PAGES)
def test_a_page_is_known_by_its_content(tmp_path, form):
    (tmp_path / "x").write_bytes(PAGES[form](invented(30)))
    (best,) = sources.sniff(tmp_path / "x")
    assert (best.format, best.confidence > 0.9) == (form, True)


def test_a_page_is_known_by_its_styles_when_the_messages_come_late(tmp_path):
    data = html_v3(invented(30), front=STYLES + " " * 400_000)
    found = read_bytes(tmp_path, "x", data)
    assert (found.report.format, len(found.messages)) == ("memotrace_html", 30)


@pytest.mark.parametrize("data", [b"<html>const chatMessages = getElement()</html>", b"<!DOCTYPE html><html></html>"])
def test_other_pages_are_unknown(tmp_path, data):
    (tmp_path / "x").write_bytes(data)
    assert sources.sniff(tmp_path / "x") == []


@pytest.mark.parametrize("form", PAGES)
def test_a_page_without_messages(tmp_path, form):
    (tmp_path / "x").write_bytes(b"<html>nothing</html>")
    with pytest.raises(RuwoError):
        sources.read(tmp_path / "x", format=form)


def test_an_object_that_a_bare_quote_broke_is_set_aside(tmp_path):
    data = html_v2(invented(6)).replace(b"text: '", b"text: 'it's ", 1)
    found = read_bytes(tmp_path, "x", data)
    assert len(found.messages) == 5
    assert found.report.set_aside == {"record_invalid": 1}


def test_my_own_call_is_mine(tmp_path):
    chat = [*invented(6), Message(6, ME, "已取消", "call", at=START, more={"duration": 0})]
    found = read_bytes(tmp_path, "x", html_v2(chat))
    assert found.messages["is_persona"].tolist() == [message.mine for message in chat]
    assert not found.messages["is_group"].any()


@pytest.mark.parametrize("size", [1, 7, 4096])
def test_objects_are_found_wherever_the_text_is_cut(size):
    page = html_v2(EVERY_KIND).decode().partition("const chatMessages =")[2]
    pieces = iter([page[at : at + size] for at in range(0, len(page), size)])
    assert list(memotrace_html_v2._objects(pieces)) == list(memotrace_html_v2._objects(iter([page])))


@pytest.mark.parametrize("form", PAGES)
@fuzzing
@given(text=texts.filter(lambda text: text != "视频丢失"))
def test_what_was_typed_arrives_code_point_for_code_point(tmp_path, form, text):
    (tmp_path / "x").write_bytes(PAGES[form]([Message(0, ME, text)]))
    assert read_or_refuse(tmp_path / "x").messages["text"].tolist() == [text]


@pytest.mark.parametrize("title", ["It's 晴天", "'引' 号", "a, b: 'c'", "Rock 'n' Roll'", "\\"])
def test_a_title_may_hold_bare_quotes(tmp_path, title):
    row = (
        f"{{ type:49,sub_type:5, text:'',is_send:1,avatar_path:'a',url:'https://a.b/c?d=1&e=2',timestamp:{START},"
        f"is_chatroom:0,displayname:'{ME}',title:'{title}',description:'两\n行',thumbnail:'',app_logo:'',app_name:'某'}},"
    )
    data = html_v2(invented(3)).replace(b"{ type:1", row.encode() + b"{ type:1", 1)
    found = read_bytes(tmp_path, "x", data)
    assert found.report.kept == found.report.records == 4
    first = rows(found.messages)[0]
    assert (first["kind"], first["text"]) == ("link", title)
