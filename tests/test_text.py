"""Reading: files, facts, marks, sections, and the folded text."""

from __future__ import annotations

import hashlib
import unicodedata
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from soviet_kg.errors import BadDataFile, UnreadableInput
from soviet_kg.model import Calendar, Document, Span
from soviet_kg.text import DocumentFacts, document_from_text, fold, read_document, read_facts

SEEDS = Path(__file__).parent.parent / "seeds"
CONGRESS = "The Congress of Soviets met in Petrograd on November 7, 1917."
RUSSIAN = "Второй Всероссийский съезд Советов рабочих и солдатских депутатов открылся в Смольном. "


def read(document: Document, span: Span) -> str:
    return document.text[span.start : span.stop]


def marks(text: str) -> list[tuple[str, str]]:
    document = document_from_text("x", text)
    return [(mark.kind, text[mark.start : mark.stop]) for mark in document.marks]


def headings(text: str) -> list[tuple[int, str]]:
    document = document_from_text("x", text)
    return [(section.level, read(document, section.heading)) for section in document.sections]


def write(folder: Path, name: str, content: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return path


# --- files -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", f"{RUSSIAN} “Quoted”"),
        ("utf-8-sig", RUSSIAN),
        ("utf-16", RUSSIAN),
        ("utf-16-be", f"\ufeff{RUSSIAN}"),
        ("utf-32", RUSSIAN),
        ("cp1251", f"{RUSSIAN}Съезд принял «Декрет о мире»."),
        ("koi8-r", RUSSIAN),
        ("cp866", RUSSIAN),
        ("cp1252", "“All power to the Soviets!” – the old régime’s end. It was a coup d’état."),
        ("latin-1", "The old régime had fallen; the coup d'état was over."),
    ],
)
def test_text_is_decoded_whatever_its_encoding(tmp_path: Path, encoding: str, text: str) -> None:
    path = write(tmp_path, "x.txt", text.encode(encoding))
    assert read_document(path).text == text.removeprefix("\ufeff")


def test_text_is_kept_as_in_the_file_but_for_the_byte_order_mark_and_composition(tmp_path: Path) -> None:
    path = write(tmp_path, "x.txt", "\ufeffOne\r\n\r\n two\u00a0 three.\rКрестьянскии\u0306 \n")
    document = read_document(path)
    assert document.text == "One\r\n\r\n two\u00a0 three.\rКрестьянский \n"
    assert document.sha256 == hashlib.sha256(document.text.encode()).hexdigest()
    assert (document.id, document.language, document.calendar, document.media_type) == (
        "x",
        "ru",
        None,
        "text/plain",
    )


@pytest.mark.parametrize("end", ["\r\n", "\r", "\u2028"])
def test_line_ends_of_any_kind_give_the_same_sentences_and_marks(end: str) -> None:
    text = (
        "THE CONGRESS\n\nIt was in\npage 307\nMoscow.[1]\n\nNotes[edit]\n\nRetrieved May 2013\n\n***\n\nEnd."
    )
    even, other = document_from_text("x", text), document_from_text("x", text.replace("\n", end))
    assert fold(other).text == fold(even).text == "THE CONGRESS\nIt was in Moscow.\nNotes\nEnd.\n"
    assert [mark.kind for mark in other.marks] == [mark.kind for mark in even.marks]
    assert [section.level for section in other.sections] == [section.level for section in even.sections]


HTML = """<html><head><meta charset="windows-1251"><title>T - Wikipedia</title></head>
<body class="with-sidebar"><nav>Main page</nav><div id="mw-content-text">
<h1>Съезд</h1><table class="infobox"><tr><th>Established</th><td>1917</td></tr></table>
<p>The <b>Congress</b> met on November 7<sup>th</sup>.<sup><a href="#1">4</a></sup><br>It&nbsp;ended.</p>
<h2>Delegates<span class="mw-editsection">[edit]</span></h2>
<ol><li><p>Bolsheviks</p></li><li>Mensheviks</li></ol><table><tr><td>S.R.</td><td>160</td></tr></table>
<script>x;</script><style>p {}</style><!-- note --></div><footer>Privacy policy</footer></body></html>"""


