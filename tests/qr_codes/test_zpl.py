"""What a Zebra printer is sent is the picture that was checked."""

import re
from itertools import pairwise

import pytest
import zxingcpp
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image, ImageOps
from pyzbar import pyzbar

from qr_codes import bitmap, zpl
from qr_codes.checks import Unreadable
from qr_codes.plate import Plate
from qr_codes.printer import Printer
from qr_codes.sheets import NoLabels


@st.composite
def pictures(draw: st.DrawFn) -> Image.Image:
    """Pictures with long runs, equal rows, and widths that fill no byte."""
    width, rows = draw(st.integers(1, 70)), draw(st.integers(1, 12))
    row = st.sampled_from([0, 2**width - 1]) | st.integers(0, 2**width - 1)
    lines = draw(st.lists(row, min_size=rows, max_size=rows))
    repeat = draw(st.sampled_from([1, 30]))
    picture = Image.new("1", (width * repeat, rows))
    bits = [bit for line in lines for bit in f"{line:0{width}b}" for _ in range(repeat)]
    picture.putdata([255 * (bit == "1") for bit in bits])
    return picture


def as_the_printer_reads(job: str) -> list[str]:
    """Rows of bits as the programming guide describes them, written a second time."""
    field = re.search(r"\^GFA,(\d+),(\d+),(\d+),(.*)\^FS", job)
    assert field is not None
    width, data = 2 * int(field[3]), field[4]
    rows: list[str] = []
    row, count = "", 0
    for sign in data:
        if "G" <= sign <= "Y":
            count += ord(sign) - ord("F")
        elif "g" <= sign <= "z":
            count += 20 * (ord(sign) - ord("f"))
        elif sign == ":":
            rows.append(rows[-1])
        else:
            filling = {",": "0", "!": "F"}.get(sign)
            row += filling * (width - len(row)) if filling else sign * max(1, count)
            count = 0
            if len(row) == width:
                rows.append(row)
                row = ""
    assert len(rows) * width == 2 * int(field[1]) == 2 * int(field[2])
    return ["".join(f"{int(digit, 16):04b}" for digit in one) for one in rows]


@given(pictures())
@settings(deadline=None)
def test_a_picture_comes_back_as_it_was_sent(picture: Image.Image) -> None:
    written = zpl.encode(picture)
    (back,) = zpl.decode(written.encode())
    assert back.crop((0, 0, *picture.size)).tobytes() == picture.tobytes()
    rows = as_the_printer_reads(written)
    levels = list(picture.convert("L").tobytes())
    for number, row in enumerate(rows):
        line = levels[number * picture.width : (number + 1) * picture.width]
        assert row[: picture.width] == "".join("0" if level else "1" for level in line)
        assert set(row[picture.width :]) <= {"0"}


@pytest.mark.parametrize(
    ("times", "letters"), [(1, "G"), (19, "Y"), (20, "g"), (39, "gY"), (327, "vM"), (419, "zY")]
)
def test_runs_are_counted_as_the_guide_counts(times: int, letters: str) -> None:
    assert zpl._count(times) == letters
    assert zpl._times(letters) == times


@pytest.mark.parametrize("dpi", [203, 300])
@pytest.mark.parametrize(("look", "paper"), [("strip-99", "zebra-100x50"), ("tag-30", "tag-30")])
def test_every_label_of_a_job_is_read_by_two_decoders(
    hall: list[Plate], look: str, paper: str, dpi: int
) -> None:
    job = zpl.job(hall[:3], look, paper, printer=Printer(dpi=dpi))
    assert job.count(b"^XA") == job.count(b"^XZ") == 3
    for plate, picture in zip(hall, zpl.decode(job), strict=False):
        grey = ImageOps.expand(picture.convert("L"), 40, 255)
        assert {found.text for found in zxingcpp.read_barcodes(grey)} == {plate.url}
        assert {found.data.decode() for found in pyzbar.decode(grey)} == {plate.url}


def test_a_job_says_how_large_its_labels_are(lathe: Plate) -> None:
    job = zpl.job([lathe], "strip-99", printer=Printer(dpi=203)).decode()
    assert "^PW799\n^LL400\n" in job
    assert "^FX K7Q-2MX\n" in job
    assert job.count("^") == len(re.findall(r"\^[A-Z]{2}", job))
    assert len(job) < 20_000


def test_progress_of_a_job_goes_on_to_its_end(hall: list[Plate]) -> None:
    told: list[tuple[int, int]] = []
    zpl.job(hall[:4], "tag-30", "tag-30", progress=lambda *step: told.append(step))
    assert [done for done, _ in told] == list(range(1, 9))
    assert all(b[0] > a[0] for a, b in pairwise(told))


def test_a_job_in_which_a_label_is_missing_or_another_is_not_handed_out(hall: list[Plate]) -> None:
    lies = bitmap.bed("tag-30", "tag-30")
    drawn = list(bitmap.pictures(hall[:2], lies))
    labels = [zpl._label(picture, "") for picture, _ in drawn]
    wanted = [on_it for _, on_it in drawn]
    zpl._verify("".join(labels).encode(), wanted, lies, None)
    for wrong in (labels[:1], labels * 2, labels[::-1], []):
        with pytest.raises(Unreadable):
            zpl._verify("".join(wrong).encode(), wanted, lies, None)


@pytest.mark.parametrize(
    "job",
    ["^GFA,8,8,1,FF^FS", "^GFA,1,1,1,QQ^FS", "^GFA,2,1,1,FF^FS", "^GFA,1,1,1,F*^FS",
     "^GFA,0,0,0,^FS", "^GFA,1,1,1,FFF^FS", "ü"],
)  # fmt: skip
def test_what_is_no_picture_is_refused(job: str) -> None:
    with pytest.raises(zpl.NotZpl):
        list(zpl.decode(job.encode()))


def test_nothing_to_print_is_said() -> None:
    with pytest.raises(NoLabels):
        zpl.job([])
