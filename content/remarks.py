"""What workers say of a nugget at a step: closed choices, kept by the day, and what came of them.

A remark is a message, not a measurement: while one waits, another that says the same changes
nothing, so nobody learns how many sent it. It is shown from the next morning on, "unsafe" at once.
"""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from peewee import Expression

from content import review, versions
from content.card import Card
from content.errors import OutcomeMissing, RemarkUnknown
from content.limits import fitting
from content.models import Machine, Nugget, Remark, Site, Step, StepText, Text, Version
from content.nuggets import months_after
from content.revision import change
from content.sentence import say

AT_ONCE: Final = "unsafe"
CHANGED: Final = "machine changed"
WITH_MACHINE: Final = frozenset({AT_ONCE, CHANGED})
"""The machine is the message of these; with others it would only tell who sent them."""
OUTCOMES: Final = ("changed", "stays")
KEPT_MONTHS: Final = 12
MOST: Final = 200
SHOWN: Final = 12
DUE: Final = say("Somebody at the machine says that it changed.").template


@dataclass(frozen=True, slots=True)
class Told:
    """A remark as the studio reads it.

    `body` is the step's sentence in the plant's language, empty for the whole nugget; `live` is
    the number of the version on the pages and `since` its day, 0 and nothing where there is none.
    """

    id: str
    nugget_id: str
    slug: str
    title: str
    klass: str
    number: int
    step: int
    body: str
    kind: str
    machine: str
    sent_on: str
    outcome: str
    answered_on: str
    answer: str
    live: int
    since: str

    @property
    def released_since(self) -> bool:
        """Whether another version was released after the one it is about."""
        return self.live > self.number


@dataclass(frozen=True, slots=True)
class Answered:
    """What became of a remark, as everybody may read it: with the day of the answer alone."""

    kind: str
    step: int
    outcome: str
    answered_on: str
    answer: str


def sum_of(*said: object) -> str:
    """Return the id of what says this: the same for the same, and no order of arrival."""
    return hashlib.sha256("\0".join(map(str, said)).encode()).hexdigest()[:12]


def send(
    card: Card,
    site_id: str,
    kind: str,
    step: int,
    on: date,
    *,
    machine_id: str | None = None,
) -> None:
    """Keep a remark on a published nugget, by its day alone; one that waits already stands for it.

    A machine is kept only where it is the message.
    """
    machine = machine_id if kind in WITH_MACHINE else None
    said = {"nugget": card.id, "number": card.number, "step": step, "kind": kind}
    same = (Remark.nugget == card.id) & (Remark.number == card.number) & (Remark.step == step)
    same &= (Remark.kind == kind) & _is(Remark.machine, machine) & (Remark.outcome == "")
    if Remark.select().where(same).exists():
        return
    id_ = sum_of(*said.values(), machine or "", on.isoformat())
    row = said | {"site": site_id, "machine": machine, "sent_on": on.isoformat()}
    open_again = {Remark.outcome: "", Remark.answered_on: None, Remark.answer: ""}
    Remark.insert(id=id_, **row).on_conflict(
        conflict_target=[Remark.id], update=open_again
    ).execute()


def _is(column: Any, value: str | None) -> Expression:
    found: Expression = column.is_null() if value is None else column == value
    return found


def shown(today: date) -> Expression:
    """Return the condition that a remark may be seen in the studio on a day."""
    seen: Expression = (Remark.sent_on < today.isoformat()) | (Remark.kind == AT_ONCE)
    return seen


def waiting(site: Site, today: date, kind: str = "") -> list[Told]:
    """Return what nobody answered yet, "unsafe" first, then the newest day; at most two hundred."""
    found = (Remark.site == site) & (Remark.outcome == "") & shown(today)
    return _told(site, found & (Remark.kind == kind) if kind else found)


def answered(site: Site, today: date, kind: str = "") -> list[Told]:
    """Return what was answered within the time that answers are kept."""
    found = (Remark.site == site) & (Remark.outcome != "") & shown(today)
    return _told(site, found & (Remark.kind == kind) if kind else found)


def on_nugget(nugget: Nugget, today: date) -> list[Told]:
    """Return what waits for an answer at one nugget."""
    here = (Remark.nugget == nugget) & (Remark.outcome == "") & shown(today)
    return _told(nugget.site, here)


def unsafe(site: Site) -> list[Told]:
    """Return every "unsafe" that nobody answered yet."""
    return _told(site, (Remark.site == site) & (Remark.outcome == "") & (Remark.kind == AT_ONCE))


def count(site: Site, today: date) -> int:
    """Return how many remarks wait for an answer, "unsafe" left out."""
    here = (Remark.site == site) & (Remark.outcome == "") & (Remark.kind != AT_ONCE)
    return int(Remark.select().where(here & shown(today)).count())


def find(site: Site, remark_id: str, today: date) -> Remark:
    """Return a remark of a plant that may be seen already. Raises RemarkUnknown."""
    here = (Remark.id == remark_id) & (Remark.site == site) & shown(today)
    row: Remark | None = Remark.get_or_none(here)
    if row is None:
        raise RemarkUnknown
    return row


