"""A statement that takes long ends when somebody asks for it, and leaves the transaction to be rolled back."""

from __future__ import annotations

import pytest
from sqlalchemy.exc import OperationalError

from curation.errors import RuwoError
from curation.workspace import Workspace, queries
from curation.workspace.watching import watched

ENDLESS = "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n) SELECT max(i) FROM n"


def stop() -> None:
    raise RuwoError("cancelled", file="林小满.csv")


def deleted(workspace: Workspace) -> None:
    with workspace.write() as connection, watched(connection, stop):
        connection.exec_driver_sql("DELETE FROM bubbles")
        connection.exec_driver_sql(ENDLESS)


def test_a_stopped_statement_ends_the_transaction(workspace: Workspace) -> None:
    with workspace.read() as connection:
        before = queries.message_count(connection)
    with pytest.raises(RuwoError) as error:
        deleted(workspace)
    assert error.value.code == "cancelled"
    with workspace.read() as connection, watched(connection, lambda: None):
        assert queries.message_count(connection) == before
        assert connection.exec_driver_sql("SELECT count(*) FROM bubbles").scalar() == before


def test_the_next_user_of_a_connection_is_not_stopped(workspace: Workspace) -> None:
    for _ in range(2):
        with pytest.raises(RuwoError), workspace.read() as connection, watched(connection, stop):
            connection.exec_driver_sql(ENDLESS)
    short = ENDLESS.replace("FROM n)", "FROM n LIMIT 200000)")
    with workspace.read() as connection:
        assert connection.exec_driver_sql(short).scalar() == 200_000


def test_a_mistake_stays_one(workspace: Workspace) -> None:
    with pytest.raises(OperationalError), workspace.read() as connection, watched(connection, lambda: None):
        connection.exec_driver_sql("SELECT nothing FROM nowhere")
