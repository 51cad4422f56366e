"""A vector a turn: the sum of the rows of its two-character words, and of the characters no word covers."""

from __future__ import annotations

from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from curation.signals.topic import characters
from curation.signals.topic.characters import Codes

BACKGROUND = 2_000.0
"""How many of the log's own turns the shipped mean vector weighs as much as."""

_BLOCK = 8_192
"""Turns summed at a time: their rows stay in the cache."""


class Table(NamedTuple):
    """Rows already weighted by SIF, 3e-4 / (3e-4 + p)."""

    keys: NDArray[np.uint32]
    """Ascending: first character << 16 | second one, which is 0 in the row of a single character."""
    rows: NDArray[np.float32]
    """A row a key, and one of zeros at the end."""
    mean: NDArray[np.float32]
    """Mean of the unit vectors of the texts the table was made from."""


def unit(vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """Rows of length 1; a row of zeros stays."""
    length = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))[:, None]
    found: NDArray[np.float32] = np.divide(vectors, length, out=np.zeros_like(vectors), where=length > 1e-6)
    return found


def find(codes: Codes, table: Table) -> NDArray[np.int32]:
    """For every character the row that starts there: a word's, its own when no word covers it, or the zero row."""
    none = len(table.keys)
    pairs = np.empty(len(codes), np.uint32)
    pairs[:-1] = codes[:-1].astype(np.uint32) << 16 | codes[1:]
    pairs[-1:] = 0
    words = _lookup(pairs, table.keys)
    alone = words == none
    alone[1:] &= words[:-1] == none
    words[alone] = _lookup(codes[alone].astype(np.uint32) << 16, table.keys)
    return words


def _lookup(wanted: NDArray[np.uint32], keys: NDArray[np.uint32]) -> NDArray[np.int32]:
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1).astype(np.int32)
    at[keys[at] != wanted] = len(keys)
    return at


def embed(codes: Codes, starts: NDArray[np.int64], table: Table) -> NDArray[np.float16]:
    """(turns, dimensions), unit rows, not yet centred."""
    sums = np.empty((len(starts) - 1, table.rows.shape[1]), np.float16)
    for low in range(0, len(sums), _BLOCK):
        bounds = starts[low : low + _BLOCK + 1]
        sums[low : low + _BLOCK] = unit(_sums(codes[bounds[0] : bounds[-1]], bounds - bounds[0], table))
    return sums


def _sums(codes: Codes, starts: NDArray[np.int64], table: Table) -> NDArray[np.float32]:
    rows = find(_spelt_out(codes), table)
    kept = np.flatnonzero(rows < len(table.keys))
    bounds = np.searchsorted(kept, starts)
    found = np.zeros((len(starts) - 1, table.rows.shape[1]), np.float32)
    filled = np.flatnonzero(np.diff(bounds))
    if len(filled):
        found[filled] = np.add.reduceat(table.rows[rows[kept]], bounds[filled], axis=0)
    return found


def _spelt_out(codes: Codes) -> Codes:
    """Without words of three and more letters of an alphabet: what two of their letters mean is not what they mean."""
    first, end = characters.runs(characters.alphabetic()[codes])
    long = end - first > 2
    if not long.any():
        return codes
    change = np.zeros(len(codes) + 1, np.int8)
    change[first[long]] += 1
    change[end[long]] -= 1
    return np.where(np.cumsum(change[:-1]) > 0, characters.BREAK, codes).astype(codes.dtype)


def centre(
    raw: NDArray[np.float16], table: Table, *, log: bool = True
) -> tuple[NDArray[np.float16], NDArray[np.float32]]:
    """Unit vectors with the log's and the background's mean taken away, unit again; and their lengths, 0 or 1.

    Without the background a short log loses what its texts have in common: the topic itself. ``log``: the texts are one
    log; else only the background's mean is taken away, and no text changes another one's vector.
    """
    mean = _mean(raw, table) if log else table.mean
    norms = np.zeros(len(raw), np.float32)
    for low in range(0, len(raw), _BLOCK):
        block = raw[low : low + _BLOCK].astype(np.float32)
        filled = (block != 0).any(axis=1)
        raw[low : low + _BLOCK] = unit((block - mean) * filled[:, None])
        norms[low : low + _BLOCK] = filled
    return raw, norms


def _mean(raw: NDArray[np.float16], table: Table) -> NDArray[np.float32]:
    total = np.zeros(raw.shape[1], np.float64)
    for low in range(0, len(raw), _BLOCK):
        total += raw[low : low + _BLOCK].sum(axis=0, dtype=np.float64)
    found: NDArray[np.float32] = ((total + BACKGROUND * table.mean) / (len(raw) + BACKGROUND)).astype(np.float32)
    return found
