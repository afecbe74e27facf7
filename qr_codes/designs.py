"""What a label looks like: parts read from `designs/*.toml`, drawn in millimetres for one plate."""

import math
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cache
from importlib.resources import files
from typing import Any, Final

from qr_codes import lettering
from qr_codes.plate import Plate, words
from qr_codes.shapes import Box, Code, Drawing, Lettering, Picture
from qr_codes.symbol import QUIET, Symbol

INCH: Final = 25.4
PRINTER_DPI: Final[int] = 300  # dots that vector output keeps its modules on; 600 and 1200 as well
SMALLEST_MODULE: Final = 0.35  # millimetres, as IEC 61406 asks
BLACK: Final = "#000000"

Part = dict[str, Any]
Shape = Box | Lettering | Picture


class UnknownDesign(ValueError):
    """There is no label design of this name."""


class TooFine(ValueError):
    """This address makes the symbol too fine here: take a shorter host or a bigger sign."""


@dataclass(frozen=True)
class Design:
    """One look of a label: its size in millimetres and its parts in painting order.

    Without `colour` it is black on white, for printers that know nothing else.
    """

    name: str
    title: str
    width: float
    height: float
    parts: tuple[Part, ...]
    colour: bool = False


def names() -> list[str]:
    """List the designs that we ship."""
    return [name for name in _files() if name not in {"pictures", "words"}]


@cache
def design(name: str) -> Design:
    """Find the design of this name. Raises `UnknownDesign`."""
    if name not in names():
        raise UnknownDesign(f"{name} (there are {', '.join(names())})")
    return read(name, _files()[name])


def read(name: str, table: Mapping[str, Any]) -> Design:
    """Read a design from its table; `like` and `scale` take another's parts."""
    if "like" not in table:
        size, colour = (table["width"], table["height"]), table.get("colour", False)
        return Design(name, table["title"], *size, tuple(table["part"]), colour)
    model, scale = design(table["like"]), float(table["scale"])
    parts = tuple(_scaled(part, scale) for part in model.parts)
    size = (model.width * scale, model.height * scale)
    return Design(name, table["title"], *size, parts, model.colour)


def draw(design: Design, plate: Plate, *, dpi: float = PRINTER_DPI) -> Drawing:
    """Draw the label of `plate` in this design, symbols on whole dots of a printer with `dpi`.

    A small copy of the symbol is left out where it alone would be too fine.

    Raises `TooFine` where a module would be under 0.35 mm, `lettering.DoesNotFit` and
    `lettering.CannotWrite` for texts, `plate.NoWords` for languages.
    """
    symbol = plate.symbol()
    shapes: list[Shape] = []
    marks: list[Code] = []
    for part in design.parts:
        if part["kind"] == "symbol":
            marks.extend(_marks(part, symbol, dpi))
        elif part["kind"] == "logo":
            shapes.extend(_logo(part, plate, colour=design.colour))
        elif part.get("when", plate.logo is not None) == (plate.logo is not None):
            shapes.extend(_PARTS[part["kind"]](part, plate))
    title = f"{plate.name} · {plate.spelt} · {plate.host}"
    return Drawing(title, design.width, design.height, tuple(shapes), tuple(marks))


def _marks(part: Part, symbol: Symbol, dpi: float) -> Iterator[Code]:
    try:
        yield _code(part, symbol, dpi)
    except TooFine:
        if not part.get("copy"):
            raise


def _code(part: Part, symbol: Symbol, dpi: float) -> Code:
    """Place the symbol as big as whole dots allow, on the side that `align` names."""
    dot, size = INCH / dpi, float(part["size"])
    room = min(size / symbol.side, size * 1.32 / (symbol.side + 2 * QUIET))
    module = math.floor(room / dot + 1e-6) * dot
    if module < SMALLEST_MODULE:
        raise TooFine(f"{symbol.text} ({module:.2f} mm)")
    spare, align = size - module * symbol.side, part.get("align", "center")
    x = part["x"] + spare * (0 if "left" in align else 1 if "right" in align else 0.5)
    y = part["y"] + spare * (0 if "top" in align else 1 if "bottom" in align else 0.5)
    return Code(symbol, on_dots(x, dpi), on_dots(y, dpi), module)


def on_dots(length: float, dpi: float = PRINTER_DPI) -> float:
    """Find the nearest whole number of dots, in millimetres."""
    return round(length * dpi / INCH) * INCH / dpi


