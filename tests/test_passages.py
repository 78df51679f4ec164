"""The package on passages that nobody wrote rules for: the format holds, and the bars are reached."""

from __future__ import annotations

import datetime as dt
import tomllib
from collections import Counter
from collections.abc import Iterable
from pathlib import Path

import pytest

from passage_format import (
    ANY,
    BARS,
    DOCUMENT,
    STYLES,
    BadPassageError,
    Passage,
    Reading,
    passage_files,
    read_brackets,
    read_contract,
    read_passages,
)
from passages import PassageScore, precision_recall, score_all, score_passage, tally, token_f1
from soviet_kg.model import (
    Calendar,
    Claim,
    Document,
    Extraction,
    HistoricalDate,
    Kind,
    Mention,
    Precision,
    Quantity,
    Quote,
    Span,
    Stance,
)

FILES = {
    "audit.toml": 22,
    "counts.toml": 8,
    "dates.toml": 10,
    "events.toml": 12,
    "frames.toml": 10,
    "lists.toml": 15,
    "reference.toml": 10,
    "shape.toml": 8,
    "traps.toml": 21,
    "verbs.toml": 13,
}


@pytest.fixture(scope="module")
def passages() -> tuple[Passage, ...]:
    return tuple(one for path in passage_files() for one in read_passages(path))


def test_every_file_and_passage_is_there(passages: tuple[Passage, ...]) -> None:
    assert dict(Counter(one.file for one in passages)) == FILES
    assert len({one.name for one in passages}) == len(passages) == sum(FILES.values())


def test_every_passage_expects_something_and_says_what_it_tests(passages: tuple[Passage, ...]) -> None:
    assert all(one.covers and (one.claims or one.refuses) and one.style in STYLES for one in passages)


def test_no_claim_is_both_expected_and_refused(passages: tuple[Passage, ...]) -> None:
    both = {one.name for one in passages if set(one.readings()) & set(one.refuses)}
    assert both == set()


def test_brackets_nest_and_leave_the_text_its_own() -> None:
    text, kinds, spans = read_brackets("[A sitting of [the Duma|d:Body]|s:Event], 5 May [O.S.], [sic", "here")
    assert text == "A sitting of the Duma, 5 May [O.S.], [sic"
    assert (kinds["s"], kinds["d"]) == (Kind.EVENT, Kind.BODY)
    assert spans == {"d": (Span(13, 21),), "s": (Span(0, 21),)}


def test_one_id_has_one_kind() -> None:
    with pytest.raises(BadPassageError, match="two kinds"):
        read_brackets("[Lenin|a:Person] and [Moscow|a:Place]", "here")


def test_an_id_without_bracket_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "bad.toml"
    path.write_text(
        '[[passage]]\nname = "n"\nstyle = "diary"\ncovers = ["x"]\n'
        'text = "[Dan|d:Person] spoke."\nclaims = ["c | participant | d"]\n'
    )
    with pytest.raises(BadPassageError, match=r"bad\.toml: n: .*'c' has no bracket"):
        read_passages(path)


def _small(tmp_path: Path) -> Passage:
    path = tmp_path / "small.toml"
    path.write_text(
        '[[passage]]\nname = "small"\nstyle = "diary"\ncovers = ["x"]\n'
        'text = "[The Congress|c:Event] had 12 delegates and heard [Dan|d:Person], not [Lvov|l:Person]."\n'
        'claims = ["c | delegateCount | 12 | unit=persons", "c | participant | d"]\n'
        'refuses = ["c | participant | l"]\n'
    )
    return read_passages(path)[0]


def _mention(passage: Passage, name: str) -> Mention:
    start, stop = (
        (passage.spans[name][0].start, passage.spans[name][0].stop) if name in passage.spans else (0, 0)
    )
    key = passage.name if name == DOCUMENT else f"key-{name}"
    return Mention(Quote(passage.name, start, stop), passage.kinds[name], key, name, "test")


