"""The commands that print: labels, the wall chart of an area, the poster of the guest wifi."""

import time
from pathlib import Path
from typing import Any

import click

from kiosk.cli.plant import opened, pdf_option, progress, several, with_data
from kiosk.settings import Settings

languages_option = click.option(
    "--languages", default="", metavar="de,tr", help="One or two languages."
)


@click.command()
@click.argument("wanted", metavar="[CODE]...", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every machine's label, in order.")
@click.option(
    "--design", default="", help="What a label looks like (default: a6, or what the paper is for)."
)
@click.option(
    "--stock", default="a4", show_default=True, help="The paper it goes on: kiosk stock list."
)
@click.option("--start", default=1, show_default=True, help="First free cell of a used sheet.")
@click.option(
    "--printer", "named", default="", metavar="NAME", help="A measured printer: kiosk printer list."
)
@click.option(
    "--dpi",
    type=click.Choice(["203", "300", "600", "1200"]),
    help="Dots an inch, where it is not measured.",
)
@languages_option
@click.option("--logo", type=click.Path(path_type=Path, exists=True, dir_okay=False),
              help="Another logo than the plant's, for this print: PNG, JPEG or SVG.")  # fmt: skip
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False),
              help="File to write: .pdf; .zpl for Zebra; .zip of pictures for Brother; .csv for "
                   "NFC tags; .png or .svg for one label.")  # fmt: skip
@with_data
def labels(
    settings: Settings, wanted: tuple[str, ...], out: Path, *, every: bool, **asked: Any
) -> None:
    """Print labels. Every one is decoded from the finished file before you get it.

    \b
    Examples:
      kiosk labels print --all --out labels.pdf
      kiosk labels D4H-7KW --out sign.png      the word print may be left out
      kiosk labels --all --stock l7160 --start 4 --printer office --out sheet.pdf
      kiosk labels --all --stock zebra-100x50 --dpi 203 --out zebra.zpl
      kiosk labels --all --logo acme.svg --out labels.pdf
    """
    from kiosk.labels import logos, printing, stationery

    began = time.monotonic()
    with opened(settings) as plant:
        site = plant.site()
        places = printing.chosen(site, wanted, every=every)
        printing.hold_address(site, settings)
        paper = stationery.stock(settings, asked["stock"])
        design = asked["design"] or printing.usual(paper)
        languages = spoken(asked["languages"], site.language)
        logo = logos.made(logos.sent(asked["logo"])) if asked["logo"] else None
        drawn = printing.plates(places, settings, languages, logo)
        with progress(2 * len(drawn), "Drawn and read back") as bar:
            file = printing.draw(
                drawn, out, design, paper, start=asked["start"],
                printer=_printer(settings, asked["named"], asked["dpi"]),
                tell=lambda done, _: bar(done),
            )  # fmt: skip
        with plant.database.atomic():
            printing.lock_address(site, settings)
            if printing.is_printed(out):
                printing.note(drawn, design, printing.stock_of(out, paper), settings)
            printing.write(out, file)
        warn(settings, site)
    click.echo(_told(drawn, out, time.monotonic() - began))


@click.command()
@click.argument("area", required=False)
@click.option("--size", default="a4", show_default=True, type=click.Choice(["a4", "a3"]))
@languages_option
@pdf_option
@with_data
def chart(settings: Settings, area: str | None, size: str, languages: str, out: Path) -> None:
    """Print a wall chart for the learning room: all machines of an area, each to be scanned.

    AREA is an area as the machine list writes it; without one the chart shows the whole plant.

    \b
    Example:
      kiosk chart "Hall 2" --size a3 --out hall-2.pdf
    """
    from kiosk.labels import printing
    from qr_codes import wall_chart

    with opened(settings) as plant:
        site = plant.site()
        places = printing.at(printing.chosen(site, (), every=True), area or "")
        printing.hold_address(site, settings)
        drawn = printing.plates(places, settings, spoken(languages, site.language))
        with progress(2 * len(drawn), "Drawn and read back") as bar:
            file = wall_chart.chart(
                area or site.name, drawn, size, progress=lambda done, _: bar(done)
            )
        with plant.database.atomic():
            printing.lock_address(site, settings)
            printing.write(out, file)
    click.echo(f"{several(len(drawn), 'machine')} in {out}, each decoded. Print at 100 %.")


@click.command()
@click.argument("name")
@click.option("--password", prompt=True, hide_input=True, default="", show_default=False,
              help="Asked for if you leave it out, so that no history keeps it.")  # fmt: skip
@click.option("--hidden", is_flag=True, help="The network does not show its name.")
@click.option(
    "--unspelt", is_flag=True, help="Leave the password off the paper, but for the symbol."
)
@languages_option
@pdf_option
@with_data
def wifi(
    settings: Settings, name: str, password: str, languages: str, out: Path, *,
    hidden: bool, unspelt: bool,
) -> None:  # fmt: skip
    """Print the poster with which phones join the guest wifi NAME. Nothing is stored.

    \b
    Example:
      kiosk wifi "ACME Guests" --out wifi.pdf
    """
    from kiosk.labels import printing
    from qr_codes import wifi as poster

    with opened(settings) as plant:
        spoken_ = spoken(languages, plant.site().language)
    file = poster.poster(name, password, languages=spoken_, hidden=hidden, spelt=not unspelt)
    printing.write(out, file)
    click.echo(f"{out}: decoded. Hang it up where guests wait; it never belongs on a page.")


def warn(settings: Settings, site: Any) -> None:
    """Say loudly what speaks against printing many: the address, and that no phone has passed."""
    from kiosk.labels import phone_check

    for one in () if settings.demo else phone_check.warnings(site, settings):
        click.secho(f"! {one}", err=True, bold=True)
    if not settings.demo and phone_check.passed_on(site, settings) is None:
        click.echo("  With a phone: kiosk doctor --phone", err=True)


def spoken(asked: str, language: str) -> tuple[str, ...]:
    """Return the languages somebody asked for, else the plant's own and English."""
    return tuple(asked.replace(" ", "").split(",")) if asked else both(language)


def both(language: str) -> tuple[str, ...]:
    """Return the plant's language and English, or what the labels know of them."""
    from qr_codes import plate

    known = plate.languages()
    first = language if language in known else "en"
    return (first,) if first == "en" else (first, "en")


def _printer(settings: Settings, name: str, dpi: str | None) -> Any:
    from dataclasses import replace

    from kiosk.labels import stationery

    found = stationery.printer(settings, name)
    return replace(found, dpi=int(dpi)) if dpi else found


def _told(drawn: list[Any], out: Path, seconds: float) -> str:
    if out.suffix.lower() == ".csv":
        return f"{len(drawn)} addresses in {out}, for the device that writes the tags."
    return (
        f"{several(len(drawn), 'label')} in {out}, each decoded ({seconds:.1f} s). Print at 100 %."
    )
