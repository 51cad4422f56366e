"""Keep the translations in step with the code.

    python -m tools.i18n             extract the sentences, update ruwo.po, compile ruwo.mo
    python -m tools.i18n --list      print the sentences that have no translation yet
    python -m tools.i18n --check     change nothing; fail, naming each sentence, when something is amiss

Sentences are marked ``_("…")``, ``N_("…")`` or ``ngettext("…", "…", n)`` in app.py, pages/ and curation/.
"""

from __future__ import annotations

import argparse
import io
import re
import sys
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "assets" / "locales" / "zh_CN" / "LC_MESSAGES"
KEYWORDS = {"_": None, "N_": None, "ngettext": (1, 2)}
PLACEHOLDER = re.compile(r"\{[^{}]*\}")
HALF_WIDTH = re.compile(r"[\u4e00-\u9fff][,;:?!]|[,;:?!][\u4e00-\u9fff]")


def sources(root: Path = ROOT) -> Iterator[Path]:
    """The Python files whose sentences people read."""
    yield from (file for file in [root / "app.py"] if file.exists())
    for folder in ("pages", "curation"):
        yield from sorted((root / folder).rglob("*.py"))


def extract(files: Iterable[Path], root: Path = ROOT) -> Catalog:
    """Every marked sentence with the files it stands in."""
    template = Catalog()
    for file in files:
        for _, message, _, _ in extract_from_file("python", file, keywords=KEYWORDS):
            template.add(message, locations=[(file.relative_to(root).as_posix(), 0)])
    return template


def load(folder: Path = FOLDER) -> Catalog:
    """The translations as committed; an empty catalogue when there are none yet."""
    po = folder / "ruwo.po"
    if not po.exists():
        return Catalog(
            locale="zh_CN",
            domain="ruwo",
            project="Ruwo",
            version="0.1",
            header_comment="# What Ruwo says, in Chinese.",
            last_translator="Ruwo",
            language_team="Ruwo",
            msgid_bugs_address="none",
            revision_date=datetime.now(UTC),
            fuzzy=False,
        )
    with po.open("rb") as stream:
        return read_po(stream, locale="zh_CN", domain="ruwo")


def compiled(catalog: Catalog) -> bytes:
    """The bytes of the .mo file."""
    stream = io.BytesIO()
    write_mo(stream, catalog)
    return stream.getvalue()


def update(catalog: Catalog, template: Catalog, folder: Path = FOLDER) -> None:
    """Write ruwo.po with the template's sentences, keeping what is translated, and ruwo.mo."""
    created = catalog.creation_date
    catalog.update(template, no_fuzzy_matching=True)
    catalog.creation_date = created
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "ruwo.po").open("wb") as stream:
        write_po(stream, catalog, width=110, sort_output=True, ignore_obsolete=True, include_lineno=False)
    (folder / "ruwo.mo").write_bytes(compiled(load(folder)))


def untranslated(catalog: Catalog, template: Catalog) -> list[str]:
    """The English of each sentence that has no translation, or one nobody confirmed."""
    return [first(m) for m in template if m.id and not done(catalog.get(m.id))]


def done(message: Message | None) -> bool:
    """Translated, in every plural form, and not marked fuzzy."""
    if message is None or message.fuzzy:
        return False
    return all(forms(message))


def first(message: Message) -> str:
    """The (singular) English of a sentence."""
    return str(message.id if isinstance(message.id, str) else message.id[0])


def forms(message: Message) -> list[str]:
    """The translation's plural forms; one where it has none."""
    return list(message.string) if isinstance(message.string, tuple | list) else [message.string or ""]


def placeholders(text: str) -> set[str]:
    """The fields in braces, with their formats."""
    return set(PLACEHOLDER.findall(text))


def problems(catalog: Catalog, template: Catalog, mo: bytes) -> list[str]:
    """What must be mended before the translations may be committed, one line each."""
    found = [f"not translated: {english}" for english in untranslated(catalog, template)]
    for message in (m for m in catalog if m.id and done(m)):
        found += quarrels(message)
    found += [f"no longer in the code: {first(m)}" for m in catalog if m.id and m.id not in template]
    if mo != compiled(catalog):
        found.append("ruwo.mo is older than ruwo.po; run `make i18n`")
    return found


def quarrels(message: Message) -> Iterator[str]:
    """Where a translation disagrees with its sentence."""
    english = message.id if isinstance(message.id, str) else message.id[-1]
    for form in forms(message):
        if placeholders(form) != placeholders(english):
            yield f"different placeholders: {english} -> {form}"
        if HALF_WIDTH.search(form):
            yield f"half-width punctuation: {form}"


def main() -> int:
    parser = argparse.ArgumentParser(description="Keep the translations in step with the code.")
    parser.add_argument("--check", action="store_true", help="change nothing; fail when something is amiss")
    parser.add_argument("--list", action="store_true", help="print the sentences without a translation")
    options = parser.parse_args()
    catalog, template = load(), extract(sources())
    if options.list:
        print("\n".join(untranslated(catalog, template)))
        return 0
    if not options.check:
        update(catalog, template)
        print(f"{len(template)} sentences, {len(untranslated(catalog, template))} without a translation")
        return 0
    mo = FOLDER / "ruwo.mo"
    found = problems(catalog, template, mo.read_bytes() if mo.exists() else b"")
    print("\n".join(found) or f"{len(template)} sentences, all translated")
    return bool(found)


if __name__ == "__main__":
    sys.exit(main())
