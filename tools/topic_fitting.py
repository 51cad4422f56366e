"""The arithmetic behind ``tools.topics``: vectors taught by a sentence encoder, and logistic regressions.

Everything is numpy with fixed seeds, so that the same inputs give the same assets.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from curation.signals.topic import cues
from curation.signals.topic.assets import Logistic

Floats = NDArray[np.float64]
Matrix = NDArray[np.float32]
Ints = NDArray[np.int64]


class Adam:
    """Steps down a gradient with a rate that falls to 0 (Kingma and Ba 2015, beta 0.9 and 0.99)."""

    def __init__(self, rate: float, steps: int) -> None:
        self.rate, self.steps, self.done = rate, steps, 0
        self.first: Floats | float = 0.0
        self.second: Floats | float = 0.0

    def step(self, gradient: Floats) -> Floats:
        """What to subtract."""
        self.done += 1
        self.first = 0.9 * self.first + 0.1 * gradient
        self.second = 0.99 * self.second + 0.01 * gradient**2
        first, second = self.first / (1 - 0.9**self.done), self.second / (1 - 0.99**self.done)
        return self.rate * (1 - (self.done - 1) / self.steps) * first / (np.sqrt(second) + 1e-9)


def neighbours_projection(
    vectors: Matrix, before: Ints, after: Ints, size: int, *, steps: int = 1_500, batch: int = 512, heat: float = 0.2
) -> Floats:
    """(dimensions, size): a projection under which a turn lies nearer to its neighbour than to other turns (InfoNCE).

    ``vectors`` are unit rows; ``before`` and ``after`` index them. It starts as the first ``size`` columns of the
    identity and is held near it.
    """
    rng, start = np.random.default_rng(0), np.eye(vectors.shape[1], size)
    projection, adam = start.copy(), Adam(1e-3, steps)
    pairs = np.flatnonzero(before != after)
    for _ in range(steps):
        chosen = rng.choice(pairs, batch, replace=False)
        left, right = vectors[before[chosen]].astype(np.float64), vectors[after[chosen]].astype(np.float64)
        gradient = _contrast(left, right, projection, heat) + 1e-3 * (projection - start)
        projection -= adam.step(gradient)
    return projection


def _contrast(left: Floats, right: Floats, projection: Floats, heat: float) -> Floats:
    """Gradient of the symmetric InfoNCE loss of a batch of pairs."""
    (a, a_length), (b, b_length) = _projected(left, projection), _projected(right, projection)
    near = np.exp((a @ b.T - 1) / heat)
    share = near / near.sum(axis=1, keepdims=True) + near / near.sum(axis=0, keepdims=True)
    pull = (share / 2 - np.eye(len(a))) / len(a) / heat
    to_a, to_b = pull @ b, pull.T @ a
    to_a -= a * (to_a * a).sum(axis=1, keepdims=True)
    to_b -= b * (to_b * b).sum(axis=1, keepdims=True)
    gradient: Floats = left.T @ (to_a / a_length) + right.T @ (to_b / b_length)
    return gradient


def _projected(rows: Floats, projection: Floats) -> tuple[Floats, Floats]:
    found = rows @ projection
    length = np.linalg.norm(found, axis=1, keepdims=True) + 1e-6
    return found / length, length


class Bags:
    """Which rows of a table each text sums, with weights: a sparse matrix scaled to unit rows."""

    def __init__(self, text: Ints, row: Ints, weight: Floats, texts: int, rows: int) -> None:
        cells, place = np.unique(text * rows + row, return_inverse=True)
        self.text, self.row, self.shape = cells // rows, cells % rows, (texts, rows)
        value = np.bincount(place, weight)
        length = np.sqrt(np.bincount(self.text, value**2, texts))
        self.value = (value / np.maximum(length, 1e-9)[self.text])[:, None]
        self._by_row = np.argsort(self.row, kind="stable")

    def forward(self, table: Floats) -> Floats:
        """Texts as sums of table rows."""
        return _gather(self.text, self.value * table[self.row], self.shape[0])

    def back(self, texts: Floats) -> Floats:
        """The transposed product."""
        order = self._by_row
        return _gather(self.row[order], self.value[order] * texts[self.text[order]], self.shape[1])


def _gather(where: Ints, values: Floats, size: int) -> Floats:
    found = np.zeros((size, values.shape[1]))
    first = np.flatnonzero(np.diff(where, prepend=-1))
    found[where[first]] = np.add.reduceat(values, first, axis=0)
    return found


def fit_table(bags: Bags, targets: Floats, start: Floats, *, ridge: float = 3.0, steps: int = 25) -> Floats:
    """Table rows whose sums come near the targets and which stay near ``start`` (ridge, conjugate gradients)."""
    sums = bags.forward(start)
    start = start * ((sums * targets).sum() / (sums * sums).sum())
    change = np.zeros_like(start)
    rest = bags.back(targets - bags.forward(start))
    course, size = rest.copy(), (rest * rest).sum(axis=0)
    for _ in range(steps):
        image = bags.back(bags.forward(course)) + ridge * course
        stride = size / np.maximum((course * image).sum(axis=0), 1e-12)
        change += stride * course
        rest -= stride * image
        before, size = size, (rest * rest).sum(axis=0)
        course = rest + size / np.maximum(before, 1e-12) * course
    return start + change


def fit_cue(slots: NDArray[np.int32], labels: Floats, *, ridge: float, steps: int = 150) -> Matrix:
    """Weights (buckets,) of a logistic regression on hashed grams, both classes weighing the same."""
    grams = np.where(slots < 0, cues.BUCKETS, slots)
    root = np.sqrt(np.maximum((slots >= 0).sum(axis=1), 1))
    balance = np.where(labels == 1, 0.5 / labels.mean(), 0.5 / (1 - labels.mean())) / len(labels)
    weights, bias = np.zeros(cues.BUCKETS + 1), np.zeros(1)
    adam, adam_bias = Adam(0.3, steps), Adam(0.05, steps)
    for _ in range(steps):
        error = (1 / (1 + np.exp(-weights[grams].sum(axis=1) / root - bias)) - labels) * balance
        gradient = np.bincount(grams.ravel(), np.repeat(error / root, grams.shape[1]), cues.BUCKETS + 1)
        weights -= adam.step(gradient + ridge / len(labels) * weights)
        weights[-1] = 0
        bias -= adam_bias.step(error.sum(keepdims=True))
    return weights[:-1].astype(np.float32)


def fit_logistic(values: Matrix, labels: Floats, *, ridge: float = 1.0) -> Logistic:
    """Logistic regression on standardised columns (Newton's method)."""
    mean, scale = values.mean(axis=0).astype(np.float64), values.std(axis=0).astype(np.float64) + 1e-6
    rows = np.column_stack([(values - mean) / scale, np.ones(len(values))])
    penalty = np.diag(np.append(np.full(values.shape[1], ridge), 0.0))
    weights = np.zeros(rows.shape[1])
    for _ in range(15):
        chance = 1 / (1 + np.exp(-rows @ weights))
        hessian = (rows * (chance * (1 - chance))[:, None]).T @ rows + penalty
        weights -= np.linalg.solve(hessian, rows.T @ (chance - labels) + penalty @ weights)
    return Logistic(weights[:-1], mean, scale, float(weights[-1]))


def principal(vectors: Matrix, size: int) -> Floats:
    """(dimensions, size): the directions in which the vectors differ most."""
    return np.linalg.eigh(np.cov(vectors.T.astype(np.float64)))[1][:, ::-1][:, :size]
