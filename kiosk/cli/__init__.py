"""The command line: one group of commands, each with an example in its help.

Commands load what they need when they run, so that `kiosk --help` answers at once.
"""

import sys
import warnings
from typing import Any, Final

import click

from kiosk import __version__
from kiosk.settings import SettingsError, warn_on_terminal

COMMANDS: Final = {
    "demo": ("kiosk.cli.start", "A demonstration plant with a year of invented numbers, served."),
    "init": ("kiosk.cli.start", "Found your plant: database, keys, starter nuggets as drafts."),
    "serve": ("kiosk.cli.start", "Serve the pages, with the worker behind them."),
    "work": ("kiosk.cli.start", "Run the worker alone: films, seals, releases."),
    "machines": ("kiosk.cli.machines", "Import and list machines."),
    "labels": ("kiosk.cli.labels", "Print labels; every one is decoded before you get it."),
    "library": ("kiosk.cli.library", "Import and export nuggets as plain folders."),
    "release": ("kiosk.cli.care", "Publish the counts of every period that is over."),
    "doctor": ("kiosk.cli.care", "Look the installation over and say what to mend."),
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
    """Run one command; every expected failure ends as one sentence and exit code 1."""
    warnings.showwarning = warn_on_terminal  # type: ignore[assignment]
    try:
        code: Any = cli.main(words, prog_name="kiosk", standalone_mode=False)
    except click.exceptions.Abort:
        sys.exit(130)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except Exception as error:
        sentence = _sentence(error)
        if sentence is None:
            raise
        click.echo(f"kiosk: {sentence}", err=True)
        sys.exit(1)
    sys.exit(code if isinstance(code, int) else 0)


def _sentence(error: Exception) -> str | None:
    """Return the sentence for a failure we expect, or None for a fault of our own."""
    from content.errors import ContentError
    from kiosk.backup import CareError
    from kiosk.counts.ram import NoRamDisk, PotRefused
    from kiosk.db import Corrupt, TooNew
    from kiosk.faults import disk_full
    from kiosk.machine_list import ListError
    from kiosk.printing import CantPrint
    from kiosk.work import AlreadyAtWork

    if disk_full(error):
        return "The disk is full. Nothing was lost; make room and try again."
    expected = (
        SettingsError, ContentError, CareError, NoRamDisk, PotRefused, Corrupt, TooNew, ListError,
        AlreadyAtWork, CantPrint, OSError, *_label_errors(),
    )  # fmt: skip
    if isinstance(error, expected):
        return str(error) or (type(error).__doc__ or "").strip()
    return None


def _label_errors() -> tuple[type[Exception], ...]:
    from qr_codes import checks, codes, designs, plate, sheets, stock, symbol

    return (
        checks.Unreadable, codes.NotACode, codes.Mistyped, designs.UnknownDesign, designs.TooFine,
        plate.NoWords, sheets.NoLabels, sheets.BadStart, stock.UnknownStock, stock.BadStock,
        stock.TooBigForStock, symbol.NotAnAddress, symbol.TooLong,
    )  # fmt: skip
