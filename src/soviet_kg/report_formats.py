"""A report of comparison as text for the terminal, Markdown, HTML, JSON and CSV: one function each."""

from __future__ import annotations

import csv
import html
import io
import json
from collections.abc import Callable, Iterator
from dataclasses import asdict
from typing import Any

from soviet_kg.compare import Item, Report, SelfAudit, Shared, Told, describe
from soviet_kg.disagreements import Differs

_WITHOUT_SENTENCES = (Differs.ORIGIN, Differs.AGREEMENT)  # what agrees is listed, not set out
_PREAMBLE = "Every answer stands beside the others with its source and its words; none is declared right."
_STYLE = """
body { font: 17px/1.55 Georgia, "Times New Roman", serif; color: #222; background: #fdfcf9; max-width: 46rem;
  margin: 2.5rem auto; padding: 0 1.2rem; }
h1 { font-size: 1.75rem; line-height: 1.2; } h2 { margin-top: 2.8rem; border-bottom: 1px solid #cfc8b8; }
h3 { margin: 2rem 0 .3rem; font-size: 1.15rem; }
.reason, .about, footer { color: #5d574b; font-style: italic; margin: .2rem 0 .8rem; }
.answer { margin: .9rem 0; padding-left: .9rem; border-left: 3px solid #b9a77c; }
.answer b { color: #7a1f1f; } .answer cite { font-style: normal; color: #444; }
blockquote { margin: .25rem 0 0; color: #333; } table { border-collapse: collapse; width: 100%; font-size: .95rem; }
td, th { text-align: left; vertical-align: top; padding: .25rem .8rem .25rem 0; border-bottom: 1px solid #eae5d8; }
code { font-size: .8em; color: #777; }
"""


def format_report(report: Report, form: str) -> str:
    """Return a report in one of FORMATS. Raises KeyError for another one."""
    return FORMATS[form](report)


# --- text and Markdown -----------------------------------------------------------------------------------


def to_text(report: Report) -> str:
    """Return a report for the terminal."""
    lines = [_title(report), "=" * len(_title(report)), "", _summary(report), _PREAMBLE]
    for kind in Differs:
        if items := report.of_kind(kind):
            heading = _heading(kind, items)
            lines += ["", "", heading, "-" * len(heading), describe(kind).comment]
            for item in items:
                lines += _text_item(item, report)
    lines += _text_audits(report)
    return "\n".join(lines).rstrip() + "\n"


def _text_item(item: Item, report: Report) -> Iterator[str]:
    if item.kind in _WITHOUT_SENTENCES:
        yield f"  {_listed(item)} ({_short_sources(item, report)})"
        return
    yield ""
    yield item.question
    if told := _because(item):
        yield f"  {told}"
    for answer in item.answers:
        yield f"  * {_answer(answer)}: {_source(answer, report)} {_stance(answer)}:"
        yield f"      “{answer.sentence}”"


def _text_audits(report: Report) -> Iterator[str]:
    heading = "What a source says against itself"
    yield from ("", "", heading, "-" * len(heading))
    for audit in report.audits:
        if audit.findings or audit.holding:
            yield from ("", f"{report.title_of(audit.document)} ({audit.document})")
        for finding, words in audit.findings:
            yield f"  * {finding.check.capitalize()}: {finding.what}"
            yield from (f"      “{sentence}”" for sentence in words)
        if audit.holding:
            yield f"  {_holding(audit)}"


def to_markdown(report: Report) -> str:
    """Return a report in Markdown."""
    lines = [f"# {_title(report)}", "", _summary(report), _PREAMBLE, "", *_markdown_sources(report)]
    for kind in Differs:
        if items := report.of_kind(kind):
            lines += ["", f"## {_heading(kind, items)}", "", f"*{_plain(describe(kind).comment)}*", ""]
            for item in items:
                lines += _markdown_item(item, report)
            if kind is Differs.ORIGIN:
                for shared in report.shared:
                    lines += _markdown_shared(shared, report)
    lines += ["", "## What a source says against itself", ""]
    for audit in report.audits:
        lines += _markdown_audit(audit, report)
    return "\n".join(lines).rstrip() + "\n"


def _markdown_sources(report: Report) -> Iterator[str]:
    yield "| source | title | author | date |"
    yield "|--|--|--|--|"
    for source in report.sources:
        cells = (f"`{source.id}`", *map(_plain, (source.title, source.author, source.date)))
        yield f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |"


def _markdown_item(item: Item, report: Report) -> Iterator[str]:
    if item.kind in _WITHOUT_SENTENCES:
        yield f"- {_plain(_listed(item))} ({_short_sources(item, report, '`')})"
        return
    yield f"### {_plain(item.question)}"
    yield ""
    if told := _because(item):
        yield f"*{_plain(told)}*"
        yield ""
    for answer in item.answers:
        document = answer.document
        source = f"*{_plain(report.title_of(document))}* (`{document}`, {report.date_of(document)})"
        yield f"- **{_plain(_answer(answer))}**: {source} {_stance(answer)}:"
        yield f"  > {_plain(answer.sentence)}"
        yield ""


