"""The drawing as SVG: letters as outlines, so that it looks alike everywhere."""

from base64 import b64encode
from xml.sax.saxutils import escape

from qr_codes import lettering
from qr_codes.shapes import Box, Code, Drawing, Lettering, Picture
from qr_codes.symbol import outline


def svg(drawing: Drawing, *, codes: bool = True) -> bytes:
    """Paint an SVG in millimetres; without `codes` only what stands around the symbols."""
    width, height = _n(drawing.width), _n(drawing.height)
    marks = drawing.codes if codes else ()
    body = [
        '<svg xmlns="http://www.w3.org/2000/svg"',
        f'width="{width}mm" height="{height}mm" viewBox="0 0 {width} {height}">',
        f"<title>{escape(drawing.title)}</title>",
        f'<path fill="#fff" d="M0 0h{width}v{height}H0z"/>',
        *(_shape(shape) for shape in drawing.shapes),
        *(_code(mark) for mark in marks),
        "</svg>\n",
    ]
    return "\n".join(body).encode()


def _shape(shape: Box | Lettering | Picture) -> str:
    if isinstance(shape, Box):
        return _box(shape)
    return _picture(shape) if isinstance(shape, Picture) else _lettering(shape)


def _picture(picture: Picture) -> str:
    data = b64encode(picture.png).decode()
    return (
        f'<image x="{_n(picture.x)}" y="{_n(picture.y)}" width="{_n(picture.width)}" '
        f'height="{_n(picture.height)}" href="data:image/png;base64,{data}"/>'
    )


def _box(box: Box) -> str:
    paint = (
        f'fill="none" stroke="{box.colour}" stroke-width="{_n(box.stroke)}"'
        if box.stroke
        else f'fill="{box.colour}"'
    )
    corner = f' rx="{_n(box.radius)}"' if box.radius else ""
    return (
        f'<rect x="{_n(box.x)}" y="{_n(box.y)}" width="{_n(box.width)}" '
        f'height="{_n(box.height)}"{corner} {paint}/>'
    )


def _lettering(text: Lettering) -> str:
    scale = text.size / lettering.UNITS
    glyphs = [
        f'<path transform="translate({_n(run.x * lettering.UNITS + glyph.x)} {_n(glyph.y)})" '
        f'd="{lettering.outline(glyph.number, run.font)}"/>'
        for run in text.line.runs
        for glyph in run.glyphs
        if lettering.outline(glyph.number, run.font)
    ]
    place = f"translate({_n(text.x)} {_n(text.baseline)}) scale({scale:.6g} {-scale:.6g})"
    return f'<g fill="{text.colour}" transform="{place}">{"".join(glyphs)}</g>'


def _code(code: Code) -> str:
    path = "".join(
        "M" + "L".join(f"{x} {y}" for x, y in polygon) + "z" for polygon in outline(code.symbol)
    )
    place = f"translate({code.x:.5f} {code.y:.5f}) scale({code.module:.6f})"
    return f'<path fill-rule="evenodd" transform="{place}" d="{path}"/>'


def _n(value: float) -> str:
    return f"{value:.4f}".rstrip("0").rstrip(".")
