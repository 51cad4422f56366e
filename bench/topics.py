"""How well topic jumps are found on labelled streams, and how fast: figures like :mod:`bench.privacy`.

Score = F1/2 + (1 - Pk)/4 + (1 - WindowDiff)/4; Pk (Beeferman, Berger, Lafferty 1999) and WindowDiff (Pevzner, Hearst
2002) with half the mean segment as window. The threshold is chosen on every other stream and the Score reported on the
rest, both ways round. Qualities are printed as what is missing to 1, so that less is better.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import time
from collections.abc import Iterator
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from bench import chats
from bench.measuring import Figure
from curation.signals import topics

DATA = Path(__file__).resolve().parents[2] / "shared" / "data" / "topics"

MILLION = 1_000_000

Flags = NDArray[np.bool_]
Floats = NDArray[np.float64]


def figures(options: argparse.Namespace) -> Iterator[Figure]:
    """What is missing on the two labelled sets, then seconds and memory for a million messages."""
    if DATA.is_dir():
        joined, stream = measure(DATA / "joined_dev.jsonl"), measure(DATA / "wechat_stream_dev.jsonl")
        yield Figure("topic jumps, joined threads: 1 - Score", 1 - joined["Score"], "", goal=0.33)
        yield Figure("topic jumps, joined threads: 1 - AUC", 1 - joined["AUC"], "", goal=0.11)
        yield Figure("topic jumps, chat stream with pauses: 1 - F1", 1 - stream["F1"], "", goal=0.31)
    else:
        print(f"topics: no labelled streams in {DATA}, so only the speed is measured")
    yield from speed()


def measure(path: Path) -> dict[str, float]:
    """Score, F1, AUC, precision of the top 5 % and AUC without the first and last three places."""
    frame, labels = read(path)
    return qualities(frame["chat"].to_numpy(), labels, topics.boundary_scores(frame))


def read(path: Path) -> tuple[pd.DataFrame, Flags]:
    """Streams (``{messages: [{sender, text, time}], labels}`` a line) as one frame, a chat each; and the labels."""
    streams = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    rows = [
        (chat, seq, message["sender"], message["text"], message["time"])
        for chat, stream in enumerate(streams)
        for seq, message in enumerate(stream["messages"])
    ]
    labels = np.concatenate([np.array(stream["labels"], np.bool_) for stream in streams])
    return pd.DataFrame(rows, columns=["chat", "seq", "sender", "text", "time"]), labels


def qualities(chats_of: NDArray[np.int64], labels: Flags, scores: Floats) -> dict[str, float]:
    """The measures by name; the first place of a stream, which every system knows, is left out of the ranks."""
    place = pd.Series(chats_of).groupby(chats_of)
    first, last = place.cumcount().to_numpy(), place.cumcount(ascending=False).to_numpy()
    inner, middle = first > 0, (first > 2) & (last > 2)
    top = np.argsort(-scores[inner], kind="stable")[: max(1, inner.sum() // 20)]
    score, f1 = _halves(chats_of, labels, scores)
    return {
        "Score": score,
        "F1": f1,
        "AUC": auc(labels[inner], scores[inner]),
        "P@5%": float(labels[inner][top].mean()),
        "AUCmid": auc(labels[middle], scores[middle]),
    }


def auc(labels: Flags, scores: Floats) -> float:
    """Area under the ROC curve."""
    ranks, hits = pd.Series(scores).rank().to_numpy(), int(labels.sum())
    return float((ranks[labels].sum() - hits * (hits + 1) / 2) / (hits * (len(labels) - hits)))


def _halves(chats_of: NDArray[np.int64], labels: Flags, scores: Floats) -> tuple[float, float]:
    even = np.isin(chats_of, np.unique(chats_of)[::2])
    found = [_tuned(chats_of, labels, scores, half) for half in (even, ~even)]
    return float(np.mean([one[0] for one in found])), float(np.mean([one[1] for one in found]))


def _tuned(chats_of: NDArray[np.int64], labels: Flags, scores: Floats, half: Flags) -> tuple[float, float]:
    """Score and F1 outside ``half`` at the threshold that is best for the Score inside."""
    limits = np.unique(np.quantile(scores[half], np.linspace(0.5, 0.98, 60)))
    best = max(limits, key=lambda limit: judge(chats_of[half], labels[half], scores[half] >= limit)[0])
    return judge(chats_of[~half], labels[~half], scores[~half] >= best)


def judge(chats_of: NDArray[np.int64], labels: Flags, found: Flags) -> tuple[float, float]:
    """Score and F1 of found boundaries."""
    f1 = 2 * (found & labels).sum() / max(1, found.sum() + labels.sum())
    errors = [_window_errors(labels[own], found[own]) for own in (chats_of == chat for chat in np.unique(chats_of))]
    pk, difference = np.mean([one for one in errors if one is not None], axis=0)
    return float(f1 / 2 + (1 - pk) / 4 + (1 - difference) / 4), float(f1)


def _window_errors(labels: Flags, found: Flags) -> tuple[float, float] | None:
    """Pk and WindowDiff of one stream; None when it is no longer than the window."""
    wide = max(2, round(len(labels) / (labels.sum() + 1) / 2))
    if len(labels) <= wide:
        return None
    true, ours = (np.cumsum(np.append(False, flags)) for flags in (labels, found))
    true, ours = (sums[wide + 1 :] - sums[1:-wide] for sums in (true, ours))
    return float(((true > 0) != (ours > 0)).mean()), float((true != ours).mean())


def speed() -> Iterator[Figure]:
    """A million messages, half of them in each of two processes."""
    with ProcessPoolExecutor(2, multiprocessing.get_context("spawn")) as pool:
        spent = list(pool.map(_score_half, (0, 1)))
    yield Figure("topic jumps, 1,000,000 messages, two processes", max(one for one, _ in spent), "s", goal=60)
    yield Figure("topic jumps, memory of one process", max(two for _, two in spent), "MB", goal=1_000)


def _score_half(seed: int) -> tuple[float, float]:
    """Seconds to score half a million messages, and the most MB this process held (0 where nobody tells)."""
    said = list(chats.talk(MILLION // 2, seed))
    frame = pd.DataFrame(
        {
            "sender": [message.sender for message in said],
            "text": [message.text for message in said],
            "kind": [message.kind for message in said],
            "time": pd.to_datetime([message.at for message in said], unit="s", utc=True),
        }
    )
    del said
    start = time.perf_counter()
    topics.boundary_scores(frame)
    return time.perf_counter() - start, _peak()


def _peak() -> float:
    status = Path("/proc/self/status")
    lines = status.read_text(encoding="ascii").splitlines() if status.exists() else []
    return next((int(line.split()[1]) / 1024 for line in lines if line.startswith("VmHWM")), 0.0)


if __name__ == "__main__":
    for name in ("joined_dev", "wechat_stream_dev"):
        print(name, {key: round(value, 3) for key, value in measure(DATA / f"{name}.jsonl").items()})
