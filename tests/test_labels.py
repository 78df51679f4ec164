"""What a reader sees: dates in both calendars and two languages, counts, shortened words."""

import datetime as dt

import pytest

from soviet_kg.labels import count_label, date_label, is_plain, shorten
from soviet_kg.model import Calendar, HistoricalDate, Precision, Quantity


def make(edtf: str, julian: str = "", first: str = "", last: str = "", about: bool = False) -> HistoricalDate:
    earliest, latest = (dt.date.fromisoformat(day or edtf) for day in (first, last))
    facts = (earliest, latest, Precision.DAY, Calendar.GREGORIAN)
    return HistoricalDate(*facts, "written", "reason", edtf, julian, about)


@pytest.mark.parametrize(
    ("date", "english", "russian"),
    [
        (make("1917-11-07", "1917-10-25"), "25 October (7 November) 1917", "25 октября (7 ноября) 1917"),
        (make("1917-06-16", "1917-06-03"), "3 (16) June 1917", "3 (16) июня 1917"),
        (
            make("1918-01-01", "1917-12-19"),
            "19 December 1917 (1 January 1918)",
            "19 декабря 1917 (1 января 1918)",
        ),
        (make("1919-12-05", "1919-11-22"), "5 December 1919", "5 декабря 1919"),
        (make("1917-11-07"), "7 November 1917", "7 ноября 1917"),
        (make("1917-09", first="1917-09-01", last="1917-09-30"), "September 1917", "сентябрь 1917"),
        (make("1917", first="1917-01-01", last="1917-12-31"), "1917", "1917"),
        (
            make("1917-09", first="1917-09-14", last="1917-10-13"),
            "14 September – 13 October 1917",
            "14 сентября – 13 октября 1917",
        ),
        (
            make("1917-12/1918-01", first="1917-12-01", last="1918-01-31", about=True),
            "about 1 December 1917 – 31 January 1918",
            "около 1 декабря 1917 – 31 января 1918",
        ),
        (
            make("[1917-11-18,1917-11-19]", first="1917-11-18", last="1917-11-19"),
            "18 November 1917 or 19 November 1917",
            "18 ноября 1917 или 19 ноября 1917",
        ),
    ],
)
def test_a_date_is_written_for_a_reader(date: HistoricalDate, english: str, russian: str) -> None:
    assert date_label(date) == english
    assert date_label(date, "ru") == russian


def test_a_date_is_plain_when_its_days_are_those_of_its_edtf() -> None:
    assert is_plain(make("1916-02", first="1916-02-01", last="1916-02-29"))
    assert not is_plain(make("1917-09", first="1917-09-14", last="1917-10-13"))
    assert not is_plain(make("1917-21", first="1917-03-01", last="1917-05-31"))


def test_a_count_is_written_for_a_reader() -> None:
    assert count_label(Quantity(649), "total", "") == "649 persons, total"
    assert count_label(Quantity(6500, "characters", True), "", "") == "about 6500 characters"
    assert count_label(Quantity(25000, "voters"), "", "") == "25 000 voters"
    assert (
        count_label(Quantity(60.1, "percent"), "elected", "Bolsheviks") == "60.1 percent, elected: Bolsheviks"
    )


def test_long_words_are_cut_between_words() -> None:
    assert shorten("short\n words") == "short words"
    cut = shorten("All power to the Soviets of Workers' and Soldiers' Deputies, said the Congress of Soviets")
    assert cut == "All power to the Soviets of Workers' and Soldiers' …"
    assert shorten("x" * 80) == "x" * 60 + " …"
