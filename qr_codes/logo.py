"""A plant's logo, made harmless: whatever was sent becomes one small upright PNG on white."""

import re
from dataclasses import dataclass
from functools import lru_cache
from io import BytesIO
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from collections.abc import Iterator
    from xml.etree.ElementTree import Element

    from PIL.Image import Image

MOST_BYTES: Final = 2_000_000
MOST_SVG: Final = 300_000
LONGEST_SIDE: Final = 4000  # pixels of what is sent; a print needs fewer than WIDE
WIDE: Final = 1200  # pixels of what is kept: 100 mm at 300 dpi
NARROWEST: Final = 8  # times as wide as high, or as high as wide
MOST_PARTS: Final = 5000
MOST_COPIES: Final = 50
FAINT: Final = 8  # grey levels off white that count as margin
PALE: Final = 170  # grey level that becomes white in a print of black alone

SVG: Final = "{http://www.w3.org/2000/svg}"
# fmt: off
SHAPES: Final = frozenset((
    "svg", "g", "defs", "symbol", "use", "path", "rect", "circle", "ellipse", "line", "polyline",
    "polygon", "linearGradient", "radialGradient", "stop", "clipPath", "style",
))
# fmt: on
NOTES: Final = frozenset(("title", "desc", "metadata"))
_CALLS: Final = re.compile(
    r"url\s*\(\s*(?!['\"]?#)|@import|expression\s*\(|javascript:|\\", re.IGNORECASE
)
_NUMBER: Final = re.compile(r"\s*\d+(?:\.\d+)?")


TOO_MANY: Final = "The logo has more than {most} pixels a side: save it smaller."


class BadLogo(ValueError):
    """This logo cannot be printed: `template` says why, its places filled with `facts`."""

    def __init__(self, template: str, **facts: object) -> None:
        super().__init__(template.format(**facts))
        self.template, self.facts = template, facts


@dataclass(frozen=True)
class Logo:
    """A logo ready to be printed: a PNG on white, and its size in pixels."""

    png: bytes
    width: int
    height: int

    def black(self) -> "Logo":
        """Return it in black and white, for printers that know nothing else."""
        return _black(self)


@lru_cache(maxsize=16)
def read(content: bytes) -> Logo:
    """Make a logo of a PNG, JPEG or SVG file: checked, flat on white, without its white margin.

    Raises `BadLogo` with a sentence for anything else, for more than 2 MB or 4,000 pixels, and
    for drawings that hold more than shapes.
    """
    if len(content) > MOST_BYTES:
        raise BadLogo(
            "The logo has more than {most} MB: save it smaller.", most=MOST_BYTES // 1_000_000
        )
    is_drawing = b"<svg" in content[:4096] and b"\0" not in content[:4096]
    flat = _drawn(content) if is_drawing else _opened(content)
    return _kept(_trimmed(flat))


def _kept(picture: "Image") -> Logo:
    picture.thumbnail((WIDE, WIDE))
    out = BytesIO()
    picture.save(out, "PNG", optimize=True)
    return Logo(out.getvalue(), picture.width, picture.height)


@lru_cache(maxsize=16)
def _black(logo: Logo) -> Logo:
    from PIL import Image

    grey = Image.open(BytesIO(logo.png)).convert("L")
    return _kept(grey.point(lambda level: 255 * (level >= PALE)))


def _opened(content: bytes) -> "Image":
    """Open a PNG or JPEG; its size is looked at before a pixel is decoded."""
    from PIL import Image, ImageOps

    try:
        with Image.open(BytesIO(content), formats=["PNG", "JPEG"]) as picture:
            _check_size(picture.width, picture.height)
            picture.draft("RGB", (2 * WIDE, 2 * WIDE))
            return _flat(ImageOps.exif_transpose(picture))
    except BadLogo:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise BadLogo(TOO_MANY, most=LONGEST_SIDE) from error
    except (OSError, ValueError, SyntaxError, EOFError) as error:
        raise BadLogo("The logo is no PNG, JPEG or SVG picture, or it is broken.") from error


def _check_size(width: int, height: int) -> None:
    if max(width, height) > LONGEST_SIDE:
        raise BadLogo(TOO_MANY, most=LONGEST_SIDE)
    if max(width, height) > NARROWEST * max(1, min(width, height)):
        raise BadLogo("The logo is more than {most} times as long as it is wide.", most=NARROWEST)


