"""Commands that bring a plant to life: demo, init, serve, work."""

import logging
import os
import re
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import click

from kiosk.cli.plant import opened, with_data
from kiosk.settings import Settings, load

if TYPE_CHECKING:
    from content.models import Site

DEMO_DATA: Final = Path(".demo") / "plant"


def heard() -> None:
    """Let our own sentences reach standard error as plain lines, without time or place."""
    logging.basicConfig(level=logging.WARNING, format="kiosk: %(message)s", stream=sys.stderr)
    logging.getLogger("kiosk").setLevel(logging.INFO)
    for name in ("huey", "peewee", "fontTools", "PIL"):
        logging.getLogger(name).setLevel(logging.CRITICAL)


host_option = click.option(
    "--host", default="127.0.0.1", show_default=True, help="Address to listen on; 0.0.0.0 for all."
)
port_option = click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port."
)

parent_option = click.option("--parent", type=int, hidden=True)  # end when this process does


@click.command()
@click.option(
    "--data", type=click.Path(path_type=Path, file_okay=False), default=DEMO_DATA,
    show_default=True, metavar="DIR", help="Folder of the demonstration plant.",
)  # fmt: skip
@host_option
@port_option
@click.option("--serve/--no-serve", default=True, help="Only build the plant, do not serve it.")
def demo(data: Path, host: str, port: int, *, serve: bool) -> None:
    """Build a demonstration plant and serve it; a second run starts at once.

    \b
    Example:
      kiosk demo --host 0.0.0.0 --port 8000
    """
    from kiosk import demo as house
    from kiosk.serve import refuse_taken

    heard()
    _refuse_own_plant(data)
    if serve:
        refuse_taken(host, port)
    began = time.monotonic()
    address = house.write_settings(data, host, port)
    settings = load(data)
    with opened(settings, create=True) as plant:
        site = house.build(settings, plant.storage, plant.database, _say(began))
        code = house.first_code(site)
        crew = _crew(site)
    _show(settings, address, code, crew)
    if serve:
        sys.exit(_serve(settings, host, port))


def _refuse_own_plant(data: Path) -> None:
    """Keep the demonstration's settings and invented numbers out of a real plant."""
    if any(data.glob("kiosk.*")) and not load(data).demo:
        message = f"{data} holds a plant of your own. Give the demonstration another --data."
        raise click.ClickException(message)


def _say(began: float) -> Callable[[str], None]:
    def say(sentence: str) -> None:
        click.echo(f"{time.monotonic() - began:5.1f} s  {sentence}", err=True)

    return say


def _crew(site: "Site") -> list[tuple[str, str]]:
    """Return who works in the demonstration's studio, with a pass for whoever has no password."""
    from kiosk.cli.staff import today
    from kiosk.staff import first

    return [
        (f"{one.name} ({', '.join(one.roles)}), '{one.sign_in}'", opens)
        for one, opens in first.of_demo(site, today())
    ]


def _show(settings: Settings, address: str, code: str, crew: list[tuple[str, str]]) -> None:
    """Print the address of one label, and its QR where a phone that scans the screen gets there."""
    from kiosk.labels.printing import NOWHERE
    from qr_codes import codes, symbol

    if urlsplit(address).hostname in NOWHERE:
        click.echo(f"\n  Open              {address}/{code}   (label {codes.spell(code)})")
        click.echo("  With a phone      once more with --host 0.0.0.0 (make: HOST=0.0.0.0)")
    else:
        picture = symbol.terminal(symbol.encode(symbol.address(settings.labels_at, code)))
        click.echo(f"\n{picture}\n")
        click.echo(f"  Scan it, or open  {address}/{code}   (label {codes.spell(code)})")
    click.echo(f"  All machines      {address}/")
    click.echo(f"  The numbers       {address}/de/numbers")
    _show_studio(settings, crew)
    program = sys.argv[0]
    click.echo(
        f"  A printed label   {program} labels {code} --data {settings.data} --out sign.pdf\n"
    )


def _show_studio(settings: Settings, crew: list[tuple[str, str]]) -> None:
    """Print how both colleagues come into the studio: once by a link, then by their password."""
    from kiosk.staff import door

    click.echo(f"  The studio        {door.address(settings)}/")
    for who, opens in crew:
        click.echo(f"    {who}")
        if opens:
            click.echo(f"                    {door.welcome(settings, opens)}")
    click.echo("                    (on this machine; for phones the studio needs HTTPS)")


