"""Long work: seen from outside, stopped from outside, and never ending in silence."""

from __future__ import annotations

import threading

import pytest

from curation.errors import RuwoError
from curation.jobs import Job

PATIENCE = 30
"""Seconds until a test that hangs fails."""


def test_the_result_is_there_when_it_is_done() -> None:
    job = Job(lambda job: 6 * 7, name="聊天.csv")
    assert job.wait(PATIENCE)
    assert (job.done, job.result, job.error, job.cancelled, job.name) == (True, 42, None, False, "聊天.csv")


def test_progress_is_seen_while_it_runs() -> None:
    reached, go_on = threading.Event(), threading.Event()

    def work(job: Job[str]) -> str:
        job.fraction, job.step = 0.5, "reading"
        reached.set()
        assert go_on.wait(PATIENCE)
        return "ok"

    job = Job(work)
    assert reached.wait(PATIENCE)
    assert (job.fraction, job.step, job.done, job.result) == (0.5, "reading", False, None)
    assert not job.wait(0)
    go_on.set()
    assert job.wait(PATIENCE)
    assert job.result == "ok"


def test_cancel_stops_it_at_its_next_check() -> None:
    reached, go_on, after = threading.Event(), threading.Event(), []

    def work(job: Job[None]) -> None:
        job.check()
        reached.set()
        assert go_on.wait(PATIENCE)
        job.check()
        after.append("went on")

    job = Job(work, name="聊天.csv")
    assert reached.wait(PATIENCE)
    job.cancel()
    job.cancel()
    assert (job.cancelled, job.done) == (True, False)
    go_on.set()
    assert job.wait(PATIENCE)
    assert job.error is not None
    assert (job.error.code, job.error.params) == ("cancelled", {"file": "聊天.csv"})
    assert (job.result, after) == (None, [])


def test_cancel_after_the_end_changes_nothing() -> None:
    job = Job(lambda job: 1)
    assert job.wait(PATIENCE)
    job.cancel()
    assert (job.result, job.error) == (1, None)


def test_an_error_of_ours_is_kept_as_it_is() -> None:
    error = RuwoError("file_empty", file="聊天.csv")

    def work(job: Job[None]) -> None:
        raise error

    job = Job(work)
    assert job.wait(PATIENCE)
    assert job.error is error


@pytest.mark.parametrize("kind", [ValueError, KeyError, MemoryError, UnicodeError])
def test_any_other_error_is_named_without_its_text(kind: type[Exception]) -> None:
    def work(job: Job[None]) -> None:
        raise kind("我的密码是 hunter2")

    job = Job(work)
    assert job.wait(PATIENCE)
    assert job.error is not None
    assert (job.error.code, job.error.params) == ("unexpected", {"kind": kind.__name__})
    assert (job.error.__cause__, job.error.__context__) == (None, None)


def test_it_does_not_keep_the_program_alive() -> None:
    seen: list[threading.Thread] = []
    job = Job(lambda job: seen.append(threading.current_thread()))
    assert job.wait(PATIENCE)
    assert seen[0].daemon
    assert seen[0] is not threading.current_thread()
