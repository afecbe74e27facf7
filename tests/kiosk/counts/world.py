"""A small plant to count in, built straight from its tables."""

import shutil

from content import models
from content.card import Card, Film, Words, dumps
from content.catalogue import Place, Site
from kiosk.counts import Counts


class World:
    """A plant of forty: fifteen people at lathes in hall 3, twelve in hall 5, no machine yet."""

    def __init__(self, crowd: int | None = 40, timezone: str = "Europe/Berlin") -> None:
        self.site = models.Site.create(slug="ulm", name="Werk Ulm", crowd=crowd, timezone=timezone)
        self.areas: dict[str, models.Area] = {}
        self.area("hall3", crowd=20)
        self.area("hall5", crowd=15)
        self.lathe = self.kind("Drehmaschine", hall3=15, hall5=12)

    def area(self, name: str, parent: str | None = None, crowd: int | None = None) -> models.Area:
        above = self.areas[parent] if parent else None
        self.areas[name] = models.Area.create(site=self.site, parent=above, name=name, crowd=crowd)
        return self.areas[name]

    def kind(self, name: str, **crowds: int) -> models.Kind:
        kind = models.Kind.create(site=self.site, name=name)
        for area, crowd in crowds.items():
            self.crowd(kind, area, crowd)
        return kind

    def crowd(self, kind: models.Kind, area: str, crowd: int) -> None:
        here = {"kind": kind, "area": self.areas[area]}
        models.KindCrowd.delete().where(
            models.KindCrowd.kind == kind, models.KindCrowd.area == self.areas[area]
        ).execute()
        models.KindCrowd.create(site=self.site, crowd=crowd, **here)

    def machine(
        self, area: str, kind: models.Kind | None = None, crowd: int | None = None
    ) -> models.Machine:
        number = models.Machine.select().count()
        return models.Machine.create(
            site=self.site, area=self.areas[area], kind=kind, name=f"M{number}", crowd=crowd
        )

    def nugget(
        self, slug: str, *on: models.Machine | models.Kind | models.Topic, seconds: float = 60.0
    ) -> Card:
        row = models.Nugget.create(site=self.site, slug=slug)
        for one in on:
            models.Hang.create(site=self.site, nugget=row, **{type(one).__name__.lower(): one})
        words = Words("de", "plain", "reviewed", f"Titel {slug}", film=Film(seconds))
        card = Card(
            row.id, slug, "normal", "routine", "anywhere", 1, "2026-11-02", (), {"de": words}
        )
        models.Version.create(nugget=row, number=1, state="published", card=dumps(card))
        return card

    def topic(self, slug: str = "safety") -> models.Topic:
        return models.Topic.create(site=self.site, slug=slug, name=slug)

    def withdraw(self, card: Card) -> None:
        models.Version.update(state="withdrawn").where(models.Version.nugget == card.id).execute()

    def bring_back(self, card: Card) -> None:
        models.Version.update(state="published").where(models.Version.nugget == card.id).execute()

    def at(self, machine: models.Machine) -> Place:
        row = self.site
        site = Site(row.id, row.slug, row.name, "de", row.timezone, "112", "", row.crowd, False)
        area: models.Area | None = machine.area
        ids = []
        while area:
            ids.append(area.id)
            area = area.parent
        return Place(
            "D4H7KW", "attached", None, machine.id, machine.name, "", machine.kind_id, "",
            tuple(ids), "", site,
        )  # fmt: skip


def opened(counts: Counts, card: Card, place: Place | None = None, *, offline: bool = False) -> str:
    """Open a nugget as a page does and return its ticket; fail if there is none."""
    text = counts.hand_out(card, place, offline=offline)
    assert text is not None
    return text


def reboot(counts: Counts) -> Counts:
    """Lose the memory, keep the disk."""
    counts.pot.close()
    shutil.rmtree(counts.pot.folder)
    return Counts(counts.settings)
