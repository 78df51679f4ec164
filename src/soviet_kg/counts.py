"""Numbers and shares: "about 600", "forty-odd", "15.4 %", "390 were Bolsheviks", "Mensheviks (11.09%)"."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from soviet_kg.lines import Found, Line, Share, kind_class
from soviet_kg.model import Quantity

_UNITS = (
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen "
    "eighteen nineteen"
).split()
_TENS = "twenty thirty forty fifty sixty seventy eighty ninety".split()
_SMALL = {word: i + 1 for i, word in enumerate(_UNITS)} | {word: 10 * (i + 2) for i, word in enumerate(_TENS)}
_SCALES = {"dozen": 12, "score": 20, "hundred": 100, "thousand": 1000, "million": 1_000_000}
_SMALL_WORD = "|".join(sorted(_SMALL, key=len, reverse=True))
_IN_WORDS = (
    rf"(?:half a million|(?:(?:{_SMALL_WORD})(?:-(?:{_SMALL_WORD}))?|a|\d{{1,3}})[ -](?:dozen|score|hundred|thousand|million)"
    rf"(?:(?: and)? (?:{_SMALL_WORD})(?:-(?:{_SMALL_WORD}))?(?: (?:hundred))?)*|(?:{_SMALL_WORD})(?:-(?:{_SMALL_WORD}))?)(?:-odd)?"
)
_APPROXIMATE = (
    r"(?:about|some|nearly|almost|around|approximately|roughly|over|more than|less than|fewer than|at least|"
    r"up to|upwards of|circa|c\.|perhaps|as many as|no fewer than|no less than|no more than|not more than|"
    r"hardly|scarcely|barely|close to|close upon|not quite|just over|just under|well over)"
)
_NUMBER = re.compile(
    rf"(?<![\w.,$£€–-])(?P<about>{_APPROXIMATE} )?(?:(?P<digits>(?:\d{{1,3}}(?:[, \u00a0]\d{{3}})+|\d+(?:\.\d+)?)(?! (?:hundred|thousand|million)))|(?P<words>(?i:{_IN_WORDS})))"
    r"(?P<percent> ?%| per ?cent)?(?![\w–%]|[.,]\d|-\w|:\d|\))|(?<=\()(?P<bracketed>\d+(?:\.\d+)?)(?P<percent2> ?%| per ?cent)?(?=[),])",
)
_NOT_BEFORE = re.compile(
    r"(?:\b(?:[Nn]os?|[Vv]ols?|[Pp]p?|[Aa]rt|[Cc]h|[Ff]ig)\.|\b(?:[Pp]ages?|[Vv]olumes?|[Aa]rticles?|[Cc]hapters?|[Pp]oints?|"
    r"[Nn]umbers?|[Ii]ssue|[Ss]ection|[Rr]oom|[Ll]ine|June|July|May|March|April|August|January|February|September|October|November|"
    r"December)|[#§])\s*$"
)
_NOT_AFTER = re.compile(
    r"\s*(?:[ap]\. ?m\.|o'clock|years?\b|months?\b|weeks?\b|days?\b|hours?\b|minutes?\b|roubles|rubles|kopeks|versts|miles|poods|degrees)"
)
_PARTY, _NUM = kind_class(["Party", "Body"]), kind_class(["Number"])
_PARTY_ALONE = kind_class(["Party"])
_LINK = (
    r"(?: (?:(?:of them|of these|of whom|of the delegates|of the deputies|delegates?|deputies|members|representatives|seats?|votes?|men|persons?)(?:,? ?(?:were|being|from|of|for|to|belonged to|belonging to|represented|representing))?"
    r"|were|was|being|from|to|of|for|belonged to(?: the group called)?|belonging to))?"
)
_OTHER = r"(?P<other>[Oo]thers?(?: (?:factions|parties|groups))?|of other (?:factions|parties|groups)|non-?part[iy][sz]an\w*|independents?|unaffiliated|(?:belonged to|of|were of|with) no party|without (?:a )?party|partyless)"
_SHARES = tuple(
    re.compile(pattern)
    for pattern in (
        rf'(?P<n>{_NUM}){_LINK} (?:"|further |other (?P<rest>))?(?P<party>{_PARTY})"?',
        rf"(?P<rest>[Oo]ther )?(?P<party>{_PARTY})(?: \(|: | – | - )(?P<n>{_NUM})(?=[),;.]|$| votes| members| delegates| deputies| seats)\)?",
        rf"(?P<rest>[Oo]ther )?(?P<party>{_PARTY_ALONE})(?:,? with |, | |"
        r" (?:had|have|has|numbered|counted|mustered|could muster|held|won|obtained|received|secured|polled|gained|sent|got|claimed|took|made up|formed|with|were|numbering|commanded)(?: only| but)? )"
        rf"(?P<n>{_NUM})(?=[),;.]|$| votes| members| delegates| deputies| seats)\)?",
        rf"(?P<n>{_NUM}){_LINK} (?:described as |as )?{_OTHER}",
        rf"{_OTHER} \((?P<n>{_NUM})\)",
    )
)


def number_in_words(words: str) -> float:
    """Return the value of a number in words: "two hundred and thirty" is 230, "forty-odd" 40, "a dozen" 12.

    >>> number_in_words("one thousand two hundred and five")
    1205.0
    """
    if words.lower().endswith("half a million"):
        return 500_000.0
    total = current = 0
    for word in re.findall(r"[a-z]+|\d+", words.lower()):
        if word.isdigit():
            current += int(word)
        elif word in _SMALL:
            current += _SMALL[word]
        elif word in _SCALES:
            current = (current or 1) * _SCALES[word]
            if _SCALES[word] >= 1000:
                total, current = total + current, 0
    return float(total + current)


def find_numbers(text: str, taken: Sequence[Found]) -> list[Found]:
    """Return the numbers that are no part of a date, a name, a page or an issue, as Found of kind Number."""
    numbers = []
    ends = iter(taken)
    current = next(ends, None)
    for match in _NUMBER.finditer(text):
        while current and current.stop <= match.start():
            current = next(ends, None)
        if current and current.start < match.end():
            continue
        if not _NOT_BEFORE.search(text, max(0, match.start() - 12), match.start()) and not _NOT_AFTER.match(
            text, match.end()
        ):
            numbers.append(_number(match))
    return [number for number in numbers if number is not None]


def _number(match: re.Match[str]) -> Found | None:
    digits, words = match["digits"] or match["bracketed"], match["words"]
    if words and words.lower() == "one":  # a pronoun oftener than a number
        return None
    value = float(re.sub(r"[, \u00a0]", "", digits)) if digits else number_in_words(words)
    percent = match["percent"] or match["percent2"]
    approximate = bool(match["about"]) or bool(words and words.lower().endswith("-odd"))
    quantity = Quantity(value, "percent" if percent else "persons", approximate, match[0])
    return Found(match.start(), match.end(), "Number", value=quantity, how="grammar/number")


def find_shares(line: Line) -> list[Found]:
    """Return the shares in a line: a number joined to the party or group that it counts."""
    shares: list[Found] = []
    for pattern in _SHARES:
        shares += _matches(pattern, line)
    return shares


def _matches(pattern: re.Pattern[str], line: Line) -> Iterator[Found]:
    for match in pattern.finditer(line.text):
        groups = match.groupdict()
        number = line.slot(match.start("n"))
        assert isinstance(number.value, Quantity)
        of = _counted(groups, match, line)
        start, stop = line.origin[match.start()], line.origin[match.end() - 1] + 1
        stop = max(stop, *(thing.stop for thing in line.slots(match.start(), match.end())))
        yield Found(start, stop, "Share", value=_share(number.value, of), how="grammar/share")


def _share(quantity: Quantity, of: Found | str | None) -> Share:
    """Return a share; soviets that are counted themselves are a measure, not a group of persons."""
    if isinstance(of, Found) and of.kind == "Body":
        if re.match(r"(?:(?!Congress)\w+ )?[Ss]oviets\b", of.label):
            return Share(replace(quantity, unit="soviets"), None, "soviets")
    return Share(quantity, of)


def _counted(groups: dict[str, str | None], match: re.Match[str], line: Line) -> Found | str:
    if not groups.get("party"):
        return re.sub(r"^(?:belonged to|were of|with|of) ", "", groups["other"] or "")
    party = line.slot(match.start("party"))
    if groups.get("rest") is not None:
        return f"other {line.folded[party.start : party.stop]}"
    return party
