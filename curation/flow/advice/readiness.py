"""Can one train with this? Counts of what would be exported, what blind samples say, and one verdict in words."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import NamedTuple

from curation import dataset
from curation.dataset.manifest import estimate_tokens
from curation.errors import N_
from curation.flow.advice import bounds
from curation.flow.advice.sampling import ROUND, Rate
from curation.flow.advice.standing import DRIFT
from curation.flow.cutting import training
from curation.flow.guarding import identity
from curation.flow.guarding.redaction import Redactor
from curation.workspace import Workspace, queries, queues
from curation.workspace.filters import Filter

Translate = Callable[[str], str]

FEW, ENOUGH = 200, 500
"""Rows below which a tuned model mostly repeats them, and from which on the usual settings apply (few epochs and a
small rank under 500 rows is what tuning guides advise)."""

LOW = re.compile(r"[嗯哦噢喔好行对是的哈呵嘿啊呀吧哎唉额呃ok\s~～。！!.…?？]+", re.IGNORECASE)
"""A reply of nothing but such words says nothing about who speaks."""

MOST_DEFECTS, MOST_MISSED, MOST_LOW, MOST_ALIKE, DOMINANT = 0.05, 0.01, 0.4, 0.05, 0.7
"""Shares above which a data set is not ready, or lopsided."""

BATCH = 50
"""Fragments of a first batch."""

A_MINUTE = 6
"""Fragments judged blind in a minute."""


@dataclass(frozen=True)
class Facts:
    """What an export of the kept fragments would hold. ``low``: replies without information; ``alike``: rows that say
    the same as another one; ``contact``: the chat that most rows come from, with its share."""

    rows: int
    tokens: int
    replies: int
    low: int
    alike: int
    contact: str
    share: float
    chats: int
    pending: int


@dataclass(frozen=True)
class Verdict:
    """``level``: yes, nearly or no; ``why``: one sentence; ``next``: the most useful next half hour; ``go``: where
    that happens (``kept``, ``pending``: judge samples; ``queue``, ``privacy``, ``export``, ``import``)."""

    level: str
    why: str
    next: str
    go: str


def facts(workspace: Workspace) -> Facts:
    """Build what would be exported and count it; takes about a second for 3,000 fragments."""
    with workspace.read() as connection:
        ids = queues.ids(connection, Filter(statuses=("kept",)))
        held = queries.held_out_fragments(connection, ids)
        redactor = Redactor.of(connection)
        context_in = identity.persona(connection).context_in
        prepared = training.prepare(connection, [i for i in ids if i not in held], redactor)
        rows = dataset.build((one.fragment for one in prepared), system="", context_in=context_in).rows
        of = {row["id"]: row["chat"] for row in queries.fragments_by_id(connection, [row.key for row in rows])}
        pending, chats = queues.counts(connection)["pending"], len(queries.all_chats(connection))
    replies = [m["value"] for row in rows for m in row.conversations if m["from"] == "gpt"]
    same = Counter(tuple(m["value"] for m in row.conversations) for row in rows)
    contact, most = next(iter(Counter(of[row.key] for row in rows).most_common(1)), ("", 0))
    return Facts(
        len(rows),
        estimate_tokens(m["value"] for row in rows for m in row.conversations),
        len(replies),
        sum(LOW.fullmatch(reply) is not None for reply in replies),
        sum(n - 1 for n in same.values()),
        contact,
        most / len(rows) if rows else 0.0,
        chats,
        pending,
    )


def verdict(found: Facts, kept: Rate, translate: Translate) -> Verdict:
    """The first thing that stands in the way, and what to do about it; or that nothing does."""
    step = next(step for step in STEPS if step.when(found, kept))
    words = {
        "rows": f"{found.rows:,}",
        "few": FEW,
        "enough": ENOUGH,
        "pending": f"{found.pending:,}",
        "batch": BATCH,
        "judged": f"{kept.judged:,}",
        "newer": f"{kept.newer:,}",
        "ahead": f"{kept.ahead:,}",
        "minutes": max(1, round(kept.ahead / A_MINUTE)),
        "more": max(1, min(round(3 / MOST_MISSED), kept.population) - kept.judged),  # none of n: at most 3 / n
        "defects": bounds.told(kept.most_defects),
        "missed": bounds.told(kept.most_missed),
        "low": f"{found.low / max(found.replies, 1):.0%}",
        "alike": f"{found.alike:,}",
        "share": f"{found.share:.0%}",
    }
    return Verdict(step.level, translate(step.why).format(**words), translate(step.next).format(**words), step.go)


class Step(NamedTuple):
    """When to say what; ``why`` and ``next`` are English, to be translated."""

    when: Callable[[Facts, Rate], bool]
    level: str
    why: str
    next: str
    go: str


STEPS = (
    Step(
        lambda found, kept: not found.rows and found.pending > BATCH,
        "no",
        N_("Nothing is kept yet, so there is nothing to train with."),
        N_("Review a first batch of {batch} fragments."),
        "queue",
    ),
    Step(
        lambda found, kept: not found.rows and found.pending > 0,
        "no",
        N_("Nothing is kept yet, so there is nothing to train with."),
        N_("Review the fragments that wait: {pending}."),
        "queue",
    ),
    Step(
        lambda found, kept: not found.rows,
        "no",
        N_("Nothing of what was reviewed is kept, so there is nothing to train with."),
        N_("Import another chat, or keep some of what was dropped or put off."),
        "import",
    ),
    Step(
        lambda found, kept: kept.missed > 0,
        "no",
        N_("The blind sample holds private values that were missed; as many as {missed} of the rows may have one."),
        N_("Add what was missed as a rule on the privacy page, then judge a fresh sample."),
        "privacy",
    ),
    Step(
        lambda found, kept: found.rows < FEW and found.pending > 0,
        "no",
        N_("{rows} rows are too few: a model tuned on fewer than {few} mostly repeats them."),
        N_("Review on in the order of gain: it brings the most good rows for half an hour."),
        "queue",
    ),
    Step(
        lambda found, kept: found.rows < FEW,
        "no",
        N_("{rows} rows are too few: a model tuned on fewer than {few} mostly repeats them."),
        N_("Everything is reviewed, so import another chat."),
        "import",
    ),
    Step(
        lambda found, kept: kept.judged < min(ROUND, kept.population) and kept.ahead > 0,
        "nearly",
        N_("There are enough rows, but nobody knows yet how good they are: {judged} were judged blind."),
        N_("Judge {ahead} kept fragments blind; that takes about {minutes} minutes."),
        "kept",
    ),
    Step(
        lambda found, kept: kept.newer > DRIFT * kept.population,
        "nearly",
        N_("{newer} fragments were kept or changed since the blind sample, and nothing is known of them."),
        N_("Judge {ahead} kept fragments blind; that takes about {minutes} minutes."),
        "kept",
    ),
    Step(
        lambda found, kept: kept.most_defects > MOST_DEFECTS and kept.defects > 0,
        "nearly",
        N_("As many as {defects} of the kept fragments may be defective."),
        N_("Mend or drop the defective ones of the sample and what is like them, then judge a fresh sample."),
        "kept",
    ),
    Step(
        lambda found, kept: found.alike > MOST_ALIKE * found.rows,
        "nearly",
        N_("{alike} rows say exactly what another one says; the model would learn them by heart."),
        N_("Drop the duplicates: choose their signal in the filter and decide them at once."),
        "queue",
    ),
    Step(
        lambda found, kept: found.low > MOST_LOW * found.replies,
        "nearly",
        N_("{low} of the replies are only words like “嗯” or “好”; the model would talk like that."),
        N_("Drop fragments in which the persona says nothing of their own."),
        "queue",
    ),
    Step(
        lambda found, kept: found.chats > 1 and found.share > DOMINANT,
        "nearly",
        N_("{share} of the rows come from one chat; with other people the persona may sound wrong."),
        N_("Review fragments of the other chats: choose one in the filter."),
        "queue",
    ),
    Step(
        lambda found, kept: kept.most_missed > MOST_MISSED,
        "yes",
        N_("You can train: {rows} rows, at most {defects} defective, at most {missed} with a private value."),
        N_("To be sure of 1 % for private values, judge {more} more. Or export it now."),
        "kept",
    ),
    Step(
        lambda found, kept: found.rows < ENOUGH and found.pending > 0,
        "yes",
        N_("You can train: {rows} rows, at most {defects} defective, at most {missed} with a private value."),
        N_("Export it, or review on until there are {enough} rows."),
        "queue",
    ),
    Step(
        lambda found, kept: True,
        "yes",
        N_("You can train: {rows} rows, at most {defects} defective, at most {missed} with a private value."),
        N_("Export it now."),
        "export",
    ),
)
"""In the order in which they matter."""
