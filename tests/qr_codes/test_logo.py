"""A plant's logo stands beside the code; what is hostile or huge is refused with a sentence."""

import struct
import zlib
from collections.abc import Callable
from dataclasses import replace
from io import BytesIO

import pytest
import zxingcpp
from PIL import Image

from qr_codes import designs, labels, logo
from qr_codes.logo import BadLogo, read
from qr_codes.plate import Plate
from qr_codes.shapes import Picture

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"'
DRAWING = f'{HEAD}><path fill="#06c" d="M4 4h32v12H4z"/></svg>'.encode()


def picture(kind: str, size: tuple[int, int] = (400, 200), mode: str = "RGB") -> bytes:
    out = BytesIO()
    Image.new(mode, size, "#0066cc" if mode == "RGB" else 60).save(out, kind)
    return out.getvalue()


def huge(side: int) -> bytes:
    """A PNG of a few bytes that says it is `side` pixels wide and high."""
    head = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", len(head)) + b"IHDR" + head
    check = struct.pack(">I", zlib.crc32(b"IHDR" + head))
    return b"\x89PNG\r\n\x1a\n" + chunk + check + b"\0\0\0\0IDAT"


@pytest.mark.parametrize(
    "file", [picture("PNG"), picture("JPEG"), picture("PNG", mode="L"), DRAWING]
)
@pytest.mark.parametrize("paint", [labels.pdf, labels.svg, labels.png])
def test_a_label_with_a_logo_reads_as_before(
    lathe: Plate, file: bytes, paint: Callable[[Plate, str], bytes]
) -> None:
    assert paint(replace(lathe, logo=read(file)), "roll-62")


def test_the_logo_is_seen_in_its_colour_on_the_sign(lathe: Plate) -> None:
    sign = Image.open(BytesIO(labels.png(replace(lathe, logo=read(DRAWING)), "a6"))).convert("RGB")
    colours = {colour for _, colour in sign.getcolors(1 << 20) or []}
    assert (0, 0x66, 0xCC) in colours
    assert len(zxingcpp.read_barcodes(sign)) == 2


def test_a_label_printer_gets_it_in_black_alone(lathe: Plate) -> None:
    black = Image.open(BytesIO(read(DRAWING).black().png))
    assert sum(black.convert("L").histogram()[1:255]) == 0


def test_white_around_a_logo_is_cut_off_and_its_shape_is_kept(lathe: Plate) -> None:
    kept = read(DRAWING)
    assert kept.width / kept.height == pytest.approx(32 / 12, rel=0.02)
    drawing = designs.draw(designs.design("a6"), replace(lathe, logo=kept))
    (placed,) = [shape for shape in drawing.shapes if isinstance(shape, Picture)]
    assert placed.width / placed.height == pytest.approx(kept.width / kept.height, rel=0.01)


def test_what_is_see_through_becomes_white() -> None:
    out = BytesIO()
    ground = Image.new("RGBA", (60, 40))
    ground.paste((0, 0, 0, 255), (10, 10, 30, 30))
    ground.save(out, "PNG")
    assert Image.open(BytesIO(read(out.getvalue()).png)).convert("RGB").size == (20, 20)


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (huge(10_000), "more than 4000 pixels a side"),
        (huge(5_000), "more than 4000 pixels a side"),
        (huge(60_000), "more than 4000 pixels a side"),
        (picture("PNG", (4000, 100)), "times as long"),
        (b"GIF89a" + bytes(40), "no PNG, JPEG or SVG"),
        (picture("PNG")[:200], "broken"),
        (b"", "no PNG, JPEG or SVG"),
        (bytes(2_000_001), "2 MB"),
        (picture("BMP"), "no PNG, JPEG or SVG"),
        (f"{HEAD}/>".encode(), "white on white"),
    ],
)
def test_a_picture_that_cannot_be_printed_is_refused(file: bytes, sentence: str) -> None:
    with pytest.raises(BadLogo, match=sentence):
        read(file)


@pytest.mark.parametrize(
    ("inside", "sentence"),
    [
        ("<script>alert(1)</script>", "more than shapes: script"),
        ('<image href="file:///etc/passwd" width="9" height="9"/>', "more than shapes: image"),
        ('<path d="M0 0h9v9z" onload="alert(1)"/>', "more than shapes: onload"),
        ('<use href="https://evil.example/x.svg#a"/>', "more than shapes: href"),
        ('<path d="M0 0h9v9z" style="fill:url(//evil.example/x)"/>', "calls another file"),
        ("<style>@import '//evil.example/x.css';</style>", "calls another file"),
        ("<foreignObject/>", "more than shapes: foreignObject"),
        ("<text>ACME</text>", "turn them into paths"),
        ('<path d="M0 0h9" stroke-dasharray="0.00001"/>', "more than shapes"),
        ('<path d="M0 0h9" style="stroke-dasharray:0.00001"/>', "dashed lines"),
        ('<g id="a"><use href="#b"/></g><g id="b"><use href="#a"/></g>', "too often"),
        ("<g>" * 6000 + "</g>" * 6000, "broken|too many|5000 parts"),
        ("<path", "broken drawing"),
    ],
)
def test_a_hostile_drawing_is_refused_by_name(inside: str, sentence: str) -> None:
    with pytest.raises(BadLogo, match=sentence):
        read(f"{HEAD}>{inside}</svg>".encode())


def test_entities_that_grow_are_refused() -> None:
    laughs = '<!DOCTYPE svg [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]>'
    with pytest.raises(BadLogo, match="entities"):
        read(f"{laughs}{HEAD}><title>&b;</title></svg>".encode())


def test_a_drawing_without_a_size_is_refused() -> None:
    with pytest.raises(BadLogo, match="how large"):
        read(b'<svg xmlns="http://www.w3.org/2000/svg"><path d="M0 0h9v9z"/></svg>')


def test_the_same_file_is_the_same_logo() -> None:
    logo.read.cache_clear()
    first = read(DRAWING)
    logo.read.cache_clear()
    assert read(DRAWING) == first
