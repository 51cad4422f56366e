"""Fragments that say nothing: 嗯, 好, 哈哈 and the like on both sides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from curation.errors import N_
from curation.signals.line import Kind, Line, Signal

KINDS = {
    "thin": Kind(
        N_("hardly any words"),
        N_("Nothing but 嗯, 好 or 哈哈. A few of them are style; thousands teach the model to say nothing else."),
        harm=0.1,
        threshold=0.5,
        bulk=True,
    )
}

_NOD = re.compile(
    r"(?:嗯|恩|哦|噢|喔|好|是|的|啊|哈|呵|嘿|嘻|对|行|呀|吧|额|呃|唔|哇|了|啦|嘛|哎|唉|在|可以|收到|知道|没事|晚安|早安|谢谢"
    r"|ok|okk|[h6?？!！。，,.~～…\s]|\[[^\]]{1,6}\])*",
    re.IGNORECASE,
)
_LONGEST = 10


def scan(lines: Sequence[Line]) -> Iterator[Signal]:
    """One signal when both sides speak, and only in nods."""
    said = [line for line in lines if line.use == "speech"]
    if len({line.side for line in said}) == 2 and all(_is_nod(line.text) for line in said):
        yield Signal("thin", 0.8, N_("Nothing is said here."))


def _is_nod(text: str) -> bool:
    return len(text) <= _LONGEST and _NOD.fullmatch(text) is not None
