"""Dates as people write them: read in exactly one way, or refused with a sentence."""

from contextlib import suppress
from datetime import UTC, date, datetime, timedelta, timezone

import effort
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from ledger.errors import InputError
from ledger.model.days import AmbiguousDate, NoSuchDay, NoToday, PartialDate, WrongWeekday, read_day
from ledger.model.deadlines import NeedsStatedDay, VagueDate, read_deadline
from ledger.model.instants import UnreadableTimecode, read_instant, read_timecode, show_timecode
from ledger.model.spans import (
    HORIZON_LABELS,
    HORIZONS,
    DateError,
    DateOutOfRange,
    UnreadableDate,
    UnreadableLength,
    add_window,
    horizon_bucket,
)

TODAY = date(2026, 11, 22)
STATED = date(2019, 1, 17)
KNOWN_DAYS = st.dates(date(1900, 1, 1), date(2200, 12, 31))
# Text near what people type reaches further into the readers than noise does.
NEAR_DATES = st.text(alphabet="0123456789-/.: +,qhdwmytz", max_size=16) | st.lists(
    st.sampled_from(
        [
            "by", "before", "until", "within", "in", "end", "of", "the", "end of", "next", "this", "year", "month",
            "week", "a", "six", "90", "2019", "2200", "9999", "0000", "29", "31", "feb", "march", "friday", "may",
            "q4", "h1", "days", "years", "decades", "99999", "2019-01-17", "01/05/19", "17th", "from now", "first half",
        ]
    ),
    max_size=5,
).map(" ".join)  # fmt: skip
ANY_TEXT = st.text(max_size=100) | NEAR_DATES


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # ISO, in its usual variants
        ("2019-01-17", "2019-01-17"),
        (" 2019-01-17 ", "2019-01-17"),
        ("20190117", "2019-01-17"),
        ("2019/01/17", "2019-01-17"),
        ("2019.01.17", "2019-01-17"),
        ("2019-1-7", "2019-01-07"),
        # the month by its name, in any order
        ("17 January 2019", "2019-01-17"),
        ("17th of January, 2019", "2019-01-17"),
        ("Jan 17, 2019", "2019-01-17"),
        ("JANUARY 17TH 2019", "2019-01-17"),
        ("17-Jan-2019", "2019-01-17"),
        ("17. Jan. 2019", "2019-01-17"),
        ("2019 Jan 17", "2019-01-17"),
        ("5 Sept 2019", "2019-09-05"),
        ("29 February 2020", "2020-02-29"),
        # the day of the week, if it is the right one
        ("Thursday, 17 January 2019", "2019-01-17"),
        ("Thu 2019-01-17", "2019-01-17"),
        # numbers with one valid reading
        ("01/17/19", "2019-01-17"),
        ("17/01/19", "2019-01-17"),
        ("17.1.2019", "2019-01-17"),
        ("05/05/2019", "2019-05-05"),
        ("01/17/99", "1999-01-17"),
        ("17 Jan 99", "1999-01-17"),
        # against the day it is
        ("today", "2026-11-22"),
        ("Yesterday", "2026-11-21"),
        # the first and the last day there are
        ("1900-01-01", "1900-01-01"),
        ("2200-12-31", "2200-12-31"),
    ],
)
def test_a_day_said_exactly_is_read(text, expected):
    assert read_day(text, "stated on", TODAY) == date.fromisoformat(expected)


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("01/05/19", "2019-01-05 or 2019-05-01"),
        ("01/05/2019", "2019-01-05 or 2019-05-01"),
        ("1.5.2027", "2027-01-05 or 2027-05-01"),
        ("10-11-2026", "2026-10-11 or 2026-11-10"),
        # a year of two digits can stand at either end
        ("19-01-17", "2017-01-19 or 2019-01-17"),
        ("17 Jan 19", "2017-01-19 or 2019-01-17"),
        # and, a few years ahead, can be of either century
        ("01/17/30", "1930-01-17 or 2030-01-17"),
    ],
)
def test_two_readings_are_refused_and_both_shown(text, readings):
    with pytest.raises(AmbiguousDate) as caught:
        read_day(text, "stated on", TODAY)
    assert readings in caught.value.message
    assert [day.isoformat() for day in caught.value.readings] == readings.split(" or ")


