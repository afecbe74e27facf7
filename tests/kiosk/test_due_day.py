"""The worker's clock: what was released for a day goes to the machine when that day has come."""

from pathlib import Path

from content import library
from content.models import Site, Version
from content.storage import Folder
from kiosk.db import connected
from kiosk.settings import load
from kiosk.work import Work
from tests.content.cast import fresh, give_film, lay_out
from tests.house import House


def test_a_minute_of_the_worker_publishes_what_is_due(house: House, tmp_path: Path) -> None:
    settings = load(house.data, environ={}, pot=str(house.pot))
    work = Work(settings)
    with connected(work.database):
        storage = Folder(settings.media)
        version = library.import_folder(Site.get(), lay_out(tmp_path), storage)
        give_film(version, storage)
        Version.update(state="in review", effective_on="2026-01-05").execute()
        work.counts.start()
    work._minute()
    with connected(work.database):
        row = fresh(version)
        assert (row.state, row.published_on) == ("published", "2026-01-05")
    work.bell.close()
    work.counts.stop()
    work.database.close_all()  # type: ignore[attr-defined]
