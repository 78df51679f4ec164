"""Dates as written and as understood.

In the examples a date stands between ⟦ and ⟧ and is followed by what it means: the EDTF (Gregorian), the
same in the Julian calendar after "os", the calendar that it is written in, "+year" for what is inferred,
"@evening" for a time of day, "~" for approximate. The Julian days were reckoned by hand: the calendars are 13
days apart from 1 March 1900 (Julian) on, 12 in the 19th century, 11 in the 18th.
"""

import datetime as dt
import re

import pytest
from edtf import parse_edtf
from hypothesis import given
from hypothesis import strategies as st

from soviet_kg.dates import (
    DateContext,
    date_problems,
    find_dates,
    julian_to_gregorian,
    parse_date,
)
from soviet_kg.model import Calendar, DateRange, Precision, Span

NEW = DateContext(Calendar.GREGORIAN, "for the test: New Style")
OLD = DateContext(Calendar.JULIAN, "for the test: Old Style")
_BOX = re.compile("⟦(.*?)\\|(.*?)⟧")


def unbox(sentence):
    """Return the plain sentence and the expected (start, stop, meaning) of its boxes."""
    plain, expected, done = "", [], 0
    for box in _BOX.finditer(sentence):
        plain += sentence[done : box.start()]
        expected.append((len(plain), len(plain) + len(box[1]), box[2].strip()))
        plain += box[1]
        done = box.end()
    return plain + sentence[done:], expected


def meaning(found):
    """Return what was found in the words of the boxes."""
    value = found.value
    ends = [value.first, value.last] if isinstance(value, DateRange) else [value]
    words = ["..".join(end.edtf for end in ends)]
    if any(end.julian for end in ends):
        words += ["os", "..".join(end.julian for end in ends)]
    words += sorted({str(end.calendar) for end in ends} - {"unspecified"})
    words += ["+" + part for part in sorted({part for end in ends for part in end.inferred})]
    words += ["@" + found.time.replace(" ", "-")] if found.time else []
    words += ["~"] if any(end.approximate for end in ends) else []
    return " ".join(words)


def check(sentence, context):
    plain, expected = unbox(sentence)
    got = [(found.start, found.stop, meaning(found)) for found in find_dates(plain, context)]
    assert got == expected


def examples(block):
    """Return the sentences of a block, each begun by a dash."""
    return [" ".join(item.split()) for item in block.strip().removeprefix("- ").split("\n- ")]


