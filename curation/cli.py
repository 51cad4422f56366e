"""The same path without a browser: ``python -m curation import | build | scan | check | serve``.

``--json`` prints one JSON object for machines; people get sentences and a progress bar. Language: the system's
(``LANG``), or ``--lang``.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Annotated, Any

import typer

from curation import i18n, workspace
from curation.errors import N_, RuwoError
from curation.flow import headless
from curation.words import sentence

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)


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
        """Turn a RuwoError into its sentence on stderr and exit status 1."""
        try:
            yield
        except RuwoError as error:
            said = sentence(error, self.words)
            typer.echo(
                json.dumps({"error": error.code, "sentence": said}, ensure_ascii=False) if self.machine else said,
                err=True,
            )
            raise typer.Exit(1) from None


say = Speaker()

Chats = Annotated[
    list[Path], typer.Argument(help="Exported chat files (a _train/_dev pair counts as one).", metavar="CHAT…")
]
Persona = Annotated[str, typer.Option(help="Whose turns become gpt: a sender's name, or assistant / user.")]
Zone = Annotated[str, typer.Option(help="Time zone of times without one.")]


@app.callback()
def _begin(
    machine: Annotated[bool, typer.Option("--json", help="One JSON object instead of sentences.")] = False,
    lang: Annotated[str, typer.Option(help="zh or en; default: the system's.")] = "",
) -> None:
    say.machine = machine
    say.lang = i18n.language(lang or os.environ.get("LC_ALL") or os.environ.get("LANG"))


@app.command("import")
def import_chats(
    chats: Chats,
    persona: Persona = "",
    into: Annotated[str, typer.Option(help="Workspace id; default: a new one.")] = "",
    zone: Zone = "Asia/Shanghai",
) -> None:
    """Import chats into a workspace of the app and look for private values."""
    with say.errors():
        opened = workspace.open_workspace(into) if into else workspace.create(chats[0].name)
        with bar(say.words(N_("Importing"))) as progress:
            done = headless.bring_in(opened, chats, persona=persona, zone=zone, progress=progress)
        say(N_("{messages} messages in {fragments} fragments; {values} private values found. Workspace: {id}"), **done)
        say.result(done)


@app.command()
def build(
    chats: Chats,
    out: Annotated[Path, typer.Option(help="Folder for the files; made when missing.")],
    persona: Persona = "",
    system: Annotated[
        Path | None, typer.Option(help="File with the system text; {name} and {friend} are filled in.")
    ] = None,
    zone: Zone = "Asia/Shanghai",
) -> None:
    """The whole path: import, cut, redact, check, and write the data set with its manifest.

    Takes every fragment, since nobody reviews here: ``selection`` in the manifest says so.
    """
    with say.errors(), bar(say.words(N_("Building"))) as progress:
        done = headless.build(chats, out, persona=persona, system=system, zone=zone, progress=progress)
    say(N_("{rows} rows in {file}; {held_out} fragments set aside, {replaced} private places replaced."), **done)
    say.result(done)


@app.command()
def scan(files: Annotated[list[Path], typer.Argument(help="Text, JSON or JSONL files.", metavar="FILE…")]) -> None:
    """Count what looks private in files, by kind. The values themselves are not shown."""
    with say.errors():
        found = {str(file): headless.scan_file(file) for file in files}
    for file, counts in found.items():
        said = ", ".join(f"{say.words(kind)} {count}" for kind, count in counts.items())
        say("{file}: {found}", file=file, found=said or say.words(N_("nothing private found")))
    say.result(found)
    raise typer.Exit(1 if any(found.values()) else 0)


@app.command()
def check(file: Annotated[Path, typer.Argument(help="A ShareGPT file, JSON or JSONL.")]) -> None:
    """Say whether a trainer will keep every row of a ShareGPT file."""
    with say.errors():
        problems = headless.check(file, say.words)
    for line in problems[:50]:
        say("{line}", line=line)
    say(N_("A trainer will keep every row.") if not problems else N_("{count} problems."), count=len(problems))
    say.result({"problems": problems})
    raise typer.Exit(1 if problems else 0)


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1.")] = 8765,
    workspace_id: Annotated[
        str, typer.Option("--workspace", help="Workspace to answer from; default: the newest, else the demo.")
    ] = "",
    app_id: Annotated[str, typer.Option(help="What a client must send.")] = "demo",
    api_key: Annotated[str, typer.Option(help="What a client must sign with.")] = "demo",
    api_secret: Annotated[str, typer.Option(help="What a client must sign with.")] = "demo",
    domain: Annotated[str, typer.Option(help="What a client must ask for.")] = "preview",
) -> None:
    """Answer on ws://127.0.0.1:PORT/v1.1/chat as Spark does, with the persona's own redacted replies (a preview)."""
    with say.errors(), headless.serve(port, workspace_id, app_id, api_key, api_secret, domain, say.words) as server:
        say(N_("Answering at {url} (domain {domain}). Stop with Ctrl-C."), url=server.url, domain=domain)
        say.result({"url": server.url, "domain": domain})
        sys.stdout.flush()
        headless.wait()


@contextmanager
def bar(label: str) -> Iterator[Callable[[float], None]]:
    """A progress bar for people; machines and files get none."""
    if say.machine or not sys.stderr.isatty():
        yield lambda fraction: None
        return
    with typer.progressbar(length=1000, label=label, file=sys.stderr) as shown:
        yield lambda fraction: shown.update(max(0, int(1000 * fraction) - shown.pos))


def main() -> None:
    """Entry of ``python -m curation``."""
    app()