@pytest.mark.parametrize(
    ("text", "error"),
    [
        # a part is missing: never filled in
        ("2019", PartialDate),
        ("2019-03", PartialDate),
        ("March", PartialDate),
        ("March 2019", PartialDate),
        ("17 March", PartialDate),
        ("29 Feb", PartialDate),
        ("32 March", PartialDate),
        ("March 99", PartialDate),
        ("10", PartialDate),
        ("Q4 2026", PartialDate),
        # the calendar has no such day
        ("2023-02-29", NoSuchDay),
        ("29 Feb 2023", NoSuchDay),
        ("31 June 2019", NoSuchDay),
        ("2026-13-01", NoSuchDay),
        ("2026-00-10", NoSuchDay),
        ("99/99/99", NoSuchDay),
        ("20011932", NoSuchDay),
        # outside the years a claim can be about
        ("0000-01-01", DateOutOfRange),
        ("1899-12-31", DateOutOfRange),
        ("2201-01-01", DateOutOfRange),
        ("17 January 3019", DateOutOfRange),
        # not a day at all, or more than one
        ("", UnreadableDate),
        ("   ", UnreadableDate),
        ("10000-01-01", UnreadableDate),
        ("2019-W03-4", UnreadableDate),
        ("2019-01/17", UnreadableDate),
        ("2019-01-17T10:00", UnreadableDate),
        ("17 Jan 2019 10:00", UnreadableDate),
        ("17 Jan 2019 EST", UnreadableDate),
        ("17 18 March 2019", UnreadableDate),
        ("17 March 5", UnreadableDate),
        ("17 5 March", UnreadableDate),
        ("March 17 5", UnreadableDate),
        ("2019 2020 March", UnreadableDate),
        ("March 019 17", UnreadableDate),
        ("17 May May 2019", UnreadableDate),
        ("12.5", UnreadableDate),
        ("next Friday", UnreadableDate),
        ("Friday", UnreadableDate),
        ("tomorrow", UnreadableDate),
        # foreign digits and what a terminal would obey
        ("\uff12\uff10\uff11\uff19-01-17", UnreadableDate),
        ("٢٠١٩-01-17", UnreadableDate),
        ("\x1b[31m2019", UnreadableDate),
        ("\ud800", UnreadableDate),
        ("2019-01-17" * 50, UnreadableDate),
        # contradicts itself
        ("Friday 2019-01-17", WrongWeekday),
    ],
)
def test_what_is_not_one_day_is_refused_in_a_sentence(text, error):
    with pytest.raises(error) as caught:
        read_day(text, "stated on", TODAY)
    assert caught.value.message.startswith("stated on: ")
    assert caught.value.hint
    assert str(caught.value).isascii()
    assert "\x1b" not in str(caught.value)


def test_the_29th_of_february_gets_its_reason():
    with pytest.raises(NoSuchDay, match="2023 is not a leap year"):
        read_day("29 Feb 2023", "stated on")


def test_today_is_refused_where_it_is_not_known():
    with pytest.raises(NoToday):
        read_day("today", "stated on")


def test_without_today_two_digits_are_of_this_century():
    assert read_day("01/17/99", "stated on") == date(2099, 1, 17)


@given(KNOWN_DAYS)
def test_every_day_reads_back_in_every_full_form(day):
    month = "JanFebMarAprMayJunJulAugSepOctNovDec"[3 * day.month - 3 : 3 * day.month]
    forms = (day.isoformat(), f"{day.day} {month} {day.year}", f"{month} {day.day}, {day.year}", f"{day:%Y%m%d}")
    assert {read_day(form, "day") for form in forms} == {day}


@given(KNOWN_DAYS, KNOWN_DAYS)
def test_numbers_are_read_or_their_readings_hold_the_day(day, today):
    text = f"{day.day}/{day.month}/{day.year}"
    try:
        readings = (read_day(text, "day", today),)
    except AmbiguousDate as error:
        readings = error.readings
    assert day in readings


