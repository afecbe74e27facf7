"""Builds the demonstration plant: machines, published nuggets, a year of invented numbers."""

import os
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Final

import peewee

from content import library, nuggets, plant, review
from content.media import ffmpeg
from content.models import Kind, Label, Machine, Nugget, Site, Topic, Version
from content.storage import Folder
from kiosk import jobs
from kiosk.counts import demo as numbers
from kiosk.making.films import Workshop
from kiosk.settings import Settings

FIRST: Final = ("poster", "thumb", "lite")
"""What the demonstration waits for; the sharper films follow while it is being looked at."""

TOPICS: Final = (
    ("safety", "Sicherheit"), ("quality", "Qualität"), ("order", "Ordnung"), ("digital", "Digital"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Stand:
    """One machine of the demonstration plant."""

    code: str
    name: str
    kind: str
    area: tuple[str, ...]
    crowd: int


FLOOR: Final = (
    Stand("D4H7KW", "Drehmaschine 4", "Drehmaschine DZ 400", ("Halle 3", "Linie 2"), 14),
    Stand("K7Q2MX", "Drehmaschine 5", "Drehmaschine DZ 400", ("Halle 3", "Linie 2"), 12),
    Stand("", "Fräsmaschine 2", "Fräszentrum F 5", ("Halle 3", "Linie 2"), 12),
    Stand("", "Exzenterpresse 1", "Presse P 250", ("Halle 3", "Linie 1"), 16),
    Stand("", "Roboterzelle 1", "Cobot-Montageplatz", ("Halle 2", "Montage"), 24),
    Stand("", "Verpackungslinie 1", "Verpackungslinie", ("Halle 2", "Versand"), 18),
    Stand("", "Prüfplatz 3", "Kamera-Prüfplatz", ("Halle 2", "Montage"), 15),
    Stand("", "Ladestation Stapler", "Ladestation", ("Halle 1",), 11),
)
AREAS: Final = {
    ("Halle 1",): 30, ("Halle 2",): 96, ("Halle 2", "Montage"): 52, ("Halle 2", "Versand"): 44,
    ("Halle 3",): 88, ("Halle 3", "Linie 1"): 40, ("Halle 3", "Linie 2"): 48,
}  # fmt: skip
ON: Final = {
    "Drehmaschine DZ 400": ("emergency-stop", "light-stack", "rating-plate"),
    "Fräszentrum F 5": ("light-stack", "emergency-stop", "rating-plate"),
    "Presse P 250": ("emergency-stop", "clear-a-jam", "light-stack"),
    "Cobot-Montageplatz": ("cobot-by-hand", "emergency-stop"),
    "Verpackungslinie": ("clear-a-jam", "line-dashboard", "light-stack"),
    "Kamera-Prüfplatz": ("camera-rejects", "line-dashboard"),
    "Ladestation": ("near-miss",),
}
Say = Callable[[str], None]


def build(settings: Settings, storage: Folder, database: peewee.Database, say: Say) -> Site:
    """Lay the plant out, as far as it isn't there yet, and return it. Says what it does."""
    site = Site.get_or_none(Site.demo) or _found()
    ffmpeg.use(settings.ffmpeg or None)
    say("The plant: areas, machines, labels")
    with database.atomic():
        _floor(site)
    first = not Nugget.select().where(Nugget.site == site).exists()
    _starters(site, settings, storage, database, say)
    _hang(site)
    if first:
        _let_something_wait(site)
    say("A year of invented numbers, marked as such")
    numbers.demo_year(site.id, settings)
    return site


def _found() -> Site:
    return plant.found(
        "Musterwerk", "musterwerk", crowd=240, emergency_number="112", demo=True,
        wifi_place="am Eingang zu Halle 2, neben dem Zeiterfassungsgerät",
    )  # fmt: skip


def _floor(site: Site) -> None:
    """Set up areas, kinds, machines and labels once."""
    from qr_codes import codes

    if Machine.select().where(Machine.site == site).exists():
        return
    for path, crowd in AREAS.items():
        plant.area(site, path, crowd)
    used = {stand.code for stand in FLOOR if stand.code}
    for stand in FLOOR:
        area = plant.area(site, stand.area)
        kind = plant.kind(site, stand.kind)
        machine = plant.machine(area, stand.name, kind, crowd=stand.crowd)
        code = stand.code or codes.new(exclude=used)
        used.add(code)
        plant.label(machine, code, "attached")
    lathes = plant.kind(site, FLOOR[0].kind)
    plant.crowd(lathes, 26, area=plant.area(site, FLOOR[0].area))
    _coaches(site)


def _coaches(site: Site) -> None:
    """Put up the cards of three colleagues who do not exist."""
    today = datetime.now(tz=UTC).date().isoformat()
    plant.coach(
        site, "Aylin Demir", area=plant.area(site, ("Halle 3",)), where="Meisterbüro Halle 3",
        when="Frühschicht, 6 bis 14 Uhr", phone="4711", mail="aylin.demir@musterwerk.example",
        languages=("de", "tr", "en"), agreed_on=today,
    )  # fmt: skip
    plant.coach(
        site, "Yusuf Haddad", area=plant.area(site, ("Halle 2",)), where="Montage, Insel 4",
        when="Spätschicht, 14 bis 22 Uhr", phone="4736", languages=("ar", "de"), agreed_on=today,
    )  # fmt: skip
    plant.coach(
        site, "Oksana Kowalenko", where="Lernraum, neben der Kantine",
        when="Montag bis Donnerstag, 9 bis 12 Uhr", mail="lernraum@musterwerk.example",
        languages=("uk", "ru", "pl", "de"), agreed_on=today,
    )  # fmt: skip


def topics(site: Site) -> dict[str, Topic]:
    """Return the four topics of every plant, laid out where they are missing."""
    return {
        slug: plant.topic(site, slug, name, position)
        for position, (slug, name) in enumerate(TOPICS)
    }


def starters(site: Site, storage: Folder, say: Say) -> list[Version]:
    """Import the starter nuggets as drafts, each hung on its topic; return their versions."""
    topics(site)
    made = []
    folders = library.starter()
    for number, folder in enumerate(folders, start=1):
        say(f"Starter nugget {number} of {len(folders)}: {folder.name}")
        kept = _published_once(site, folder.name)
        made.append(kept or library.import_folder(site, folder, storage))
    return made


def _published_once(site: Site, slug: str) -> Version | None:
    """Return a starter's newest version that was published: what people made of it stays."""
    here = (Nugget.site == site) & (Nugget.slug == slug) & Version.published_on.is_null(False)
    rows = Version.select().join(Nugget).where(here).order_by(Version.number.desc())
    found: Version | None = rows.first()
    return found


def _starters(
    site: Site, settings: Settings, storage: Folder, database: peewee.Database, say: Say
) -> None:
    """Import, film in the smallest size, and publish what isn't published yet."""
    workshop = Workshop(database, storage, settings.data / "desk")
    drafts = [one for one in starters(site, storage, say) if one.state == "draft"]
    versions = [(one, str(one.film_id)) for one in drafts]

    def film(one: tuple[Version, str]) -> tuple[Version, str]:
        workshop.make(one[1], lambda _: None, only=FIRST)
        return one

    with ThreadPoolExecutor(os.cpu_count() or 1) as crew:
        for number, (version, made) in enumerate(crew.map(film, versions), start=1):
            say(f"Film {number} of {len(versions)} for slow phones: {version.nugget.slug}")
            nuggets.publish(version, datetime.now(tz=UTC).date())
            jobs.ask("renditions", made)


def _hang(site: Site) -> None:
    """Hang each nugget on the machine kinds it is about, in the order a worker meets them."""
    for kind_name, slugs in ON.items():
        kind = Kind.get((Kind.site == site) & (Kind.name == kind_name))
        for slug in slugs:
            nugget = Nugget.get_or_none((Nugget.site == site) & (Nugget.slug == slug))
            if nugget is not None:
                nuggets.hang(nugget, kind)


def _let_something_wait(site: Site) -> None:
    """Let a machine have changed, so that the studio's first page has something to show."""
    place = Machine.get((Machine.site == site) & (Machine.name == "Prüfplatz 3"))
    review.machine_changed(place, "Die Kamera wurde gegen ein neues Modell getauscht.")


def first_code(site: Site) -> str:
    """Return the code of the label that the demonstration shows."""
    known = Label.get_or_none((Label.site == site) & (Label.code == FLOOR[0].code))
    return str(known.code if known else Label.get(Label.site == site).code)


def write_settings(data: Path, host: str, port: int) -> str:
    """Let the demonstration's addresses follow --host and --port; return the base address."""
    shown = lan_address() if host in ("0.0.0.0", "::") else host  # noqa: S104
    bare = f"[{shown}]" if ":" in shown else shown
    address = f"http://{bare}:{port}"
    data.mkdir(mode=0o750, parents=True, exist_ok=True)
    lines = ["# Written by `kiosk demo` at every start.", "demo = true", f'base_url = "{address}"']
    (data / "kiosk.toml").write_text("\n".join(lines) + "\n")
    return address


def lan_address() -> str:
    """Return this machine's address in its network, as phones beside it would use it."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(("192.0.2.1", 9))  # RFC 5737: sends nothing, only asks for the route
            return str(probe.getsockname()[0])
        except OSError:
            return "127.0.0.1"
