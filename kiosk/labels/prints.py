"""Printed sheets on their way: what was ordered, the verified PDF, and a picture of its first page.

They lie in `<data>/prints` for a day and name no person. A short order is made at once, a long
one by the worker.
"""

import json
import re
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

import peewee

from content import catalogue
from content.catalogue import Place
from content.columns import new_id
from content.models import Site
from kiosk import jobs
from kiosk.labels import printing, stationery
from kiosk.labels.printing import CantPrint
from kiosk.settings import Settings
from qr_codes import checks, codes, designs, sheets
from qr_codes import stock as stocks
from qr_codes.plate import Plate

FOLDER: Final = "prints"
AT_ONCE: Final = 40  # labels that are drawn and read back within a few seconds
NUMBER: Final = re.compile(r"[0-9a-z]{12}")
PREVIEW: Final = 1.4  # dots for each point of the page
DAY: Final = 24 * 3600
OTHERS: Final = {"zebra": ("zpl",), "brother": ("zip",)}
"""What printers of labels take besides a PDF."""

Tell = Callable[[float], None]


class Unfit(CantPrint):
    """It could not be printed so: {reason}."""


class Nothing(CantPrint):
    """Choose at least one label."""


class NoLabel(CantPrint):
    """There is no label to print: none of these hangs on a machine of this plant."""


class NoCell(CantPrint):
    """The sheet has no cell {start}: it has {cells}. Count them row by row, from 1."""


class TooBig(CantPrint):
    """A label of this form is bigger than a cell of this paper. Choose another paper."""


class TooFine(CantPrint):
    """On so small a label the code of this address gets too fine. Choose a bigger one."""


class NotRead(CantPrint):
    """{code} could not be read back from the finished page. Choose another form or printer."""


@dataclass(frozen=True, slots=True)
class Order:
    """What is to be printed, for which plant."""

    site: str
    codes: tuple[str, ...]
    design: str
    stock: str
    start: int
    languages: tuple[str, ...]
    printer: str = ""


def lay(settings: Settings, order: Order) -> str:
    """Keep an order and return its number. Raises Nothing."""
    if not order.codes:
        raise Nothing
    folder = settings.data / FOLDER
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    number = new_id()
    printing.write(folder / f"{number}.json", json.dumps(asdict(order)).encode())
    return number


def order(settings: Settings, number: str) -> Order | None:
    """Return what was ordered under this number, or None."""
    if not NUMBER.fullmatch(number):
        return None
    try:
        told: dict[str, Any] = json.loads(_path(settings, number, "json").read_text())
    except FileNotFoundError:
        return None
    told["codes"], told["languages"] = tuple(told["codes"]), tuple(told["languages"])
    return Order(**told)


def under_way(settings: Settings) -> set[str]:
    """Return the labels that the worker is about to print."""
    waiting = (jobs.Job.kind == "labels") & (jobs.Job.state != "failed")
    found = (order(settings, job.subject) for job in jobs.Job.select().where(waiting))
    return {code for one in found if one is not None for code in one.codes}


def made(settings: Settings, number: str, ending: str = "pdf") -> Path | None:
    """Return the finished file, or None."""
    path = _path(settings, number, ending)
    return path if path.exists() else None


def _path(settings: Settings, number: str, ending: str) -> Path:
    return settings.data / FOLDER / f"{number}.{ending}"


def make(
    settings: Settings, database: peewee.Database, number: str, tell: Tell | None = None
) -> None:
    """Draw what was ordered, read every label back, note that it is printed, keep the file.

    All of it or nothing. Raises CantPrint and content.errors.BlanksPrinted. Done twice it is done
    once.
    """
    wanted = order(settings, number)
    if wanted is None or made(settings, number):
        return
    site = Site.get_by_id(wanted.site)
    printing.hold_address(site, settings)
    places = [place for code in wanted.codes if (place := _place(wanted.site, code))]
    try:
        drawn = printing.plates(places, settings, wanted.languages)
        files = {ending: _drawn(settings, wanted, ending, drawn, tell)
                 for ending in ("pdf", *more(settings, wanted))}  # fmt: skip
    except (ValueError, checks.Unreadable) as error:
        raise _refusal(settings, wanted, error) from error
    with database.atomic():
        printing.lock_address(site, settings)
        printing.note(drawn, wanted.design, wanted.stock, settings)
        files |= {"png": picture(files["pdf"])}
        for ending in sorted(files, reverse=True):
            printing.write(_path(settings, number, ending), files[ending])


def more(settings: Settings, wanted: Order) -> tuple[str, ...]:
    """Return the endings of the other files that the printer of this paper takes."""
    return OTHERS.get(stationery.stock(settings, wanted.stock).kind, ())


def _drawn(
    settings: Settings, wanted: Order, ending: str, drawn: list[Plate], tell: Tell | None
) -> bytes:
    return printing.draw(
        drawn, Path(f"labels.{ending}"), wanted.design,
        stationery.stock(settings, wanted.stock), start=wanted.start,
        printer=stationery.printer(settings, wanted.printer),
        tell=lambda done, total: tell(done / total) if tell and ending == "pdf" else None,
    )  # fmt: skip


def _place(site: str, code: str) -> Place | None:
    """Return where a label of this plant hangs. Raises CantPrint for one out of use."""
    place = catalogue.scan(code)
    if place is None or place.site.id != site:
        return None
    if place.label_state in printing.DEAD:
        raise printing.DEAD[place.label_state](code=codes.spell(place.code))
    return place


def _refusal(settings: Settings, wanted: Order, error: Exception) -> CantPrint:
    """Return what speaks against a print, to be said in the reader's language."""
    if isinstance(error, sheets.NoLabels):
        return NoLabel()
    if isinstance(error, sheets.BadStart):
        paper = stationery.stock(settings, wanted.stock)
        cells = len(stocks.places(paper, designs.design(wanted.design)))
        return NoCell(start=wanted.start, cells=cells)
    if isinstance(error, stocks.TooBigForStock):
        return TooBig()
    if isinstance(error, designs.TooFine):
        return TooFine()
    if isinstance(error, checks.Unreadable):
        return NotRead(code=error.label)
    return Unfit(reason=_reason(error))


def _reason(error: Exception) -> str:
    words = " ".join((type(error).__doc__ or "").split()).rstrip(".")
    return f"{words} ({error})" if str(error) else words


def picture(pdf: bytes) -> bytes:
    """Return the first page of a PDF as PNG."""
    from io import BytesIO

    from qr_codes import raster

    out = BytesIO()
    raster.first(pdf, 72 * PREVIEW).quantize(64).save(out, "PNG", optimize=True)
    return out.getvalue()


def sweep(settings: Settings) -> None:
    """Delete sheets of yesterday: whoever printed them has them."""
    for path in (settings.data / FOLDER).glob("*"):
        if time.time() - path.stat().st_mtime > DAY:
            path.unlink(missing_ok=True)
