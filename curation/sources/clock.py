"""Words for parts of the day, as phones write them: 下午3:20 is 15:20 and 12:05 am is five past midnight."""

from __future__ import annotations

_AM = "上午 凌晨 早上 早晨 清晨 午夜 半夜 午前 오전 am a.m. a.m ص п.п. πμ π.μ. öö sa de. fm pg pd पूर्वाह्न".split()
_PM = "下午 傍晚 午後 오후 pm p.m. p.m م μμ μ.μ. ös ch du. em ptg md अपराह्न".split()
_EVENING, _NOON = ["晚上"], ["中午"]

PERIODS = sorted([*_AM, *_PM, *_EVENING, *_NOON, "a. m.", "p. m."], key=len, reverse=True)
"""Longest first, as a pattern needs them; spaces inside stand for any space."""


def hour_of(hour: int, period: str) -> int:
    """下午 3 -> 15, 上午 12 -> 0, 中午 1 -> 13, 晚上 12 -> 0; an hour of 24 stays. ``period`` in lower case."""
    period = "".join(period.split()) if "m" in period else period
    if hour > 12 or not period:
        return hour
    if period in _NOON:
        return hour if hour > 10 else hour + 12
    if period in _PM:
        return hour % 12 + 12
    return (hour + 12) % 24 if period in _EVENING else hour % 12
