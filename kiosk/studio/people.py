"""Who works in the studio: invited, changed, let in again, deleted; for whoever has that right.

Only accounts of the own plant are found. Everything that changes one wants a fresh password, and
is noted without a name.
"""

from typing import Any, Final

from flask import Blueprint, Response, redirect, request
from flask_babel import lazy_gettext as _
from werkzeug.exceptions import NotFound

from content.errors import ContentError
from kiosk import qr
from kiosk.staff import audit, door, people
from kiosk.staff.models import Account
from kiosk.staff.people import Facts
from kiosk.staff.rights import PEOPLE
from kiosk.studio import headlines, house, security
from kiosk.studio.access import needs
from kiosk.studio.errors import sentence
from kiosk.studio.frame import page
from kiosk.studio.roles import ROLES
from kiosk.studio.welcome import today

blueprint = Blueprint("people", __name__, url_prefix="/people")

DONE: Final = {
    "sessions": _("Signed out on every device."),
    "closed": _("The account is closed. It can be opened again."),
    "opened": _("The account is open again."),
    "saved": _("Saved."),
}


@blueprint.get("")
@needs(PEOPLE)
def show() -> Response:
    """List everybody who may come in, and those who may no more."""
    found = people.of(security.here().site_id)
    inside = [one for one in found if one.active]
    heading = headlines.people(len(inside), sum(not one.password for one in inside))
    return page(
        "studio/people.html", heading=heading, people=found, roles=ROLES, today=today().isoformat()
    )


@blueprint.get("/new")
@needs(PEOPLE)
def ask() -> Response:
    """Ask who is to be invited."""
    return _form(Facts("", "", ("trainer",)))


@blueprint.post("/new")
@needs(PEOPLE)
def invite() -> Response:
    """Make an account, and show its link."""
    security.be_fresh()
    facts = _facts(request.form)
    try:
        made, opens = people.invite(house.site(), facts, today())
    except ContentError as error:
        return _form(facts, status=422, wrong=error)
    _note("invited", made)
    return redirect(f"/studio/people/{made.id}/link/{opens}", 303)  # type: ignore[return-value]


@blueprint.get("/<person>")
@needs(PEOPLE)
def one(person: str) -> Response:
    """Show an account, to be changed."""
    account = _found(person)
    facts = Facts(account.name, account.sign_in, account.roles, account.mail)
    return _form(facts, account, done=DONE.get(request.args.get("done", ""), ""))


@blueprint.post("/<person>")
@needs(PEOPLE)
def change(person: str) -> Response:
    """Keep another name or role."""
    security.be_fresh()
    account, facts = _found(person), _facts(request.form)
    before = account.roles
    try:
        people.change(account, facts)
    except ContentError as error:
        return _form(facts, account, status=422, wrong=error)
    if account.roles != before:
        _note(audit.OWN_ROLES if _own(account) else "changed roles", account)
    return redirect(f"/studio/people/{person}?done=saved", 303)  # type: ignore[return-value]


@blueprint.post("/<person>/link")
@needs(PEOPLE)
def link(person: str) -> Response:
    """Make a new link for somebody who lost their password."""
    security.be_fresh()
    account = _found(person)
    opens = people.link(account, today())
    _note("made a link", account)
    return redirect(f"/studio/people/{person}/link/{opens}", 303)  # type: ignore[return-value]


@blueprint.get("/<person>/link/<opens>")
@needs(PEOPLE)
def handed(person: str, opens: str) -> Response:
    """Show a link and its symbol, as long as it opens."""
    account = _found(person)
    try:
        open_for = people.invited(opens, today())
    except people.LinkSpent:
        return redirect(f"/studio/people/{person}", 303)  # type: ignore[return-value]
    if open_for.id != account.id:
        raise NotFound
    address = door.welcome(house.settings(), opens)
    symbol = qr.symbol(address, label=account.name)
    return page("studio/handed.html", who=account, address=address, symbol=symbol)


@blueprint.post("/<person>/sessions")
@needs(PEOPLE)
def end_sessions(person: str) -> Response:
    """Sign somebody out everywhere."""
    security.be_fresh()
    account = _found(person)
    people.end_sessions(account)
    _note("ended sessions", account)
    return redirect(f"/studio/people/{person}?done=sessions", 303)  # type: ignore[return-value]


@blueprint.post("/<person>/active")
@needs(PEOPLE)
def switch(person: str) -> Response:
    """Close an account, or open it again."""
    security.be_fresh()
    account = _found(person)
    wanted = request.form.get("active") == "yes"
    try:
        (people.activate if wanted else people.deactivate)(account)
    except ContentError as error:
        facts = Facts(account.name, account.sign_in, account.roles, account.mail)
        return _form(facts, account, status=422, wrong=error)
    _note("opened an account" if wanted else "closed an account", account)
    done = "opened" if wanted else "closed"
    return redirect(f"/studio/people/{person}?done={done}", 303)  # type: ignore[return-value]


@blueprint.get("/<person>/delete")
@needs(PEOPLE)
def sure(person: str) -> Response:
    """Say what deleting means."""
    return page("studio/person_delete.html", who=_found(person))


@blueprint.post("/<person>/delete")
@needs(PEOPLE)
def delete(person: str) -> Response:
    """Erase an account everywhere."""
    security.be_fresh()
    account = _found(person)
    try:
        people.delete(account)
    except ContentError as error:
        return page("studio/person_delete.html", status=422, who=account, problem=sentence(error))
    _note("deleted an account", account)
    return redirect("/studio/people", 303)  # type: ignore[return-value]


def _own(account: Account | None) -> bool:
    """Say whether this is the account of whoever asks."""
    return account is not None and account.id == security.here().id


def _found(person: str) -> Account:
    """Return an account of the own plant. Raises NotFound."""
    here = security.here().site_id
    found: Account | None = Account.get_or_none((Account.id == person) & (Account.site == here))
    if found is None:
        raise NotFound
    return found


def _facts(form: Any) -> Facts:
    roles = tuple(form.getlist("role"))
    return Facts(form.get("name", ""), form.get("sign-in", ""), roles, form.get("mail", ""))


def _note(deed: str, account: Account) -> None:
    here = security.here()
    role = here.acting(PEOPLE)
    audit.note(role, deed, ", ".join(account.roles), site=here.site_id, today=today())


FIELDS: Final = {
    people.NameMissing: "name", people.NameTooLong: "name", people.SignInTaken: "sign-in",
    people.SignInTooLong: "sign-in",
    people.RoleMissing: "role", people.MailWrong: "mail", people.LastAdmin: "role",
}  # fmt: skip


def _form(
    facts: Facts, account: Account | None = None, *, status: int = 200, done: Any = "",
    wrong: ContentError | None = None,
) -> Response:  # fmt: skip
    found = [wrong, *people.faults(facts, account.id if account else "")] if wrong else []
    problems = {FIELDS.get(type(one), "name"): sentence(one) for one in reversed(found)}
    return page(
        "studio/person.html", status=status, facts=facts, who=account, problems=problems,
        roles=ROLES, done=done, own=_own(account),
    )  # fmt: skip
