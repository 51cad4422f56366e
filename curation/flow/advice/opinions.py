"""Second opinions as they stand beside the other signals: one mark a suggestion, and one where there was none.

The mark also remembers of which words and by which model it is, so that the same is not asked twice and an opinion
goes when its words change.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import orjson
from sqlalchemy import Connection

from curation import signals
from curation.signals import judging
from curation.workspace import marks, opinions


def told(
    fragment: signals.Fragment, by: str, found: Iterable[tuple[int | None, signals.Signal]]
) -> Iterator[marks.Mark]:
    """The marks of an opinion; ``found``: (bubble, signal)."""
    of = judging.fingerprint(fragment)
    nothing = [(None, signals.Signal(opinions.KIND, 0.0, judging.NOTHING))]
    for bubble, signal in list(found) or nothing:
        words = {"text": signal.reason, "params": {}, "of": of, "by": by}
        score = round(1000 * signal.score)
        yield marks.Mark(fragment.id, bubble, opinions.KIND, score, orjson.dumps(words).decode(), None)


def standing(connection: Connection, fragments: Sequence[signals.Fragment]) -> list[marks.Mark]:
    """The opinions that still hold: nobody has changed the words since."""
    by_id = {fragment.id: fragment for fragment in fragments}
    held = opinions.held(connection, by_id)
    now = {i: judging.fingerprint(by_id[i]) for i in {mark.fragment for mark in held}}
    return [mark for mark in held if orjson.loads(mark.reason).get("of") == now[mark.fragment]]


def known(connection: Connection, fragments: Sequence[signals.Fragment], by: str) -> set[int]:
    """The fragments that this model has an opinion on as they stand."""
    return {mark.fragment for mark in standing(connection, fragments) if orjson.loads(mark.reason).get("by") == by}