@click.command()
@with_data
@click.option("--name", prompt="Name of the plant", help="Name of the plant.")
@click.option("--language", default="de", show_default=True, help="The plant's first language.")
@click.option("--timezone", default="Europe/Berlin", show_default=True, help="Its time zone.")
@click.option("--crowd", type=int, help="How many people work there (ten or more are counted).")
@click.option("--emergency", default="112", show_default=True, help="Its emergency number.")
@click.option("--wifi-place", default="", help="Where the poster with the guest wifi hangs.")
@click.option(
    "--admin", default="Admin", show_default=True, help="Name of whoever looks after the accounts."
)
def init(settings: Settings, admin: str, **facts: object) -> None:
    """Found your plant: database, keys, and the starter nuggets as drafts.

    \b
    Example:
      kiosk init --data /var/lib/kiosk --name "Werk 1" --crowd 240
    """
    from kiosk import demo as house
    from kiosk.cli.staff import show_link, today
    from kiosk.staff import first
    from kiosk.web import passes

    heard()
    with opened(settings, create=True) as plant:
        _found(**facts)
        for name in ("queue.key", "studio.key", passes.KEY):
            settings.secret(name)
        drafts = house.starters(plant.site(), plant.storage, _say(time.monotonic()))
        for version in drafts:
            _ask_for_film(version)
        opens = first.founder(plant.site(), admin, today())
    click.echo(f"The plant stands in {settings.data}; its keys in {settings.keys}.")
    click.echo(f"{len(drafts)} starter nuggets wait as drafts. Next: kiosk machines import FILE")
    click.echo("Into the studio, to choose your password:")
    show_link(settings, opens)


def _found(**facts: object) -> None:
    from content import catalogue, plant
    from content.errors import NoPlant

    try:
        there = catalogue.site()
    except NoPlant:
        name = str(facts["name"])
        plant.found(
            name, _slug(name),
            language=_language(facts["language"]), timezone=_zone(facts["timezone"]),
            emergency_number=str(facts["emergency"]), wifi_place=str(facts["wifi_place"]),
            crowd=facts["crowd"],  # type: ignore[arg-type]
        )  # fmt: skip
    else:
        message = f"There is a plant already: {there.name}. Nothing was changed."
        raise click.ClickException(message)


def _zone(name: object) -> str:
    from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

    try:
        return ZoneInfo(str(name)).key
    except (ZoneInfoNotFoundError, ValueError) as error:
        message = f"{name} is no time zone; write one such as Europe/Berlin"
        raise click.BadParameter(message) from error


def _language(code: object) -> str:
    from kiosk.language import LANGUAGES, VARIANTS

    known = sorted(LANGUAGES.keys() - VARIANTS)
    if code not in known:
        message = f"{code} is no language of the pages; there are {', '.join(known)}"
        raise click.BadParameter(message)
    return str(code)


def _slug(name: str) -> str:
    """Make a short name of signs that every address may hold, whatever the plant is called."""
    from content.folding import fold

    return re.sub(r"[^a-z0-9]+", "-", fold(name)).strip("-")[:40].rstrip("-") or "plant"


def _ask_for_film(version: object) -> None:
    from kiosk import jobs

    film = getattr(version, "film_id", None)
    if film:
        jobs.ask("renditions", film)
    else:
        jobs.ask("storyboard", str(getattr(version, "id", "")))


@click.command()
@with_data
@host_option
@port_option
@click.option(
    "--only", type=click.Choice(["all", "web"]), default="all", show_default=True,
    help="Pages and worker, or the pages alone (systemd runs the worker as its own unit).",
)  # fmt: skip
@parent_option
def serve(settings: Settings, host: str, port: int, only: str, parent: int | None) -> None:
    """Serve the pages, with the worker behind them; one command, signals passed on.

    \b
    Example:
      kiosk serve --data /var/lib/kiosk --host 127.0.0.1 --port 8000
    """
    from kiosk.serve import serve_web

    heard()
    if only == "all":
        sys.exit(_serve(settings, host, port))
    _end_with(parent)
    _be_ready(settings)
    serve_web(settings, host, port)


def _be_ready(settings: Settings) -> None:
    """Refuse to start without a plant, or where open counts can't lie."""
    from kiosk.counts import ram

    with opened(settings) as plant:
        plant.site()
    ram.place(settings)


def _serve(settings: Settings, host: str, port: int) -> int:
    from kiosk.serve import serve_all

    def ready() -> None:
        click.echo(f"Serving on {host}:{port}; stop with Ctrl+C.")

    return serve_all(str(settings.data), host, port, ready=ready)


def _end_with(parent: int | None) -> None:
    from kiosk import running

    if parent:
        running.end_with(parent)


@click.command()
@with_data
@parent_option
def work(settings: Settings, parent: int | None) -> None:
    """Run the worker alone: films, seals, releases (`serve` starts one by itself).

    \b
    Example:
      kiosk work --data /var/lib/kiosk
    """
    from kiosk.work import Work

    heard()
    _end_with(parent)
    _be_ready(settings)
    os.nice(5)
    Work(settings).run()
