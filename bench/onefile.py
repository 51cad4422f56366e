"""A process of its own for one file: how much memory reading it takes, and how long, beside the least one can do.

python -m bench.onefile FILE FLOOR ROUNDS     prints a JSON object; ROUNDS 0: only the floor's memory
"""

from __future__ import annotations

import json
import resource
import sys
from collections.abc import Callable
from pathlib import Path

from bench.families import BARE
from bench.measuring import cpu_seconds, race


def peak() -> float:
    """The most memory this process ever held, in MB."""
    status = Path("/proc/self/status")
    if status.exists():
        return int(status.read_text(encoding="ascii").split("VmHWM:")[1].split()[0]) / 1024
    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss  # bytes on macOS
    return most / (1 << 20)


def memory(run: Callable[[], object]) -> float:
    """What a run takes more than there was before, in MB."""
    before = peak()
    run()
    return peak() - before


def streamed(path: Path) -> int:
    """Read as an import does: the chats, then the messages in batches."""
    from curation import sources

    reader = sources.open(path)
    chosen = [chat.key for chat in reader.chats()]
    return sum(map(len, reader.batches(chosen)))


def main() -> None:
    """Measure and print."""
    path, floor, rounds = Path(sys.argv[1]), BARE[sys.argv[2]], int(sys.argv[3])
    if not rounds:
        print(json.dumps({"memory": memory(lambda: floor(path))}))
        return
    from curation.sources import registry

    registry.all_formats()
    told = {"memory": memory(lambda: streamed(path)), "messages": streamed(path)}
    told["ours"], told["floor"] = race(
        lambda: cpu_seconds(lambda: streamed(path)), lambda: cpu_seconds(lambda: floor(path)), rounds=rounds
    )
    print(json.dumps(told))


if __name__ == "__main__":
    main()
