"""Loaded by the server under test before anything else: refuses and notes every connection beyond loopback."""

import os
import sys

LOOPBACK = ("127.", "::1", "localhost")
NOWHERE = (None, "", "0.0.0.0", "::")  # noqa: S104  asking for these reaches nobody


def watch(event: str, arguments: tuple[object, ...]) -> None:
    """An audit hook; raising refuses the connection."""
    if event == "socket.getaddrinfo":
        host = arguments[0]
    elif event in ("socket.connect", "socket.sendto") and isinstance(arguments[1], tuple):
        host = arguments[1][0]
    else:
        return
    if host in NOWHERE or str(host).startswith(LOOPBACK):
        return
    with open(os.environ["RUWO_TEST_OUTGOING"], "a", encoding="utf-8") as stream:
        stream.write(f"{event} {host}\n")
    raise PermissionError(f"a test may not reach {host}")


sys.addaudithook(watch)
