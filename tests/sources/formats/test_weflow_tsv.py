import pytest

from tests.generators.chats import EVERY_KIND, FRIEND, Message, invented
from tests.sources.formats.test_weflow_xlsx import FULL, SHORT, row
from tests.sources.reading import read_bytes, rows


def written(messages, columns=SHORT):
    """The file, with spaces for line breaks and tabs as the exporter has it."""
    lines = [columns, *(row(message, columns) for message in messages)]
    return "\n".join("\t".join(" ".join(str(value).split("\n")) for value in line) for line in lines).encode()


FLAT = [message for message in EVERY_KIND if message.kind not in {"forward", "link"} and "\n" not in message.text]
EXPORTS = {"weflow_tsv": [("小满.txt", written(FLAT)), ("full.txt", written(FLAT, FULL))]}


@pytest.mark.parametrize("columns", [SHORT, FULL])
def test_kinds_words_times_and_owner(tmp_path, columns):
    found = read_bytes(tmp_path, "小满.txt", written(FLAT, columns))
    messages = found.messages
    assert found.report.format == "weflow_tsv"
    assert messages["kind"].tolist() == [message.kind for message in FLAT]
    assert messages["text"].tolist() == [message.text for message in FLAT]
    assert [when.timestamp() for when in messages["time"]] == [message.at for message in FLAT]
    assert messages["is_persona"].tolist() == [message.mine for message in FLAT]


def test_quotes_are_what_somebody_typed(tmp_path):
    talk = [Message(n, FRIEND, text) for n, text in enumerate(['"好"吧', '"', "，,", "'x'"])]
    found = read_bytes(tmp_path, "x.txt", written(talk).replace(b"\n", b"\r\n"))
    assert found.messages["text"].tolist() == [message.text for message in talk]


def test_a_line_of_another_width_is_set_aside(tmp_path):
    found = read_bytes(tmp_path, "x.txt", written(invented(3)) + b"\n4\t5\n\n")
    assert (len(rows(found.messages)), found.report.set_aside) == (3, {"columns_wrong": 1})
