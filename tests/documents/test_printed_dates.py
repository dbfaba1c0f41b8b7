"""The day a page prints: read in exactly one way, or refused with every reading shown."""

# ruff: noqa: RUF001 - the signs of other scripts are what is tested

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger.documents.kinds import ReadOn
from ledger.documents.printed_dates import AmbiguousPrintedDate, PrintedDate, dated, read_printed
from ledger.errors import InputError
from ledger.model.days import NoSuchDay
from ledger.model.spans import DateError, UnreadableDate

TODAY = "2026-11-22"


@pytest.mark.parametrize(
    ("words", "day", "order"),
    [
        ("2019-01-17", "2019-01-17", "ymd"),
        ("2019-01-17T23:30:00Z", "2019-01-17", "ymd"),
        ("2019-01-17 23:30", "2019-01-17", "ymd"),
        ("2019-01-17T23:30:00.000+08:00", "2019-01-17", "ymd"),
        ("20190117", "2019-01-17", "ymd"),
        ("2024/12/19", "2024-12-19", "ymd"),
        ("2025/6/1", "2025-06-01", "ymd"),
        ("2024.12.19", "2024-12-19", "ymd"),
        ("2024年12月19日", "2024-12-19", "ymd"),
        ("2024年1月9号", "2024-01-09", "ymd"),
        ("2024 年 12 月 19 日", "2024-12-19", "ymd"),
        ("01/17/19", "2019-01-17", "mdy"),
        ("1/17/2019", "2019-01-17", "mdy"),
        ("17/01/19", "2019-01-17", "dmy"),
        ("17.01.2019", "2019-01-17", "dmy"),
        ("17. 1. 2019", "2019-01-17", "dmy"),
        ("05/05/19", "2019-05-05", "mdy"),
        ("Jan 17, 2019", "2019-01-17", "mdy"),
        ("January 17th, 2019", "2019-01-17", "mdy"),
        ("Jan. 17, 2019", "2019-01-17", "mdy"),
        ("Sept 5 2019", "2019-09-05", "mdy"),
        ("17 January 2019", "2019-01-17", "dmy"),
        ("17-Jan-2019", "2019-01-17", "dmy"),
        ("Thursday, 17 January 2019", "2019-01-17", "dmy"),
        ("Thursday, January 17, 2019", "2019-01-17", "mdy"),
        ("2019 January 17", "2019-01-17", "ymd"),
        ("Jan 17, 19", "2019-01-17", "mdy"),
        ("Thu, 17 Jan 2019 05:00:00 +0000", "2019-01-17", "dmy"),
        ("17 Jan 2019 05:00 GMT", "2019-01-17", "dmy"),
        ("Thu, 17 Jan 19 05:00:00 EST", "2019-01-17", "dmy"),
        ("  01/17/19 ", "2019-01-17", "mdy"),
        ("01/17/98", "1998-01-17", "mdy"),
        ("11/22/26", "2026-11-22", "mdy"),
        ("11/23/26", "1926-11-23", "mdy"),
    ],
)
def test_a_date_with_one_reading_is_read(words, day, order):
    found = read_printed(words, today=TODAY)
    assert (found.day, found.order) == (day, order)


@pytest.mark.parametrize("words", ["01/17/19", "17-01-2019", "Jan 17, 19", "2019-01-17", "17 Jan 2019"])
def test_a_year_of_two_digits_is_told_of(words):
    short = words in {"01/17/19", "Jan 17, 19"}
    assert read_printed(words, today=TODAY).short_year is short


@pytest.mark.parametrize(
    ("words", "readings"),
    [
        ("01/05/19", {"mdy": "2019-01-05", "dmy": "2019-05-01"}),
        ("1.5.2019", {"mdy": "2019-01-05", "dmy": "2019-05-01"}),
        ("12-11-10", {"mdy": "2010-12-11", "dmy": "2010-11-12", "ymd": "2012-11-10"}),
        ("17 Jan 19", {"dmy": "2019-01-17", "ymd": "2017-01-19"}),
        ("12/11/26", {"mdy": "1926-12-11", "dmy": "2026-11-12"}),
    ],
)
def test_a_date_with_several_readings_is_refused_until_the_order_is_given(words, readings):
    with pytest.raises(AmbiguousPrintedDate) as caught:
        read_printed(words, today=TODAY)
    assert isinstance(caught.value, InputError)
    assert {order: day.isoformat() for order, day in caught.value.by_order.items()} == readings
    assert all(day in str(caught.value) for day in readings.values())
    assert f"--date-order {'|'.join(readings)}" in str(caught.value)
    for order, day in readings.items():
        assert read_printed(words, order=order, today=TODAY) == PrintedDate(day, order, "2019" not in words)


