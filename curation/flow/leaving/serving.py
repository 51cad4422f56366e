"""The preview gateway for other programs on this computer: ``python -m curation serve``."""

from __future__ import annotations

import signal
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from curation import workspace
from curation.chat.gateway import Gateway
from curation.chat.preview import NOTHING_FITS, PreviewBackend
from curation.chat.signing import Credentials
from curation.flow.guarding import scanning
from curation.flow.intake import importing
from curation.flow.leaving import chatting
from curation.workspace import Workspace


@dataclass(frozen=True)
class Service:
    """A running preview gateway: where it answers, whom it admits, and whether it only knows the demo chat."""

    url: str
    domain: str
    credentials: Credentials
    is_demo: bool


@contextmanager
def serve(
    port: int, workspace_id: str, given: Sequence[str], domain: str, translate: Callable[[str], str]
) -> Iterator[Service]:
    """A preview gateway over a workspace, or over the demo chat when there is none.

    ``given``: app id, key and secret; an empty one is ``demo`` with the demo chat, and random with a person's own,
    which any program on this computer could otherwise ask for. Raises RuwoError.
    """
    with _answering(workspace_id) as (opened, is_demo):
        fresh = Credentials("demo", "demo", "demo") if is_demo else Credentials.random()
        defaults = (fresh.app_id, fresh.api_key, fresh.api_secret)
        keys = Credentials(*(one or other for one, other in zip(given, defaults, strict=True)))
        backend = PreviewBackend(chatting.Replies(opened).best, translate(NOTHING_FITS))
        with Gateway(
            backend, port=port, app_id=keys.app_id, api_key=keys.api_key, api_secret=keys.api_secret, domain=domain
        ) as gateway:
            yield Service(gateway.url, domain, keys, is_demo)


def stop_signal() -> Callable[[], None]:
    """Take Ctrl-C and the termination signal over; the answer waits for one of them."""
    stop = threading.Event()
    for number in (signal.SIGINT, signal.SIGTERM):
        signal.signal(number, lambda *_: stop.set())

    def wait() -> None:
        while not stop.wait(0.5):  # an endless wait would not hear Ctrl-C on Windows
            pass

    return wait


@contextmanager
def _answering(workspace_id: str) -> Iterator[tuple[Workspace, bool]]:
    """The workspace asked for, else the newest; the demo in a temporary one when it holds nothing. All scanned."""
    shelf = workspace.listing()
    wanted = workspace_id or (shelf[0].id if shelf else "")
    if wanted:
        opened = workspace.open_workspace(wanted)
        try:
            if importing.counts(opened)["messages"]:
                scanning.scan(opened)
                yield opened, False
                return
        finally:
            opened.close()
    with tempfile.TemporaryDirectory(prefix="ruwo-") as folder:
        demo = workspace.open_workspace(Path(folder) / "demo.ruwo", create=True)
        try:
            importing.import_demo(demo)
            scanning.scan(demo)
            yield demo, True
        finally:
            demo.close()
