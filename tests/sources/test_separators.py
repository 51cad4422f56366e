"""Tables of known exporters that somebody saved again in Excel are read as they were."""

import csv
import io

import pytest

from curation import sources
from curation.sources import csvfile
from tests.generators.every import every_file
from tests.sources.reading import checked, read_bytes

FORMATS = {"memotrace_csv", "memotrace_csv_v2", "pywxdump_csv", "chatlog_csv"}
TABLES = [one for one in every_file() if one[0] in FORMATS and one[1].endswith(".csv")]


def saved_again(data, separator, encoding):
    rows = csv.reader(io.StringIO(data.decode("utf-8-sig"), newline=""))
    text = io.StringIO(newline="")
    csv.writer(text, delimiter=separator).writerows(rows)
    return text.getvalue().encode(encoding)


@pytest.mark.parametrize(("separator", "encoding"), [(";", "utf-8-sig"), (";", "gb18030"), ("\t", "utf-16")])
@pytest.mark.parametrize(("form", "name", "data"), TABLES, ids=[f"{form}-{name}" for form, name, _ in TABLES])
def test_another_separator_changes_nothing(tmp_path, form, name, data, separator, encoding):
    expected = read_bytes(tmp_path, name, data).messages
    (tmp_path / name).write_bytes(saved_again(data, separator, encoding))
    assert sources.sniff(tmp_path / name)[0].format == form
    found = checked(sources.read(tmp_path / name)).messages
    assert found.to_dict("list") == expected.to_dict("list")


@pytest.mark.parametrize(
    ("line", "separator"), [("a,b;c,d", ","), ("a;b;c", ";"), ("a\tb", "\t"), ("", ","), ("a", ","), ("a,b;c", ",")]
)
def test_most_of_the_first_line(line, separator):
    assert csvfile.separator(line) == separator
