"""Start: try the demo, bring an own chat, or go on with a workspace; rename, back up and delete workspaces."""

import streamlit as st

from pages.widgets import shelf, shell

here = shell.current()
_ = here._

st.title("如我 Ruwo", anchor=False)
st.text(_("Turn your own chats into a model that talks like you. Everything stays on this computer."))
shelf.problem()

with st.container(key="doors"):
    demo, own = st.columns(2, gap="medium")
with demo, st.container(border=True, height="stretch"):
    st.subheader(_("Try the demo chat"), anchor=False)
    st.text(_("About 300 messages between two friends, written for Ruwo. See the whole way in ten minutes."))
    if st.button(_("Open the demo"), type=shelf.first_step(here), width="stretch", key="demo"):
        shelf.open_demo(_)
with own, st.container(border=True, height="stretch"):
    st.subheader(_("Import your own chat"), anchor=False)
    st.text(_("WeChat as MemoTrace (留痕) and other tools exported it, QQ, Telegram, WhatsApp."))
    if st.button(_("Choose a file"), width="stretch", key="own"):
        shelf.new_workspace(_)

with st.container(key="way"):
    st.text(_("The way: import → review → privacy → persona → export → tune elsewhere → chat"))
shelf.steps(here)
shelf.manage(here)
shelf.restore(_)
