"""What nobody foresaw: one sentence in the reader's language; neither page nor log repeats an exception's own words."""

from __future__ import annotations

import logging
import traceback

from curation.errors import RuwoError


def say(error: Exception) -> bool:
    """Show the sentence in the place of Streamlit's; for ``st.App(on_script_error=…)``."""
    from pages.widgets import shell  # not with the server's start, which waits for no page

    shell.say(RuwoError("unexpected", kind=_kind(error)))
    return True


def keep_words_out_of_the_log() -> None:
    """Streamlit logs whole exceptions, and an exception's text can quote a chat: what stays is its kind and places."""
    logger = logging.getLogger("streamlit.error_util")
    if not any(isinstance(one, _WithoutWords) for one in logger.filters):
        logger.addFilter(_WithoutWords())


class _WithoutWords(logging.Filter):
    def filter(self, record: logging.LogRecord) -> bool:
        error = record.exc_info[1] if record.exc_info else None
        if error is not None:
            places = "".join(traceback.format_tb(error.__traceback__))
            record.msg, record.args = f"{record.msg}\nTraceback (most recent call last):\n%s%s", (places, _kind(error))
            record.exc_info = record.exc_text = None
        return True


def _kind(error: BaseException) -> str:
    return type(error).__name__
