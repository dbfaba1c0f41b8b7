import pytest
from render_samples import EMPTY, ORDINARY, POISONED

from ledger.errors import InputError
from ledger.render.formats import FORMATS, UnknownFormat, render
from ledger.render.tables import FAMILIES


def test_the_formats_most_people_want_come_first():
    assert list(FORMATS)[:6] == ["table", "json", "csv", "md", "ndjson", "jsonl"]
    assert set(list(FORMATS)[6:]) == set(FAMILIES)


@pytest.mark.parametrize("name", list(FORMATS))
def test_a_format_knows_its_name_and_what_help_says(name):
    assert FORMATS[name].name == name
    assert FORMATS[name].help


@pytest.mark.parametrize("name", list(FORMATS))
@pytest.mark.parametrize("report", [ORDINARY, EMPTY, POISONED], ids=["ordinary", "empty", "poisoned"])
def test_every_report_is_written_in_every_format(name, report):
    text = render(report, name, width=80, colour=True)
    assert text == "" or (text.endswith("\n") and not text.endswith("\n\n"))


@pytest.mark.parametrize(
    ("name", "hint"),
    [
        ("tabel", "Did you mean table?"),
        ("JSON", "Did you mean json or"),
        ("xlsx", "Try one of: table, json, csv, md, ndjson, jsonl."),
        ("\x1b[31m", "Try one of"),
    ],
)
def test_an_unknown_format_names_those_like_it(name, hint):
    with pytest.raises(UnknownFormat) as caught:
        render(EMPTY, name)
    assert isinstance(caught.value, InputError)
    assert caught.value.exit_code == 2
    assert hint in caught.value.hint
    assert "\x1b" not in str(caught.value)
