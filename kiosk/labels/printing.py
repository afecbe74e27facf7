"""Prints the labels of a plant: chooses them, has them verified, notes what was printed."""

import io
import re
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from peewee import chunked

from content import catalogue, label_life
from content.catalogue import Place
from content.errors import ContentError
from content.label_life import Print
from content.models import Label, Site
from kiosk.labels import logos
from kiosk.settings import Settings
from qr_codes import bitmap, codes, labels, plate, sheets, symbol, tags, zpl
from qr_codes import stock as stocks
from qr_codes.logo import Logo
from qr_codes.printer import EXACT, Printer
from qr_codes.stock import Stock

ENDINGS: Final = (".pdf", ".png", ".svg", ".zpl", ".zip", ".csv")
USUAL: Final = "a6"
NOWHERE: Final = ("localhost", "127.0.0.1", "::1")


class CantPrint(ContentError):
    """These labels can't be printed as asked."""


class NoneNamed(CantPrint):
    """Name the codes to print, or --all."""


class NoMachines(CantPrint):
    """There is no machine yet. First: kiosk machines import FILE."""


class NotIssued(CantPrint):
    """No label has the code {code}."""


class Replaced(CantPrint):
    """The label {code} is replaced: it is not printed again."""


class Lost(CantPrint):
    """The label {code} is lost: it is not printed again."""


class Retired(CantPrint):
    """The label {code} is retired: it is not printed again."""


class Nowhere(CantPrint):
    """Labels would carry {address}, and every phone would look for that on itself.

    Write your addresses into kiosk.toml, such as base_url = "https://learn.acme.de" and
    label_url = "https://qr.acme.de".
    """


class Held(CantPrint):
    """Labels out there carry {printed}, the settings say {address}.

    Write the former into label_url; the pages may move, labels stay.
    """


class OtherForm(CantPrint):
    """{name}: write a name that ends with {endings}."""


class OneOnly(CantPrint):
    """A {ending} holds one label; for {count} write a name ending with .pdf."""


class NoneThere(CantPrint):
    """No machine with a label stands in {area}. Areas are listed by: kiosk machines list."""


class OtherSymbol(CantPrint):
    """{code} would be drawn as another symbol than the one out there. Give it a new code."""


DEAD: Final[dict[str, type[CantPrint]]] = {"replaced": Replaced, "lost": Lost, "retired": Retired}


def chosen(site: Site, wanted: tuple[str, ...], *, every: bool) -> list[Place]:
    """Return the labels asked for by code, or all in use. Raises CantPrint, codes.Mistyped."""
    if every == bool(wanted):
        raise NoneNamed
    if every:
        found = list(catalogue.places(site.id))
        if not found:
            raise NoMachines
        return found
    return [_place(codes.parse(text)) for text in wanted]


def _place(code: str) -> Place:
    place = catalogue.scan(code)
    if place is None:
        raise NotIssued(code=codes.spell(code))
    if place.label_state in DEAD:
        raise DEAD[place.label_state](code=codes.spell(code))
    return place


def hold_address(site: Site, settings: Settings) -> None:
    """Keep labels to the address that the first of them carry. Raises CantPrint if it differs.

    A demonstration prints what its --host and --port say; nobody else prints a localhost, which
    would lead every phone to itself.
    """
    if settings.demo:
        return
    if urlsplit(settings.labels_at).hostname in NOWHERE:
        raise Nowhere(address=settings.labels_at)
    if site.label_url and site.label_url != settings.labels_at:
        raise Held(printed=site.label_url, address=settings.labels_at)


def lock_address(site: Site, settings: Settings) -> None:
    """Note the address of the first printed labels: from now on it stays."""
    if not site.label_url and not settings.demo:
        Site.update(label_url=settings.labels_at).where(Site.id == site.id).execute()


def plates(
    places: list[Place], settings: Settings, languages: tuple[str, ...], logo: Logo | None = None
) -> list[plate.Plate]:
    """Return what stands on each label; a reprint carries the very symbol of the first print.

    `logo` stands beside it for this print, else the one that the plant keeps. Raises OtherSymbol
    where the symbol cannot be drawn any more, and logo.BadLogo.
    """
    before = _before([place.code for place in places])
    kept = {site: logo or logos.of(settings, site) for site in {one.site.id for one in places}}
    return [
        _plate(place, settings, languages, before.get(place.code), kept[place.site.id])
        for place in places
    ]


def _plate(
    place: Place, settings: Settings, languages: tuple[str, ...], before: Label | None,
    logo: Logo | None,
) -> plate.Plate:  # fmt: skip
    made = plate.Plate(
        code=place.code,
        url=symbol.address(settings.labels_at, place.code),
        name=place.machine,
        place=place.area,
        languages=languages,
        mask=before.mask if before else None,
        logo=logo,
    )
    if before is not None and before.said_url == settings.labels_at:
        now = made.symbol()
        if (now.version, now.level) != (before.version, before.level):
            raise OtherSymbol(code=codes.spell(place.code))
    return made if made.mask is not None else replace(made, mask=made.symbol().mask)


