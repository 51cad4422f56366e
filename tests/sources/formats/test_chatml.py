import json

import pytest

from curation import sources
from tests.generators.curated import TALKS, chatml
from tests.sources.reading import read_bytes

EXPECTED = [(n, text) for n, talk in enumerate(TALKS) for _, parts in talk for text in parts]


def test_an_empty_line_parts_conversations_of_chatml(tmp_path):
    messages = read_bytes(tmp_path, "a.txt", chatml(system="")).messages
    assert list(zip(messages["group"].tolist(), messages["text"].tolist(), strict=True)) == EXPECTED


@pytest.mark.parametrize("lines", [False, True])
def test_chatml_in_json(tmp_path, lines):
    texts = [{"text": f"<|im_start|>user\n问{n}<|im_end|>\n<|im_start|>assistant\n答<|im_end|>\n"} for n in range(3)]
    made = "\n".join(map(json.dumps, texts)) if lines else json.dumps(texts, indent=1)
    (tmp_path / "x.json").write_text(made, encoding="utf-8")
    found = sources.read(tmp_path / "x.json")
    assert found.report.format == "chatml"
    assert found.messages["text"].tolist() == ["问0", "答", "问1", "答", "问2", "答"]
    assert found.messages["group"].tolist() == [0, 0, 1, 1, 2, 2]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("<|im_start|>user 早<|im_end|>\n<|im_start|>assistant\n好", ["早", "好"]),
        ("<|im_start|>user\n早\n<|im_start|>assistant\n好<|im_end|>", ["早", "好"]),
        ("<|im_start|>user\r\n早\r\n安<|im_end|>\r\n<|im_start|>assistant\r\n好<|im_end|>", ["早", "安", "好"]),
    ],
)
def test_chatml_as_others_write_it(tmp_path, text, expected):
    assert read_bytes(tmp_path, "a.txt", text.encode()).messages["text"].tolist() == expected


def test_text_between_turns_of_chatml_is_set_aside(tmp_path):
    found = read_bytes(tmp_path, "a.txt", chatml().replace(b"<|im_end|>\n", b"<|im_end|>\nstray\n", 1))
    assert found.report.set_aside["record_invalid"] == 1
    assert found.messages["text"].tolist() == [text for _, text in EXPECTED]
