"""The command that writes the technical annex to the works agreement."""

from pathlib import Path

import click

from kiosk.cli.plant import opened, with_data
from kiosk.settings import Settings


@click.command()
@click.option("--language", default="de", show_default=True, type=click.Choice(("de", "en")))
@click.option("--format", "form", type=click.Choice(("html", "pdf", "text")),
              help="Else as the file's name ends: .html, .pdf, .md, .txt.")  # fmt: skip
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False),
              help="File to write.")  # fmt: skip
@with_data
def annex(settings: Settings, language: str, form: str | None, out: Path) -> None:
    """Write the technical annex to the works agreement, as this plant is set.

    All of it comes from the program itself: settings, rights, the list of everything that is kept.
    HTML prints on A4 and opens in a word processor; text is Markdown, to edit.

    \b
    Examples:
      kiosk annex --out annex.pdf
      kiosk annex --language en --out annex.html
    """
    from kiosk import annex as paper
    from kiosk.annex import facts
    from kiosk.labels import printing

    wanted = form or paper.ENDINGS.get(out.suffix.lower())
    if wanted is None:
        message = f"{out.name}: end its name with {', '.join(paper.ENDINGS)}, or write --format."
        raise click.UsageError(message)
    with opened(settings) as plant:
        known = facts.of(plant.site(), settings)
        printing.write(out, paper.write(known, language, wanted))
    said = f"version {known.manifest.version} of the list, {known.manifest.hash[:12]}"
    click.echo(f"{out}: {said}. Lines to fill in are marked.")
