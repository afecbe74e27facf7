"""Commands for the machines of a plant: import a list, show what stands where."""

import json
from pathlib import Path

import click

from content.models import Site
from kiosk import disk, machine_list
from kiosk.cli.plant import Plant, json_option, opened, progress, with_data
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
    Columns: area ("Hall 3 / Line 2"), machine; if you like: kind, number, crowd, alias.

    \b
    Example:
      kiosk machines import machines.xlsx
    """
    rows = machine_list.read(file)
    disk.refuse_when_full(settings)
    with opened(settings) as plant, progress(len(rows), "Machines") as bar:
        done = machine_list.take_over(plant.site(), rows, bar, write=not dry_run)
    if as_json:
        click.echo(json.dumps({"new": done.new, "there": done.there, "written": not dry_run}))
        return
    there = f"; {done.there} were there already" if done.there else ""
    if dry_run:
        click.echo(f"All {len(rows)} rows are right: {done.new} new machines{there}.")
    else:
        click.echo(f"{done.new} machines and their labels were added{there}.")


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
