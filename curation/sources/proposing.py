"""Which column of an unknown file is probably what: by their names first, by what stands in them else."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import pairwise
from statistics import mean

from curation.sources import stamps
from curation.sources.layouts import Excerpt, is_time
from curation.sources.mapping import Mapping

_NAMES: dict[str, tuple[str, ...]] = {
    "text": tuple(
        "text content message body msg strcontent 内容 消息内容 消息 文本 正文 聊天内容 本文 メッセージ 내용".split()
    ),
    "time": tuple(
        "time timestamp timestamp_ms datetime date ts createtime created_at sent_at createdat date_sent sent 时间 日期 "
        "发送时间 创建时间 日時 날짜 datum fecha".split()
    ),
    "clock": tuple("time clock hour time_of_day 时刻 时间 時刻 uhrzeit hora heure".split()),
    "sender": tuple(
        "sender sender_name sendername author author.nickname author.name from user username user_name name nickname "
        "accountname talker participant contact handle 发送人 发送者 发言人 昵称 姓名 用户 发信人 送信者 이름 联系人 "
        "谁 von".split()
    ),
    "mine": tuple(
        "is_from_me isfromme from_me fromme is_sender issender is_self isself is_send issend is_sent is_me is_mine "
        "mine outgoing is_outgoing sent_by_me direction 是否发送者 是否自己 是否本人 方向 收发 发送方向".split()
    ),
    "chat": tuple(
        "chat chat_name chatname conversation conversation_id thread room channel group 会话 群 群名 聊天".split()
    ),
    "kind": tuple(
        "type kind msg_type msgtype message_type messagetype media_type type_name 类型 消息类型 종류".split()
    ),
    "id": tuple("id message_id messageid msg_id msgid guid uuid 消息id 消息编号 编号".split()),
}
"""Role -> how exporters call such a column, the likeliest first, in lower case."""

_FEW = 12
"""Values of a column of kinds."""

_LITTLE = 0.05
_OTHERS = 0.2

_YES = (
    "1", "true", "yes", "y", "是", "out", "outgoing", "sent", "send", "me", "我", "自己", "本人", "发送", "发出", "发",
)  # fmt: skip

ME = ("me", "我", "myself", "you", "self")
"""How exporters call the owner instead of a name."""


def propose(excerpt: Excerpt, name: str = "") -> Mapping | None:
    """The likeliest mapping, for a person to confirm; None when no column can be the text."""
    columns = {title: values for title, values in excerpt.columns.items() if any(values)}
    taken = {title: title for title in columns} if excerpt.layout.shape == "text" else _taken(columns)
    if "text" not in taken:
        return None
    if _is_contact(columns, taken):
        taken["chat"] = taken["sender"]
    back = excerpt.layout.shape == "json" and _runs_back(columns.get(taken.get("time", ""), []))
    told = {"name": name, "layout": excerpt.whole, "me": _me(columns, taken), "newest_first": back}
    return Mapping.model_validate({**taken, **told})


def _taken(columns: dict[str, list[str]]) -> dict[str, str]:
    """Role -> the column that fits it best."""
    taken: dict[str, str] = {}
    for role, fitting in _TESTS.items():
        left = {title: values for title, values in columns.items() if title not in taken.values()}
        if found := _best(role, left, fitting):
            taken[role] = found
    if "clock" in taken and ("time" not in taken or any(map(_has_clock, columns[taken["time"]][:100]))):
        del taken["clock"]
    return taken


def _has_clock(text: str) -> bool:
    """A time says more than the day; midnight is what spreadsheets show for a day."""
    found = stamps.stamp(text.strip())
    return stamps.epoch(text) is not None or bool(found and found.clock.strip("0:"))


def _is_contact(columns: dict[str, list[str]], taken: dict[str, str]) -> bool:
    """The column of senders names the other one in both directions, and another column tells which it was."""
    if not {"mine", "sender"} <= taken.keys() or "chat" in taken:
        return False
    directions: dict[str, set[str]] = {}
    for name, mark in zip(columns[taken["sender"]], columns[taken["mine"]], strict=True):
        directions.setdefault(name, set()).add(mark)
    return any(len(marks) > 1 for name, marks in directions.items() if name)


def _best(role: str, columns: dict[str, list[str]], fitting: Callable[[Sequence[str]], float]) -> str | None:
    """The column that fits the role best by name and content; None when none does."""
    rated = {title: _named(role, title) * fitting([one for one in values if one]) for title, values in columns.items()}
    best = max(rated, key=lambda title: rated[title], default=None)
    return best if best is not None and rated[best] > 0 else None


def _named(role: str, title: str) -> float:
    """How well the title names the role, from 1 (not at all) to 3; 0 where only a name can tell.

    A name that is known for another role counts little.
    """
    names = _NAMES[role]
    title = title.lower().replace(" ", "_")
    for at, one in enumerate((title, title.rpartition(".")[2])):
        if one in names:
            return 3 - at - names.index(one) / len(names)
    if role not in {"text", "time", "clock", "sender"}:
        return 0
    return _OTHERS if any(title in _NAMES[other] for other in ("text", "time", "sender")) else 1


def _times(values: Sequence[str]) -> float:
    return float(sum(map(is_time, values[:100])) > 0.8 * len(values[:100]))


def _clocks(values: Sequence[str]) -> float:
    """Times of day without a date."""
    found = [stamps.stamp(one.strip()) for one in values[:100]]
    return float(all(one and one.clock and not one.day and not one.parts for one in found) and len(found) > 0)


def _texts(values: Sequence[str]) -> float:
    """Long, and hardly two alike; never times or numbers."""
    if _times(values) or _clocks(values) or all(one.isdecimal() for one in values):
        return 0
    return mean(min(len(one), 40) for one in values) * len(set(values)) / len(values)


def _people(values: Sequence[str]) -> float:
    """A few short values that come again and again, none of them a time."""
    if _times(values) or _clocks(values) or any("\n" in one or len(one) > 60 for one in values):
        return 0
    return max(1 - len(set(values)) / (len(values) + 1), _LITTLE) if len(set(values)) > 1 else _LITTLE


def _flags(values: Sequence[str]) -> float:
    return float(len(set(values)) == 2)


def _few(values: Sequence[str]) -> float:
    return float(len(set(values)) <= _FEW)


def _own(values: Sequence[str]) -> float:
    return float(len(set(values)) == len(values))


def _any(values: Sequence[str]) -> float:
    return 1.0


_TESTS: dict[str, Callable[[Sequence[str]], float]] = {
    "time": _times,
    "clock": _clocks,
    "mine": _flags,
    "kind": _few,
    "id": _own,
    "sender": _people,
    "text": _texts,
    "chat": _any,
}
"""Role -> how well values fit it; roles that are told by their looks come first."""


def _me(columns: dict[str, list[str]], taken: dict[str, str]) -> str:
    """The value that stands for the owner, where one is known to."""
    known, role = (_YES, "mine") if "mine" in taken else (ME, "sender")
    values = dict.fromkeys(columns.get(taken.get(role, ""), []))
    return next((one for one in values if one.strip().lower() in known), "")


def _runs_back(times: Sequence[str]) -> bool:
    """Most times are earlier than the one before, as numbers or as ISO texts are."""
    numbers = [one for one in times if one]
    back = sum(one > other for one, other in pairwise(numbers))
    return len(numbers) > 2 and back > 0.8 * (len(numbers) - 1)
