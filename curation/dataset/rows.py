"""What goes into a data set and what comes out: plain values, nothing computed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, TypedDict

Side = Literal["persona", "human"]
ContextIn = Literal["turn", "system"]

NO_TOOLS = "[]"
"""``tools`` of every row: a JSON string. The column must exist in all rows once dataset_info.json names it."""


@dataclass(frozen=True, slots=True)
class Bubble:
    """One message as it shall train: edited and redacted."""

    side: Side
    text: str


@dataclass(frozen=True, slots=True)
class Fragment:
    """One conversation as reviewed."""

    key: int
    bubbles: tuple[Bubble, ...]
    context: str = ""
    """Background that a person wrote or a quote gave; redacted too."""
    joined_after: tuple[int, ...] = ()
    """Indexes of bubbles behind which something was deleted, so that two turns of one side may meet there."""


Message = TypedDict("Message", {"from": str, "value": str})


@dataclass(frozen=True, slots=True)
class Row:
    """One training conversation; ``key`` is the fragment's and is not exported."""

    key: int
    conversations: tuple[Message, ...]
    system: str
    tools: str = NO_TOOLS

    def record(self) -> dict[str, object]:
        """The row as it is written, keys in this order."""
        return {"conversations": list(self.conversations), "system": self.system, "tools": self.tools}


@dataclass(frozen=True, slots=True)
class DataSet:
    """What :func:`curation.dataset.build` made of the fragments."""

    rows: tuple[Row, ...] = ()
    repairs: Counter[str] = field(default_factory=Counter)
    """Kind of repair (keys of REPAIRS) -> how often."""
    repaired: Mapping[int, tuple[str, ...]] = field(default_factory=dict)
    """Fragment key -> its repairs, in the order of REPAIRS."""
    skipped: Mapping[int, str] = field(default_factory=dict)
    """Fragment key -> why it gave no row (keys of SKIPS)."""
    cleaned: Counter[str] = field(default_factory=Counter)
    """Normalisations (keys of curation.bubbles.CLEANED, and ``blank``: bubbles of white space that were left out)."""
