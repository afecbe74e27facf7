"""A plant with two lathes and two people who have passwords: Alice, a trainer, and Bob."""

import shutil
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from playwright.sync_api import expect

from content import plant
from content.models import Machine, Site
from kiosk.app import create_app
from kiosk.db import connected
from kiosk.staff import people
from kiosk.staff.people import Facts
from kiosk.studio import security
from tests.conftest import fresh_settings
from tests.house import until
from tests.journeys.hand import Hand
from tests.journeys.served import Served

LATHE: Final = "D4H7KW"
PASSWORD: Final = "drei Spannbacken im Fach"  # noqa: S105  of nobody outside this test
CAST: Final = {"Alice": "trainer", "Bob": "safety"}


def staffed(folder: Path, founded: Path) -> Served:
    """Return that plant, not served yet; it is at home at `localhost`."""
    settings = fresh_settings(folder)
    settings.data.mkdir(parents=True)
    shutil.copy(founded, settings.sqlite)
    app = create_app(settings)
    studio, today = app.extensions["studio"](), datetime.now(tz=UTC).date()
    with studio.app_context(), connected(app.extensions["database"]):
        site = Site.get()
        kind = plant.kind(site, "Drehmaschine")
        Machine.update(kind=kind).execute()
        for name, role in CAST.items():
            _account, opens = people.invite(site, Facts(name, name.lower(), (role,)), today)
            people.welcome(opens, security.sealed(PASSWORD), today)
    app.extensions["database"].close_all()
    there = Served(settings)
    there.address = f"http://localhost:{there.port}"
    return there


def come_in(hand: Hand) -> None:
    """Sign in at the door of the studio with name and password."""
    page = hand.page
    page.goto("/studio/")
    hand.write(page.get_by_label("Your sign-in name"), hand.name)
    hand.write(page.get_by_label("Password", exact=True), PASSWORD)
    hand.shot("door")
    hand.button("Sign in")
    page.get_by_role("navigation", name="Studio").wait_for()


def release(hand: Hand) -> None:
    """Let a colleague come in, look at what waits, and release it with the four ticks."""
    page = hand.page
    come_in(hand)
    hand.shot("today")
    hand.link("Look at it and decide")

    def ready() -> bool:
        missing = page.get_by_role("heading", name="Not ready to be released").count() > 0
        if missing:
            page.wait_for_timeout(1000)
            page.reload()
        return not missing

    until(ready, "the small film is made", 120)
    hand.shot("decide")
    ticks = page.get_by_role("checkbox").all()
    assert len(ticks) == 4
    for tick in ticks:
        hand.tap(tick)
    hand.button("Release it")
    expect(page.locator("h1"), "it is released").to_have_text("It hangs at the machine now")
    hand.shot("released")
