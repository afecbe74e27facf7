"""Pictures from a phone are kept clean and small; hostile ones are refused in time."""

import io
import struct
import time
import zlib
from collections.abc import Callable

import pytest
from PIL import Image

from content import pictures
from content.media.errors import MediaError
from content.models import Medium, Site
from content.pictures import PictureApple, PictureEmpty
from content.storage import Folder
from tests.cost import least

SECONDS = 2.0


def jpeg(width: int = 1200, height: int = 800, *, turned: int = 1) -> bytes:
    """Return a photograph with place, device and time in it."""
    exif = Image.Exif()
    exif[0x0110] = "Phone of Alice"
    exif[0x0112] = turned
    exif.get_ifd(0x8825)[2] = (48.0, 8.0, 15.0)
    out = io.BytesIO()
    Image.linear_gradient("L").resize((width, height)).convert("RGB").save(out, "JPEG", exif=exif)
    return out.getvalue()


def png_head(width: int, height: int) -> bytes:
    """Return a small PNG that says it is this large."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + check

    head = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    rows = chunk(b"IDAT", zlib.compress(bytes(1_000_000), 9))
    return b"\x89PNG\r\n\x1a\n" + head + rows + chunk(b"IEND", b"")


def webp(width: int, height: int) -> bytes:
    """Return a WebP of one colour."""
    out = io.BytesIO()
    Image.new("L", (width, height)).save(out, "WEBP", quality=1)
    return out.getvalue()


def tiff() -> bytes:
    """Return a TIFF."""
    out = io.BytesIO()
    Image.new("RGB", (8, 8)).save(out, "TIFF")
    return out.getvalue()


def svg(inside: str) -> bytes:
    """Return a drawing with this in it."""
    head = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9"'
    return f'{head} xmlns:xlink="http://www.w3.org/1999/xlink">{inside}</svg>'.encode()


ENTITIES = "".join(f'<!ENTITY e{n} "&e{n - 1};&e{n - 1};">' for n in range(1, 30))
HOSTILE: dict[str, Callable[[], bytes]] = {
    "16,000 pixels wide": lambda: png_head(16_000, 100),
    "16,000 pixels each way": lambda: png_head(16_000, 16_000),
    "a bomb of two thousand million pixels": lambda: png_head(46_000, 46_000),
    "a long WebP": lambda: webp(16_000, 4),
    "nothing": lambda: b"",
    "text": lambda: b"Das ist kein Bild.",
    "a page": lambda: b"<!doctype html><script>alert(1)</script>",
    "half a JPEG": lambda: jpeg()[:900],
    "half a PNG": lambda: png_head(100, 100)[:40],
    "a PNG of too few rows": lambda: png_head(9_000, 3_900),
    "HEIC": lambda: b"\0\0\0\x18ftypheic\0\0\0\0mif1heic" + bytes(200),
    "AVIF": lambda: b"\0\0\0\x1cftypavif\0\0\0\0avifmif1" + bytes(200),
    "TIFF": tiff,
    "GIF": lambda: b"GIF89a\x01\0\x01\0\0\0\0;",
    "a film": lambda: b"\0\0\0\x18ftypmp42" + bytes(200),
    "a PDF": lambda: b"%PDF-1.7\n1 0 obj",
    "PostScript": lambda: b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
    "a script in a drawing": lambda: svg("<script>alert(1)</script>"),
    "a drawing that acts": lambda: svg('<path d="M0 0h9" onload="alert(1)"/>'),
    "a drawing that calls out": lambda: svg('<image href="https://evil.test/x.png"/>'),
    "a drawing with a page in it": lambda: svg("<foreignObject><p/></foreignObject>"),
    "a drawing of entities": lambda: b"<!DOCTYPE svg [" + b'<!ENTITY e0 "x">'
    + ENTITIES.encode() + b"]>" + svg("<text>&e29;</text>"),
    "a drawing that reads files": lambda: b'<!DOCTYPE svg [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    + svg("<text>&x;</text>"),
    "too many shapes": lambda: svg('<path d="M0 0h1"/>' * 25_000),
    "thirty megabytes": lambda: jpeg() + bytes(30_000_000),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_picture_is_refused_in_time_and_nothing_is_kept(
    site: Site, storage: Folder, name: str
) -> None:
    content = HOSTILE[name]()

    def refused() -> None:
        with pytest.raises((MediaError, PictureEmpty, PictureApple)):
            pictures.take(site, storage, content, "The picture")

    assert least(refused, SECONDS, time.perf_counter) < SECONDS
    assert not Medium.select().exists()
    assert not storage.root.exists()


def test_a_photo_is_kept_small_upright_and_without_its_facts(site: Site, storage: Folder) -> None:
    kept = pictures.take(site, storage, jpeg(4000, 3000, turned=6), "IMG.jpg")
    path = storage.find(kept.sha, kept.ext)
    assert path is not None
    assert (kept.ext, kept.width, kept.height) == ("webp", 720, 960)
    assert kept.size < 41_000
    assert not any(trace in path.read_bytes() for trace in (b"Alice", b"EXIF", b"Exif"))


def test_what_hides_behind_a_picture_is_not_kept(site: Site, storage: Folder) -> None:
    kept = pictures.take(site, storage, jpeg() + b"<script>alert(1)</script>PK\3\4", "IMG.jpg")
    path = storage.find(kept.sha, kept.ext)
    assert path is not None
    assert b"script" not in path.read_bytes()
    assert b"PK\3\4" not in path.read_bytes()


def test_the_same_picture_twice_is_kept_once(site: Site, storage: Folder) -> None:
    one, two = (pictures.take(site, storage, jpeg(), "IMG.jpg") for _ in range(2))
    assert one.sha == two.sha
    assert Medium.select().count() == 1


def test_a_picture_of_the_plant_stays_in_the_plant(site: Site, storage: Folder) -> None:
    kept = pictures.take(site, storage, jpeg(), "IMG.jpg", plant=True)
    assert storage.path(kept.sha, kept.ext, plant=True).is_file()
    assert not storage.path(kept.sha, kept.ext).is_file()