ENGLISH = examples("""
- It convened on ⟦November 7th, 1917|1917-11-07 os 1917-10-25 gregorian⟧.
- Petrograd, ⟦October 25 (November 7), 1917|1917-11-07 os 1917-10-25 julian⟧
- on ⟦October 25/November 7, 1917|1917-11-07 os 1917-10-25 julian⟧ it met
- In ⟦1918|1918⟧, on the fourth day ⟦January 13 (26)|1918-01-26 os 1918-01-13 julian +year⟧, more arrived.
- ⟦1917|1917⟧: adopted on ⟦November 8 (October 26, O.S.)|1917-11-08 os 1917-10-26 gregorian +year⟧.
- No. 9, on ⟦26 October 1917 [O.S.]|1917-11-08 os 1917-10-26 julian⟧.
- on ⟦7 November [O.S. 25 October] 1917|1917-11-07 os 1917-10-25 gregorian⟧ it began
- on ⟦25 October (7 November) 1917|1917-11-07 os 1917-10-25 julian⟧ it began
- on ⟦October 25 (Old Style), 1917|1917-11-07 os 1917-10-25 julian⟧ it began
- on ⟦25 October 1917 (O.S.)|1917-11-07 os 1917-10-25 julian⟧ it began
- on ⟦November 7, 1917 (N.S.)|1917-11-07 os 1917-10-25 gregorian⟧ it began
- on ⟦October 25, O.S. (November 7, N.S.), 1917|1917-11-07 os 1917-10-25 julian⟧ it began
- on ⟦5/18 January 1918|1918-01-18 os 1918-01-05 julian⟧ it was opened
- on ⟦Jan. 5/18, 1918|1918-01-18 os 1918-01-05 julian⟧ it was opened
- on ⟦the 13th (26th) of January 1918|1918-01-26 os 1918-01-13 julian⟧ it was opened
- on ⟦December 28, 1917 (January 10, 1918)|1918-01-10 os 1917-12-28 julian⟧ it closed
- on ⟦28 January/10 February 1917|1917-02-10 os 1917-01-28 julian⟧ it closed
- (⟦June 16 - July 7, 1917|1917-06-16..1917-07-07 os 1917-06-03..1917-06-24 gregorian⟧)
- (⟦March 14–16, 1918|1918-03-14..1918-03-16 os 1918-03-01..1918-03-03 gregorian⟧)
- (⟦January 10-18 (23-31), 1918|1918-01-23..1918-01-31 os 1918-01-10..1918-01-18 julian⟧)
- (⟦June 3-24 (June 16-July 7), 1917|1917-06-16..1917-07-07 os 1917-06-03..1917-06-24 julian⟧)
- (⟦July 3–7 [July 16–20, N.S.], 1917|1917-07-16..1917-07-20 os 1917-07-03..1917-07-07 julian⟧)
- (⟦3 (16) June – 24 June (7 July) 1917|1917-06-16..1917-07-07 os 1917-06-03..1917-06-24 julian⟧)
- (⟦December 28 – January 3, 1918|1917-12-28..1918-01-03 os 1917-12-15..1917-12-21 gregorian⟧)
- Written on ⟦November 5 or 6 (18 or 19), 1917|[1917-11-18,1917-11-19] os [1917-11-05,1917-11-06] julian⟧
- scheduled for ⟦mid-September 1917|1917-09 ~⟧, but
- It broke out ⟦early in March 1917|1917-03 ~⟧.
- In ⟦1917|1917⟧, at ⟦the end of May|1917-05 +year ~⟧, they met.
- of the republic from ⟦1917–22|1917..1922⟧ and until ⟦1936|1936⟧.
- the reform of ⟦1936-1937|1936..1937⟧, when
- the sad events of ⟦1905-06|1905..1906⟧, when
- It lasted ⟦from 1917 to 1922|1917..1922⟧.
- It was adopted in ⟦1918|1918⟧.
- The ⟦1918|1918⟧ Constitution and the ⟦1925|1925⟧ constitution
- On ⟦November 7, 1917|1917-11-07 os 1917-10-25 gregorian⟧ it met in two sessions: ⟦from the evening of the
  7th to the early hours of the following day|1917-11-07..1917-11-08 os 1917-10-25..1917-10-26 gregorian +day
  +month +year @evening/early-hours⟧, it sat.
- ⟦1917|1917⟧. It ended at ⟦5 a.m. on the 9th of November|1917-11-09 os 1917-10-27 gregorian +year @05:00⟧.
- ⟦1917|1917⟧. It opened at ⟦2.35 p.m. on October 25 (November 7)|1917-11-07 os 1917-10-25 julian +year
  @14:35⟧, and
- ⟦1917|1917⟧. On the session of ⟦the 7th November|1917-11-07 os 1917-10-25 gregorian +year⟧ he was absent.
- ⟦1917|1917⟧. On ⟦the evening of the 8th November|1917-11-08 os 1917-10-26 gregorian +year @evening⟧ he
  spoke.
- It fell on ⟦the night of 25–26 October 1917|1917-10-25..1917-10-26 os 1917-10-12..1917-10-13 gregorian
  @night⟧.
- ⟦1917|1917⟧. Comrades, yesterday, ⟦November 4|1917-11-04 os 1917-10-22 gregorian +year⟧, they resigned
- On ⟦7 November 1917|1917-11-07 os 1917-10-25 gregorian⟧ they took it, and on ⟦the following day|1917-11-08
  os 1917-10-26 gregorian +day +month +year⟧ they voted.
- ⟦1917|1917⟧. They gathered on ⟦November 29th|1917-11-29 os 1917-11-16 gregorian +year⟧ and ⟦30th|1917-11-30
  os 1917-11-17 gregorian +month +year⟧.
- On ⟦24|1917-10-24 os 1917-10-11 gregorian +month +year⟧ and ⟦25 October 1917|1917-10-25 os 1917-10-12
  gregorian⟧ they fought.
- ⟦1917|1917⟧. On ⟦the 28th of November, in the evening|1917-11-28 os 1917-11-15 gregorian +year @evening⟧,
  they came.
- ⟦1917|1917⟧. ⟦December 12th|1917-12-12 os 1917-11-29 gregorian +year⟧ was the day.
- published ⟦from December 1917 to February 1918|1917-12..1918-02⟧.
- Internet Archive ⟦November, 2000|2000-11⟧
- in ⟦the summer of 1917|1917-22 ~⟧ and ⟦the winter of 1917–18|1917-24 ~⟧
- ⟦c. 1905|1905~ ~⟧ and ⟦about 1910|1910~ ~⟧, but before ⟦1914|1914⟧
- in the ⟦1920s|192X⟧, in ⟦early 1905|1905 ~⟧ and ⟦mid-1907|1907 ~⟧
- on ⟦November 7, 1917, at 10 p.m.|1917-11-07 os 1917-10-25 gregorian @22:00⟧ and ⟦1917-11-08|1917-11-08 os
  1917-10-26 gregorian⟧
- ⟦25.X.1917|1917-10-25 os 1917-10-12 gregorian⟧, ⟦25.10.1917|1917-10-25 os 1917-10-12 gregorian⟧
- ⟦between November 7 and 9 November 1917|1917-11-07..1917-11-09 os 1917-10-25..1917-10-27 gregorian⟧
- ⟦1917|1917⟧ ⟦from November 7 to 9 (October 25-27, O.S.)|1917-11-07..1917-11-09 os
  1917-10-25..1917-10-27 gregorian +year⟧ it sat.
- (⟦O.S. 25 October 1917|1917-11-07 os 1917-10-25 julian⟧), ⟦25–26 October 1917, O.S.|1917-11-07..1917-11-08
  os 1917-10-25..1917-10-26 julian⟧
- on ⟦2 (15)|1917-03-15 os 1917-03-02 julian +month +year⟧ and
  ⟦3 (16) March 1917|1917-03-16 os 1917-03-03 julian⟧
- on ⟦3|1917-07-16 os 1917-07-03 julian +month +year⟧ and
  ⟦4 (16 and 17) July 1917|1917-07-17 os 1917-07-04 julian⟧
- ⟦The 1st|1918-03-01 os 1918-02-16 gregorian +month +year⟧, ⟦2nd|1918-03-02 os 1918-02-17 gregorian +month
  +year⟧ and ⟦3rd of March 1918|1918-03-03 os 1918-02-18 gregorian⟧
- ⟦the night of October 24/25, 1917|1917-10-24..1917-10-25 os 1917-10-11..1917-10-12 gregorian @night⟧
- in ⟦1917/18|1917..1918⟧; ⟦7/XI 1917|1917-11-07 os 1917-10-25 gregorian⟧; in ⟦1917-11|1917-11⟧
- On ⟦7 November 1917|1917-11-07 os 1917-10-25 gregorian⟧, and ⟦the same evening|1917-11-07 os 1917-10-25
  gregorian +day +month +year @evening⟧, and on ⟦the 9th|1917-11-09 os 1917-10-27 gregorian +month +year⟧
  of that month
- ⟦1917|1917⟧: in ⟦May|1917-05 +year⟧ 30 delegates came, and on ⟦November 5|1917-11-05 os 1917-10-23 gregorian
  +year⟧ and 6 delegates more
- at ⟦3 o'clock in the morning of November 8th, 1917|1917-11-08 os 1917-10-26 gregorian @03:00⟧
- Born ⟦22 April 1870|1870-04-22 os 1870-04-10 gregorian⟧, in ⟦May or June 1895|[1895-05,1895-06]⟧ abroad.
- the ⟦Oct. 25|1917-10-25 os 1917-10-12 gregorian +year⟧ rising of ⟦1917|1917⟧, and in ⟦July|1917-07 +year⟧
""")
RUSSIAN = examples("""
- ⟦25 октября (7 ноября) 1917 года|1917-11-07 os 1917-10-25 julian⟧ началось восстание.
- ⟦6 (19) января 1918 г.|1918-01-19 os 1918-01-06 julian⟧ оно было распущено.
- III съезд (⟦10–18 (23–31) января 1918 г.|1918-01-23..1918-01-31 os 1918-01-10..1918-01-18 julian⟧)
- ⟦10 ноября (28 октября) 1917 г.|1917-11-10 os 1917-10-28 gregorian⟧
- В ⟦1917 году|1917⟧ это было: ⟦в ночь на 26 октября|1917-11-08 os 1917-10-26 julian +year @night⟧.
- ⟦1917 г.|1917⟧, ⟦26 октября (8 ноября)|1917-11-08 os 1917-10-26 julian +year⟧
- в годы войны (⟦1917–1922 гг.|1917..1922⟧)
- в ⟦марте 1917 г.|1917-03⟧ и ⟦осенью 1917 года|1917-23 ~⟧
- ⟦30 декабря 1922 года|1922-12-30 os 1922-12-17 gregorian⟧ и ⟦30 декабря, 1922 года|1922-12-30 os 1922-12-17
  gregorian⟧
- состоялся ⟦с 26 июля по 3 августа 1917 г.|1917-08-08..1917-08-16 os 1917-07-26..1917-08-03 julian⟧, партия
- ⟦с февраля по 25 октября 1917 г.|1917-02..1917-11-07 os ..1917-10-25 julian⟧
- ⟦в ночь с 24 на 25 октября 1917 г.|1917-11-06..1917-11-07 os 1917-10-24..1917-10-25 julian @night⟧
- в ⟦ноябре 1917 года|1917-11⟧ ⟦в ночь с 6 по 7|1917-11-19..1917-11-20 os 1917-11-06..1917-11-07 julian
  +month +year @night⟧ число.
- ⟦25|1917-11-07 os 1917-10-25 julian +month +year⟧ и ⟦26 октября 1917 г.|1917-11-08 os 1917-10-26 julian⟧
- в ⟦октябре – ноябре 1917 года|1917-10..1917-11⟧ и до ⟦конца 1918 г.|1918 ~⟧
- в ⟦1917 г.|1917⟧, в ⟦середине сентября|1917-09 +year ~⟧ Ленин писал
- ⟦Утром 25 октября 1917 г.|1917-11-07 os 1917-10-25 julian @morning⟧ объявил
- В ⟦10 часов вечера 25-го октября 1917 г.|1917-11-07 os 1917-10-25 julian @22:00⟧ открылся
- ⟦25 октября 1917 г. по старому стилю|1917-11-07 os 1917-10-25 julian⟧
- ⟦7 ноября 1917 г. (н. ст.)|1917-11-07 os 1917-10-25 gregorian⟧
- ⟦с 10 (23) по 18 (31) января 1918 г.|1918-01-23..1918-01-31 os 1918-01-10..1918-01-18 julian⟧
- ⟦3—24 июня (16 июня — 7 июля) 1917|1917-06-16..1917-07-07 os 1917-06-03..1917-06-24 julian⟧
- ⟦в ночь с 25 на 26 октября (с 7 на 8 ноября) 1917 г.|1917-11-07..1917-11-08 os 1917-10-25..1917-10-26 julian
  @night⟧, в ⟦5 часов утра 27 октября|1917-11-09 os 1917-10-27 julian +year @05:00⟧
- ⟦25 окт. (7 нояб.) 1917|1917-11-07 os 1917-10-25 julian⟧; ⟦26.X.1917 г.|1917-11-08 os 1917-10-26 julian⟧
- в ⟦1920-х годах|192X⟧
""")


