"""Commands for the people of the studio: invite, list, hand out a new link, close, delete."""

import json
from datetime import UTC, date, datetime

import click

from kiosk.cli.plant import Plant, json_option, opened, with_data
from kiosk.settings import Settings
from kiosk.staff import rights


@click.group()
def staff() -> None:
    """Invite people into the studio and say what they may do.

    \b
    Examples:
      kiosk staff invite "Mia Weber" --role trainer
      kiosk staff link mia
    """


def today() -> date:
    """Return the day by which links expire."""
    return datetime.now(tz=UTC).date()


@staff.command()
@click.argument("name")
@click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice(list(rights.RIGHTS)),
    help="What they are here for; may be given more than once.",
)  # fmt: skip
@click.option("--sign-in", default="", help="What they type at the door; the name when left out.")
@click.option("--mail", default="", help="Address for reminders, if they want them.")
@with_data
def invite(settings: Settings, name: str, roles: tuple[str, ...], sign_in: str, mail: str) -> None:
    """Make an account and print the link with which its password is chosen, once.

    \b
    Example:
      kiosk staff invite "Mia Weber" --role trainer --sign-in mia
    """
    from kiosk.staff import people
    from kiosk.staff.people import Facts

    with opened(settings) as plant, plant.database.atomic():
        facts = Facts(name, sign_in, roles, mail)
        made, opens = people.invite(plant.site(), facts, today())
        _note(plant, "invited", ", ".join(made.roles))
    click.echo(f"{made.name} signs in as '{made.sign_in}'.")
    show_link(settings, opens)


@staff.command("list")
@json_option
@with_data
def list_(settings: Settings, *, as_json: bool) -> None:
    """List everybody: sign-in name, name, roles, and whether they can come in.

    \b
    Example:
      kiosk staff list --json
    """
    from kiosk.staff import people

    with opened(settings) as plant:
        found = [
            {
                "sign_in": one.sign_in, "name": one.name, "roles": list(one.roles),
                "state": "closed" if not one.active else "in" if one.password else "invited",
            }
            for one in people.of(plant.site().id)
        ]  # fmt: skip
    if as_json:
        click.echo(json.dumps(found, ensure_ascii=False, indent=2))
        return
    for one in found:
        click.echo(
            f"{one['sign_in']:20}  {one['name']:24}  {', '.join(one['roles']):24}  {one['state']}"
        )


@staff.command()
@click.argument("name")
@with_data
def link(settings: Settings, name: str) -> None:
    """Print a new link for somebody who lost their password; NAME is what they type at the door.

    \b
    Example:
      kiosk staff link mia
    """
    from kiosk.staff import people

    with opened(settings) as plant, plant.database.atomic():
        account = people.find(plant.site().id, name)
        opens = people.link(account, today())
        _note(plant, "made a link", ", ".join(account.roles))
    show_link(settings, opens)


@staff.command()
@click.argument("name")
@with_data
def deactivate(settings: Settings, name: str) -> None:
    """Let somebody in no more and sign them out everywhere; it can be undone in the studio.

    \b
    Example:
      kiosk staff deactivate mia
    """
    from kiosk.staff import people

    with opened(settings) as plant, plant.database.atomic():
        account = people.find(plant.site().id, name)
        people.deactivate(account)
        _note(plant, "closed an account", ", ".join(account.roles))
    click.echo(f"{account.name} is signed out everywhere and comes in no more.")


@staff.command()
@click.argument("name")
@click.option("--yes", is_flag=True, help="Do not ask.")
@with_data
def delete(settings: Settings, name: str, *, yes: bool) -> None:
    """Erase an account everywhere, also from open drafts. This can't be undone.

    \b
    Example:
      kiosk staff delete mia
    """
    from kiosk.staff import people

    with opened(settings) as plant:
        account = people.find(plant.site().id, name)
        if not yes:
            click.confirm(f"Delete {account.name} for good?", abort=True, err=True)
        with plant.database.atomic():
            people.delete(account)
            _note(plant, "deleted an account", ", ".join(account.roles))
    click.echo(f"{account.name} is gone, from open drafts too.")


def show_link(settings: Settings, opens: str) -> None:
    """Print a link that lets somebody in once, and what it needs to work."""
    from kiosk.staff import door, people

    click.echo(f"  {door.welcome(settings, opens)}")
    click.echo(f"It works once, for {people.INVITED_DAYS} days.", err=True)
    if not door.for_phones(settings):
        click.echo(
            "The studio needs HTTPS: without it this link opens on the server itself only.",
            err=True,
        )


def _note(plant: Plant, deed: str, subject: str) -> None:
    from kiosk.staff import audit

    audit.note(audit.TOOL, deed, subject, site=plant.site().id, today=today())