def test_an_order_decides_only_what_is_open():
    assert read_printed("01/17/19", order="dmy", today=TODAY).day == "2019-01-17"
    assert read_printed("2024/12/19", order="dmy", today=TODAY).day == "2024-12-19"


def test_an_order_that_gives_no_reading_leaves_the_date_ambiguous():
    with pytest.raises(AmbiguousPrintedDate):
        read_printed("01/05/19", order="ymd", today=TODAY)


def test_without_today_two_digits_mean_this_century():
    assert read_printed("01/17/98").day == "2098-01-17"


@pytest.mark.parametrize(
    "words", ["", "yesterday", "January 2019", "2019", "3 days ago", "17 January", "١٧/٠١/٢٠١٩", "x" * 500]
)
def test_what_names_no_day_is_refused(words):
    with pytest.raises(DateError):
        read_printed(words, today=TODAY)


def test_what_the_calendar_does_not_have_is_refused_with_what_was_printed():
    with pytest.raises(NoSuchDay, match="02/30/2019"):
        read_printed("02/30/2019", today=TODAY)
    with pytest.raises(NoSuchDay):
        read_printed("2024年13月1日", today=TODAY)
    with pytest.raises(DateError, match="Friday"):
        read_printed("Friday, 17 January 2019", today=TODAY)


def test_a_today_that_is_no_day_is_refused():
    with pytest.raises(UnreadableDate, match="today"):
        read_printed("01/17/19", today="soon")


@given(st.dates(date(1990, 1, 1), date(2026, 11, 22)), st.sampled_from(["mdy", "dmy", "ymd"]))
def test_a_date_printed_in_an_order_is_read_back_with_it(day, order):
    parts = {"y": f"{day:%y}", "m": f"{day:%m}", "d": f"{day:%d}"}
    words = "-".join(parts[letter] for letter in order)
    assert read_printed(words, order=order, today=TODAY).day == day.isoformat()


@given(st.dates(date(1927, 1, 1), date(2026, 11, 22)))
def test_two_digits_never_mean_a_day_after_today(day):
    found = read_printed(f"{day:%m/%d/%y}", order="mdy", today=TODAY).day
    assert date.fromisoformat(found) <= date.fromisoformat(TODAY)
    assert found[5:] == day.isoformat()[5:]
    assert date.fromisoformat(TODAY) - date.fromisoformat(found) < timedelta(days=36525)


@given(
    st.text(max_size=40) | st.text(alphabet="0123456789/-. ,JanFeb年月日:T", max_size=24),
    st.sampled_from(["", "mdy", "dmy"]),
)
def test_any_text_is_a_day_or_an_error_with_a_sentence(words, order):
    try:
        found = read_printed(words, order=order, today=TODAY)
    except DateError:
        return
    assert date.fromisoformat(found.day)
    assert found.order in {"mdy", "dmy", "ymd"}


# What a page gets


def test_a_page_keeps_an_open_date_as_printed_and_says_so():
    assert dated("01/05/19", ReadOn(today=TODAY)) == ("", "01/05/19", "", ["date_two_digit_year", "date_ambiguous"])
    assert dated("01/05/19", ReadOn("dmy", TODAY)) == ("2019-05-01", "01/05/19", "dmy", ["date_two_digit_year"])
    assert dated("01/05/2019", ReadOn(today=TODAY)) == ("", "01/05/2019", "", ["date_ambiguous"])


def test_a_page_without_a_date_or_with_none_that_can_be_read_says_so():
    assert dated("", ReadOn(today=TODAY)) == ("", "", "", ["no_date"])
    assert dated("02/30/19", ReadOn(today=TODAY)) == ("", "02/30/19", "", ["unreadable_date"])
    assert dated(" 2024/12/19", ReadOn(today=TODAY)) == ("2024-12-19", "2024/12/19", "ymd", [])
