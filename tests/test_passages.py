"""The package on passages that nobody wrote rules for: the format holds, and the bars are reached."""

from __future__ import annotations

import tomllib
from collections import Counter

import pytest

from passage_format import (
    BARS,
    STYLES,
    BadPassageError,
    Passage,
    passage_files,
    read_brackets,
    read_passages,
)
from passages import precision_recall, score_all, score_passage, tally, token_f1
from soviet_kg.model import (
    Claim,
    Document,
    Extraction,
    Kind,
    Mention,
    Quantity,
    Quote,
    Span,
    Stance,
)

FILES = {"dates.toml": 10, "events.toml": 12, "lists.toml": 15}


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


def test_an_id_without_bracket_is_an_error(tmp_path: object) -> None:
    from pathlib import Path

    path = Path(str(tmp_path)) / "bad.toml"
    path.write_text(
        '[[passage]]\nname = "n"\nstyle = "diary"\ncovers = ["x"]\n'
        'text = "[Dan|d:Person] spoke."\nclaims = ["c | participant | d"]\n'
    )
    with pytest.raises(BadPassageError, match=r"bad\.toml: n: .*'c' has no bracket"):
        read_passages(path)


def _small(tmp_path: object) -> Passage:
    from pathlib import Path

    path = Path(str(tmp_path)) / "small.toml"
    path.write_text(
        '[[passage]]\nname = "small"\nstyle = "diary"\ncovers = ["x"]\n'
        'text = "[The Congress|c:Event] had 12 delegates and heard [Dan|d:Person], not [Lvov|l:Person]."\n'
        'claims = ["c | delegateCount | 12 | unit=persons", "c | participant | d"]\n'
        'refuses = ["c | participant | l"]\n'
    )
    return read_passages(path)[0]


def _mention(passage: Passage, name: str) -> Mention:
    where = passage.spans[name][0]
    quote = Quote("small", where.start, where.stop)
    return Mention(quote, passage.kinds[name], f"key-{name}", name, "test")


def _claim(passage: Passage, name: str, predicate: str, value: str | Quantity, stance: Stance) -> Claim:
    quote = Quote("small", 0, len(passage.text))
    shown = _mention(passage, value) if isinstance(value, str) else value
    subject = _mention(passage, name)
    return Claim(f"{predicate}{value}", subject, predicate, shown, quote, stance=stance)


@pytest.mark.parametrize(
    ("name", "value", "stance", "counts"),
    [
        ("participant", "d", Stance.ASSERTED, (1, 1, 0, 0)),  # as expected
        ("participant", "l", Stance.ASSERTED, (0, 2, 1, 1)),  # refused
        ("participant", "l", Stance.DENIED, (0, 2, 0, 0)),  # denied: never counts
        ("participant", "l", Stance.REPORTED, (0, 2, 0, 0)),  # carries its stance
        ("delegateCount", Quantity(12), Stance.ASSERTED, (1, 1, 0, 0)),
        ("delegateCount", Quantity(11), Stance.ASSERTED, (0, 2, 1, 0)),  # numbers are exact
        ("memberCount", Quantity(12), Stance.ASSERTED, (0, 2, 1, 0)),  # properties too
    ],
)
def test_a_prediction_is_right_wrong_or_not_judged(
    tmp_path: object, name: str, value: str | Quantity, stance: Stance, counts: tuple[int, int, int, int]
) -> None:
    passage = _small(tmp_path)
    claim = _claim(passage, "c", name, value, stance)
    score = score_passage(passage, Extraction(Document("small", passage.text, ""), (), (claim,)))
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