@pytest.mark.parametrize("sentence", ENGLISH)
def test_english_dates_are_read_where_they_stand(sentence):
    check(sentence, NEW)


@pytest.mark.parametrize("sentence", RUSSIAN)
def test_russian_dates_are_read_where_they_stand(sentence):
    check(sentence, OLD)


REFUSED = [
    "Volume 26, pp. 239-241, p. 316 and pages 17 to 18",
    "There were 1090 delegates, 822 with a vote, and 1,587 by the end.",
    "a unit of the 17th Army Corps and the 7th Congress in the 9th row",
    "Izvestia No. 207 and No. 1917; Order No. 1 and § 1905",
    "at 5 a.m. and at 12.30 p.m., at 14:35",
    "It may march on Petrograd, a march of March on Rome; May I?",
    "25,000 persons, 60% (15.4%), 1917.5",
    "1917 delegates and 1850 roubles, $1900, nearly 1800",
    "The July Days followed the February Revolution in the October Palace.",
    "from 10 to 25 men, between 5 and 6 rooms",
    "See Congress of Soviets (1917).jpg and https://example.org/1917/11/07",
    "the 19th century and the year 1066, telephone 1917-22-33-44",
    "the following day they met, on the 9th they left",
    "On November 7 it met; 8 November was a Thursday.",
    "после Октября до Февраля; Красный Октябрь",
    "1917 делегатов, № 1917, т. 26, с. 239, более 1900",
    "приказ № 25, октябрятам; 25 человек",
]


