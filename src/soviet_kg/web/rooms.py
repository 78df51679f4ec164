"""What stands on each page: an address → a template and what it shows."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from soviet_kg import __version__
from soviet_kg.compare import describe
from soviet_kg.disagreements import Differs
from soviet_kg.errors import NotServed
from soviet_kg.explain import evidence, find_sentence, merges_behind
from soviet_kg.model import Claim, Document, Quote
from soviet_kg.query import list_queries
from soviet_kg.terms import PREFIXES, iri
from soviet_kg.web.describe import DOWNLOADS
from soviet_kg.web.drawings import moments, neighbours
from soviet_kg.web.edition import Volume
from soviet_kg.web.marking import coverage, mark, name_sentence
from soviet_kg.web.ontology import classes, properties
from soviet_kg.web.pictures import FOR_FILES, offers, pictures
from soviet_kg.web.quarrels import quarrels, quarrels_of, report_of
from soviet_kg.web.render import Frame, render
from soviet_kg.web.search import weight
from soviet_kg.web.tables import congresses, rows_of
from soviet_kg.web.views import Said, matters, name_of, say, title_of

Context = dict[str, Any]
Room = Callable[[Volume, str, Frame], tuple[str, Context]]


def show(volume: Volume, frame: Frame, **more: Any) -> str:
    """Return the page at `frame.address`. Raises NotServed (404) where there is none."""
    first, _, rest = frame.address.partition("/")
    room = (_THINGS if rest else _ROOMS).get(first)
    if room is None:
        raise NotServed(404, "there is no such page")
    template, context = room(volume, rest, frame)
    facts = {"edition": volume.name, "version": __version__, "counts": volume.manifest["counts"]}
    return render(template, frame, **facts, **{**context, **more})


def addresses(volume: Volume) -> Iterator[str]:
    """Give the address of every page that can be a file."""
    yield from _ROOMS
    yield from (f"id/{name}" for name in volume.catalogue.things)
    yield from (f"claim/{name}" for name in volume.catalogue.claims)
    yield from (f"source/{name}" for name in volume.catalogue.documents)
    yield from (f"disagreement/{quarrel.id}" for quarrel in quarrels(volume))
    yield from (f"question/{query.name}" for query in list_queries())


# --- rooms -----------------------------------------------------------------------------------------------


def _home(volume: Volume, name: str, frame: Frame) -> tuple[str, Context]:
    del name
    catalogue = volume.catalogue
    known = sorted(catalogue.things, key=lambda thing: (-weight(catalogue, thing), thing))[:24]
    return "home.html", {
        "title": "",
        "documents": _documents(volume),
        "known": [name_of(catalogue.things[thing], frame.language) for thing in known],
        "pictures": pictures(volume, frame.language, ("timeline",)),
        "kinds": _kinds(volume),
        "quarrels": quarrels(volume),
    }


def _kinds(volume: Volume) -> list[tuple[str, int]]:
    counts = Counter(str(entity.kind) for entity in volume.catalogue.things.values())
    return counts.most_common()


def _documents(volume: Volume) -> list[Mapping[str, Any]]:
    return [_about(volume, document) for document in volume.catalogue.documents.values()]


def _about(volume: Volume, document: Document) -> Mapping[str, Any]:
    said = volume.catalogue.said.get(document.id, ())
    return {"id": document.id, "title": title_of(document), "document": document, "claims": len(said)}


def _list_documents(volume: Volume, name: str, frame: Frame) -> tuple[str, Context]:
    del name, frame
    return "documents.html", {"title": "documents", "documents": _documents(volume)}


def _list_things(volume: Volume, name: str, frame: Frame) -> tuple[str, Context]:
    del name
    kinds: dict[str, list[tuple[Any, int]]] = {}
    for thing, entity in volume.catalogue.things.items():
        row = (name_of(entity, frame.language), weight(volume.catalogue, thing))
        kinds.setdefault(str(entity.kind), []).append(row)
    ordered = {
        kind: sorted(rows, key=lambda row: row[0].text.casefold()) for kind, rows in sorted(kinds.items())
    }
    return "things.html", {"title": "things", "kinds": ordered}


def _list_congresses(volume: Volume, name: str, frame: Frame) -> tuple[str, Context]:
    del name
    return "congresses.html", {"title": "congresses", "congresses": congresses(volume, frame.language)}


def _list_disagreements(volume: Volume, name: str, frame: Frame) -> tuple[str, Context]:
    del name, frame
    report = report_of(volume)
    kinds = [(describe(kind), items) for kind in Differs if (items := report.of_kind(kind))]
    return "disagreements.html", {"title": "disagreements", "kinds": kinds, "report": report}


def _list_findings(volume: Volume, name: str, frame: Frame) -> tuple[str, Context]:
    """Show what each source says against itself, and which texts stand in two sources."""
    del name, frame
    documents, report = volume.catalogue.documents, report_of(volume)
    places = {
        quote: _sentence_at(documents[quote.document], quote)
        for audit in report.audits
        for finding, _ in audit.findings
        for quote in finding.quotes
    }
    return "audit.html", {"title": "audit", "report": report, "places": places}


def _sentence_at(document: Document, quote: Quote) -> int:
    touched = [s.start for s in document.sentences if s.start < quote.stop and quote.start < s.stop]
    return touched[0] if touched else 0


def _list_pictures(volume: Volume, name: str, frame: Frame) -> tuple[str, Context]:
    del name
    language = frame.language
    drawn = pictures(volume, language, FOR_FILES) if frame.is_static else offers(volume, language)
    return "drawings.html", {"title": "drawings", "pictures": drawn}


def _list_questions(volume: Volume, name: str, frame: Frame) -> tuple[str, Context]:
    del volume, name, frame
    return "questions.html", {"title": "questions", "questions": list_queries()}


def _editor(volume: Volume, name: str, frame: Frame) -> tuple[str, Context]:
    """Show the editor; the server adds the text and its answer."""
    del volume, name
    return "query.html", {
        "title": "query",
        "questions": list_queries(),
        "prefixes": PREFIXES,
        "terms": [*classes(frame.language), *properties(frame.language)],
        "text": "",
        "answer": None,
        "error": "",
        "place": (0, 0),
    }


def _search(volume: Volume, name: str, frame: Frame) -> tuple[str, Context]:
    del volume, name, frame
    return "search.html", {"title": "search", "words": "", "hits": ()}


def _about_page(volume: Volume, name: str, frame: Frame) -> tuple[str, Context]:
    del name, frame
    about = {"documents": _documents(volume), "manifest": volume.manifest, "kinds": _kinds(volume)}
    return "about.html", {"title": "about", "downloads": DOWNLOADS, **about}


def _ontology(volume: Volume, name: str, frame: Frame) -> tuple[str, Context]:
    del volume, name
    terms = {"classes": classes(frame.language), "properties": properties(frame.language)}
    return "ontology.html", {"title": "ontology", **terms}


# --- things ----------------------------------------------------------------------------------------------


def _thing(volume: Volume, name: str, frame: Frame) -> tuple[str, Context]:
    catalogue = volume.catalogue
    entity = _known(catalogue.things, name)
    about, elsewhere = catalogue.about.get(name, ()), catalogue.elsewhere.get(name, ())
    places = Counter(mention.quote.document for mention in entity.mentions)
    return "thing.html", {
        "title": entity.label(frame.language),
        "entity": entity,
        "matters": matters(_say_all(volume, about, frame)),
        "elsewhere": matters(_say_all(volume, elsewhere, frame)),
        "moments": moments((*about, *elsewhere), catalogue, frame.language),
        "neighbours": neighbours(name, (*about, *elsewhere), catalogue, frame.language),
        "documents": [
            (catalogue.documents[d], title_of(catalogue.documents[d]), n) for d, n in sorted(places.items())
        ],
        "quarrels": [quarrel for quarrel in quarrels(volume) if quarrel.about == name],
        "iri": iri("id", name)[1:-1],
    }


def _claim(volume: Volume, name: str, frame: Frame) -> tuple[str, Context]:
    catalogue = volume.catalogue
    claim = _known(catalogue.claims, name)
    document = catalogue.documents[claim.quote.document]
    sentence = find_sentence(document, claim.quote)
    text, said = document.text, say(claim, catalogue, frame.language)
    return "claim.html", {
        "title": f"{said.subject.text} · {said.label} · {said.value.text}",
        "said": said,
        "document": document,
        "place": name_sentence(document, claim),
        "parts": (
            text[sentence.start : claim.quote.start],
            text[claim.quote.start : claim.quote.stop],
            text[claim.quote.stop : sentence.stop],
        ),
        "evidence": [
            *evidence(claim, catalogue.documents, catalogue.entities),
            *merges_behind(volume.corpus, claim, catalogue.entities),
        ],
        "against": _against(volume, claim, frame),
        "iri": iri("claim", name)[1:-1],
    }


def _against(volume: Volume, claim: Claim, frame: Frame) -> list[Said]:
    value = say(claim, volume.catalogue, frame.language).value
    others = {other.id: other for quarrel in quarrels_of(volume, claim.id) for other in quarrel.claims}
    said = _say_all(volume, tuple(others.values()), frame)
    return [other for other in said if other.value != value]


def _source(volume: Volume, name: str, frame: Frame) -> tuple[str, Context]:
    catalogue = volume.catalogue
    document = _known(catalogue.documents, name)
    stretches = mark(document, catalogue)
    claims = catalogue.said.get(name, ())
    sentences = [stretch for stretch in stretches if stretch.is_sentence]
    return "document.html", {
        "title": title_of(document),
        "document": document,
        "stretches": stretches,
        "bands": coverage(document, stretches),
        "claims": [
            (name_sentence(document, claim), say(claim, catalogue, frame.language)) for claim in claims
        ],
        "covered": (sum(bool(stretch.claims) for stretch in sentences), len(sentences)),
        "iri": iri("source", name)[1:-1],
    }


def _disagreement(volume: Volume, name: str, frame: Frame) -> tuple[str, Context]:
    quarrel = _known({quarrel.id: quarrel for quarrel in quarrels(volume)}, name)
    found = {"quarrel": quarrel, "claims": _say_all(volume, quarrel.claims, frame)}
    return "disagreement.html", {"title": quarrel.label, "iri": iri("disagreement", name)[1:-1], **found}


def _question(volume: Volume, name: str, frame: Frame) -> tuple[str, Context]:
    del frame
    query = _known({query.name: query for query in list_queries()}, name)
    answer = rows_of(volume.questions.ask(query.text))
    return "question.html", {"title": query.title, "question": query, "answer": answer}


def _known(things: Mapping[str, Any], name: str) -> Any:
    if name not in things:
        raise NotServed(404, "there is no such page")
    return things[name]


def _say_all(volume: Volume, claims: tuple[Claim, ...], frame: Frame) -> list[Said]:
    return [say(claim, volume.catalogue, frame.language) for claim in claims]


_ROOMS: Mapping[str, Room] = {
    "": _home,
    "documents": _list_documents,
    "things": _list_things,
    "congresses": _list_congresses,
    "disagreements": _list_disagreements,
    "audit": _list_findings,
    "drawings": _list_pictures,
    "questions": _list_questions,
    "query": _editor,
    "search": _search,
    "about": _about_page,
    "ontology": _ontology,
}
_THINGS: Mapping[str, Room] = {
    "id": _thing,
    "claim": _claim,
    "source": _source,
    "disagreement": _disagreement,
    "question": _question,
}
