"""What we call valid, LLaMA-Factory keeps: its own loader reads our files, and the texts come out as we wrote them.

Needs the environment that ``requirements-trainer.txt`` describes, and skips without it. The tokenizer is built here
(one token a byte), so nothing is downloaded and every text can be read back from its tokens::

    OMP_NUM_THREADS=1 .venv-trainer/bin/python -m pytest -m trainer tests/dataset/test_trainer.py
"""

from __future__ import annotations

import importlib.machinery
import json
import os
import random
import sys
import types
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from curation.dataset import Bubble, DataSet, Fragment, Row, build, check
from curation.dataset.bundle import pack
from curation.dataset.formats import writers
from curation.dataset.manifest import Facts

pytest.importorskip("llamafactory", reason="the trainer is not installed (see requirements-trainer.txt)")
pytestmark = pytest.mark.trainer

Load = Callable[[Path], list[str]]
SYSTEM = "你是小禾，现在正和阿岳聊天。"


@pytest.fixture(scope="module")
def load(tmp_path_factory: pytest.TempPathFactory) -> Load:
    """A folder with dataset_info.json -> the conversations the trainer would train on, as text."""
    os.environ |= {"HF_HUB_OFFLINE": "1", "HF_DATASETS_DISABLE_PROGRESS_BARS": "1"}
    audio = types.ModuleType("torchaudio")  # imported by mm_plugin, used only for audio; its wheel brings CUDA
    audio.__spec__ = importlib.machinery.ModuleSpec("torchaudio", None)
    sys.modules.setdefault("torchaudio", audio)
    from llamafactory.data import get_dataset, get_template_and_fix_tokenizer
    from llamafactory.hparams import DataArguments, ModelArguments
    from transformers import Seq2SeqTrainingArguments

    def load(folder: Path) -> list[str]:
        scratch = str(tmp_path_factory.mktemp("trainer"))
        tokenizer = byte_tokenizer()
        arguments = DataArguments(template="qwen", dataset="ruwo", dataset_dir=str(folder), cutoff_len=100_000)
        template = get_template_and_fix_tokenizer(tokenizer, arguments)
        training = Seq2SeqTrainingArguments(output_dir=scratch, do_train=True, report_to=[], use_cpu=True)
        training.predict_with_generate = False
        model = ModelArguments(model_name_or_path="none", cache_dir=scratch)
        loaded = get_dataset(template, model, arguments, training, stage="sft", tokenizer=tokenizer)
        return [tokenizer.decode(example["input_ids"]) for example in loaded["train_dataset"]]

    return load


def byte_tokenizer() -> Any:
    from tokenizers import Tokenizer, decoders, models, pre_tokenizers
    from transformers import PreTrainedTokenizerFast

    alphabet = sorted(pre_tokenizers.ByteLevel.alphabet())
    bytewise = Tokenizer(models.BPE(vocab={letter: number for number, letter in enumerate(alphabet)}, merges=[]))
    bytewise.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    bytewise.decoder = decoders.ByteLevel()
    return PreTrainedTokenizerFast(
        tokenizer_object=bytewise,
        eos_token="<|im_end|>",
        pad_token="<|endoftext|>",
        additional_special_tokens=["<|im_start|>"],
        clean_up_tokenization_spaces=False,
    )


def as_trained(row: Row) -> str:
    """A row in the trainer's ``qwen`` template."""
    names = {"human": "user", "gpt": "assistant"}
    turns = [("system", row.system), *((names[message["from"]], message["value"]) for message in row.conversations)]
    return "".join(f"<|im_start|>{name}\n{text}<|im_end|>\n" for name, text in turns)


def chats(count: int, length: int) -> list[Fragment]:
    """Fragments with everything that could go wrong, always the same."""
    rng = random.Random(7)
    odd = [
        "\n",
        "\r\n",
        "\0",
        "\u2028",
        "\u0085",
        "\ufeff",
        "\ud83d",
        "<image>",
        "👨‍👩‍👧",
        "[委屈]",
        "~~",
        '"\\',
        " ",
        "　",
    ]
    words = [*odd, *"今天吃了吗好的嗯哈哈哈！？123 abc"]
    return [
        Fragment(
            number,
            tuple(
                Bubble(rng.choice(("human", "persona")), "".join(rng.choices(words, k=rng.randrange(length))))
                for _ in range(rng.randrange(12))
            ),
            context=rng.choice(("", "刚吵完架", "两人\n在路上")),
        )
        for number in range(count)
    ]