def test_a_web_page_keeps_headings_items_and_rows_and_loses_its_furniture(tmp_path: Path) -> None:
    document = read_document(write(tmp_path, "page.html", HTML.encode("cp1251")))
    assert (document.title, document.media_type) == ("Съезд", "text/html")
    assert document.text == (
        "# Съезд\n\nEstablished 1917\n\nThe Congress met on November 7th.[4]\nIt\u00a0ended.\n\n"
        "## Delegates\n\n1. Bolsheviks\n\n2. Mensheviks\n\n| S.R. | 160 |"
    )
    assert [(section.level, read(document, section.heading)) for section in document.sections] == [
        (1, "Съезд"),
        (2, "Delegates"),
    ]


def make_pdf(*pages: str) -> bytes:
    """Return a PDF whose pages hold the lines of the texts given."""
    count = len(pages)
    kids = " ".join(f"{4 + 2 * index} 0 R" for index in range(count))
    objects = [
        "<< /Type /Catalog /Pages 2 0 R >>",
        f"<< /Type /Pages /Kids [{kids}] /Count {count} >>",
        "<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica >>",
    ]
    for index, page in enumerate(pages):
        shown = " ".join(f"({line}) Tj T*" for line in page.splitlines())
        stream = f"BT /F1 11 Tf 14 TL 50 780 Td {shown} ET"
        resources = f"/Resources << /Font << /F1 3 0 R >> >> /Contents {5 + 2 * index} 0 R"
        objects.append(f"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] {resources} >>")
        objects.append(f"<< /Length {len(stream)} >>\nstream\n{stream}\nendstream")
    body, places = "%PDF-1.4\n", []
    for number, item in enumerate(objects, 1):
        places.append(len(body))
        body += f"{number} 0 obj\n{item}\nendobj\n"
    table = "".join(f"{place:010} 00000 n \n" for place in places)
    trailer = f"trailer << /Size {len(objects) + 1} /Root 1 0 R >>\nstartxref\n{len(body)}\n%%EOF\n"
    return f"{body}xref\n0 {len(objects) + 1}\n0000000000 65535 f \n{table}{trailer}".encode()


def test_a_pdf_is_read_across_its_pages(tmp_path: Path) -> None:
    first = "THE CONGRESS OF SOVIETS\nThe Second Congress met in the\nSmolny. It was opened by Dan and\n11"
    path = write(tmp_path, "x.pdf", make_pdf(first, "closed on November 9. Lenin spoke.\n12"))
    document = read_document(path)
    assert fold(document).text.splitlines() == [
        "THE CONGRESS OF SOVIETS",
        "The Second Congress met in the Smolny.",
        "It was opened by Dan and closed on November 9.",
        "Lenin spoke.",
    ]
    assert (document.title, document.media_type) == ("THE CONGRESS OF SOVIETS", "application/pdf")


