"""The smallest app that shows whether the harness works: a counter behind Ruwo's own headers."""

import urllib.request
from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware

from pages.widgets.headers import SecurityHeaders

app = st.App(Path(__file__), middleware=[Middleware(SecurityHeaders)])

if st.runtime.exists():
    st.text(st.context.locale)
    st.session_state.setdefault("count", 0)
    if st.button("more", key="more"):
        st.session_state.count += 1
    st.text(f"count {st.session_state.count}")
    if st.button("leak", key="leak"):
        st.html('<img src="http://leak.invalid/a.png">')
    if st.button("call", key="call"):
        try:
            urllib.request.urlopen("http://leak.invalid/")
        except OSError:
            st.text("refused")
