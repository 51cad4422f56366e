"""Reviewed, redacted fragments -> the rows, files and manifest a trainer takes.

Data flow::

    Fragment (bubbles in order, context)       given by the caller, texts already redacted
      -> planning.plan                         which bubbles train, which are cut and why (the canvas dims those)
      -> building.build                        DataSet: rows, repairs, skipped fragments, normalisations
      -> checking.check                        [] when LLaMA-Factory will keep every row
      -> formats.<name>.write                  bytes, the same for the same rows
      -> bundle.pack, bundle.write_zip         data file + dataset_info.json + manifest.json + README.txt

Names:

- :class:`Bubble` (side, text), :class:`Fragment` (key, bubbles, context, joined_after)
- :func:`plan` -> :class:`Plan`: one :data:`Use` a bubble, the seams, why the fragment is skipped
- :func:`build` -> :class:`DataSet` of :class:`Row`; a row remembers the ``key`` of its fragment
- :func:`check`, :func:`check_file` -> :class:`Problem` list; :data:`PROBLEMS` has a sentence for each code,
  :data:`REPAIRS` and :data:`SKIPS` for what :func:`build` did
- ``split.holdout``: the keys set aside before the first export
- ``bundle.pack`` -> :class:`~curation.dataset.bundle.Pack` (files by name, and the manifest)
- ``formats.writers()``: every writer there is; a new one is one new file

A row is ``{"conversations": [{"from": "human" | "gpt", "value": str}, …], "system": str, "tools": "[]"}``: it starts
with human, alternates, ends with gpt. A value is one turn, its bubbles joined by :func:`curation.bubbles.encode`.
Nothing here opens a file but :func:`check_file`, and nothing knows the workspace.
"""

from __future__ import annotations

from curation.dataset import formats
from curation.dataset.building import build
from curation.dataset.checking import check, check_file
from curation.dataset.planning import Plan, Use, plan
from curation.dataset.rows import Bubble, ContextIn, DataSet, Fragment, Message, Row, Side
from curation.dataset.sentences import PROBLEMS, REPAIRS, SKIPS, Problem

__all__ = [
    "PROBLEMS",
    "REPAIRS",
    "SKIPS",
    "Bubble",
    "ContextIn",
    "DataSet",
    "Fragment",
    "Message",
    "Plan",
    "Problem",
    "Row",
    "Side",
    "Use",
    "build",
    "check",
    "check_file",
    "formats",
    "plan",
]
