"""A demonstration plant in every state a page can be in: labels out of use, drafts, nothing yet."""

import shutil
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from content import library, nuggets, plant
from content.models import Area, Label, Machine, Nugget, Site, Topic
from content.storage import Folder
from kiosk.counts import Counts, measuring, period
from kiosk.db import connected, migrate, open_database
from kiosk.labels import phone_check
from kiosk.settings import Settings
from qr_codes import codes
from tests import council

LATHE = "D4H7KW"
OTHER_LATHE = "K7Q2MX"


@dataclass(frozen=True, slots=True)
class States:
    """Where each state stands: codes of labels, an area, the sign of a check, numbers of a nugget.

    `when` is the last period that was released; `taught` is in it with a gain.
    """

    bare: str
    blank: str
    lost: str
    replaced: str
    retired: str
    shut: str
    unknown: str
    area: str
    sign: str
    when: str
    taught: str


def code(data: str) -> str:
    """Return a label's code from its five first signs."""
    return data + codes.check_character(data)


def arrange(settings: Settings) -> States:
    """Bring a copy of the demonstration plant into all states."""
    database, storage = open_database(settings), Folder(settings.media)
    migrate(database, settings)
    with connected(database):
        site = Site.get()
        hall = Area.get(Area.name == "Linie 2")
        made = States(
            **_labels(site, hall),
            unknown=code("ZZZZ9"),
            area=str(hall.id),
            sign=phone_check.begin(site, settings).rpartition("/")[2],
            when=period.current(site.timezone).before.id,
            taught=str(Nugget.get(Nugget.slug == "near-miss").id),
        )
        for slug, on in (
            ("new-tool", Machine.get(Machine.name == "Räummaschine 7")),
            ("chips", Topic.get(Topic.slug == "order")),
        ):
            inside = "plant network" if slug == "new-tool" else "anywhere"
            nuggets.hang(_german(site, settings, slug, inside), on)
        gone = Nugget.get(Nugget.slug == "strange-mail")
        nuggets.withdraw(gone, storage, datetime.now(tz=UTC).date())
        _measured(site, settings, Nugget.get(Nugget.slug == "rating-plate"))
    database.close_all()  # type: ignore[attr-defined]
    return made


def _measured(site: Site, settings: Settings, nugget: Nugget) -> None:
    """Let the council have agreed, and a nugget be measured in this period."""
    counts, now = Counts(settings), period.current(site.timezone)
    counts.start()
    council.agree(site.id, now.block)
    standing, _ = counts.measured_in(nugget.id) or (now, now)
    measuring.switch_on(site.id, nugget.id, standing)
    counts.lay_out()


def _labels(site: Site, hall: Area) -> dict[str, str]:
    names = {one: code(f"AAAA{sign}") for one, sign in zip(
        ("bare", "blank", "lost", "replaced", "retired", "shut"), "234567", strict=True
    )}  # fmt: skip
    lathe = Machine.get(Machine.name == "Drehmaschine 4")
    plant.label(plant.machine(hall, "Säge 3"), names["bare"], "attached")
    plant.label(plant.machine(hall, "Räummaschine 7"), names["shut"], "attached")
    Label.create(site=site, code=names["blank"], state="printed")
    for state in ("lost", "retired"):
        plant.label(lathe, names[state], state)
    plant.label(lathe, names["replaced"], "attached")
    plant.move_label(names["replaced"], "replaced", replaced_by=LATHE)
    return names


def _german(site: Site, settings: Settings, slug: str, reach: str) -> Nugget:
    """Publish a starter nugget once more, in German alone; its films are made already."""
    folder = settings.data / slug
    shutil.copytree(library.STARTER / "near-miss", folder)
    for words in folder.glob("*.md"):
        if words.stem != "de":
            words.unlink()
    facts = folder / "nugget.toml"
    facts.write_text(facts.read_text().replace('reach = "anywhere"', f'reach = "{reach}"'))
    version = library.import_folder(site, folder, Folder(settings.media))
    nuggets.publish(version, datetime.now(tz=UTC).date())
    found: Nugget = version.nugget
    return found


def copied(of: Path, settings: Settings) -> None:
    """Copy a plant's folder to where these settings are."""
    shutil.copytree(of, settings.data)
