"""The printers and papers of a plant: measured once, kept beside its data in `stationery.toml`."""

import re
import tomllib
from pathlib import Path
from typing import Any, Final

from content.errors import ContentError
from kiosk.settings import Settings
from qr_codes import printer as printers_
from qr_codes import stock as stocks_
from qr_codes.printer import EXACT, Printer
from qr_codes.stock import Stock

FILE: Final = "stationery.toml"
PRINTER: Final = "printer"
STOCK: Final = "stock"
NAME: Final = re.compile(r"[a-z0-9][a-z0-9-]{0,38}")


class NoSuchPrinter(ContentError):
    """There is no printer {name} yet. Measure it: kiosk printer page, then kiosk printer add."""


class NoSuchStock(ContentError):
    """This plant has no paper {name} of its own."""


class NameOfPaper(ContentError):
    """Name it with up to 39 of a-z, 0-9 and -; {name} cannot be."""


class Shipped(ContentError):
    """There is a paper {name} already. Give your own another name."""


class SpoiltStationery(ContentError):
    """{file} can't be read: {fault}. Mend the file, or delete it and measure again."""


def printers(settings: Settings) -> dict[str, Printer]:
    """Return the measured printers of the plant by name. Raises SpoiltStationery."""
    return {name: printers_.of(name, table) for name, table in _tables(settings, PRINTER).items()}


def printer(settings: Settings, name: str) -> Printer:
    """Return one printer; without a name one that prints where it is told. Raises NoSuchPrinter."""
    if not name:
        return EXACT
    found = printers(settings).get(name)
    if found is None:
        raise NoSuchPrinter(name=name)
    return found


def stocks(settings: Settings) -> dict[str, Stock]:
    """Return the papers that the plant measured itself. Raises SpoiltStationery."""
    return {name: stocks_.of(name, table) for name, table in _tables(settings, STOCK).items()}


def stock(settings: Settings, name: str) -> Stock:
    """Return a paper by its name, the plant's own or one of ours. Raises stock.UnknownStock."""
    return stocks(settings).get(name) or stocks_.stock(name)


def keep_printer(settings: Settings, made: Printer) -> None:
    """Keep what was measured of a printer. Raises NameOfPaper, OSError."""
    _keep(settings, PRINTER, made.name, tomllib.loads(printers_.toml(made)))


def keep_stock(settings: Settings, made: Stock) -> None:
    """Keep a paper of the plant's own. Raises NameOfPaper, Shipped, OSError."""
    if made.name in stocks_.names():
        raise Shipped(name=made.name)
    _keep(settings, STOCK, made.name, tomllib.loads(stocks_.toml(made)))


def forget_printer(settings: Settings, name: str) -> None:
    """Forget a printer. Raises NoSuchPrinter, OSError."""
    if not _forget(settings, PRINTER, name):
        raise NoSuchPrinter(name=name)


def forget_stock(settings: Settings, name: str) -> None:
    """Forget a paper of the plant's own. Raises NoSuchStock, OSError."""
    if not _forget(settings, STOCK, name):
        raise NoSuchStock(name=name)


def _keep(settings: Settings, kind: str, name: str, table: dict[str, Any]) -> None:
    if not NAME.fullmatch(name):
        raise NameOfPaper(name=name)
    known = _read(settings)
    known.setdefault(kind, {})[name] = table
    _write(settings, known)


def _forget(settings: Settings, kind: str, name: str) -> bool:
    known = _read(settings)
    if known.get(kind, {}).pop(name, None) is None:
        return False
    _write(settings, known)
    return True


def _tables(settings: Settings, kind: str) -> dict[str, dict[str, Any]]:
    return dict(sorted(_read(settings).get(kind, {}).items()))


def _read(settings: Settings) -> dict[str, dict[str, dict[str, Any]]]:
    path = settings.data / FILE
    if not path.exists():
        return {}
    try:
        known = tomllib.loads(path.read_text("utf-8"))
        for name, table in known.get(PRINTER, {}).items():
            printers_.of(name, table)
        for name, table in known.get(STOCK, {}).items():
            stocks_.of(name, table)
    except (ValueError, AttributeError, TypeError) as error:
        raise SpoiltStationery(file=path.name, fault=error) from error
    return known


def _write(settings: Settings, known: dict[str, dict[str, dict[str, Any]]]) -> None:
    parts = [
        f"[{kind}.{name}]\n{_toml(kind, name, table)}"
        for kind in (PRINTER, STOCK)
        for name, table in sorted(known.get(kind, {}).items())
    ]
    _replace(settings.data / FILE, "\n".join(parts))


def _toml(kind: str, name: str, table: dict[str, Any]) -> str:
    if kind == PRINTER:
        return printers_.toml(printers_.of(name, table))
    return stocks_.toml(stocks_.of(name, table))


def _replace(path: Path, text: str) -> None:
    draft = path.with_name(f".{path.name}.part")
    draft.write_text(text, "utf-8")
    draft.replace(path)
