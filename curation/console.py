"""How the command line talks: sentences and a bar for people, JSON for machines, errors on stderr."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, NoReturn

import typer

from curation import i18n
from curation.errors import RuwoError
from curation.words import sentence


@dataclass
class Speaker:
    """How this call talks: to a person in a language, or to a machine."""

    machine: bool = False
    lang: str = "en"

    def __call__(self, message: str, **values: object) -> None:
        """A line for people; machines get only the result."""
        if not self.machine:
            typer.echo(self.words(message).format(**values))

    @property
    def words(self) -> Callable[[str], str]:
        """The translator."""
        return i18n.translator(self.lang).gettext

    def result(self, values: Mapping[str, Any]) -> None:
        """The outcome, for machines."""
        if self.machine:
            typer.echo(json.dumps(values, ensure_ascii=False))

    @contextmanager
    def errors(self) -> Iterator[None]:
        """Turn an error into its sentence on stderr and exit status 1; what it quotes is never shown."""
        try:
            yield
        except (typer.Exit, typer.Abort):
            raise
        except RuwoError as error:
            self._fail(error)
        except Exception as error:  # its text may hold chat text
            self._fail(RuwoError("unexpected", kind=type(error).__name__))

    def _fail(self, error: RuwoError) -> NoReturn:
        said = sentence(error, self.words)
        if self.machine:
            said = json.dumps({"error": error.code, "sentence": said}, ensure_ascii=False)
        typer.echo(said, err=True)
        raise typer.Exit(1) from None


say = Speaker()
"""The one of this call."""


@contextmanager
def bar(label: str) -> Iterator[Callable[[float], None]]:
    """A progress bar for people; machines and files get none."""
    if say.machine or not sys.stderr.isatty():
        yield lambda fraction: None
        return
    with typer.progressbar(length=1000, label=label, file=sys.stderr) as shown:
        yield lambda fraction: shown.update(max(0, int(1000 * fraction) - shown.pos))