def told(remark: Remark) -> Told:
    """Return one remark as the studio reads it."""
    return _told(remark.site, Remark.id == remark.id)[0]


@change()
def answer(remark: Remark, outcome: str, words: str, today: date) -> None:
    """Say what became of a remark, for everybody to read; saying it again replaces it.

    Raises OutcomeMissing, TooLong.
    """
    if outcome not in OUTCOMES:
        raise OutcomeMissing
    facts = fitting(Remark, answer=" ".join(words.split()))
    Remark.update(outcome=outcome, answered_on=today.isoformat(), **facts).where(
        Remark.id == remark.id
    ).execute()


def public(nugget_id: str) -> list[Answered]:
    """Return what became of the remarks on a nugget, the newest answer first, each said once."""
    columns = (
        Remark.kind, Remark.step, Remark.outcome, Remark.answered_on, Remark.answer,
    )  # fmt: skip
    here = (Remark.nugget == nugget_id) & (Remark.outcome != "")
    rows: Any = Remark.select(*columns).where(here).distinct()
    rows = rows.order_by(Remark.answered_on.desc(), Remark.step, Remark.kind, Remark.answer)
    return [Answered(*row) for row in rows.limit(SHOWN).tuples()]


def let_due(site: Site, today: date) -> list[Nugget]:
    """Put to due what hangs where a machine changed, as of the morning after somebody said so.

    What was reviewed after that day stays as it is, so this may run as often as one likes.
    """
    here = (Remark.site == site) & (Remark.outcome == "") & (Remark.kind == CHANGED)
    rows = Remark.select().where(here & (Remark.sent_on < today.isoformat()))
    found = {}
    for row in rows:
        machine = row.machine_id and Machine.get_by_id(row.machine_id)
        for nugget in review.of_machine(machine) if machine else [row.nugget]:
            if (nugget.reviewed_on or "") <= row.sent_on and versions.published(nugget):
                found[nugget.id] = nugget
    for nugget in found.values():
        if nugget.due_why != DUE:
            review.due(nugget, today, nugget.due_why or DUE)
    return list(found.values())


def every_morning() -> None:
    """Put to due what changed, at every plant by its own calendar."""
    from content.release import today

    for site in Site.select():
        let_due(site, today(site))


def purge(today: date) -> int:
    """Forget what was answered twelve months ago; return how much that was."""
    oldest = months_after(today, -KEPT_MONTHS).isoformat()
    return int(Remark.delete().where(Remark.answered_on < oldest).execute())


def _told(site: Site, which: Any) -> list[Told]:
    """Read remarks with what they are about: four statements, however many there are."""
    rows: Any = (
        Remark.select(Remark, Nugget, Machine)
        .join_from(Remark, Nugget)
        .join_from(Remark, Machine, "LEFT JOIN")
        .where(which)
        .order_by(
            (Remark.kind == AT_ONCE).desc(), Remark.sent_on.desc(), Nugget.slug, Remark.step,
            Remark.id,
        )
        .limit(MOST)
    )  # fmt: skip
    found = list(rows)
    known = _editions({row.nugget_id for row in found}, site.language)
    return [_one(row, known[row.nugget_id]) for row in found]


@dataclass(slots=True)
class _Edition:
    """A version as far as a remark on it needs it: on the pages or not, and its own words."""

    live: bool
    since: str
    title: str = ""
    bodies: dict[int, str] = field(default_factory=dict)


_Editions = dict[int, _Edition]
"""The versions of one nugget by their numbers."""


def _editions(nuggets: Iterable[str], language: str) -> dict[str, _Editions]:
    """Return the versions of each nugget, with titles and steps in the plant's language."""
    here = Version.nugget << list(nuggets)
    columns = (Version.id, Version.nugget, Version.number, Version.state, Version.published_on)
    rows: Any = Version.select(*columns).where(here).tuples()
    found: dict[str, _Editions] = {}
    by_id: dict[str, _Edition] = {}
    for id_, nugget, number, state, day in rows:
        by_id[id_] = _Edition(state == "published", day or "")
        found.setdefault(nugget, {})[number] = by_id[id_]
    own = here & (Text.language == language) & (Text.variant == "plain")
    titles: Any = Text.select(Text.version, Text.title).join(Version).where(own).tuples()
    for id_, title in titles:
        by_id[id_].title = title
    steps: Any = Step.select(Step.version, Step.position, StepText.body).join(StepText)
    steps = steps.join(Text).join_from(Step, Version).where(own)
    for id_, position, body in steps.tuples():
        by_id[id_].bodies[position] = body
    return found


def _one(row: Any, editions: _Editions) -> Told:
    about = editions[row.number]
    live = next((number for number, one in editions.items() if one.live), 0)
    return Told(
        id=row.id, nugget_id=row.nugget_id, slug=row.nugget.slug,
        title=about.title or row.nugget.slug, klass=row.nugget.klass, number=row.number,
        step=row.step, body=about.bodies.get(row.step - 1, ""), kind=row.kind,
        machine=row.machine.name if row.machine_id else "", sent_on=row.sent_on,
        outcome=row.outcome, answered_on=row.answered_on or "", answer=row.answer,
        live=live, since=editions[live].since if live else "",
    )  # fmt: skip
