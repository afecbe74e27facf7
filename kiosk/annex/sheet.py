"""Writes the annex as a page in one file, which prints on A4 and opens in a word processor."""

from collections.abc import Sequence
from functools import cache
from typing import Final

from markupsafe import Markup, escape

from kiosk.annex import blocks
from kiosk.annex.blocks import Blank, Block, Heading, Leaf, Points, Rule, Table
from kiosk.annex.facts import Facts
from kiosk.annex.words import HERE, say

SECTION: Final = 2
NUMBERED: Final = Markup("<ol>{}</ol>")
LISTED: Final = Markup("<ul>{}</ul>")
RULE: Final = Markup("<blockquote><p>{}</p></blockquote>")
PARAGRAPH: Final = Markup("<p>{}</p>")
PAGE: Final = Markup(
    '<!DOCTYPE html>\n<html lang="{}">\n<head>\n<meta charset="utf-8">\n'
    '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
    "<title>{}, {}</title>\n<style>\n{}</style>\n</head>\n<body>\n<main>\n{}\n</main>\n"
    "</body>\n</html>\n"
)


@cache
def style() -> str:
    """Return the style sheet that goes into the file."""
    return (HERE / "sheet.css").read_text("utf-8")


def write(facts: Facts, language: str, parts: Sequence[Block]) -> bytes:
    """Return the annex as one HTML file that asks for nothing else."""
    title, *rest = parts
    words = title.words if isinstance(title, Heading) else ""
    body = [_head(facts, language, words), _contents(language, rest)]
    body += [_block(one, language) for one in rest]
    page = PAGE.format(language, words, facts.plant, Markup(style()), Markup("\n").join(body))  # noqa: S704  our own sheet
    return str(page).encode()


def _head(facts: Facts, language: str, title: str) -> Markup:
    known = (
        ("version", facts.version),
        ("list", str(facts.manifest.version)),
        ("hash", facts.manifest.hash),
    )
    rows = Markup().join(
        Markup("<div><dt>{}</dt><dd>{}</dd></div>").format(say(language, "head", name), said)
        for name, said in known
    )
    return Markup("<header><h1>{}</h1><p>{}</p><dl>{}</dl></header>").format(
        title, facts.plant, rows
    )


def _contents(language: str, parts: Sequence[Block]) -> Markup:
    links = Markup().join(
        Markup('<li><a href="#{}">{}</a></li>').format(_name(one), one.words)
        for one in parts
        if isinstance(one, Heading) and one.level == SECTION
    )
    heading = say(language, "head", "contents")
    return Markup('<nav aria-label="{}"><h2>{}</h2><ul>{}</ul></nav>').format(
        heading, heading, links
    )


def _name(one: Heading) -> str:
    """Return the address of a section: its number, such as a3."""
    return one.words.split()[0].lower()


def _block(one: Block, language: str) -> Markup:
    if isinstance(one, Heading):
        return _heading(one)
    if isinstance(one, Points):
        items = Markup().join(Markup("<li>{}</li>").format(_words(item)) for item in one.items)
        return (NUMBERED if one.numbered else LISTED).format(items)
    if isinstance(one, Table | Leaf):
        return _table(one) if isinstance(one, Table) else Markup("<hr>")
    if isinstance(one, Blank):
        fill = say(language, "head", "fill")
        return Markup('<p class="blank"><b>{}</b> <i>{}</i></p>').format(one.words, fill)
    return (RULE if isinstance(one, Rule) else PARAGRAPH).format(_words(one.words))


def _heading(one: Heading) -> Markup:
    if one.level == SECTION:
        return Markup('<h2 id="{}">{}</h2>').format(_name(one), one.words)
    return Markup("<h3>{}</h3>").format(one.words)


def _words(words: str) -> Markup:
    """Return words with what is marked in them."""
    return Markup(  # noqa: S704  escaped before the marks are read
        blocks.marked(
            str(escape(words)), lambda said: f"<b>{said}</b>", lambda said: f"<code>{said}</code>"
        )
    )


def _table(one: Table) -> Markup:
    head = Markup().join(Markup('<th scope="col">{}</th>').format(cell) for cell in one.head)
    rows = Markup("\n").join(
        _row(row, group=at in one.groups, names=one.names) for at, row in enumerate(one.rows)
    )
    return Markup(
        '<div class="wide" tabindex="0"><table><thead><tr>{}</tr></thead>\n<tbody>\n{}\n</tbody>'
        "</table></div>"
    ).format(head, rows)


def _row(row: Sequence[str], *, group: bool, names: bool) -> Markup:
    first = Markup("<code>{}</code>" if names else "{}").format(row[0])  # noqa: S704  constants
    cells = Markup().join(Markup("<td>{}</td>").format(cell) for cell in row[1:])
    start = Markup('<tr class="group">' if group else "<tr>")  # noqa: S704  constants
    return start + Markup('<th scope="row">{}</th>{}</tr>').format(first, cells)
