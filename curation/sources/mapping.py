"""What a person said about a file nobody knows: which column is what. Saved, and used for the next such file."""

from __future__ import annotations

from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

Shape = Literal["table", "json", "lines", "text"]
"""Rows with a separator (a sheet of a workbook too), a list in JSON, JSON Lines, lines of plain text."""


class Layout(BaseModel):
    """How the records of a file are found, and which columns they have.

    ``separator``: between the fields of a table; ``header``: its first row names them (else they are called 1, 2, …).
    ``place``: where the list stands in JSON, as ``item`` or ``data.messages.item``. ``template``: a message in plain
    text, ``[{time}] {sender}: {text}``, perhaps over several lines. ``columns``: names, of nested values with dots
    (``author.name``).
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    shape: Shape
    separator: str = Field(default=",", min_length=1, max_length=1)
    header: bool = True
    place: str = Field(default="item", max_length=500)
    template: str = Field(default="", max_length=500)
    columns: tuple[str, ...] = ()


class Mapping(BaseModel):
    """Which column is what; ``""``: the file has no such column.

    ``mine`` is a column that marks the exporting person's messages, else ``sender`` tells them; ``me`` is the value
    that stands there for them (``""``: unknown). ``clock`` is a column with the time of day, where ``time`` holds the
    date alone. One column may be both ``chat`` and ``sender``: the other one's name, in both directions. ``kinds``:
    value of the column ``kind`` -> one of frames.KINDS. ``newest_first``: the file begins with the last message.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    name: str = ""
    layout: Layout
    text: str = Field(min_length=1)
    time: str = ""
    clock: str = ""
    sender: str = ""
    mine: str = ""
    me: str = ""
    chat: str = ""
    kind: str = ""
    kinds: dict[str, str] = {}
    id: str = ""
    newest_first: bool = False

    @property
    def used(self) -> list[str]:
        """The columns it reads."""
        found = (self.text, self.time, self.clock, self.sender, self.mine, self.chat, self.kind, self.id)
        return [one for one in dict.fromkeys(found) if one]

    def fits(self, layout: Layout) -> bool:
        """A file of this layout can be read with it: the same records, and every column it reads.

        Values that are missing in the first records make a JSON file lack columns, so there only the text is needed.
        """
        mine = self.layout
        if (mine.shape, mine.separator, mine.place, mine.template) != (
            layout.shape,
            layout.separator,
            layout.place,
            layout.template,
        ):
            return False
        if mine.shape in {"json", "lines"}:
            needed = [one for one in (self.text, self.time, self.sender) if one]
            return set(needed) <= set(layout.columns)
        return mine.columns == layout.columns and mine.header == layout.header
