"""Timelines and delegates: both calendars, uncertainty drawn as such, sums that fail are said to fail."""

import datetime as dt
import itertools
import math
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import pytest

import hand_made as made
from soviet_kg.dates.calendars import Day, day_date
from soviet_kg.drawing.axis import make_axis, make_ticks
from soviet_kg.drawing.composition import Composition, Share, find_compositions, number, party_order
from soviet_kg.drawing.delegates import draw_delegates
from soviet_kg.drawing.files import svg
from soviet_kg.drawing.seats import seat_places
from soviet_kg.drawing.spans import describe, find_rows
from soviet_kg.drawing.timeline import draw_timeline
from soviet_kg.errors import WrongUse
from soviet_kg.model import Calendar, Claim, Corpus, Quantity
from soviet_kg.network.choose import read_period
from soviet_kg.network.evidence import Reader
from soviet_kg.network.parts import Period
from soviet_kg.records import read_corpus
from test_drawing import Box, label_boxes, words_box

SVG = "{http://www.w3.org/2000/svg}"


def words(root: ET.Element) -> list[str]:
    return [text.text or "" for text in root.iter(f"{SVG}text") if text.get("class") != "halo"]


@pytest.fixture(scope="module")
def seeds(seeds_build: Path) -> Corpus:
    return read_corpus(seeds_build)


# --- timeline ----------------------------------------------------------------------------------------------


def test_a_row_has_start_end_and_office() -> None:
    corpus = made.corpus()
    rows = {row.id: row for row in find_rows(corpus, Reader(corpus))}
    congress = rows["congress-2"]
    assert congress.whole == Period(dt.date(1917, 11, 7), dt.date(1917, 11, 19))
    assert congress.sure == Period(
        dt.date(1917, 11, 7), dt.date(1917, 11, 18)
    )  # it ended on the 18th or the 19th
    assert [len(one.choices) for one in congress.dates] == [0, 2]
    (office,) = (row for row in rows.values() if row.group == "offices")
    assert office.label == 'Vladimir Lenin: chairman of the "Sovnarkom"'
    assert describe(office) == "from 25 October (7 November) 1917"


def test_a_date_of_a_year_is_no_certain_time(seeds: Corpus) -> None:
    rows = {row.id: row for row in find_rows(seeds, Reader(seeds))}
    soviets = rows["congress-of-soviets"]  # founded in 1917, dissolved in 1937, no days known
    assert soviets.whole == Period(dt.date(1917, 1, 1), dt.date(1937, 12, 31))
    assert soviets.sure == Period(dt.date(1917, 12, 31), dt.date(1937, 1, 1))
    assert describe(rows["first-all-russian-congress-of-soviets"]) == "3 (16) June – 24 June (7 July) 1917"


def test_what_was_only_planned_is_said_to_be(seeds: Corpus) -> None:
    rows = {row.id: row for row in find_rows(seeds, Reader(seeds))}
    second = rows["second-all-russian-congress-of-soviets"]
    assert "planned for" in describe(second)
    assert "planned" not in describe(second, planned=False)


def test_the_axis_shortens_long_gaps_and_keeps_order() -> None:
    days = [dt.date(1917, 11, 7), dt.date(1917, 11, 9), dt.date(1937, 1, 1)]
    axis = make_axis([Period(day, day) for day in days], 0.0, 1000.0)
    places = [axis.at(day) for day in days]
    assert places == sorted(places)
    assert axis.at(dt.date(1900, 1, 1)) == 0.0
    assert axis.at(dt.date(1950, 1, 1)) == pytest.approx(1000.0)
    assert len(axis.breaks) == 1
    linear = make_axis([Period(dt.date(1917, 11, 1), dt.date(1917, 11, 10))], 0.0, 100.0)
    assert [linear.at(dt.date(1917, 11, day)) for day in (1, 6)] == [0.0, 50.0]
    assert linear.breaks == ()


def test_ticks_carry_both_calendars_up_to_the_reform_and_are_apart() -> None:
    axis = make_axis([Period(dt.date(1917, 10, 1), dt.date(1918, 6, 1))], 0.0, 2000.0)
    ticks = make_ticks(axis, 90.0)
    by_day = {tick.new_style: tick.old_style for tick in ticks}
    assert by_day["1 Jan 1918"] == "19 Dec 1917"
    assert by_day["1 May 1918"] == ""
    assert len(ticks) >= 8
    assert all(later.x - earlier.x >= 90 for earlier, later in itertools.pairwise(ticks))


