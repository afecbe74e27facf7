"""The station of captions: lines typed, read in, timed, and said to be right by a person."""

from typing import Any

import pytest

from content import captions
from content.models import Version
from content.storage import Folder
from tests.kiosk.studio.captions_cast import chuck, german, give_lines
from tests.page import main
from tests.studio import Browser, Studio


@pytest.fixture
def version(studio: Studio) -> Version:
    """The draft `chuck` with its film, without captions."""
    return chuck(studio.site, studio.settings)


@pytest.fixture
def here(version: Version) -> str:
    """The address of its German captions."""
    return f"/studio/v/{version.id}/captions/de"


def form(was: str = "", *lines: tuple[str, str, str], **more: str) -> dict[str, Any]:
    """Return the form of these lines as the page would send it."""
    columns = [list(one) for one in zip(*lines, strict=True)] or [[], [], []]
    return {"was": was, "start": columns[0], "end": columns[1], "text": columns[2], **more}


def kept(studio: Studio, version: Version) -> list[Any]:
    """Return the captions that are kept."""
    return captions.cues(german(version), Folder(studio.settings.media))


ONE = ("0:01.0", "0:04.0", "Drei Backen lösen.")
TWO = ("0:05.0", "0:08.5", "Mit 35 Nm anziehen.")


def test_the_heading_says_what_is_wrong(
    alice: Browser, studio: Studio, version: Version, here: str
) -> None:
    give_lines(
        version, studio.settings, captions.Cue(1, 2, "Schlüssel abziehen, nie stecken lassen.")
    )
    assert "One line is too fast" in main(alice.get(here))


def test_typed_lines_are_kept(alice: Browser, studio: Studio, version: Version, here: str) -> None:
    alice.post(here, form("", ONE, TWO, do="save"))
    assert [(cue.start, cue.end, cue.text) for cue in kept(studio, version)] == [
        (1, 4, "Drei Backen lösen."), (5, 8.5, "Mit 35 Nm anziehen."),
    ]  # fmt: skip
    assert german(version).captions_state == "draft"
