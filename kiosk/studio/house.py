"""Where somebody is who is signed in: their plant, its settings, its media."""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import current_app
from werkzeug.exceptions import NotFound

from content.models import Area, Label, Machine, Site
from content.storage import Folder
from kiosk.care import faultlog
from kiosk.settings import Settings
from kiosk.studio import security


def settings() -> Settings:
    """Return the settings of this installation."""
    found: Settings = current_app.extensions["settings"]
    return found


def storage() -> Folder:
    """Return the place of all media."""
    return Folder(settings().media)


def site() -> Site:
    """Return the plant of whoever is there."""
    found: Site = Site.get_by_id(security.here().site_id)
    return found


def faults_until() -> datetime | None:
    """Return until when, by the plant's clock, the fault log is on; None while it is off."""
    standing = faultlog.standing(settings())
    return standing.until.astimezone(ZoneInfo(site().timezone)) if standing else None


def area(id_: str) -> Area:
    """Return an area of that plant. Raises NotFound."""
    row = chosen_area(id_)
    if row is None:
        raise NotFound
    return row


def chosen_area(id_: str) -> Area | None:
    """Return the area of that plant that a form chose, or None."""
    return Area.get_or_none((Area.id == id_) & (Area.site == security.here().site_id))


def label(code: str) -> Label:
    """Return the label of that plant with this code. Raises NotFound."""
    row = Label.get_or_none((Label.code == code) & (Label.site == security.here().site_id))
    if row is None:
        raise NotFound
    return row


def machine(id_: str) -> Machine:
    """Return a machine of that plant. Raises NotFound."""
    row = Machine.get_or_none((Machine.id == id_) & (Machine.site == security.here().site_id))
    if row is None:
        raise NotFound
    return row
