"""What stands in for a value: the style of each type, a person's own words, and invented values that nobody said.

An invented value is drawn from the workspace's seed, the type and the value alone, so it is the same everywhere and
every time; it is drawn again while it stands somewhere in the chats, holds a private value, or stands for another.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping, Sequence, Set
from dataclasses import dataclass, field

import ahocorasick
import orjson
from sqlalchemy import Connection, RowMapping

from curation.errors import RuwoError
from curation.flow.guarding.redaction import Redactor, is_part
from curation.flow.words import ENTITIES
from curation.privacy.surrogates import NATURAL, PLACEHOLDER, natural, placeholder
from curation.workspace import Workspace, findings, journal, queries, tables, texts, values
from curation.workspace.notes import note

STYLES = "surrogates"
"""Setting: entity -> style; what is not named has placeholders."""

SEED = "seed"
"""Setting: what invented values are drawn from. Never leaves the workspace. No edit."""

LONGEST = 60
"""Characters of a surrogate that a person writes."""


EXAMPLES = {
    "PERSON": "林小满",
    "LOCATION": "滨海市云杉区橘子巷27号3栋502",
    "PHONE_NUMBER": "199 9912 3456",
    "EMAIL_ADDRESS": "xiaoman@example.org",
    "CREDIT_CARD": "9999 9912 3456 7893",
    "IP_ADDRESS": "192.0.2.7",
    "URL": "https://example.org/notes",
    "CN_ID_CARD": "999999200003150026",
    "CN_PASSPORT": "E00000000",
    "CN_PLATE": "滨A·12345",
    "CN_POSTCODE": "000000",
    "QQ": "9999912345",
    "WECHAT_ID": "xiaoman_99",
    "BIRTH_DATE": "2000年3月15日",
}
"""Entity -> an invented value, to show what would stand in for one like it."""


def example(entity: str, style: str) -> str:
    """What a surrogate of this style looks like."""
    if style == "placeholder":
        return placeholder(entity, 1)
    return natural(entity, EXAMPLES[entity], 1, lambda _: False, SEED)


def styles(workspace: Workspace) -> dict[str, str]:
    """Entity -> ``placeholder`` or ``natural``, of those entities that can have either."""
    with workspace.read() as connection:
        stored = _styles(connection)
    return {entity: stored.get(entity, "placeholder") for entity in ENTITIES if entity in NATURAL}


def set_styles(workspace: Workspace, chosen: Mapping[str, str]) -> int:
    """Change styles: one edit, with every surrogate that no person wrote. Returns how many surrogates changed."""
    seed = _seed(workspace)
    with workspace.read() as connection:
        wanted = {**_styles(connection), **chosen}
        renamed = _pending(connection, wanted, seed)
    with workspace.write() as connection:
        draft = journal.Draft(connection, "style")
        draft.put(tables.settings, STYLES, value=orjson.dumps(wanted).decode())
        for value, surrogate in renamed.items():
            draft.update(tables.private_values, value, surrogate=surrogate)
        draft.finish()
    return len(renamed)


def settle(workspace: Workspace) -> None:
    """Give values that came after the styles were chosen the surrogates of their style. No edit: no file holds the
    ones they have."""
    with workspace.read() as connection:
        wanted = _styles(connection)
    if not wanted:
        return
    seed = _seed(workspace)
    with workspace.read() as connection:
        renamed = _pending(connection, wanted, seed)
    if renamed:
        with workspace.write() as connection:
            findings.rename(connection, renamed)


def choose(workspace: Workspace, value: int, words: str, reviewer: str = "") -> None:
    """Let a person's own words stand in for a value, everywhere.

    Raises RuwoError ``surrogate_empty``, ``surrogate_lines``, ``surrogate_taken`` or ``surrogate_said``.
    """
    with workspace.read() as connection:
        surrogate = _checked(connection, value, words.strip())
    with workspace.write() as connection:
        draft = journal.Draft(connection, "surrogate", reviewer)
        draft.update(tables.private_values, value, surrogate=surrogate, chosen=1)
        draft.finish()


def reset(workspace: Workspace, value: int, reviewer: str = "") -> None:
    """Back to the surrogate that the style gives."""
    seed = _seed(workspace)
    with workspace.read() as connection:
        row = next(row for row in findings.all_values(connection) if row["id"] == value)
        given = _given(connection, [row], _styles(connection), seed)
    with workspace.write() as connection:
        draft = journal.Draft(connection, "surrogate", reviewer)
        draft.update(tables.private_values, value, surrogate=given[value], chosen=0)
        draft.finish()


def _checked(connection: Connection, value: int, words: str) -> str:
    if not words:
        raise RuwoError("surrogate_empty")
    if len(words) > LONGEST or not words.isprintable():
        raise RuwoError("surrogate_lines", limit=LONGEST)
    rows = findings.all_values(connection)
    if PLACEHOLDER.search(words) or any(row["surrogate"] == words for row in rows if row["id"] != value):
        raise RuwoError("surrogate_taken")
    if Redactor.of(connection).holds(words) or said(connection, [words]):
        raise RuwoError("surrogate_said")
    return words


def said(connection: Connection, candidates: Iterable[str]) -> set[str]:
    """Which of these stand in any text or name of the workspace, in whatever case."""
    automaton = ahocorasick.Automaton()
    for candidate in candidates:
        automaton.add_word(candidate.casefold(), candidate)
    found: set[str] = set()
    if len(automaton):
        automaton.make_automaton()
        for text in texts.everything(connection):
            found.update(candidate for _, candidate in automaton.iter(text.casefold()))
    return found


def _pending(connection: Connection, wanted: Mapping[str, str], seed: str) -> dict[int, str]:
    """Value id -> surrogate, where the present one is not of the style wanted and no person wrote it."""
    rows = [row for row in findings.all_values(connection) if not row["chosen"] and row["decision"] != "reject"]
    wrong = {row["id"]: row for row in rows if _is_wrong(row, wanted)}
    given = _given(connection, list(wrong.values()), wanted, seed) if wrong else {}
    return {key: surrogate for key, surrogate in given.items() if surrogate != wrong[key]["surrogate"]}


def _given(connection: Connection, rows: Sequence[RowMapping], wanted: Mapping[str, str], seed: str) -> dict[int, str]:
    """Value id -> the surrogate of its style."""
    numbers = values.numbers(connection)
    found = {row["id"]: placeholder(row["entity"], numbers[row["id"]]) for row in rows}
    if to_draw := [row for row in rows if _style(row, wanted) == "natural"]:
        others = {row["surrogate"] for row in findings.all_values(connection) if row["id"] not in found}
        found |= _Draw(connection, Redactor.of(connection), seed, numbers).surrogates(to_draw, others)
    return found


def _style(row: RowMapping, wanted: Mapping[str, str]) -> str:
    """Of one part of a value, a placeholder: half a number has no form of its own."""
    return "placeholder" if is_part(row["normal"]) else wanted.get(row["entity"], "placeholder")


def _is_wrong(row: RowMapping, wanted: Mapping[str, str]) -> bool:
    return bool(PLACEHOLDER.fullmatch(row["surrogate"])) == (_style(row, wanted) == "natural")


@dataclass
class _Draw:
    """Invents for many values at once, so that the chats are read once a round and not once a value."""

    connection: Connection
    redactor: Redactor
    seed: str
    numbers: Mapping[int, int]
    taken: set[str] = field(default_factory=set)
    """Known to stand in the chats, or to hold a private value."""
    free: set[str] = field(default_factory=set)
    """Known not to."""

    def surrogates(self, rows: Sequence[RowMapping], others: Set[str]) -> dict[int, str]:
        """Value id -> surrogate; none is among ``others``, nor is one given twice."""
        while True:
            drawn = self._round(rows, set(others))
            new = {one for one in drawn.values() if not PLACEHOLDER.fullmatch(one)} - self.free
            if not new:
                return drawn
            hit = said(self.connection, new) | {one for one in new if self.redactor.holds(one)}
            self.taken |= hit
            self.free |= new - hit

    def _round(self, rows: Sequence[RowMapping], used: set[str]) -> dict[int, str]:
        drawn: dict[int, str] = {}
        for row in rows:
            key, number = row["id"], self.numbers[row["id"]]
            drawn[key] = natural(
                row["entity"], row["sample"], number, lambda s: s in self.taken or s in used, self.seed
            )
            used.add(drawn[key])
        return drawn


def _styles(connection: Connection) -> dict[str, str]:
    return dict(queries.setting(connection, STYLES, {}))


def _seed(workspace: Workspace) -> str:
    with workspace.write() as connection:
        if (seed := queries.setting(connection, SEED)) is None:
            seed = secrets.token_hex(16)
            note(connection, SEED, seed)
    return str(seed)
