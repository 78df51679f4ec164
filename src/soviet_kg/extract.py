"""One document → what it says: the method's order, step by step."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache, partial
from itertools import pairwise
from pathlib import Path

from soviet_kg.acts import told_acts
from soviet_kg.attendance import prefer_reports, read_attendance
from soviet_kg.boxes import further_values
from soviet_kg.build_things import built_things
from soviet_kg.claims import Draft, Topic, as_mention, draft_claims, finish
from soviet_kg.coordinated import find_coordinated
from soviet_kg.counts import find_numbers, find_shares
from soviet_kg.dates import DateContext, decide_calendar, find_dates
from soviet_kg.described import Memory
from soviet_kg.frames import read_frames
from soviet_kg.gazetteer import Gazetteer, load_gazetteer
from soviet_kg.homonyms import part_homonyms
from soviet_kg.languages import Language, Tongues, find_tongues, load_language
from soviet_kg.lines import VALUE_KINDS, Found, Line, make_line, without_overlaps
from soviet_kg.mentions import NameFinder, find_names, make_finder
from soviet_kg.model import Document, Extraction, Section, Span
from soviet_kg.occasions import find_occasions
from soviet_kg.own_words import told_by_names
from soviet_kg.patterns import PatternGroups, match_groups, read_properties
from soviet_kg.reference import resolve_references, topic_of
from soviet_kg.resources import find_resource
from soviet_kg.scene import Scene, Trail
from soviet_kg.series import place_in_series
from soviet_kg.structure import prefer_owners, read_lists
from soviet_kg.text import Folded, fold
from soviet_kg.verb_grammars import VerbGrammar, VerbGrammars

_ORDINAL = re.compile(r"(?:[Tt]he )?\d{1,2}(?:st|nd|rd|th)")


@dataclass(frozen=True)
class Knowledge:
    """Everything read once from `ontology/`: names, frames; what belongs to one language is read when it is met."""

    gazetteer: Gazetteer
    finder: NameFinder
    root: Path
    verbs: Callable[[str], VerbGrammar | None]
    finders: Callable[[str], NameFinder]

    def of(self, code: str) -> Language:
        """Return what is known of a language. Raises BadDataFile."""
        return load_language(self.root, code)

    def finder_of(self, language: str) -> NameFinder:
        """Return what finds names in texts of a language; that of Russian is made when it is first asked for."""
        return self.finders(language) if language == "ru" else self.finder


def load_knowledge(folder: Path | None = None, syntax: str = "packaged") -> Knowledge:
    """Read gazetteer, grammars, patterns and frames from `folder`, else from the packaged ontology.

    `syntax` names the parser, as `syntax.load_parser` knows it. Raises BadDataFile.
    """
    root = folder or find_resource("ontology")
    gazetteer = load_gazetteer(root / "gazetteer")
    return Knowledge(
        gazetteer,
        make_finder(gazetteer, root / "grammar"),
        root,
        VerbGrammars(root / "frames", read_properties(root / "soviet.ttl"), syntax),
        cache(partial(make_finder, gazetteer, root / "grammar")),
    )


def extract(document: Document, knowledge: Knowledge) -> Extraction:
    """Return the mentions and claims of one document, in text order."""
    folded = fold(document)
    scene = Scene(
        folded.text, fold_sections(document, folded), folded.sentences, document=document.id,
        paragraphs=paragraph_starts(document, folded),
    )  # fmt: skip
    tongues = find_tongues(folded.text, scene.sections, document.language)
    languages = tuple(knowledge.of(code) for code in tongues.used())
    found, dates = recognise(document, folded, scene, knowledge, tongues)
    named = list(told_by_names(found, dates, scene))
    finder = knowledge.finder_of(document.language)
    found, framed = read_frames(document, scene, found, finder)
    scene = replace(scene, speaker=speaker_of(framed))
    found, built = understand(found, scene, languages)
    lines = make_lines(folded, found, sentences_alone(document))
    if document.language == "ru":
        lines = join_dates(lines, document, folded)
    lines = share_lines(lines, folded, tongues)
    topic = remember_topics(scene, found)
    drafts, acts = [*framed, *built], list[Found]()
    for language in languages:
        told, events = read_patterns(tongues.lines(lines, language.code), language, topic, document.id, named)
        drafts, acts = [*drafts, *told], [*acts, *events]
    found = sorted([*found, *acts], key=lambda thing: (thing.start, -thing.stop))
    drafts += list(further_values(lines, drafts, scene.sections))
    for language in languages:
        if grammar := knowledge.verbs(language.code):
            own = tongues.lines(lines, language.code)
            told = list(grammar.read(own, language.signs, Memory(Trail(found), document.id)))
            found = with_described(found, told)
            drafts += told
    claims = finish(prefer_reports(prefer_owners(drafts)), document, folded)
    used = {claim.subject.key for claim in claims} | {getattr(claim.object, "key", "") for claim in claims}
    things = [
        thing for thing in found if thing.kind not in VALUE_KINDS and (not thing.latent or thing.key in used)
    ]
    return Extraction(document, tuple(as_mention(thing, document, folded) for thing in things), claims)


def read_patterns(
    lines: Sequence[Line], language: Language, topic: Topic, document: str, named: Sequence[Draft]
) -> tuple[list[Draft], list[Found]]:
    """Return what the patterns of a language read in the lines that are in it, and the events that verbs tell.

    `named` is what names say by themselves: it comes before what sentences say.
    """
    acts, told = told_acts(lines, language.act_patterns, topic, document)
    drafts = [*told, *named, *read_lists(lines, language.list_patterns, topic)]
    for line in lines:
        drafts += read_line(line, language.sentence_patterns, topic)
    return drafts, acts


def fold_sections(document: Document, folded: Folded) -> tuple[Section, ...]:
    """Return the document's sections in folded offsets."""
    from bisect import bisect_left

    def at(offset: int) -> int:
        return bisect_left(folded.offsets, offset, 0, len(folded.text))

    return tuple(
        Section(at(s.start), at(s.stop), Span(at(s.heading.start), at(s.heading.stop)), s.level)
        for s in document.sections
    )


