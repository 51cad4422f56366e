"""What an edit changed, in words: before and after, private values masked."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection

from curation.errors import N_
from curation.flow.guarding.masking import masked
from curation.flow.words import ENTITIES, REASONS, STATUSES
from curation.privacy.values import mask
from curation.workspace import findings, history, queries

Translate = Callable[[str], str]
Image = Mapping[str, Any]
Change = Mapping[str, Any]

SHOWN = 1000
"""Characters of a text that the panel shows."""

_DECISIONS = {"undecided": N_("undecided"), "accept": N_("replace"), "reject": N_("not private")}
_VERDICTS = {"sound": N_("Sound"), "defect": N_("Defective"), **STATUSES}


class Changed:
    """Changes of some edits with what they speak of: a message's own text, for one, stands in no image."""

    def __init__(self, connection: Connection, found: Iterable[Sequence[Change]], translate: Translate) -> None:
        self._t = translate
        changes = [change for some in found for change in some]
        keys = {table: [c["row"]["id"] for c in changes if c["table"] == table] for table in _LOOKED_UP}
        self._bubbles = {row["id"]: row for row in queries.bubbles_by_id(connection, keys["bubbles"])}
        sent = [row["message_id"] for row in self._bubbles.values() if row["message_id"]]
        self._findings = {
            "bubble": findings.of_anchors(connection, "bubble", keys["bubbles"]),
            "message": findings.of_anchors(connection, "message", sent),
            "context": findings.of_anchors(connection, "context", keys["fragments"]),
        }
        self._judged = history.judged(connection, keys["samples"])
        self._values = history.values_named(connection, keys["private_values"], keys["findings"])

    def fragment(self, change: Change) -> int | None:
        """The fragment that a change is of, as far as it is of one."""
        key = change["row"].get("id")
        if change["table"] == "fragments":
            return int(key)
        if change["table"] == "samples":
            return self._judged.get(key)
        row = self._bubbles.get(key) if change["table"] == "bubbles" else None
        images = [image for image in (change["after"], row, change["before"]) if image and "fragment_id" in image]
        return int(images[0]["fragment_id"]) if images else None

    def value(self, change: Change) -> str:
        """The private value that a change is of, masked; empty for any other."""
        row = self._values.get((change["table"], change["row"].get("id", 0)))
        if row is None:
            return ""
        return f"{self._t(ENTITIES.get(row['entity'], row['entity']))} {mask(row['entity'], row['sample'])}"

    def images(self, change: Change) -> tuple[str, str]:
        """What it was and what it became, where one column says it."""
        images = (change["before"] or {}, change["after"] or {})
        names = {name for image in images for name in image}
        show = self._show(change, names)
        return (show(images[0]), show(images[1])) if show else ("", "")

    def _show(self, change: Change, names: set[str]) -> Callable[[Image], str] | None:
        if change["table"] == "bubbles" and names & {"text", "removed"}:
            return lambda image: self._bubble(change, image)
        if "context" in names and change["table"] == "fragments" and change["before"] and change["after"]:
            return lambda image: self._masked("context", change["row"]["id"], image.get("context", ""))
        if "verdict" in names:
            return lambda image: self._verdict(image)
        if "exception" in names and change["table"] == "findings":
            return lambda image: self._t(N_("exception")) if image.get("exception") else ""
        if "surrogate" in names and change["table"] == "private_values":
            return lambda image: image.get("surrogate", "")
        if "decision" in names:
            return lambda image: self._t(_DECISIONS.get(image.get("decision", ""), ""))
        return None

    def _bubble(self, change: Change, image: Image) -> str:
        """Its words then. An image without them left them as they are; a removed bubble has none."""
        row = self._bubbles.get(change["row"]["id"])
        if not image or image.get("removed"):
            return ""
        text = image.get("text", row["typed"] if row and "text" not in image else None)
        if text is not None:
            return self._masked("bubble", change["row"]["id"], text)
        return self._masked("message", row["message_id"], row["original"] or "") if row else ""

    def _masked(self, anchor: str, key: Any, text: str) -> str:
        return cut(masked(text, self._findings[anchor].get(key, [])))

    def _verdict(self, image: Image) -> str:
        verdict = self._t(_VERDICTS.get(image.get("verdict") or "", ""))
        missed = self._t(N_("leaks something private")) if image.get("missed") else ""
        return self._t(N_(", ")).join(filter(None, (verdict, missed)))


_LOOKED_UP = ("bubbles", "fragments", "samples", "findings", "private_values")


def cut(text: str) -> str:
    """A text as long as the panel shows it."""
    return text if len(text) <= SHOWN else text[:SHOWN] + "…"


def decided(found: Sequence[tuple[Image, Image, int]], translate: Translate) -> tuple[str, str]:
    """What decisions were and became; how many each, where they were not all the same."""
    sides: list[Counter[str]] = [Counter(), Counter()]
    for *images, count in found:
        for side, image in zip(sides, images, strict=True):
            side[_standing(image, translate)] += count
    before, after = (_counted(side, translate) for side in sides)
    return before, after


def decision(change: Change, translate: Translate) -> tuple[str, str] | None:
    """The same of one change; None where it is of no decision."""
    if change["table"] != "fragments" or not (change["before"] and change["after"]):
        return None
    before, after = _standing(change["before"], translate), _standing(change["after"], translate)
    return (before, after) if before or after else None


def _counted(side: Counter[str], translate: Translate) -> str:
    if len(side) < 2:
        return "".join(side)
    ordered = sorted(side.items(), key=lambda one: (-one[1], one[0]))
    parts = (f"{words or '–'} {count:,}" for words, count in ordered)
    return translate(N_(", ")).join(parts)


def _standing(image: Image, translate: Translate) -> str:
    """A decision with its reason, or the note that stands beside it."""
    status = translate(STATUSES.get(image.get("status", ""), ""))
    reason = translate(REASONS.get(image.get("reason") or "", ""))
    why = [part for part in (reason, cut(image.get("note") or "")) if part]
    if not (status and why):
        return status or " ".join(why)
    return translate(N_("{status}: {reason}")).format(status=status, reason=" ".join(why))


def scope(tables: Mapping[str, int], fragments: int, translate: Translate) -> str:
    """How much an edit changed: so many bubbles, fragments, or rows of anything else."""
    several = {
        "bubbles": (N_("1 bubble"), N_("{count} bubbles")),
        "fragments": (N_("1 fragment"), N_("{count} fragments")),
    }
    named = next((name for name in several if tables.get(name)), "")
    count = fragments if named == "fragments" else tables.get(named, sum(tables.values()))
    if not named:
        return f"{count:,}" if count else ""
    one, many = several[named]
    return translate(one) if count == 1 else translate(many).format(count=f"{count:,}")
