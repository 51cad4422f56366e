"""What a scan finds in a text, as the workspace stores it."""

from __future__ import annotations

from typing import NamedTuple

from curation.flow.guarding.redaction import key_of
from curation.privacy import Finding
from curation.workspace.findings import Found, text_hash


class Anchored(NamedTuple):
    """A text and where it stands: what kind of place, and its number there."""

    anchor: str
    id: int
    text: str


def as_found(at: Anchored, finding: Finding, rule: int | None = None) -> Found:
    """The row of a finding; ``rule``: the id of the person's rule that found it."""
    value = at.text[finding.start : finding.end]
    return Found(
        anchor=at.anchor,
        anchor_id=at.id,
        text_hash=text_hash(at.text),
        start=finding.start,
        end=finding.end,
        entity=finding.entity,
        normal=key_of(finding.entity, value, finding.recognizer),
        sample=value,
        score=round(100 * finding.score),
        recognizer=finding.recognizer,
        rule=rule,
    )