def paragraph_starts(document: Document, folded: Folded) -> frozenset[int]:
    """Return the folded offsets of the sentences that stand below a blank line."""
    stops = [0, *(sentence.stop for sentence in document.sentences)]
    return frozenset(
        there.start
        for stop, here, there in zip(stops, document.sentences, folded.sentences, strict=False)
        if re.search(r"\n[^\S\n]*\n", document.text[stop : here.start])
    )


def recognise(
    document: Document, folded: Folded, scene: Scene, knowledge: Knowledge, tongues: Tongues | None = None
) -> tuple[list[Found], list[Found]]:
    """Return names, dates and numbers, in order, without overlaps; and all dates, also those inside names."""
    tongues = tongues or find_tongues(folded.text, scene.sections, document.language)
    finder = knowledge.finder_of(document.language)
    names = names_found(folded.text, knowledge, tongues)
    context = decide_calendar(
        folded.text, document.language, document.calendar, document.calendar_reason, document.date
    )
    dates = without_ordinals(folded.text, dates_found(folded.text, context, scene), names)
    named = place_in_series(without_overlaps([*names, *dates]), scene.sections, finder.lookup)
    named = part_homonyms(folded.text, named, document.id, knowledge.gazetteer)
    return sorted([*named, *numbers_found(folded.text, named, tongues)], key=lambda f: f.start), dates


def names_found(text: str, knowledge: Knowledge, tongues: Tongues) -> list[Found]:
    """Return the names of a text, each part of it read in its language, in order."""
    found: list[Found] = []
    for code in tongues.used():
        finder = knowledge.finder_of(code)
        names = find_names(text, finder)
        if code == "ru":
            names = find_coordinated(text, names, finder)
        found += (name for name in names if len(tongues.codes) == 1 or tongues.at(name.start) == code)
    return sorted(found, key=lambda name: name.start)


def numbers_found(text: str, named: Sequence[Found], tongues: Tongues) -> list[Found]:
    """Return the numbers of a text, each part of it read in its language."""
    return [
        number
        for code in tongues.used()
        for number in find_numbers(text, named, code)
        if tongues.at(number.start) == code
    ]


def without_ordinals(text: str, dates: Iterable[Found], names: Iterable[Found]) -> list[Found]:
    """Leave out days that are the number of a name: "the 4th (Unification) Congress" is no day of the month."""
    starts = {name.start for name in names}
    return [
        d
        for d in dates
        if not (_ORDINAL.fullmatch(text, d.start, d.stop) and starts & {d.start, d.start + 4})
    ]


def dates_found(text: str, context: DateContext, scene: Scene) -> list[Found]:
    """Return the dates of a folded text as things for lines."""
    spans = [Span(section.start, section.stop) for section in scene.sections]
    found = []
    for date in find_dates(text, context, spans):
        kind = "Range" if hasattr(date.value, "first") else "Date"
        found.append(Found(date.start, date.stop, kind, value=date.value, how="grammar/date"))
    return found


def understand(
    found: list[Found], scene: Scene, languages: Sequence[Language]
) -> tuple[list[Found], list[Draft]]:
    """Resolve references and build unnamed things, each of which may lean on the other; return both and claims."""
    references = [reference for language in languages for reference in language.references]
    found = resolve_references(scene, found, [reference for reference in references if reference.stage == 1])
    drafts: list[Draft] = []
    for language in languages:
        found, told = built_things(found, scene, language.builders, language.sentence_patterns)
        drafts += told
    for language in languages:
        occasions, told = find_occasions(scene, Trail(found), language.occasions)
        found = sorted([*found, *occasions], key=lambda f: (f.start, -f.stop))
        drafts += told
    found = resolve_references(scene, found, [reference for reference in references if reference.stage == 2])
    for language in languages:
        drafts += read_attendance(scene, Trail(found), language.occasions)
    return found, drafts


