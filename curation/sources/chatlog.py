"""What the three layouts of chatlog share: how it writes a message as text, its people and its chats."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from typing import TypeVar

from curation.sources import brackets, wechat
from curation.sources.source import Source, other_id
from curation.sources.wechat import Content, filled, plain

GREY = "系统消息"
"""The sender of grey lines."""

_MARK = re.compile(r"!?\[([^\[\]|\n]{1,8})(?:(?=\|)|(?=\](?:[(\n]|\Z)))")
"""``[链接|``, ``[红包]`` with nothing behind it, ``![图片](``; words behind the bracket were typed, as it was."""

_UNKNOWN = re.compile(r"Type: \d{1,20} Content: ")
_FIRST = frozenset("![>T<")
"""What a message begins with that is, or may be, no words."""

_TOLD = (
    "撤回了一条消息", "拍了拍", "你已添加了", "以上是打招呼的", "加入了群聊", "加入群聊", "移出", "修改群名为",
    "与群里其他人都不是", "领取了", "红包，请在手机上查看", "消息已发出", "开启了朋友验证", "当前微信版本", "当前版本",
)  # fmt: skip
"""What stands in what nobody typed (wechat.unsaid) without beginning so: one of these in each."""

_STATE = re.compile(r"(发送|接收|退还) ")
_QUOTED_BY = re.compile(r"(.{0,100}?)(?:\([^()\s]{1,64}\))? (?:\d{4}-)?(?:\d\d-\d\d )?\d\d:\d\d:\d\d")

Row = TypeVar("Row")


def not_plain(texts: Sequence[str]) -> list[int]:
    """The places of texts in which :func:`content` may find more than words."""
    odd = {at for at, text in enumerate(texts) if text[:1] in _FIRST}
    together = "\n".join(texts)
    for word in _TOLD:
        if word in together:
            odd |= {at for at, text in enumerate(texts) if word in text}
    return sorted(odd)


def named(names: Sequence[str], accounts: Sequence[str]) -> Sequence[str]:
    """How each sender is called."""
    return names if all(names) else [name or account for name, account in zip(names, accounts, strict=True)]


def ids(talkers: Sequence[str], numbers: Sequence[str]) -> list[str]:
    """``seq`` counts within a chat only."""
    return [f"{talker}/{seq}" if seq.strip("0") else "" for talker, seq in zip(talkers, numbers, strict=True)]


def content(text: str, sender: str = "") -> Content:
    """Take apart what chatlog wrote for a message: ``[链接|title](url)``, ``![图片](url)``, ``> quoted`` lines, words."""
    if sender == GREY:
        return wechat.system(text)
    if text.startswith("> ") or text == "[引用]":
        return _quote(text)
    if _UNKNOWN.match(text):
        return "other", "", None, {}
    found = _MARK.match(text)
    kind = brackets.MARKS.get(found[1]) if found else None
    if not found or kind is None:
        return wechat.unsaid(text) or ("text", text, None, {})
    return _marked(kind, text[found.end() :])


def _marked(kind: str, rest: str) -> Content:
    """``|title](target)``, ``](target)`` or ``]``, and lines below it where chats are forwarded."""
    first, _, below = rest.partition("\n")
    title, opened, target = first.rpartition("](")
    if not opened:
        title, target = first.removesuffix("]"), ""
    title, target = plain(title.removeprefix("|")), target.removesuffix(")")
    if kind == "transfer":
        return transfer(title, target)
    if kind == "forward":
        return kind, title, None, filled(content=plain(below.strip("\n")))
    return kind, title.split("|")[0], None, filled(url=target)


def transfer(amount: str, memo: str) -> Content:
    """``发送 ￥1.00`` and what was written with it."""
    state = _STATE.match(amount)
    words = amount[state.end() :] if state else amount
    return "transfer", words.strip(), None, filled(state=state[1] if state else "", memo=memo)


def _quote(text: str) -> Content:
    """Lines ``> name(id) time`` and ``> words``, then the reply."""
    lines = text.split("\n")
    count = next((at for at, line in enumerate(lines) if not line.startswith("> ")), len(lines))
    quoted = [line.removeprefix("> ") for line in lines[:count]]
    reply = "\n".join(lines[count:])
    by = _QUOTED_BY.fullmatch(quoted[0][:300]) if quoted else None
    words = "\n".join(quoted[1:] if by else quoted)
    if words in {"", "[引用]"}:
        return "quote", plain("" if reply == "[引用]" else reply), None, {}
    if not by and not reply:  # somebody typed it so
        return "text", text, None, {}
    shown = _shown(words)
    return "quote", plain(reply), f"{by[1]}: {shown}" if by else shown, {}


def _shown(words: str) -> str:
    """What was quoted; of a placeholder the words in it, else the placeholder without its link."""
    _, text, _, _ = content(words) if not words.startswith("> ") else ("", words, None, {})
    found = _MARK.match(words)
    return text or (f"[{found[1]}]" if found else "")


class People:
    """sender_ids, and the owner: the one who is marked as such. Two marked ones contradict each other: nobody is."""

    def __init__(self, source: Source) -> None:
        self._source = source
        self._marked: set[str] = set()

    def of(self, account: str, name: str, mine: bool) -> str:
        """The sender_id."""
        sender_id = other_id(account or name)
        if mine and sender_id not in self._marked:
            self._marked.add(sender_id)
            self._source.owner = sender_id if len(self._marked) == 1 else None
        return sender_id


class Chats:
    """Keys for chats: their names; a second chat of the same name is told by its id."""

    def __init__(self) -> None:
        self._keys: dict[str, str] = {}

    def key(self, account: str, name: str) -> str:
        """The chat's key."""
        if account not in self._keys:
            key = name or account
            self._keys[account] = f"{key} ({account})" if key in self._keys.values() else key
        return self._keys[account]


def by_chat(rows: Sequence[Row], keys: Sequence[str]) -> Iterator[tuple[str, list[Row]]]:
    """The rows of each chat, in their order."""
    found: dict[str, list[Row]] = defaultdict(list)
    for row, key in zip(rows, keys, strict=True):
        found[key].append(row)
    yield from found.items()