@pytest.mark.parametrize(
    ("text", "on", "basis"),
    [
        # a day, with or without the word that says until when
        ("2019-12-31", "2019-12-31", "day"),
        ("by 2020-03-05", "2020-03-05", "day"),
        ("by 5 March 2020", "2020-03-05", "day"),
        ("until 5 March 2020", "2020-03-05", "day"),
        ("through 2020-03-05", "2020-03-05", "day"),
        ("no later than 2020-03-05", "2020-03-05", "day"),
        ("on or before 2020-03-05", "2020-03-05", "day"),
        ("before 2020-03-01", "2020-02-29", "day"),
        # a span is its end
        ("2027", "2027-12-31", "span"),
        ("2026-12", "2026-12-31", "span"),
        ("2020-02", "2020-02-29", "span"),
        ("2026-Q4", "2026-12-31", "span"),
        ("2026Q1", "2026-03-31", "span"),
        ("Q4 2026", "2026-12-31", "span"),
        ("2026 H1", "2026-06-30", "span"),
        ("H2 2026", "2026-12-31", "span"),
        ("first half of 2026", "2026-06-30", "span"),
        ("the third quarter of 2026", "2026-09-30", "span"),
        ("December 2026", "2026-12-31", "span"),
        ("Dec. 2026", "2026-12-31", "span"),
        ("May 2027", "2027-05-31", "span"),
        ("2026 June", "2026-06-30", "span"),
        ("in 2027", "2027-12-31", "span"),
        ("through 2027", "2027-12-31", "span"),
        ("end of 2019", "2019-12-31", "span"),
        ("end 2019", "2019-12-31", "span"),
        ("by end of 2019", "2019-12-31", "span"),
        ("by end-2019", "2019-12-31", "span"),
        ("by the end of March 2020", "2020-03-31", "span"),
        ("before the end of Q1 2020", "2020-03-31", "span"),
        ("year-end 2019", "2019-12-31", "span"),
        ("by the end of the year 2019", "2019-12-31", "span"),
        ("before 2027", "2026-12-31", "span"),
        ("before March 2020", "2020-02-29", "span"),
        # one reading of "by" is past when it is said in that very year
        ("by 2019", "2019-12-31", "span"),
        # lengths from the statement
        ("within six months", "2019-07-17", "phrase"),
        ("in 90 days", "2019-04-17", "phrase"),
        ("6 months", "2019-07-17", "phrase"),
        ("+90d", "2019-04-17", "phrase"),
        ("two years", "2021-01-17", "phrase"),
        ("within a year", "2020-01-17", "phrase"),
        ("within the next six months", "2019-07-17", "phrase"),
        ("in the next year", "2020-01-17", "phrase"),
        ("a year from now", "2020-01-17", "phrase"),
        ("half a year", "2019-07-17", "phrase"),
        ("a decade", "2029-01-17", "phrase"),
        ("a fortnight", "2019-01-31", "phrase"),
        ("two quarters", "2019-07-17", "phrase"),
        # the calendar around the statement
        ("next year", "2020-12-31", "phrase"),
        ("this year", "2019-12-31", "phrase"),
        ("end of the year", "2019-12-31", "phrase"),
        ("by year-end", "2019-12-31", "phrase"),
        ("by the end of next month", "2019-02-28", "phrase"),
        ("next month", "2019-02-28", "phrase"),
        ("next quarter", "2019-06-30", "phrase"),
        ("this week", "2019-01-20", "phrase"),
        ("next week", "2019-01-27", "phrase"),
        ("before next year", "2019-12-31", "phrase"),
        ("by tomorrow", "2019-01-18", "phrase"),
    ],
)
def test_a_deadline_is_the_last_day_it_allows(text, on, basis):
    deadline = read_deadline(text, STATED)
    assert (deadline.on.isoformat(), deadline.words, deadline.basis) == (on, text, basis)


