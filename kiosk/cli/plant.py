"""What every command shares: the option --data, the opened plant, progress for eyes and scripts."""

from __future__ import annotations

import functools
import sys
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from kiosk.settings import Settings, load

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    import peewee

    from content.models import Site
    from content.storage import Folder


@dataclass(frozen=True, slots=True)
class Plant:
    """An opened plant: settings, bound database with a connection, storage."""

    settings: Settings
    database: peewee.Database
    storage: Folder

    def site(self) -> Site:
        """Return the plant's row. Raises content.errors.NoPlant."""
        from content import catalogue
        from content.models import Site

        return Site.get_by_id(catalogue.site().id)


def with_data(command: Callable[..., Any]) -> Callable[..., Any]:
    """Give a command the option --data DIR; it receives the settings first."""

    @click.option(
        "--data", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
        help="Folder of the plant (default: KIOSK_DATA, else ~/.local/share/kiosk).",
    )  # fmt: skip
    @functools.wraps(command)
    def wrapped(data: Path | None, **options: Any) -> Any:
        return command(load(data), **options)

    return wrapped


def _pdf(_context: click.Context, _option: click.Parameter, out: Path) -> Path:
    if out.suffix.lower() != ".pdf":
        message = f"{out.name}: write a name that ends with .pdf."
        raise click.BadParameter(message)
    return out


pdf_option = click.option(
    "--out", required=True, type=click.Path(path_type=Path, dir_okay=False), callback=_pdf,
    help="File to write: .pdf.",
)  # fmt: skip
json_option = click.option("--json", "as_json", is_flag=True, help="The same as JSON, for scripts.")


@contextmanager
def opened(settings: Settings, *, create: bool = False) -> Iterator[Plant]:
    """Open the plant for one command; with `create`, lay it out first where it is missing.

    Refuses a folder without a plant, a damaged file, and tables of another version.
    """
    from content.storage import Folder
    from kiosk.db import connected, open_database

    if not create:
        be_there(settings)
    database = open_database(settings)
    try:
        _bring(settings, database, create=create)
        with connected(database):
            yield Plant(settings, database, Folder(settings.media))
    finally:
        database.close_all()  # type: ignore[attr-defined]


def _bring(settings: Settings, database: peewee.Database, *, create: bool) -> None:
    from kiosk.db import migrate, pending

    if create:
        migrate(database, settings)
    elif waiting := pending(database):
        message = f"The tables are older than this program ({waiting[0]}). Run: kiosk upgrade"
        raise click.ClickException(message)


def be_there(settings: Settings) -> None:
    """Refuse a folder without a plant, and a damaged file. Raises Corrupt."""
    from kiosk.db import check_sqlite

    if settings.database_url:
        return
    if not settings.sqlite.exists():
        message = f"There is no plant in {settings.data}. Run: kiosk init --data {settings.data}"
        raise click.ClickException(message)
    check_sqlite(settings.sqlite)


def several(number: int, one: str) -> str:
    """Say how many of something there are: 1 label, 3 labels."""
    return f"{number} {one}" + "s" * (number != 1)


@contextmanager
def progress(length: int, label: str) -> Iterator[Callable[[int], None]]:
    """Show how many of `length` are done: a bar on a terminal, a few plain lines elsewhere."""
    if sys.stderr.isatty():
        with click.progressbar(length=length, label=label, file=sys.stderr) as bar:
            done = 0

            def move(now: int) -> None:
                nonlocal done
                bar.update(now - done)
                done = now

            yield move
    else:
        yield _plain(length, label)


def _plain(length: int, label: str) -> Callable[[int], None]:
    told = 0

    def line(now: int) -> None:
        nonlocal told
        tenth = now * 10 // max(1, length)
        if tenth > told:
            told = tenth
            click.echo(f"{label}: {now} of {length}", err=True)

    return line
