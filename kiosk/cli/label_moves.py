"""The commands for a label that was bound to the wrong machine."""

import click

from content.models import Machine, Site
from kiosk.cli import named
from kiosk.cli.plant import Plant, opened, with_data
from kiosk.settings import Settings


@click.command()
@click.argument("code")
@click.argument("machine")
@click.option("--beside", is_flag=True, help="The label that hangs there stays as well.")
@click.option("--still", multiple=True, metavar="CODE",
              help="An older label that hangs on the machine it leaves, as before.")  # fmt: skip
@with_data
def move(
    settings: Settings, code: str, machine: str, *, beside: bool, still: tuple[str, ...]
) -> None:
    """Let a label that was bound to the wrong machine lead to MACHINE.

    \b
    Example:
      kiosk labels move D4H-7KW "Drehmaschine DZ 400"
    """
    from content import label_life, label_moves
    from kiosk.labels import fresh_codes
    from kiosk.staff import audit
    from qr_codes import codes

    with opened(settings) as plant, plant.database.atomic():
        to, was = named.machine(plant.site(), machine), _hangs(plant.site(), code)
        kept = [codes.parse(one) for one in still]
        row = label_moves.move(
            codes.parse(code), to, fresh_codes.one(), was=was.id, beside=beside, still=kept
        )
        _note(plant, audit.MOVED, f"{label_life.spelt(row.code)}: {was.name} → {to.name}")
        click.echo(f"{codes.spell(row.code)} leads to {to.name}. {_says(was)}")


@click.command()
@click.argument("code")
@click.option("--still", multiple=True, metavar="CODE",
              help="An older label that hangs on the machine, as before.")  # fmt: skip
@with_data
def free(settings: Settings, code: str, *, still: tuple[str, ...]) -> None:
    """Take a label off the machine it was bound to: it is a blank one again.

    \b
    Example:
      kiosk labels free D4H-7KW
    """
    from content import label_life, label_moves
    from kiosk.labels import fresh_codes
    from kiosk.staff import audit
    from qr_codes import codes

    with opened(settings) as plant, plant.database.atomic():
        was = _hangs(plant.site(), code)
        kept = [codes.parse(one) for one in still]
        row = label_moves.free(codes.parse(code), fresh_codes.one(), was=was.id, still=kept)
        _note(plant, audit.FREED, f"{label_life.spelt(row.code)}: {was.name}")
        click.echo(f"{codes.spell(row.code)} leads to no machine. {_says(was)}")


def _hangs(site: Site, code: str) -> Machine:
    """Return the machine that a label leads to. Raises CodeUnknown, LabelBlank."""
    from content import label_life
    from content.errors import LabelBlank
    from content.plant import find_label
    from qr_codes import codes

    row = find_label(codes.parse(code), site.id)
    if row.machine is None:
        raise LabelBlank(code=label_life.spelt(row.code))
    return row.machine


def _says(machine: Machine) -> str:
    from content import label_life

    codes = ", ".join(label_life.spelt(one.code) for one in label_life.in_use(machine))
    return f"{machine.name} has {codes}."


def _note(plant: Plant, deed: str, subject: str) -> None:
    from datetime import UTC, datetime

    from kiosk.staff import audit

    today = datetime.now(tz=UTC).date()
    audit.note(audit.TOOL, deed, subject, site=plant.site().id, today=today)
