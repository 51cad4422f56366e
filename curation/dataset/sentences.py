"""Codes of the data set step and their English sentences (keys of the translations)."""

from __future__ import annotations

from dataclasses import dataclass

from curation.errors import N_

REPAIRS: dict[str, str] = {
    "leading_persona": N_("The persona spoke first and nothing before it was said: these turns were left out."),
    "context_turn": N_("The persona spoke first: the background stands as the turn it answers."),
    "joined_turns": N_("Nothing is left between two turns of one side: they became one turn."),
    "trailing_human": N_("The persona did not answer any more: the last turn was left out."),
}
"""Kind of repair -> sentence. Counted in turns."""

SKIPS: dict[str, str] = {
    "empty": N_("Nothing is left in this fragment."),
    "no_persona_turn": N_("The persona says nothing in this fragment."),
    "no_human_turn": N_(
        "Nothing that the persona could be answering comes before its turns. Add a background or a turn."
    ),
}
"""Why a fragment gives no row -> sentence."""

PROBLEMS: dict[str, str] = {
    # --- the file
    "bom": N_("The file starts with a byte order mark; the trainer cannot read it. Save it as UTF-8 without BOM."),
    "not_utf8": N_("The file is not UTF-8 text. Save it as UTF-8 without BOM."),
    "not_json": N_("The file is not complete JSON (line {row})."),
    "not_a_list": N_("The file must be one JSON list of rows."),
    "no_rows": N_("There is no row in it, and the trainer stops where it finds none."),
    # --- a row
    "row_type": N_("Row {row} is not an object with “conversations”, “system” and “tools”."),
    "key_missing": N_("Row {row} lacks “{field}”; the trainer stops with a KeyError."),
    "type_differs": N_(
        "Row {row}: “{field}” is of another type than in the rows before; the trainer cannot load the file."
    ),
    "no_turns": N_("Row {row} has no turns; the trainer drops it."),
    "odd_count": N_("Row {row} does not end with an answer (odd number of turns); the trainer drops it."),
    "role": N_(
        "Row {row}: “{field}” is not the role that belongs there (human and gpt in turn); the trainer drops the row."
    ),
    "inline_system": N_("Row {row} has a system turn, which replaces the row’s “system”. Move its text there."),
    # --- its texts
    "not_text": N_("Row {row}: “{field}” is not a text; the trainer cannot load the file."),
    "empty_text": N_("Row {row}: “{field}” is empty; the model would learn to answer nothing."),
    "empty_system": N_("Row {row} has no system text; the trainer would put in its own default persona. Write one."),
    "tools_json": N_("Row {row}: “tools” is not a JSON list written as text, such as “[]”."),
    "surrogate": N_("Row {row}: “{field}” holds a broken character (half of a pair) that UTF-8 cannot write."),
    "media_token": N_("Row {row}: “{field}” holds <image>, <video> or <audio>, which the trainer takes for a file."),
}
"""Code -> sentence with {row} (counted from 1) and {field}."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason why a trainer would drop or spoil a row, or refuse the file. Never holds chat text."""

    row: int | None
    """Index of the row, from 0; None when the whole file is meant."""
    key: int | None
    """The row's fragment, when the row came from :func:`curation.dataset.build`."""
    code: str
    """A key of PROBLEMS."""
    field: str = ""
    """Where in the row, such as ``conversations[3].value``."""

    @property
    def params(self) -> dict[str, object]:
        """What fills the sentence."""
        return {"row": "?" if self.row is None else self.row + 1, "field": self.field}