def unpack(data: DataSet, folder: Path, format: str = "sharegpt") -> None:
    for name, content in pack(data, Facts(app_version="0"), format=format).files.items():
        (folder / name).write_bytes(content)


@pytest.mark.parametrize("format", writers())
@pytest.mark.parametrize("context_in", ["turn", "system"])
def test_no_row_is_dropped_and_no_text_changed(load: Load, tmp_path: Path, format: str, context_in: Any) -> None:
    data = build(chats(400, 12), system=SYSTEM, context_in=context_in)
    assert check(data.rows) == []
    unpack(data, tmp_path, format)
    assert load(tmp_path) == [as_trained(row) for row in data.rows]


def test_a_file_larger_than_one_read_of_the_loader(load: Load, tmp_path: Path) -> None:
    data = build(chats(1500, 1500), system=SYSTEM)
    unpack(data, tmp_path)
    assert (tmp_path / "ruwo.json").stat().st_size > 10 << 20
    assert load(tmp_path) == [as_trained(row) for row in data.rows]


HUMAN, GPT = {"from": "human", "value": "在吗"}, {"from": "gpt", "value": "在呀"}
DROPPED = [
    [],
    [HUMAN],
    [GPT, HUMAN],
    [HUMAN, HUMAN],
    [HUMAN, GPT, HUMAN],
    [HUMAN, {"from": "assistant", "value": "在"}],
    [{"from": "system", "value": "在"}],
]


@pytest.mark.parametrize("conversations", DROPPED)
def test_what_the_trainer_drops_is_a_problem(load: Load, tmp_path: Path, conversations: list[object]) -> None:
    good: dict[str, object] = {"conversations": [HUMAN, GPT], "system": SYSTEM, "tools": "[]"}
    rows = [good, good | {"conversations": conversations}]
    assert len(raw(load, tmp_path, rows)) == 1
    assert {problem.row for problem in check(rows)} == {1}


@pytest.mark.parametrize("system", ["", None])
def test_where_the_trainer_puts_in_another_persona_is_a_problem(load: Load, tmp_path: Path, system: str | None) -> None:
    good: dict[str, object] = {"conversations": [HUMAN, GPT], "system": SYSTEM, "tools": "[]"}
    rows = [good, good | {"system": system}]
    texts = raw(load, tmp_path, rows)
    assert [SYSTEM in text for text in texts] == [True, False]
    assert "You are" in texts[1]
    assert [problem.code for problem in check(rows)] == ["empty_system"]


@pytest.mark.parametrize(
    "second",
    [
        {"tools": "null"},
        {"tools": "["},
        {"conversations": [HUMAN, {"from": "gpt", "value": None}]},
        {"conversations": [HUMAN, {"from": "gpt", "value": 3}]},
        {"conversations": [HUMAN, {"from": "gpt"}]},
        {"conversations": None},
        {"note": 1},
        {"conversations": [HUMAN, GPT | {"traits": "x"}]},
    ],
)
def test_where_the_trainer_stops_is_a_problem(load: Load, tmp_path: Path, second: dict[str, object]) -> None:
    first: dict[str, object] = {
        "conversations": [HUMAN, GPT | {"traits": ["x"]}],
        "system": SYSTEM,
        "tools": "[]",
        "note": "x",
    }
    rows = [first, first | second]
    from datasets.exceptions import DatasetGenerationError

    with pytest.raises((DatasetGenerationError, RuntimeError, TypeError)):
        raw(load, tmp_path, rows)
    assert {problem.row for problem in check(rows)} == {1}


def raw(load: Load, folder: Path, rows: list[dict[str, object]]) -> list[str]:
    unpack(build([], system=SYSTEM), folder)
    (folder / "ruwo.json").write_text(json.dumps(rows), encoding="utf-8")
    return load(folder)
