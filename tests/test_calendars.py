"""The two calendars, the calendar of a document, and labels."""

import datetime as dt
import re

import pytest
from edtf import parse_edtf
from hypothesis import given, settings
from hypothesis import strategies as st

from soviet_kg.dates import (
    DateContext,
    Day,
    date_label,
    day_date,
    decide_calendar,
    find_dates,
    format_edtf,
    gregorian_to_julian,
    julian_to_gregorian,
    parse_date,
)
from soviet_kg.errors import BadDataFile
from soviet_kg.model import Calendar, DateRange, HistoricalDate

NEW = DateContext(Calendar.GREGORIAN, "for the test: New Style")
OLD = DateContext(Calendar.JULIAN, "for the test: Old Style")


# What is known from elsewhere: Old Style and New Style days of events, as reference works give both.
EVENTS = [
    ((1917, 10, 25), (1917, 11, 7)),  # the seizure of power in Petrograd
    ((1917, 2, 27), (1917, 3, 12)),  # the garrison mutinies
    ((1905, 1, 9), (1905, 1, 22)),  # Bloody Sunday
    ((1881, 3, 1), (1881, 3, 13)),  # Alexander II is killed
    ((1870, 4, 10), (1870, 4, 22)),  # Lenin is born
    ((1825, 12, 14), (1825, 12, 26)),  # the Decembrists
    ((1812, 8, 26), (1812, 9, 7)),  # Borodino
    ((1762, 6, 28), (1762, 7, 9)),  # Catherine II takes the throne
    ((1709, 6, 27), (1709, 7, 8)),  # Poltava
    ((1700, 2, 29), (1700, 3, 11)),  # a day that only the Julian calendar has
    ((1800, 2, 29), (1800, 3, 12)),
    ((1900, 2, 28), (1900, 3, 12)),
    ((1900, 2, 29), (1900, 3, 13)),
    ((1900, 3, 1), (1900, 3, 14)),
    ((1918, 1, 31), (1918, 2, 13)),
]


@pytest.mark.parametrize(("julian", "gregorian"), EVENTS)
def test_the_calendars_agree_with_reference_works(julian, gregorian):
    assert julian_to_gregorian(julian) == dt.date(*gregorian)
    assert gregorian_to_julian(dt.date(*gregorian)) == julian


DAYS = st.dates(dt.date(1700, 1, 1), dt.date(2000, 12, 31))


@given(DAYS)
def test_there_and_back_again_between_the_calendars(day):
    assert julian_to_gregorian(gregorian_to_julian(day)) == day


@given(DAYS)
def test_the_difference_is_eleven_to_thirteen_days_and_changes_in_centuries_without_leap_day(day):
    julian = gregorian_to_julian(day)
    century_turned = (julian.year, julian.month) if julian.month > 2 else (julian.year - 1, 12)
    expected = 10 + (century_turned[0] >= 1700) + (century_turned[0] >= 1800) + (century_turned[0] >= 1900)
    if (julian.month, julian.day) != (2, 29):
        assert (day - dt.date(*julian)).days == expected


@given(st.dates(dt.date(1700, 2, 1), dt.date(1918, 2, 13)))
def test_the_label_of_a_day_reads_as_the_same_day(day):
    value = day_date(gregorian_to_julian(day), Calendar.JULIAN, "", "")
    again = parse_date(date_label(value), NEW)
    assert (again.edtf, again.julian, again.calendar) == (value.edtf, value.julian, Calendar.JULIAN)


@given(DAYS, DAYS)
def test_edtf_is_read_by_others(one_day, other_day):
    first, last = sorted((one_day, other_day))
    value = parse_date(f"{first} - {last}", NEW)
    parsed = parse_edtf(format_edtf(value))
    assert parsed.lower_strict()[:3] == (first.year, first.month, first.day)
    assert parsed.upper_strict()[:3] == (last.year, last.month, last.day)