def _flat(picture: "Image") -> "Image":
    """Lay the picture on white."""
    from PIL import Image

    colours = picture.convert("RGBA")
    colours.thumbnail((2 * WIDE, 2 * WIDE))
    paper = Image.new("RGBA", colours.size, "white")
    return Image.alpha_composite(paper, colours).convert("RGB")


def _trimmed(picture: "Image") -> "Image":
    from PIL import ImageOps

    ink = ImageOps.invert(picture.convert("L")).point(lambda level: 255 * (level > FAINT)).getbbox()
    if ink is None:
        raise BadLogo("The logo is white on white: nothing of it would be seen.")
    trimmed = picture.crop(ink)
    _check_size(*trimmed.size)
    return trimmed


def _drawn(content: bytes) -> "Image":
    """Draw an SVG that holds nothing but shapes."""
    import resvg_py
    from PIL import Image

    root = _parsed(content)
    for element in root.iter():
        _check_element(element)
    _check_copies(root)
    width, height = _measures(root)
    _check_size(round(1000 * width / max(width, height)), round(1000 * height / max(width, height)))
    try:
        png = resvg_py.svg_to_bytes(
            svg_string=content.decode("utf-8-sig"),
            skip_system_fonts=True,
            width=2 * WIDE if width >= height else None,
            height=2 * WIDE if width < height else None,
        )
        with Image.open(BytesIO(bytes(png)), formats=["PNG"]) as picture:
            return _flat(picture)
    except (ValueError, OSError) as error:
        raise BadLogo("The logo is a broken drawing.") from error


def _parsed(content: bytes) -> "Element":
    from defusedxml import DefusedXmlException
    from defusedxml.ElementTree import ParseError, fromstring

    if len(content) > MOST_SVG:
        raise BadLogo(
            "The drawing has more than {most} kB: take a simpler one.", most=MOST_SVG // 1000
        )
    try:
        root: Element = fromstring(content.decode("utf-8-sig"), forbid_dtd=True)
    except (ParseError, DefusedXmlException, UnicodeDecodeError, ValueError) as error:
        raise BadLogo("The logo is a broken drawing, or it brings entities of its own.") from error
    if root.tag != f"{SVG}svg":
        raise BadLogo("The logo is no SVG drawing.")
    if sum(1 for _ in root.iter()) > MOST_PARTS:
        raise BadLogo(
            "The drawing has more than {most} parts: take a simpler one.", most=MOST_PARTS
        )
    return root


def _check_element(element: "Element") -> None:
    name = str(element.tag).removeprefix(SVG)
    foreign = not str(element.tag).startswith(SVG)
    if not foreign and name == "text":
        raise BadLogo("The drawing holds letters: turn them into paths.")
    if not foreign and name not in SHAPES | NOTES:
        raise BadLogo("The drawing holds more than shapes: {part}.", part=name[:40])
    for full, value in element.attrib.items():
        key = full.rpartition("}")[2].lower()
        if (
            key.startswith("on")
            or key == "stroke-dasharray"
            or (key == "href" and value[:1] != "#")
        ):
            raise BadLogo("The drawing holds more than shapes: {part}.", part=key[:40])
        _check_look(value)
    if name == "style":
        _check_look(element.text or "")


def _check_look(text: str) -> None:
    if _CALLS.search(text):
        raise BadLogo("The drawing calls another file.")
    if "dash" in text:  # a line of a million dashes is a short file, too
        raise BadLogo("The drawing has dashed lines: turn them into paths.")


def _check_copies(root: "Element") -> None:
    """Refuse copies of copies: they are how a small drawing becomes an endless one."""
    uses = list(root.iter(f"{SVG}use"))
    named = [one for one in root.iter() if one.get("id") and one.tag != f"{SVG}use"]
    nested = any(one.find(f".//{SVG}use") is not None for one in named if one is not root)
    if len(uses) > MOST_COPIES or nested:
        raise BadLogo("The drawing copies its parts too often: take a simpler one.")


def _measures(root: "Element") -> tuple[float, float]:
    """Width and height of the drawing, by its own units."""
    numbers = [float(n) for n in _numbers(root.get("viewBox", ""))][2:]
    if len(numbers) != 2:  # noqa: PLR2004  width and height
        numbers = [float(n) for side in ("width", "height") for n in _numbers(root.get(side, ""))]
    if len(numbers) != 2 or min(numbers) <= 0:  # noqa: PLR2004
        raise BadLogo("The drawing does not say how large it is.")
    return numbers[0], numbers[1]


def _numbers(text: str) -> "Iterator[str]":
    for word in re.split(r"[\s,]+", text.strip()):
        if found := _NUMBER.match(word.lstrip("-")):
            yield found.group()
