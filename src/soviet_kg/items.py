"""The items of lists: what looks like one, where it begins, and what it says of the things in it."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, replace

from soviet_kg.lines import Found, Line, Share, kind_class
from soviet_kg.model import Quantity
from soviet_kg.patterns import join_words

_SLOT = "[\ue001-\uf000][\U000f0000-\U000ffffd]"
_PARTY, _PLACE, _PERSON = kind_class(["Party"]), kind_class(["Place"]), kind_class(["Person"])
_NUMBER = kind_class(["Number", "Share"])
_WORDS = join_words("lists")
_MARKER = re.compile(
    rf"^\s*(?:[•●▪◦·*+–—|]|-(?!-)|\(?(?:\d{{1,3}}|{kind_class(['Number'])})[.)](?=\s)"
    r"|\(?[a-zа-я]\)|\(?[ivx]{1,5}\)|[IVXL]+\.)\s*(?:\|\s*)?"
)
_NOTE = r"(?: ?\([^()]{0,90}\))?"
_LEADING = f"(?:{_WORDS['leading']})?"
_COMRADE = f"(?:{_WORDS['comrade']})?"
_SHORT = re.compile(
    rf"^(?:{_LEADING}{_SLOT}"
    rf"|[A-ZА-ЯЁ][\w' ,&\ue001-\uf000\U000f0000-\U000ffffd-]{{2,90}}?(?::| - | – | — |, | \|) ?{_SLOT}"
    rf"|[\w' -]{{3,40}}?[:,]? \(?{_NUMBER})[^.!?]{{0,140}}[.;,]?$"
)
_VERB = re.compile(rf"(?:^|{_SLOT}){_NOTE}(?:, [^,]{{2,40}},)? (?:{_WORDS['verbs']})\b")
_HEAD = re.compile(
    rf"^\W*(?:(?:{_WORDS['group_leading']}))?(?P<party>{_PARTY})(?: (?:{_WORDS['groups']}))?:?\s*$"
)
_GROUP = re.compile(
    rf"^{_LEADING}(?P<party>{_PARTY})(?: (?:group|fraction|faction|party|list))?(?::|,| [–—-]| \|)+ "
)
_TAIL_PARTY = re.compile(
    rf"^(?:(?:, [a-zа-яё][^,;()]{{1,30}})?,? ?\(|, | [–—-] | \| )"
    rf"(?:{_WORDS['party_articles']})?(?P<party>{_PARTY})(?=[,;.)| ]|$)"
)
_TAIL_PLACE = re.compile(
    rf"^(?:{_NOTE}(?:, [^,;()]{{2,40}})?,? (?:{_WORDS['places']}) (?P<of>{_PLACE})|,? \((?P<in>{_PLACE})\))"
    r"(?=[,;.]|$)"
)
_JOIN = rf"(?:{_WORDS['joins']}|, |; )"
_ONLY = re.compile(rf"^\W*(?P<owner>{kind_class(['Body', 'Event'])}){_NOTE}(?:,? {_SLOT}){{0,2}}:?$")
_COLUMN = re.compile(rf"{_WORDS['columns']}|%", re.IGNORECASE)
_FIRST_COLUMN = re.compile(rf"^\W*(?:{_WORDS['first_column']})\b")
_TOTAL = re.compile(_WORDS["total"], re.IGNORECASE)
_PERCENT = re.compile(rf"{_WORDS['percent']}|%", re.IGNORECASE)
_SUBJECTS = re.compile(
    rf"^{_PERSON}{_NOTE}(?:{_JOIN}{_COMRADE}{_PERSON}{_NOTE})*(?= (?:{_WORDS['after_subjects']}) )"
)
_COLON = re.compile(r": (?=\S)| (?:–|—|--) (?=[^–—]*$)")
_FEWEST_ON_ROLL = 3
_LONGEST_ITEM, _LONGEST_LABEL = 240, 70


@dataclass(frozen=True, slots=True)
class Item:
    """One item of a list: its line, where in the line it stands, and the party under whose name it is listed.

    `lead` is where the lead-in ends that stands in the same line, 0 where it stands in another.
    """

    line: Line
    start: int
    stop: int
    group: Found | None = None
    lead: int = 0

    @property
    def text(self) -> str:
        """Return the item's part of the line, with slots."""
        return self.line.text[self.start : self.stop]

    def things(self) -> tuple[Found, ...]:
        """Return the things in the item, in order."""
        return self.line.slots(self.start, self.stop)


@dataclass(frozen=True, slots=True)
class Post:
    """A post that an item gives a person: its words, empty for a chair, which is a claim of its own."""

    words: str = ""
    chair: bool = False


def is_item(line: Line) -> bool:
    """Say whether a line looks like an item: marked, or short, opened by a thing and without a verb."""
    if len(line.text) > _LONGEST_ITEM or not line.found or not line.alone:
        return False
    if _MARKER.match(line.text):
        return True
    return bool(_SHORT.match(line.text)) and not _VERB.search(line.text) and not is_table_head(line)