def _markdown_shared(shared: Shared, report: Report) -> Iterator[str]:
    yield ""
    yield _plain(_shared_words(shared, report))
    yield ""
    for left, right in shared.passages[:1]:
        yield f"- `{shared.documents[0]}`:\n  > {_plain(left)}"
        yield f"- `{shared.documents[1]}`:\n  > {_plain(right)}"


def _markdown_audit(audit: SelfAudit, report: Report) -> Iterator[str]:
    if not (audit.findings or audit.holding):
        return
    yield f"### {_plain(report.title_of(audit.document))} (`{audit.document}`)"
    yield ""
    for finding, words in audit.findings:
        yield f"- **{finding.check.capitalize()}**: {_plain(finding.what)}"
        yield from (f"  > {_plain(sentence)}\n" for sentence in words)
    if audit.holding:
        yield f"{_holding(audit)}"
    yield ""


def _plain(text: str) -> str:
    """Return text in which nothing is taken for Markdown."""
    for sign in ("\\", "*", "_", "`", "<", "[", "#"):
        text = text.replace(sign, f"\\{sign}")
    return text


# --- words -----------------------------------------------------------------------------------------------


def _title(report: Report) -> str:
    number = len(report.sources)
    return f"Where {number} sources differ" if number > 1 else "What one source says twice"


def _summary(report: Report) -> str:
    counted = ((describe(kind).label, len(report.of_kind(kind))) for kind in Differs)
    told = ", ".join(f"{label}: {number}" for label, number in counted if number)
    return f"{told[:1].upper()}{told[1:]}." if told else "Nothing to compare."


def _heading(kind: Differs, items: tuple[Item, ...]) -> str:
    return f"{describe(kind).heading} ({len(items)})"


def _because(item: Item) -> str:
    told = "; ".join(item.reasons)
    known = f"The gazetteer knows {item.known}, and nothing of this." if item.known else ""
    return f"{told[:1].upper()}{told[1:]}{'.' if told else ''} {known}".strip()


def _answer(answer: Told) -> str:
    return f"{answer.value} ({answer.sense})" if answer.sense else answer.value


def _source(answer: Told, report: Report) -> str:
    return f"“{report.title_of(answer.document)}” ({answer.document}, {report.date_of(answer.document)})"


def _stance(answer: Told) -> str:
    return f"{answer.stance} as the word of {answer.speaker}" if answer.speaker else answer.stance


def _listed(item: Item) -> str:
    """Return an item of a list: the question, and the answers where they are not its own words."""
    values = list(dict.fromkeys(map(_answer, item.answers)))
    is_statement = not item.question.endswith("?")
    if is_statement and len(values) == 1:
        return item.question
    return f"{item.question.partition('“')[0].strip()} {' | '.join(values)}"


def _short_sources(item: Item, report: Report, tick: str = "") -> str:
    documents = dict.fromkeys(answer.document for answer in item.answers)
    return "; ".join(f"{tick}{document}{tick}, {report.date_of(document)}" for document in documents)


def _shared_words(shared: Shared, report: Report) -> str:
    one, other = map(report.title_of, shared.documents)
    return f"{one} and {other} share {shared.words} words in {len(shared.passages)} passages; the longest:"


def _holding(audit: SelfAudit) -> str:
    told = ", ".join(f"{check} {number}" for check, number in audit.holding)
    return f"Looked at and found to hold: {told}."


# --- HTML ------------------------------------------------------------------------------------------------


def to_html(report: Report) -> str:
    """Return a report as one page that needs nothing beside it."""
    body = [f"<h1>{_safe(_title(report))}</h1>", f"<p>{_safe(_summary(report))} {_PREAMBLE}</p>"]
    body += _html_sources(report)
    for kind in Differs:
        if items := report.of_kind(kind):
            body.append(f'<section id="{kind}"><h2>{_safe(_heading(kind, items))}</h2>')
            body.append(f'<p class="about">{_safe(describe(kind).comment)}</p>')
            body += _html_items(kind, items, report)
            body.append("</section>")
    body += _html_audits(report)
    head = f"<meta charset='utf-8'><title>{_safe(_title(report))}</title><style>{_STYLE}</style>"
    view = "<meta name='viewport' content='width=device-width, initial-scale=1'>"
    return (
        f"<!doctype html>\n<html lang='en'>\n<head>{head}{view}</head>\n<body>\n"
        + "\n".join(body)
        + "\n</body>\n</html>\n"
    )


