"""The commands for printers and papers: measure a printer, list papers, add one of your own."""

import json
from pathlib import Path
from typing import Any

import click

from kiosk.cli.plant import be_there, json_option, pdf_option, with_data
from kiosk.settings import Settings
from qr_codes import wording


@click.group()
def printer() -> None:
    """Measure printers, so that every label meets its cell.

    \b
    Examples:
      kiosk printer page office --out measure.pdf
      kiosk printer add office --left 20.5 --top 19 --across 170 --down 256.5
    """


@printer.command("page")
@click.argument("name")
@click.option("--size", default="a4", show_default=True, metavar="STOCK",
              help="The paper in it: a stock of kiosk stock list.")  # fmt: skip
@click.option("--language", default="de", show_default=True,
              type=click.Choice(wording.languages("calibration")))  # fmt: skip
@pdf_option
@with_data
def page(settings: Settings, name: str, size: str, language: str, out: Path) -> None:
    """Make the page to measure a printer on: print it at 100 % and lay a steel ruler on it.

    \b
    Example:
      kiosk printer page office --out measure.pdf
    """
    from kiosk.labels import printing, stationery
    from qr_codes import calibration

    be_there(settings)
    paper = stationery.stock(settings, size).page
    printing.write(out, calibration.page(name, size=paper, language=language))
    (left, top), (across, down) = calibration.crosses(paper)
    said = f"{out}: left edge to the cross should be {left:g} mm, upper edge to the cross {top:g}"
    between = f", cross to cross {across:g} across and {down:g} down" if across else ""
    click.echo(f"{said}{between}.")


@printer.command("add")
@click.argument("name")
@click.option("--left", type=float, required=True, help="A: left edge to the cross, millimetres.")
@click.option("--top", type=float, required=True, help="B: upper edge to the cross.")
@click.option("--across", type=float, help="C: cross to cross, across; not asked on small tags.")
@click.option("--down", type=float, help="D: cross to cross, down; not asked on small tags.")
@click.option(
    "--size", default="a4", show_default=True, metavar="STOCK", help="The paper of the page."
)
@click.option(
    "--dpi", default="300", show_default=True, type=click.Choice(["203", "300", "600", "1200"])
)
@with_data
def add(settings: Settings, name: str, size: str, dpi: str, **lengths: Any) -> None:
    """Keep what was measured on a printer's page.

    \b
    Example:
      kiosk printer add office --left 20.5 --top 19 --across 170 --down 256.5
    """
    from kiosk.labels import stationery
    from qr_codes import calibration

    be_there(settings)
    paper = stationery.stock(settings, size).page
    made = calibration.read(name, size=paper, dpi=int(dpi), **lengths)
    stationery.keep_printer(settings, made)
    (x, y), (sx, sy) = made.offset, made.scale
    click.echo(
        f"{name} prints {x:+.1f} mm to the right and {y:+.1f} mm down, at {sx:.1%} across and "
        f"{sy:.1%} down. Labels with --printer {name} make up for it."
    )


@printer.command("list")
@json_option
@with_data
def list_printers(settings: Settings, *, as_json: bool) -> None:
    """List the printers that were measured.

    \b
    Example:
      kiosk printer list
    """
    from kiosk.labels import stationery

    be_there(settings)
    found = stationery.printers(settings).values()
    if as_json:
        rows = [{"name": p.name, "dpi": p.dpi, "offset": p.offset, "scale": p.scale} for p in found]
        click.echo(json.dumps(rows))
        return
    for one in found:
        (x, y), (across, down) = one.offset, one.scale
        aside = f"{x:+.1f} mm to the right, {y:+.1f} mm down"
        click.echo(f"{one.name:16} {one.dpi} dpi  {aside}  {across:.1%} × {down:.1%}")
    if not found:
        click.echo("No printer was measured yet. First: kiosk printer page NAME --out FILE")


@printer.command("forget")
@click.argument("name")
@with_data
def forget_printer(settings: Settings, name: str) -> None:
    """Forget what was measured of a printer.

    \b
    Example:
      kiosk printer forget office
    """
    from kiosk.labels import stationery

    be_there(settings)
    stationery.forget_printer(settings, name)
    click.echo(f"{name} is forgotten.")


@click.group()
def stock() -> None:
    """List the papers that labels go on, and add your own.

    \b
    Examples:
      kiosk stock list
      kiosk stock add valve-tags valve-tags.toml
    """


@stock.command("list")
@json_option
@with_data
def list_stocks(settings: Settings, *, as_json: bool) -> None:
    """List all papers, the plant's own first, and the designs that are meant for them.

    \b
    Example:
      kiosk stock list --json
    """
    from kiosk.labels import stationery
    from qr_codes import stock as stocks

    be_there(settings)
    own = stationery.stocks(settings)
    found = [*own.values(), *(stocks.stock(name) for name in stocks.names())]
    rows: list[dict[str, Any]] = [
        {"name": one.name, "title": one.title, "printer": one.kind, "material": one.material,
         "designs": stocks.fitting(one), "own": one.name in own}
        for one in found
    ]  # fmt: skip
    if as_json:
        click.echo(json.dumps(rows))
        return
    for row in rows:
        of = f"{row['printer']}, {row['material']}{', your own' if row['own'] else ''}"
        click.echo(f"{row['name']:16} {row['title']}  ({of})  {', '.join(row['designs'])}")


@stock.command("add")
@click.argument("name")
@click.argument("file", type=click.Path(path_type=Path, exists=True, dir_okay=False))
@with_data
def add_stock(settings: Settings, name: str, file: Path) -> None:
    """Add a paper that you measured yourself, all in millimetres.

    \b
    The file says, for two labels a page:
      title = "Valve tags"
      page = [105, 74]
      columns = 2
      cell = [45, 60]
      first = [5, 7]
      pitch = [50, 60]

    \b
    Example:
      kiosk stock add valve-tags valve-tags.toml
    """
    from kiosk.labels import stationery
    from qr_codes import stock as stocks

    be_there(settings)
    made = stocks.read(name, file.read_bytes()[: stocks.LONGEST + 1].decode(errors="replace"))
    stationery.keep_stock(settings, made)
    fits = ", ".join(stocks.fitting(made)) or "none of our designs fits"
    click.echo(f"{name}: {made.title}. Designs: {fits}.")


@stock.command("forget")
@click.argument("name")
@with_data
def forget_stock(settings: Settings, name: str) -> None:
    """Forget a paper of your own.

    \b
    Example:
      kiosk stock forget valve-tags
    """
    from kiosk.labels import stationery

    be_there(settings)
    stationery.forget_stock(settings, name)
    click.echo(f"{name} is forgotten.")
