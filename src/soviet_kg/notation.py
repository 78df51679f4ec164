"""What the pattern files add to regular expressions: words and slots.

`<word>` is a fragment, `{name:Kind|Kind}` one thing of these kinds, `{name:Kind+}` a list of them, "X, Y and Z".
What many patterns share becomes a part, which is parsed once.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from soviet_kg.errors import BadDataFile
from soviet_kg.lines import SLOT_KINDS, kind_class
from soviet_kg.parts import Parts

_SLOT = re.compile(r"\{(\w+):([A-Z]\w*(?:\|[A-Z]\w*)*)(\+?)\}")
_WORD = re.compile(r"(?<!\?P)<([a-z][\w-]*)>")
_PARENTHESIS = r"(?: ?\([^()]{0,90}\))?"
# where and when an event was, behind its name: "the rising at Baku", "the Congress of 5 May"
_WHERE_WHEN = (
    r"(?:,? (?:held )?(?:in|at|on|of) (?:the )?[\ue007-\ue009].(?: (?:province|district|region|works))?){0,2}"
)
_JOIN = r"(?:,? as well as | and | & |,? together with | or |,? и |, а также )"
_JOIN_OR_CLAUSE = "[,;] (?:and |or )?"
_TOKEN = re.compile(r"\\.|\[\^?\]?(?:\\.|[^\]\\])*\]|\{\w+:[^}]*\}|\(|\)|\|")
_REPEATS = ("?", "*", "+", "{0", "{1", "{2", "{,")

Needs = tuple[frozenset[str], ...]


def expand_words(source: str, words: Mapping[str, str], where: str, parts: Parts) -> str:
    """Return a source with the fragments that its words stand for, as parts where they can be. Raises BadDataFile."""

    def replace(match: re.Match[str]) -> str:
        if match[1] not in words:
            raise BadDataFile(f"{where}: unknown word <{match[1]}>; define it in words.toml")
        fragment = expand_words(words[match[1]], words, where, parts)
        return f"(?:{fragment})" if _SLOT.search(fragment) else parts.mark(fragment)

    return _WORD.sub(replace, source)


def expand_slots(
    source: str, where: str, parts: Parts, builds: bool = False, new_clause: str = "(?!)"
) -> tuple[str, Needs, frozenset[str]]:
    """Return a source with expressions for its slots, the kinds that it cannot do without, and which slots are lists.

    `builds` says that the pattern makes an unnamed thing; a list does not go on where `new_clause` follows.
    Raises BadDataFile.
    """
    needs: list[frozenset[str]] = []
    lists: set[str] = set()
    optional = _optional_groups(source)

    def replace(match: re.Match[str]) -> str:
        name, kinds, many = match[1], match[2].split("|"), match[3]
        not_owner = "" if source.startswith("'", match.end()) else r"(?!'s?\b)"
        if unknown := set(kinds) - set(SLOT_KINDS):
            raise BadDataFile(f"{where}: unknown kind {sorted(unknown)[0]}; one of {', '.join(SLOT_KINDS)}")
        if not any(start < match.start() < stop for start, stop in optional):
            needs.append(frozenset(kinds))
        item = kind_class(kinds) + _PARENTHESIS
        if not many:
            behind = not_owner + _PARENTHESIS + (_WHERE_WHEN if "Event" in kinds and not builds else "")
            is_whole = source.startswith(_REPEATS, match.end())  # what repeats is the last piece alone
            return f"(?P<{name}>{kind_class(kinds)}){behind if is_whole else parts.mark(behind)}"
        lists.add(name)
        last = f"(?!{new_clause})" if not source[match.end() :].strip(")?") else ""
        items = parts.mark(f"{item}(?:{_JOIN}{item}|{_JOIN_OR_CLAUSE}{item}{last})*")
        return f"(?P<{name}>{items}){not_owner}"

    return _SLOT.sub(replace, source), tuple(needs), frozenset(lists)


def _optional_groups(source: str) -> list[tuple[int, int]]:
    """Return the groups of an expression that need not match: `( )?`, `( )*`, `(a|b)`, `(?! )`."""
    groups: list[tuple[int, int]] = []
    opened: list[int] = [-1]
    branched: set[int] = set()
    for token in _TOKEN.finditer(source):
        if token[0] == "(":
            opened.append(token.start())
        elif token[0] == "|":
            branched.add(opened[-1])
        elif token[0] == ")" and len(opened) > 1:
            start = opened.pop()
            repeated = source.startswith(("?", "*", "{0"), token.end())
            if repeated or start in branched or source.startswith(("(?!", "(?<!"), start):
                groups.append((start, token.start()))
    return [*groups, (-1, len(source))] if -1 in branched else groups
