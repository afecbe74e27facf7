"""Commands for the machines of a plant: import a list, show what stands where."""

import json
from pathlib import Path

import click

from content.models import Site
from kiosk import disk
from kiosk.cli.plant import Plant, json_option, opened, progress, several, with_data
from kiosk.machines import machine_changes, machine_list
from kiosk.machines.machine_changes import CHANGED, NEW, SAME
from kiosk.machines.machine_list import ListError
from kiosk.settings import Settings


@click.group()
def machines() -> None:
    """Import and list machines.

    \b
    Examples:
      kiosk machines import machines.xlsx --dry-run
      kiosk machines list --json
    """


@machines.command("import")
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--dry-run", is_flag=True, help="Check every row, write nothing.")
@json_option
@with_data
def import_(settings: Settings, file: Path, *, dry_run: bool, as_json: bool) -> None:
    """Take over a list of machines (.xlsx or .csv): all rows or none.

    \b
    Columns: area ("Hall 3 / Line 2"), machine; if you like: code, kind, number, crowd, alias.
    German: Bereich, Maschine, Schild, Typ, Nummer, Personen, Typenschild. Others are left out.
    A machine is known again by its code, by its place and name, or by its number; what differs
    is changed, and an empty cell changes nothing.

    \b
    Example:
      kiosk machines import machines.xlsx
    """
    seen = machine_list.look(file)
    disk.refuse_when_full(settings)
    with opened(settings) as plant, progress(len(seen.rows), "Machines") as bar:
        planned = machine_changes.judged(plant.site(), seen)
        if planned.faults:
            raise ListError(fault for _, fault in planned.faults)
        if not dry_run:
            machine_changes.carry_out(plant.site(), planned, bar)
    if planned.overlooked:
        click.secho(f"! {planned.overlooked}", err=True)
    new, changed, same = (planned.count(what) for what in (NEW, CHANGED, SAME))
    if as_json:
        told = {"new": new, "changed": changed, "there": same, "written": not dry_run}
        click.echo(json.dumps(told))
        return
    rest = f"; {changed} change" * bool(changed) + f"; {same} were there already" * bool(same)
    if dry_run:
        click.echo(f"The list is right: {several(new, 'new machine')}{rest}.")
    else:
        click.echo(f"{several(new, 'machine')} added, each with its label{rest}.")


@machines.command("list")
@json_option
@with_data
def list_(settings: Settings, *, as_json: bool) -> None:
    """List every machine with its code and address.

    \b
    Example:
      kiosk machines list --json
    """
    with opened(settings) as plant:
        found = listed(plant, plant.site())
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for one in found:
        click.echo(f"{one['code']:7}  {one['name']:32}  {one['area']:28}  {one['url']}")


def listed(plant: Plant, site: Site) -> list[dict[str, str]]:
    """Return code, url, name, area, kind and label state of every machine, in walking order."""
    from content import catalogue
    from qr_codes import symbol

    return [
        {
            "code": place.code,
            "url": symbol.address(plant.settings.labels_at, place.code),
            "name": place.machine,
            "area": place.area,
            "kind": place.kind,
            "label": place.label_state,
        }
        for place in catalogue.places(site.id)
    ]
