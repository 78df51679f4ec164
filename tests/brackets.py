"""Marked sentences: "The [Tula Soviet|Body] met." says what is to be found, and where."""

from __future__ import annotations

import re

_BRACKET = re.compile(r"\[([^\[\]|]+)\|([\w:-]+)\]")

Marked = list[tuple[str, int, int, str]]


def read_brackets(sentence: str) -> tuple[str, Marked]:
    """Return the sentence without brackets, and (words, start, stop, mark) of each bracket, in order."""
    text, marked, at = "", [], 0
    for match in _BRACKET.finditer(sentence):
        text += sentence[at : match.start()]
        marked.append((match[1], len(text), len(text) + len(match[1]), match[2]))
        text += match[1]
        at = match.end()
    return text + sentence[at:], marked
