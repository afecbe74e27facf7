"""Prints the labels of a plant: chooses them, has them verified, notes what was printed."""

from collections.abc import Callable
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
from kiosk.settings import Settings
from qr_codes import codes, labels, plate, sheets, symbol

ENDINGS: Final = (".pdf", ".png", ".svg")
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

    Write your address into kiosk.toml, such as label_url = "https://qr.acme.de".
    """


class Held(CantPrint):
    """Labels out there carry {printed}, the settings say {address}.

    Write the former into label_url; the pages may move, labels stay.
    """


class OtherForm(CantPrint):
    """{name}: write a name that ends with {endings}."""


class OneOnly(CantPrint):
    """A {ending} holds one label; for {count} write a name ending with .pdf."""


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
    places: list[Place], settings: Settings, languages: tuple[str, ...]
) -> list[plate.Plate]:
    """Return what stands on each label; a reprint carries the very symbol of the first print.

    Raises OtherSymbol where that cannot be drawn any more.
    """
    before = _before([place.code for place in places])
    return [_plate(place, settings, languages, before.get(place.code)) for place in places]


def _plate(
    place: Place, settings: Settings, languages: tuple[str, ...], before: Label | None
) -> plate.Plate:
    made = plate.Plate(
        code=place.code,
        url=symbol.address(settings.labels_at, place.code),
        name=place.machine,
        place=place.area,
        languages=languages,
        mask=before.mask if before else None,
    )
    if before is not None and before.said_url == settings.labels_at:
        now = made.symbol()
        if (now.version, now.level) != (before.version, before.level):
            raise OtherSymbol(code=codes.spell(place.code))
    return made


def _before(wanted: list[str]) -> dict[str, Label]:
    found: dict[str, Label] = {}
    for batch in chunked(wanted, 500):
        found |= {row.code: row for row in Label.select().where(Label.code << list(batch))}
    return found


def draw(
    drawn: list[plate.Plate], out: Path, design: str, stock: str, *, start: int,
    tell: Callable[[int, int], None],
) -> bytes:  # fmt: skip
    """Return the verified file for labels in the form that `out` ends with. Raises CantPrint."""
    ending = out.suffix.lower()
    if ending not in ENDINGS:
        raise OtherForm(name=out.name, endings=", ".join(ENDINGS))
    if ending == ".pdf":
        return sheets.sheet(drawn, design, stock, start=start, progress=tell)
    if len(drawn) > 1:
        raise OneOnly(ending=ending, count=len(drawn))
    return (labels.png if ending == ".png" else labels.svg)(drawn[0], design)


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
    finally:
        draft.unlink(missing_ok=True)