@pytest.mark.parametrize("sentence", REFUSED)
def test_what_only_looks_like_a_date_is_no_date(sentence):
    assert [sentence[found.start : found.stop] for found in find_dates(sentence, NEW)] == []


def one(text, context=NEW, sections=()):
    """Return the last date of the text."""
    return find_dates(text, context, sections)[-1].value


def test_the_year_comes_from_the_sentence_then_the_section_then_the_text_then_the_document():
    anchor = parse_date("26 February 1919", NEW)
    text = "1917.\nIn 1918 on May 5.\nOn July 5."
    whole = [Span(0, len(text))]
    assert one("February 26th.", DateContext(Calendar.GREGORIAN, "", anchor)).edtf == "1919-02-26"
    assert one(text, NEW, whole).edtf == "1918-07-05"
    assert one(text, NEW, whole).reason.endswith("year stated before it in the section")
    assert one(text, NEW, [Span(0, 26), Span(26, len(text))]).reason.endswith(
        "year stated before it in the text"
    )
    later = find_dates("On July 5 they met. The year was 1921.", NEW)[0].value
    assert later.edtf == "1921-07-05"
    assert later.reason.endswith("year stated after it in the section")
    assert find_dates("On July 5 they met.", NEW) == ()


def test_the_same_day_elsewhere_lends_its_year_before_a_bare_year_does():
    text = "Disbanded 1937\nCongress (November 7–9)\nThe Congress (November 7–9, 1917)"
    caption = find_dates(text, NEW)[1].value
    assert (caption.first.edtf, caption.last.edtf) == ("1917-11-07", "1917-11-09")


