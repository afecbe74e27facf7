"""The book of deeds, open to everybody in the studio: day, role, what was done, to what."""

from itertools import groupby
from typing import Final

from flask import Blueprint, Response
from flask_babel import lazy_gettext as _

from kiosk.staff import audit
from kiosk.staff.models import Deed
from kiosk.staff.rights import SEE
from kiosk.studio import security
from kiosk.studio.access import needs
from kiosk.studio.frame import page
from kiosk.studio.roles import ROLES

blueprint = Blueprint("deeds", __name__)

WORDS: Final = {
    "asked for review": _("asked for release"),
    "released": _("released"),
    "sent back": _("sent back"),
    "withdrew": _("withdrew"),
    "restored": _("restored"),
    "confirmed": _("found still right"),
    "machine changed": _("noted a changed machine"),
    "deleted a draft": _("deleted a draft"),
    "invited": _("invited somebody"),
    "made a link": _("made a new link"),
    "changed roles": _("changed roles"),
    "ended sessions": _("signed somebody out"),
    "closed an account": _("closed an account"),
    "opened an account": _("opened an account"),
    "deleted an account": _("deleted an account"),
}
TOOL: Final = _("Command line")


@blueprint.get("/deeds")
@needs(SEE)
def show() -> Response:
    """Show what was done, the newest day first."""
    found = audit.deeds(security.here().site_id)
    days = [(on, list(group)) for on, group in groupby(found, key=lambda one: one.done_on)]
    return page(
        "studio/deeds.html", days=days, words=WORDS, roles=ROLES, tool=TOOL, about=_about
    )  # fmt: skip


def _about(deed: Deed) -> str:
    """Return what a deed was about: a nugget by its title, an account by its roles."""
    parts = deed.subject.split(", ")
    return ", ".join(str(ROLES[one][0]) if one in ROLES else one for one in parts)
