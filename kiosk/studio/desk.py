"""A version on the desk: found for whoever may see it, opened for whoever may write on it."""

from dataclasses import dataclass
from typing import Any, Final

from peewee import JOIN, fn
from werkzeug.exceptions import NotFound

from content import card
from content.errors import ContentError
from content.models import Hang, Label, Machine, Medium, Nugget, Site, Text, Version
from content.noted import rank
from content.plant import LIVE
from content.release import Colleague
from kiosk.staff.rights import RELEASE_SAFETY, WRITE
from kiosk.studio import house, security
from kiosk.web import links, passes

HOURS: Final = 24
"""How long a pass shows a version."""


class NotADraft(ContentError):
    """This version is {state}: begin a new one to change it."""


@dataclass(frozen=True, slots=True)
class Desk:
    """A version with what every station shows of it.

    `texts` are in the order of the desk: the plant's language first. `source` is the first of
    them: what the others are translated from.
    """

    version: Version
    nugget: Nugget
    site: Site
    texts: tuple[Text, ...]

    @property
    def source(self) -> Text | None:
        """The text that the others are translated from, or None where nothing is written yet."""
        return self.texts[0] if self.texts else None

    @property
    def title(self) -> str:
        """What the nugget is called, or nothing while it has no name."""
        return self.texts[0].title if self.texts else ""

    def text(self, key: str) -> Text:
        """Return the text of this key (`de`, `de-simple`). Raises NotFound."""
        for one in self.texts:
            if card.key(one.language, one.variant) == key:
                return one
        raise NotFound


def seen(version_id: str) -> Desk:
    """Return a version of the plant of whoever is signed in. Raises NotFound."""
    rows: Any = (
        Version.select(Version, Nugget, Site, Medium)
        .join_from(Version, Nugget)
        .join_from(Nugget, Site)
        .join_from(Version, Medium, JOIN.LEFT_OUTER)
        .where((Version.id == version_id) & (Nugget.site == security.here().site_id))
    )
    version = rows.first()
    if version is None:
        raise NotFound
    links.open_with(opens(version))
    site = version.nugget.site
    texts = Text.select().where(Text.version == version)
    order = sorted(texts, key=lambda text: rank(text, site.language))
    return Desk(version, version.nugget, site, tuple(order))


def opens(version: Version) -> str:
    """Return a pass that shows a version for a day, a film too that was withdrawn before it."""
    return passes.issue(house.settings(), passes.PREVIEW, version.id, hours=HOURS)


def editable(work: Desk) -> bool:
    """Say whether whoever is there may write on this version: a draft is open to who writes."""
    return work.version.state == "draft" and security.here().may(WRITE)


def colleague() -> Colleague:
    """Return whoever is there as somebody who may release what they did not write."""
    here = security.here()
    return Colleague(here.id, here.may(RELEASE_SAFETY))


def written(version_id: str) -> Desk:
    """Return a draft, signed by whoever is there as one of its authors. Raises NotADraft."""
    desk = seen(version_id)
    if desk.version.state != "draft":
        raise NotADraft(state=desk.version.state)
    sign(desk.version)
    return desk


def sign(version: Version) -> None:
    """Note who writes on a draft, so that somebody else releases it; erased at release."""
    mine = security.here().id
    if mine not in version.authors.split():
        # added by the database, so that of two who begin at once none is lost
        more = fn.TRIM(Version.authors.concat(f" {mine}"))
        unsigned = (Version.id == version.id) & ~Version.authors.contains(mine)
        Version.update(authors=more).where(unsigned).execute()
        version.authors = f"{version.authors} {mine}".strip()


def nugget(nugget_id: str) -> Nugget:
    """Return a nugget of the plant of whoever is signed in. Raises NotFound."""
    rows: Any = Nugget.select(Nugget, Site).join(Site)
    found: Nugget | None = rows.where(
        (Nugget.id == nugget_id) & (Nugget.site == security.here().site_id)
    ).first()
    if found is None:
        raise NotFound
    return found


def name(nugget: Nugget) -> str:
    """Return what a nugget is called in the plant's language where it hangs, else at last."""
    own = (Text.language == nugget.site.language) & (Text.variant == "plain")
    rows: Any = Text.select(Text.title).join(Version).where((Version.nugget == nugget) & own)
    live = Version.state == "published"
    title = rows.order_by(live.desc(), Version.number.desc()).limit(1).scalar()
    return str(title or nugget.slug)


def plate(nugget: Nugget) -> tuple[str, str]:
    """Return code and name of a machine the nugget hangs on; nothing for a topic's nugget."""
    on_machine = (Hang.machine == Machine.id) | (Hang.kind == Machine.kind)
    in_use = (Label.machine == Machine.id) & (Label.state << LIVE)
    rows: Any = (
        Machine.select(Machine.name, Label.code)
        .join(Hang, on=on_machine)
        .join_from(Machine, Label, JOIN.LEFT_OUTER, on=in_use)
        .where(Hang.nugget == nugget)
        .order_by(Hang.machine.is_null(), Machine.name, Label.state)
        .limit(1)
        .tuples()
    )
    for name, code in rows:
        return code or "", name
    return "", ""