def _claim(passage: Passage, reading: Reading, stance: Stance | None = None) -> Claim:
    """Say what a reading says, as the package would say it."""
    sort = read_contract()[reading.predicate].object
    qualifiers = dict(reading.qualifiers)
    said = stance or Stance(qualifiers.pop("stance", "asserted").split("/")[0])
    shown: Mention | HistoricalDate | Quantity | str = str(reading.object)
    if reading.object in passage.kinds:
        shown = _mention(passage, str(reading.object))
    elif sort == "date":
        shown = _date(str(reading.object))
    elif isinstance(reading.object, float):
        shown = Quantity(reading.object)
    given = {
        name: _mention(passage, text) if text in passage.kinds else text for name, text in qualifiers.items()
    }
    quote = Quote(passage.name, 0, len(passage.text))
    subject = _mention(passage, reading.subject)
    return Claim(str(reading), subject, reading.predicate, shown, quote, tuple(given.items()), said)


def _date(edtf: str) -> HistoricalDate:
    day = dt.date(1917, 1, 1)
    return HistoricalDate(day, day, Precision.DAY, Calendar.GREGORIAN, edtf, "", edtf)


def _score(passage: Passage, claims: Iterable[Claim]) -> PassageScore:
    return score_passage(passage, Extraction(Document(passage.name, passage.text, ""), (), tuple(claims)))


def test_to_say_what_is_expected_scores_full(passages: tuple[Passage, ...]) -> None:
    for passage in passages:
        score = _score(passage, [_claim(passage, several[0]) for several in passage.claims])
        assert (score.missed, score.wrong, score.refused_hit) == ((), (), ()), passage.name
        assert score.qualifiers[0] == score.qualifiers[1], passage.name


def test_the_second_of_several_readings_and_what_is_allowed_are_not_wrong(
    passages: tuple[Passage, ...],
) -> None:
    for passage in passages:
        others = [_claim(passage, several[-1]) for several in passage.claims]
        allowed = [_claim(passage, one) for one in passage.allows if one.object != ANY]
        score = _score(passage, [*others, *allowed])
        assert (score.missed, score.wrong) == ((), ()), passage.name


def test_what_is_refused_is_wrong_only_when_asserted(passages: tuple[Passage, ...]) -> None:
    for passage in passages:
        for one in passage.refuses:
            assert _score(passage, [_claim(passage, one)]).refused_hit, f"{passage.name}: {one}"
            assert not _score(passage, [_claim(passage, one, Stance.DENIED)]).wrong


@pytest.mark.parametrize(
    ("reading", "stance", "counts"),
    [
        (Reading("c", "participant", "d"), Stance.ASSERTED, (1, 1, 0, 0)),  # as expected
        (Reading("c", "participant", "l"), Stance.ASSERTED, (0, 2, 1, 1)),  # refused
        (Reading("c", "participant", "l"), Stance.DENIED, (0, 2, 0, 0)),  # denied: never counts
        (Reading("c", "participant", "l"), Stance.REPORTED, (0, 2, 0, 0)),  # carries its stance
        (Reading("c", "delegateCount", 12.0), Stance.ASSERTED, (1, 1, 0, 0)),
        (Reading("c", "delegateCount", 11.0), Stance.ASSERTED, (0, 2, 1, 0)),  # numbers are exact
        (Reading("c", "votesFor", 12.0), Stance.ASSERTED, (0, 2, 1, 0)),  # so are properties
        (Reading("d", "occupation", '"printer"'), Stance.ASSERTED, (0, 2, 0, 0)),  # words are not judged
    ],
)
def test_a_prediction_is_right_wrong_or_not_judged(
    tmp_path: Path, reading: Reading, stance: Stance, counts: tuple[int, int, int, int]
) -> None:
    passage = _small(tmp_path)
    score = _score(passage, [_claim(passage, reading, stance)])
    assert (len(score.right), len(score.missed), len(score.wrong), len(score.refused_hit)) == counts


def test_words_are_compared_by_what_they_share() -> None:
    assert token_f1('"Commissar of Finance"', "Commissar of Finance") == 1.0
    assert token_f1('"Commissar of Finance"', "Commissar") == 0.5
    assert token_f1('"Secretary"', "Commissar of Finance") == 0.0


def test_the_bars_are_reached(passages: tuple[Passage, ...]) -> None:
    bars = tomllib.loads(BARS.read_text(encoding="utf-8"))
    total = sum(tally(score_all(passages)).values(), Counter[str]())
    precision, recall = precision_recall(total)
    assert precision >= bars["precision"]
    assert recall >= bars["recall"]
