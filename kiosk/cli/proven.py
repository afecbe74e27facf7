"""Prints what the proof on site found, as a table for a terminal or as JSON."""

import json
import shutil
import textwrap
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import click

from kiosk import __version__
from kiosk.care import checked
from kiosk.proof import Asked, look
from kiosk.proof.points import BROKEN, NAMES, OK, UNKNOWN, Point, code
from kiosk.settings import Settings

SAID: Final = {OK: "ok", BROKEN: "BROKEN", UNKNOWN: "?"}
COLOURS: Final = {OK: "green", BROKEN: "red", UNKNOWN: "yellow"}
SHOWN: Final = "The page What is counted shows this result, without the sentences."
NOT_SHOWN: Final = "The result could not be kept: this user may not write into the plant's folder."
STATE: Final = 8
NAME: Final = 18
WIDEST: Final = 100


def prove(
    settings: Settings, *, as_json: bool, through: str, nginx: Path | None, logs: tuple[Path, ...]
) -> int:
    """Check, print, keep the result for the page of what is counted; return the exit code."""
    if not as_json:
        click.echo(f"Privacy on this machine, version {__version__}, {_today()}. One moment …\n")
    found = look(settings, Asked(through, nginx, logs))
    kept = _keep(settings, found)
    if as_json:
        rows = [{"item": one.item, "state": one.state, "says": one.says, "do": one.do}
                for one in found]  # fmt: skip
        click.echo(json.dumps({"points": rows, "kept": kept}, ensure_ascii=False, indent=2))
        return code(found)
    for one in found:
        _show(one)
    click.echo(f"\n{_sum(found)}")
    click.echo(SHOWN if kept else NOT_SHOWN)
    return code(found)


def _today() -> str:
    return datetime.now(tz=UTC).date().isoformat()


def _keep(settings: Settings, found: list[Point]) -> bool:
    try:
        checked.keep(settings, {one.item: one.state for one in found})
    except OSError:
        return False
    return True


def _show(point: Point) -> None:
    """Print a point: state, name, sentence, and below it what to do."""
    width = min(WIDEST, shutil.get_terminal_size().columns) - 1
    room = width - STATE - NAME
    said = [*_folded(point.says, room), *_folded(f"→ {point.do}" if point.do else "", room)]
    state = click.style(SAID[point.state].ljust(STATE), fg=COLOURS[point.state])
    click.echo(f"{state}{NAMES[point.item].ljust(NAME)}{said[0]}")
    for line in said[1:]:
        click.echo(f"{'':{STATE + NAME}}{line}")


def _folded(words: str, room: int) -> list[str]:
    """Fold a sentence at blanks alone: an address or a command stays whole where it fits."""
    return textwrap.wrap(words, room, break_on_hyphens=False)


def _sum(found: list[Point]) -> str:
    broken = sum(one.state == BROKEN for one in found)
    unknown = sum(one.state == UNKNOWN for one in found)
    good = len(found) - broken - unknown
    if good == len(found):
        return f"All {good} points are in order."
    said = [f"{good} of {len(found)} points are in order"]
    said += [f"{broken} broken"] if broken else []
    said += [f"{unknown} could not be checked"] if unknown else []
    return ", ".join(said) + "."
