"""A small plant to count in: forty people, two halls, lathes and one press, pot in real memory."""

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import peewee
import pytest

from content import models
from content.card import Card, Film, Words, dumps
from content.catalogue import Place, Site
from kiosk.counts import Counts
from kiosk.settings import Settings


class World:
    """A plant with declared crowds, and what hangs there."""

    def __init__(self, crowd: int | None = 40, timezone: str = "Europe/Berlin") -> None:
        self.site = models.Site.create(slug="ulm", name="Werk Ulm", crowd=crowd, timezone=timezone)
        self.areas: dict[str, models.Area] = {}
        self.cards: dict[str, Card] = {}

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
        self.cards[slug] = card
        return card

    def topic(self, slug: str = "safety") -> models.Topic:
        return models.Topic.create(site=self.site, slug=slug, name=slug)

    def withdraw(self, card: Card) -> None:
        models.Version.update(state="withdrawn").where(models.Version.nugget == card.id).execute()

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


@pytest.fixture
def memory() -> Iterator[Path]:
    """A folder on a real RAM file system, gone afterwards."""
    folder = Path(tempfile.mkdtemp(prefix="kiosk-test-", dir="/dev/shm"))
    yield folder
    shutil.rmtree(folder)


@pytest.fixture
def counting(settings: Settings, memory: Path) -> Settings:
    """Settings of a plant whose pot lies in memory."""
    settings.data.mkdir(parents=True, exist_ok=True)
    return replace(settings, pot=str(memory / "pot"), demo=False)


@pytest.fixture
def world(database: peewee.Database) -> World:
    """A plant of forty: fifteen at lathes in hall 3, twelve in hall 5, four at one press."""
    plant = World()
    plant.area("hall3", crowd=20)
    plant.area("hall5", crowd=15)
    plant.lathe = plant.kind("Drehmaschine", hall3=15, hall5=12)  # type: ignore[attr-defined]
    return plant


@pytest.fixture
def counts(counting: Settings, world: World) -> Counts:
    """Counting for that plant."""
    return Counts(counting)
