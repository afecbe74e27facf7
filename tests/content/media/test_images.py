"""Pictures for phones: small, upright, without place and date, and nothing in them that acts."""

from __future__ import annotations

import io
import resource
import struct
import subprocess
import sys
import zlib

import pytest
from PIL import Image, ImageOps

from content.media import errors
from content.media import photo as photo_of
from content.media.images import picture
from tests.cost import least, pace

HEAD = '<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"'


def drawing(inside: str, more: str = 'viewBox="0 0 160 90"') -> bytes:
    """A drawing with something in it."""
    return f"{HEAD} {more}>{inside}</svg>".encode()


def photo(exif_turn: int = 1) -> bytes:
    """A photograph of 2000 x 1000 pixels, its upper left quarter yellow, with its place."""
    image = Image.new("RGB", (2000, 1000), "#00554F")
    image.paste((255, 194, 26), (0, 0, 1000, 500))
    exif = Image.Exif()
    exif[0x0112] = exif_turn
    exif[0x010F] = "Cameramaker"
    exif.get_ifd(0x8825)[1] = "N"
    paper = io.BytesIO()
    image.save(paper, "JPEG", exif=exif)
    return paper.getvalue()


def seen(content: bytes) -> Image.Image:
    """A picture as it is decoded."""
    return Image.open(io.BytesIO(content)).convert("RGB")


def test_a_photograph_becomes_a_small_webp() -> None:
    made = picture(photo())
    assert made.ending == "webp"
    assert (made.width, made.height) == (960, 480) == seen(made.content).size
    assert len(made.content) <= 40_000


def test_a_photograph_stands_upright() -> None:
    made = picture(photo(exif_turn=6))
    assert (made.width, made.height) == (480, 960)
    assert seen(made.content).getpixel((400, 100)) == pytest.approx((255, 194, 26), abs=12)


def test_camera_and_place_are_gone() -> None:
    content = photo()
    assert b"Cameramaker" in content
    made = picture(content)
    assert b"Cameramaker" not in made.content
    assert dict(Image.open(io.BytesIO(made.content)).getexif()) == {}


def test_the_same_photograph_gives_the_same_bytes() -> None:
    assert picture(photo()).content == picture(photo()).content