def _before(wanted: list[str]) -> dict[str, Label]:
    found: dict[str, Label] = {}
    for batch in chunked(wanted, 500):
        found |= {row.code: row for row in Label.select().where(Label.code << list(batch))}
    return found


def draw(
    drawn: list[plate.Plate], out: Path, design: str, stock: str | Stock, *, start: int,
    tell: Callable[[int, int], None], printer: Printer = EXACT,
) -> bytes:  # fmt: skip
    """Return the verified file for labels in the form that `out` ends with. Raises CantPrint."""
    ending = out.suffix.lower()
    if ending not in ENDINGS:
        raise OtherForm(name=out.name, endings=", ".join(ENDINGS))
    if ending == ".pdf":
        return sheets.sheet(drawn, design, stock, start=start, printer=printer, progress=tell)
    if ending == ".zpl":
        return zpl.job(drawn, design, stock, printer=printer, progress=tell)
    if ending == ".zip":
        return _pictures(drawn, design, stock, printer, tell)
    if ending == ".csv":
        return tags.table(drawn)
    return _one(drawn, ending, design, stock, printer)


def _one(
    drawn: list[plate.Plate], ending: str, design: str, stock: str | Stock, printer: Printer
) -> bytes:
    if len(drawn) > 1:
        raise OneOnly(ending=ending, count=len(drawn))
    if ending == ".svg":
        return labels.svg(drawn[0], design)
    return _picture(drawn[0], design, stock, printer)


def _picture(one: plate.Plate, design: str, stock: str | Stock, printer: Printer) -> bytes:
    """Return a label as the dots of a label printer, or as a picture of its own."""
    if _paper(stock).kind != "office":
        return bitmap.png(one, design, stock, printer)
    return labels.png(one, design, dpi=printer.dpi)


def is_printed(out: Path) -> bool:
    """Whether a file of this name goes to a printer; a list for tag writers does not."""
    return out.suffix.lower() != ".csv"


def stock_of(out: Path, stock: Stock) -> str:
    """Name the paper of a file, nothing for the picture of a single sign."""
    alone = out.suffix.lower() in {".png", ".svg"} and stock.kind == "office"
    return "" if alone else stock.name


def at(places: list[Place], area: str) -> list[Place]:
    """Return the labels whose machines stand in an area or below it. Raises NoneThere."""
    wanted = " ".join(area.split()).casefold()
    found = [place for place in places if not wanted or wanted in _levels(place.area)]
    if not found:
        raise NoneThere(area=area)
    return found


def _levels(area: str) -> list[str]:
    """Every way to write where something stands: Hall 2; Line 4; Hall 2 / Line 4."""
    parts = [" ".join(part.split()).casefold() for part in re.split("[/,]", area)]
    return [*parts, ", ".join(parts), " / ".join(parts)]


def usual(stock: str | Stock) -> str:
    """Return the design that one takes on this paper: the A6 sign, else what it is meant for."""
    can = stocks.fitting(_paper(stock))
    return USUAL if USUAL in can or not can else can[0]


def _paper(stock: str | Stock) -> Stock:
    return stocks.stock(stock) if isinstance(stock, str) else stock


def _pictures(
    drawn: list[plate.Plate], design: str, stock: str | Stock, printer: Printer,
    tell: Callable[[int, int], None],
) -> bytes:  # fmt: skip
    """Return an archive with one picture of printer's dots a label, named by its code."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        made = zip(drawn, bitmap.pngs(drawn, design, stock, printer), strict=True)
        for number, (one, picture) in enumerate(made, 1):
            member = zipfile.ZipInfo(f"{one.spelt}.png")  # always of 1980: the same bytes
            archive.writestr(member, picture)
            tell(2 * number, 2 * len(drawn))
    return out.getvalue()


def note(drawn: list[plate.Plate], design: str, stock: str, settings: Settings) -> None:
    """Note for each label that it was printed: the day, the design, its symbol, what it says.

    Raises content.errors.BlanksPrinted where somebody printed one of the blanks meanwhile.
    """
    today = datetime.now(tz=UTC).date().isoformat()
    prints = []
    for one in drawn:
        made = one.symbol()
        prints.append(
            Print(one.code, one.name, one.place, settings.labels_at, made.version, made.level,
                  made.mask)
        )  # fmt: skip
    label_life.note_print(prints, today, design=design, stock=stock)


def write(out: Path, file: bytes) -> None:
    """Write a file whole or not at all. Raises OSError."""
    draft = out.with_name(f".{out.name}.part")
    try:
        draft.write_bytes(file)
        draft.replace(out)
    except OSError as error:
        error.filename = str(out)
        raise
    finally:
        draft.unlink(missing_ok=True)
