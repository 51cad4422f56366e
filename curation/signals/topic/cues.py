"""What a turn looks like by itself: an opening, a closing, a question, a mere nod, a change or a thread taken up."""

from __future__ import annotations

from functools import cache

import numpy as np
from numpy.typing import NDArray

from curation.signals.topic import characters
from curation.signals.topic.characters import Codes

HEAD, TAIL = 14, 6
"""Characters at the start and at the end that the opening and closing cues look at."""

BUCKETS = 1 << 16

_BLOCK = 16_384
_EDGE = 1
"""Marks where a turn's characters begin and end."""

_NODS = "嗯恩哦噢喔好是的啊哈呵嘿嘻对行呀吧额呃唔哇了啦嘛哎唉okye"
_ASKING = "吗么呢嘛"
_TURNING = ("对了", "话说", "说起", "说到", "另外", "顺便", "换个", "诶对", "哎对", "欸对")
_LINKING = (
    "所以", "但是", "不过", "然后", "而且", "因为", "可是", "还是", "也是", "也许", "就是", "难怪", "怪不", "其实", "于是", "结果", "反正",
    "既然", "毕竟", "并且", "或者", "那就", "那你", "那我", "那么", "那是", "这么", "这样", "这个", "这是", "那个", "它们", "他们", "她们",
)  # fmt: skip
_POINTING = "这那它他她也"


def windows(codes: Codes, starts: NDArray[np.int64]) -> tuple[NDArray[np.uint16], NDArray[np.uint16]]:
    """First HEAD and last TAIL characters of each turn, between marks; 0 where a turn is shorter."""
    begin, end = starts[:-1, None], starts[1:, None] - 1
    ahead, back = begin + np.arange(HEAD), end + np.arange(-TAIL, 0)
    last = max(len(codes) - 1, 0)
    head = np.where(ahead < end, codes[np.minimum(ahead, last)], 0)
    tail = np.where(back >= begin, codes[np.maximum(back, 0)], 0)
    mark = np.full_like(head[:, :1], _EDGE)
    return np.hstack([mark, head]), np.hstack([tail, mark])


def hashed(codes: Codes, starts: NDArray[np.int64]) -> NDArray[np.int32]:
    """(turns, slots) buckets of the one- to three-character grams of both windows; -1 where there is none."""
    slots = []
    for salt, window in enumerate(windows(codes, starts), 1):
        wide = window.astype(np.uint32)
        value = np.zeros_like(wide)
        for size in range(1, 4):
            value = (value[:, : wide.shape[1] - size + 1] + np.uint32(salt)) * np.uint32(0x9E3779B1)
            value = (value ^ value >> np.uint32(15)) + wide[:, size - 1 :] * np.uint32(0x85EBCA6B)
            mixed = (value ^ value >> np.uint32(13)) * np.uint32(0xC2B2AE35)
            full = (wide[:, size - 1 :] > 0) & (wide[:, : wide.shape[1] - size + 1] > 0)
            slots.append(np.where(full, (mixed >> np.uint32(16)).astype(np.int32), -1))
    return np.hstack(slots)


def strengths(codes: Codes, starts: NDArray[np.int64], weights: NDArray[np.float32]) -> NDArray[np.float32]:
    """(turns, cues): per cue the sum of its weights over the turn's grams / root of their number.

    ``weights``: (BUCKETS + 1, cues); the last row is of zeros.
    """
    found = np.zeros((len(starts) - 1, weights.shape[1]), np.float32)
    for low in range(0, len(found), _BLOCK):
        bounds = starts[low : low + _BLOCK + 1]
        slots = hashed(codes[bounds[0] : bounds[-1]], bounds - bounds[0])
        root = np.sqrt(np.maximum((slots >= 0).sum(axis=1), 1))
        for cue in range(weights.shape[1]):
            found[low : low + _BLOCK, cue] = weights[:, cue][slots].sum(axis=1) / root
    return found


def flags(codes: Codes, starts: NDArray[np.int64]) -> dict[str, NDArray[np.bool_]]:
    """question, nod (nothing but 嗯, 好, 哈哈…), turning (对了, 话说…), linking (所以, 这…); (turns,) each."""
    letter = characters.letters()[codes]
    length = characters.totals(letter, starts)
    nods = characters.totals(characters.members(_NODS)[codes] & letter, starts)
    head, tail = windows(codes, starts)
    return {
        "question": _asks(tail),
        "nod": (nods == length) & (length <= 8),
        "turning": turning(codes, starts),
        "linking": np.isin(_first_two(codes, starts), _pairs(_LINKING)) | characters.members(_POINTING)[head[:, 1]],
    }


def turning(codes: Codes, starts: NDArray[np.int64]) -> NDArray[np.bool_]:
    """Begins with 对了, 话说 and the like, (turns,)."""
    return np.isin(_first_two(codes, starts), _pairs(_TURNING))


def _first_two(codes: Codes, starts: NDArray[np.int64]) -> NDArray[np.uint32]:
    """The first two characters as one number; 0 where there are no two."""
    two = np.diff(starts) > 2  # a text is followed by a break
    found = np.zeros(len(starts) - 1, np.uint32)
    at = starts[:-1][two]
    found[two] = codes[at].astype(np.uint32) << 16 | codes[at + 1]
    return found


def _asks(tail: NDArray[np.uint16]) -> NDArray[np.bool_]:
    """A question mark among the last characters, or a question particle as the last letter."""
    is_letter = characters.letters()[tail] & (tail > _EDGE)
    last = tail.shape[1] - 1 - np.argmax(is_letter[:, ::-1], axis=1)
    particle = characters.members(_ASKING)[tail[np.arange(len(tail)), last]]
    marked: NDArray[np.bool_] = (tail == ord("?")).any(axis=1)
    marked |= particle
    return marked


@cache
def _pairs(words: tuple[str, ...]) -> NDArray[np.uint32]:
    return np.array([ord(word[0]) << 16 | ord(word[1]) for word in words], np.uint32)
