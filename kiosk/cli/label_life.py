"""The commands of labels: printed ahead, bound, walked by, taken out of use; else printed."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

import click

from content.models import Label, Site
from kiosk.cli import named
from kiosk.cli.label_moves import free, move
from kiosk.cli.labels import labels as print_
from kiosk.cli.labels import languages_option, spoken, warn
from kiosk.cli.logo import logo
from kiosk.cli.plant import Plant, json_option, opened, progress, several, with_data
from kiosk.settings import Settings

ROOM: Final = 2
AMISS: Final = {
    "dirty": "reads badly", "replaced": "an old label", "lost": "was reported lost",
    "retired": "out of use", "blank": "has no machine", "elsewhere": "of another area",
    "unknown": "never issued", "foreign": "a foreign code",
}  # fmt: skip


class Labels(click.Group):
    """Commands of labels; what names none of them prints, as it always did."""

    def parse_args(self, ctx: click.Context, args: list[str]) -> list[str]:
        """Take words that begin with no command as those of `print`."""
        if args and args[0] not in self.commands and args[0] not in ctx.help_option_names:
            args = ["print", *args]
        return super().parse_args(ctx, args)


@click.group(cls=Labels)
def labels() -> None:
    """Print labels, bind them to machines, look after them.

    \b
    Examples:
      kiosk labels --all --out labels.pdf
      kiosk labels blank 24 --design strip-63 --stock l7160 --out blank.pdf
      kiosk labels bind D4H-7KW "Drehmaschine DZ 400"
    """


labels.add_command(print_, "print")
labels.add_command(logo)
labels.add_command(move)
labels.add_command(free)


@labels.command()
@click.argument("count", type=click.IntRange(1, 500), required=False)
@click.option("--again", is_flag=True, help="Those whose print failed: kiosk labels blanks.")
@click.option("--design", default="", help="What a label looks like (default: a6, or what the "
              "paper is for).")  # fmt: skip
@click.option("--stock", default="a4", show_default=True, help="The paper it goes on.")
@click.option("--start", default=1, show_default=True, help="First free cell of a used sheet.")
@click.option("--printer", "named", default="", metavar="NAME", help="A measured printer.")
@languages_option
@click.option("--out", required=True, type=click.Path(path_type=Path, dir_okay=False),
              help="File to write: .pdf, .zpl, .zip.")  # fmt: skip
@with_data
def blank(settings: Settings, count: int | None, out: Path, *, again: bool, **asked: Any) -> None:
    """Print COUNT labels ahead. Whoever scans one at a machine binds it there.

    What cannot be printed leaves no code behind.

    \b
    Examples:
      kiosk labels blank 24 --design strip-63 --stock l7160 --out blank.pdf
      kiosk labels blank --again --out blank.pdf
    """
    if again == bool(count):
        message = "Say how many, or --again."
        raise click.UsageError(message)
    with opened(settings) as plant, _codes(plant.site(), settings, count) as made:
        _print_blanks(plant, made, out, asked)
        warn(settings, plant.site())
    made_of = several(len(made), "blank label")
    click.echo(f"{made_of} in {out}, each decoded. A code is on paper once.")


@contextmanager
def _codes(site: Site, settings: Settings, count: int | None) -> Iterator[list[str]]:
    """Lay by fresh codes for a print, or find what was not printed; what fails is taken back."""
    from content import label_life
    from kiosk.labels import fresh_codes

    if count is None:
        yield _left(site, settings)
        return
    made = label_life.lay_by(site, fresh_codes.some(count))
    try:
        yield made
    except BaseException:
        label_life.take_back(site, made)
        raise


def _left(site: Site, settings: Settings) -> list[str]:
    from content import label_life
    from kiosk.labels import prints

    taken = prints.under_way(settings)
    return [code for code in label_life.blanks(site, "reserved") if code not in taken]


def _print_blanks(plant: Plant, made: list[str], out: Path, asked: dict[str, Any]) -> None:
    from content import catalogue
    from kiosk.labels import printing, stationery

    settings, site = plant.settings, plant.site()
    printing.hold_address(site, settings)
    paper = stationery.stock(settings, asked["stock"])
    design = asked["design"] or printing.usual(paper)
    places = [place for code in made if (place := catalogue.scan(code))]
    drawn = printing.plates(places, settings, spoken(asked["languages"], site.language))
    with progress(ROOM * len(drawn), "Drawn and read back") as bar:
        file = printing.draw(
            drawn, out, design, paper, start=asked["start"],
            printer=stationery.printer(settings, asked["named"]),
            tell=lambda done, _: bar(done),
        )  # fmt: skip
    with plant.database.atomic():
        printing.lock_address(site, settings)
        printing.note(drawn, design, printing.stock_of(out, paper), settings)
        printing.write(out, file)


@labels.command()
@click.option("--retire", is_flag=True, help="Take those out of use, for ever, whose print failed.")
@json_option
@with_data
def blanks(settings: Settings, *, retire: bool, as_json: bool) -> None:
    """List labels without a machine: those on paper, and those whose print failed.

    \b
    Examples:
      kiosk labels blanks
      kiosk labels blanks --retire
    """
    from content import label_life

    with opened(settings) as plant:
        site = plant.site()
        paper, left = label_life.blanks(site, "printed"), _left(site, settings)
        if retire:
            click.echo(f"{label_life.forgo(site, left)} out of use, for ever.")
            return
    if as_json:
        click.echo(json.dumps({"on_paper": paper, "not_printed": left}))
        return
    for what, found in (("on paper", paper), ("not printed", left)):
        for code in found:
            click.echo(f"{label_life.spelt(code):8} {what}")
    says = f"{len(paper)} on paper, {len(left)} not printed."
    click.echo(says + (" kiosk labels blank --again prints those." if left else ""))


@labels.command()
@click.argument("code")
@click.argument("machine")
@click.option("--beside", is_flag=True, help="The label that hangs there stays as well.")
@with_data
def bind(settings: Settings, code: str, machine: str, *, beside: bool) -> None:
    """Bind a fresh label to MACHINE: its name, its number or the code of its old label.

    \b
    Example:
      kiosk labels bind D4H-7KW "Drehmaschine DZ 400"
    """
    from content import label_life
    from qr_codes import codes

    with opened(settings) as plant:
        found = named.machine(plant.site(), machine)
        row = label_life.bind(codes.parse(code), found, beside=beside)
        click.echo(f"{codes.spell(row.code)} hangs on {found.name}.")


@labels.command()
@click.argument("code")
@click.option("--lost", is_flag=True, help="It is gone, and may turn up again.")
@with_data
def retire(settings: Settings, code: str, *, lost: bool) -> None:
    """Take a label out of use for ever. Its code is answered still, and its machine gets another.

    \b
    Examples:
      kiosk labels retire D4H-7KW
      kiosk labels retire D4H-7KW --lost
    """
    from content import label_life
    from kiosk.labels import fresh_codes
    from qr_codes import codes

    with opened(settings):
        fresh = fresh_codes.one()
        verb = label_life.lose if lost else label_life.retire
        row = verb(codes.parse(code), fresh)
        says = f"{codes.spell(row.code)} is {row.state}."
        new = Label.get_or_none(Label.code == fresh)
        if new is not None and new.machine is not None:
            says += f" {new.machine.name} has {codes.spell(fresh)} now: print it."
        click.echo(says)


@labels.command()
@click.argument("area")
@click.option("--begin", is_flag=True, help="Begin a round; the one before is forgotten.")
@click.option("--read", type=click.File("r"), help="What a scanner read, a code a line; - for all "
              "that is typed.")  # fmt: skip
@json_option
@with_data
def walk(settings: Settings, area: str, *, begin: bool, read: Any, as_json: bool) -> None:
    """Say which labels of AREA a round has met, and what is missing or amiss.

    \b
    Examples:
      kiosk labels walk "Hall 3" --begin --read codes.txt
      kiosk labels walk "Hall 3" --json
    """
    from datetime import UTC, datetime

    from content import label_walk
    from kiosk.labels import scanned

    with opened(settings) as plant:
        place = named.area(plant.site(), area)
        if begin:
            label_walk.begin(place, datetime.now(tz=UTC).date().isoformat())
        for line in read or ():
            found = scanned.read(line, settings, place.site.label_url)
            if found.said:
                label_walk.note(place, found.said)
            elif found.text:
                click.echo(f"{found.text[:40]}: no code of a label.", err=True)
        round_ = label_walk.look(place)
    amiss = [{"code": one.said, "machine": one.machine, "amiss": one.amiss} for one in round_.amiss]
    missing = [{"code": one.said, "machine": one.machine} for one in round_.missing]
    if as_json:
        told = {"begun": round_.begun_on, "well": len(round_.well), "amiss": amiss,
                "missing": missing}  # fmt: skip
        click.echo(json.dumps(told, ensure_ascii=False))
        return
    for one in amiss:
        click.echo(f"{one['code']:8} {AMISS[one['amiss']]:18} {one['machine']}")
    for one in missing:
        click.echo(f"{one['code']:8} {'missing so far':18} {one['machine']}")
    click.echo(f"{len(round_.well)} as they should be, since {round_.begun_on}.")
