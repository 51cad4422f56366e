"""The mapping wizard: a person says which column of an unknown file is what, and sees at once what comes of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import streamlit as st

from curation import sources
from curation.errors import RuwoError
from curation.flow.intake import mappings
from curation.flow.words import KINDS
from pages.widgets import rows, shell
from pages.widgets.looking import Incoming
from pages.widgets.text import safe

Words = Callable[[str], str]

RAW, LINES = 4, 6
"""Rows of a table, lines of a text that are shown as they stand."""

LONG = 60
MOST_KINDS = 12

ASKED = ("text", "sender", "time")
MORE = ("chat", "kind", "id")


@dataclass(frozen=True)
class Wizard:
    """One drawing of the wizard."""

    here: Incoming
    excerpt: sources.Excerpt
    mapping: sources.Mapping
    _: Words

    def draw(self) -> sources.Mapping | None:
        """The questions and what comes of them; the mapping when the person says that it is right."""
        _ = self._
        self._heading()
        self._raw()
        mapping = self._more(self._asked(self.mapping))
        self.here.mapping = mapping
        sample = self._outcome(mapping)
        name = st.text_input(
            _("What shall this kind of file be called?"), mapping.name or self._called(), key="import_map_name"
        )
        go, back = st.columns([1, 1])
        away = _("Back to the preview") if self.here.asked else _("Do not import this file")
        if back.button(away, key="map_cancel", width="stretch"):
            self.here.mapping = None
            return None
        done = go.button(_("That is right"), type="primary", key="map_done", disabled=sample is None, width="stretch")
        return mapping.model_copy(update={"name": name.strip() or self._called()}) if done else None

    def _called(self) -> str:
        return self.here.paths[0].stem

    # --- what the file holds

    def _heading(self) -> None:
        _ = self._
        if not self.here.asked:
            unknown = _("Ruwo does not know this kind of file yet.")
            st.markdown(f"**{unknown}**")
        plain = self.excerpt.layout.shape == "text"
        once = _("Show it once how a message begins; it will remember.")
        st.text(once if plain else _("Show it once which column is what; it will remember."))

    def _raw(self) -> None:
        if self.excerpt.layout.shape == "text":
            self._pattern()
            return
        columns = {title: [_short(one) for one in values[:RAW]] for title, values in self.excerpt.columns.items()}
        longest = max(map(len, columns.values()), default=0)
        st.caption(self._("How the file begins:"))
        st.dataframe(
            {title: values + [""] * (longest - len(values)) for title, values in columns.items()}, hide_index=True
        )

    def _pattern(self) -> None:
        """Plain text: its first lines, and the pattern in which messages begin."""
        _ = self._
        st.caption(_("How the file begins:"))
        lines = [one for one in self.excerpt.data.decode(errors="replace").splitlines() if one.strip()]
        with st.container(border=True):
            st.text("\n".join(_short(one) for one in lines[:LINES]))
        fitting = [one for one in sources.TEMPLATES if sources.with_template(self.excerpt, one)]
        now = self.excerpt.layout.template
        words = {"{time}": _("Time"), "{sender}": _("Sender"), "{text}": _("Text"), "{skip}": "…"}
        typed = st.selectbox(
            _("How does a message begin?"),
            list(dict.fromkeys([now, *fitting])),
            format_func=lambda template: _said(template, words),
            accept_new_options=True,
            key=f"import_map_pattern_{now}",
            help=_("Choose one, or type your own: copy the beginning of a message and put the words for time, sender "
                   "and text in their places. ⏎ is a new line, ⇥ a tab, … anything that does not matter."),
        )  # fmt: skip
        wanted = _meant(typed or now, words)
        if wanted != now:
            self._take_pattern(wanted)

    def _take_pattern(self, wanted: str) -> None:
        try:
            found = sources.with_template(self.excerpt, wanted)
        except RuwoError as error:
            shell.say(error)
            return
        proposed = sources.propose(found) if found else None
        if found is None or proposed is None:
            st.warning(self._("No message in this file begins like that."), icon=":material/info:")
            return
        self.here.excerpt, self.here.mapping = found, proposed
        st.rerun()

    # --- the questions

    def _asked(self, mapping: sources.Mapping) -> sources.Mapping:
        if self.excerpt.layout.shape == "text":
            return mapping
        _ = self._
        labels = {
            "text": _("What was written"),
            "sender": _("Who wrote it"),
            "time": _("When"),
        }
        columns = st.columns(3)
        answers = {
            role: self._column(labels[role], role, getattr(mapping, role), place)
            for role, place in zip(ASKED, columns, strict=True)
        }
        return mapping.model_copy(update=answers)

    def _more(self, mapping: sources.Mapping) -> sources.Mapping:
        if self.excerpt.layout.shape == "text":
            return mapping
        _ = self._
        with st.expander(_("More, where the file has it")):
            labels = {"chat": _("Name of the chat"), "kind": _("Kind of message"), "id": _("Number of the message")}
            places = st.columns(3)
            answers: dict[str, object] = {
                role: self._column(labels[role], role, getattr(mapping, role), place)
                for role, place in zip(MORE, places, strict=True)
            }
            answers["clock"] = self._column(
                _("Time of day, where it has a column of its own"), "clock", mapping.clock, st.container()
            )
            left, right = st.columns(2)
            answers["mine"] = mine = self._column(
                _("A column that marks your own messages"), "mine", mapping.mine, left
            )
            answers["me"] = self._me(mine, mapping, right) if mine else mapping.me
            if mapping.mine and not mine:
                answers["me"] = ""
            answers["kinds"] = self._kinds(str(answers["kind"]), mapping)
            answers["newest_first"] = st.checkbox(
                _("The file begins with the newest message"), mapping.newest_first, key="import_map_back"
            )
        return mapping.model_copy(update=answers)

    def _column(self, label: str, role: str, now: str, place: st.delta_generator.DeltaGenerator) -> str:
        titles = [*([] if role == "text" else [""]), *self.excerpt.columns]
        chosen: str = place.selectbox(
            safe(label),
            titles,
            index=titles.index(now) if now in titles else 0,
            format_func=lambda title: self._with_example(title),
            key=f"import_map_{role}",
        )
        return chosen

    def _with_example(self, title: str) -> str:
        """A column by its name and what stands in it."""
        if not title:
            return self._("(not in this file)")
        example = next((one for one in self.excerpt.columns[title] if one.strip()), "")
        return f"{title} — {_short(example)}" if example else title

    def _me(self, mine: str, mapping: sources.Mapping, place: st.delta_generator.DeltaGenerator) -> str:
        values = list(dict.fromkeys(one.strip() for one in self.excerpt.columns[mine]))[:MOST_KINDS]
        known = mapping.me if mine == mapping.mine else ""
        found: str = place.selectbox(
            self._("What stands there in your own"),
            values,
            index=values.index(known) if known in values else 0,
            key=f"import_map_me_{mine}",
        )
        return found

    def _kinds(self, column: str, mapping: sources.Mapping) -> dict[str, str]:
        """What each word for a kind means, where Ruwo does not know the word."""
        if not column:
            return {}
        _ = self._
        words = dict.fromkeys(one.strip() for one in self.excerpt.columns[column] if one.strip())
        unknown = [word for word in words if not sources.kind_of(word)][:MOST_KINDS]
        names = {"": _("a text, or whatever it looks like")} | {
            kind: _(KINDS[kind]) if kind != "text" else _("text") for kind in KINDS
        }
        return {
            word: kind
            for word in unknown
            if (
                kind := st.selectbox(
                    _("What is “{word}”?").format(word=safe(word)),
                    list(names),
                    index=list(names).index(mapping.kinds.get(word, "")),
                    format_func=names.__getitem__,
                    key=f"import_map_kind_{word}",
                )
            )
        }

    # --- what comes of them

    def _outcome(self, mapping: sources.Mapping) -> mappings.Sample | None:
        """Five rows as Ruwo reads them, and what looks wrong; None when nothing can be read."""
        _ = self._
        st.caption(_("So Ruwo reads it:"))
        try:
            sample = mappings.sample(self.excerpt, mapping, zone=self.here.zone)
        except RuwoError as error:
            shell.say(error)
            return None
        rows.show(sample.rows, _)
        for line in self._doubts(mapping, sample):
            st.text(line)
        return sample

    def _doubts(self, mapping: sources.Mapping, sample: mappings.Sample) -> list[str]:
        _ = self._
        found = []
        if not mapping.time:
            found.append(_("Without times, Ruwo cannot see where one talk ends and the next begins."))
        elif not sample.timed and not sample.doubts:
            found.append(_("No time can be read in this column. Choose another one."))
        elif sample.timed < sample.messages and not sample.doubts:
            missing = f"{sample.messages - sample.timed:,}"
            found.append(_("{count} of the first {all} messages have no readable time.").format(
                count=missing, all=f"{sample.messages:,}"))  # fmt: skip
        if len(sample.senders) == 1:
            found.append(_("Everything seems to come from one person. Is that the right column for who wrote it?"))
        elif len(sample.senders) > sample.messages / 2 > 3:
            found.append(_("Nearly every message has another sender. Is that the right column for who wrote it?"))
        return found


def _short(text: str) -> str:
    flat = " ".join(text.split())
    return flat if len(flat) <= LONG else flat[: LONG - 1] + "…"


def _said(template: str, words: Mapping[str, str]) -> str:
    """A template in the person's words: ``时间 ⇥ 发言人 ⇥ 文字``."""
    for field, word in words.items():
        template = template.replace(field, word)
    return template.replace("\\t", " ⇥ ").replace("\\n", " ⏎ ")


def _meant(typed: str, words: Mapping[str, str]) -> str:
    """The template that a person typed, with fields or in their own words."""
    if "{text}" not in typed:
        for field, word in words.items():
            typed = typed.replace(word, field)
    return re.sub(" *⏎ *", r"\\n", re.sub(" *⇥ *", r"\\t", typed))
