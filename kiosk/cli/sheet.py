"""The command that prints an instruction sheet."""

from pathlib import Path

import click

from content.models import Version
from kiosk.cli.plant import opened, pdf_option, with_data
from kiosk.settings import Settings


@click.command()
@click.argument("slug")
@click.option("--language", default="", metavar="de", help="A text of it; else the plant's.")
@click.option("--machine", default="", help="What stands on the sheet as the machine.")
@pdf_option
@with_data
def sheet(settings: Settings, slug: str, language: str, machine: str, out: Path) -> None:
    """Print the instruction sheet of a published nugget, with lines to sign. Nothing is stored.

    \b
    Example:
      kiosk sheet emergency-stop --out emergency-stop.pdf
    """
    from content import instruction
    from kiosk.labels import printing
    from kiosk.making import instruction_sheet

    with opened(settings) as plant:
        site = plant.site()
        version = _published(site.id, slug)
        known = instruction.keys(version)
        if language and language not in known:
            message = f"{slug} has no text '{language}'. It has: {', '.join(known)}."
            raise click.ClickException(message)
        found = instruction.of(version, language or site.language)
        printing.write(out, instruction_sheet.pdf(found, site.name, machine or _machine(version)))
    click.echo(f"{out}: version {found.version} of {slug}.")


def _published(site: str, slug: str) -> Version:
    from content.models import Nugget

    rows = Version.select().join(Nugget).where((Nugget.site == site) & (Nugget.slug == slug))
    found: Version | None = rows.where(Version.state == "published").first()
    if found is None:
        message = f"No nugget {slug} is published."
        raise click.ClickException(message)
    return found


def _machine(version: Version) -> str:
    """Name what the nugget hangs on first."""
    from content import shelf

    return shelf.hung([version.nugget_id]).get(version.nugget_id, "")
