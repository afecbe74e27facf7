"""What a nugget is and where it hangs: class, level, reach, owner, review, machines and topics."""

from typing import Any, Final

from flask import Blueprint, Response, redirect, request
from flask_babel import lazy_gettext
from werkzeug.exceptions import NotFound

from content import catalogue, facts, inventory, nuggets
from content.errors import ContentError
from content.facts import FactsEditedMeanwhile
from content.models import Hang, Kind, Machine, Site, Topic, Version
from kiosk.staff.rights import RELEASE_SAFETY, SEE, WRITE
from kiosk.studio import desk, errors, house, security, stations
from kiosk.studio.access import needs
from kiosk.studio.desk import Desk
from kiosk.studio.frame import page
from kiosk.studio.new import KLASS_WORDS, LEVEL_WORDS

SHOWN: Final = 8
MOST_TYPED: Final = 120
REACH_WORDS: Final = {
    "anywhere": (
        lazy_gettext("Anywhere"),
        lazy_gettext("On every phone that opens the address."),
    ),
    "plant network": (
        lazy_gettext("In the plant only"),
        lazy_gettext("In the plant's own wifi; phones do not keep it."),
    ),
}
ASKED: Final = tuple(name for name in facts.COLUMNS if name != "owner_role")
"""What is asked here; who looks after it is asked once, at the release."""
HOOKS: Final[dict[str, Any]] = {"machine": Machine, "kind": Kind, "topic": Topic}

blueprint = Blueprint("facts", __name__, url_prefix="/v/<version_id>/facts")


@blueprint.get("")
@needs(SEE)
def show(version_id: str) -> Response:
    """Show what a nugget is and where it hangs; words narrow what it could hang on."""
    return _show(desk.seen(version_id))


@blueprint.post("")
@needs(WRITE)
def write(version_id: str) -> Any:
    """Keep what was chosen."""
    work = desk.written(version_id)
    typed = {name: request.form[name] for name in ASKED if name in request.form}
    was = {name: request.form.get(f"was-{name}", "") for name in typed}
    safety = security.here().may(RELEASE_SAFETY)
    try:
        facts.write(work.nugget, house.storage(), typed, was, safety=safety)
    except ContentError as error:
        return _show(desk.seen(version_id), error)
    return redirect(f"/studio/v/{version_id}/facts?saved=1", 303)


@blueprint.post("/hang")
@needs(WRITE)
def hang(version_id: str) -> Any:
    """Hang a nugget on a machine, a kind or a topic of the plant, or take it off there."""
    work = desk.written(version_id)
    hook, _, key = request.form.get("on", "").partition(":")
    here = _hook(work.site, hook, key)
    if request.form.get("do") == "off":
        nuggets.unhang(work.nugget, here)
    else:
        nuggets.hang(work.nugget, here)
    return redirect(f"/studio/v/{version_id}/facts#hangs", 303)


def _hook(site: Site, hook: str, key: str) -> Any:
    """Return what somebody chose, if it is the plant's. Raises NotFound."""
    model = HOOKS.get(hook)
    row = model and model.get_or_none((model.id == key) & (model.site == site))
    if row is None:
        raise NotFound
    return row


def _show(work: Desk, error: ContentError | None = None) -> Response:
    searched = request.values.get("q", "")[:MOST_TYPED]
    now = facts.of(work.nugget)
    typed = {name: request.form.get(name, said) for name, said in now.items()} if error else now
    out = (Version.nugget == work.nugget) & (Version.state == "published")
    return page(
        "studio/facts.html",
        blocks=("found",),
        status=_status(error),
        desk=work,
        editable=desk.editable(work),
        hangs=_hangs(work),
        here=f"/studio/v/{work.version.id}/facts",
        klasses=KLASS_WORDS,
        levels={name: (words, "") for name, words in LEVEL_WORDS.items()},
        machines=inventory.inventory(work.site, words=searched).items[:SHOWN] if searched else (),
        now=now,
        kinds=_kinds(work.site, searched),
        published=Version.select().where(out).exists(),
        q=searched,
        reaches=REACH_WORDS,
        saved="saved" in request.args,
        stations=stations.way(work, "film"),
        topics=catalogue.topics(work.site.id),
        typed=typed,
        wrong=errors.sentence(error) if error else "",
        wrong_at=_wrong_at(error),
    )


def _status(error: ContentError | None) -> int:
    if isinstance(error, FactsEditedMeanwhile):
        return 409
    return 422 if error else 200


def _wrong_at(error: ContentError | None) -> str:
    """Return the field that an error is about."""
    fields = {"SafetyStays": "klass", "MonthsInvalid": "review_months"}
    return fields.get(type(error).__name__, "") if error else ""


def _hangs(work: Desk) -> list[tuple[str, str, str]]:
    """Return what a nugget hangs on: what a form sends for it, its sort, its name."""
    found = []
    for one in Hang.select().where(Hang.nugget == work.nugget).order_by(Hang.position):
        for hook in HOOKS:
            row = getattr(one, hook)
            if row is not None:
                found.append((f"{hook}:{row.id}", hook, row.name))
    return sorted(found, key=lambda one: (list(HOOKS).index(one[1]), one[2].casefold()))


def _kinds(site: Site, words: str) -> list[Kind]:
    """Return the kinds of machines that are called so."""
    if not words.strip():
        return []
    like = Kind.name.contains(words.strip())
    query = Kind.select().where((Kind.site == site) & like).order_by(Kind.name).limit(SHOWN)
    return list(query)
