"""The privacy report: what was found, decided, replaced, waived and left in, for a person to read and keep.

It holds numbers, and the reasons people wrote; no value, no name, no chat text.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace

from sqlalchemy import Connection

from curation import i18n
from curation.dataset.manifest import Waived
from curation.errors import N_
from curation.flow.guarding.identity import terms
from curation.flow.words import ENGINES, ENTITIES, SUSPICIONS
from curation.workspace import rules, samples, values

Translate = Callable[[str], str]


@dataclass
class Found:
    """Values of one entity."""

    values: int = 0
    accepted: int = 0
    rejected: int = 0


@dataclass(frozen=True)
class Facts:
    """What the report tells."""

    app_version: str = ""
    engine: str = ""
    rules: int = 0
    kept: int = 0
    found: Mapping[str, Found] = field(default_factory=dict)
    replaced: Mapping[str, int] = field(default_factory=dict)
    """Entity -> places in the file."""
    undecided: Mapping[str, int] = field(default_factory=dict)
    """Entity -> values replaced without a decision."""
    waived: tuple[Waived, ...] = ()
    exceptions: Mapping[str, int] = field(default_factory=dict)
    """Entity -> places left in on purpose."""
    suspects: Mapping[str, int] = field(default_factory=dict)
    """Reason -> places."""
    audits: Mapping[str, samples.Tally] = field(default_factory=dict)
    """Purpose of a blind sample -> its newest round."""


def gather(connection: Connection, facts: Facts) -> Facts:
    """The facts with what the workspace itself knows."""
    found: dict[str, Found] = {}
    for row in values.tally(connection, terms(connection)):
        entry = found.setdefault(row["entity"], Found())
        entry.values += row["count"]
        entry.accepted += row["count"] if row["decision"] == "accept" else 0
        entry.rejected += row["count"] if row["decision"] == "reject" else 0
    return replace(
        facts,
        found=dict(sorted(found.items())),
        rules=len(rules.searching(connection)),
        kept=len(rules.kept(connection)),
        audits={"kept": samples.tally(connection, "kept"), "pending": samples.tally(connection, "pending")},
    )


def written(facts: Facts, lang: str) -> tuple[str, str]:
    """File name and content of the report in this language."""
    return f"privacy-report.{lang}.md", render(facts, i18n.translator(lang).gettext)


def blank(facts: Facts, lang: str) -> tuple[str, str]:
    """The same without what people wrote: our own words, whatever the data is."""
    return written(
        replace(facts, waived=tuple(w.model_copy(update={"reason": "", "who": ""}) for w in facts.waived)), lang
    )


def render(facts: Facts, translate: Translate) -> str:
    """Markdown. The same text for the same facts."""
    _ = translate
    parts: Iterable[str] = (
        "# " + _(N_("Privacy report")),
        _(N_("This report belongs to the data set beside it (Ruwo {version}). It holds numbers, no private value."))
        .format(version=facts.app_version),
        *_how(facts, _),
        *_table(facts, _),
        *_left(facts, _),
        *_last_look(facts, _),
        *_audit(facts, _),
        _heading(_, N_("What no report can promise")),
        _(N_("No program finds everything: a number told in words, a name that is also a word, a story that only one "
             "person can have lived. Read a few rows yourself before you give the file to anybody.")),
    )  # fmt: skip
    return "\n\n".join(parts) + "\n"


def _heading(_: Translate, words: str) -> str:
    return "## " + _(words)


def _how(facts: Facts, _: Translate) -> Iterator[str]:
    yield _heading(_, N_("How it was looked for"))
    yield _(ENGINES.get(facts.engine.split(":")[0], ENGINES["lac"]))
    line = _(N_("Own rules: {rules}. Words on the keep-list: {kept}."))
    yield line.format(rules=f"{facts.rules:,}", kept=f"{facts.kept:,}")


def _table(facts: Facts, _: Translate) -> Iterator[str]:
    yield _heading(_, N_("What was found, and what became of it"))
    heads = [
        _(N_("Type")), _(N_("Values found")), _(N_("said to be private")), _(N_("said to be not private")),
        _(N_("replaced without a decision")), _(N_("neither decided nor replaced")),
        _(N_("Places replaced in the file")),
    ]  # fmt: skip
    lines = ["| " + " | ".join(heads) + " |", "|" + " --- |" + " ---: |" * (len(heads) - 1)]
    for entity in sorted({*facts.found, *facts.replaced}):
        entry = facts.found.get(entity, Found())
        replaced = facts.undecided.get(entity, 0)
        rest = entry.values - entry.accepted - entry.rejected - replaced
        counts = (entry.values, entry.accepted, entry.rejected, replaced, rest)
        cells = [_(ENTITIES[entity]), *(f"{n:,}" for n in (*counts, facts.replaced.get(entity, 0)))]
        lines.append("| " + " | ".join(cells) + " |")
    yield "\n".join(lines)
    yield _(
        N_(
            "The four columns after “values found” add up to it. Neither decided nor replaced are the persona’s own "
            "names, words on the keep-list, and values that do not stand in this file."
        )
    )
    yield _(N_("The same value has the same stand-in everywhere; what nobody decided was replaced as well."))


def _left(facts: Facts, _: Translate) -> Iterator[str]:
    yield _heading(_, N_("What was left open or left in, and by whom"))
    waived = _(N_("{entity}: {count} values stayed undecided (replaced all the same). Reason: {reason} ({who})"))
    lines = [
        waived.format(entity=_(ENTITIES[w.entity]), count=f"{w.values:,}", reason=w.reason, who=w.who)
        for w in facts.waived
    ]
    left = _(N_("{entity}: left in on purpose at {count} places"))
    lines += [left.format(entity=_(ENTITIES[e]), count=f"{n:,}") for e, n in facts.exceptions.items()]
    yield "\n".join(f"- {line}" for line in lines) or _(N_("Nothing."))


def _last_look(facts: Facts, _: Translate) -> Iterator[str]:
    yield _heading(_, N_("The last look at the finished files"))
    yield _(
        N_(
            "Every text of every file was searched once more for every value that was to be replaced, also without "
            "separators, in full width and with digits in words. None stands there but what is named above."
        )
    )
    total = sum(facts.suspects.values())
    line = _(N_("A second search with other rules still wonders about {count} places:"))
    yield line.format(count=f"{total:,}") if total else _(N_("A second search with other rules wonders about nothing."))
    if total:
        yield "\n".join(f"- {_(SUSPICIONS[reason])}: {n:,}" for reason, n in sorted(facts.suspects.items()))


def _audit(facts: Facts, _: Translate) -> Iterator[str]:
    yield _heading(_, N_("Fragments judged blind"))
    names = {"kept": _(N_("Kept fragments")), "pending": _(N_("Unreviewed fragments"))}
    line = _(N_("{name}: {judged} judged, in {missed} of them a private value had been missed."))
    judged = [
        f"- {line.format(name=names[purpose], judged=f'{t.judged:,}', missed=f'{t.missed:,}')}"
        for purpose, t in facts.audits.items()
        if t.judged
    ]
    yield "\n".join(judged) or _(N_("None yet. The review page offers it under “Ready to train?”."))
