"""Long work in a thread of its own, with progress and cancel, so that a page stays alive while it runs."""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, Generic, TypeVar

from curation.errors import RuwoError

T = TypeVar("T")


class Job(Generic[T]):
    """Runs ``work(job)`` at once in a daemon thread. ``work`` sets :attr:`fraction` and calls :meth:`check`."""

    def __init__(self, work: Callable[[Job[T]], T], *, name: str = "") -> None:
        self.name = name
        """What is being worked on, as shown to the person (a file's name)."""
        self.fraction = 0.0
        """Done so far, in [0, 1]."""
        self.step = ""
        """What is being done right now (a code the page puts into words)."""
        self.result: T | None = None
        self.error: RuwoError | None = None
        self._cancel = threading.Event()
        self._done = threading.Event()
        threading.Thread(target=self._run, args=(work,), daemon=True, name="ruwo-job").start()

    @property
    def done(self) -> bool:
        """It has ended, well or not."""
        return self._done.is_set()

    @property
    def cancelled(self) -> bool:
        """Somebody asked to stop."""
        return self._cancel.is_set()

    def cancel(self) -> None:
        """Ask the work to stop at its next :meth:`check`."""
        self._cancel.set()

    def check(self) -> None:
        """Raise RuwoError ``cancelled`` if somebody asked to stop."""
        if self._cancel.is_set():
            raise RuwoError("cancelled", file=self.name)

    def wait(self, timeout: float | None = None) -> bool:
        """Wait until it has ended; returns whether it has."""
        return self._done.wait(timeout)

    def _run(self, work: Callable[[Job[T]], Any]) -> None:
        try:
            self.result = work(self)
        except RuwoError as error:
            self.error = error
        except Exception as error:  # whatever it was, the page must say something; its text may hold chat text
            self.error = RuwoError("unexpected", kind=type(error).__name__)
        finally:
            self._done.set()