def _logo(part: Part, plate: Plate, *, colour: bool) -> Iterator[Picture]:
    """Place the plant's logo as large as it may be; a design of black gets it in black."""
    if plate.logo is None:
        return
    logo = plate.logo if colour else plate.logo.black()
    scale = min(part["width"] / logo.width, part["height"] / logo.height)
    width, height = logo.width * scale, logo.height * scale
    align, spare_x, spare_y = part.get("align", ""), part["width"] - width, part["height"] - height
    x = part["x"] + spare_x * (0 if "left" in align else 1 if "right" in align else 0.5)
    y = part["y"] + spare_y * (0 if "top" in align else 1 if "bottom" in align else 0.5)
    yield Picture(x, y, width, height, logo.png)


def _box(part: Part, plate: Plate) -> Iterator[Box]:
    del plate
    yield Box(**{key: value for key, value in part.items() if key not in {"kind", "when"}})


def _picture(part: Part, plate: Plate) -> Iterator[Box]:
    del plate
    picture = _files()["pictures"][part["name"]]
    scale = part["height"] / picture["height"]
    for box in picture["boxes"]:
        at = {key: value * scale for key, value in box.items()}
        at["x"] += part["x"]
        at["y"] += part["y"]
        yield Box(**at, colour=part.get("colour", BLACK))


def _text(part: Part, plate: Plate) -> Iterator[Lettering]:
    language = part.get("language", 0)
    if language >= len(plate.languages):
        return
    if len(plate.languages) == 1:
        part = part | part.get("alone", {})
    said = words(plate.languages[language])
    head, _, tail = plate.spelt.partition("-")
    values = {"name": plate.name, "place": plate.place, "host": plate.host,
              "code": plate.spelt, "head": head, "tail": tail}  # fmt: skip
    paragraphs = part["text"].format(**said, **values).split("\n")
    if not "".join(paragraphs).strip():
        return
    size, lines = _set(paragraphs, part)
    step = size * lettering.LEADING
    spare = part["height"] - lettering.tall(len(lines)) * size
    hanging = spare + lettering.DESCENT * size  # the last baseline on the lower edge
    above = {"top": 0.0, "middle": spare / 2, "bottom": hanging}[part.get("anchor", "top")]
    for number, line in enumerate(lines):
        baseline = part["y"] + above + size * lettering.CAPITAL + number * step
        x = part["x"] + _indent(line, size, part)
        yield Lettering(line, x, baseline, size, part.get("colour", BLACK))


def _stack(part: Part, plate: Plate) -> Iterator[Lettering]:
    """Texts below each other with `gap` from baseline to capitals, as one block in its place.

    None is larger than the one above it.
    """
    y: float = part["y"]
    block: list[Lettering] = []
    for row in part["rows"]:
        size = min(row["size"], block[-1].size) if block else row["size"]
        letters = list(_text({**part, **row, "anchor": "top", "y": y, "size": size}, plate))
        y = letters[-1].baseline + part["gap"] if letters else y
        block += letters
    if not block:
        return
    spare = part["y"] + part["height"] - block[-1].baseline
    shift = spare / 2 if part.get("anchor") == "middle" else 0.0
    for letter in block:
        yield replace(letter, baseline=letter.baseline + shift)


def _set(paragraphs: list[str], part: Part) -> tuple[float, list[lettering.Line]]:
    """One size for all paragraphs: the largest in which they stand one below the other."""
    bold, short = part.get("bold", False), part.get("shorten", False)
    width, height, size = part["width"], part["height"], part["size"]
    while True:
        fits = [
            lettering.fit(p, bold=bold, width=width, height=height, size=size, shorten=short)
            for p in paragraphs
        ]
        lines = [line for _, found in fits for line in found]
        smallest = min(found for found, _ in fits)
        if smallest == size and lettering.tall(len(lines)) * size <= height:
            return size, lines
        size = smallest if smallest < size else size * 0.97


def _indent(line: lettering.Line, size: float, part: Part) -> float:
    """Indent a line as the design says, else to where its script begins."""
    spare = float(part["width"] - line.width * size)
    align = part.get("align", "right" if line.rtl else "left")
    return {"left": 0.0, "center": spare / 2, "right": spare}[align]


_PARTS: Final[dict[str, Callable[[Part, Plate], Iterator[Any]]]] = {
    "box": _box,
    "picture": _picture,
    "stack": _stack,
    "text": _text,
}

_NO_LENGTHS: Final = ("language",)


def _scaled(part: Part, scale: float) -> Part:
    scaled = dict(part)
    for key, value in part.items():
        if isinstance(value, list):
            scaled[key] = [_scaled(row, scale) for row in value]
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            scaled[key] = value if key in _NO_LENGTHS else value * scale
    return scaled


@cache
def _files() -> dict[str, dict[str, Any]]:
    folder = files("qr_codes") / "designs"
    found = sorted(f.name for f in folder.iterdir() if f.name.endswith(".toml"))
    return {n.removesuffix(".toml"): tomllib.loads((folder / n).read_text("utf-8")) for n in found}