def png(width: int, height: int) -> bytes:
    """A PNG that claims a size and holds next to nothing."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = zlib.crc32(kind + data)
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", check)

    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(b"\0" * 99))


@pytest.mark.parametrize("side", [6_001, 12_000, 100_000])
def test_a_picture_bomb_is_refused_before_it_is_opened(side: int) -> None:
    with pytest.raises(errors.PictureTooLarge, match="more than 36 million pixels"):
        picture(png(side, side))


@pytest.mark.parametrize(
    "content", [b"", b"words", b"\xff\xd8\xff\xe0broken", photo()[:3000], png(50, 50), b"<svg"]
)
def test_what_is_no_picture_is_told(content: bytes) -> None:
    with pytest.raises(errors.PictureBroken, match=r"01\.jpg cannot be read as a picture"):
        picture(content, "01.jpg")


def scanned(times: int) -> bytes:
    """A JPEG of 36 million pixels that goes over all of them again and again."""
    paper = io.BytesIO()
    whole = Image.new("RGB", (5900, 5900), (90, 120, 40))
    whole.save(paper, "JPEG", progressive=True, subsampling=0)
    content = paper.getvalue()[:-2]
    return content + content[content.rindex(b"\xff\xda") :] * times + b"\xff\xd9"


def test_a_picture_that_is_gone_over_without_end_is_refused_at_once() -> None:
    content = scanned(90)

    def refused() -> None:
        with pytest.raises(errors.PictureBroken):
            picture(content)

    assert least(refused, 1) < 1


def odd_notes(form: str) -> bytes:
    """A picture whose notes of the camera end before they begin."""
    paper = io.BytesIO()
    notes = b"II*\0\x08\0\0\0\x01\0\x12\x01\x02\0\xff\xff\0\0\x08\0\0\0"
    Image.new("RGB", (50, 40)).save(paper, form, exif=b"Exif\0\0" + notes)
    return paper.getvalue()


@pytest.mark.parametrize("form", ["JPEG", "PNG", "WEBP"])
def test_notes_that_cannot_be_read_break_nothing(form: str) -> None:
    try:
        assert picture(odd_notes(form)).width == 50
    except errors.PictureBroken:
        assert form == "JPEG"  # its reader looks at the notes before it looks at the picture


HUNGRY = """
import sys, threading
from content.media.images import picture
from tests.cost import least
content = sys.stdin.buffer.read()
threads = [threading.Thread(target=picture, args=(content,)) for _ in range(2)]
[one.start() for one in threads]
[one.join() for one in threads]
print(open("/proc/self/status").read().split("VmHWM:")[1].split()[0])
"""


@pytest.mark.skipif(sys.platform != "linux", reason="measures as Linux does")
def test_the_largest_pictures_of_two_people_at_once_take_300_mb() -> None:
    paper = io.BytesIO()
    Image.new("RGBA", (6000, 6000), (1, 2, 3, 100)).save(paper, "PNG", compress_level=1)
    told = subprocess.run(
        [sys.executable, "-c", HUNGRY], input=paper.getvalue(), capture_output=True, check=True
    )
    assert int(told.stdout) < 300_000


@pytest.mark.parametrize("turn", range(1, 9))
def test_a_camera_held_in_any_way_gives_the_same_picture(turn: int) -> None:
    large = Image.open(io.BytesIO(photo(turn))).convert("RGB")
    paper = io.BytesIO()
    exif = Image.Exif()
    exif[0x0112] = turn
    large.resize((6000, 3000)).save(paper, "JPEG", exif=exif)
    upright = ImageOps.exif_transpose(Image.open(io.BytesIO(paper.getvalue())))
    wanted = upright.convert("RGB").resize((16, 16))
    got = seen(picture(paper.getvalue()).content).resize((16, 16))
    pairs = zip(wanted.tobytes(), got.tobytes(), strict=True)
    assert sum(abs(a - b) for a, b in pairs) / len(wanted.tobytes()) < 6


def test_a_drawing_stays_a_drawing() -> None:
    made = picture(drawing('<g fill="#FFC21A"><circle cx="9" cy="9" r="5"/></g>'))
    assert made.ending == "svg"
    assert (made.width, made.height) == (160, 90)
    assert b'<g fill="#FFC21A"><circle cx="9" cy="9" r="5" /></g>' in made.content


def test_a_drawing_without_a_view_box_gets_one() -> None:
    made = picture(drawing("<path d='M0 0h9'/>", 'width="320" height="180px"'))
    assert b'viewBox="0 0 320 180"' in made.content


def test_what_drawing_programs_note_is_left_out() -> None:
    made = picture(
        drawing(
            "<!-- Karl, Halle 3 --><metadata>Karl</metadata><title>Karl</title>"
            "<x:grid xmlns:x='http://example.org/x'/><path d='M0 0' data-by='Karl'/>"
        )
    )
    assert b"Karl" not in made.content
    assert b"grid" not in made.content
    assert b"<path" in made.content


@pytest.mark.parametrize(
    ("inside", "what"),
    [
        ("<script>alert(1)</script>", "<script>"),
        ("<g onload='alert(1)'/>", "the event onload"),
        ("<g ONCLICK='alert(1)'/>", "the event ONCLICK"),
        ("<foreignObject/>", "<foreignObject>"),
        ("<image href='http://10.0.0.1/a.png'/>", "<image>"),
        ("<a href='#x'/>", "<a>"),
        ("<set attributeName='href' to='javascript:alert(1)'/>", "<set>"),
        ("<animate attributeName='href'/>", "<animate>"),
        ("<use href='other.svg#a'/>", "a link to something else"),
        ("<use xlink:href='data:image/svg+xml;base64,AAAA'/>", "a link to something else"),
        ("<path style='fill:url(http://10.0.0.1/#a)'/>", "style that loads something"),
        ("<path fill='url( \"//10.0.0.1/#a\")'/>", "fill that loads something"),
        ("<path style='fill:u\\72l(//10.0.0.1)'/>", "style that loads something"),
        ("<style>@import '//10.0.0.1/a.css';</style>", "a style that loads something"),
        ("<style>g{fill:url(//10.0.0.1)}</style>", "a style that loads something"),
        (
            "<style>svg{background:image-set('//10.0.0.1' 1x)}</style>",
            "a style that loads something",
        ),
        ("<path style='mask-image:image-set(\"//10.0.0.1\" 1x)'/>", "style that loads something"),
        ("<g>" * 2000 + "</g>" * 2000, "too many levels"),
        ("<g/>" * 20_001, "too many shapes"),
        ("<g id='a'><use href='#a'/></g><use href='#a'/>", "too many shapes"),
    ],
)
def test_what_acts_or_calls_is_refused_by_name(inside: str, what: str) -> None:
    with pytest.raises(errors.DrawingUnsafe) as refused:
        picture(drawing(inside), "01.svg")
    assert refused.value.facts == {"name": "01.svg", "what": what}


def test_parts_repeated_without_measure_are_refused() -> None:
    tens = [f"<use href='#p{number}'/>" * 10 for number in range(8)]
    parts = [f"<g id='p{number}'>{ten}</g>" for number, ten in enumerate(tens, start=1)]
    content = drawing(f"<g id='p0'><path/></g>{''.join(parts)}")
    with pytest.raises(errors.DrawingUnsafe, match="too many shapes"):
        picture(content)


@pytest.mark.parametrize("box", ["9" * 400 + " 9", "9" * 30 + " 9", "160 0.1", "200000 200000"])
def test_a_size_beyond_all_screens_is_refused(box: str) -> None:
    with pytest.raises(errors.DrawingUnsafe, match="a size no screen has"):
        picture(drawing("<path/>", f'viewBox="0 0 {box}"'))


def test_a_drawing_of_one_unit_has_pixels_all_the_same() -> None:
    made = picture(drawing("<path/>", 'viewBox="0 0 1 0.5"'))
    assert (made.width, made.height) == (20, 10)


def within(kind: str, attribute: str) -> str:
    """Five levels of parts, each of which shows the next one five times."""
    rows = [
        f'<rect width="90" height="90" {attribute}="url(#p{level + 1})"/>' for level in range(5)
    ]
    parts = [f'<{kind} id="p{level}">{row * 5}</{kind}>' for level, row in enumerate(rows)]
    last = f'<{kind} id="p5"><rect width="3" height="3"/></{kind}>'
    whole = f'<rect width="160" height="90" {attribute}="url(#p0)"/>'
    return f"<defs>{''.join(parts)}{last}</defs>{whole}"


ENDLESS = (
    '<pattern id="p" width="1e6" height="1e6" patternUnits="userSpaceOnUse">'
    '<rect width="1" height="1"/></pattern><rect width="160" height="90" fill="url(#p)"/>'
)


@pytest.mark.parametrize(
    "inside",
    [
        within("clipPath", "clip-path"),
        within("mask", "mask"),
        '<path stroke="red" stroke-dasharray="0.0001 0.0001" d="M0 0L160 90"/>',
        ENDLESS,
    ],
    ids=["clips", "masks", "dashes", "all-memory"],
)
def test_a_drawing_that_takes_hours_or_all_memory_is_refused(inside: str) -> None:
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    with pytest.raises(errors.DrawingHeavy, match="takes too long to draw"):
        photo_of.photo(drawing(inside))
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    taken = after.ru_utime - before.ru_utime
    assert taken < 2.5 or taken / pace() < 2.5


@pytest.mark.parametrize("form", ["<!ENTITY a 'aaaa'>", "<!ENTITY a SYSTEM 'file:///etc/passwd'>"])
def test_entities_are_refused(form: str) -> None:
    content = f"<!DOCTYPE svg [{form}]>".encode() + drawing("<text>&a;</text>")
    with pytest.raises(errors.DrawingUnsafe, match="holds entities"):
        picture(content)


def test_a_plain_document_type_is_let_go() -> None:
    plain = b'<!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "http://www.w3.org/a.dtd">'
    assert b"DOCTYPE" not in picture(plain + drawing("<path/>")).content


def test_links_within_a_drawing_work_on_old_phones_too() -> None:
    made = picture(drawing("<g id='a'/><use xlink:href='#a'/>"))
    assert b'<use href="#a" />' in made.content
