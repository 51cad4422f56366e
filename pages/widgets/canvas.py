"""The fragment canvas: a page of fragments as a quiet messenger that is worked with the keyboard.

One component (``st.components.v2``, shadow DOM); chat text reaches the page only as text nodes. The browser keeps a
queue of numbered ops and paints each at once; the page applies them and acknowledges the last number it has seen.

What the browser holds is not sent again: code, labels and fragments travel under stamps of their content.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from functools import cache
from hashlib import blake2b
from pathlib import Path
from typing import Any

import orjson
import streamlit as st

from pages.widgets.canvas_labels import LABELS

__all__ = ["LABELS", "canvas"]

_FOLDER = Path(__file__).parent / "canvas"
_SCRIPTS = (
    "dom", "ops", "queue", "text", "bubbles", "drafts", "forms", "resume", "actions", "several", "findings", "repairs",
    "marking", "turning", "keys", "remap", "card", "panels", "canvas",
)  # fmt: skip


@cache
def _component() -> Callable[..., Any]:
    return st.components.v2.component("ruwo_canvas", js=_read("loader.js"))


def _read(name: str) -> str:
    return (_FOLDER / name).read_text(encoding="utf-8")


@cache
def _code() -> Mapping[str, tuple[str, bytes]]:
    """Script and style."""
    script = "\n".join(_read(f"{name}.js") for name in _SCRIPTS)
    return {"script": _part(script), "style": _part(_read("canvas.css"))}


def _encode(data: Any) -> bytes:
    """JSON as UTF-8 bytes: half the size of escaped Chinese, and Streamlit does not serialise it a second time."""
    try:
        return orjson.dumps(data)
    except TypeError:  # a lone surrogate, which UTF-8 cannot carry
        return json.dumps(data).encode()


def _part(value: Any) -> tuple[str, bytes]:
    """A stamp of its content, and that."""
    encoded = _encode(value)
    return blake2b(encoded, digest_size=6).hexdigest(), encoded


def message(data: Mapping[str, Any], labels: Mapping[str, str], held: Collection[str]) -> bytes:
    """What travels to the browser: of code, labels and fragments their stamps, and in ``parts`` those not ``held``."""
    single = {**_code(), "labels": _part(labels)}
    fragments = [_part(one) for one in data["fragments"]]
    named = {name: stamp for name, (stamp, _) in single.items()} | {"fragments": [stamp for stamp, _ in fragments]}
    parts = dict([*single.values(), *fragments])
    missing = (b'"%b":%b' % (stamp.encode(), part) for stamp, part in parts.items() if stamp not in held)
    return _encode({**data, **named})[:-1] + b',"parts":{' + b",".join(missing) + b"}}"


def canvas(
    data: Mapping[str, Any],
    *,
    key: str,
    on_ops: Callable[[dict[str, Any]], None],
    on_view: Callable[[dict[str, Any]], None],
    on_turn: Callable[[dict[str, Any]], None],
) -> None:
    """Draw a page of fragments. ``key`` names the workspace too: the browser keeps unsent work under it.

    A component with another ``key`` is mounted anew; with the same ``key`` in ``data`` the browser goes on with the
    work of the one before.

    ``data``: ``ack {client, seq}``, ``problems [{seq, fragment, text, again}]`` (``again``: gone when undo or redo is
    pressed once more), ``can_undo``, ``can_redo``, ``undo_label``, ``redo_label``, ``undo_edit``, ``redo_edit`` (they
    come back as ``told`` of an undo or redo), ``focus``, ``reveal``, ``fragments`` and, optionally, ``labels``
    (translations of :data:`LABELS`; a missing one stays English), ``pace {share, text}`` and ``pager {back, next}``:
    where the ways lead ("back", "next", "rest"; empty: nowhere). Offsets count code points. Empty fields of bubbles may
    be left out.

    ``on_ops`` gets ``{"client", "ops", "focus", "attempt"}``: every op not acknowledged yet, oldest first, each
    ``{"seq", "kind", "fragment", "version", ...}``. The same op may come again until ``ack`` covers it.
    ``on_view`` gets ``{"focus", "open": {fragment: {"before", "after"}}, "reveal", "seq"}``.
    ``on_turn`` gets ``{"client", "turn", "to", "last"}``, perhaps more than once; the page that was asked for says
    ``turned {client, turn}``. All run before the page's script does.
    """
    holding = f"{key}_holds"

    def tell(name: str, listener: Callable[[dict[str, Any]], None]) -> Callable[[], None]:
        def told() -> None:
            value = dict(st.session_state[key][name])
            st.session_state[holding] = frozenset(value.pop("held", ()))
            listener(value)

        return told

    labels = {**LABELS, **data.get("labels", {})}
    held = st.session_state.get(holding, frozenset())
    _component()(
        key=key,
        data=message({"key": key, **data}, labels, held),
        on_ops_change=tell("ops", on_ops),
        on_view_change=tell("view", on_view),
        on_turn_change=tell("turn", on_turn),
        on_lacking_change=tell("lacking", lambda _: None),
    )
