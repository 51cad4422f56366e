from __future__ import annotations

import string
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

import pytest

from curation.chat import signing
from curation.chat.codes import RETRY, frame_error, http_error
from curation.errors import SENTENCES
from tests.chat.asking import said

NOW = datetime(2026, 3, 1, 8, 0, tzinfo=UTC)

DOCUMENTED = {
    10000, 10001, 10002, 10003, 10004, 10005, 10006, 10007, 10008, 10009, 10010, 10011, 10012, 10013, 10014, 10015,
    10016, 10017, 10018, 10019, 10021, 10110, 10163, 10222, 10223, 10907, 11200, 11201, 11202, 11203, 11500, 11501,
}  # fmt: skip


def test_every_documented_code_has_a_sentence_and_a_retry_class() -> None:
    assert set(RETRY) == DOCUMENTED
    numbered = {int(code.removeprefix("spark_")) for code in SENTENCES if code[-5:].isdigit()}
    assert numbered == DOCUMENTED


@pytest.mark.parametrize("number", sorted(DOCUMENTED))
def test_a_sentence_names_its_number_and_can_be_said(number: int) -> None:
    error = frame_error(number, "cht000704fa@dx16ade44e4d87a1c802")
    assert error.code == f"spark_{number}"
    assert str(number) in said(error)
    assert error.params["retry"] == RETRY[number]
    assert error.params["wipe"] is (number == 10014)


@pytest.mark.parametrize(
    ("retry", "numbers"),
    [
        ("retry", {10008, 10009, 10010, 10011, 10012, 10110, 10222, 10223, 11202, 11203}),
        ("wait", {10006, 10007}),
        ("fix", {10003, 10004, 10005, 10015, 10016, 10163, 10907, 11200, 11201}),
        ("never", {10013, 10014, 10019}),
    ],
)
def test_retry_classes(retry: str, numbers: set[int]) -> None:
    assert {RETRY[number] for number in numbers} == {retry}


@pytest.mark.parametrize("number", [-1, 1, 401, 10020, 99999, 10**30])
def test_an_unknown_code_says_its_number_and_the_call(number: int) -> None:
    error = frame_error(number, "cht01@dx")
    assert error.code == "spark_unknown"
    assert str(number) in said(error)
    assert "cht01@dx" in said(error)


@pytest.mark.parametrize(("sid", "shown"), [(None, "-"), ("", "-"), ("小满 {x}<b>", "xb"), ("a" * 99, "a" * 64)])
def test_a_call_id_is_only_letters_and_digits(sid: str | None, shown: str) -> None:
    assert frame_error(1, sid).params["sid"] == shown


def date(minutes: float) -> str:
    return format_datetime(NOW + timedelta(minutes=minutes), usegmt=True)


@pytest.mark.parametrize(
    ("status", "body", "server_date", "code"),
    [
        (401, signing.NOT_SIGNED.body, None, "spark_401"),
        (401, signing.NOT_READABLE.body, None, "spark_401_key"),
        (401, signing.KEY_UNKNOWN.body, None, "spark_401_key"),
        (401, signing.HOST_NOT_SIGNED.body, None, "spark_401_key"),
        (401, signing.NO_MATCH.body, None, "spark_401_signature"),
        (401, "", None, "spark_401"),
        (403, signing.CLOCK_OFF.body, None, "spark_403_clock"),
        (403, signing.CLOCK_OFF.body, "rubbish", "spark_403_clock"),
        (403, signing.CLOCK_OFF.body, date(0), "spark_403_key"),
        (403, signing.CLOCK_OFF.body, date(-8), "spark_403_clock_off"),
        (403, signing.CLOCK_OFF.body, date(8), "spark_403_clock_off"),
        (403, "no", date(8), "spark_403"),
        (404, "", None, "spark_404"),
        (429, "", None, "spark_429"),
        (302, "", None, "spark_http"),
        (400, "[" * 100_000, None, "spark_http"),
        (500, "[]", None, "spark_http_server"),
        (503, "null", None, "spark_http_server"),
    ],
)
def test_refusals_of_the_handshake(status: int, body: str, server_date: str | None, code: str) -> None:
    error = http_error(status, body.encode(), server_date, NOW)
    assert error.code == code
    assert said(error)
    assert error.params["retry"] == ("retry" if status in {429, 500, 503} else "fix")


def test_the_clock_sentence_says_how_far_off() -> None:
    error = http_error(403, signing.CLOCK_OFF.body.encode(), date(-483), NOW)
    assert "483 minutes" in said(error)


def test_a_body_that_is_no_utf8_is_read_all_the_same() -> None:
    assert http_error(401, b"\xffHMAC", None, NOW).code == "spark_401_key"


@pytest.mark.parametrize("code", [code for code in SENTENCES if code.startswith(("spark_", "chat_", "gateway_"))])
def test_sentences_end_and_tell_what_to_do(code: str) -> None:
    text = SENTENCES[code]
    assert text.endswith(".")
    assert all(name and name.isidentifier() for _, name, _, _ in string.Formatter().parse(text) if name is not None)
