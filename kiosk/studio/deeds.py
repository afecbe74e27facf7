"""The book of deeds, open to everybody in the studio: day, role, what was done, to what."""

from itertools import groupby
from typing import Final

from flask import Blueprint, Response
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from content import shelf
from kiosk.staff import audit
from kiosk.staff.models import Deed
from kiosk.staff.rights import SEE
from kiosk.studio import house, security
from kiosk.studio.access import needs
from kiosk.studio.frame import day, page
from kiosk.studio.reading import begun
from kiosk.studio.roles import ROLES

blueprint = Blueprint("deeds", __name__)

WORDS: Final = {
    "released": _("released"),
    "released for a day to come": _("released for a day to come"),
    "confirmed": _("found still right"),
    "withdrawn": _("withdrew"),
    "withdrawn for consent": _("withdrew because consent was taken back"),
    "invited": _("invited somebody"),
    "made a link": _("made a new link"),
    "changed roles": _("changed the roles of somebody else"),
    audit.OWN_ROLES: _("changed their own roles"),
    "ended sessions": _("signed somebody out"),
    "closed an account": _("closed an account"),
    "opened an account": _("opened an account"),
    "deleted an account": _("deleted an account"),
    audit.MOVED: _("moved a label to another machine"),
    audit.FREED: _("took a label off its machine"),
    audit.AGREED: _("confirmed what the program keeps"),
    audit.TOOK_BACK: _("took that confirmation back"),
    audit.ANSWERED: _("answered a remark"),
    audit.ANSWERED_WISH: _("answered a wish"),
    audit.FAULTLOG: _("switched the fault log on"),
    audit.MEASURES: _("let a nugget be measured"),
    audit.MEASURES_NOT: _("ended measuring a nugget"),
}
TOOL: Final = _("Command line")


@blueprint.get("/deeds")
@needs(SEE)
def show() -> Response:
    """Show what was done, the newest day first."""
    found = audit.deeds(security.here().site_id)
    days = [(on, list(group)) for on, group in groupby(found, key=lambda one: one.done_on)]
    titles = shelf.titles(house.site(), {one.subject.partition(" ")[0] for one in found})
    about = {one.id: _about(one, titles) for one in found}
    heading = gettext("Nothing was done yet")
    if days:
        heading = gettext("Last, something was done on %(day)s", day=day(days[0][0]))
    return page(
        "studio/deeds.html",
        heading=heading,
        days=days,
        words={deed: begun(str(words)) for deed, words in WORDS.items()},
        roles=ROLES,
        tool=TOOL,
        about=about,
    )


def _about(deed: Deed, titles: dict[str, str]) -> str:
    """Return what a deed was about: a nugget by its title and version, an account by its roles."""
    slug, _blank, number = deed.subject.partition(" ")
    if slug in titles and number:
        return str(gettext("%(title)s, version %(number)s", title=titles[slug], number=number))
    if slug in titles:
        return titles[slug]
    parts = deed.subject.split(", ")
    return ", ".join(str(ROLES[one][0]) if one in ROLES else one for one in parts)
