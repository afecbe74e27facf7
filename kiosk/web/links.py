"""Builds every address of the worker pages; the addresses themselves outlive releases."""

from urllib.parse import quote

from flask import g

from content import catalogue
from content.card import Card, File, Words


def start(lang: str) -> str:
    """Return the address of the find page."""
    return f"/{lang}/"


def find(lang: str, words: str = "") -> str:
    """Return the address of the search, with words if any."""
    return f"/{lang}/find" + (f"?q={quote(words)}" if words else "")


def machine(lang: str, code: str) -> str:
    """Return the address of a machine's page in a fixed language."""
    return f"/{lang}/m/{code}"


def nugget(lang: str, slug: str, code: str | None = None) -> str:
    """Return the address of a nugget, opened at a machine or without one."""
    return f"/{lang}/m/{code}/{slug}" if code else f"/{lang}/n/{slug}"


def wishes(lang: str) -> str:
    """Return the address of the list of what is missing."""
    return f"/{lang}/wishes"


def wish(lang: str, code: str = "", topic: str = "") -> str:
    """Return the address where a nugget is wished for: at a machine, on a topic, anywhere."""
    return f"/{lang}/wish" + (f"/m/{code}" if code else f"/t/{topic}" if topic else "")


def floor(lang: str) -> str:
    """Return the address of the plant's floor: its areas and machines."""
    return f"/{lang}/machines"


def area(lang: str, area_id: str) -> str:
    """Return the address of one area of the floor."""
    return f"/{lang}/a/{area_id}"


def coaches(lang: str, code: str = "") -> str:
    """Return the address of who can be asked: at a machine, or in the whole plant."""
    return f"/{lang}/coaches" + (f"/{code}" if code else "")


def area_coaches(lang: str, area_id: str) -> str:
    """Return the address of who can be asked in an area."""
    return f"/{lang}/a/{area_id}/coaches"


def today(lang: str) -> str:
    """Return the address of the nugget of the day."""
    return f"/{lang}/today"


def mine(lang: str) -> str:
    """Return the address of what a phone remembers by itself."""
    return f"/{lang}/mine"


def topic(lang: str, slug: str) -> str:
    """Return the address of a topic's page."""
    return f"/{lang}/t/{slug}"


def numbers(lang: str, ending: str = "") -> str:
    """Return the address of the released numbers; `.csv` and `.json` as endings."""
    return f"/{lang}/numbers{ending}"


def numbers_of(lang: str, *parts: str) -> str:
    """Return the address of a part of the numbers: a unit, a period or a nugget of it, a sheet."""
    return "/".join((numbers(lang), *parts))


def transparency(lang: str) -> str:
    """Return the address of the page that says what is counted."""
    return f"/{lang}/transparency"


def accessibility(lang: str) -> str:
    """Return the address of the statement on accessibility."""
    return f"/{lang}/accessibility"


def open_with(opens: str) -> None:
    """From here on this answer may show what was withdrawn, by this pass for a draft of it."""
    g.opens = opens


def media(name: str, *, plant: bool = False) -> str:
    """Return the address of a media file by its name, `<sha>.<ext>`."""
    opens = g.get("opens") if g else None
    if opens and catalogue.gone(name.partition(".")[0]):
        return f"/media/draft/{opens}/{name}"
    return f"/media/plant/{name}" if plant else f"/media/{name}"


def elsewhere(path: str, lang: str) -> str:
    """Return the address of the same page in another language."""
    parts = path.lstrip("/").split("/")
    return "/" + "/".join([lang, *parts[1:]])


def file_of(card: Card, file: File) -> str:
    """Return the address of one of a card's files, by the card's reach."""
    return media(file.name, plant=card.reach == "plant network")


def poster_of(card: Card, words: Words) -> str | None:
    """Return the address of a film's still picture, if it has one."""
    files = words.film.files if words.film else {}
    return file_of(card, files["poster"]) if "poster" in files else None
