"""The link with which somebody comes in for the first time, or after losing their password.

It opens once: looking at it uses nothing up, choosing a password does.
"""

from datetime import UTC, date, datetime

from flask import Blueprint, Response, redirect, request

from content.errors import ContentError
from kiosk.staff import passwords, people
from kiosk.staff.models import Account
from kiosk.studio import security
from kiosk.studio.access import opened
from kiosk.studio.errors import sentence
from kiosk.studio.frame import page
from kiosk.studio.signin import known_here

blueprint = Blueprint("welcome", __name__)


@blueprint.get("/welcome/<opens>")
@opened
def show(opens: str) -> Response:
    """Greet whoever has the link, and ask for a password."""
    try:
        account = people.invited(opens, today())
    except people.LinkSpent:
        return page("studio/spent.html", status=410)
    return _form(account)


@blueprint.post("/welcome/<opens>")
@opened
def choose(opens: str) -> Response:
    """Keep the password, use the link up, and let them in."""
    try:
        account = people.invited(opens, today())
    except people.LinkSpent:
        return page("studio/spent.html", status=410)
    password = passwords.plain(request.form.get("password", ""))
    try:
        passwords.judge(password, account.name, account.sign_in, account.site.name)
    except ContentError as error:
        return _form(account, 422, sentence(error))
    try:
        security.sign_in(people.welcome(opens, security.sealed(password), today()))
    except people.LinkSpent:
        return page("studio/spent.html", status=410)
    return redirect("/studio/", 303)  # type: ignore[return-value]


def _form(account: Account, status: int = 200, problem: str = "") -> Response:
    return page(
        "studio/welcome.html", status=status, who=account, problem=problem, safe=known_here(),
        least=passwords.SHORTEST, most=passwords.LONGEST,
    )  # fmt: skip


def today() -> date:
    """Return the day by which links expire."""
    return datetime.now(tz=UTC).date()
