"""Drawings (SVG) from outside: only shapes stay, anything that acts or calls is refused."""

from __future__ import annotations

import re
from dataclasses import dataclass
from xml.etree import ElementTree as ET

from content.media import errors

SVG = "http://www.w3.org/2000/svg"
XLINK = "http://www.w3.org/1999/xlink"
LARGEST = 1_000_000
MOST_SHAPES = 20_000
LARGEST_SIDE = 100_000
LEAST_SIDE = 10
MOST_TIMES = 100
"""How many times as long as the other one a side may be."""

# fmt: off
SHAPES = frozenset((
    "svg", "g", "defs", "symbol", "use", "path", "rect", "circle", "ellipse", "line", "polyline",
    "polygon", "text", "tspan", "style", "linearGradient", "radialGradient", "stop", "clipPath",
    "mask", "pattern", "marker",
))
WORDS_ONLY = frozenset(("title", "desc", "metadata"))
PLACES = frozenset((
    "id", "class", "style", "d", "x", "y", "x1", "y1", "x2", "y2", "cx", "cy", "r", "rx", "ry",
    "fx", "fy", "fr", "dx", "dy", "width", "height", "points", "viewBox", "preserveAspectRatio",
    "transform", "pathLength", "offset", "href", "gradientUnits", "gradientTransform",
    "spreadMethod", "clipPathUnits", "maskUnits", "maskContentUnits", "patternUnits",
    "patternContentUnits", "patternTransform", "markerWidth", "markerHeight", "markerUnits",
    "refX", "refY", "orient", "rotate", "textLength", "lengthAdjust", "version",
))
LOOKS = frozenset((
    "color", "display", "fill", "fill-opacity", "fill-rule", "stroke", "stroke-width",
    "stroke-opacity", "stroke-linecap", "stroke-linejoin", "stroke-dasharray",
    "stroke-dashoffset", "stroke-miterlimit", "opacity", "visibility", "clip-path", "clip-rule",
    "mask", "marker-start", "marker-mid", "marker-end", "stop-color", "stop-opacity",
    "paint-order", "vector-effect", "shape-rendering", "text-rendering", "font-family",
    "font-size", "font-weight", "font-style", "letter-spacing", "word-spacing", "text-anchor",
    "dominant-baseline", "alignment-baseline",
))
# fmt: on
CALLS = re.compile(
    r"url\s*\(\s*(?!['\"]?#)|(?:image-set|cross-fade|image|src|expression)\s*\(|@import|javascript:|\\",
    re.IGNORECASE,
)
NUMBER = re.compile(r"\s*(\d+(?:\.\d+)?)\s*(?:px)?\s*")


@dataclass(frozen=True, slots=True)
class Drawing:
    """A clean SVG and the size it was drawn at."""

    content: bytes
    width: int
    height: int


def clean(content: bytes, name: str = "The drawing") -> Drawing:
    """Take a drawing apart and put its shapes together again.

    Notes and settings of drawing programs are left out. Raises DrawingUnsafe for what acts or
    calls (scripts, events, links, other files, pictures within), PictureBroken for what is no SVG.
    """
    root = _parsed(content, name)
    if root.tag != f"{{{SVG}}}svg":
        raise errors.PictureBroken(name=name)
    try:
        _tidy(root, name)
        _countable(root, name)
    except RecursionError:
        raise errors.DrawingUnsafe(name=name, what="too many levels") from None
    width, height = _size(root, name)
    ET.register_namespace("", SVG)
    return Drawing(ET.tostring(root, encoding="unicode").encode(), width, height)


def _parsed(content: bytes, name: str) -> ET.Element:
    if len(content) > LARGEST:
        raise errors.DrawingUnsafe(name=name, what=f"more than {LARGEST // 1000} kB")
    try:
        text = content.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise errors.PictureBroken(name=name) from None
    # Entities are how a small file becomes a huge one; a plain document type says nothing.
    text = re.sub(r"<!DOCTYPE[^\[\]<>]*>", "", text)
    if "<!DOCTYPE" in text or "<!ENTITY" in text:
        raise errors.DrawingUnsafe(name=name, what="entities")
    try:
        return ET.fromstring(text)  # noqa: S314 -- no entity is left to expand
    except ET.ParseError:
        raise errors.PictureBroken(name=name) from None


