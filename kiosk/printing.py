"""Prints the labels of a plant: chooses them, has them verified, notes what was printed."""

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

from content import catalogue
from content.catalogue import Place
from content.models import Label, Site
from kiosk.settings import Settings
from qr_codes import codes, labels, plate, sheets, symbol

ENDINGS: Final = (".pdf", ".png", ".svg")
NOWHERE: Final = ("localhost", "127.0.0.1", "::1")
DEAD: Final = ("replaced", "lost", "retired")


class CantPrint(Exception):
    """These labels can't be printed as asked."""


def chosen(site: Site, wanted: tuple[str, ...], *, every: bool) -> list[Place]:
    """Return the labels asked for by code, or all in use. Raises CantPrint, codes.Mistyped."""
    if every == bool(wanted):
        message = "Name the codes to print, or --all."
        raise CantPrint(message)
    if every:
        found = list(catalogue.places(site.id))
        if not found:
            message = "There is no machine yet. First: kiosk machines import FILE"
            raise CantPrint(message)
        return found
    return [_place(codes.parse(text)) for text in wanted]


def _place(code: str) -> Place:
    place = catalogue.scan(code)
    if place is None:
        message = f"No label has the code {codes.spell(code)}."
        raise CantPrint(message)
    if place.label_state in DEAD:
        message = f"The label {codes.spell(code)} is {place.label_state}: it is not printed again."
        raise CantPrint(message)
    return place


def hold_address(site: Site, settings: Settings) -> None:
    """Keep labels to the address that the first of them carry. Raises CantPrint if it differs.

    A demonstration prints what its --host and --port say; nobody else prints a localhost, which
    would lead every phone to itself.
    """
    if not settings.demo and urlsplit(settings.labels_at).hostname in NOWHERE:
        message = (
            f"Labels would carry {settings.labels_at}, and every phone would look for that on "
            'itself. Write your address into kiosk.toml, such as label_url = "https://qr.acme.de".'
        )
        raise CantPrint(message)
    if site.label_url and site.label_url != settings.labels_at and not settings.demo:
        message = (
            f"Labels out there carry {site.label_url}, the settings say {settings.labels_at}. "
            "Write the former into label_url; the pages may move, labels stay."
        )
        raise CantPrint(message)


def lock_address(site: Site, settings: Settings) -> None:
    """Note the address of the first printed labels: from now on it stays."""
    if not site.label_url and not settings.demo:
        Site.update(label_url=settings.labels_at).where(Site.id == site.id).execute()


def plates(
    places: list[Place], settings: Settings, languages: tuple[str, ...]
) -> list[plate.Plate]:
    """Return what stands on each label; a reprint carries the very symbol of the first print."""
    masks = _masks([place.code for place in places])
    return [
        plate.Plate(
            code=place.code,
            url=symbol.address(settings.labels_at, place.code),
            name=place.machine,
            place=place.area,
            languages=languages,
            mask=masks.get(place.code),
        )
        for place in places
    ]


def _masks(wanted: list[str]) -> dict[str, int | None]:
    rows: Any = Label.select(Label.code, Label.mask).where(Label.code << wanted).tuples()
    return dict(rows)


def draw(
    drawn: list[plate.Plate], out: Path, design: str, stock: str, *, start: int,
    tell: Callable[[int, int], None],
) -> bytes:  # fmt: skip
    """Return the verified file for labels in the form that `out` ends with. Raises CantPrint."""
    ending = out.suffix.lower()
    if ending not in ENDINGS:
        message = f"{out.name}: write a name that ends with {', '.join(ENDINGS)}."
        raise CantPrint(message)
    if ending == ".pdf":
        return sheets.sheet(drawn, design, stock, start=start, progress=tell)
    if len(drawn) > 1:
        message = f"A {ending} holds one label; for {len(drawn)} write a name ending with .pdf."
        raise CantPrint(message)
    return (labels.png if ending == ".png" else labels.svg)(drawn[0], design)


def note(drawn: list[plate.Plate], design: str, stock: str) -> None:
    """Note for each label that it was printed: the day, the design, its symbol."""
    today = datetime.now(tz=UTC).date().isoformat()
    for one in drawn:
        made = one.symbol()
        facts = {"printed_on": today, "design": design, "stock": stock,
                 "version": made.version, "mask": made.mask}  # fmt: skip
        Label.update(**facts).where(Label.code == one.code).execute()
        Label.update(state="printed").where(
            (Label.code == one.code) & (Label.state == "reserved")
        ).execute()


def write(out: Path, file: bytes) -> None:
    """Write a file whole or not at all. Raises OSError."""
    draft = out.with_name(f".{out.name}.part")
    try:
        draft.write_bytes(file)
        draft.replace(out)
    finally:
        draft.unlink(missing_ok=True)
