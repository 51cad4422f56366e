"""The least a Streamlit page can be: one button. What a click costs here, no design of ours can save."""

import gc

import streamlit as st


@st.cache_resource(show_spinner=False)
def settle() -> bool:
    """As Ruwo does: nothing that was imported is looked at by the garbage collector again."""
    gc.collect()
    gc.freeze()
    return True


st.session_state.setdefault("count", 0)
if st.button("more", key="more"):
    st.session_state.count += 1
st.text(f"count {st.session_state.count}")
settle()
