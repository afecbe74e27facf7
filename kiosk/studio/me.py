"""What somebody can do about their own account: the language, the password, signing out."""

from flask import Blueprint, Response, redirect, request
from flask_babel import gettext

from content.errors import ContentError
from kiosk.staff import passwords, people
from kiosk.staff.models import Account
from kiosk.staff.rights import SEE
from kiosk.studio import security, tongue
from kiosk.studio.access import needs
from kiosk.studio.errors import sentence
from kiosk.studio.frame import page
from kiosk.studio.roles import ROLES
from kiosk.studio.signin import known, slow
from kiosk.web.attempts import TooManyAttempts

blueprint = Blueprint("me", __name__)


@blueprint.get("/me")
@needs(SEE)
def show() -> Response:
    """Show what the studio knows of whoever is there."""
    own = Account.get_by_id(security.here().id)
    return page("studio/me.html", own=own, roles=ROLES, tongues=tongue.LANGUAGES)


@blueprint.get("/me/password")
@needs(SEE)
def ask() -> Response:
    """Ask for the old and a new password."""
    return _form(200)


@blueprint.post("/me/password")
@needs(SEE)
def change() -> Response:
    """Keep a new password; every other device is signed out by it."""
    own = Account.get_by_id(security.here().id)
    fresh = passwords.plain(request.form.get("new-password", ""))
    try:
        if known(own.sign_in, request.form.get("password", "")) is None:
            return _form(422, old=gettext("This is not your password."))
        passwords.judge(fresh, own.name, own.sign_in, own.site.name)
    except TooManyAttempts:
        return _form(429, old=slow())
    except ContentError as error:
        return _form(422, new=sentence(error))
    people.choose_password(own, security.sealed(fresh))
    security.sign_in(own)
    return redirect("/studio/me", 303)  # type: ignore[return-value]


def _form(status: int, old: str = "", new: str = "") -> Response:
    return page(
        "studio/password.html", status=status, old=old, new=new, least=passwords.SHORTEST,
        sign_in=Account.get_by_id(security.here().id).sign_in,
    )  # fmt: skip
