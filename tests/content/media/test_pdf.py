"""Pages of a PDF become pictures and words; whatever is hostile in it ends in a sentence, soon."""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from typing import TYPE_CHECKING
from zlib import compress, compressobj

import pytest
from fpdf import FPDF
from PIL import Image

from content.media import errors, pdf
from tests.cost import least

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

HEAD = b"%PDF-1.7\n"


def lesson(path: Path, pages: int = 3, password: str = "") -> Path:
    """Write an old one-point lesson."""
    document = FPDF(orientation="landscape")
    document.set_font("helvetica", size=24)
    for number in range(1, pages + 1):
        document.add_page()
        document.cell(text=f"Step {number}: clear the chips.")
        document.set_fill_color(138, 28, 18)
        document.rect(100, 60, 120, 80, style="F")
    if password:
        document.set_encryption(owner_password=password, user_password=password)
    document.output(str(path))
    return path


def raw(path: Path, *objects: bytes) -> Path:
    """Write a PDF of these objects, numbered from 1, the first one its catalogue."""
    out, places = bytearray(HEAD), []
    for number, body in enumerate(objects, 1):
        places.append(len(out))
        out += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objects) + 1)
    out += b"".join(b"%010d 00000 n \n" % place for place in places)
    out += b"trailer << /Size %d /Root 1 0 R >>\nstartxref\n%d\n%%%%EOF" % (len(objects) + 1, start)
    path.write_bytes(bytes(out))
    return path


def stream(content: bytes, more: bytes = b"") -> bytes:
    """Return a stream, packed once."""
    packed = compress(content, 9)
    head = b"<< /Length %d /Filter /FlateDecode %s >>" % (len(packed), more)
    return head + b"\nstream\n" + packed + b"\nendstream"


def page_of(
    path: Path, content: bytes, *more: bytes, resources: bytes = b"", side: int = 500
) -> Path:
    """Write a PDF of one page with this content."""
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 %d %d] /Contents 4 0 R /Resources << %s >> >>"
    )
    return raw(
        path, b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        page % (side, side, resources), stream(content), *more,
    )  # fmt: skip


def nested(path: Path) -> Path:
    """A form that draws ten of the next, eight levels deep: a hundred million rectangles."""
    forms = []
    for level in range(8):
        inner = b"/F Do " * 10 if level < 7 else b"0 0 9 9 re f " * 10
        link = b"/Resources << /XObject << /F %d 0 R >> >>" % (6 + level) if level < 7 else b""
        forms.append(stream(inner, b"/Type /XObject /Subtype /Form /BBox [0 0 500 500] " + link))
    return page_of(path, b"/F Do " * 10, *forms, resources=b"/XObject << /F 5 0 R >>")


def paths(path: Path) -> Path:
    """Five million curves, in a file of a few kilobytes."""
    return page_of(path, b"0 0 m 1 499 499 1 250 250 c S\n" * 5_000_000)


def zeros(path: Path) -> Path:
    """A thousand million zeros for a page, packed twice: two kilobytes."""
    packer = compressobj(9)
    packed = b"".join(packer.compress(bytes(10_000_000)) for _ in range(100)) + packer.flush()
    body = compress(packed, 9)
    head = b"<< /Length %d /Filter [/FlateDecode /FlateDecode] >>" % len(body)
    return raw(
        path, b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [3 0 R] /Count 1 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 500] /Contents 4 0 R >>",
        head + b"\nstream\n" + body + b"\nendstream",
    )  # fmt: skip


def picture_bomb(path: Path) -> Path:
    """A picture of 30,000 by 30,000 pixels, all zeros."""
    image = stream(
        bytes(50_000_000),
        b"/Type /XObject /Subtype /Image /Width 30000 /Height 30000 /ColorSpace /DeviceRGB"
        b" /BitsPerComponent 8",
    )
    return page_of(path, b"500 0 0 500 0 0 cm /I Do", image, resources=b"/XObject << /I 5 0 R >>")


def many(path: Path) -> Path:
    """Five thousand pages, all of them the same one."""
    kids = b"3 0 R " * 5000
    return raw(
        path, b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [" + kids + b"] /Count 5000 >>",
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 500] >>",
    )  # fmt: skip


def circle(path: Path) -> Path:
    """A tree of pages that is its own child."""
    return raw(
        path, b"<< /Type /Catalog /Pages 2 0 R >>", b"<< /Type /Pages /Kids [2 0 R] /Count 1 >>"
    )


