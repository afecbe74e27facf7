"""A new nugget: where it hangs, what it is; everything else is written at its stations."""

from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, Response, redirect, request
from flask_babel import gettext, lazy_gettext
from peewee import JOIN, fn
from werkzeug.exceptions import NotFound

from content import beginning, catalogue, search
from content.beginning import Begun
from content.columns import KLASSES, LEVELS
from content.errors import ContentError
from content.models import Area, Kind, Label, Machine, Site, Topic
from content.plant import LIVE
from kiosk.staff.rights import WRITE
from kiosk.studio import errors, house, security
from kiosk.studio.access import needs
from kiosk.studio.frame import page
from qr_codes import codes

SHOWN: Final = 12
MOST_TYPED: Final = 120
KLASS_WORDS: Final = {
    "normal": (lazy_gettext("Know-how"), lazy_gettext("How something is done well.")),
    "safety": (
        lazy_gettext("Safety"),
        lazy_gettext("Says first how to stand clear. Released by who looks after safety."),
    ),
}
LEVEL_WORDS: Final = {
    "first steps": lazy_gettext("First steps"),
    "routine": lazy_gettext("Routine"),
    "expert": lazy_gettext("Expert"),
}

blueprint = Blueprint("new", __name__, url_prefix="/nuggets/new")


@dataclass(frozen=True, slots=True)
class Spot:
    """Where a nugget is to hang: a machine, of a kind or not, or a topic."""

    address: str
    name: str
    code: str = ""
    machine: Machine | None = None
    kind: Kind | None = None
    topic: Topic | None = None

    def hook(self, choice: str) -> Machine | Kind | Topic:
        """Return what it hangs on; `choice` tells the kind from this one machine."""
        if choice == "kind" and self.kind is not None:
            return self.kind
        found = self.machine or self.topic
        assert found is not None  # noqa: S101  every spot is one of both
        return found


@blueprint.get("")
@needs(WRITE)
def where() -> Response:
    """Ask where the nugget is to hang; what is typed narrows the machines."""
    return _where(q=request.args.get("q", "")[:MOST_TYPED])


@blueprint.post("")
@needs(WRITE)
def by_code() -> Any:
    """Go on with the machine whose label was scanned or typed."""
    typed = request.form.get("code", "")[:MOST_TYPED]
    try:
        code = _code(typed)
    except ValueError as error:
        return _where(status=422, code=typed, wrong=str(error))
    return redirect(f"/studio/nuggets/new/{code}", 303)


@blueprint.get("/<code>")
@needs(WRITE)
def at_label(code: str) -> Response:
    """Ask what the nugget at the machine with this label is."""
    return _what(_labelled(code))


@blueprint.get("/<hook>/<key>")
@needs(WRITE)
def at(hook: str, key: str) -> Response:
    """Ask what the nugget at this machine, or on this topic, is."""
    return _what(_spot(hook, key))


@blueprint.post("/<code>")
@needs(WRITE)
def begin_at_label(code: str) -> Any:
    """Begin a nugget at the machine with this label."""
    return _begin(_labelled(code))


@blueprint.post("/<hook>/<key>")
@needs(WRITE)
def begin_at(hook: str, key: str) -> Any:
    """Begin a nugget at this machine, or on this topic."""
    return _begin(_spot(hook, key))


def _begin(spot: Spot) -> Any:
    form = request.form
    key = form.get("key", "")
    begun = Begun(
        key if beginning.is_key(key) else beginning.new_key(),
        form.get("title", ""),
        _chosen(form.get("klass"), KLASSES),
        _chosen(form.get("level"), LEVELS),
        security.here().id,
    )
    try:
        version = beginning.begin(house.site(), spot.hook(form.get("on", "kind")), begun)
    except ContentError as error:
        return _what(spot, 422, begun, errors.sentence(error))
    return redirect(f"/studio/v/{version.id}/film", 303)


def _where(*, status: int = 200, q: str = "", code: str = "", wrong: str = "") -> Response:
    site = house.site()
    return page(
        "studio/new_where.html",
        blocks=("machines",),
        status=status,
        machines=_machines(site, q),
        topics=catalogue.topics(site.id),
        q=q,
        code=code,
        wrong=wrong,
    )


def _what(spot: Spot, status: int = 200, begun: Begun | None = None, wrong: str = "") -> Response:
    return page(
        "studio/new_what.html",
        status=status,
        spot=spot,
        begun=begun or Begun(beginning.new_key()),
        klasses=KLASS_WORDS,
        levels=LEVEL_WORDS,
        wrong=wrong,
    )


def _chosen(word: str | None, words: tuple[str, ...]) -> str:
    return word if word in words else words[0]


def _code(typed: str) -> str:
    """Find the label of one of the plant's machines. Raises ValueError with what to do."""
    text = typed.rstrip("/").rpartition("/")[2]  # a scanner types the label's whole address
    try:
        code = codes.parse(text)
    except codes.Mistyped:
        raise ValueError(gettext("One sign is wrong. Compare it with the label.")) from None
    except codes.NotACode:
        code = catalogue.alias(house.site().id, typed) or ""
    if not code:
        raise ValueError(gettext("A code has six letters and digits, such as K7Q-2MX."))
    place = catalogue.scan(code)
    if place is None or place.site.id != house.site().id:
        raise ValueError(gettext("No label of this plant has this code."))
    if place.machine_id is None:
        raise ValueError(gettext("This label hangs on no machine yet."))
    return code


def _labelled(code: str) -> Spot:
    place = catalogue.scan(code)
    if place is None or place.machine_id is None:
        raise NotFound
    return _spot("machine", place.machine_id, f"/studio/nuggets/new/{place.code}", place.code)


def _spot(hook: str, key: str, address: str = "", code: str = "") -> Spot:
    site = security.here().site_id
    address = address or f"/studio/nuggets/new/{hook}/{key}"
    if hook == "machine":
        machine = Machine.get_or_none((Machine.id == key) & (Machine.site == site))
        if machine is not None:
            return Spot(address, machine.name, code, machine, machine.kind)
    if hook == "topic":
        topic = Topic.get_or_none((Topic.slug == key) & (Topic.site == site))
        if topic is not None:
            return Spot(address, topic.name, topic=topic)
    raise NotFound


def _machines(site: Site, words: str) -> list[dict[str, str]]:
    """Return the first machines that fit these words, with the label's code and the area."""
    code = Label.select(fn.MIN(Label.code)).where(
        (Label.machine == Machine.id) & (Label.state << LIVE)
    )
    query: Any = (
        Machine.select(Machine.id, Machine.name, Area.name.alias("area"), code.alias("code"))
        .join(Area, JOIN.LEFT_OUTER)
        .where(Machine.site == site)
        .order_by(Machine.name, Machine.id)
        .limit(SHOWN)
    )
    if words.strip():
        query = query.where(Machine.id << search.machines(site.id, words))
    return list(query.dicts())
