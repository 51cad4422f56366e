"""Measures Ruwo beside what anybody would have to spend: ``python -m bench [NAME …] [--messages N] [--file CHAT]``."""

from __future__ import annotations

import argparse
from importlib import import_module
from pathlib import Path

from bench import chats
from bench.measuring import table

BENCHES = ("reading", "workspace", "review", "privacy", "topics", "effort")


def main() -> None:
    """Run the benches one after another; a missed goal is printed, only an error ends the process badly."""
    parser = argparse.ArgumentParser(prog="bench", description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"which to run: {', '.join(BENCHES)} (default: all)")
    parser.add_argument("--messages", type=int, default=chats.MESSAGES, help="length of the invented chat")
    parser.add_argument(
        "--long", type=int, default=200_000, help="length of the chat whose import's memory is measured"
    )
    parser.add_argument("--file", type=Path, help="an exported chat to use instead of an invented one")
    parser.add_argument("--rounds", type=int, default=5, help="how often reading and writing are repeated")
    parser.add_argument("--clicks", type=int, default=25, help="how often each action of the review page is timed")
    options = parser.parse_args()
    if unknown := set(options.names) - set(BENCHES):
        parser.error(f"no such bench: {', '.join(sorted(unknown))}")
    found = []
    for name in options.names or BENCHES:
        print(f"measuring: {name} …", flush=True)
        found += import_module(f"bench.{name}").figures(options)
    print(table(found))


if __name__ == "__main__":
    main()
