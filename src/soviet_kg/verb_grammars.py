"""What verbs are read with, language by language: the frames of a language and the parser of its sentences.

A language is read when a document of it is met for the first time, so that nobody waits for what no document needs.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from soviet_kg.claims import Draft
from soviet_kg.described import Memory
from soviet_kg.lines import Line
from soviet_kg.russian_syntax import RussianParser
from soviet_kg.stance import SignTable
from soviet_kg.syntax import Parser, load_parser
from soviet_kg.valency import Frames, load_frames
from soviet_kg.verbs import Context, read_tree


@dataclass(frozen=True)
class VerbGrammar:
    """The frames of a language and the parser whose trees they are read in."""

    frames: Frames
    parser: Parser

    def read(self, lines: Iterable[Line], signs: SignTable, memory: Memory) -> Iterator[Draft]:
        """Yield what the frames read in those lines of which they could say anything."""
        readable = [line for line in lines if self.frames.can_read(line)]
        context = Context(self.frames, signs, memory)
        for tree in self.parser.parse(readable):
            yield from read_tree(tree, context)


class VerbGrammars:
    """The verb grammars by the code of their language."""

    def __init__(self, folder: Path, properties: frozenset[str], syntax: str) -> None:
        """Read those of `folder` (`ontology/frames`); `syntax` is one of `syntax.SYNTAXES`, "none" for no verbs."""
        self._folder, self._properties, self._syntax = folder, properties, syntax
        self._parsers: dict[str, Callable[[], Parser | None]] = {
            "en": lambda: load_parser(syntax),
            "ru": lambda: None if syntax == "none" else RussianParser(),
        }
        self._read: dict[str, VerbGrammar | None] = {}

    def __call__(self, language: str) -> VerbGrammar | None:
        """Return the grammar of a language, None where there is none or verbs are not to be read.

        Raises MissingExtra where what the parser needs is not installed.
        """
        if language not in self._read:
            self._read[language] = self._load(language)
        return self._read[language]

    def _load(self, language: str) -> VerbGrammar | None:
        load = self._parsers.get(language)
        parser = load() if load else None
        if parser is None:
            return None
        return VerbGrammar(load_frames(self._folder / f"verbs.{language}.toml", self._properties), parser)
