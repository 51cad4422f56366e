from __future__ import annotations

import base64
from datetime import UTC, datetime, timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from curation.chat import signing
from curation.chat.signing import Credentials, sign_url, verify

# The documented example of the vendor's page on URL authentication.
KEY = "addd2272b6d8b7c8abdd79531420ca3b"
SECRET = "MjlmNzkzNmZkMDQ2OTc0ZDdmNGE2ZTZi"
NOW = datetime(2023, 5, 5, 10, 43, 39, tzinfo=UTC)
HOST = "spark-api.xf-yun.com"
OWN = Credentials("app", KEY, SECRET)
AUTHORIZATION = (
    "YXBpX2tleT0iYWRkZDIyNzJiNmQ4YjdjOGFiZGQ3OTUzMTQyMGNhM2IiLCBhbGdvcml0aG09ImhtYWMtc2hhMjU2IiwgaGVhZGVycz0iaG9zdC"
    "BkYXRlIHJlcXVlc3QtbGluZSIsIHNpZ25hdHVyZT0iejVnSGR1M3B4VlY0QURNeWs0Njd3T1dEUTlxNkJRelIzbmZNVGpjL0RhUT0i"
)


def test_documented_example_is_reproduced() -> None:
    url = urlsplit(sign_url(f"wss://{HOST}/v1.1/chat", KEY, SECRET, NOW))
    assert (url.scheme, url.netloc, url.path) == ("wss", HOST, "/v1.1/chat")
    assert "date=Fri%2C+05+May+2023+10%3A43%3A39+GMT" in url.query
    assert parse_qs(url.query) == {
        "authorization": [AUTHORIZATION],
        "date": ["Fri, 05 May 2023 10:43:39 GMT"],
        "host": [HOST],
    }


def test_the_date_is_gmt_whatever_the_zone_of_now() -> None:
    east = NOW.astimezone(tz=datetime.strptime("+0800", "%z").tzinfo)
    assert sign_url(f"wss://{HOST}/v1.1/chat", KEY, SECRET, east) == sign_url(
        f"wss://{HOST}/v1.1/chat", KEY, SECRET, NOW
    )


def test_credentials_hide_their_secrets_and_drop_pasted_spaces() -> None:
    own = Credentials(" app\n", f"{KEY} ", f"\t{SECRET}")
    assert own == OWN
    assert KEY not in f"{own!r} {own}"
    assert SECRET not in f"{own!r} {own}"


def test_random_credentials_differ() -> None:
    assert Credentials.random() != Credentials.random()


def signed(
    *,
    name: str = "api_key",
    gap: str = " ",
    date: str = "Fri, 05 May 2023 10:43:39 GMT",
    host: str = HOST,
    **changes: str,
) -> str:
    """Path and query of a handshake, by a hand that is not the code's."""
    path = changes.get("path", "/v1.1/chat")
    signature = signing._signature(changes.get("secret", SECRET), host, date, path)
    origin = (
        f'{name}="{changes.get("key", KEY)}", algorithm="{changes.get("algorithm", "hmac-sha256")}",{gap}'
        f'headers="{changes.get("headers", "host date request-line")}", signature="{signature}"'
    )
    authorization = base64.b64encode(origin.encode()).decode()
    return "/v1.1/chat?" + urlencode({"host": host, "date": date, "authorization": authorization})


@pytest.mark.parametrize(
    "target",
    [
        signed(),
        pytest.param(signed(name="username"), id="hmac username"),
        pytest.param(signed(gap=" " * 8), id="spaces of a continued line"),
        pytest.param(signed(date="Fri, 05 May 2023 10:43:39 UTC"), id="UTC"),
        pytest.param(sign_url(f"wss://{HOST}/v1.1/chat", KEY, SECRET, NOW).removeprefix(f"wss://{HOST}"), id="ours"),
    ],
)
def test_working_clients_are_let_in(target: str) -> None:
    assert verify(target, HOST, OWN, NOW) is None


@pytest.mark.parametrize("seconds", [-300, 300])
def test_a_clock_may_be_five_minutes_off(seconds: int) -> None:
    assert verify(signed(), HOST, OWN, NOW + timedelta(seconds=seconds)) is None


@pytest.mark.parametrize(
    ("target", "refusal"),
    [
        ("/v1.1/chat", signing.NOT_SIGNED),
        ("/v1.1/chat?authorization=!!&date=Fri%2C+05+May+2023+10:43:39+GMT&host=h", signing.NOT_READABLE),
        (signed(algorithm="hmac-sha1"), signing.NOT_READABLE),
        (signed(headers="date request-line"), signing.HOST_NOT_SIGNED),
        (signed(key="another"), signing.KEY_UNKNOWN),
        (signed(key=SECRET, secret=KEY), signing.KEY_UNKNOWN),
        (signed(secret="another"), signing.NO_MATCH),
        (signed(path="/v3.5/chat"), signing.NO_MATCH),
        (signed(host="another"), signing.NO_MATCH),
        (signed(date="Fri, 05 May 2023 10:38:38 GMT"), signing.CLOCK_OFF),
        (signed(date="Fri, 05 May 2023 10:48:40 GMT"), signing.CLOCK_OFF),
        (signed(date="yesterday"), signing.CLOCK_OFF),
    ],
)
def test_others_are_refused_as_the_vendor_does(target: str, refusal: signing.Refusal) -> None:
    assert verify(target, HOST, OWN, NOW) == refusal


@settings(deadline=None)
@given(st.text(), st.text(), st.text(), st.text())
def test_nothing_a_stranger_sends_breaks_the_check(authorization: str, date: str, host: str, tail: str) -> None:
    encoded = base64.b64encode(authorization.encode()).decode()
    query = urlencode({"authorization": encoded, "date": date, "host": host})
    assert verify(f"/v1.1/chat?{query}", HOST, OWN, NOW) is not None
    assert verify(f"/v1.1/chat?authorization={tail}", HOST, OWN, NOW) is not None
