"""Build assets/topics/answers.json: the weights that tell whether a turn fits where it stands.

    OMP_NUM_THREADS=1 python -m tools.answers THREADS.jsonl [--without DEV.jsonl …]

THREADS and --without: as for ``tools.topics``, whose table and cues it needs. Takes half a minute.
"""

from __future__ import annotations

import argparse
import hashlib
import json
from pathlib import Path

import numpy as np

from curation.signals.topic import answers, assets
from tools import topic_fitting as fitting
from tools.topics import Thread, leave_out, read


def main() -> None:
    """Write the file."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("threads", type=Path)
    parser.add_argument("--without", type=Path, nargs="*", default=[], help="streams whose threads are left out")
    options = parser.parse_args()
    threads = leave_out(read(options.threads), options.without)
    values, labels = swapped(threads)
    model = fitting.fit_logistic(values, labels)
    held = {
        part: {name: round(float(one), 4) for name, one in zip(answers.NAMES, getattr(model, part), strict=True)}
        for part in ("weights", "mean", "scale")
    }
    source = {
        "name": "LCCC-base (threads)",
        "licence": "MIT",
        "file": options.threads.name,
        "sha256": hashlib.sha256(options.threads.read_bytes()).hexdigest(),
        "threads used": len(threads),
        "left out by text": [path.name for path in options.without],
    }
    facts = {"with": "python -m tools.answers", "source": source, "bias": round(model.bias, 4), **held}
    text = json.dumps(facts, ensure_ascii=False, indent=2) + "\n"
    (assets.FOLDER / "answers.json").write_text(text, encoding="utf-8")


def swapped(threads: list[Thread]) -> tuple[fitting.Matrix, fitting.Floats]:
    """Features and labels of every turn but the first of each thread: as it was (0), and swapped for another (1)."""
    rng = np.random.default_rng(0)
    others = [turn for thread in threads for turn in thread[1:]]
    true, false, places = [], [], []
    for thread in threads:
        for at in range(1, len(thread)):
            texts, place = answers.window(thread, at)
            true.append(texts)
            false.append([*texts[:place], others[rng.integers(len(others))], *texts[place + 1 :]])
            places.append(place)
    labels = np.repeat([0.0, 1.0], len(true))
    where = list(enumerate(places))
    return np.vstack([answers.matrix(true, where), answers.matrix(false, where)]), labels


if __name__ == "__main__":
    main()
