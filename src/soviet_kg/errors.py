"""Everything that can go wrong.

    SovietKgError
    ├── WrongUse            exit 2: the call cannot be right (unknown query, unknown format, no such build)
    │   ├── UnreadableInput     a document that is missing, empty, binary, broken or of an unknown kind
    │   ├── BadDataFile         a gazetteer, pattern, ontology, judgement or seeds file that is not well-formed
    │   ├── BadQuery            SPARQL that does not parse or cannot be answered
    │   ├── ServiceFailed       somebody's server that does not answer, or answers nonsense
    │   └── CannotWrite         an output place that is full, read-only or in the way
    ├── MissingExtra        exit 3: an optional part is not installed; names the install line
    ├── NotServed           a request to the reading room that gets no answer, with the HTTP status that says why
    └── CheckFailed         exit 1: the answer is no

Each message names the file, the place in it, and what to do.
"""

from __future__ import annotations


class SovietKgError(Exception):
    """Anything this package raises on purpose; `exit_code` is what the command line ends with."""

    exit_code = 2


class WrongUse(SovietKgError):
    """The call cannot be right."""


class UnreadableInput(WrongUse):
    """A document that cannot be read as text."""


class BadDataFile(WrongUse):
    """A file of knowledge (gazetteer, patterns, ontology, judgements, seeds) that is not well-formed."""


class BadQuery(WrongUse):
    """SPARQL that does not parse, or that cannot be answered here."""


class ServiceFailed(WrongUse):
    """A server that cannot be reached, has no time, or answers what is no answer."""


class CannotWrite(WrongUse):
    """A place that cannot be written to."""


class MissingExtra(SovietKgError):
    """An optional part that is not installed; the message is the install line."""

    exit_code = 3


class NotServed(SovietKgError):
    """A request that is not answered; `status` is HTTP's, `wait` the seconds after which to ask again."""

    def __init__(self, status: int, message: str, wait: int = 0) -> None:
        super().__init__(message)
        self.status, self.wait = status, wait


class CheckFailed(SovietKgError):
    """A check whose answer is no."""

    exit_code = 1
