"""Turns in which the persona speaks as a machine, and not as the person it is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from curation.errors import N_
from curation.signals.line import Kind, Line, Signal

KINDS = {
    "out_of_character": Kind(
        N_("speaks as a machine"),
        N_("The persona says that it is an AI or a language model, or answers like one."),
        harm=1.0,
        threshold=0.5,
    )
}

_SURE = re.compile(
    r"作为(?:一[个名款])?\s*(?:AI|人工智能|大?语言模型|大模型|智能助手|虚拟助手|聊天机器人)"
    r"|我(?:只)?是(?:一[个名款])?\s*(?:由[^，。\n]{1,12}(?:开发|训练)的)?\s*(?:AI|人工智能|大?语言模型|智能助手|虚拟助手|聊天机器人)"
    r"|as an? (?:AI|artificial intelligence|(?:large )?language model)"
    r"|I(?:’|')?m (?:just )?an? (?:AI|(?:large )?language model)"
    r"|I am (?:just )?an? (?:AI|(?:large )?language model)",
    re.IGNORECASE,
)
_MAYBE = re.compile(
    r"我(?:没有|不具备)(?:真实的?)?(?:情感|感情|意识|个人(?:观点|经历))|很高兴为[您你](?:服务|解答)|请问(?:还)?有什么(?:可以|能)帮(?:助|到|您|你)"
    r"|(?:我)?无法(?:为您)?提供(?:相关|此类|这类)"
)


def scan(lines: Sequence[Line]) -> Iterator[Signal]:
    """One signal for the surest of the persona's bubbles."""
    own = [(i, line.text) for i, line in enumerate(lines) if line.side == "persona" and line.use == "speech"]
    for score, pattern in ((0.95, _SURE), (0.5, _MAYBE)):
        at = next((i for i, text in own if pattern.search(text)), None)
        if at is not None:
            yield Signal("out_of_character", score, N_("Nobody talks about himself like this."), at=at)
            return