@pytest.mark.parametrize(
    ("written", "label"),
    [
        ("7 November 1917", "25 October (7 November) 1917"),
        ("26 January 1918", "13 (26) January 1918"),
        ("10 January 1918", "28 December 1917 (10 January 1918)"),
        ("4 July 1918", "4 July 1918"),
        ("November 5 or 6 (18 or 19), 1917", "5 (18) November 1917 or 6 (19) November 1917"),
        ("June 16 - July 7, 1917", "3 (16) June 1917 – 24 June (7 July) 1917"),
        ("September 1917", "September 1917"),
        ("mid-September 1917", "mid-September 1917"),
        ("the end of 1917", "late 1917"),
        ("1904 or 1905", "1904 or 1905"),
        ("summer of 1917", "summer 1917"),
        ("c. 1905", "about 1905"),
        ("1920s", "1920s"),
        ("1917–22", "1917 – 1922"),
    ],
)
def test_labels(written, label):
    assert date_label(parse_date(written, NEW)) == label


def test_labels_in_russian():
    written = (
        "25 октября 1917 г.",
        "30 декабря 1922 года",
        "в марте 1917",
        "конец 1917 г.",
        "около 1910 г.",
        "1920-е",
    )
    labels = [date_label(find_dates(text, OLD)[-1].value, "ru") for text in written]
    assert labels[0] == "25 октября (7 ноября) 1917"
    assert labels[1:] == ["30 декабря 1922", "март 1917", "конец 1917", "около 1910", "1920-е"]


@pytest.mark.parametrize(
    ("text", "language", "calendar"),
    [
        ("Petrograd, October 25 (November 7), 1917\nPublished on October 26, 1917.", "en", Calendar.JULIAN),
        ("adopted on November 8 (October 26, O.S.)", "en", Calendar.GREGORIAN),
        ("on 2 July; on 10 May (Julian calendar) he left", "en", Calendar.GREGORIAN),
        ("The Bolsheviki took the government into their hands on November 7th.", "en", Calendar.GREGORIAN),
        ("25 октября 1917 г. началось восстание", "ru", Calendar.JULIAN),
        ("From Wikipedia, the free encyclopedia\nOn 3 May 1916 it met.", "en", Calendar.GREGORIAN),
        ("3 мая 1916 г. они встретились", "ru", Calendar.JULIAN),
        ("On 3 May 1916 they met.", "en", Calendar.GREGORIAN),
    ],
)
def test_the_calendar_of_a_document_is_told_from_its_own_signs(text, language, calendar):
    context = decide_calendar(text, language, None)
    assert context.calendar is calendar
    assert context.reason


def test_what_is_declared_wins():
    context = decide_calendar("October 25 (November 7), 1917", "en", Calendar.GREGORIAN, "the editor says so")
    assert (context.calendar, context.reason) == (Calendar.GREGORIAN, "the editor says so")


def test_the_date_of_the_document_is_its_anchor():
    anchor = decide_calendar("", "en", None, written="1917-11-18").anchor
    assert isinstance(anchor, HistoricalDate)
    assert anchor.edtf == "1917-11-18"
    with pytest.raises(BadDataFile, match="between the wars"):
        decide_calendar("", "en", None, written="between the wars")


def test_a_day_keeps_its_iso_form():
    assert str(Day(1900, 2, 29)) == "1900-02-29"
    with pytest.raises(ValueError, match="1917-02-29"):
        julian_to_gregorian((1917, 2, 29))


FRAGMENTS = re.split(
    " ",
    "7 31 30th 1917 1918 22 October March May (November) [O.S.] N.S. , - – / . or and to from between of the "
    "in on mid early end night evening 5 a.m. Thursday the following day 25.13.1917 1917-02-30 29 February "
    "1900 1920s c. 25-го октября ноябре г. с по на в ночь delegates No. London summer",
)


@settings(max_examples=400)
@given(st.lists(st.sampled_from(FRAGMENTS), max_size=14), st.sampled_from(list(Calendar)))
def test_whatever_stands_together_is_read_or_refused_in_order(fragments, calendar):
    text = " ".join(fragments)
    stop = 0
    for found in find_dates(text, DateContext(calendar, "for the test")):
        assert stop <= found.start < found.stop
        stop = found.stop
        ends = [found.value.first, found.value.last] if isinstance(found.value, DateRange) else [found.value]
        for end in ends:
            assert end.earliest <= end.latest
            parse_edtf(end.edtf)