def item_of(line: Line, group: Found | None = None) -> Item:
    """Return the item that a whole line is, without its mark; `group` is the party that heads this part."""
    marker = _MARKER.match(line.text)
    return _grouped(Item(line, marker.end() if marker else 0, len(line.text), group))


def _grouped(item: Item) -> Item:
    """Return an item that names its party first ("from the Bolsheviks, A and B") without these words."""
    lead = _GROUP.match(item.text)
    if lead and re.match(rf"{_COMRADE}{_PERSON}", item.text[lead.end() :]):
        party = item.line.slot(item.start + lead.start("party"))
        return replace(item, start=item.start + lead.end(), group=party)
    return item


def group_head(line: Line) -> Found | None:
    """Return the party that heads a part of a list, where a line holds nothing else."""
    head = _HEAD.match(line.text) if line.alone else None
    return line.slot(head.start("party")) if head else None


def is_heading(line: Line, below: Line) -> bool:
    """Tell whether a body's or an event's name heads a list: persons or numbers stand below it."""
    if not line.alone or not _ONLY.match(line.text):
        return False
    if is_table_head(below) or (group_head(below) and line.text.endswith(":")):
        return True
    return is_item(below) and bool(below.kinds & {"Person", "Number", "Share"})


def is_table_head(line: Line) -> bool:
    """Tell whether a line is the head of a table: names of columns, first that of the parties or persons."""
    if not line.alone or line.kinds or len(line.text) > _LONGEST_LABEL:
        return False
    return bool(_FIRST_COLUMN.match(line.text)) and not re.search(r"[.:;]", line.text)


def columns_of(line: Line) -> tuple[str, ...]:
    """Return the heads of a table's columns of numbers, where a line is the head of a table."""
    if not is_table_head(line):
        return ()
    return tuple(match[0].lower() for match in _COLUMN.finditer(line.text))


def items_after_colon(line: Line) -> tuple[Item, ...]:
    """Return the items after the colon or dash of a sentence; a piece without a thing joins the last."""
    colon = _COLON.search(line.text)
    if not colon or not line.found:
        return ()
    rest = line.text[colon.end() :]
    separator = r"; (?:and |и )?" if "; " in rest else rf"(?:{_WORDS['joins']})|, "
    items: list[Item] = []
    for start, stop in _pieces(rest, separator):
        piece = Item(line, colon.end() + start, colon.end() + stop, lead=colon.start() + 1)
        if _opens(piece):
            items.append(_grouped(piece))
        elif items:
            items[-1] = replace(items[-1], stop=piece.stop)
        else:
            return ()
    return tuple(items) if len(items) > 1 or (items and not _VERB.search(rest)) else ()


def items_before_verb(line: Line) -> tuple[Item, ...]:
    """Return the persons who open a sentence as an item: what owns them follows, as in "were its members"."""
    subjects = _SUBJECTS.match(line.text)
    return (Item(line, 0, subjects.end()),) if subjects else ()


def items_of_roll(line: Line) -> tuple[Item, ...]:
    """Return the persons with their numbers of votes that a sentence tells one after another."""
    if not {"Person", "Number"} <= line.kinds or line.text.count("; ") < _FEWEST_ON_ROLL - 1:
        return ()
    items = tuple(Item(line, start, stop) for start, stop in _pieces(line.text, "; (?:and |и )?"))
    fitting = tuple(item for item in items if number_of(item) and len(heads_of(item, ("Person",))) == 1)
    return fitting if len(fitting) >= _FEWEST_ON_ROLL and 2 * len(fitting) > len(items) else ()


def number_of(item: Item) -> Found | None:
    """Return the one number of an item that belongs to nothing else, such as the votes for a person."""
    numbers = [thing for thing in item.things() if thing.kind == "Number"]
    return numbers[0] if len(numbers) == 1 else None


def _pieces(text: str, separator: str) -> Iterator[tuple[int, int]]:
    at = 0
    for match in re.finditer(separator + "|$", text):
        if text.count("(", at, match.start()) == text.count(")", at, match.start()):
            yield at, match.start()
            at = match.end()


def _opens(piece: Item) -> bool:
    """Tell whether a piece begins with its thing, or with a short label before a colon or dash."""
    return bool(
        re.match(rf"{_MARKER.pattern[1:]}", piece.text)
        or re.match(
            rf"(?:and |и )?{_LEADING}{_COMRADE}{_SLOT}|[\w' -]{{3,60}}(?::| [–—-]) {_SLOT}",
            piece.text,
        )
        or re.match(rf"[\w' -]{{3,40}}?,? {_NUMBER}\W*$", piece.text)
    ) and bool(piece.things())