def _tidy(element: ET.Element, name: str) -> None:
    """Clean an element and all below it."""
    _attributes(element, name)
    if element.tag == f"{{{SVG}}}style" and CALLS.search(element.text or ""):
        raise errors.DrawingUnsafe(name=name, what="a style that loads something")
    for child in list(element):
        space, _, word = str(child.tag)[1:].partition("}")
        if space != SVG or word in WORDS_ONLY:
            element.remove(child)
        elif word not in SHAPES:
            raise errors.DrawingUnsafe(name=name, what=f"<{word}>")
        else:
            _tidy(child, name)
            child.tail = child.tail if word == "tspan" else None
    if not str(element.tag).endswith(("}text", "}tspan", "}style")):
        element.text = None


def _attributes(element: ET.Element, name: str) -> None:
    for key, value in list(element.attrib.items()):
        word = key.removeprefix(f"{{{XLINK}}}")
        if word.lower().startswith("on"):
            raise errors.DrawingUnsafe(name=name, what=f"the event {word}")
        if word == "href" and not value.startswith("#"):
            raise errors.DrawingUnsafe(name=name, what="a link to something else")
        if CALLS.search(value):
            raise errors.DrawingUnsafe(name=name, what=f"{word} that loads something")
        if word != key:
            del element.attrib[key]
            if word == "href":
                element.set(word, value)
        elif word not in PLACES | LOOKS:
            del element.attrib[key]


def _countable(root: ET.Element, name: str) -> None:
    """Refuse a drawing whose repeated parts (`use`) would grow beyond all measure, or circle."""
    parts = {element.get("id", ""): element for element in root.iter()}
    if _shapes(root, parts, ()) > MOST_SHAPES:
        raise errors.DrawingUnsafe(name=name, what="too many shapes")


def _shapes(element: ET.Element, parts: dict[str, ET.Element], above: tuple[str, ...]) -> int:
    """Count what would be drawn, up to the bound; `above` are the parts this one stands in."""
    below = [(child, above) for child in element]
    link = element.get("href", "#")[1:]
    if element.tag == f"{{{SVG}}}use" and link in above:
        return MOST_SHAPES + 1
    if element.tag == f"{{{SVG}}}use" and link in parts:
        below.append((parts[link], (*above, link)))
    total = 1
    for child, trail in below:
        total += _shapes(child, parts, trail)
        if total > MOST_SHAPES:
            break
    return total


def _size(root: ET.Element, name: str) -> tuple[int, int]:
    """Read the size from the view box, else from width and height; keep both in the drawing."""
    box = root.get("viewBox", "").replace(",", " ").split()
    sides = [NUMBER.fullmatch(side) for side in (box[2:] if len(box) == 4 else [])]  # noqa: PLR2004
    if not sides:
        sides = [NUMBER.fullmatch(root.get(key, "")) for key in ("width", "height")]
    numbers = [float(side[1]) for side in sides if side]
    if len(numbers) != len(sides) or not all(numbers):
        raise errors.PictureBroken(name=name)
    width, height = numbers
    if max(numbers) > LARGEST_SIDE or max(numbers) > MOST_TIMES * min(numbers):
        raise errors.DrawingUnsafe(name=name, what="a size no screen has")
    root.set("viewBox", root.get("viewBox", f"0 0 {width:g} {height:g}"))
    root.set("width", f"{width:g}")
    root.set("height", f"{height:g}")
    # A drawing may be one unit wide; as a picture it has pixels.
    times = max(1.0, LEAST_SIDE / min(width, height))
    return round(width * times), round(height * times)
