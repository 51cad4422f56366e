"""Import reports in words."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import RowMapping

from curation import sources as files
from curation.errors import N_
from curation.flow.intake import joining
from curation.flow.intake.people import called
from curation.workspace import Workspace, queries

Translate = Callable[[str], str]


@dataclass(frozen=True)
class ReportView:
    """A source's report with its counts added up."""

    records: int
    kept: int
    merged: int
    set_aside: int
    raw: files.Report
    newer: Sequence[joining.Newer] = ()
    """What it added to chats that were there before."""

    @property
    def problems(self) -> Sequence[files.Problem]:
        """Records something is wrong with."""
        return self.raw.problems


@dataclass(frozen=True)
class Person:
    """Somebody who speaks in a chat, and how often."""

    sender_id: str
    name: str
    count: int


@dataclass(frozen=True)
class ChatView:
    """A chat, its persona's name, and who else could be it, the most talkative first."""

    id: int
    name: str
    is_group: bool
    persona: str
    others: Sequence[Person]


@dataclass(frozen=True)
class SourceView:
    """An imported source as the page shows it. ``by_the_wall``: its times are clock times of its zone."""

    id: int
    name: str
    format: str
    zone: str
    by_the_wall: bool
    chats: Sequence[ChatView]
    report: ReportView


def sources(workspace: Workspace) -> list[SourceView]:
    """The sources of a workspace, oldest first."""
    with workspace.read() as connection:
        chats = queries.all_chats(connection)
        people: dict[int, list[RowMapping]] = defaultdict(list)
        for row in queries.senders_of(connection):
            people[row["chat_id"]].append(row)
        return [
            SourceView(
                source["id"],
                source["name"],
                source["format"],
                source["zone"],
                source["report"].get("wall_clock", 0) > 0,
                [_chat(chat, people[chat["id"]]) for chat in chats if chat["source_id"] == source["id"]],
                _view(source["report"], {chat["id"]: chat["name"] for chat in chats}),
            )
            for source in queries.all_sources(connection)
        ]


def lines(report: ReportView, translate: Translate) -> list[str]:
    """What happened to the records, one sentence a line."""
    known = files.sentences()
    again = [line for one in report.newer for line in newer_lines(one, translate)]
    counted = [*report.raw.merged.items(), *report.raw.set_aside.items()]
    told = again + [f"{translate(known[code])}{translate(N_(': '))}{count:,}" for code, count in counted]
    if report.raw.messages != report.kept:
        told.append(
            translate(N_("Messages that came of the kept records: {count}")).format(count=f"{report.raw.messages:,}")
        )
    for name, sentence in _COUNTED.items():
        if count := getattr(report.raw, name):
            told.append(translate(sentence).format(count=f"{count:,}"))
    told += [translate(known[note.code]).format(**note.params) for note in report.raw.notes]
    return told


def newer_lines(one: joining.Newer, translate: Translate) -> list[str]:
    """What a newer export holds of a chat that is there, or will be added to."""
    numbers = {name: f"{getattr(one, name):,}" for name in ("matched", "new", "vanished")}
    sentences = [N_("A newer export of “{chat}”: {matched} messages are known, {new} are new.")]
    if one.vanished:
        sentences.append(N_("{vanished} earlier messages are no longer in it. They stay here, with all your work."))
    if one.shift:
        sentences.append(
            N_("Its clock is {hours} hours off from the first export’s; its new messages were moved to fit.")
        )
    return [translate(line).format(chat=one.name, hours=f"{one.shift / 60:+g}", **numbers) for line in sentences]


def sender_label(sender: files.Sender | Person, translate: Translate) -> str:
    """A sender with the number of messages."""
    name = called(sender.name, sender.sender_id, translate)
    return translate(N_("{name} ({count} messages)")).format(name=name, count=f"{sender.count:,}")


_COUNTED = {
    "crlf": N_("Windows line breaks written as plain ones: {count}"),
    "surrogates": N_("Broken characters (half of a pair) replaced: {count}"),
    "nul": N_("NUL characters removed: {count}"),
}


def _view(raw: Mapping[str, Any], names: Mapping[int, str]) -> ReportView:
    told = dict(raw)
    newer = tuple(joining.Newer(name=names[one["chat"]], **one) for one in told.pop(joining.NEWER, ()))
    report = files.Report.from_dict(told)
    merged, set_aside = sum(report.merged.values()), sum(report.set_aside.values())
    return ReportView(report.records, report.kept, merged, set_aside, report, newer)


def _chat(chat: RowMapping, people: Sequence[RowMapping]) -> ChatView:
    others = [
        Person(p["sender_id"], p["name"] or p["sender_id"], p["count"])
        for p in people
        if p["sender_id"] != chat["persona"]
    ]
    persona = chat["persona_name"] or chat["persona"]
    return ChatView(chat["id"], chat["name"], bool(chat["is_group"]), persona, others)
