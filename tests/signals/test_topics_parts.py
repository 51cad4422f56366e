"""The steps below the scores, each by itself."""

import hashlib
import json

import numpy as np
import pytest

from curation.signals.topic import assets, characters, cues, features, lexical, reasons, scoring, turns, vectors
from curation.signals.topics import Settings, explain
from tests.signals.test_topics import FLAT, chat


def flags(text: str) -> set[str]:
    """Names of the marks a text gets."""
    found = cues.flags(*characters.flatten([text]))
    return {name for name, flag in found.items() if flag[0]}


def test_texts_become_codes_without_case_width_and_digits() -> None:
    codes, starts = characters.flatten(["ＡＢc９", "", "𠮷\n好"])
    assert "".join(map(chr, codes[:4])) == "abc0"
    assert starts.tolist() == [0, 5, 6, 10]
    assert codes[[4, 5, 9]].tolist() == [characters.BREAK] * 3
    assert len(characters.flatten([])[0]) == 0


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("你吃了吗", {"question"}),
        ("真的？？哈哈", {"question"}),
        ("在家呢~", {"question"}),
        ("嗯嗯好的", {"nod"}),
        ("哈哈哈！", {"nod"}),
        ("对了我到了", {"turning"}),
        ("所以我没去", {"linking"}),
        ("这家店关门了", {"linking"}),
        ("今天好热", set()),
    ],
)
def test_marks_of_a_turn(text: str, expected: set[str]) -> None:
    assert flags(text) == expected


def test_hashes_tell_start_and_end_apart() -> None:
    first, second, third = cues.hashed(*characters.flatten(["好好学习", "好好学习", "习学好好"]))
    assert (first == second).all()
    assert (first != third).any()
    assert first.max() < cues.BUCKETS


def test_words_cover_their_characters() -> None:
    keys = np.array([ord("大") << 16, ord("天") << 16, ord("今") << 16 | ord("天"), ord("小") << 16], np.uint32)
    order = np.argsort(keys)
    table = vectors.Table(keys[order], np.zeros((5, 2), np.float32), np.zeros(2, np.float32))
    rows = vectors.find(characters.flatten(["今天大小"])[0], table)
    found = [int(table.keys[row]) if row < 4 else 0 for row in rows]
    assert found == [ord("今") << 16 | ord("天"), 0, ord("大") << 16, ord("小") << 16, 0]


def test_shared_grams_count_within_three_turns_of_the_same_chat() -> None:
    talk = turns.of_texts([["苹果", "香蕉", "梨", "苹果", "樱桃", "苹果"], ["苹果"]])
    one, three = lexical.overlaps(talk, np.zeros(lexical.BUCKETS, np.float32))
    assert one.tolist() == [0] * 7
    assert three.round(3).tolist() == [0, 0, 0, 1, 0, 1, 0]


def test_blocks_change_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    said = [[f"第{i}天去了{'海边山上城里'[i % 5 : i % 5 + 2]}" for i in range(40)], ["海边", "海边的风", "山上"]]
    talk, learned = turns.of_texts(said), assets.load()
    whole = features.matrix(features.columns(talk, learned))
    for module in (lexical, cues, vectors, features):
        monkeypatch.setattr(module, "_BLOCK", 7)
    assert np.allclose(features.matrix(features.columns(talk, learned)), whole, atol=2e-3)


@pytest.mark.parametrize("wide", [1, 2, 3])
def test_cosines_are_those_of_the_summed_vectors(wide: int) -> None:
    said = [["下雨了带伞", "带了带了", "晚上吃鱼", "哈哈", "鱼太贵了", "那吃豆腐"], ["在吗", "在的", "鱼塘在哪"]]
    talk, learned = turns.of_texts(said), assets.load()
    centred, _ = vectors.centre(vectors.embed(talk.codes, talk.starts, learned.table), learned.table)
    found = features.columns(talk, learned)[f"c{wide}"]
    bounds = [(0, 6), (6, 9)]
    for low, high in bounds:
        for i in range(low + 1, high):
            past = centred[max(low, i - wide) : i].astype(np.float64).sum(axis=0)
            ahead = centred[i : min(high, i + wide)].astype(np.float64).sum(axis=0)
            expected = past @ ahead / np.linalg.norm(past) / np.linalg.norm(ahead)
            assert found[i] == pytest.approx(expected, abs=2e-3)


@pytest.mark.parametrize(
    ("gap", "odds"), [(np.nan, 0), (119, 0), (120, 0.8), (299, 0.8), (300, 1.5), (3_600, 4), (1e9, 5), (-5, 0)]
)
def test_pauses(gap: float, odds: float) -> None:
    assert scoring.pause_odds(np.array([gap]), Settings()).tolist() == [odds]


def test_reasons_add_up_to_the_score() -> None:
    talk = turns.of(chat(*FLAT))
    odds = scoring.contributions(talk, assets.load(), Settings()).odds
    chances = scoring.probabilities(talk, assets.load(), Settings())
    highest = 1 + int(np.argmax(chances[1:]))
    assert chances[highest] == pytest.approx(scoring.sigmoid(odds)[highest])


def test_every_feature_has_its_words() -> None:
    named = [name for names, *_ in reasons._GROUPS for name in names]
    assert sorted(named) == sorted(features.NAMES)


def test_explains_a_jump_in_words() -> None:
    said = chat(*[(who, text, at + 720 * (i >= 4)) for i, (who, text, at) in enumerate(FLAT)])
    found = {reason.text: reason for reason in explain(said, 4)}
    assert found["a pause of {minutes} minutes"].params == {"minutes": 13}
    assert found["no word in common with the three turns before"].weight > 0
    weights = [abs(reason.weight) for reason in explain(said, 4)]
    assert weights == sorted(weights, reverse=True)
    assert explain(said, 0) == []
    assert explain(said.assign(text="[图片]"), 4) == []


def test_shipped_assets_are_the_ones_described() -> None:
    manifest = json.loads((assets.FOLDER / "manifest.json").read_text(encoding="utf-8"))
    data = (assets.FOLDER / "topics.npz").read_bytes()
    assert hashlib.sha256(data).hexdigest() == manifest["file"]["sha256"]
    assert sum(path.stat().st_size for path in assets.FOLDER.iterdir()) < 5_000_000
    assert {source["licence"] for source in manifest["sources"]} <= {"MIT", "Apache-2.0"}
