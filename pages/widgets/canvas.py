"""The fragment canvas: a page of fragments as a quiet messenger that is worked with the keyboard.

One component (``st.components.v2``, shadow DOM); chat text reaches the page only as text nodes. The browser keeps a
queue of numbered ops and paints each at once; the page applies them and acknowledges the last number it has seen.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path
from typing import Any

import orjson
import streamlit as st

from pages.widgets.canvas_labels import LABELS

__all__ = ["LABELS", "canvas"]

_FOLDER = Path(__file__).parent / "canvas"
_SCRIPTS = (
    "dom", "ops", "queue", "text", "bubbles", "forms", "resume", "actions", "several", "repairs", "marking", "keys",
    "remap", "card", "panels", "canvas",
)  # fmt: skip


def _script(name: str) -> str:
    """A script without indentation and whole-line comments: it travels to the browser with every answer."""
    lines = (_FOLDER / f"{name}.js").read_text(encoding="utf-8").splitlines()
    return "\n".join(line.strip() for line in lines if line.strip() and not line.strip().startswith("//"))


@cache
def _component() -> Callable[..., Any]:
    script = "\n".join(_script(name) for name in _SCRIPTS)
    style = (_FOLDER / "canvas.css").read_text(encoding="utf-8")
    return st.components.v2.component("ruwo_canvas", js=script, css=style)


def _encode(data: Mapping[str, Any]) -> bytes:
    """JSON as UTF-8 bytes: half the size of escaped Chinese, and Streamlit does not serialise it a second time."""
    try:
        return orjson.dumps(data)
    except TypeError:  # a lone surrogate, which UTF-8 cannot carry
        return json.dumps(data).encode()


def canvas(
    data: Mapping[str, Any],
    *,
    key: str,
    on_ops: Callable[[dict[str, Any]], None],
    on_view: Callable[[dict[str, Any]], None],
) -> None:
    """Draw a page of fragments. ``key`` names the workspace too: the browser keeps unsent work under it.

    ``data``: ``ack {client, seq}``, ``problems [{seq, fragment, text}]``, ``can_undo``, ``can_redo``, ``undo_label``,
    ``redo_label``, ``focus``, ``reveal``, ``fragments`` and, optionally, ``labels`` (translations of :data:`LABELS`;
    a missing one stays English). Offsets count code points. Empty fields of bubbles may be left out.

    ``on_ops`` gets ``{"client", "ops", "focus", "attempt"}``: every op not acknowledged yet, oldest first, each
    ``{"seq", "kind", "fragment", "version", ...}``. The same op may come again until ``ack`` covers it.
    ``on_view`` gets ``{"focus", "open": {fragment: {"before", "after"}}, "reveal", "seq"}``. Both run before the
    page's script does.
    """

    def tell(name: str, listener: Callable[[dict[str, Any]], None]) -> Callable[[], None]:
        return lambda: listener(st.session_state[key][name])

    labelled = {**data, "key": key, "labels": {**LABELS, **data.get("labels", {})}}
    _component()(
        key=key, data=_encode(labelled), on_ops_change=tell("ops", on_ops), on_view_change=tell("view", on_view)
    )
