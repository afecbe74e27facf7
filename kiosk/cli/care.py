"""Commands that care for a plant: release, doctor, backup, restore, upgrade."""

import json
import sys
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import click

from kiosk.cli.plant import be_there, json_option, opened, progress, with_data
from kiosk.settings import Settings


@click.command()
@json_option
@with_data
def release(settings: Settings, *, as_json: bool) -> None:
    """Publish the counts of every period that is over; small ones are forgotten.

    Takes no date: the clock of the plant decides. `kiosk work` does the same by itself.

    \b
    Example:
      kiosk release
    """
    from kiosk.counts import Counts, released

    with opened(settings) as plant:
        site = plant.site()
        before = {one.id for one in released.table(site.id, site.language).periods}
        Counts(settings).start()
        after = released.table(site.id, site.language)
    closed = [one.id for one in after.periods if one.id not in before]
    if as_json:
        click.echo(json.dumps({"released": closed, "next": after.next_release.isoformat()}))
        return
    click.echo(f"Released: {', '.join(closed)}." if closed else "No period waits to be released.")
    click.echo(f"The next release is on {after.next_release}.")


def scheme_and_host(_: click.Context, __: click.Parameter, value: str) -> str:
    """Refuse what is no address such as https://10.0.0.5:8443."""
    parts = urlsplit(value)
    if value and not (parts.scheme in ("http", "https") and parts.hostname):
        message = "write it such as https://10.0.0.5:8443"
        raise click.BadParameter(message)
    return value


@click.command()
@click.option("--phone", is_flag=True, help="Show a code; the phone that scans it proves the "
              "label address.")  # fmt: skip
@click.option("--privacy", is_flag=True, help="Prove on this machine that nothing of a worker is "
              "written down; sends marked requests.")  # fmt: skip
@click.option("--through", default="", metavar="URL", callback=scheme_and_host,
              help="With --privacy: where the proxy listens, if not at base_url.")  # fmt: skip
@click.option("--nginx", type=click.Path(path_type=Path, exists=True, dir_okay=False),
              metavar="FILE", help="With --privacy: what `nginx -T` printed.")  # fmt: skip
@click.option("--logs", type=click.Path(path_type=Path, exists=True), multiple=True,
              metavar="PATH", help="With --privacy: search this too (repeatable).")  # fmt: skip
@json_option
@with_data
def doctor(settings: Settings, *, phone: bool, privacy: bool, as_json: bool, **asked: Any) -> None:
    """Look the installation over and say what to mend; exit code 1 if something must be.

    \b
    Examples:
      kiosk doctor --json
      kiosk doctor --phone     name, certificate and clock, as a worker's phone meets them
      sudo kiosk doctor --privacy      exit code 0 only if every point is in order
    """
    from kiosk.care import doctor as ward

    if privacy:
        from kiosk.cli.proven import prove

        sys.exit(prove(settings, as_json=as_json, **asked))
    if phone:
        with opened(settings) as plant:
            click.echo(ward.phone(settings, plant.database))
        click.echo("Scan it with a phone. It opens once; then `kiosk doctor` says so.")
        return
    findings = list(ward.look(settings))
    if as_json:
        click.echo(ward.as_json(findings))
    else:
        signs = {ward.GOOD: "  ", ward.WATCH: "! ", ward.MEND: "✗ "}
        for one in findings:
            click.echo(f"{signs[one.state]}{one.what:16} {one.says}")
    sys.exit(ward.worst(findings))


@click.command()
@click.option("--to", type=click.Path(path_type=Path, file_okay=False), metavar="DIR",
              help="Where backups lie (default: backups in the data folder).")  # fmt: skip
@json_option
@with_data
def backup(settings: Settings, to: Path | None, *, as_json: bool) -> None:
    """Copy database and media, checked, while everything runs. Keys are never in it.

    \b
    Example:
      kiosk backup --to /mnt/backup/kiosk
    """
    from kiosk.care import backup as chest

    target = to or settings.data / "backups"
    with opened(settings) as plant:
        files = sum(1 for path in settings.media.rglob("*") if path.is_file())
        with progress(files, "Media") as bar:
            made = chest.make(settings, plant.database, target, bar)
    gone = chest.prune(target, settings.keep_backups)
    if as_json:
        click.echo(json.dumps({"backup": str(made), "deleted": gone}))
        return
    click.echo(f"Backup of {made.name} in {made}, checked.")
    if gone:
        click.echo(f"Deleted older ones: {', '.join(gone)}.")


@click.command()
@click.argument("backup", type=click.Path(path_type=Path, exists=True, file_okay=False))
@click.option("--yes", is_flag=True, help="Do not ask, though a plant stands there.")
@with_data
def restore(settings: Settings, backup: Path, *, yes: bool) -> None:
    """Bring a backup back; what is there is put aside, not deleted.

    \b
    Example:
      kiosk restore /var/lib/kiosk/backups/2026-11-22
    """
    from kiosk.care import backup as chest

    facts = chest.check(backup)
    question = f"Replace the data in {settings.data} by the backup of {facts['day']}?"
    stands = bool(settings.database_url) or settings.sqlite.exists()
    if stands and not yes and not click.confirm(question):
        raise click.Abort
    with progress(len(facts["media"]), "Media") as bar:
        aside = chest.restore(settings, backup, bar)
    click.echo(f"The backup of {facts['day']} is back.")
    if aside:
        click.echo(f"What was there before lies in {aside}.")
    click.echo("The counts of the open period are lost by design: their key is in no backup.")
    click.echo("Who wrote on a draft is in no backup either: what waited for its release is a "
               "draft again, to be handed in anew.")  # fmt: skip


@click.command()
@click.option("--back", is_flag=True, help="Take the steps of the last upgrade back.")
@json_option
@with_data
def upgrade(settings: Settings, *, back: bool, as_json: bool) -> None:
    """Bring the data to this version: backup first, then every step that is waiting.

    \b
    Examples:
      kiosk upgrade
      kiosk upgrade --back      then install the older version again
    """
    from kiosk.care import upgrade as stairs
    from kiosk.db import open_database

    be_there(settings)
    database = open_database(settings)
    backups = settings.data / "backups"
    try:
        done = (stairs.back if back else stairs.upgrade)(settings, database, backups)
    finally:
        database.close_all()  # type: ignore[attr-defined]
    if as_json:
        click.echo(json.dumps({"back" if back else "taken": done}))
    elif not done:
        click.echo("Nothing to do: data and program are of one version.")
    else:
        click.echo(f"{'Taken back' if back else 'Taken'}: {', '.join(done)}.")
