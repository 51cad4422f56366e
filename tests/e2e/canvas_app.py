"""A page with nothing but the canvas over fragments in memory: its tests drive this instead of the whole app.

``?scene=talk|many|hostile|empty`` picks the fragments, ``?size=N`` parts them into pages, ``?stale=ID`` lets another
tab have changed one of them and ``?gone=ID`` have taken one away, ``?log=1`` prints the ops that arrived,
``?believe=1`` takes the browser for one that holds everything, ``?gap=N`` takes the canvas away for one run after N
ops (Streamlit does so when answers of a fragment overlap) and ``RUWO_CANVAS_LABELS`` names a JSON file of translated
labels.
"""

from __future__ import annotations

import json
import os
from pathlib import Path
from typing import Any

import canvas_scenes
import streamlit as st
from canvas_store import Store

from pages.widgets.canvas import canvas

st.set_page_config(layout="wide")


def store() -> Store:
    if "store" not in st.session_state:
        scene = getattr(canvas_scenes, st.query_params.get("scene", "talk"))
        numbers = {name: int(st.query_params[name]) for name in ("stale", "gone", "size") if name in st.query_params}
        st.session_state.store = Store(*scene(), **numbers)
    return st.session_state.store  # type: ignore[no-any-return]


def labels() -> dict[str, str]:
    path = os.environ.get("RUWO_CANVAS_LABELS")
    return json.loads(Path(path).read_text(encoding="utf-8")) if path else {}


def take_view(view: dict[str, Any]) -> None:
    store().view = view


def gap() -> bool:
    wanted = int(st.query_params.get("gap", "0"))
    if not wanted or len(store().log) < wanted or "gap" in st.session_state:
        return False
    st.session_state.gap = True
    return True


class Everything:
    def __contains__(self, stamp: str) -> bool:
        return True


if "believe" in st.query_params:
    st.session_state.setdefault("canvas_holds", Everything())


@st.fragment(run_every=0.3 if "gap" in st.query_params else None)
def page() -> None:
    if not gap():
        data = store().data() | {"labels": labels()}
        canvas(data, key="canvas", on_ops=lambda sent: store().apply(sent), on_view=take_view, on_turn=store().turn)
    if "log" in st.query_params:
        with st.container(key="log"):
            st.text("\n".join(json.dumps(op, ensure_ascii=False) for op in store().log) or "-")
        with st.container(key="view"):
            st.text(json.dumps(store().view))


page()
