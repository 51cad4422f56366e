"""Services, gateways and clients that tests of the chat start; all end with the module."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import Any

import pytest

from curation.chat.gateway import Gateway
from curation.chat.signing import Credentials
from curation.chat.spark import SparkClient
from tests.chat.knocking import Says
from tests.chat.service import Service


@pytest.fixture(scope="module")
def service() -> Iterator[Callable[..., Service]]:
    """Start scripted services; they are stopped after the module."""
    with ExitStack() as stack:
        yield lambda *script, **options: stack.enter_context(Service(*script, **options))


@pytest.fixture(scope="session")
def credentials() -> Credentials:
    return Credentials("demoapp1", "key-of-the-tests", "secret-of-the-tests")


@pytest.fixture(scope="session")
def client(credentials: Credentials) -> Callable[..., SparkClient]:
    """A client of ``url`` that gives up soon unless told otherwise."""

    def make(url: str, **options: Any) -> SparkClient:
        return SparkClient(url, credentials, **{"receive_timeout": 10, "late_timeout": 0, **options})

    return make


@pytest.fixture(scope="module")
def gateway(credentials: Credentials) -> Iterator[Callable[..., Gateway]]:
    """Start gateways in front of a backend; they are closed after the module."""

    def make(backend: Any) -> Gateway:
        c = credentials
        return stack.enter_context(
            Gateway(backend, app_id=c.app_id, api_key=c.api_key, api_secret=c.api_secret, domain="preview")
        )

    with ExitStack() as stack:
        yield make


@pytest.fixture(scope="module")
def backend() -> Says:
    return Says("在", "呀~~", "", "(≧▽≦)")


@pytest.fixture(scope="module")
def running(gateway: Callable[..., Gateway], backend: Says) -> Gateway:
    return gateway(backend)
