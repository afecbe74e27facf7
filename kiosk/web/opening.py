"""Finds what somebody opened, by a label's code or a nugget's name, or says why it is not there."""

from dataclasses import replace
from typing import Final

from content import catalogue
from content.card import Card, Standing, Words
from content.catalogue import Place, Site
from kiosk.web.bidi import turned
from qr_codes import codes, nearby

NEAREST: Final = 3


def printable(text: str) -> str:
    """Return what somebody typed without signs that no page can show."""
    return "".join(sign for sign in text if sign.isprintable()).strip()


class CodeWrong(Exception):
    """This is no code: one has six letters and digits."""

    def __init__(self, typed: str) -> None:
        super().__init__(typed)
        self.typed = printable(typed)


class CodeMistyped(CodeWrong):
    """One sign of this code is wrong: its check character does not fit."""


class CodeUnknown(CodeWrong):
    """This code is well formed, but no label here carries it."""


class NuggetUnknown(Exception):
    """There is no nugget at this address."""


class NuggetGone(Exception):
    """This nugget was withdrawn."""


class HangsElsewhere(Exception):
    """This nugget does not hang on this machine, but it is there without one."""


def parsed(typed: str) -> str:
    """Return the code that was typed or scanned, folded. Raises CodeWrong, CodeMistyped."""
    try:
        return codes.parse(typed)
    except codes.Mistyped as error:
        raise CodeMistyped(typed) from error
    except codes.NotACode as error:
        raise CodeWrong(typed) from error


def place_of(code: str) -> Place:
    """Return where the label with this code hangs. Raises CodeUnknown."""
    place = catalogue.scan(code)
    if place is None:
        raise CodeUnknown(code)
    return place


def meant(site: Site, typed: str) -> list[Place]:
    """Return the machines, at most three, whose code is one slip from what was typed.

    It tells nobody a code who could not read it in the list of all machines.
    """
    return catalogue.labelled(site.id, nearby.meant(typed))[:NEAREST]


def found(slug: str, code: str | None) -> tuple[Card, Site, Place | None, tuple[Card, ...]]:
    """Return a nugget, its site, and the machine of the code with what else hangs there.

    Raises CodeUnknown, NuggetUnknown, NuggetGone, HangsElsewhere.
    """
    place = place_of(code) if code else None
    site = place.site if place else catalogue.site()
    beside = tuple(catalogue.cards_at(place)) if place else ()
    card = next((card for card in beside if card.slug == slug), None)
    if card is None:
        card = catalogue.card(site.id, slug)
        if card is None:
            raise NuggetGone if catalogue.withdrawn(site.id, slug) else NuggetUnknown
        if place:
            raise HangsElsewhere
    return card, site, place, beside


def standing(card: Card, own: Words, site: Site) -> Standing:
    """Return how a text stands on a page: alone, or as a draft under the one that binds."""
    found = card.stands(own, site.language)
    return replace(
        found, words=turned(found.words), draft=turned(found.draft) if found.draft else None
    )
