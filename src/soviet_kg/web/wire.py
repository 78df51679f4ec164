"""What the server and its workers say to each other, through pipes: a head in JSON, then bytes."""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass
from struct import Struct
from typing import IO, Any

SIZES = Struct(">II")  # of the head, of the body


@dataclass(frozen=True, slots=True)
class Question:
    """A query and what its asker wants: `rows` and `graph` name formats, "" for none that would be taken.

    `default_graphs` and `named_graphs` are IRIs; None leaves the dataset to the query. `limit` is of the
    answer, in bytes; `seconds` after which a worker ends itself, in case that nobody is left to end it.
    """

    text: str
    rows: str = "json"
    graph: str = "turtle"
    default_graphs: tuple[str, ...] | None = None
    named_graphs: tuple[str, ...] | None = None
    limit: int = 1 << 25
    seconds: float = 60.0


@dataclass(frozen=True, slots=True)
class Answer:
    """What a worker says: `status` is "ok", "bad" (the query), "large" or "unacceptable"; `format` of the body."""

    status: str
    form: str = ""
    format: str = ""
    body: bytes = b""


def pack_question(question: Question) -> bytes:
    """Return a question as bytes that `read_question` reads."""
    return _pack(asdict(question))


def pack_answer(answer: Answer) -> bytes:
    """Return an answer as bytes that `unpack_answer` reads, behind their SIZES."""
    return _pack({"status": answer.status, "form": answer.form, "format": answer.format}, answer.body)


def unpack_answer(head: bytes, body: bytes) -> Answer:
    """Return the answer that a head and a body are."""
    return Answer(**json.loads(head), body=body)


def read_question(stream: IO[bytes]) -> Question | None:
    """Read one question; None where the stream has ended."""
    sizes = stream.read(SIZES.size)
    if len(sizes) < SIZES.size:
        return None
    row = json.loads(stream.read(SIZES.unpack(sizes)[0]))
    for name in ("default_graphs", "named_graphs"):
        row[name] = None if row[name] is None else tuple(row[name])
    return Question(**row)


def _pack(row: dict[str, Any], body: bytes = b"") -> bytes:
    head = json.dumps(row).encode()
    return SIZES.pack(len(head), len(body)) + head + body
