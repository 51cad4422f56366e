import json
import string

import pytest

from curation import sources
from curation.sources import registry
from curation.sources.report import MAX_PROBLEMS, NOTES, REASONS, Report


def test_it_adds_up_only_when_every_record_is_accounted_for():
    report = Report(records=7, kept=3)
    assert not report.adds_up
    report.merge("window_repeat", 2)
    report.put_aside("text_empty")
    assert not report.adds_up
    report.put_aside("text_empty")
    assert report.adds_up
    assert (report.merged, report.set_aside) == ({"window_repeat": 2}, {"text_empty": 2})


def test_nothing_counted_is_no_reason():
    report = Report()
    report.merge("window_repeat", 0)
    report.put_aside("system_text", 0)
    assert (report.merged, report.set_aside) == ({}, {})


def test_too_many_problems_are_only_counted():
    report = Report()
    for record in range(MAX_PROBLEMS + 5):
        report.problem("x.csv", record, "columns_wrong")
    assert (len(report.problems), report.problem_count) == (MAX_PROBLEMS, MAX_PROBLEMS + 5)


def test_a_note_is_said_once():
    report = Report()
    report.note("bad_bytes", count=1)
    report.note("bad_bytes", count=2)
    assert [(note.code, note.params) for note in report.notes] == [("bad_bytes", {"count": 1})]


def test_it_goes_to_json_and_back():
    report = Report("x.csv", "memotrace_csv", "utf-8", 3, 1, {"repeated_id": 1}, {"columns_wrong": 1}, 1, crlf=2)
    report.note("bad_bytes", count=1)
    report.problem("x.csv", 2, "columns_wrong")
    assert sources.Report.from_dict(json.loads(json.dumps(report.to_dict()))) == report


def test_every_code_has_its_sentence():
    known = sources.sentences()
    assert known.items() >= {**REASONS, **NOTES}.items()
    assert all(form.sentences.items() <= known.items() for form in registry.all_formats().values())


@pytest.mark.parametrize(
    ("code", "fields"),
    [("window_repeats", {"count", "groups"}), ("bad_bytes", {"count"}), ("joints_unsure", {"count"})],
)
def test_a_sentence_asks_for_what_its_note_gives(code, fields):
    assert {name for _, name, _, _ in string.Formatter().parse(NOTES[code]) if name} == fields
