"""Ruwo's window: page set-up, navigation, workspace picker; nothing else.

Start it with ``python -m streamlit run app.py`` (``make run`` does).
"""

from pathlib import Path

import streamlit as st
from starlette.middleware import Middleware
from streamlit.runtime.pages_manager import PagesManager

from pages.widgets import unforeseen
from pages.widgets.headers import SecurityHeaders

# What st.navigation sets as well, but only in a server's first run: until then Streamlit would show the files of
# pages/ as a menu of its own, and run one of them without this script when its address is opened.
PagesManager.uses_pages_directory = False

app = st.App(Path(__file__), middleware=[Middleware(SecurityHeaders)], on_script_error=unforeseen.say)
unforeseen.keep_words_out_of_the_log()

if st.runtime.exists():
    from pages.widgets import reviewer, shell, style

    st.set_page_config(
        page_title="如我 Ruwo", page_icon=str(Path(__file__).parent / "assets" / "icon.svg"), layout="wide"
    )
    here = shell.begin()
    _ = here._
    steps = [
        st.Page("pages/1_import.py", title=_("Import"), icon=":material/upload_file:", url_path="import"),
        st.Page("pages/2_review.py", title=_("Review"), icon=":material/forum:", url_path="review"),
        st.Page("pages/3_privacy.py", title=_("Privacy"), icon=":material/shield_person:", url_path="privacy"),
        st.Page("pages/4_persona.py", title=_("Persona"), icon=":material/face:", url_path="persona"),
        st.Page("pages/5_export.py", title=_("Export"), icon=":material/download:", url_path="export"),
        st.Page("pages/7_chat.py", title=_("Chat"), icon=":material/chat_bubble:", url_path="chat"),
    ]
    start = st.Page("pages/0_start.py", title=_("Start"), icon=":material/home:", default=True)
    page = st.navigation({"": [start], _("Step by step"): steps})
    style.apply(_)
    shell.sidebar(here)
    reviewer.remember(here.workspace)
    page.run()
    shell.settle()
