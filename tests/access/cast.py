"""A plant in which every page of workers and of the room has something to show."""

from dataclasses import replace
from typing import Any, Final

from flask import Flask

from content import nuggets, plant
from content.card import Option, Question
from content.draft import TextDraft
from content.models import Area, Label, Nugget, Site, Version
from content.storage import Folder
from kiosk.counts import period
from kiosk.counts.demo import demo_year
from kiosk.labels import phone_check
from kiosk.settings import Settings
from kiosk.web import passes
from qr_codes import codes
from tests import floor

DRAFT, BARE, GONE = "lift-safely", "sort-waste", "old-way"
"""A safety nugget whose Arabic nobody reviewed, one with little to it, and one taken back."""
BLANK, INSIDE = (data + codes.check_character(data) for data in ("AAAA6", "AAAA7"))
"""A label that was printed and has no machine, and that of a machine shown inside only."""

ARABIC: Final = TextDraft(
    language="ar", variant="plain", title="ارفع بأمان", why="ظهرك واحد فقط.", state="draft",
    stand_clear="قف في مكان آمن.", take_away="من الركبتين، لا من الظهر.", task="ارفع صندوقًا فارغًا.",
    steps=("انظر إلى الطريق.", "اثنِ ركبتيك."),
    questions=(Question("من أين ترفع؟", (
        Option("من الركبتين.", "صحيح.", right=True), Option("من الظهر.", "هذا يضر.", right=False),
    )),),
)  # fmt: skip
SIMPLE: Final = replace(floor.GERMAN, variant="easy", title="Brille auf")
LITTLE: Final = replace(floor.GERMAN, title="Abfall trennen", stand_clear="", task="")
DAY: Final = floor.DAY


def fill(settings: Settings, site: Site) -> None:
    """Add to the floor's cast what some page says more of, and a year of numbers."""
    floor.publish(site, settings, DRAFT, (floor.GERMAN, SIMPLE, ARABIC), klass="safety")
    floor.publish(site, settings, BARE, (LITTLE,))
    gone = floor.publish(site, settings, GONE, (LITTLE,))
    nuggets.withdraw(gone, Folder(settings.media), DAY)
    line = Area.select().where(Area.parent.is_null(False)).get()
    saw = plant.machine(line, "Kreissäge mit Sicherheitsschaltmattenüberwachung 7")
    plant.label(saw, INSIDE, "attached")
    nuggets.hang(Nugget.get(Nugget.slug == "new-tool"), saw)
    Label.create(site=site, code=BLANK, state="printed")
    demo_year(site.id, settings)


def known(app: Flask, site_id: str) -> dict[str, Any]:
    """Return what fills the gaps of addresses."""
    settings, site = app.extensions["settings"], Site.get_by_id(site_id)
    version = Version.select().join(Nugget).where(Nugget.slug == "wear-glasses").get()
    over = period.current(site.timezone).before
    hall = Area.select().where((Area.site == site) & Area.parent.is_null()).first()
    return {
        "area": hall.id, "code": floor.LATHE, "hall": hall.id, "key": "de", "kind": "wrong",
        "number": 1, "opens": passes.issue(settings, "preview", version.id, hours=9),
        "second": 41, "sign": phone_check.begin(site, settings).rpartition("/")[2],
        "slug": "wear-glasses", "topic": "safety", "typed": "K7Q", "where": "topics",
        "unit": "site", "nugget": version.nugget_id, "when": over.id,
    }  # fmt: skip
