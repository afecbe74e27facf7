"""The command of the plant's logo: put on every label from now on, looked at, taken off."""

from pathlib import Path

import click

from kiosk.cli.plant import opened, with_data
from kiosk.settings import Settings


@click.command()
@click.argument("file", required=False,
                type=click.Path(path_type=Path, exists=True, dir_okay=False))  # fmt: skip
@click.option("--remove", is_flag=True, help="Print without a logo from now on.")
@click.option("--out", type=click.Path(path_type=Path, dir_okay=False),
              help="Write the logo that is kept to this PNG file.")  # fmt: skip
@with_data
def logo(settings: Settings, file: Path | None, out: Path | None, *, remove: bool) -> None:
    """Keep FILE, a PNG, JPEG or SVG, as the logo of every label with room for it.

    \b
    Examples:
      kiosk labels logo acme.svg
      kiosk labels logo               says what is kept
      kiosk labels logo --remove
    """
    from kiosk.labels import logos, printing

    with opened(settings) as plant:
        site = plant.site()
        if file is not None:
            made = logos.keep(settings, site.id, logos.sent(file))
            click.echo(f"Kept, {made.width} × {made.height} pixels. Every later print carries it.")
        elif remove:
            there = logos.drop(settings, site.id)
            click.echo("Labels carry no logo any more." if there else "There was no logo.")
        found = logos.of(settings, site.id)
        if found is not None and out is not None:
            printing.write(out, found.png)
        if file is None and not remove:
            says = f"a logo of {found.width} × {found.height} pixels" if found else "no logo"
            click.echo(f"{site.name}: labels carry {says}.")
