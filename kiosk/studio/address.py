"""The address on labels: what speaks against it, where it came from, and the check with a phone."""

from typing import Any

from flask import Blueprint, Response, redirect

from content import label_life
from kiosk import qr
from kiosk.labels import phone_check, printing, scanned
from kiosk.staff.rights import PLANT, SEE
from kiosk.studio import house, security
from kiosk.studio.access import needs
from kiosk.studio.frame import page
from qr_codes import symbol

blueprint = Blueprint("address", __name__, url_prefix="/labels/address")


@blueprint.get("")
@needs(SEE)
def show() -> Response:
    """Show the address that labels carry, and the symbol that waits for a phone."""
    site, settings = house.site(), house.settings()
    waits = phone_check.waiting(site, settings)
    return page(
        "studio/labels_address.html",
        url=settings.labels_at,
        pages=settings.base_url,
        held=site.label_url,
        out=label_life.out_there(site),
        hosts=sorted(scanned.own_hosts(settings, site.label_url)),
        faults=list(phone_check.faults(settings.labels_at)),
        can=_can(settings.labels_at),
        nowhere=phone_check.host(settings.labels_at).partition(":")[0] in printing.NOWHERE,
        passed_on=phone_check.passed_on(site, settings),
        waits=waits,
        drawn=qr.symbol(waits) if waits else "",
        may=security.here().may(PLANT),
    )


@blueprint.post("/check")
@needs(PLANT)
def check() -> Any:
    """Open a one-off address for a phone; the one before it ends."""
    if _can(house.settings().labels_at):
        phone_check.begin(house.site(), house.settings())
    return redirect("/studio/labels/address#check", 303)


def _can(url: str) -> bool:
    """Say whether an address can be printed at all."""
    try:
        symbol.address(url, phone_check.CODE)
    except symbol.NotAnAddress:
        return False
    return True
