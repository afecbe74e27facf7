"""The command line: one group of commands, each with an example in its help.

Commands load what they need when they run, so that `kiosk --help` answers at once.
"""

import sys
import traceback
import warnings
from pathlib import Path
from typing import Any, Final

import click

from kiosk import __version__
from kiosk.settings import SettingsError, warn_on_terminal

INTERRUPTED: Final = 130
OWN_FAULT: Final = 70  # EX_SOFTWARE, sysexits.h

COMMANDS: Final = {
    "demo": ("kiosk.cli.start", "A demonstration plant with a year of invented numbers, served."),
    "init": ("kiosk.cli.start", "Found your plant: database, keys, starter nuggets as drafts."),
    "serve": ("kiosk.cli.start", "Serve the pages, with the worker behind them."),
    "work": ("kiosk.cli.start", "Run the worker alone: films, seals, releases."),
    "machines": ("kiosk.cli.machines", "Import and list machines."),
    "labels": ("kiosk.cli.label_life", "Print labels, bind them, look after them."),
    "chart": ("kiosk.cli.labels", "Print a wall chart of an area for the learning room."),
    "wifi": ("kiosk.cli.labels", "Print the poster with which phones join the guest wifi."),
    "printer": ("kiosk.cli.paper", "Measure printers, so that every label meets its cell."),
    "stock": ("kiosk.cli.paper", "List the papers that labels go on, and add your own."),
    "sheet": ("kiosk.cli.sheet", "Print the instruction sheet of a nugget, with lines to sign."),
    "library": ("kiosk.cli.library", "Import and export nuggets as plain folders."),
    "staff": ("kiosk.cli.staff", "Invite people into the studio and say what they may do."),
    "release": ("kiosk.cli.care", "Publish the counts of every period that is over."),
    "annex": ("kiosk.cli.annex", "Write the technical annex to the works agreement."),
    "doctor": ("kiosk.cli.care", "Look the installation over and say what to mend."),
    "faultlog": ("kiosk.cli.faultlog", "For some hours, keep where pages break; announced to all."),
    "backup": ("kiosk.cli.care", "Copy database and media, checked, while everything runs."),
    "restore": ("kiosk.cli.care", "Bring a backup back."),
    "upgrade": ("kiosk.cli.care", "Bring the data to this version, with a way back."),
}


class Commands(click.Group):
    """Commands that are imported when they are called."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002
        """Name the commands in the order in which a plant needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:  # noqa: ARG002
        """Load one command."""
        if cmd_name not in COMMANDS:
            return None
        from importlib import import_module

        command: click.Command = getattr(import_module(COMMANDS[cmd_name][0]), cmd_name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002
        """List the commands without loading them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, words) for name, (_, words) in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(__version__, prog_name="kiosk")
def cli() -> None:
    """Shop-floor micro-learning: scan the machine, watch its two-minute nugget.

    \b
    Examples:
      kiosk demo                     see everything working
      kiosk init --name "Works 1"    begin with your own plant
      kiosk labels --all --out labels.pdf
    """


def main(words: list[str] | None = None) -> None:
    """Run one command; every failure ends as one sentence: 1, 2 for wrong use, 70 for a fault."""
    warnings.showwarning = warn_on_terminal  # type: ignore[assignment]
    try:
        code: Any = cli.main(words, prog_name="kiosk", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(INTERRUPTED)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except Exception as error:  # noqa: BLE001  an operator reads a sentence, never a stack
        sentence = _sentence(error)
        click.echo(f"kiosk: {sentence or _fault(error)}", err=True)
        sys.exit(1 if sentence else OWN_FAULT)
    sys.exit(code if isinstance(code, int) else 0)


def _sentence(error: Exception) -> str | None:
    """Return the sentence for a failure we expect, or None for a fault of our own."""
    from kiosk import faults

    if faults.disk_full(error):
        return "The disk is full. Nothing was lost; make room and try again."
    if isinstance(error, _about()):
        return f"{error}: {_doc(error)}"
    if isinstance(error, _expected()):
        return str(error) or _doc(error)
    if isinstance(error, OSError) and error.strerror:
        return f"{error.filename or 'A file'}: {error.strerror}."
    return _of_database(error)


def _doc(error: Exception) -> str:
    return " ".join((type(error).__doc__ or "").split())


def _of_database(error: Exception) -> str | None:
    import peewee

    from kiosk import faults
    from kiosk.db import Corrupt

    if faults.damaged(error):
        return Corrupt.__doc__
    if faults.busy(error):
        return "Somebody else is writing to the database. Nothing was changed; try again."
    if isinstance(error, peewee.ImproperlyConfigured):
        return (
            "The driver of PostgreSQL is missing. Install it beside the program: "
            "pip install --require-hashes -r deploy/postgres.lock"
        )
    if isinstance(error, peewee.OperationalError):
        *_, cause = faults.chain(error)
        return f"The database can't be used: {str(cause).strip().splitlines()[0]}"
    return None


def _fault(error: Exception) -> str:
    """Return what to report about a fault of our own: its kind and place, no stack."""
    last = traceback.extract_tb(error.__traceback__)[-1]
    place = f"{Path(last.filename).name}, line {last.lineno}"
    return f"A fault of the program ({type(error).__name__} in {place}): please report it."


def _expected() -> tuple[type[Exception], ...]:
    from content.errors import ContentError
    from kiosk.care.backup import CareError
    from kiosk.care.faultlog import TooLong
    from kiosk.counts.ram import NoRamDisk, PotRefused
    from kiosk.db import Corrupt, TooNew
    from kiosk.disk import NoRoom
    from kiosk.labels.printing import CantPrint
    from kiosk.machines.machine_list import ListError
    from kiosk.running import AlreadyAtWork
    from kiosk.serve import CantListen

    return (
        SettingsError, ContentError, CareError, NoRamDisk, PotRefused, Corrupt, TooNew, ListError,
        AlreadyAtWork, CantListen, CantPrint, NoRoom, TooLong, *_of_prints(),
    )  # fmt: skip


def _of_prints() -> tuple[type[Exception], ...]:
    """Failures of a print whose text is a sentence of its own, or empty."""
    from qr_codes import calibration, checks, logo, printer, sheets, stock, wifi

    return (
        checks.Unreadable, logo.BadLogo, sheets.NoLabels, stock.BadStock,
        calibration.TooSmallToMeasure, printer.BadPrinter, wifi.BadWifi,
    )  # fmt: skip


def _about() -> tuple[type[Exception], ...]:
    """Failures of a print whose text names only what was asked for; their kind is the sentence."""
    from qr_codes import codes, designs, lettering, plate, sheets, stock, symbol

    return (
        codes.NotACode, codes.Mistyped, designs.UnknownDesign, designs.TooFine, plate.NoWords,
        lettering.CannotWrite, lettering.DoesNotFit, sheets.BadStart, stock.UnknownStock,
        stock.TooBigForStock, symbol.NotAnAddress, symbol.TooLong,
    )  # fmt: skip