@pytest.mark.parametrize(
    ("text", "error"),
    [
        # no end anybody could check
        ("early 2026", VagueDate),
        ("mid-2026", VagueDate),
        ("by summer", VagueDate),
        ("soon", VagueDate),
        ("in the near future", VagueDate),
        ("within a few weeks", VagueDate),
        ("within the year", VagueDate),
        # two readings
        ("by 01/05/20", AmbiguousDate),
        # half a date
        ("by March", PartialDate),
        ("by 17 March", PartialDate),
        # a length is not a point to stand before
        ("before six months", UnreadableDate),
        ("by the end of six months", UnreadableDate),
        ("by six months", UnreadableDate),
        # fragments and unknown calendars
        ("", UnreadableDate),
        ("by", UnreadableDate),
        ("by the end of", UnreadableDate),
        ("FY27", UnreadableDate),
        ("the 2020s", UnreadableDate),
        ("1.5 years", UnreadableDate),
        ("-90d", UnreadableDate),
        # out of the years we know
        ("99999 years", DateOutOfRange),
        ("300 years", DateOutOfRange),
        ("before 1900", DateOutOfRange),
        ("3000", DateOutOfRange),
    ],
)
def test_a_deadline_that_is_no_day_is_refused(text, error):
    with pytest.raises(error) as caught:
        read_deadline(text, STATED)
    assert caught.value.hint


@pytest.mark.parametrize(
    ("text", "readings"),
    [
        ("by 2027", "2026-12-31 or 2027-12-31"),
        ("until 2027", "2026-12-31 or 2027-12-31"),
        ("by March 2020", "2020-02-29 or 2020-03-31"),
        ("by Q2 2020", "2020-03-31 or 2020-06-30"),
        ("by next month", "2019-01-31 or 2019-02-28"),
    ],
)
def test_by_a_span_may_mean_its_eve_or_its_end(text, readings):
    with pytest.raises(AmbiguousDate, match=readings):
        read_deadline(text, STATED)


@pytest.mark.parametrize("text", ["within six months", "next year", "end of the year", "tomorrow"])
def test_a_phrase_needs_the_day_of_the_statement(text):
    with pytest.raises(NeedsStatedDay):
        read_deadline(text, None)


def test_a_year_after_the_leap_day_is_the_28th():
    assert read_deadline("1 year", date(2020, 2, 29)).on == date(2021, 2, 28)


@given(KNOWN_DAYS)
def test_a_day_as_deadline_is_that_day(day):
    assert read_deadline(day.isoformat(), None).on == day
    assert read_deadline(f"by {day.isoformat()}", None).on == day


@given(st.integers(1900, 2200), st.integers(1, 12))
def test_a_month_ends_the_day_before_the_next_begins(year, month):
    end = read_deadline(f"{year}-{month:02}", None).on
    assert (end.year, end.month) == (year, month)
    assert (end + timedelta(days=1)).day == 1


END = (23, 59, 59, 999999)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        # a day or a span is known at its end
        ("2019-06-01", datetime(2019, 6, 1, *END, tzinfo=UTC)),
        ("1 June 2019", datetime(2019, 6, 1, *END, tzinfo=UTC)),
        ("2019", datetime(2019, 12, 31, *END, tzinfo=UTC)),
        ("2019-06", datetime(2019, 6, 30, *END, tzinfo=UTC)),
        ("2019-Q2", datetime(2019, 6, 30, *END, tzinfo=UTC)),
        # an instant, in UTC unless it says otherwise
        ("2019-06-01T12:00:00Z", datetime(2019, 6, 1, 12, tzinfo=UTC)),
        ("2019-06-01 12:00", datetime(2019, 6, 1, 12, tzinfo=UTC)),
        ("2019-06-01T12:00+02:00", datetime(2019, 6, 1, 10, tzinfo=UTC)),
        ("2019-06-01T12:00:00.5-0500", datetime(2019, 6, 1, 17, 0, 0, 500000, UTC)),
        ("2019-06-01t12:00 utc", datetime(2019, 6, 1, 12, tzinfo=UTC)),
    ],
)
def test_an_instant_is_read_in_utc(text, expected):
    read = read_instant(text)
    assert read == expected
    assert read.utcoffset() == timedelta()


@pytest.mark.parametrize(
    ("text", "error"),
    [
        ("now", UnreadableDate),
        ("2019-06-01T25:00", UnreadableDate),
        ("2019-06-01T12:00+99:00", UnreadableDate),
        ("2019-02-30T12:00", UnreadableDate),
        ("0001-01-01T00:00+14:00", DateOutOfRange),
        ("01/05/2019", AmbiguousDate),
        ("June", PartialDate),
    ],
)
def test_what_is_no_instant_is_refused(text, error):
    with pytest.raises(error, match="as of: "):
        read_instant(text)


