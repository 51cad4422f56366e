"""Long statements that can be stopped: SQLite asks every now and then whether to go on."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from sqlalchemy import Connection
from sqlalchemy.exc import DatabaseError

from curation.errors import RuwoError

STEPS = 100_000
"""Instructions of SQLite's machine between two questions: some milliseconds."""


@contextmanager
def watched(connection: Connection, check: Callable[[], None]) -> Iterator[None]:
    """While inside, each statement calls ``check``; a RuwoError it raises ends the statement and comes out here."""

    def ended() -> int:
        try:
            check()
        except RuwoError:
            return 1
        return 0

    driver = connection.connection.driver_connection
    assert driver is not None
    driver.set_progress_handler(ended, STEPS)
    try:
        yield
    except DatabaseError:
        check()
        raise
    finally:
        driver.set_progress_handler(None, 0)