def cut(path: Path) -> Path:
    """A lesson whose second half is missing."""
    content = lesson(path).read_bytes()
    path.write_bytes(content[: len(content) // 3])
    return path


def swollen(path: Path) -> None:
    """A file of 70 MB that holds nothing."""
    with path.open("wb") as file:
        file.write(HEAD)
        file.truncate(70_000_000)


HOSTILE: dict[str, Callable[[Path], object]] = {
    "empty": lambda path: path.write_bytes(b""),
    "text": lambda path: path.write_text("Just words."),
    "head-only": lambda path: path.write_bytes(HEAD),
    "noise": lambda path: path.write_bytes(HEAD + bytes(range(256)) * 400),
    "locked": lambda path: lesson(path, password="secret"),  # noqa: S106
    "cut-off": cut,
    "many-pages": many,
    "own-child": circle,
    "nested-forms": nested,
    "curves": paths,
    "too-large": swollen,
}


def test_pages_become_pictures_with_their_words(tmp_path: Path) -> None:
    pages = pdf.look(lesson(tmp_path / "a.pdf"), tmp_path / "small")
    assert [page.number for page in pages] == [1, 2, 3]
    assert pages[1].text == "Step 2: clear the chips."
    with Image.open(pages[0].picture) as picture:
        assert max(picture.size) == pdf.THUMB
        red = picture.getpixel((picture.width // 2, picture.height // 2))
    assert isinstance(red, tuple)
    assert red[0] > 120 > red[1]


def test_chosen_pages_are_drawn_large_in_the_order_asked_for(tmp_path: Path) -> None:
    pages = pdf.draw(lesson(tmp_path / "a.pdf"), tmp_path / "large", [3, 1])
    assert [page.number for page in pages] == [3, 1]
    with Image.open(pages[0].picture) as picture:
        assert max(picture.size) == pdf.FULL


def of_all() -> float:
    """Return the seconds that this process and its children worked."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_pdf_is_refused_in_a_sentence_within_two_seconds(
    tmp_path: Path, name: str
) -> None:
    source = tmp_path / f"{name}.pdf"
    HOSTILE[name](source)

    def refused() -> None:
        with pytest.raises(errors.MediaError) as told:
            pdf.look(source, tmp_path / "small")
        assert str(told.value).endswith(".")

    assert least(refused, 2.3, of_all) <= 2.3


def test_a_locked_pdf_says_that_it_is_locked(tmp_path: Path) -> None:
    with pytest.raises(errors.PdfLocked):
        pdf.look(lesson(tmp_path / "a.pdf", password="secret"), tmp_path / "small")  # noqa: S106


def test_too_many_pages_are_counted_in_the_sentence(tmp_path: Path) -> None:
    with pytest.raises(errors.PdfTooLong, match=r"5000 pages; at most 60"):
        pdf.look(many(tmp_path / "a.pdf"), tmp_path / "small")


GREEDY: dict[str, Callable[[Path], object]] = {
    "curves": paths,
    "picture": picture_bomb,
    "zeros": zeros,
}
WEIGH = """
import resource, sys
from pathlib import Path
from content.media import errors, pdf
from tests.cost import least
for work in (lambda: pdf.look(Path(sys.argv[1]), Path(sys.argv[2])),
             lambda: pdf.draw(Path(sys.argv[1]), Path(sys.argv[2]), [1])):
    try:
        work()
    except errors.PdfTooHeavy:
        pass
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


@pytest.mark.parametrize(
    "name",
    ["curves", *(pytest.param(one, marks=pytest.mark.thorough) for one in ("picture", "zeros"))],
)
def test_no_pdf_takes_more_than_300_mb(tmp_path: Path, name: str) -> None:
    source = tmp_path / "a.pdf"
    GREEDY[name](source)
    told = subprocess.run(
        [sys.executable, "-c", WEIGH, str(source), str(tmp_path / "out")], capture_output=True,
        check=True, timeout=60,
    )  # fmt: skip
    assert int(told.stdout) * 1024 < 300_000_000


def test_pages_before_one_that_takes_too_long_are_kept(tmp_path: Path) -> None:
    page = (
        b"<< /Type /Page /Parent 2 0 R /MediaBox [0 0 500 500] /Contents %d 0 R /Resources << >> >>"
    )
    source = raw(
        tmp_path / "a.pdf", b"<< /Type /Catalog /Pages 2 0 R >>",
        b"<< /Type /Pages /Kids [3 0 R 5 0 R] /Count 2 >>",
        page % 4, stream(b"0 0 99 99 re f"), page % 6,
        stream(b"0 0 m 1 499 499 1 250 250 c S\n" * 5_000_000),
    )  # fmt: skip
    assert [one.number for one in pdf.look(source, tmp_path / "small")] == [1]
