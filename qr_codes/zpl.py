"""Labels for Zebra printers: whole pictures in ZPL, read back before they are handed out.

The printer's own QR command would draw other symbols than those that were checked.
"""

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Final

from qr_codes import bitmap
from qr_codes.checks import Progress, Unreadable, Wanted
from qr_codes.designs import Design
from qr_codes.plate import Plate
from qr_codes.printer import EXACT, Printer
from qr_codes.sheets import NoLabels
from qr_codes.stock import Stock

if TYPE_CHECKING:
    from PIL.Image import Image

SINGLE: Final = "GHIJKLMNOPQRSTUVWXY"  # one to nineteen times the next digit
SCORES: Final = "ghijklmnopqrstuvwxyz"  # twenty to four hundred times
MOST: Final = 419
WORTH: Final = 3  # a run of two is as short written out
_FIELD: Final = re.compile(r"\^GFA,(\d+),(\d+),(\d+),([^\^~]*)\^FS")
_PART: Final = re.compile(r"((?:[G-Yg-z]*[0-9A-F])*)([,!:]|$|(.))", re.DOTALL)
_RUN: Final = re.compile("([G-Yg-z]+)([0-9A-F])")
_LONG_RUN: Final = re.compile(r"(.)\1{2,}")
FILLING: Final = {",": "0", "!": "F", ":": "0"}
TURNED: Final = bytes(range(255, -1, -1))  # black is 1 in ZPL, 0 in pictures


class NotZpl(ValueError):
    """This is no picture in ZPL."""


def job(
    plates: Sequence[Plate],
    look: str | Design = "tag-100",
    paper: str | Stock = "zebra-100x50",
    *,
    printer: Printer = EXACT,
    progress: Progress | None = None,
) -> bytes:
    """Write the labels as one ZPL job, one after the other, verified from its bytes.

    `progress(done, total)` counts two steps for each label, drawn and read back. Raises
    `sheets.NoLabels`, `stock.TooBigForStock`, `checks.Unreadable`, and what `designs.draw`
    raises.
    """
    if not plates:
        raise NoLabels
    lies = bitmap.bed(look, paper, printer)
    parts: list[str] = []
    wanted: list[list[Wanted]] = []
    painted = zip(plates, bitmap.pictures(plates, lies), strict=True)
    for number, (plate, (drawn, on_it)) in enumerate(painted, 1):
        parts.append(_label(drawn, plate.spelt))
        wanted.append(on_it)
        if progress is not None:
            progress(number, 2 * len(plates))
    file = "".join(parts).encode("ascii")
    _verify(file, wanted, lies, progress)
    return file


def encode(picture: "Image") -> str:
    """Write a picture of one bit as `^GFA`, in Zebra's own short form."""
    across = (picture.width + 7) // 8
    lines = _black(picture).hex().upper()
    rows = [lines[start : start + 2 * across] for start in range(0, len(lines), 2 * across)]
    total = across * picture.height
    data = "".join(_shortened(rows))
    return f"^GFA,{total},{total},{across},{data}^FS"


def decode(job: bytes) -> "Iterator[Image]":
    """Read the pictures of a job back, each as wide as whole bytes are. Raises `NotZpl`."""
    from PIL import Image

    try:
        text = job.decode("ascii")
    except UnicodeDecodeError as error:
        raise NotZpl from error
    for field in _FIELD.finditer(text):
        total, same, across = (int(field[number]) for number in (1, 2, 3))
        digits = "".join(_lengthened(field[4], 2 * across)) if across else ""
        if total != same or not total or len(digits) != 2 * total or total % across:
            raise NotZpl(field[0][:60])
        size = (8 * across, total // across)
        yield Image.frombytes("1", size, bytes.fromhex(digits).translate(TURNED))


def _black(picture: "Image") -> bytes:
    """Return rows of whole bytes, one bit a dot, black set; what fills the last byte is white."""
    from PIL import ImageOps

    return ImageOps.invert(picture.convert("L")).convert("1").tobytes()


def _label(picture: "Image", name: str) -> str:
    head = f"^XA\n^FX {name}\n^PW{picture.width}\n^LL{picture.height}\n^LH0,0\n^FO0,0"
    return f"{head}{encode(picture)}\n^PQ1\n^XZ\n"


def _verify(
    file: bytes, wanted: list[list[Wanted]], lies: bitmap.Bed, progress: Progress | None
) -> None:
    count = 0
    for count, found in enumerate(decode(file), 1):
        if count > len(wanted):
            break
        bitmap.check(found.crop((0, 0, *lies.reach)), wanted[count - 1], lies)
        if progress is not None:
            progress(len(wanted) + count, 2 * len(wanted))
    if count != len(wanted):
        raise Unreadable("file", f"{len(wanted)} labels wanted, found another number")


def _shortened(rows: list[str]) -> Iterator[str]:
    before = ""
    for row in rows:
        yield ":" if row == before else _short(row)
        before = row


def _short(row: str) -> str:
    """One row: runs counted; nothing but white or black up to its end is one sign."""
    for digit, rest in (("0", ","), ("F", "!")):
        if row.endswith(digit * WORTH):
            return _runs(row.rstrip(digit)) + rest
    return _runs(row)


def _runs(row: str) -> str:
    return _LONG_RUN.sub(lambda run: _counted(run[1], len(run[0])), row)


@lru_cache(maxsize=4096)
def _counted(digit: str, times: int) -> str:
    most, rest = divmod(times, MOST)
    written = (_count(MOST) + digit) * most
    return written + (_count(rest) + digit if rest >= WORTH else digit * rest)


def _count(times: int) -> str:
    scores, singles = divmod(times, 20)
    return (SCORES[scores - 1] if scores else "") + (SINGLE[singles - 1] if singles else "")


def _lengthened(data: str, width: int) -> Iterator[str]:
    """Read rows of so many digits; white space between them means nothing."""
    row, before = "", "0" * width
    for part in _PART.finditer("".join(data.split())):
        if part[3]:
            raise NotZpl(part[3])
        row += _RUN.sub(lambda run: run[2] * _times(run[1]), part[1])
        whole = len(row) - len(row) % width
        for start in range(0, whole, width):
            before = row[start : start + width]
            yield before
        row = row[whole:]
        if part[2] == ":" and not row:
            yield before
        elif part[2]:
            before = row + FILLING[part[2]] * (width - len(row))
            row = ""
            yield before
    if row:
        raise NotZpl(row[-20:])


@lru_cache(maxsize=512)
def _times(letters: str) -> int:
    """Add up what letters before a digit say; none says once."""
    return (
        sum(
            SINGLE.index(one) + 1 if one in SINGLE else 20 * (SCORES.index(one) + 1)
            for one in letters
        )
        or 1
    )
