import json

import pytest

from curation.sources import encoding
from curation.sources.report import Report
from tests.generators.chats import EVERY_KIND, invented
from tests.generators.memotrace import csv_bytes, csv_text, html_json_bytes
from tests.sources.reading import read_bytes, rows

TEXT = "你好，世界！🐱 (｡•́︿•̀｡) ASCII\r\n第二行"


def decode(data, size):
    """The text of the bytes given in pieces of ``size``, and the report."""
    report = Report()
    blocks = [data[at : at + size] for at in range(0, len(data), size)]
    return "".join(encoding.texts(blocks, report)), report


@pytest.mark.parametrize("size", [3, 4, 5, 7, 64, 1000])
@pytest.mark.parametrize(
    ("data", "name"),
    [
        (TEXT.encode(), "utf-8"),
        (TEXT.encode("utf-8-sig"), "utf-8-sig"),
        (b"\xff\xfe" + TEXT.encode("utf-16-le"), "utf-16-le"),
        (b"\xfe\xff" + TEXT.encode("utf-16-be"), "utf-16-be"),
        (("plain ascii first " * 9 + TEXT).encode(), "utf-8"),
        (b"plain ascii only", "utf-8"),
    ],
)
def test_whatever_the_pieces_the_text_is_the_same(data, name, size):
    text, report = decode(data, size)
    assert text.removeprefix("plain ascii first " * 9) in {TEXT, "plain ascii only"}
    assert (report.encoding, report.bad_bytes) == (name, 0)


@pytest.mark.parametrize("size", [40, 64, 1000])
def test_gb18030_is_found_behind_ascii_and_said_to_be_a_guess(size):
    text, report = decode(("id,name\r\n" * 10 + TEXT).encode("gb18030"), size)
    assert text.endswith(TEXT)
    assert report.encoding == "gb18030"
    assert [note.code for note in report.notes] == ["encoding_guessed"]


@pytest.mark.parametrize("bad", [b"\xff", b"\xc0", b"\xe4\xbd", b"\x80", b"\xf0\x9f"])
@pytest.mark.parametrize("place", [30, 300, 3000])
def test_a_bad_byte_in_utf8_is_replaced_and_counted_and_nothing_else_changes(bad, place):
    good = "今天也要好好吃饭。" * 400
    data = good.encode()
    cut = place * 3
    text, report = decode(data[:cut] + bad + data[cut:], 1000)
    assert text == good[:place] + "\ufffd" + good[place:]
    assert (report.encoding, report.bad_bytes) == ("utf-8", 1)


def test_a_replacement_character_of_the_chat_itself_is_not_counted():
    text, report = decode(("这里本来就有\ufffd" * 20).encode() + b"\xff", 50)
    assert text.count("\ufffd") == 21
    assert report.bad_bytes == 1


def test_a_bad_byte_in_gb18030_does_not_stop_it():
    data = ("今天也要好好吃饭。" * 50).encode("gb18030")
    text, report = decode(data[:400] + b"\xff" + data[400:], 300)
    assert "\ufffd" in text
    assert report.encoding == "gb18030"
    assert report.bad_bytes >= 1


def test_a_cut_character_at_the_end_is_counted():
    text, report = decode("早安晚安".encode()[:-1], 1000)
    assert (text, report.bad_bytes) == ("早安晚\ufffd", 1)


def test_nul_is_removed_and_counted():
    assert decode("一\0二\0".encode(), 100)[0] == "一二"
    assert decode("一\0二\0".encode(), 100)[1].nul == 2


FILES = {
    "utf-8": lambda text: text.encode(),
    "utf-8-sig": lambda text: text.encode("utf-8-sig"),
    "utf-16-le": lambda text: b"\xff\xfe" + text.encode("utf-16-le"),
    "utf-16-be": lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
    "gb18030": lambda text: text.encode("gb18030"),
}


@pytest.mark.parametrize("name", FILES)
@pytest.mark.parametrize("layout", ["csv", "html.json"])
def test_every_format_reads_every_encoding(tmp_path, layout, name):
    text = csv_text(EVERY_KIND) if layout == "csv" else html_json_bytes(EVERY_KIND).decode()
    plain = read_bytes(tmp_path, f"小满.{layout}", text.encode())
    found = read_bytes(tmp_path, f"小满.{layout}", FILES[name](text))
    assert rows(found.messages) == rows(plain.messages)
    assert (found.report.encoding, found.report.bad_bytes) == (name, 0)


@pytest.mark.parametrize("layout", ["csv", "html.json"])
def test_one_bad_byte_costs_one_character(tmp_path, layout):
    chat = invented(50, short=0)
    data = csv_bytes(chat) if layout == "csv" else html_json_bytes(chat)
    place = data.index(chat[25].text.encode())
    found = read_bytes(tmp_path, f"小满.{layout}", data[:place] + b"\xff" + data[place:])
    assert found.messages["text"].tolist() == [
        ("\ufffd" if message.number == 25 else "") + message.text for message in chat
    ]
    assert found.report.bad_bytes == 1
    assert [(note.code, note.params) for note in found.report.notes] == [("bad_bytes", {"count": 1})]


def test_windows_line_breaks_inside_a_text_become_plain_ones(tmp_path):
    data = csv_text(invented(2)).replace("那", "那\r\n")
    quoted = data.splitlines()[0] + '\r\n"7","文本","阿岚","2024-05-01 10:00:00","一\r\n二\r\n三","","","more"\r\n'
    found = read_bytes(tmp_path, "小满.csv", quoted.encode())
    assert found.messages["text"].tolist() == ["一\n二\n三"]
    assert found.report.crlf == 2


def test_half_a_surrogate_pair_is_replaced_and_counted(tmp_path):
    data = html_json_bytes(invented(2, short=0)).replace(
        b'"text": "', b'"text": "\\ud83d\\ude00\\\\ud83d\\ud83d|\\udc00'
    )
    found = read_bytes(tmp_path, "小满.html.json", data)
    assert all(text.startswith("😀\\ud83d\ufffd|\ufffd") for text in found.messages["text"])
    assert found.report.surrogates == 4


def test_nul_inside_names_is_removed(tmp_path):
    told = {
        "id": 1,
        "type": "message",
        "date": "2024-05-01T08:00:00",
        "from": "小\0满",
        "from_id": "user1",
        "text": "早",
    }
    data = json.dumps({"name": "周\0末", "type": "personal_chat", "id": 1, "messages": [told]}).encode()
    found = read_bytes(tmp_path, "result.json", data)
    assert found.messages["sender"].tolist() == ["小满"]
    assert [(chat.key, chat.name, chat.senders[0].name) for chat in found.chats] == [("周末", "周末", "小满")]


def test_nul_inside_json_text_is_removed_and_counted(tmp_path):
    data = html_json_bytes(invented(2, short=0)).replace(b'"text": "', b'"text": "\\u0000')
    found = read_bytes(tmp_path, "小满.html.json", data)
    assert not any("\0" in text for text in found.messages["text"])
    assert found.report.nul == 2
