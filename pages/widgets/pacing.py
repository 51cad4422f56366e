"""One line of the canvas: how far this batch and everything is, how long it will take, what came of it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from curation.flow.workbench import pace
from curation.workspace import Workspace

Words = Callable[[str], str]


def line(opened: Workspace, _: Words) -> dict[str, Any]:
    """The batch at hand, the whole, and the data set as it stands: ``text``, and ``share`` of the batch in [0, 1].

    The canvas draws it: elements of Streamlit’s own would be sent and drawn again at every key.
    """
    now = pace.state(opened)
    batch = _("Batch {number}: {done} of {size}").format(number=now.batch, done=now.in_batch, size=now.batch_size)
    parts = [batch, *_gain(now, _), _whole(now, _), *_time(now, _)]
    rows, tokens = f"{now.size.rows:,}", f"{now.size.tokens:,}"
    parts.append(_("data set: {rows} rows, about {tokens} tokens of talk").format(rows=rows, tokens=tokens))
    return {"share": now.in_batch / now.batch_size if now.batch_size else 1.0, "text": " · ".join(parts)}


def _gain(now: pace.Pace, _: Words) -> list[str]:
    """What came of the batch at hand; at its end, of the whole of it."""
    lately = now.lately
    names = {"kept": _("{count} kept"), "dropped": _("{count} dropped"), "mended": _("{count} mended")}
    return [name.format(count=lately[key]) for key, name in names.items() if lately.get(key)]


def _whole(now: pace.Pace, _: Words) -> str:
    return _("{done} of {total} decided").format(done=f"{now.done:,}", total=f"{now.total:,}")


def _time(now: pace.Pace, _: Words) -> list[str]:
    if now.left is None or not now.left:
        return []
    hours, minutes = divmod(round(now.left / 60), 60)
    if hours:
        return [_("about {hours} h {minutes} min left").format(hours=hours, minutes=minutes)]
    return [_("about {minutes} min left").format(minutes=max(minutes, 1))]