def sentences_alone(document: Document) -> tuple[bool, ...]:
    """Say for each sentence whether it has its lines to itself: line breaks before and after, or the text's ends."""
    stops = [0, *(sentence.stop for sentence in document.sentences)]
    starts = [*(sentence.start for sentence in document.sentences), len(document.text)]
    broken = [
        i in (0, len(document.sentences)) or "\n" in document.text[stop:start]
        for i, (stop, start) in enumerate(zip(stops, starts, strict=True))
    ]
    return tuple(before and after for before, after in pairwise(broken))


def make_lines(folded: Folded, found: Sequence[Found], alone: Sequence[bool]) -> list[Line]:
    """Return one line of slots for each sentence."""
    lines: list[Line] = []
    index = 0
    for sentence, by_itself in zip(folded.sentences, alone, strict=True):
        held: list[Found] = []
        while index < len(found) and found[index].start < sentence.stop:
            if found[index].start >= sentence.start and found[index].stop <= sentence.stop:
                held.append(found[index])
            index += 1
        lines.append(make_line(folded.text, sentence, without_overlaps(held), by_itself))
    return lines


def join_dates(lines: Sequence[Line], document: Document, folded: Folded) -> list[Line]:
    """Return the lines with those of a chronicle joined to their days: "25 октября. Открытие съезда" is one line."""
    joined: list[Line] = []
    for index, line in enumerate(lines):
        above = joined[-1] if joined else line
        between = document.text[document.sentences[index - 1].stop : document.sentences[index].start]
        if index and is_day_alone(above) and "\n" not in between:
            found = (*above.found, *line.found)
            joined[-1] = make_line(folded.text, Span(above.start, line.stop), found, line.alone)
        else:
            joined.append(line)
    return joined


def is_day_alone(line: Line) -> bool:
    """Say whether a line is nothing but a day or days: "27 февраля (12 марта)."."""
    if len(line.found) != 1 or line.found[0].kind not in ("Date", "Range"):
        return False
    (date,) = line.found
    return date.start == line.start and not line.folded[date.stop : line.stop].strip(" .:")


def share_lines(lines: Iterable[Line], folded: Folded, tongues: Tongues) -> list[Line]:
    """Return the lines with numbers joined to what they count."""
    joined: list[Line] = []
    for line in lines:
        shares = find_shares(line, tongues.at(line.start)) if "Number" in line.kinds else []
        held = without_overlaps([*shares, *line.found]) if shares else line.found
        joined.append(
            make_line(folded.text, Span(line.start, line.stop), held, line.alone) if shares else line
        )
    return joined


def speaker_of(framed: Iterable[Draft]) -> Found | None:
    """Return in whose name the document is written: who issued it, else a party or body that is its author."""
    for predicate in ("issuedBy", "author", "signedBy"):
        for draft in framed:
            if (
                draft.predicate == predicate
                and isinstance(draft.object, Found)
                and draft.object.kind != "Person"
            ):
                return draft.object
    return None


def remember_topics(scene: Scene, found: Sequence[Found]) -> Topic:
    """Return a function from kinds and an offset to the topic there, which looks each one up once."""
    known: dict[tuple[tuple[str, ...], int, str], Found | None] = {}
    trail = Trail(found)

    def topic(kinds: tuple[str, ...], at: int, head: str) -> Found | None:
        if (kinds, at, head) not in known:
            thing = topic_of(scene, trail, kinds, at, head)
            known[kinds, at, head] = as_topic(thing) if thing else None
        return known[kinds, at, head]

    return topic


def as_topic(thing: Found) -> Found:
    """Return a thing named elsewhere as the implicit subject of a sentence: its own words are the antecedent."""
    return replace(thing, how="reference/topic", antecedent=thing.antecedent or Span(thing.start, thing.stop))


def read_line(line: Line, groups: PatternGroups, topic: Topic) -> Iterator[Draft]:
    """Yield what every pattern reads in a line."""
    for match in match_groups(groups, line):
        yield from draft_claims(match, topic)


def with_described(found: Iterable[Found], drafts: Iterable[Draft]) -> list[Found]:
    """Return the things with those that the claims describe, in order."""
    ends = (end for draft in drafts for end in (draft.subject, draft.object) if isinstance(end, Found))
    new = {(end.start, end.stop, end.key): end for end in ends if end.how.startswith("syntax/")}
    return sorted([*found, *new.values()], key=lambda thing: (thing.start, -thing.stop))
