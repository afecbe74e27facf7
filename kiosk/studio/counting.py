"""What the program keeps, for everybody to read; the works council confirms it, or takes it back.

Only who has the council's role may, with a password typed lately. Kept are role and day, no name.
"""

from typing import Any, Final

from flask import Blueprint, Response, redirect, request
from flask_babel import gettext
from flask_babel import lazy_gettext as _

from content.models import Site
from kiosk.counts import Counts, facts, gate, manifest, period
from kiosk.counts.kinds import HELPFUL
from kiosk.counts.manifest import Manifest
from kiosk.staff import audit
from kiosk.staff.rights import COUNT, SEE
from kiosk.studio import house, security
from kiosk.studio.access import needs
from kiosk.studio.frame import day, page
from kiosk.studio.roles import ROLES

blueprint = Blueprint("counting", __name__, url_prefix="/counting")

PARTS: Final = {
    "kinds": _("What is counted"),
    "tables": _("Tables of the database"),
    "memory": _("Open counts in memory"),
    "files": _("Files"),
    "log": _("Lines of the log"),
    "cookies": _("Cookies"),
    "headers": _("Heads of questions and answers"),
    "connections": _("Connections to elsewhere"),
    "phone": _("On the phone"),
}
"""The parts of the list, in the order in which they are read."""
HOW: Final = {
    manifest.NEW: _("New"),
    manifest.GONE: _("No longer there"),
    manifest.CHANGED: _("Described anew"),
}


@blueprint.get("")
@needs(SEE)
def show() -> Response:
    """Show the list, what is new in it, and whether it is confirmed."""
    return _page(house.site())


@blueprint.post("")
@needs(COUNT)
def confirm() -> Any:
    """Confirm the list that was shown: answers count from the next period on."""
    security.be_fresh()
    site, now = house.site(), manifest.current()
    try:
        gate.confirm(site.id, _role(), request.form.get("manifest", ""))
    except gate.OtherManifest:
        wrong = gettext("The list has changed since this page was opened. Read it once more.")
        return _page(site, wrong)
    _note(site, audit.AGREED, now)
    return redirect("/studio/counting", 303)


@blueprint.post("/withdraw")
@needs(COUNT)
def withdraw() -> Any:
    """Take the confirmation back: answers stop at once, and the open ones are forgotten."""
    security.be_fresh()
    site = house.site()
    standing = gate.confirmed(site.id)
    gate.withdraw(site.id)
    Counts(house.settings()).lay_out()
    if standing:
        _note(site, audit.TOOK_BACK, manifest.current())
    return redirect("/studio/counting", 303)


def _role() -> str:
    return security.here().acting(COUNT)


def _note(site: Site, deed: str, now: Manifest) -> None:
    told = f"{now.version}, {now.hash[:12]}"
    audit.note(_role(), deed, told, site=site.id, today=gate.today(site.id))


def _page(site: Site, wrong: str = "") -> Response:
    now, before = manifest.current(), gate.last_seen(site.id)
    standing = gate.confirmed(site.id)
    return page(
        "studio/counting.html",
        status=422 if wrong else 200,
        heading=_heading(site.id, known=before is not None),
        faults_until=house.faults_until(),
        changes=manifest.changes(before, now) if before else [],
        history=gate.history(site.id),
        how=HOW,
        manifest=now,
        parts=PARTS,
        roles=ROLES,
        standing=standing,
        starts=period.current(facts.timezone(site.id)).next.first.isoformat(),
        wrong=wrong,
    )


def _heading(site: str, *, known: bool) -> str:
    """Say whether answers count, and if not yet, from when on."""
    open_now = period.current(facts.timezone(site))
    if HELPFUL in gate.kinds(site, open_now):
        return str(gettext("Answers are counted"))
    if HELPFUL in gate.kinds(site, open_now.next):
        first = day(open_now.next.first.isoformat())
        return str(gettext("Answers are counted from %(day)s on", day=first))
    if known:
        return str(gettext("Answers are not counted: the list is not confirmed any more"))
    return str(gettext("Answers are not counted: nobody has confirmed the list"))
