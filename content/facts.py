"""What a nugget is, apart from its words: class, level, reach, who looks after it, and how often.

These are the nugget's, not a version's: what is published follows them at once.
"""

from collections.abc import Mapping
from typing import Any, Final

from content import medium, nuggets
from content.columns import KLASSES, LEVELS, REACHES
from content.errors import ContentError
from content.limits import UNSHOWN
from content.models import Nugget, Version
from content.storage import Storage

COLUMNS: Final = ("klass", "level", "reach", "owner_role", "review_months")
CHOICES: Final = {"klass": KLASSES, "level": LEVELS, "reach": REACHES}
MOST_MONTHS: Final = 60

Facts = dict[str, str]
"""The facts of a nugget as words of a form."""


class FactsEditedMeanwhile(ContentError):
    """Somebody else changed this meanwhile. Look at what stands here now, then save again."""


class SafetyStays(ContentError):
    """Only somebody who answers for safety can say that this is no safety nugget any more."""


class MonthsInvalid(ContentError):
    """Choose 1 to {most} months."""


class FactUnknown(ContentError):
    """Choose one of the list."""


def of(nugget: Nugget) -> Facts:
    """Return the facts of a nugget as a form says them."""
    return {column: str(getattr(nugget, column)) for column in COLUMNS}


def read(typed: Mapping[str, str]) -> dict[str, Any]:
    """Return typed facts as values of the nugget. Raises FactUnknown, MonthsInvalid."""
    found: dict[str, Any] = dict(typed)
    for column, words in CHOICES.items():
        if column in found and found[column] not in words:
            raise FactUnknown
    if "review_months" in found:
        months = found["review_months"].strip()
        if not (months.isdecimal() and len(months) < 4 and 1 <= int(months) <= MOST_MONTHS):  # noqa: PLR2004
            raise MonthsInvalid(most=MOST_MONTHS)
        found["review_months"] = int(months)
    if "owner_role" in found:
        found["owner_role"] = " ".join(UNSHOWN.sub(" ", found["owner_role"]).split())
    return found


def write(
    nugget: Nugget,
    storage: Storage,
    typed: Mapping[str, str],
    was: Mapping[str, str],
    *,
    safety: bool,
) -> None:
    """Write what was typed otherwise than it was; all of it or nothing.

    `safety` says that whoever does it answers for safety: once published, nobody else makes a
    safety nugget a normal one. Raises FactsEditedMeanwhile, SafetyStays, FactUnknown,
    MonthsInvalid, TooLong.
    """
    news = {name: said for name, said in typed.items() if said != was.get(name)}
    values = read(news)
    with Nugget._meta.database.atomic():  # noqa: SLF001  peewee's door to the bound database
        nuggets.hold(nugget)
        fresh = Nugget.get_by_id(nugget.id)
        now = of(fresh)
        if any(now[name] not in {was.get(name, ""), said} for name, said in news.items()):
            raise FactsEditedMeanwhile
        lowered = now["klass"] == "safety" and values.get("klass", "safety") != "safety"
        if lowered and not safety and _was_out(fresh):
            raise SafetyStays
        nuggets.describe(fresh, **values)
    if "reach" in values:
        versions = Version.select().where(Version.nugget == nugget)
        medium.settle(storage, medium.originals(versions))


def _was_out(nugget: Nugget) -> bool:
    out = (Version.nugget == nugget) & Version.published_on.is_null(False)
    return bool(Version.select().where(out).exists())