@given(
    st.datetimes(datetime(1900, 1, 2), datetime(2200, 12, 30), timezones=st.just(UTC)),  # noqa: DTZ001 - as Hypothesis asks
    st.integers(-14 * 60, 14 * 60).map(lambda minutes: timezone(timedelta(minutes=minutes))),
)
def test_an_instant_written_in_any_zone_is_the_same_instant(moment, zone):
    assert read_instant(moment.astimezone(zone).isoformat()) == moment


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("30d", "2019-02-16"),
        ("30 days", "2019-02-16"),
        ("within 30d", "2019-02-16"),
        ("6w", "2019-02-28"),
        ("3m", "2019-04-17"),
        ("1y", "2020-01-17"),
        ("a month", "2019-02-17"),
        ("0d", "2019-01-17"),
    ],
)
def test_a_window_is_added_on_the_calendar(text, expected):
    assert add_window(STATED, text) == date.fromisoformat(expected)


def test_a_month_after_the_31st_is_the_last_of_the_next():
    assert add_window(date(2019, 1, 31), "1m") == date(2019, 2, 28)


@pytest.mark.parametrize("text", ["3", "-3d", "x", "3 parsecs", "2019", "1.5y", "٣d"])
def test_what_is_no_length_is_refused(text):
    with pytest.raises((UnreadableLength, UnreadableDate), match="within: "):
        add_window(STATED, text)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [
        ("00:12:30", 750),
        ("12:30", 750),
        ("750", 750),
        ("750s", 750),
        ("12m30s", 750),
        ("12M 30S", 750),
        ("1h", 3600),
        ("1h30s", 3630),
        ("99:59", 5999),
        ("0", 0),
    ],
)
def test_a_timecode_is_seconds(text, seconds):
    assert read_timecode(text) == seconds


@pytest.mark.parametrize("text", ["", " ", "1:2", "00:61:00", "00:00:60", "-5", "1.5", "٣", "12:30:", "s", "30s12m"])
def test_what_is_no_timecode_is_refused(text):
    with pytest.raises(UnreadableTimecode):
        read_timecode(text)


@given(st.integers(0, 999 * 3600))
def test_a_timecode_shown_reads_back(seconds):
    assert read_timecode(show_timecode(seconds)) == seconds


def test_a_timecode_is_shown_with_hours():
    assert show_timecode(750) == "00:12:30"


@pytest.mark.parametrize(
    ("days", "label"),
    [
        (None, "no deadline"),
        (0, "up to 1 week"),
        (7, "up to 1 week"),
        (8, "up to 1 month"),
        (31, "up to 1 month"),
        (92, "up to 3 months"),
        (183, "up to 6 months"),
        (366, "up to 1 year"),
        (1096, "up to 3 years"),
        (1097, "over 3 years"),
    ],
)
def test_a_horizon_falls_in_its_bucket(days, label):
    assert horizon_bucket(days) == label
    assert label in HORIZON_LABELS


def test_horizons_are_in_order():
    assert list(HORIZONS) == sorted(HORIZONS)


READERS = [
    lambda text: read_day(text, "day", TODAY),
    lambda text: read_day(text, "day"),
    lambda text: read_deadline(text, STATED),
    lambda text: read_deadline(text, None),
    read_instant,
    lambda text: add_window(STATED, text),
    read_timecode,
]


@pytest.mark.parametrize("reader", READERS)
@settings(max_examples=effort.examples(150))
@given(ANY_TEXT)
@example("29 feb 2023")
@example("0000-00-00")
@example("\ud800")
def test_nothing_but_a_sentence_escapes(reader, text):
    with suppress(InputError):
        reader(text)


@given(ANY_TEXT)
def test_a_refusal_is_short_and_plain_whatever_was_typed(text):
    with pytest.raises(UnreadableDate) as caught:
        read_day(f"\N{FULLWIDTH DIGIT ONE}{text}", "day")
    assert caught.value.message.isascii()
    assert caught.value.message.isprintable()
    assert len(caught.value.message) < 100


@settings(max_examples=effort.examples(300))
@given(NEAR_DATES)
def test_a_day_that_is_read_says_all_its_parts(text):
    """Nothing is invented: the year read stands in the text, or its last two digits do."""
    try:
        day = read_day(text, "day")
    except DateError:
        return
    assert str(day.year) in text or f"{day.year % 100:02}" in text
