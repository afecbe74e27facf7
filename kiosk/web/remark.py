"""Knows how a remark is asked for and sent: kinds in words, steps to pick, what goes with it.

Pages and room ask alike; each makes its own page of it. Addresses name the kind, forms the step.
"""

from dataclasses import dataclass
from datetime import date
from typing import Final

from flask import request
from flask_babel import gettext

from content import remarks
from content.card import Card, Words
from content.catalogue import Place, Site
from content.release import today
from content.remarks import AT_ONCE, CHANGED, Answered
from kiosk.web.looks import long_date

EUROPE: Final = "112"
"""The emergency number of every country that the plants stand in, where a plant named none."""
ADDRESSES: Final = {
    "unclear": "unclear", "wrong": "wrong", "machine-changed": CHANGED, "unsafe": AT_ONCE,
}  # fmt: skip
"""Each kind by its part of the address, in the order in which they are offered."""
ANY: Final = f"any({', '.join(map(repr, sorted(ADDRESSES)))})"
"""What may stand at that part of an address; everything else is not there."""


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of remark as it is offered: its part of the address, its name, and what it means."""

    address: str
    name: str
    means: str


@dataclass(frozen=True, slots=True)
class Form:
    """A remark about to be sent: of which kind, on which nugget, and where.

    `wrong` says why what was sent could not be kept, `status` goes with it.
    """

    kind: str
    card: Card
    words: Words
    site: Site
    place: Place | None
    wrong: str = ""
    status: int = 200

    @property
    def heading(self) -> str:
        """What the page asks."""
        words = {
            "unclear": gettext("Where is it unclear?"),
            "wrong": gettext("Where is it wrong?"),
            CHANGED: gettext("Has the machine changed?"),
            AT_ONCE: gettext("Stop. Do not go on."),
        }
        return str(words[self.kind])

    @property
    def address(self) -> str:
        """The kind's part of the address."""
        return next(address for address, kind in ADDRESSES.items() if kind == self.kind)

    @property
    def at_once(self) -> bool:
        """Whether it is seen at once, and not from the next morning on."""
        return self.kind == AT_ONCE

    @property
    def by_step(self) -> bool:
        """Whether a step is asked for: a machine changes as a whole."""
        return self.kind != CHANGED

    @property
    def machine(self) -> str:
        """The machine that goes with it, where it is the message."""
        return self.place.machine if self.place and self.kind in remarks.WITH_MACHINE else ""

    @property
    def number(self) -> str:
        """The number to call in an emergency: the plant's own, else Europe's."""
        return self.site.emergency_number or EUROPE

    def pick(self, step: int) -> str:
        """Return what a button sends: the version it was shown with, and the step."""
        return f"{self.card.number}-{step}"

    def send(self) -> "Form | None":
        """Keep what was picked and return None, or return the form with what is wrong with it.

        A page may have lain open while a new version came: its steps may be others.
        """
        number, _, step = request.form.get("pick", "").partition("-")
        steps = [str(one) for one in range(len(self.words.steps) + 1)]
        if step not in steps or not number.isdecimal():
            return self._again(gettext("Tap one of the answers."), 422)
        if number != str(self.card.number):
            words = gettext(
                "This nugget was changed in the meantime. Look whether it is right now."
            )
            return self._again(words, 409)
        chosen = int(step) if self.by_step else 0
        machine = self.place.machine_id if self.place else None
        day = today(self.site)
        remarks.send(self.card, self.site.id, self.kind, chosen, day, machine_id=machine)
        return None

    def _again(self, wrong: str, status: int) -> "Form":
        return Form(self.kind, self.card, self.words, self.site, self.place, wrong, status)


def kinds(place: Place | None = None, *, every: bool = False) -> list[Kind]:
    """Return the kinds of remarks as they are offered; that a machine changed, at a machine."""
    words = {
        "unclear": (gettext("It is unclear"), gettext("I do not know what to do.")),
        "wrong": (gettext("It is wrong"), gettext("What is shown or said is not right.")),
        "machine-changed": (
            gettext("The machine has changed"), gettext("It looks or works differently now."),
        ),
        "unsafe": (gettext("It is unsafe"), gettext("Somebody could get hurt.")),
    }  # fmt: skip
    offered = [one for one in ADDRESSES if every or place or ADDRESSES[one] != CHANGED]
    return [Kind(address, *words[address]) for address in offered]


def name_of(kind: str) -> str:
    """Return what a kind is called."""
    return next(one.name for one in kinds(every=True) if ADDRESSES[one.address] == kind)


def answers(nugget_id: str) -> list[tuple[Answered, str, str]]:
    """Return each answer to what was said of a nugget: to which kind, and what became of it."""
    return [(one, name_of(one.kind), _became(one)) for one in remarks.public(nugget_id)]


def _became(one: Answered) -> str:
    day = long_date(date.fromisoformat(one.answered_on))
    if one.outcome == "changed":
        return str(gettext("Changed on %(day)s.", day=day))
    return str(gettext("Looked at on %(day)s: it stays as it is.", day=day))
