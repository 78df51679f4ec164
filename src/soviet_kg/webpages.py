"""A web page as plain text with Markdown's headings, items and rows; the site's furniture is left out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

# lxml's elements carry no types; they are Any here.
_BLOCK, _LINE = "\x1e", "\x1f"
_FURNITURE_TAGS = (
    *(
        "script",
        "style",
        "noscript",
        "template",
        "head",
        "nav",
        "footer",
        "aside",
        "form",
        "button",
        "select",
    ),
    *("svg", "iframe", "object", "audio", "video"),
)
_FURNITURE_ROLES = ("navigation", "banner", "contentinfo", "search", "complementary")
_FURNITURE = re.compile(
    r"(?:^|[\s_-])(?:mw-editsection|mw-jump-link|noprint|navbox\w*|toc|catlinks|printfooter|hatnote|sidebar"
    r"|breadcrumbs?|cookies?|share|sharing|social|menu|advert\w*|comments|related|newsletter|siteSub)(?:$|[\s_-])"
)
_BLOCK_TAGS = (
    *(
        "p",
        "div",
        "section",
        "article",
        "main",
        "header",
        "blockquote",
        "ul",
        "ol",
        "dl",
        "dt",
        "dd",
        "table",
    ),
    *("figure", "figcaption", "center", "pre", "address", "body"),
)
_HEADINGS = {f"h{depth}": "#" * depth + " " for depth in range(1, 7)}
_ORPHAN_LABEL = re.compile(rf"([{_BLOCK}{_LINE}](?:- |\d+\. |#{{1,6}} ))[\s{_BLOCK}{_LINE}]+")
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
_SITE = re.compile(r"\s+[-–—|]\s+(?:Wikipedia|Wikisource|Википедия|Викитека)[^-–—|]*$")
_MAIN = "//main | //article | //*[@role='main'] | //*[@id='mw-content-text' or @id='content']"


def extract_page(page: str) -> tuple[str, str]:
    """Return the text and the title of a page ("" where it has none).

    Headings become "# …", list items "- …" or "1. …", table rows "| … | … |"; a row of a label and one value
    becomes "label value". Raises ValueError for what is no HTML.
    """
    from lxml import etree, html

    try:
        root = html.document_fromstring(_DECLARATION.sub("", page))
    except etree.ParserError as error:
        raise ValueError(str(error)) from error
    headings = root.xpath("//h1")
    heading = _flatten("".join(headings[0].itertext())) if headings else ""
    stated = _SITE.sub("", _flatten(root.findtext(".//title") or ""))
    main = _find_main(root)
    _drop_furniture(main)
    text = _lay_out("".join(_walk(main)))
    if heading and not main.xpath(".//h1"):
        text = f"# {heading}\n\n{text}"
    return text, heading or stated


def _find_main(root: Any) -> Any:
    """Return the element that the page itself calls its main part, if it holds most of the words."""
    body = root.find("body")
    body = root if body is None else body
    size = len(body.text_content())
    return next((part for part in root.xpath(_MAIN) if 2 * len(part.text_content()) > size), body)


def _drop_furniture(main: Any) -> None:
    """Remove what is not of the text. What a class or id calls so must be the smaller part of the page."""
    size = len(main.text_content())
    for element in [*main.iter(*_FURNITURE_TAGS)]:
        element.drop_tree()
    for element in [*main.iterdescendants()]:
        names = f"{element.get('class', '')} {element.get('id', '')}"
        named = element.get("role") in _FURNITURE_ROLES or bool(_FURNITURE.search(names))
        if named and isinstance(element.tag, str) and 3 * len(element.text_content()) < size:
            element.drop_tree()


def _walk(element: Any) -> Iterator[str]:
    """Yield the pieces of an element's text, with signs for the ends of blocks and lines."""
    if not isinstance(element.tag, str):
        return
    if element.tag == "tr" and not element.xpath(".//p | .//div | .//table | .//h1 | .//h2 | .//h3 | .//li"):
        yield _format_row(element)
        return
    if element.tag == "sup":
        yield _format_raised(element)
        return
    before, after = _frame(element)
    yield before
    yield _keep_lines(element, element.text)
    for child in element:
        yield from _walk(child)
        yield _keep_lines(element, child.tail)
    yield after


def _frame(element: Any) -> tuple[str, str]:
    tag = element.tag
    if tag in _HEADINGS:
        return _BLOCK + _HEADINGS[tag], _BLOCK
    if tag == "li":
        return _LINE + _label_item(element), _LINE
    if tag == "hr":
        return f"{_BLOCK}* * *{_BLOCK}", ""
    if tag in ("br", "tr"):
        return _LINE, ""
    return (_BLOCK, _BLOCK) if tag in _BLOCK_TAGS else ("", " " if tag in ("td", "th") else "")


def _label_item(item: Any) -> str:
    parent = item.getparent()
    if parent is None or parent.tag != "ol":
        return "- "
    first = parent.get("start", "1")
    before = sum(1 for other in item.itersiblings("li", preceding=True))
    return f"{before + (int(first) if first.isdecimal() else 1)}. "


def _format_row(row: Any) -> str:
    cells = [_flatten("".join(_walk(cell))) for cell in row if cell.tag in ("td", "th")]
    tags = [cell.tag for cell in row if cell.tag in ("td", "th")]
    if tags == ["th", "td"] or len(cells) == 1:
        return _LINE + " ".join(cells) + _LINE
    return f"{_LINE}| {' | '.join(cells)} |{_LINE}"


def _format_raised(element: Any) -> str:
    """Return a raised number in brackets, as a footnote mark; "th" and powers of metres as they are."""
    words = _flatten("".join(element.itertext()))
    previous = element.getprevious()
    before = (element.getparent().text if previous is None else previous.tail) or ""
    is_unit = re.search(r"\b(?:k|c|m)?m$|\b(?:к|с)?м$", before.rstrip())
    return f"[{words}]" if words.isdecimal() and not is_unit else words


def _keep_lines(element: Any, words: str | None) -> str:
    if words and (element.tag == "pre" or any(above.tag == "pre" for above in element.iterancestors("pre"))):
        return words.replace("\r\n", "\n").replace("\n", _LINE)
    return words or ""


def _flatten(words: str) -> str:
    return " ".join(words.replace(_BLOCK, " ").replace(_LINE, " ").split())


def _lay_out(pieces: str) -> str:
    """Turn the signs for blocks and lines into blank lines and line ends."""
    blocks = []
    for block in _ORPHAN_LABEL.sub(r"\1", pieces).split(_BLOCK):
        lines = [re.sub(r"[ \t\r\n\f]+", " ", line).strip(" ") for line in block.split(_LINE)]
        blocks.append("\n".join(line for line in lines if line))
    return "\n\n".join(block for block in blocks if block)
