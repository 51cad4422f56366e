"""What can be found. Presidio's names where it has one, ``CN_``-style names for the rest."""

from __future__ import annotations

from typing import Literal

Harm = Literal["high", "medium", "low"]

HARM: dict[str, Harm] = {
    "CN_ID_CARD": "high",
    "CN_PASSPORT": "high",
    "CREDIT_CARD": "high",
    "PASSWORD": "high",
    "VERIFICATION_CODE": "high",
    "PHONE_NUMBER": "high",
    "LOCATION": "high",
    "EMAIL_ADDRESS": "medium",
    "WECHAT_ID": "medium",
    "QQ": "medium",
    "PERSON": "medium",
    "CN_PLATE": "medium",
    "BIRTH_DATE": "medium",
    "IP_ADDRESS": "medium",
    "URL": "low",
    "CN_POSTCODE": "low",
    "ORGANIZATION": "low",
    "DATE_TIME": "low",
}
"""Entity -> what a leak would cost its owner: high can be used against a person at once (money, access, the
front door), medium leads to the person, low only narrows the circle."""

ENTITIES = tuple(HARM)
"""Every entity a Scanner can report."""

DEFAULT = tuple(e for e in ENTITIES if e not in {"ORGANIZATION", "DATE_TIME"})
"""What it reports unless asked otherwise."""