def encrypted_pdf() -> bytes:
    import io

    from pypdf import PdfReader, PdfWriter

    writer = PdfWriter(clone_from=PdfReader(io.BytesIO(make_pdf("secret"))))
    writer.encrypt("key", algorithm="RC4-128")
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("empty.txt", b"", "empty"),
        ("blank.txt", b" \n\t\n", "empty"),
        ("bom.txt", b"\xef\xbb\xbf\n", "no text"),
        ("photo.txt", b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\xff\xfe" * 9, "binary"),
        ("control.txt", b"\x01\x02\x03 text \x04\x05" * 20, "binary"),
        ("half.txt", "я".encode("utf-16") + b"\x00", "utf-16"),
        ("book.docx", b"PK", "unknown kind '.docx'"),
        ("README", b"text", "unknown kind"),
        ("none.html", b"<html></html>", "no text"),
        ("comment.html", b"<!-- -->", "not HTML"),
        ("cut.pdf", make_pdf("text")[:200], "corrupted PDF"),
        ("false.pdf", b"hello hello", "corrupted PDF"),
        ("scan.pdf", make_pdf(""), "without text layer"),
        ("locked.pdf", encrypted_pdf(), "encrypted PDF"),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_name(
    tmp_path: Path, name: str, content: bytes, words: str
) -> None:
    path = write(tmp_path, name, content)
    with pytest.raises(UnreadableInput) as caught:
        read_document(path)
    assert str(path) in str(caught.value)
    assert words in str(caught.value)


def test_a_missing_file_and_a_folder_are_refused(tmp_path: Path) -> None:
    with pytest.raises(UnreadableInput, match=r"none\.txt: no such file"):
        read_document(tmp_path / "none.txt")
    with pytest.raises(UnreadableInput, match="a folder"):
        read_document(tmp_path)


# --- facts -----------------------------------------------------------------------------------------------


def test_the_packaged_documents_are_as_documents_toml_says() -> None:
    facts = read_facts(SEEDS / "documents.toml")
    files = sorted(SEEDS.glob("*.txt"))
    assert [path.stem for path in files] == sorted(facts)
    assert len(files) == 5
    documents = [read_document(path, facts[path.stem]) for path in files]
    assert [document.calendar for document in documents] == [
        Calendar.GREGORIAN,
        Calendar.GREGORIAN,
        Calendar.JULIAN,
        Calendar.GREGORIAN,
        Calendar.JULIAN,
    ]
    assert {document.calendar_reason for document in documents} == {"stated in documents.toml"}
    assert [document.text for document in documents] == [path.read_text("utf-8") for path in files]


def test_a_file_beside_the_document_states_its_facts(tmp_path: Path) -> None:
    path = write(tmp_path, "x.txt", CONGRESS)
    write(
        tmp_path, "x.toml", 'title = "Report"\ncalendar = "julian"\nauthor = "J. Reed"\nedition = "first"\n'
    )
    document = read_document(path)
    assert (document.title, document.author, document.edition) == ("Report", "J. Reed", "first")
    assert (document.calendar, document.calendar_reason) == (Calendar.JULIAN, "stated in x.toml")
    assert read_document(path, DocumentFacts(title="Other")).calendar is None


def test_a_changed_text_is_refused(tmp_path: Path) -> None:
    path = write(tmp_path, "x.txt", CONGRESS.replace("7", "8"))
    facts = DocumentFacts(sha256=hashlib.sha256(CONGRESS.encode()).hexdigest())
    with pytest.raises(UnreadableInput, match=r"x\.txt: SHA-256 is"):
        read_document(path, facts)


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ('[a]\nauthro = "x"', "table a: unknown key authro"),
        ('[a]\ncalendar = "mayan"', "unknown calendar 'mayan'"),
        ("[a]\ndate = 1917-11-07", "date is not a string"),
        ('title = "x"', "outside a table"),
        ("[a", "not TOML"),
        (b'[a]\ntitle = "\xff"', "not TOML in UTF-8"),
    ],
)
def test_a_bad_facts_file_is_refused_with_the_place(tmp_path: Path, content: str | bytes, words: str) -> None:
    path = write(tmp_path, "documents.toml", content)
    with pytest.raises(BadDataFile) as caught:
        read_facts(path)
    assert str(path) in str(caught.value)
    assert words in str(caught.value)


def test_titles_come_from_facts_then_headings_then_first_words() -> None:
    text = "From Wikipedia, the free encyclopedia\n\n## A Series\n\n# The _Land_ Question\n\nText."
    assert document_from_text("x", text, DocumentFacts(title="Stated")).title == "Stated"
    assert document_from_text("x", text).title == "The Land Question"
    assert document_from_text("x", "V. I. Lenin\n\nOn Peace\n\nText of it.").title == "On Peace"
    assert document_from_text("x", "A long first sentence. Another.\n\nHeading Below\n\nText.").title == (
        "A long first sentence. Another."
    )


def test_language_is_that_of_most_letters() -> None:
    assert document_from_text("x", f"Lenin. {RUSSIAN}").language == "ru"
    assert document_from_text("x", f"{CONGRESS} (Съезд Советов)").language == "en"
    assert document_from_text("x", RUSSIAN, DocumentFacts(language="en")).language == "en"


