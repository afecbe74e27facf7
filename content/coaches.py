"""The digi-coaches as pages show them: who to ask around a place, in the reader's language first.

Only who agreed is shown, and only by the ways given; a way that could harm a reader is left out,
however it came into the table.
"""

from dataclasses import dataclass
from typing import Any

from peewee import JOIN, Expression

from content import models, ways
from content.card import variant_of
from content.models import Area


@dataclass(frozen=True, slots=True)
class Coach:
    """The colleague to ask: where and when, in which languages, in which ways.

    `area` is the area this person is there for; empty for the whole plant.
    """

    name: str
    where: str
    phone: str
    languages: tuple[str, ...]
    when: str = ""
    mail: str = ""
    chat: str = ""
    meeting: str = ""
    area: str = ""

    @property
    def short(self) -> str:
        """The name to say: the first one, or all of it where that is a title."""
        first = self.name.partition(" ")[0]
        return self.name if first.endswith(".") else first

    @property
    def number(self) -> str:
        """The phone number as `tel:` takes it; nothing if there is none to call."""
        return ways.number(self.phone)

    @property
    def chat_host(self) -> str:
        """Where the messenger's link leads; nothing if there is none."""
        return ways.host(self.chat)

    @property
    def meeting_host(self) -> str:
        """Where the link to book a meeting leads; nothing if there is none."""
        return ways.host(self.meeting)


def agreed(table: Any) -> Expression:
    """Ask for the cards of those who agreed to be shown."""
    noted: Expression = table.agreed_on.is_null(False) & (table.agreed_on != "")
    return noted


def shown(row: Any, area: str = "") -> Coach | None:
    """Return what a row's card says, None for no row."""
    if row is None or row.name is None:
        return None
    return Coach(
        name=row.name,
        where=row.where,
        phone=row.phone,
        languages=tuple(row.languages.split()),
        when=row.when,
        mail=row.mail if ways.is_mail(row.mail) else "",
        chat=row.chat,
        meeting=row.meeting,
        area=area,
    )


def around(site_id: str, area_ids: tuple[str, ...], language: str) -> list[Coach]:
    """Return who can be asked in these areas and in the whole plant.

    Those who speak the reader's language come first, then the nearest: `area_ids` go from the
    place itself upwards.
    """
    table = models.Coach
    near = table.area.is_null() | (table.area << list(area_ids))
    steps = {area: step for step, area in enumerate(area_ids)}
    return _sorted(_rows(site_id).where(near), steps, language)


def everybody(site_id: str, language: str) -> list[Coach]:
    """Return who can be asked anywhere in the plant, in the reader's language first."""
    return _sorted(_rows(site_id), {}, language)


def _rows(site_id: str) -> Any:
    table = models.Coach
    query = table.select(table, Area.id, Area.name).join(Area, JOIN.LEFT_OUTER)
    return query.where((table.site == site_id) & agreed(table))


def _sorted(rows: Any, steps: dict[str, int], language: str) -> list[Coach]:
    spoken = variant_of(language)[0]
    found = []
    for row in rows:
        card = shown(row, row.area.name if row.area_id else "")
        if card:
            order = (spoken not in card.languages, steps.get(row.area_id, len(steps)))
            found.append(((*order, card.area.casefold(), card.name.casefold(), row.id), card))
    return [card for _, card in sorted(found, key=lambda pair: pair[0])]
