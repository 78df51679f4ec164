"""A corpus with its indexes: what is said of a thing, where it is named, what a document says."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from soviet_kg.model import Claim, Corpus, Document, Entity, Mention

_T = TypeVar("_T")


@dataclass(frozen=True, slots=True)
class Catalogue:
    """Where to look things up. `about` and `elsewhere` are claims by entity id: as subject, in another role.

    `entities` are by mention key, `things` by entity id; `named` are the mentions by document, in text order.
    """

    documents: dict[str, Document]
    things: dict[str, Entity]
    entities: dict[str, Entity]
    claims: dict[str, Claim]
    about: dict[str, tuple[Claim, ...]]
    elsewhere: dict[str, tuple[Claim, ...]]
    said: dict[str, tuple[Claim, ...]]
    named: dict[str, tuple[Mention, ...]]

    def thing(self, mention: Mention) -> Entity:
        """Return the entity that a mention stands for."""
        return self.entities[mention.key]


def read_catalogue(corpus: Corpus) -> Catalogue:
    """Return the indexes of a corpus."""
    entities = {key: entity for entity in corpus.entities for key in entity.keys}
    mentions = sorted((m for entity in corpus.entities for m in entity.mentions), key=lambda m: m.quote)
    return Catalogue(
        documents={document.id: document for document in corpus.documents},
        things={entity.id: entity for entity in corpus.entities},
        entities=entities,
        claims={claim.id: claim for claim in corpus.claims},
        about=_group((entities[claim.subject.key].id, claim) for claim in corpus.claims),
        elsewhere=_group((name, claim) for claim in corpus.claims for name in _other_roles(claim, entities)),
        said=_group((claim.quote.document, claim) for claim in corpus.claims),
        named=_group((mention.quote.document, mention) for mention in mentions),
    )


def _other_roles(claim: Claim, entities: dict[str, Entity]) -> Iterator[str]:
    values = (claim.object, claim.speaker, *(value for _, value in claim.qualifiers))
    names = {entities[value.key].id for value in values if isinstance(value, Mention)}
    yield from sorted(names - {entities[claim.subject.key].id})


def _group(pairs: Iterable[tuple[str, _T]]) -> dict[str, tuple[_T, ...]]:
    groups: dict[str, list[_T]] = defaultdict(list)
    for name, item in pairs:
        groups[name].append(item)
    return {name: tuple(items) for name, items in groups.items()}
