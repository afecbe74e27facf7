"""The worker's clock: what changed becomes due the next morning, what was answered is forgotten."""

from datetime import date, timedelta
from pathlib import Path

from content import library, nuggets, release, remarks, wishes
from content.card import loads
from content.models import Nugget, Remark, Site, Version, Wish
from content.storage import Folder
from content.wishes import Where
from kiosk.db import connected
from kiosk.settings import load
from kiosk.work import Work
from tests.content.cast import give_film, lay_out
from tests.house import House


def test_the_clock_puts_to_due_what_changed_and_forgets_old_answers(
    house: House, tmp_path: Path
) -> None:
    settings = load(house.data, environ={}, pot=str(house.pot))
    work = Work(settings)
    with connected(work.database):
        storage, site = Folder(settings.media), Site.get()
        today = release.today(site)
        version = library.import_folder(site, lay_out(tmp_path), storage)
        give_film(version, storage)
        nuggets.publish(Version.get_by_id(version.id), today - timedelta(9))
        card = loads(Version.get_by_id(version.id).card)
        remarks.send(card, site.id, "machine changed", 0, today - timedelta(1))
        remarks.send(card, site.id, "unclear", 1, today - timedelta(500))
        remarks.answer(Remark.get(Remark.kind == "unclear"), "stays", "", date(2020, 1, 1))
        wishes.send(site.id, Where(), "fault", today - timedelta(500))
        wishes.answer(Wish.get(), "made", "", date(2020, 1, 1))
        work.counts.start()
    work._minute()
    work._daily("")
    with connected(work.database):
        assert Nugget.get_by_id(card.id).due_why == remarks.DUE
        assert [row.kind for row in Remark.select()] == ["machine changed"]
        assert not Wish.select().exists()
    work.bell.close()
    work.counts.stop()
    work.database.close_all()  # type: ignore[attr-defined]
