"""Commands for the fault log: switch it on for some hours, read it, switch it off."""

import json
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import click

from kiosk.care import faultlog as log
from kiosk.cli.plant import json_option, opened, with_data
from kiosk.settings import Settings


@click.group()
def faultlog() -> None:
    """Keep for some hours where pages break: type and place in the program, nothing of a visitor.

    While it is on, the page "What is counted" and the studio say so to everybody.

    \b
    Examples:
      kiosk faultlog on --hours 4
      kiosk faultlog show > report.txt
      kiosk faultlog off
    """


@faultlog.command()
@click.option("--hours", type=click.IntRange(1, log.LONGEST), default=4, show_default=True,
              help="It ends by itself after so many hours.")  # fmt: skip
@with_data
def on(settings: Settings, hours: int) -> None:
    """Switch it on; it ends by itself, and its file with it.

    \b
    Example:
      kiosk faultlog on --hours 4
    """
    from kiosk.staff import audit

    with opened(settings) as plant:
        site = plant.site()
        standing = log.switch_on(settings, hours)
        today = datetime.now(tz=UTC).date()
        audit.note(audit.TOOL, audit.FAULTLOG, f"{hours} h", site=site.id, today=today)
    until = standing.until.astimezone(ZoneInfo(site.timezone))
    click.echo(f"The fault log is on until {until:%Y-%m-%d %H:%M}, then it and its file are gone.")
    click.echo("Everybody can read so: on the page What is counted, and in the studio.")
    click.echo("Read it before: kiosk faultlog show")


@faultlog.command()
@with_data
def off(settings: Settings) -> None:
    """Switch it off now; its file is deleted.

    \b
    Example:
      kiosk faultlog off
    """
    log.switch_off(settings)
    click.echo("The fault log is off, and its file is deleted.")


@faultlog.command()
@json_option
@with_data
def show(settings: Settings, *, as_json: bool) -> None:
    """Print what was kept so far: each failure once, without any time.

    \b
    Example:
      kiosk faultlog show > report.txt
    """
    standing = log.standing(settings)
    said = log.read(settings) if standing else ""
    if as_json:
        until = standing.until.isoformat() if standing else None
        click.echo(json.dumps({"until": until, "said": said}))
    elif not standing:
        click.echo("The fault log is off.", err=True)
    else:
        click.echo(said or "Nothing broke so far.")
