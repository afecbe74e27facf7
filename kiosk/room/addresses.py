"""Builds every address of the learning room; the part behind the language is the same in all."""

from typing import Final
from urllib.parse import quote, urlencode

START: Final = "/room/"
DONE: Final = "/room/done"


def home(lang: str) -> str:
    """Return the address of the page with the ways to begin."""
    return f"/room/{lang}/"


def new(lang: str) -> str:
    """Return the address for those who are new here."""
    return f"/room/{lang}/new"


def topics(lang: str) -> str:
    """Return the address of all topics."""
    return f"/room/{lang}/topics"


def topic(lang: str, slug: str, part: int = 1) -> str:
    """Return the address of a topic's nuggets, or of a later page of them."""
    return f"/room/{lang}/t/{slug}" + (f"/part/{part}" if part > 1 else "")


def floor(lang: str, hall: str = "", page: int = 0) -> str:
    """Return the address of the plant's floor: of one hall, and a later page of it."""
    parts = [part for part in (hall, str(page + 1) if page else "") if part]
    return "/".join([f"/room/{lang}/machines", *parts])


def find(lang: str, words: str = "") -> str:
    """Return the address of code pad and search, with words if any."""
    return f"/room/{lang}/find" + (f"?q={quote(words)}" if words else "")


def letters(lang: str, typed: str = "", *, plant: bool = False, figures: bool = False) -> str:
    """Return the address of the keyboard with this typed, in the letters of reader or plant.

    With `figures` these are in front, where a low screen has no row for both.
    """
    asked = {"q": typed} if typed else {}
    asked |= {name: "1" for name, yes in (("plant", plant), ("figures", figures)) if yes}
    return f"/room/{lang}/letters" + (f"?{urlencode(asked)}" if asked else "")


def pad(lang: str, typed: str) -> str:
    """Return the address of the code pad with some signs typed already."""
    return f"/room/{lang}/pad/{typed}" if typed else find(lang)


def scan(lang: str) -> str:
    """Return the address to which a scanner's readings are sent."""
    return f"/room/{lang}/scan"


def machine(lang: str, code: str) -> str:
    """Return the address of a machine's nuggets."""
    return f"/room/{lang}/m/{code}"


def nugget(lang: str, slug: str, code: str | None = None) -> str:
    """Return the address of a nugget, opened at a machine or without one."""
    return f"/room/{lang}/m/{code}/{slug}" if code else f"/room/{lang}/n/{slug}"


def coaches(lang: str, code: str = "") -> str:
    """Return the address of who can be asked: at a machine, or in the whole plant."""
    return f"/room/{lang}/coaches" + (f"/{code}" if code else "")


def wishes(lang: str) -> str:
    """Return the address of the list of what is missing."""
    return f"/room/{lang}/wishes"


def wish(lang: str, code: str = "", topic: str = "") -> str:
    """Return the address where a nugget is wished for: at a machine, on a topic, anywhere."""
    return f"/room/{lang}/wish" + (f"/m/{code}" if code else f"/t/{topic}" if topic else "")


def phone(lang: str, second: int, slug: str, code: str | None = None) -> str:
    """Return the address of the symbol that takes a nugget along from this second on."""
    return f"/room/{lang}/phone/{second}/" + (f"{code}/{slug}" if code else slug)


def scanner(lang: str) -> str:
    """Return the address of the page that tries out a scanner."""
    return f"/room/{lang}/scanner"


def languages(lang: str, here: str = "") -> str:
    """Return the address where another language is chosen for the page `here`."""
    return f"/room/{lang}/languages/{here}"


def elsewhere(here: str, lang: str) -> str:
    """Return the address of the page `here` in a language."""
    return f"/room/{lang}/{here}"
