"""Privacy: what was found, value by value; replace it, keep it, or leave single places in."""

import streamlit as st

from pages.widgets import private, shell

opened, _ = shell.need_workspace()
shell.heading(
    _("Privacy"),
    _("Every value below is replaced by its stand-in on export, unless you say that it is not private."),
)
private.scan_state(opened, _)
private.page(opened, _)
if st.button(_("Go on to the persona"), type="primary", key="to_persona"):
    st.switch_page("pages/4_persona.py")
