"""A process of its own that imports one file into a new workspace, and then the same file once more.

python -m bench.oneimport FILE FOLDER     prints a JSON object: messages, processor seconds, most memory after each
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from bench.measuring import cpu_seconds
from bench.onefile import peak
from curation import sources
from curation.flow.intake import importing
from curation.workspace import open_workspace


def measured(file: Path, folder: Path) -> dict[str, float]:
    """``seconds`` and ``memory`` (MB) of the first import, ``again`` (MB): the most up to the end of the second."""
    chats = sources.open(file).chats()
    plan = importing.Plan(file, {chat.key: importing.suggested(chat) for chat in chats})
    workspace = open_workspace(folder / "one.ruwo", create=True)
    spent = cpu_seconds(lambda: importing.import_source(workspace, plan))
    found = {"messages": sum(chat.count for chat in chats), "seconds": spent, "memory": peak()}
    importing.import_source(workspace, plan)
    workspace.close()
    return found | {"again": peak()}


if __name__ == "__main__":
    print(json.dumps(measured(Path(sys.argv[1]), Path(sys.argv[2]))))