@pytest.mark.parametrize(
    "line",
    [
        "(Source: Collected Works, New York: International Publishers, 1934)",
        "Retrieved 27 December 2013.",
        "accessed 2 October 2010",
        "Progress Publishers, Moscow, Volume 26, 1972, pp. 239-241",
    ],
)
def test_the_year_of_an_edition_or_a_visit_is_never_lent(line):
    text = f"In 1917 they met.\n{line}\nOn May 5 they met again."
    assert one(text).edtf == "1917-05-05"


def test_a_double_date_takes_no_year_of_our_time():
    text = "8 November 2017\nAdopted on November 8 (October 26, O.S.) and printed on 26 October 1917."
    assert find_dates(text, NEW)[1].value.edtf == "1917-11-08"


def test_january_after_december_is_in_the_next_year():
    assert one("It closed in December 1917.\nOn January 5 they met.").edtf == "1918-01-05"


def test_a_bare_day_leans_on_the_day_before_it_with_its_calendar():
    text = "On 25 October (7 November) 1917 it opened. On the 26th, they voted."
    value = one(text, NEW)
    assert (value.edtf, value.julian, value.calendar) == ("1917-11-08", "1917-10-26", Calendar.JULIAN)
    assert value.inferred == ("month", "year")


def test_a_weekday_decides_the_calendar():
    # 28 November 1917 N.S. and 16 November 1917 O.S. (29 November N.S.) were a Wednesday and a Thursday.
    text = "In 1917, on Wednesday morning, November 28th, and on Thursday, November 16th, they met."
    _, first, second = find_dates(text, NEW)
    assert (first.value.edtf, first.value.calendar, first.time) == (
        "1917-11-28",
        Calendar.GREGORIAN,
        "morning",
    )
    assert (second.value.edtf, second.value.calendar) == ("1917-11-29", Calendar.JULIAN)
    assert "Thursday in Old Style" in second.value.reason


def test_a_dateline_abroad_is_new_style():
    for text in (
        "Berlin, November 9, 1917.",
        "He wrote from New York, 9 November 1917",
        "Лондон, 9 ноября 1917 г.",
    ):
        assert one(text, OLD).calendar is Calendar.GREGORIAN
    assert one("Petrograd, November 9, 1917", OLD).calendar is Calendar.JULIAN


