"""The plant the proofs look at: one machine with a label, two nuggets, a picture, a past."""

from content import models, plant
from content.storage import Folder
from kiosk.counts import keys
from kiosk.counts.demo import demo_year
from kiosk.db import connected, migrate, open_database
from kiosk.settings import Settings
from kiosk.web import passes
from tests.kiosk.counts.world import World
from tests.studio import CAST, account

CODE = "D4H7KW"
PICTURE = b"<svg xmlns='http://www.w3.org/2000/svg'/>"


def build(settings: Settings) -> dict[str, str]:
    """Build it and return what the addresses of its pages are made of."""
    database = open_database(settings)
    migrate(database, settings)
    with connected(database):
        world = World()
        machine = world.machine("hall3", world.lathe)
        world.nugget("chuck", world.lathe, seconds=3)
        world.nugget("order", world.topic(), seconds=3)
        plant.label(machine, CODE, "attached")
        for name, role in CAST.items():
            account(world.site, name, role)
        models.Revision.update(number=2).execute()
        demo_year(world.site.id, settings)
        storage = Folder(settings.media)
        sha = storage.put(PICTURE, "svg")
        models.Medium.create(sha=sha, site=world.site, kind="picture", ext="svg", size=len(PICTURE))
        storage.put(PICTURE, "svg", plant=True)
    for name in (keys.POT, keys.week(), keys.week(-1), passes.KEY, "studio.key", "queue.key"):
        settings.secret(name)
    database.close_all()  # type: ignore[attr-defined]
    return {
        "lang": "de",
        "code": CODE,
        "slug": "chuck",
        "topic": "safety",
        "sha": sha,
        "ext": "svg",
    }
