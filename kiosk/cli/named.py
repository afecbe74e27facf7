"""Finds what somebody names on the command line: a machine, an area."""

import click

from content.models import Area, Label, Machine, Site


def machine(site: Site, named: str) -> Machine:
    """Return the machine of this name, this number, or with the label of this code."""
    from qr_codes import codes

    here = Machine.site == site
    found = list(
        Machine.select().where(here & ((Machine.name == named) | (Machine.number == named)))
    )
    if not found:
        try:
            row = Label.get_or_none((Label.code == codes.parse(named)) & (Label.site == site))
        except (codes.NotACode, codes.Mistyped):
            row = None
        found = [row.machine] if row is not None and row.machine is not None else []
    if len(found) != 1:
        many = "Several machines are" if found else "No machine is"
        message = f"{many} called {named}. Name it by its number or the code of its label."
        raise click.ClickException(message)
    return found[0]


def area(site: Site, named: str) -> Area:
    """Return the area of this name, or of this path from the hall."""
    from content import inventory

    for one in inventory.tree(site, counts=False):
        if named in {one.name, one.path, one.path.replace(" / ", ", ")}:
            return Area.get_by_id(one.id)
    message = f"There is no area {named}. They are listed by: kiosk machines list"
    raise click.ClickException(message)