def test_after_the_change_of_calendar_every_unmarked_day_is_new_style():
    assert one("on 14 February 1918", OLD).calendar is Calendar.GREGORIAN
    assert one("on 31 January 1918", OLD).edtf == "1918-02-13"
    assert one("on 14 March 1918 O.S.", NEW).edtf == "1918-03-27"


def test_an_unspecified_calendar_leaves_the_day_as_written_and_widens_the_span():
    value = one("on 7 November 1917", DateContext(Calendar.UNSPECIFIED, "nobody knows"))
    assert (value.edtf, value.julian, value.calendar) == ("1917-11-07", "", Calendar.UNSPECIFIED)
    assert (value.earliest, value.latest) == (dt.date(1917, 11, 7), dt.date(1917, 11, 20))


def test_months_and_years_are_not_converted_but_their_span_allows_for_both_styles():
    month = one("in September 1917", OLD)
    assert (month.edtf, month.julian, month.precision) == ("1917-09", "", Precision.MONTH)
    assert (month.earliest, month.latest) == (dt.date(1917, 9, 1), dt.date(1917, 10, 13))
    assert one("in September 1917", NEW).latest == dt.date(1917, 9, 30)
    marked = one("in September 1917 (O.S.)", NEW)
    assert (marked.earliest, marked.latest) == (dt.date(1917, 9, 14), dt.date(1917, 10, 13))
    later = one("in March 1918", OLD)
    assert (later.earliest, later.latest) == (dt.date(1918, 3, 1), dt.date(1918, 3, 31))
    year = one("in 1917", OLD)
    assert (year.earliest, year.latest) == (dt.date(1917, 1, 1), dt.date(1917, 12, 31))


def test_early_mid_and_late_narrow_the_span():
    assert one("in mid-March 1918").earliest == dt.date(1918, 3, 11)
    assert one("in late 1920").earliest == dt.date(1920, 9, 1)


DAYS = st.dates(dt.date(1700, 1, 1), dt.date(2000, 12, 31))


@given(DAYS, st.sampled_from(["{d} {m} {y}", "{m} {d}, {y}", "the {d} of {m} {y}"]))
def test_any_day_that_is_written_is_read(day, form):
    written = form.format(d=day.day, m=day.strftime("%B"), y=day.year)
    value = parse_date(f"{written} N.S.", OLD)
    assert (value.edtf, value.written) == (day.isoformat(), f"{written} N.S.")
    assert julian_to_gregorian(tuple(map(int, value.julian.split("-")))) == day


@pytest.mark.parametrize("sentence", ENGLISH + RUSSIAN)
def test_every_edtf_of_the_examples_is_edtf(sentence):
    plain, expected = unbox(sentence)
    found = find_dates(plain, OLD)
    assert len(found) == len(expected)
    for date in found:
        ends = [date.value.first, date.value.last] if isinstance(date.value, DateRange) else [date.value]
        for end in ends:
            parse_edtf(end.edtf)
            if end.julian:
                parse_edtf(end.julian)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("on 31 June 1917", "1917-06-31 is no day of the gregorian calendar"),
        ("on 5 February 1918", "Soviet Russia had no 1 to 13 February 1918"),
        ("on October 25 (November 8), 1917", "25 and 8 are not one day in the two calendars"),
        ("on October 25, N.S. (November 7, O.S.), 1917", "the wrong way round"),
        ("(March 16–14, 1918)", "ends before it begins"),
    ],
)
def test_what_cannot_be_is_reported(text, message):
    (problem,) = date_problems(text, NEW)
    assert message in problem.message
    assert problem.message.startswith(f'"{text[problem.start : problem.stop]}"')


def test_a_wrong_double_date_is_read_by_its_first_half_and_not_repaired():
    value = one("on October 25 (November 8), 1917", OLD)
    assert (value.julian, value.calendar) == ("1917-10-25", Calendar.JULIAN)
    assert "not one day" in value.reason


def test_no_problem_is_seen_where_there_is_none():
    for sentence in ENGLISH + RUSSIAN:
        assert date_problems(unbox(sentence)[0], OLD) == ()


@pytest.mark.parametrize("wrong", ["", "soon", "November 7, 1917 at Smolny", "31 June 1917", "November 7"])
def test_a_string_that_is_no_date_says_so(wrong):
    with pytest.raises(ValueError, match=r"\w"):
        parse_date(wrong, NEW)
