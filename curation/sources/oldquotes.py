"""Quotes that are part of a text: WeChat on computers wrote them so until 2021, and still does where it copies a quote.

Layout: ``「name：words」``, a line of fifteen dashes with a space between each, below it what was typed. The words may
have several lines, and hold such a quote themselves.
"""

from __future__ import annotations

import re

import pyarrow as pa
import pyarrow.compute as pc

_MARK = "」\n- - - - - - - -"
_RULE = re.compile(r"(?:- ){8,20}-?[ \r]*")
_LINES = 50
"""Lines a quoted text may have."""

_NAMED = re.compile(r"「([^\n：:]{1,100})[：:] ?")


def apart(table: pa.Table) -> pa.Table:
    """The messages; a text that begins with a quote is of kind ``quote``. Columns as of building.Built."""
    places = pc.indices_nonzero(pc.match_substring(table.column("text"), _MARK)).to_pylist()
    if not places:
        return table
    kinds, words, quotes = (table.column(name).to_pylist() for name in ("kind", "text", "quote"))
    for at in places:
        if kinds[at] == "text" and (both := parts(words[at])):
            kinds[at], (quotes[at], words[at]) = "quote", both
    for name, values in (("kind", kinds), ("text", words), ("quote", quotes)):
        table = table.set_column(table.column_names.index(name), name, pa.array(values, pa.large_string()))
    return table


def parts(text: str) -> tuple[str, str] | None:
    """``name: words`` of the quote a text begins with, and what was typed below it; None where there is no quote."""
    quoted, _, below = text.rpartition(_MARK)
    rule, _, typed = f"{_MARK[2:]}{below}".partition("\n")
    if not _RULE.fullmatch(rule) or not (named := _NAMED.match(quoted)):
        return None
    return f"{named[1]}: {quoted[named.end() :]}", typed


def rejoined(lines: list[str]) -> list[str]:
    """The lines; one that quotes, its dashes and the line below them as one text again."""
    found: list[str] = []
    for line in lines:
        if len(found) > 1 and _RULE.fullmatch(found[-1]) and (at := _begin(found)) is not None:
            found[at:] = ["\n".join([*found[at:], line])]
        else:
            found.append(line)
    return found


def _begin(lines: list[str]) -> int | None:
    """Where the quote begins that ends above the last line."""
    if not lines[-2].endswith("」"):
        return None
    last = len(lines) - 2
    return next((at for at in range(last, max(last - _LINES, -1), -1) if _NAMED.match(lines[at])), None)
