"""Commands for nuggets as plain folders: take them in, write them out."""

from collections.abc import Callable
from pathlib import Path

import click

from kiosk.cli.plant import opened, progress, with_data
from kiosk.settings import Settings


@click.group()
def library() -> None:
    """Import and export nuggets as plain folders.

    \b
    Examples:
      kiosk library import my-nuggets/
      kiosk library export backup-of-nuggets/
    """


@library.command("import")
@click.argument("folder", type=click.Path(path_type=Path, exists=True, file_okay=False))
@with_data
def import_(settings: Settings, folder: Path) -> None:
    """Take in a nugget's folder, or a folder of such folders, as drafts: all or none.

    \b
    What is wrong is named with file and line.

    \b
    Example:
      kiosk library import my-nuggets/
    """
    from content import library as shelf
    from kiosk import disk, jobs

    folders = [folder] if (folder / "nugget.toml").exists() else sorted(
        path.parent for path in folder.glob("*/nugget.toml")
    )  # fmt: skip
    if not folders:
        message = f"{folder} holds no nugget.toml, nor do its folders."
        raise click.ClickException(message)
    findings = [str(one) for path in folders for one in _findings(path)]
    if findings:
        raise click.ClickException("Nothing was imported.\n" + "\n".join(findings))
    disk.refuse_when_full(settings)
    with (
        opened(settings) as plant,
        progress(len(folders), "Nuggets") as bar,
        plant.database.atomic(),
    ):
        site = plant.site()
        wake = _bell(settings)
        for done, path in enumerate(folders, start=1):
            version = shelf.import_folder(site, path, plant.storage)
            if version.film_id:
                jobs.ask("renditions", version.film_id, wake)
            elif version.storyboard:
                jobs.ask("storyboard", version.id, wake)
            bar(done)
    click.echo(f"{len(folders)} nuggets are drafts now; their films are made by `kiosk work`.")


def _bell(settings: Settings) -> Callable[[str], None]:
    from kiosk.work import Bell

    return Bell(settings).ring


def _findings(folder: Path) -> tuple[object, ...]:
    from content import library as shelf
    from content.errors import LibraryError

    try:
        shelf.read(folder)
    except LibraryError as error:
        return error.findings
    return ()


@library.command("export")
@click.argument("folder", type=click.Path(path_type=Path, file_okay=False))
@click.argument("slugs", nargs=-1)
@with_data
def export(settings: Settings, folder: Path, slugs: tuple[str, ...]) -> None:
    """Write nuggets as folders that `library import` takes back without a loss.

    \b
    Example:
      kiosk library export nuggets/ emergency-stop light-stack
    """
    from content import library as shelf
    from content.models import Nugget, Version

    with opened(settings) as plant:
        wanted = Nugget.select().where(Nugget.site == plant.site()).order_by(Nugget.slug)
        nuggets = [one for one in wanted if not slugs or one.slug in slugs]
        unknown = set(slugs) - {one.slug for one in nuggets}
        if unknown:
            message = f"There is no nugget {', '.join(sorted(unknown))}."
            raise click.ClickException(message)
        with progress(len(nuggets), "Nuggets") as bar:
            for done, nugget in enumerate(nuggets, start=1):
                newest = Version.select().where(Version.nugget == nugget)
                version = newest.order_by(Version.number.desc()).first()
                shelf.export(version, folder / nugget.slug, plant.storage)
                bar(done)
    click.echo(f"{len(nuggets)} nuggets were written to {folder}.")