def _safe(text: str) -> str:
    return html.escape(text, quote=False)


def _html_sources(report: Report) -> Iterator[str]:
    yield "<table><tr><th>source</th><th>author</th><th>date</th></tr>"
    for source in report.sources:
        title = f"{_safe(source.title)}<br><code>{_safe(source.id)}</code>"
        yield f"<tr><td>{title}</td><td>{_safe(source.author)}</td><td>{_safe(source.date)}</td></tr>"
    yield "</table>"


def _html_items(kind: Differs, items: tuple[Item, ...], report: Report) -> Iterator[str]:
    if kind in _WITHOUT_SENTENCES:
        yield "<ul>"
        for item in items:
            yield f"<li>{_safe(_listed(item))} <code>{_safe(_short_sources(item, report))}</code></li>"
        yield "</ul>"
    else:
        for item in items:
            yield from _html_item(item, report)
    if kind is Differs.ORIGIN:
        for shared in report.shared:
            yield from _html_shared(shared, report)


def _html_item(item: Item, report: Report) -> Iterator[str]:
    yield f"<h3>{_safe(item.question)}</h3>"
    if told := _because(item):
        yield f'<p class="reason">{_safe(told)}</p>'
    for answer in item.answers:
        source = f"<cite>{_safe(_source(answer, report))} {_safe(_stance(answer))}:</cite>"
        said = f"<b>{_safe(_answer(answer))}</b> {source}"
        yield f'<div class="answer">{said}<blockquote>“{_safe(answer.sentence)}”</blockquote></div>'


def _html_shared(shared: Shared, report: Report) -> Iterator[str]:
    yield f'<p class="reason">{_safe(_shared_words(shared, report))}</p>'
    for left, right in shared.passages[:1]:
        for document, words in zip(shared.documents, (left, right), strict=True):
            quoted = (
                f"<cite>{_safe(report.title_of(document))}</cite><blockquote>“{_safe(words)}”</blockquote>"
            )
            yield f'<div class="answer">{quoted}</div>'


def _html_audits(report: Report) -> Iterator[str]:
    yield "<section id='audit'><h2>What a source says against itself</h2>"
    for audit in report.audits:
        if audit.findings or audit.holding:
            yield f"<h3>{_safe(report.title_of(audit.document))} <code>{_safe(audit.document)}</code></h3>"
        for finding, words in audit.findings:
            quotes = "".join(f"<blockquote>“{_safe(sentence)}”</blockquote>" for sentence in words)
            yield f'<div class="answer"><b>{_safe(finding.check.capitalize())}:</b> {_safe(finding.what)}{quotes}</div>'
        if audit.holding:
            yield f'<p class="reason">{_safe(_holding(audit))}</p>'
    yield "</section>"


# --- JSON and CSV ----------------------------------------------------------------------------------------


def to_json(report: Report) -> str:
    """Return a report as JSON: sources, comparisons, passages, audit."""
    value = {
        "sources": [asdict(source) for source in report.sources],
        "comparisons": [asdict(item) for item in report.items],
        "passages": [asdict(shared) for shared in report.shared],
        "audit": list(audit_rows(report)),
    }
    return json.dumps(value, ensure_ascii=False, indent=1) + "\n"


def audit_rows(report: Report) -> Iterator[dict[str, Any]]:
    """Give what each source says against itself as rows: document, check, what, its words and offset."""
    for audit in report.audits:
        for finding, words in audit.findings:
            yield {
                "document": audit.document,
                "check": finding.check,
                "what": finding.what,
                "start": finding.quotes[0].start,
                "words": list(words),
            }


COLUMNS = (
    *(
        "kind",
        "weight",
        "question",
        "reasons",
        "known",
        "witnesses",
        "value",
        "sense",
        "document",
        "source_title",
    ),
    *("source_date", "stance", "speaker", "start", "stop", "claim", "sentence"),
)


def to_csv(report: Report) -> str:
    """Return a report as CSV, one row for each answer."""
    stream = io.StringIO()
    writer = csv.DictWriter(stream, COLUMNS, lineterminator="\n")
    writer.writeheader()
    for item in report.items:
        writer.writerows(_csv_row(item, answer, report) for answer in item.answers)
    return stream.getvalue()


def _csv_row(item: Item, answer: Told, report: Report) -> dict[str, object]:
    return {
        "kind": item.kind.value,
        "weight": item.weight,
        "question": item.question,
        "reasons": "; ".join(item.reasons),
        "known": item.known,
        "witnesses": item.witnesses,
        "source_title": report.title_of(answer.document),
        "source_date": report.date_of(answer.document),
        **asdict(answer),
    }


FORMATS: dict[str, Callable[[Report], str]] = {
    "text": to_text,
    "md": to_markdown,
    "html": to_html,
    "json": to_json,
    "csv": to_csv,
}
