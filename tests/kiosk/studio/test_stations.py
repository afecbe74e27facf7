"""The way of a nugget: what stands behind somebody is told the same at every station."""

import re
from pathlib import Path
from typing import Final

import pytest

import kiosk
from tests.page import words
from tests.studio import Browser, field

TEMPLATES: Final = sorted((Path(kiosk.__file__).parent / "templates" / "studio").glob("*.html"))
PRESSED: Final = re.compile(r'<(?:button|a|summary)\b[^>]*class="(b\b[^"]*)"[^>]*>(.{0,60})')
LOSES: Final = re.compile(
    r'icon\("(?:erase|cross)"\)|Delete|Withdraw|Throw|Take it (?:away|back)|Deactivate'
)
ART: Final = Path(kiosk.__file__).parents[1] / "static" / "art.svg"
SYMBOLS: Final = dict(re.findall(r'<symbol id="([\w-]+)" viewBox="([^"]+)"', ART.read_text()))
LATER: Final = ("captions/de", "check", "question", "languages", "release")


@pytest.fixture
def draft(alice: Browser) -> str:
    """A draft of Alice's with a title and no more."""
    address = "/studio/nuggets/new/D4H7KW"
    form = {"key": field(alice.get(address), "key"), "title": "Backen wechseln"}
    return str(alice.post(address, form).headers["Location"]).split("/")[3]


@pytest.mark.parametrize("station", LATER)
def test_words_that_are_missing_are_told_at_every_later_station(
    alice: Browser, draft: str, station: str
) -> None:
    shown = words(alice.get(f"/studio/v/{draft}/{station}"))
    assert re.search(
        r'<li class="open"><a href="[^"]*/film">Film <small>something is missing', shown
    )


def test_what_lies_ahead_is_neither_done_nor_missing(alice: Browser, draft: str) -> None:
    shown = words(alice.get(f"/studio/v/{draft}/film"))
    assert 'class="past"' not in shown
    assert "something is missing" not in shown


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_nothing_is_deleted_or_taken_back_by_the_filled_button(template: Path) -> None:
    for look, body in PRESSED.findall(template.read_text()):
        assert not ("main" in look.split() and LOSES.search(body)), f"{look}: {body}"


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda path: path.stem)
def test_every_icon_is_one_and_every_drawing_too(template: Path) -> None:
    text = template.read_text()
    icons = {SYMBOLS.get(name) for name in re.findall(r'icon\("([\w-]+)"', text)}
    drawings = {SYMBOLS.get(name) for name in re.findall(r'drawing\("([\w-]+)"', text)}
    assert icons <= {"0 0 24 24"}
    assert drawings <= {"0 0 240 180"}
