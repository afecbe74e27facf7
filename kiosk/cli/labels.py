"""The command that prints labels."""

import time
from pathlib import Path

import click

from kiosk.cli.plant import opened, progress, with_data
from kiosk.settings import Settings


@click.command()
@click.argument("wanted", metavar="[CODE]...", nargs=-1)
@click.option("--all", "every", is_flag=True, help="Every machine's label, in order.")
@click.option("--design", default="a6", show_default=True, help="What a label looks like.")
@click.option("--stock", default="a4", show_default=True, help="The paper it goes on (PDF).")
@click.option("--start", default=1, show_default=True, help="First free cell of a used sheet.")
@click.option("--languages", default="", metavar="de,tr", help="One or two languages.")
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False),
              help="File to write: .pdf, or .png and .svg for one label.")  # fmt: skip
@with_data
def labels(  # noqa: PLR0917  click hands them over by name
    settings: Settings, wanted: tuple[str, ...], design: str, stock: str, start: int,
    languages: str, out: Path, *, every: bool,
) -> None:  # fmt: skip
    """Print labels. Every one is decoded from the finished file before you get it.

    \b
    Examples:
      kiosk labels --all --out labels.pdf
      kiosk labels D4H-7KW --out sign.png
    """
    from kiosk import printing

    began = time.monotonic()
    with opened(settings) as plant:
        site = plant.site()
        places = printing.chosen(site, wanted, every=every)
        printing.hold_address(site, settings)
        spoken = tuple(languages.replace(" ", "").split(",")) if languages else both(site.language)
        drawn = printing.plates(places, settings, spoken)
        with progress(2 * len(drawn), "Drawn and read back") as bar:
            file = printing.draw(
                drawn, out, design, stock, start=start, tell=lambda done, _: bar(done)
            )
        with plant.database.atomic():
            printing.lock_address(site, settings)
            printing.note(drawn, design, stock if out.suffix.lower() == ".pdf" else "", settings)
            printing.write(out, file)
    seconds = time.monotonic() - began
    click.echo(f"{len(drawn)} labels in {out}, each decoded ({seconds:.1f} s). Print at 100 %.")


def both(language: str) -> tuple[str, ...]:
    """Return the plant's language and English, or what the labels know of them."""
    from qr_codes import plate

    known = plate.languages()
    first = language if language in known else "en"
    return (first,) if first == "en" else (first, "en")
