"""The shipped table and weights (assets/topics), read once."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from curation.signals.topic.vectors import Table

FOLDER = Path(__file__).resolve().parents[3] / "assets" / "topics"


@dataclass(frozen=True)
class Logistic:
    """``sum(weights * (x - mean) / scale) + bias`` over the named features."""

    weights: NDArray[np.float64]
    mean: NDArray[np.float64]
    scale: NDArray[np.float64]
    bias: float

    def parts(self, values: NDArray[np.float32]) -> NDArray[np.float64]:
        """What each feature adds, (rows, features)."""
        return (values - self.mean) * (self.weights / self.scale)

    def odds(self, values: NDArray[np.float32]) -> NDArray[np.float64]:
        """Log odds, (rows,)."""
        slope = self.weights / self.scale
        return values @ slope + (self.bias - float(self.mean @ slope))


@dataclass(frozen=True)
class Assets:
    """What scoring needs beside the messages."""

    table: Table
    frequencies: NDArray[np.float32]
    """Bucket of a gram -> share of background turns that hold it."""
    cues: NDArray[np.float32]
    """(buckets + 1, 2): opener and closer weights; the last row is of zeros."""
    boundary: Logistic
    reply: Logistic


@cache
def load() -> Assets:
    """What ``tools/topics.py`` wrote."""
    with np.load(FOLDER / "topics.npz", allow_pickle=False) as held:
        data = {name: held[name] for name in held.files}
    rows = data["rows"].astype(np.float32) * data["row_scale"].astype(np.float32)[:, None]
    zero = np.zeros((1, rows.shape[1]), np.float32)
    cues = data["cues"].astype(np.float32)
    return Assets(
        Table(data["keys"], np.vstack([rows, zero]), data["mean"].astype(np.float32)),
        data["frequencies"].astype(np.float32),
        np.vstack([cues, np.zeros((1, cues.shape[1]), np.float32)]),
        _logistic(data, "boundary"),
        _logistic(data, "reply"),
    )


def _logistic(data: dict[str, NDArray[np.float64]], name: str) -> Logistic:
    weights, mean, scale = data[f"{name}_weights"], data[f"{name}_mean"], data[f"{name}_scale"]
    return Logistic(weights, mean, scale, float(data[f"{name}_bias"]))
