"""Which fragments are set aside before the first export, to test the tuned model with."""

from __future__ import annotations

import math
from collections.abc import Hashable, Sequence
from datetime import datetime

Item = tuple[int, Hashable, datetime | None]
"""A fragment's key, its chat, and when it began (aware, or None)."""

SMALLEST = 20
"""With fewer fragments nothing is set aside: each one is needed more for training."""

_ROUNDING = 1e-9  # 0.29 * 100 is 28.999…


def holdout(items: Sequence[Item], share: float = 0.05) -> set[int]:
    """Keys of the latest fragments of each chat, about ``share`` of all: later talk tests better than random picks,
    which have near twins in training.

    The total is ``share`` of the items rounded down, at least 1 from 20 items on, else 0. Each chat gives its part
    rounded down; what is missing comes from the chats with the largest remainder (the larger chat, then the earlier one
    in ``items``). In a chat where any time is missing the order given counts as time. The answer depends on nothing but
    ``items``; it is not stable under growth, so keep it, and later pass only fragments that were never exported.
    """
    if share <= 0 or len(items) < SMALLEST:
        return set()
    chats: dict[Hashable, list[Item]] = {}
    for item in items:
        chats.setdefault(item[1], []).append(item)
    quotas = _quotas([len(chat) for chat in chats.values()], share)
    latest = (_in_time(chat)[len(chat) - quota :] for chat, quota in zip(chats.values(), quotas, strict=True))
    return {key for chat in latest for key, _, _ in chat}


def _quotas(sizes: list[int], share: float) -> list[int]:
    """How many of each chat (largest remainder method)."""
    total = max(1, math.floor(share * sum(sizes) + _ROUNDING))
    quotas = [math.floor(share * size + _ROUNDING) for size in sizes]
    by_remainder = sorted(range(len(sizes)), key=lambda i: (quotas[i] - share * sizes[i], -sizes[i], i))
    for i in by_remainder[: total - sum(quotas)]:
        quotas[i] += 1
    return quotas


def _in_time(chat: list[Item]) -> list[Item]:
    times = [time for _, _, time in chat if time is not None]
    if len(times) < len(chat):
        return chat
    return [chat[i] for i in sorted(range(len(chat)), key=times.__getitem__)]
