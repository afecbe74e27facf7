"""A nugget as a large tile that leads to it."""

from dataclasses import dataclass

from content.card import Card, Words
from kiosk import language
from kiosk.room import addresses
from kiosk.web import links


@dataclass(frozen=True, slots=True)
class Tile:
    """Where it leads, what it says, and its picture; `fell_back` if in another language."""

    href: str
    words: Words
    card: Card
    picture: str | None
    fell_back: bool

    @property
    def seconds(self) -> float:
        """How long its film is, in seconds; none for one that is told by steps."""
        return self.words.film.seconds if self.words.film else 0.0


def tile(card: Card, site_language: str, code: str | None = None) -> Tile:
    """Return the tile of a nugget, opened at a machine or without one."""
    lang = language.current().code
    words, fell_back = card.say(lang, site_language)
    href = addresses.nugget(lang, card.slug, code)
    return Tile(href, words, card, links.poster_of(card, words), fell_back)