def heads_of(item: Item, kinds: Collection[str]) -> tuple[Found, ...]:
    """Return the things that an item is about: the first of these kinds, and those coordinated with it."""
    wanted = kind_class(sorted(kinds))
    run = re.search(rf"{wanted}{_NOTE}(?:{_JOIN}{_COMRADE}{wanted}{_NOTE})*", item.text)
    if not run:
        return ()
    bare = re.sub(r"\([^()]*\)", lambda note: " " * len(note[0]), run[0])
    at = item.start + run.start()
    return tuple(item.line.slot(at + match.start()) for match in re.finditer(_SLOT, bare))


def party_of(item: Item) -> Found | None:
    """Return the party that an item puts its person into: that of its group, or the one after the name."""
    if item.group:
        return item.group
    person = re.search(_PERSON, item.text)
    tail = _TAIL_PARTY.match(item.text[person.end() :]) if person else None
    return item.line.slot(item.start + person.end() + tail.start("party")) if person and tail else None


def place_of(item: Item) -> Found | None:
    """Return the place that an item's person comes from: "N. N., miner, of Yuzovka", "N. N. (Hungary)"."""
    person = re.search(_PERSON, item.text)
    tail = _TAIL_PLACE.match(item.text[person.end() :]) if person else None
    if not person or not tail:
        return None
    return item.line.slot(item.start + person.end() + tail.start("of" if tail["of"] else "in"))


def posts_of(
    item: Item, persons: tuple[Found, ...], post: re.Pattern[str], owners: Collection[str]
) -> tuple[Post, ...]:
    """Return the posts before an item's persons and after them; one of another body is not this list's."""
    places = [
        match
        for match in re.finditer(_PERSON, item.text)
        if item.line.slot(item.start + match.start()) in persons
    ]
    if not places:
        return ()
    before, after = (0, places[0].start()), (places[-1].end(), len(item.text))
    return tuple(
        found for start, stop in (before, after) for found in _posts_within(item, start, stop, post, owners)
    )


def _post_alone(note: re.Match[str], post: re.Pattern[str]) -> str:
    """Return the words of a parenthesis that is a post, "(chairman)"; spaces for any other."""
    return f" {note[1]} " if post.fullmatch(note[1]) else " " * len(note[0])


def _posts_within(
    item: Item, start: int, stop: int, post: re.Pattern[str], owners: Collection[str]
) -> Iterator[Post]:
    text = re.sub(r"\(([^()]*)\)", lambda note: _post_alone(note, post), item.text[:stop])
    at = start
    while found := post.search(text, at, stop):
        lead = text[at : found.start()]
        if len(lead.strip(" ,;:–—-|")) > (_LONGEST_LABEL if at == start else 8):
            return
        body = next(
            (
                t
                for t in item.line.slots(item.start + found.start(), item.start + found.end())
                if t.kind in ("Body", "Event")
            ),
            None,
        )
        if body is None or body.key in owners:
            words = item.line.words(item.start + found.start(), item.start + found.end())
            chair = bool(found.groupdict().get("chair"))
            yield Post("" if chair else words.strip(" ,;:"), chair)
        at = found.end()


def shares_of(item: Item, columns: tuple[str, ...] = ()) -> tuple[Found, ...]:
    """Return the numbers of an item, each as a share of what the item names first; `columns` tell percent."""
    numbers = [thing for thing in item.things() if thing.kind in ("Number", "Share")]
    of, start = _counted(item, numbers)
    if of is False or len(numbers) > max(3, len(columns)):
        return ()
    shares = []
    for index, thing in enumerate(numbers):
        value = thing.value.quantity if isinstance(thing.value, Share) else thing.value
        if not isinstance(value, Quantity):
            return ()
        percent = value.unit == "percent" or _is_percent(item, thing, columns[index : index + 1])
        quantity = Quantity(
            value.value, "percent" if percent else value.unit, value.approximate, value.written
        )
        share = Share(quantity, of if not isinstance(of, bool) else None)
        shares.append(Found(start, thing.stop, "Share", value=share, how="list/share"))
    return tuple(shares)


def _is_percent(item: Item, number: Found, column: tuple[str, ...]) -> bool:
    after = item.line.folded[number.stop : number.stop + 10]
    return bool(_PERCENT.match(after.strip(" "))) or any(map(_PERCENT.match, column))


def _counted(item: Item, numbers: list[Found]) -> tuple[Found | str | bool | None, int]:
    """Return whose the numbers are, party or words, None for all; False where the item does not say."""
    if not numbers:
        return False, 0
    first = numbers[0]
    start = item.line.origin[item.start]
    if isinstance(first.value, Share):
        return first.value.of, first.start
    leading = [thing for thing in item.things() if thing.start < first.start]
    words = item.line.folded[start : first.start].strip(" |,:;–—-()•*.")
    if leading:
        known = (
            leading[0] if leading[0].kind in ("Party", "Body") and leading[0].start - start <= 6 else False
        )
        return known, start
    if _TOTAL.match(words):
        return None, start
    return (words if 2 < len(words) <= _LONGEST_LABEL and not re.search(r"\d", words) else False), start
