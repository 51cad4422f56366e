"""The same path without a browser: ``python -m curation import | build | export-chat | scan | check | serve``.

``--json`` prints one JSON object for machines; people get sentences and a progress bar. Language: the system's
(``LANG``), or ``--lang``.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

import typer

from curation import i18n
from curation.console import bar, say
from curation.errors import N_
from curation.flow import headless
from curation.flow.leaving import serving
from curation.flow.words import KINDS, USES
from curation.sources import sentences as reasons
from curation.words import sentence

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False, help=__doc__)


def _machine(chosen: bool) -> None:
    say.machine |= chosen


Chats = Annotated[
    list[Path],
    typer.Argument(
        help="Exported chats: files, zips or folders. A _train/_dev pair counts as one; in a folder all chats are "
        "found, also in folders below.",
        metavar="CHAT",
    ),
]
Persona = Annotated[
    str,
    typer.Option(
        help="Whose turns become gpt: a sender's name, or assistant / user in training JSON. "
        "Default: whoever exported the chat, where the file tells."
    ),
]
Zone = Annotated[str, typer.Option(help="Time zone of times written without one.")]
Machine = Annotated[
    bool, typer.Option("--json", callback=_machine, expose_value=False, help="One JSON object instead of sentences.")
]


@app.callback()
def _begin(
    machine: Annotated[bool, typer.Option("--json", help="One JSON object instead of sentences.")] = False,
    lang: Annotated[str, typer.Option(help="zh or en; default: the system's.")] = "",
) -> None:
    say.machine = machine
    say.lang = i18n.language(lang or os.environ.get("LC_ALL") or os.environ.get("LANG"))


def _report(done: dict[str, Any]) -> None:
    """What became of each source, of files in folders that are none, and of chats without the persona."""
    if len(done["sources"]) > 1:
        for one in done["sources"]:
            say(N_("{file}: {messages} messages, {merged} merged, {set_aside} set aside"), **one)
    _kinds(done["kinds"])
    known = reasons()
    left_out = [
        (one.file, sentence(one.error, say.words) if one.error else say.words(known[one.reason]))
        for one in done["files_left_out"]
    ]
    for file, reason in left_out:
        say("{file}: {reason}", file=file, reason=reason)
    if done["left_out"]:
        say(N_("{left_out} records of chats in which the persona does not speak were left out."), **done)
    done["files_left_out"] = [{"file": file, "reason": reason} for file, reason in left_out]


def _kinds(found: dict[str, dict[str, Any]]) -> None:
    """What became of pictures, voice, stickers…; text alone is no news."""
    if not found.keys() - {"text"}:
        return
    one = say.words(N_("{kind} {count} ({use})"))
    told = [
        one.format(
            kind=say.words(KINDS[kind] or N_("text")), count=f"{of['messages']:,}", use=say.words(USES[of["use"]])
        )
        for kind, of in found.items()
    ]
    say(N_("Kinds of messages: {kinds}"), kinds=say.words(N_(", ")).join(told))


@app.command("import")
def import_chats(
    chats: Chats,
    persona: Persona = "",
    into: Annotated[str, typer.Option(help="Id of the workspace; default: a new one.")] = "",
    zone: Zone = "Asia/Shanghai",
    mapping: Annotated[
        Path | None,
        typer.Option(
            help="For files in no known format: a mapping that the import page saved (RUWO_HOME/mappings/*.json). One "
            "that fits is used without being named."
        ),
    ] = None,
    day_first: Annotated[
        bool | None,
        typer.Option(
            "--day-first/--month-first", help="Whether 3/4/2024 is the third of April, for files that do not show it."
        ),
    ] = None,
    machine: Machine = False,
) -> None:
    """Import chats into a workspace of the app and look for private values."""
    with say.errors(), bar(say.words(N_("Importing"))) as progress:
        done = headless.import_into(
            into, chats, persona=persona, zone=zone, progress=progress, mapping=mapping, day_first=day_first
        )
    say(N_("{messages} messages in {fragments} fragments; {values} private values found. Workspace: {id}"), **done)
    _report(done)
    say.result(done)


@app.command()
def build(
    chats: Chats,
    out: Annotated[Path, typer.Option(help="Folder for the files; made when missing.")],
    persona: Persona = "",
    system: Annotated[
        Path | None,
        typer.Option(help="File with the system text; {name} and {friend} in it are filled in. Default: a short one."),
    ] = None,
    zone: Zone = "Asia/Shanghai",
    waive: Annotated[
        str,
        typer.Option(
            metavar="REASON", help="Why numbers, addresses and secrets may be replaced unseen; stands in the manifest."
        ),
    ] = "",
    strict: Annotated[
        bool, typer.Option("--strict", help="Write nothing when such values were found that nobody has looked at.")
    ] = False,
    machine: Machine = False,
) -> None:
    """The whole path: import, cut, redact, check, and write the data set with its manifest.

    Takes every fragment, since nobody reviews here: the manifest's selection says so. Everything that looks private
    is replaced; --waive says why that may do for what could be used against somebody. Uses no workspace of the app.
    """
    reason = waive.strip() or say.words(headless.WAIVED)
    with say.errors(), bar(say.words(N_("Building"))) as progress:
        done = headless.build(
            chats, out, persona=persona, system=system, zone=zone, progress=progress,
            waive=reason, strict=strict, lang=say.lang,
        )  # fmt: skip
    say(N_("{rows} rows in {file}; {held_out} fragments set aside, {replaced} private places replaced."), **done)
    if done["waived"]:
        say(N_("Nobody looked at {waived} values that could be used against somebody; they were replaced."), **done)
    if done["suspects"]:
        say(N_("{suspects} more places may be private: see the privacy report beside the file."), **done)
    _report(done)
    say.result(done)


@app.command("export-chat")
def export_chat(
    workspace_id: Annotated[str, typer.Argument(help="Id of the workspace.", metavar="WORKSPACE")],
    out: Annotated[Path, typer.Option(help="Folder for the files; made when missing.")],
    lines: Annotated[bool, typer.Option("--lines", help="JSON Lines instead of JSON.")] = False,
    as_imported: Annotated[
        bool,
        typer.Option("--as-imported", help="Everything as it came, private values too: for a backup of your own."),
    ] = False,
    machine: Machine = False,
) -> None:
    """Write whole chats as ChatLab files, which other programs read: redacted, as the review left them."""
    with say.errors():
        done = headless.export_chat(workspace_id, out, lines=lines, as_imported=as_imported)
    for file in done["files"]:
        say("{file}", file=file)
    if as_imported:
        say(N_("Nothing was replaced: these files hold every private value. Keep them to yourself."))
    else:
        say(N_("{messages} messages; private values were replaced."), **done)
    if done["unsettled"]:
        say(N_("Nobody looked at {unsettled} values that could be used against somebody; they were replaced."), **done)
    say.result(done)


@app.command()
def scan(
    files: Annotated[list[Path], typer.Argument(help="Text, JSON or JSONL files.", metavar="FILE")],
    machine: Machine = False,
) -> None:
    """Count what looks private in files, by kind. The values themselves are not shown. Status 1 if there is any."""
    with say.errors():
        found = {str(file): headless.scan_file(file) for file in files}
    for file, counts in found.items():
        said = ", ".join(f"{say.words(kind)} {count}" for kind, count in counts.items())
        say("{file}: {found}", file=file, found=said or say.words(N_("nothing private found")))
    say.result(found)
    raise typer.Exit(1 if any(found.values()) else 0)


@app.command()
def check(
    file: Annotated[Path, typer.Argument(help="A ShareGPT file, JSON or JSONL.")],
    machine: Machine = False,
) -> None:
    """Say whether a trainer will keep every row of a ShareGPT file. Status 1 if not."""
    with say.errors():
        problems = headless.check(file, say.words)
    for line in problems[:50]:
        say("{line}", line=line)
    say(N_("A trainer will keep every row.") if not problems else N_("{count} problems."), count=len(problems))
    say.result({"problems": problems})
    raise typer.Exit(1 if problems else 0)


KEYS = "Default: demo with the demo chat, else a random one that is printed."


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="Port on 127.0.0.1; 0 for any free one.")] = 8765,
    workspace_id: Annotated[
        str, typer.Option("--workspace", help="Workspace to answer from; default: the newest. Empty: the demo chat.")
    ] = "",
    app_id: Annotated[str, typer.Option(help=f"What a client must send. {KEYS}")] = "",
    api_key: Annotated[str, typer.Option(help=f"What a client must sign with. {KEYS}")] = "",
    api_secret: Annotated[str, typer.Option(help=f"What a client must sign with. {KEYS}")] = "",
    domain: Annotated[str, typer.Option(help="What a client must ask for.")] = "preview",
    machine: Machine = False,
) -> None:
    """Answer on ws://127.0.0.1:PORT/v1.1/chat as Spark does, with the persona's own redacted replies (a preview)."""
    given = (app_id, api_key, api_secret)
    with say.errors():
        wait = serving.stop_signal()
        with serving.serve(port, workspace_id, given, domain, say.words) as service:
            _announce(service, given)
            wait()


def _announce(service: serving.Service, given: Sequence[str]) -> None:
    """Where the gateway is and, unless the caller chose them all, with which keys."""
    keys = service.credentials
    told = {"app_id": keys.app_id, "api_key": keys.api_key, "api_secret": keys.api_secret} if not all(given) else {}
    if service.is_demo:
        say(N_("There is no chat in a workspace yet: the demo chat answers."))
    say(N_("Answering at {url} (domain {domain}). Stop with Ctrl-C."), url=service.url, domain=service.domain)
    if told:
        say(N_("APPID {app_id}, APIKey {api_key}, APISecret {api_secret}"), **told)
    say.result({"url": service.url, "domain": service.domain, "demo": service.is_demo, **told})
    sys.stdout.flush()


def main() -> None:
    """Entry of ``python -m curation``."""
    app()