# --- marks -----------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("From Wikipedia, the free encyclopedia", [("navigation", "From Wikipedia, the free encyclopedia")]),
        ("  (Redirected from Second Congress)", [("redirect", "(Redirected from Second Congress)")]),
        ("Jump to: navigation, search", [("navigation", "Jump to: navigation, search")]),
        ("Home > History > Lenin", [("navigation", "Home > History > Lenin")]),
        (
            "Contents\n1 First Congress\n 1.1 Votes",
            [("navigation", "Contents\n1 First Congress\n 1.1 Votes")],
        ),
        ("First Congress[ edit ]", [("edit-link", "[ edit ]")]),
        ("Съезд[править | править код]", [("edit-link", "[править | править код]")]),
        ("It met.[citation needed]", [("editor-note", "[citation needed]")]),
        (
            "It met,[1][12] and[a] ended.[note 3]",
            [("footnote-mark", m) for m in ("[1]", "[12]", "[a]", "[note 3]")],
        ),
        ("November 7, 1917 [1]", [("footnote-mark", "[1]")]),
        ("On January 13 [26] it met, on October 25 [November 7], 1917.", []),
        ("“[a]ll power”, by [a] group in [1917]", []),
        ("It met.² It covered 5 km².", [("footnote-mark", "²")]),
        ("  4. ^ a b Held, D.", [("footnote-label", "4. ^ a b")]),
        ("^ A history", [("footnote-label", "^")]),
        ("[12] The meeting opened.", [("footnote-label", "[12]")]),
        ("Congress of Soviets (1917).jpg", [("image", "Congress of Soviets (1917).jpg")]),
        ("Coat of arms or logo", [("image", "Coat of arms or logo")]),
        ("The coat of arms or logo was red.", []),
        ("Held. Retrieved 27 December 2013.", [("access-note", "Retrieved 27 December 2013.")]),
        ("Third Congress accessed 2 October 2010", [("access-note", "accessed 2 October 2010")]),
        ("The letters retrieved 5 May 1918 were lost.", []),
        ("Long live peace! (Stormy applause.)", [("stage-direction", "(Stormy applause.)")]),
        ("Да здравствует мир! (Бурные аплодисменты.)", [("stage-direction", "(Бурные аплодисменты.)")]),
        ("It was passed (392 votes, all present voting).", []),
        ("[A text](https://example.org/a_b) and <https://example.org>.", None),
        ("The text\n[Pg 12] goes on", [("page-number", "[Pg 12]")]),
    ],
)
def test_boilerplate_is_marked_and_words_are_not(text: str, expected: list[tuple[str, str]] | None) -> None:
    links = [("link", "["), ("link", "](https://example.org/a_b)"), ("link", "<https://example.org>")]
    assert marks(text) == (links if expected is None else expected)


def test_an_invitation_to_contact_the_site_is_marked_with_its_link() -> None:
    invitation = (
        "To contact the Party and the  \nEqual Party visit:\n\n**[party.org/contact](https://party.org)**"
    )
    assert marks(f"Long live peace!\n\n{invitation}\n\nNext.") == [("contact", invitation)]


def test_the_wrapping_of_a_gutenberg_book_is_marked() -> None:
    start, end = (f"*** {edge} OF THE PROJECT GUTENBERG EBOOK TEN DAYS ***" for edge in ("START", "END"))
    text = f"Free ebook.\n\n{start}\n\nThe words.\n\n{end}\nLicence."
    assert fold(document_from_text("x", text)).text == "The words.\n"


def test_a_line_that_is_only_marked_is_no_sentence() -> None:
    assert fold(document_from_text("x", "Contents\n\n[edit]\n\n(Applause.)\n\nIt met.")).text == "It met.\n"


# --- sections --------------------------------------------------------------------------------------------


def test_markdown_headings_have_their_own_levels() -> None:
    text = "# Lenin\n\nA.\n\n## Youth ##\n\nB.\n\n**Exile**\n\nC.\n\nDeath\n-----\n\nD.\n\n### Tomb\n\nE."
    assert headings(text) == [(1, "Lenin"), (2, "Youth"), (3, "Exile"), (2, "Death"), (3, "Tomb")]


def test_headings_of_a_wiki_between_equals_signs() -> None:
    text = "A body.\n\n== First Congress ==\nIt met.\n\n=== Delegates ===\nThey came.\n\n== Notes ==\nNone."
    assert headings(text) == [(2, ""), (2, "First Congress"), (3, "Delegates"), (2, "Notes")]
    assert fold(document_from_text("x", text)).text.splitlines()[1] == "First Congress"


