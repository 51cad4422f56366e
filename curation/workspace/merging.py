"""Where the new messages of a newer export stand among the ones we have, and which of ours it holds no more."""

from __future__ import annotations

import numpy as np

from curation.workspace.sketch import MISSING, NONE, Log, Mask, Numbers


def order(old: Log, new: Log, old_of: Numbers) -> Numbers:
    """All messages in their order: ``i`` is an old one, ``len(old) + j`` a new one that no old one is.

    The old order stays, unless only the newer export has times: then its order is the real one. ``new.time`` must be
    by the old clock.
    """
    fresh = np.flatnonzero(old_of == NONE)
    if new.timed and not old.timed:
        new_of = _reversed(old_of, len(old))
        left = np.flatnonzero(new_of == NONE)
        rows = _inserted(np.arange(len(new)), len(new) + left, _behind(new, old, new_of)[left])
        ours = np.concatenate([np.where(old_of == NONE, len(old) + np.arange(len(new)), old_of), np.arange(len(old))])
        again = np.concatenate([old_of != NONE, np.zeros(len(old), dtype=bool)])
        again[new_of[new_of != NONE]] = False  # the others stand for a message that is there already
        placed: Numbers = ours[rows[~again[rows]]]
        return placed
    places = _behind(old, new, old_of)
    return _inserted(np.arange(len(old)), len(old) + fresh, places[fresh])


def vanished(old: Log, new: Log, old_of: Numbers) -> Mask:
    """Old messages that the newer export should hold and does not.

    It should hold what lies within the time it covers (without times: between the first and the last message that is
    in both), of the kinds it has: an export of texts says nothing about pictures. ``new.time`` by the old clock.
    """
    matched = old_of[old_of != NONE]
    gone = np.ones(len(old), dtype=bool)
    gone[matched] = False
    if not len(matched):
        return np.zeros(len(old), dtype=bool)
    gone &= np.isin(old.kind, np.unique(old.kind[matched]))
    if old.timed and new.timed:
        known = new.time[new.time != MISSING]
        return _within(gone, old.time, int(known.min()), int(known.max()))
    return _within(gone, np.arange(len(old)), int(matched.min()), int(matched.max()))


def groups(old: Log, new: Log, old_of: Numbers) -> Numbers:
    """The old log's group for each newer message: that of its conversation, or a number of its own; NONE: no group."""
    if (new.group == NONE).all():
        return new.group
    numbers, at = np.unique(new.group, return_inverse=True)
    hit = np.flatnonzero((old_of != NONE) & (new.group != NONE))
    known = np.full(len(numbers), MISSING, dtype=np.int64)
    known[at[hit][::-1]] = old.group[old_of[hit]][::-1]
    unknown = known == MISSING
    start = int(old.group.max(initial=NONE)) + 1
    known[unknown] = start + np.arange(int(unknown.sum()))
    known[numbers == NONE] = NONE
    return known[at]


def _behind(base: Log, other: Log, base_of: Numbers) -> Numbers:
    """For each message of ``other``: the index in ``base`` it stands behind (-1: before all), or is found at."""
    taken = np.zeros(len(base), dtype=bool)
    taken[base_of[base_of != NONE]] = True
    ends = _group_ends(base)
    out = base_of.copy()
    at = _first_place(base, other, base_of, taken)
    for j in np.flatnonzero(base_of == NONE).tolist():
        if j and base_of[j - 1] != NONE:
            at = int(base_of[j - 1])
        if at >= 0 and _another_group(other, j):
            at = int(ends[at])
        time = int(other.time[j])
        while time != MISSING and at + 1 < len(base) and not taken[at + 1] and MISSING < base.time[at + 1] <= time:
            at += 1
        out[j] = at
    return out


def _first_place(base: Log, other: Log, base_of: Numbers, taken: Mask) -> int:
    """Behind which message of ``base`` the first ones of ``other`` stand, if they are not in it."""
    hits = np.flatnonzero(base_of != NONE)
    at = int(base_of[hits[0]]) - 1 if len(hits) else len(base) - 1
    time = int(other.time[0]) if len(other) else MISSING
    while time != MISSING and at >= 0 and not taken[at] and base.time[at] > time:
        at -= 1
    return at


def _another_group(log: Log, j: int) -> bool:
    """A conversation of the file starts here: it does not tear one apart that goes on."""
    return bool(j and log.group[j] != NONE and log.group[j] != log.group[j - 1])


def _group_ends(log: Log) -> Numbers:
    """The last message of the group that each message belongs to; of what has no group, itself."""
    place = np.arange(len(log))
    if (log.group == NONE).all():
        return place
    last = np.append(np.flatnonzero(log.starts)[1:] - 1, len(log) - 1)
    return np.where(log.group == NONE, place, np.repeat(last, np.diff(last, prepend=-1)))


def _within(mask: Mask, values: Numbers, low: int, high: int) -> Mask:
    inside: Mask = mask & (values >= low) & (values <= high)
    return inside


def _reversed(old_of: Numbers, size: int) -> Numbers:
    out = np.full(size, NONE, dtype=np.int64)
    hits = np.flatnonzero(old_of != NONE)[::-1]
    out[old_of[hits]] = hits  # of several the first
    return out


def _inserted(base: Numbers, others: Numbers, behind: Numbers) -> Numbers:
    """``base`` with each of ``others`` behind the index it belongs to, in their own order."""
    return np.insert(base, behind + 1, others)