def test_the_timeline_of_the_seeds_is_double_dated_and_nothing_overlaps(seeds: Corpus) -> None:
    for page_name in ("slide", "a4", "a4-portrait"):
        root = ET.fromstring(svg(draw_timeline(seeds, page_name)))
        said = words(root)
        assert {"New Style", "Old Style", "19 Dec 1917", "1 Jan 1918"} <= set(said)
        assert "25 October (7 November) – 27 October (9 November) 1917" in said
        check_labels(root, page_name)


def check_labels(root: ET.Element, place: str) -> None:
    """All words of class label are on the page, and no two lie on each other."""
    from soviet_kg.drawing.scene import text_width

    _, _, width, height = map(float, root.get("viewBox", "").split())
    boxes = []
    for group in root.iter(f"{SVG}g"):
        if group.get("class") != "label":
            continue
        for text in group.findall(f"{SVG}text"):
            if text.get("class") != "halo":
                size, bold = float(text.get("font-size", "0")), text.get("font-weight") == "bold"
                boxes.append((text.text, words_box(text, text_width(text.text or "", size, bold=bold))))
    assert len(boxes) > 8
    for said, box in boxes:
        assert Box(0, 0, width, height).holds(box), (place, said)
    for (one, first), (other, second) in itertools.combinations(boxes, 2):
        assert not first.overlaps(second, -0.5), (place, one, other)


def test_a_choice_of_days_is_drawn_hollow_and_a_coarse_date_dashed(seeds: Corpus) -> None:
    root = ET.fromstring(svg(draw_timeline(seeds)))
    rows = {g.get("data-id"): g for g in root.iter(f"{SVG}g") if g.get("class") == "node"}
    letter = rows["from-the-c-c-to-party-members-the-working-classes"]  # "18 or 19 November"
    assert sum(path.get("fill") == "#FFFFFF" for path in letter.findall(f"{SVG}path")) == 2
    soviets = rows["congress-of-soviets"]
    assert sum(rect.get("stroke-dasharray") == "3 3" for rect in soviets.findall(f"{SVG}rect")) == 2
    congress = rows["first-all-russian-congress-of-soviets"]
    assert not [rect for rect in congress.findall(f"{SVG}rect") if rect.get("stroke-dasharray")]


def test_a_slice_of_time_shows_only_what_can_fall_into_it(seeds: Corpus) -> None:
    scene = draw_timeline(seeds, period=read_period("1917-10-24", "1917-10-27", "julian"))
    assert "first-all-russian-congress-of-soviets" not in scene.facts["things"]
    assert "second-all-russian-congress-of-soviets" in scene.facts["things"]
    check_labels(ET.fromstring(svg(scene)), "slice")
    with pytest.raises(WrongUse, match="nothing with a date"):
        draw_timeline(seeds, around="Atlantis")


def test_a_day_before_the_reform_and_an_unknown_calendar() -> None:
    corpus = made.corpus()
    unsure = day_date(Day(1917, 10, 25), Calendar.UNSPECIFIED, "October 25", "not known")
    starts = [c for c in corpus.claims if c.predicate == "startDate"]
    changed = replace(corpus, claims=(replace(starts[0], object=unsure),))
    (row,) = find_rows(changed, Reader(changed))
    assert row.whole == Period(dt.date(1917, 10, 25), dt.date(1917, 11, 7))
    assert not row.dates[0].is_exact


# --- delegates ---------------------------------------------------------------------------------------------


def table(unit: str, values: list[float], total: float | None) -> Composition:
    shares = tuple(
        Share(str(place), f"P{place}", value, False, place, "") for place, value in enumerate(values)
    )
    return Composition("event", "Event", "one", unit, "", shares, total, "")


def test_sums_that_fail_are_said_to_fail() -> None:
    assert table("persons", [390, 100, 60, 72, 14, 6, 7], 649).warning == ""
    assert (
        table("persons", [390, 270], 649).warning == "The parties add up to 660, more than the total of 649."
    )
    assert table("persons", [390], 649).missing == 259
    assert table("persons", [390, 100], None).warning == ""
    assert (
        table("percent", [60, 15.4, 11.09, 9.2, 3.41], 100).warning
        == "The percentages add up to 99.1, not 100."
    )
    assert table("percent", [33.3, 33.3, 33.3], 100).warning == ""  # half a tenth each
    assert table("percent", [33, 33, 33], 100).warning == ""
    assert number(1090) == "1 090"