def test_sections_of_an_encyclopaedia() -> None:
    text = """All-Russian Congress

From Wikipedia, the free encyclopedia
Established 1917
Disbanded 1937

The Congress was the supreme body.

First Congress[edit]

It met.

Breakdown by party

  Bolsheviks (60%)
  Mensheviks (40%)

It ended.

Second Congress[edit]

It met again.[1]


  1. ^ Held, p. 225."""
    document = document_from_text("x", text)
    found = [(section.level, read(document, section.heading)) for section in document.sections]
    expected = [
        (1, "All-Russian Congress"),
        (2, "First Congress"),
        (3, "Breakdown by party"),
        (2, "Second Congress"),
    ]
    assert found == [*expected, (2, "")]
    assert document.text[document.sections[-1].start :].strip() == "Held, p. 225."


def test_sections_of_a_speech_with_numbered_parts() -> None:
    text = """V. I. Lenin

Meeting Of The Petrograd Soviet Of
Workers' And Soldiers' Deputies

October 25 (November 7), 1917 [1]

Written: October 25 (November 7), 1917
Source: Collected Works

1

Report On The Tasks

Newspaper Report

Comrades, it has been accomplished.

2

RESOLUTION

The Soviet hails it.

Footnotes

[1] The meeting opened."""
    assert headings(text) == [
        (1, ""),
        (1, "Meeting Of The Petrograd Soviet Of\nWorkers' And Soldiers' Deputies"),
        (2, "Report On The Tasks"),
        (3, "Newspaper Report"),
        (2, "RESOLUTION"),
        (2, "Footnotes"),
    ]


def test_sections_of_decrees_are_beside_each_other() -> None:
    text = """_On the Banks_

The Committee resolves:

1. The banks are a monopoly.

                        *   *   *   *   *

_On the Elective Principle and the Organisation of Authority in the
Army_

1. The army serves.

      _President of the Council,_
                    VL. ULIANOV (LENIN).

                        *   *   *   *   *

“To all Soviets.

“All power to them.”"""
    assert headings(text) == [
        (2, "On the Banks"),
        (2, "On the Elective Principle and the Organisation of Authority in the\nArmy"),
        (2, ""),
    ]


def test_sections_of_a_newspaper_whose_headlines_touch_the_text() -> None:
    text = """IZVESTIA

No. 208 — Friday, October 27, 1917

THE CONGRESS OPENS
ALL POWER TO THE SOVIETS
The Second Congress of Soviets opened at 10.40 p.m. in the Smolny Institute.

What the Delegates Say

Delegates from 402 Soviets answered."""
    assert headings(text) == [
        (1, "IZVESTIA"),
        (2, "THE CONGRESS OPENS\nALL POWER TO THE SOVIETS"),
        (3, "What the Delegates Say"),
    ]


@pytest.mark.parametrize(
    "line",
    [
        "February 26th.",
        "Petrograd, 27 октября 1917 г.",
        "Established 1917",
        "Written: in exile",
        "VL. ULIANOV (LENIN).",
        "N. Podvoisky",
        "To all Soviets:",
        "the congress",
        "He left the platform, and the room.",
        "– Kamenev, chairman",
        "[...]",
    ],
)
def test_lines_that_stand_alone_and_are_no_headings(line: str) -> None:
    assert headings(f"The Congress met.\n\n{line}\n\nIt ended at dawn.") == [(1, "")]


def test_a_column_of_names_is_no_run_of_headings() -> None:
    text = "Those elected were few.\n\nKamenev\n\nLeon Trotsky\n\nZinoviev\n\nThe Congress ended."
    assert headings(text) == [(1, "")]


def test_a_text_without_headings_is_one_section() -> None:
    document = document_from_text("x", CONGRESS)
    assert [(section.start, section.stop) for section in document.sections] == [(0, len(CONGRESS))]


# --- everything, on texts that nobody wrote --------------------------------------------------------------

