"""How a nugget begins: at a machine, a kind or a topic, with a short name made from its title."""

import re
import unicodedata
from dataclasses import dataclass
from typing import Final

import peewee

from content import columns, nuggets
from content.limits import UNSHOWN, fitting, room
from content.models import Kind, Machine, Nugget, Site, Text, Topic, Version

UMLAUTS: Final = str.maketrans(
    {"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "æ": "ae", "œ": "oe", "ø": "o", "ł": "l", "đ": "d",
     "ı": "i"}
)  # fmt: skip
NAMELESS: Final = "nugget"
TRIES: Final = 5


@dataclass(frozen=True, slots=True)
class Begun:
    """What is known of a nugget before anybody wrote a word of it.

    `key` is made when the form is shown, so that one sent twice begins one nugget.
    """

    key: str
    title: str = ""
    klass: str = "normal"
    level: str = "first steps"
    author: str = ""


def new_key() -> str:
    """Return a fresh key for a form that begins a nugget."""
    return columns.new_id()


def is_key(text: str) -> bool:
    """Whether a text could be such a key."""
    return len(text) == len(new_key()) and set(text) <= set(columns.ALPHABET)


def begin(site: Site, on: Machine | Kind | Topic, begun: Begun) -> Version:
    """Begin a nugget and return its draft; the same key again returns the same draft.

    Raises TooLong, OtherPlant.
    """
    title = fitting(Text, title=UNSHOWN.sub("", begun.title))["title"]
    database = Version._meta.database  # noqa: SLF001  peewee's door to the bound database
    for _ in range(TRIES):
        there = _begun(site, begun.key)
        if there is not None:
            return there
        try:
            with database.atomic():
                return _lay(site, on, begun, title)
        except peewee.IntegrityError:
            continue  # somebody was quicker with this key or this short name
    return _lay(site, on, begun, title)


def rename(nugget: Nugget, title: str) -> None:
    """Let the short name follow the title as long as the nugget was never published.

    Afterwards it stands in addresses that people kept.
    """
    out = (Version.nugget == nugget) & Version.published_on.is_null(False)
    if not title or Version.select().where(out).exists():
        return
    stem = short_name(title)
    if re.fullmatch(rf"{re.escape(stem)}(-\d+)?", nugget.slug):
        return
    nugget.slug = _free(nugget.site_id, stem)
    nugget.save(only=[Nugget.slug])


def short_name(title: str) -> str:
    """Return what a title is called in an address: `Späne entfernen` is `spaene-entfernen`."""
    plain = unicodedata.normalize("NFKD", title.casefold().translate(UMLAUTS))
    words = re.findall(r"[a-z0-9]+", "".join(s for s in plain if not unicodedata.combining(s)))
    limit = room(Nugget, "slug") - len("-9999")
    return "-".join(words)[:limit].strip("-") or NAMELESS


def _begun(site: Site, key: str) -> Version | None:
    found = Version.get_or_none(Version.id == key)
    return found if found is not None and found.nugget.site_id == site.id else None


def _lay(site: Site, on: Machine | Kind | Topic, begun: Begun, title: str) -> Version:
    nugget = Nugget.create(
        site=site, slug=_free(site.id, short_name(title)), klass=begun.klass, level=begun.level
    )
    version: Version = Version.create(
        id=begun.key, nugget=nugget, number=1, state="draft", authors=begun.author
    )
    Text.create(version=version, language=site.language, variant="plain", title=title)
    nuggets.hang(nugget, on)
    return version


def _free(site_id: str, stem: str) -> str:
    """Return the short name, with the next number behind it where it is taken."""
    same = Nugget.slug == stem
    numbered = Nugget.slug.startswith(f"{stem}-")
    rows = Nugget.select(Nugget.slug).where((Nugget.site == site_id) & (same | numbered))
    taken = {row.slug for row in rows}
    return next(name for name in _names(stem, len(taken) + 1) if name not in taken)


def _names(stem: str, most: int) -> list[str]:
    return [stem, *(f"{stem}-{number}" for number in range(2, most + 2))]
