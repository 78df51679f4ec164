"""Take a citation apart: author, title, what carries it, publisher, place, date, volume, pages.

The styles of footnotes and bibliographies differ in order and punctuation, hardly in what a segment looks
like. So each segment is told by its look and its neighbours. Words that cannot be told make the line no
citation: better no claim than a wrong one.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field

from soviet_kg.authors import NO_AUTHORS, Reader, first_authors, is_surely_person, persons_at
from soviet_kg.lines import Found
from soviet_kg.model import Kind, Span
from soviet_kg.segments import PUBLISHER, Segment, cut

_WHOLE = ("Date", "Range", "Event")
_CAPITALS = re.compile(r"[A-ZА-ЯЁ\"']")
_ROMAN = re.compile(r"[ivxlc]{1,6}$")
_PAGE_RANGE = re.compile(r"\d{1,4}(?:[-–—]\d{1,4})?$")
_NAME_THEN_VOLUME = re.compile(r"(?P<name>.*[^\W\d_]\.?) (?P<volume>\d{1,3})(?:\.(?P<issue>\d{1,3}))?$")


@dataclass
class Citation:
    """What a citation says, as it is being read; spans and Founds are in folded offsets."""

    authors: list[Found] = field(default_factory=list)
    editors: list[Found] = field(default_factory=list)
    carrier_editors: list[Found] = field(default_factory=list)
    translators: list[Found] = field(default_factory=list)
    title: Span | None = None
    is_quoted: bool = False
    carrier: Span | None = None
    publisher: Span | None = None
    place: Span | None = None
    date: Span | None = None
    volume: tuple[str, Span] | None = None
    issue: tuple[str, Span] | None = None
    pages: tuple[str, Span] | None = None
    edition: Span | None = None

    @property
    def evidence(self) -> int:
        """Return how many kinds of things it holds that only citations hold."""
        imprint = self.publisher is not None
        return sum(
            (
                imprint, self.place is not None and self.date is not None, self.volume is not None,
                self.pages is not None, self.issue is not None, self.is_quoted, bool(self.translators),
                bool(self.editors), self.edition is not None, self.carrier is not None,
            )
        )  # fmt: skip


# --- telling ---------------------------------------------------------------------------------------------


def read_citation(reader: Reader, start: int, stop: int) -> Citation | None:
    """Return what a stretch of text cites, or None where it is no citation.

    Reads to the end of the reference and leaves comments after it aside. Whether there is evidence enough is
    for the caller to say, who knows where the stretch stands.
    """
    lead = reader.words.segments["lead"].match(reader.text, start, stop)
    start = lead.end() if lead and reader.text[lead.end() : lead.end() + 1] == " " else start
    while start < stop and reader.text[start] in " (":
        start += 1
    if reader.words.segments["nothing"].match(reader.text, start, stop):
        return None
    citation = Citation()
    citation.authors, rest = first_authors(reader, start, stop)
    whole = [Span(t.start, t.stop) for t in reader.found(Span(rest, stop)) if t.kind in _WHOLE]
    segments = cut(reader.text, rest, stop, whole)
    for index in range(len(segments)):
        if not _tell(reader, citation, segments, index):
            if _is_complete(citation):
                break
            return None
    return citation


def _is_complete(citation: Citation) -> bool:
    return citation.evidence > 0 and (citation.title or citation.carrier) is not None


def _tell(reader: Reader, citation: Citation, segments: list[Segment], index: int) -> bool:
    """Give the citation what a segment says; False where nobody can tell."""
    segment, later = segments[index], segments[index + 1 :]
    return (
        _tell_quoted(reader, citation, segment)
        or _tell_number(reader, citation, segment, later)
        or _tell_role(reader, citation, segment)
        or _tell_imprint(reader, citation, segment, later)
        or _tell_person(reader, citation, segment)
        or _tell_title(reader, citation, segment)
    )


def _tell_quoted(reader: Reader, citation: Citation, segment: Segment) -> bool:
    single = re.fullmatch(r"'(?P<title>[A-Z].*)'", reader.bare(segment))
    if not (segment.quoted or single) or citation.title or citation.pages:
        return False
    inner = 1 if single else 0
    citation.title, citation.is_quoted = (Span(segment.start + inner, segment.stop - inner), True)
    return True


def _tell_number(reader: Reader, citation: Citation, segment: Segment, later: list[Segment]) -> bool:
    bare, span, forms = (reader.bare(segment), Span(segment.start, segment.stop), reader.words.segments)
    if segment.quoted:
        return False
    if match := forms["pages"].fullmatch(bare):
        citation.pages = citation.pages or (match["value"], span)
    elif match := forms["volume"].fullmatch(bare):
        citation.volume = citation.volume or (match["value"], span)
    elif match := forms["issue"].fullmatch(bare):
        citation.issue = citation.issue or (match["value"], span)
    elif match := forms["volume_issue"].fullmatch(bare):
        citation.volume, citation.issue = ((match["volume"], span), (match["issue"], span))
    elif _is_date(reader, span, bare):
        if _goes_on_with_years(reader, citation, segment, later):
            citation.title = Span(citation.title.start, span.stop) if citation.title else None
        else:
            citation.date = span if citation.date is None or _is_better_date(citation) else citation.date
    else:
        return _tell_bare_number(citation, bare, segment, span, forms)
    return True


def _is_date(reader: Reader, span: Span, bare: str) -> bool:
    return (
        bool(reader.words.segments["year"].fullmatch(bare))
        or reader.covering(span, "Date", "Range") is not None
    )


def _is_better_date(citation: Citation) -> bool:
    """Say whether the date so far stands before publisher and place: it was the years of a volume."""
    imprint = [part.start for part in (citation.publisher, citation.place) if part]
    if not imprint or citation.date is None or citation.volume is None:
        return False
    return citation.date.start < min(imprint)


def _goes_on_with_years(reader: Reader, citation: Citation, segment: Segment, later: list[Segment]) -> bool:
    """Say whether years belong to a title, because those of the edition come later or came before."""
    title = citation.title
    if (
        title is None
        or citation.is_quoted
        or segment.inside
        or reader.text[title.stop : segment.start].strip(" ,")
    ):
        return False
    if citation.date:
        return True
    return any(_is_date(reader, Span(other.start, other.stop), reader.bare(other)) for other in later)


def _tell_bare_number(
    citation: Citation, bare: str, segment: Segment, span: Span, forms: dict[str, re.Pattern[str]]
) -> bool:
    if any(forms[name].fullmatch(bare) for name in ("extent", "volumes", "ignored")):
        return True
    if _ROMAN.match(bare) and citation.title and not citation.volume:
        citation.volume = (bare, span)
    elif segment.inside and citation.volume and bare.isdigit() and len(bare) < 4:
        citation.issue = citation.issue or (bare, span)
    elif _PAGE_RANGE.match(bare) and (citation.date or citation.volume or (citation.carrier and "-" in bare)):
        citation.pages = citation.pages or (bare, span)
    elif bare.isdigit() and citation.is_quoted and citation.carrier and not citation.volume:
        citation.volume = (bare, span)
    elif forms["edition"].fullmatch(bare):
        citation.edition = span
    else:
        return False
    return True


def _tell_role(reader: Reader, citation: Citation, segment: Segment) -> bool:
    """Tell "translated by X", "ed. X", and what makes the first-named persons editors: "Keep, John, ed."."""
    bare, forms = reader.bare(segment), reader.words.segments
    for name, roles in (("role_both", "et"), ("role_editor", "e"), ("role_translator", "t")):
        if citation.authors and not citation.title:
            match = re.match(rf"(?:{forms[name].pattern})(?: (?=[A-Z\"])|$)", bare, re.IGNORECASE)
            if match and not persons_at(reader, segment.start + match.end(), segment.stop):
                _make_editors(citation, roles)
                rest = segment.start + match.end()
                return rest >= segment.stop or _tell_title(
                    reader, citation, Segment(rest, segment.stop, ".", segment.after)
                )
    for name, roles in (("editor_translator", "et"), ("editor", "e"), ("translator", "t")):
        match = forms[name].fullmatch(bare)
        persons = persons_at(reader, segment.start + match.start("names"), segment.stop) if match else None
        if persons and citation.carrier:
            citation.carrier_editors += persons if "e" in roles else []
            return True
        if persons:
            citation.editors += persons if "e" in roles else []
            citation.translators += persons if "t" in roles else []
            return True
    return False


def _make_editors(citation: Citation, roles: str) -> None:
    citation.editors += citation.authors if "e" in roles else []
    citation.translators += citation.authors if "t" in roles else []
    citation.authors = []


def _tell_imprint(reader: Reader, citation: Citation, segment: Segment, later: list[Segment]) -> bool:
    """Tell publisher and place, by their words or by each other: "Princeton: Princeton University Press"."""
    bare, span, words = (reader.bare(segment), Span(segment.start, segment.stop), reader.words.words)
    if segment.quoted or not (citation.title or citation.carrier) or bare.startswith("in "):
        return False
    if citation.place is None and (
        _is_place(reader, segment) or _is_before_publisher(reader, segment, later)
    ):
        citation.place = span
    elif citation.place and words["states"].fullmatch(bare):
        return True
    elif citation.publisher is None and _is_publisher(reader, citation, segment, later):
        citation.publisher = span
    else:
        return bool(
            citation.publisher and words["publisher"].search(bare) and not words["prose"].search(bare)
        )
    return True


def _is_place(reader: Reader, segment: Segment) -> bool:
    bare, places = reader.bare(segment), reader.words.words["places"]
    both = rf"(?:{places.pattern})(?:(?:-| and | & |, )(?:{places.pattern}))?"
    return bool(re.fullmatch(both, bare)) or bool(
        reader.covering(Span(segment.start, segment.stop), Kind.PLACE)
    )


def _is_before_publisher(reader: Reader, segment: Segment, later: list[Segment]) -> bool:
    if not re.fullmatch(r"[A-Z]\w+(?:[ -][A-Z]\w+)?", reader.bare(segment)) or not later:
        return False
    return segment.after == ":" or (
        later[0].after == ":" and bool(reader.words.words["states"].fullmatch(reader.bare(later[0])))
    )


def _is_publisher(reader: Reader, citation: Citation, segment: Segment, later: list[Segment]) -> bool:
    bare, words = reader.bare(segment), reader.words.words
    if words["prose"].search(bare) or not _is_name(bare):
        return False
    if segment.before == ":" and citation.place:
        return True
    if words["publisher"].search(bare):
        return True
    if not PUBLISHER.fullmatch(bare) or len(bare.split()) > 4 or segment.before not in (",", "."):
        return False
    is_last = not later or bool(reader.words.segments["ignored"].fullmatch(reader.bare(later[0])))
    if citation.date and citation.title and segment.before == "." and is_last:
        return True
    year = reader.words.segments["year"]
    return len(later) > 1 and _is_place(reader, later[0]) and bool(year.fullmatch(reader.bare(later[1])))


def _is_name(bare: str) -> bool:
    return bool(_CAPITALS.match(bare)) and len(bare) < 60


def _tell_person(reader: Reader, citation: Citation, segment: Segment) -> bool:
    """Tell an author who stands straight: first of all, after the title, or at the end."""
    if segment.quoted or citation.authors or citation.editors:
        return False
    bare, span = reader.bare(segment), Span(segment.start, segment.stop)
    persons = persons_at(reader, segment.start, segment.stop)
    if not persons or reader.words.words["article"].match(bare) or reader.words.words["carrier"].search(bare):
        return False
    is_sure = all(is_surely_person(reader, person) for person in persons)
    if not is_sure and any(thing.kind in NO_AUTHORS for thing in reader.found(span)):
        return False
    if citation.title is None and not is_sure and segment.after not in (",", "."):
        return False
    citation.authors += persons
    return True


def _tell_title(reader: Reader, citation: Citation, segment: Segment) -> bool:
    """Tell the title, and after it what carries it: a newspaper, a journal, collected works."""
    bare, span, words = (reader.bare(segment), Span(segment.start, segment.stop), reader.words.words)
    if (
        segment.quoted
        or not _CAPITALS.match(re.sub(r"^(?:in:? |\d{4}[-–]\d{2,4}: )", "", bare))
        or words["prose"].search(bare)
        or len(bare) > 160
    ):
        return False
    if citation.title is None and not _is_carrier(reader, span):
        if citation.carrier or _is_place(reader, segment):
            return False
        citation.title = span
        return True
    if citation.carrier is None and (
        citation.is_quoted or citation.title is None or _is_carrier(reader, span)
    ):
        return _carry(citation, bare, span)
    return _goes_on(reader, citation, segment, span)


def _carry(citation: Citation, bare: str, span: Span) -> bool:
    inside = re.match(r"[Ii]n:? (?=[A-Z\"])", bare)
    start = span.start + (inside.end() if inside else 0)
    volume = _NAME_THEN_VOLUME.match(bare)
    stop = span.start + volume.end("name") if volume else span.stop
    citation.carrier = Span(start, stop)
    if volume:
        citation.volume = (volume["volume"], Span(stop + 1, span.stop))
        if volume["issue"]:
            citation.issue = (volume["issue"], Span(stop + 1, span.stop))
    return True


def _is_carrier(reader: Reader, span: Span) -> bool:
    bare = reader.text[span.start : span.stop]
    if re.match(r"[Ii]n:? [A-Z\"]", bare) or reader.covering(span, Kind.PUBLICATION):
        return True
    return bool(reader.words.words["carrier"].search(bare))


def _goes_on(reader: Reader, citation: Citation, segment: Segment, span: Span) -> bool:
    """Say whether an unquoted title goes on after a comma: "Soldiers, Workers and Peasants"."""
    title = citation.title
    if (
        citation.is_quoted
        or title is None
        or segment.before != ","
        or citation.evidence
        or citation.authors == []
    ):
        return False
    if reader.text[title.stop : span.start].strip(" ,"):
        return False
    citation.title = Span(title.start, span.stop)
    return True