PIECES = (
    *(
        "Lenin",
        "V. I. Lenin",
        "the Soviet",
        "and",
        "a",
        "No. 5",
        "p.m.",
        "1917",
        "и т. д.",
        "съезд",
        "Workers’",
        "re-",
    ),
    *(
        " ",
        " ",
        " ",
        "\n",
        "\n\n",
        "\r\n",
        "\t",
        "\u00a0",
        "\f",
        ". ",
        "? ",
        "…",
        "...",
        ", ",
        ": ",
        "--",
        "—",
        "[1]",
    ),
    *(
        "[edit]",
        "_",
        "*",
        "**",
        "# ",
        "“",
        "”",
        "«",
        "»",
        "(",
        ")",
        "|",
        "1. ",
        "• ",
        "- ",
        "* * *",
        "page 307",
        "^",
    ),
    *("(Applause.)", "\u00ad", "CONGRESS", "=====", "307", ">", "https://a.b/c", "`", "\u2011"),
)
texts = st.lists(st.sampled_from(PIECES), max_size=60).map("".join)


@given(texts)
def test_sections_and_sentences_fit_any_text(text: str) -> None:
    document = document_from_text("x", text)
    assert document.text == text
    edges = [(0, 0), *((span.start, span.stop) for span in document.sentences), (len(text), len(text))]
    assert all(before[1] <= after[0] for before, after in pairwise(edges))
    for span in document.sentences:
        assert read(document, span) == read(document, span).strip() != ""
    assert document.sections[0].start == 0
    assert max(section.stop for section in document.sections) == len(text)
    for section in document.sections:
        assert section.start <= section.heading.start <= section.heading.stop <= section.stop
        inner = [one for one in document.sections if section.start < one.start < section.stop]
        assert all(one.stop <= section.stop and one.level > section.level for one in inner)


@given(texts)
def test_folded_words_lead_back_to_the_text(text: str) -> None:
    document = document_from_text("x", text)
    folded = fold(document)
    assert len(folded.text) == len(folded.offsets)
    assert all(before < after for before, after in pairwise(folded.offsets))
    assert len(folded.sentences) == len(document.sentences)
    assert folded.text == "".join(f"{folded.text[span.start : span.stop]}\n" for span in folded.sentences)
    for span, sentence in zip(folded.sentences, document.sentences, strict=True):
        words = folded.text[span.start : span.stop]
        assert words == words.strip()
        assert "  " not in words
        if words:
            back = folded.span(span.start, span.stop)
            assert sentence.start <= back.start < back.stop <= sentence.stop
            letters = [letter for letter in words if letter.isalnum()]
            kept = iter(read(document, back))
            assert all(letter in kept for letter in letters)


@given(texts)
@example("_# Lenin")
@example("Lenin* * *[1]. ")
def test_folding_folded_text_changes_nothing(text: str) -> None:
    folded = fold(document_from_text("x", text))
    again = fold(Document("x", folded.text, "", sentences=folded.sentences))
    assert again.text == folded.text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The  Workers’\n\tand\u00a0‘Soldiers’ Soviet.", "The Workers' and 'Soldiers' Soviet."),
        ("“Peace” and «Land» „now“.", '"Peace" and "Land" "now".'),
        ("The All‑Russian so\u00adviet – 1917—22.", "The All-Russian soviet – 1917—22."),
        ("The All-\nRussian counter-\r\nrevolution.", "The All-Russian counter-revolution."),
        ("It came -\nand went.", "It came - and went."),
        (
            "The _Tsay-ee-kah,_composed of *Cadets* and _Duma_s.",
            "The Tsay-ee-kah, composed of Cadets and Dumas.",
        ),
        ("The treaties [2] must, it said[3], be kept [4].", "The treaties must, it said, be kept."),
        ("Source[4]On the day.", "Source On the day."),
        ("* Kamenev, **chairman**", "* Kamenev, chairman"),
        ("2 * 3 is six.", "2 * 3 is six."),
    ],
)
def test_folding(text: str, expected: str) -> None:
    assert fold(document_from_text("x", text)).text == f"{expected}\n"


def test_a_folded_span_is_the_words_in_the_text() -> None:
    document = document_from_text("x", "It was the “Decree  on\n_Peace_”[1] of Lenin.")
    folded = fold(document)
    start = folded.text.index("Decree on Peace")
    assert read(document, folded.span(start, start + len("Decree on Peace"))) == "Decree  on\n_Peace"


def test_composed_letters_are_one_code_point(tmp_path: Path) -> None:
    text = unicodedata.normalize("NFD", "Крестьянский съезд. Ещё один.")
    document = read_document(write(tmp_path, "x.txt", text))
    assert [read(document, span) for span in document.sentences] == ["Крестьянский съезд.", "Ещё один."]
