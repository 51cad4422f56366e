"""An exception's own words reach neither the page nor the log: they can quote a chat."""

from __future__ import annotations

import logging
import re
from pathlib import Path

import pytest
from streamlit import error_util
from streamlit.testing.v1 import AppTest

from pages.widgets import unforeseen

SECRET = "我电话19999123456"


def _broken_page() -> None:
    from pages.widgets import shell, unforeseen

    shell.begin()
    unforeseen.say(ValueError("我电话19999123456"))


def test_the_page_says_it_in_one_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RUWO_HOME", str(tmp_path))
    page = AppTest.from_function(_broken_page, default_timeout=30).run()
    (error,) = page.error
    assert "ValueError" in error.value
    assert SECRET not in error.value


def _fail(text: str) -> None:
    raise ValueError(text)


def test_the_log_tells_kind_and_place(caplog: pytest.LogCaptureFixture) -> None:
    unforeseen.keep_words_out_of_the_log()
    unforeseen.keep_words_out_of_the_log()
    logger = logging.getLogger("streamlit.error_util")
    logger.addHandler(caplog.handler)
    try:
        _fail(SECRET)
    except ValueError as error:
        error_util._log_uncaught_app_exception(error)
    finally:
        logger.removeHandler(caplog.handler)
    told = re.search(r"^Traceback \(most recent call last\):\n(?:\s.*\n)+ValueError$", caplog.text, re.MULTILINE)
    assert told is not None
    assert Path(__file__).name in told[0]
    assert SECRET not in caplog.text
    assert sum(type(one).__name__ == "_WithoutWords" for one in logger.filters) == 1
