"""Every nugget of the plant, to look for and to open."""

from typing import Final

from flask import Blueprint, Response, request
from flask_babel import lazy_gettext

from content import release
from content.models import Machine
from content.shelf import SHOWS, shelf, standing
from kiosk.staff.rights import SEE
from kiosk.studio import headlines, house
from kiosk.studio.access import needs
from kiosk.studio.frame import page

WORDS: Final = {
    "all": lazy_gettext("All"),
    "draft": lazy_gettext("Drafts"),
    "in review": lazy_gettext("In review"),
    "published": lazy_gettext("Published"),
    "due": lazy_gettext("Due"),
    "withdrawn": lazy_gettext("Withdrawn"),
}

blueprint = Blueprint("nuggets", __name__)


@blueprint.get("/nuggets")
@needs(SEE)
def show() -> Response:
    """Show a page of nuggets; what is typed narrows it as one types."""
    site = house.site()
    asked = request.args
    chosen = asked.get("show", "all")
    machine = Machine.get_or_none((Machine.id == asked.get("machine", "")) & (Machine.site == site))
    number = asked.get("page", 1, type=int)
    today = release.today(site)
    found = shelf(
        site, today, words=asked.get("q", "")[:120],
        show=chosen if chosen in SHOWS else "all", machine=machine.id if machine else "",
        page=number,
    )  # fmt: skip
    return page(
        "studio/nuggets.html",
        blocks=("found",),
        heading=headlines.nuggets(*standing(site, today)),
        found=found,
        machine=machine and (machine.id, machine.name),
        number=number,
        q=asked.get("q", ""),
        shows=WORDS,
        chosen=chosen,
    )
