"""A translation as XLIFF 1.2, the file that translators' programs open, and back again.

1.2 and not 2.x: the common filters (Okapi's, OmegaT's, Weblate's) read 1.2 fully, 2.x partly.
"""

from collections import Counter
from dataclasses import dataclass
from typing import Final
from xml.etree.ElementTree import Element, ParseError, SubElement, indent, tostring

from content.errors import XliffOtherLanguage, XliffOtherText, XliffTooLarge, XliffUnreadable
from content.models import Text
from content.noted import CAPTION
from content.pairs import Line

SPACE: Final = "urn:oasis:names:tc:xliff:document:1.2"
NAMED: Final = f"{{{SPACE}}}"
LARGEST: Final = 400_000
MOST: Final = 2_000  # units: a nugget has some dozens
STATES: Final = {
    "missing": "needs-translation", "draft": "needs-review-translation",
    "machine": "needs-review-translation", "stale": "needs-adaptation", "right": "final",
}  # fmt: skip
VARIANTS: Final = {"plain": "", "easy": "-x-easy", "signed": "-x-signed"}


@dataclass(frozen=True, slots=True)
class Unit:
    """One line as a file brings it: what the source said there, and its translation."""

    key: str
    source: str
    body: str


def tag(text: Text) -> str:
    """Return the language tag of a text: `tr`, `de-x-easy`."""
    return f"{text.language}{VARIANTS[text.variant]}"


def written(source: Text, text: Text, lines: list[Line], labels: dict[str, str]) -> bytes:
    """Write the lines of a translation as an XLIFF file; `labels` says what each line is."""
    root = Element("xliff", {"version": "1.2", "xmlns": SPACE})
    file = SubElement(root, "file", {
        "original": text.id, "datatype": "plaintext",
        "source-language": tag(source), "target-language": tag(text),
    })  # fmt: skip
    body = SubElement(file, "body")
    for line in lines:
        unit = SubElement(body, "trans-unit", {"id": line.key, "xml:space": "preserve"})
        SubElement(unit, "source").text = _clean(line.source)
        SubElement(unit, "target", {"state": STATES[line.state]}).text = _clean(line.body)
        for note in (labels.get(line.key, ""), *_terms(line)):
            if note:
                SubElement(unit, "note").text = _clean(note)
    indent(body, " ", 2)
    written: str = tostring(root, "unicode")
    return f'<?xml version="1.0" encoding="UTF-8"?>\n{written}\n'.encode()


def read(content: bytes, text: Text) -> list[Unit]:
    """Read the lines of a file that was exported for this text, those that are translated.

    Nothing outside the file is ever looked at. Raises XliffTooLarge, XliffUnreadable,
    XliffOtherText, XliffOtherLanguage.
    """
    if len(content) > LARGEST:
        raise XliffTooLarge(limit=LARGEST // 1000)
    root = _parsed(content)
    files = root.findall(f"{NAMED}file")
    if root.tag != f"{NAMED}xliff" or root.get("version") != "1.2" or len(files) != 1:
        raise XliffUnreadable
    _belongs(files[0], text)
    units = [_unit(node) for node in files[0].iter(f"{NAMED}trans-unit")]
    keys = Counter(unit.key for unit in units)
    if len(units) > MOST or any(count > 1 for count in keys.values()):
        raise XliffUnreadable
    return [unit for unit in units if unit.body.strip()]


def _parsed(content: bytes) -> Element:
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import fromstring

    try:
        root: Element = fromstring(
            content, forbid_dtd=True, forbid_entities=True, forbid_external=True
        )
    except (ParseError, DefusedXmlException, ValueError, LookupError, RecursionError):
        raise XliffUnreadable from None
    return root


def _belongs(file: Element, text: Text) -> None:
    if file.get("original") != text.id:
        raise XliffOtherText
    found = file.get("target-language") or ""
    if found.lower() != tag(text).lower():
        raise XliffOtherLanguage(found=found[:20], wanted=tag(text))


def _unit(node: Element) -> Unit:
    source, target = node.find(f"{NAMED}source"), node.find(f"{NAMED}target")
    key = node.get("id")
    if source is None or not key:
        raise XliffUnreadable
    body = "" if target is None else "".join(target.itertext())
    if target is not None and (target.get("state") or "").startswith(("new", "needs-translation")):
        body = ""
    said = _bare("".join(source.itertext()), key)
    return Unit(key, said, _bare(body, key))


def _bare(words: str, key: str) -> str:
    """Return the words without breaks that a program put in; captions keep theirs."""
    lines = [line.strip() for line in words.splitlines()]
    return ("\n" if key.startswith(f"{CAPTION}/") else " ").join(filter(None, lines))


def _terms(line: Line) -> list[str]:
    return [f"{hint.word} = {hint.meant}" for hint in line.hints]


def _clean(words: str) -> str:
    """Return the words without signs that XML cannot hold."""
    return "".join(sign for sign in words if sign in "\t\n" or (sign >= " " and _allowed(sign)))


def _allowed(sign: str) -> bool:
    return not ("\ud800" <= sign <= "\udfff" or sign in "\ufffe\uffff")