def test_the_tables_of_the_seeds(seeds: Corpus) -> None:
    tables = {(one.event, one.unit): one for one in find_compositions(seeds, Reader(seeds))}
    second = tables["second-all-russian-congress-of-soviets", "persons"]
    assert (second.summed, second.total, second.measure, second.warning) == (649, 649, "elected", "")
    assert [share.value for share in second.shares] == [390, 100, 6, 14, 72, 60, 7]
    assert tables["second-all-russian-congress-of-soviets", "percent"].warning
    first = tables["first-all-russian-congress-of-soviets", "persons"]
    assert (first.summed, first.total, first.missing) == (670, 1090, 420)


def test_parties_sit_from_left_to_right() -> None:
    order = ["Bolsheviks", "Left Socialist-Revolutionaries", "Menshevik-Internationalists", "Mensheviks"]
    assert sorted(["Other", "Nobody knows", *reversed(order)], key=party_order) == [
        *order,
        "Nobody knows",
        "Other",
    ]


@pytest.mark.parametrize("seats", [1, 7, 100, 649, 1500])
def test_seats_are_as_many_as_delegates_and_do_not_touch(seats: int) -> None:
    places, size = seat_places(seats, 0.0, 0.0, 100.0)
    assert len(places) == seats
    assert [angle for *_, angle in places] == sorted(angle for *_, angle in places)
    assert all(math.hypot(x, y) + size <= 100.01 and y <= 0 for x, y, _ in places)
    if seats <= 700:
        assert all(
            math.dist(one[:2], other[:2]) >= 1.9 * size for one, other in itertools.combinations(places, 2)
        )


def test_the_second_congress_is_drawn_seat_by_seat_with_source_and_warning(seeds: Corpus) -> None:
    for page_name, theme in itertools.product(("slide", "a4", "a4-portrait"), ("light", "dark")):
        root = ET.fromstring(svg(draw_delegates(seeds, page_name, theme, around="second all-russian")))
        said = words(root)
        assert "In “All-Russian Congress of Soviets” the percentages add up to 99.1, not 100." in said
        assert any(line.endswith("Source: All-Russian Congress of Soviets") for line in said)
        assert "Bolshevik Party 390" in said
        seats = {
            group.get("data-id", "").rpartition("/")[2]: path.get("d", "").count("M")
            for group in root.iter(f"{SVG}g")
            if group.get("class") == "node"
            for path in group.findall(f"{SVG}path")
        }
        assert sum(seats.values()) == 649
        assert seats["bolshevik-party"] == 390
        check_labels(root, f"{page_name} {theme}")
    assert label_boxes(root)


def test_all_meetings_stand_one_under_another(seeds: Corpus) -> None:
    root = ET.fromstring(svg(draw_delegates(seeds)))
    said = words(root)
    assert any(line.startswith("First All-Russian Congress of Soviets: 670 of 1 090") for line in said)
    assert "no party named" in said
    check_labels(root, "all")
    with pytest.raises(WrongUse, match="which parties"):
        draw_delegates(seeds, around="Tenth")


def test_percentages_alone_are_drawn_as_sectors(seeds: Corpus) -> None:
    kept = tuple(claim for claim in seeds.claims if not is_persons(claim))
    root = ET.fromstring(svg(draw_delegates(replace(seeds, claims=kept))))
    assert "percent" in words(root)


def is_persons(claim: Claim) -> bool:
    return isinstance(claim.object, Quantity) and claim.object.unit == "persons"


def test_two_dates_that_cannot_both_be_are_contested() -> None:
    corpus = made.corpus()
    starts = [claim for claim in corpus.claims if claim.predicate == "startDate"]
    other = made.date("9 November", "1917-11-09", "1917-10-27")
    changed = replace(corpus, claims=(starts[0], replace(starts[1], object=other)))
    (row,) = find_rows(changed, Reader(changed))
    assert row.agreement == "contested"
    assert "contested" in words(ET.fromstring(svg(draw_timeline(changed))))


def test_parties_stand_in_the_same_order_in_russian(seeds: Corpus) -> None:
    english, russian = (find_compositions(seeds, Reader(seeds, language)) for language in ("en", "ru"))
    assert [[share.id for share in table.shares] for table in english] == [
        [share.id for share in table.shares] for table in russian
    ]
    assert "Большевистская партия" in [share.label for table in russian for share in table.shares]
