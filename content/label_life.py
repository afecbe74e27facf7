"""The life of a label: laid by, printed, bound to a machine, replaced, lost, retired.

A code is issued once and answered for ever. Every verb is one transaction whose condition stands in
its own statement, so that of two people who do the same at once one is refused.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any, Final

from peewee import fn

from content.errors import BlanksPrinted, CodeTaken, LabelBlank, LabelBound, LabelOut
from content.models import Label, Machine, Site
from content.plant import LIVE, find_label, label, move_label, one_by_one
from content.revision import change

FRESH: Final = ("reserved", "printed")


@dataclass(frozen=True, slots=True)
class Print:
    """What one label said when it was printed, and how its symbol is drawn again."""

    code: str
    name: str
    place: str
    url: str
    version: int
    level: str
    mask: int


@change()
def lay_by(site: Site, codes: Iterable[str]) -> list[str]:
    """Issue codes without a machine, to be printed ahead. Raises CodeTaken."""
    made = list(codes)
    known = Label.select(Label.code).where(Label.code << made).first()
    if known is not None:
        raise CodeTaken(code=known.code)
    rows = [Label(code=code, site=site, state="reserved") for code in made]
    Label.bulk_create(rows, batch_size=100)
    return made


def blanks(site: Site, *states: str) -> list[str]:
    """Return the codes that have no machine yet, printed or not, by code."""
    bare = (Label.site == site) & Label.machine.is_null() & (Label.state << (states or FRESH))
    return [row.code for row in Label.select(Label.code).where(bare).order_by(Label.code)]


@change()
def take_back(site: Site, codes: Iterable[str]) -> None:
    """Forget codes that were laid by and never printed: what failed leaves nothing behind."""
    for code in codes:
        Label.delete().where((Label.code == code) & _unprinted(site)).execute()


@change()
def forgo(site: Site, codes: Iterable[str]) -> int:
    """Take codes out of use that were laid by and never printed; return how many that were."""
    query = Label.update(state="retired").where((Label.code << list(codes)) & _unprinted(site))
    return int(query.execute())


def _unprinted(site: Site) -> Any:
    return (Label.site == site) & Label.machine.is_null() & (Label.state == "reserved")


@change()
def note_print(prints: Iterable[Print], day: str, *, design: str, stock: str) -> None:
    """Note what was printed. A label of a machine may be printed again, a blank one never.

    Raises BlanksPrinted where somebody else has printed one of the blanks meanwhile.
    """
    for one in prints:
        ahead = (Label.code == one.code) & Label.machine.is_null() & (Label.state == "reserved")
        bound = (Label.code == one.code) & Label.machine.is_null(False)
        facts: dict[str, Any] = {
            "design": design, "stock": stock, "printed_on": day, "version": one.version,
            "level": one.level, "mask": one.mask, "said_name": one.name, "said_place": one.place,
            "said_url": one.url,
        }  # fmt: skip
        if not Label.update(**facts).where(ahead | bound).execute():
            raise BlanksPrinted(codes=one.code)
        laid = (Label.code == one.code) & (Label.state == "reserved")
        Label.update(state="printed").where(laid).execute()


@change()
def bind(code: str, machine: Machine, *, beside: bool = False) -> Label:
    """Stick a fresh label on a machine; those in use there are replaced, unless it hangs `beside`.

    Doing it twice is no harm. Raises CodeUnknown, LabelBound, LabelOut.
    """
    one_by_one(machine.site_id)
    fresh = (
        (Label.code == code.upper())
        & (Label.site == machine.site_id)
        & Label.machine.is_null()
        & (Label.state << FRESH)
    )
    if not Label.update(machine=machine, state="attached").where(fresh).execute():
        return _bound(code, machine)
    row = find_label(code)
    if not beside:
        others = (Label.machine == machine) & (Label.state << LIVE) & (Label.code != row.code)
        for other in list(Label.select().where(others)):
            follow(other.code, row.code)
    return row


def _bound(code: str, machine: Machine) -> Label:
    """Return a label that hangs on this machine already; refuse every other."""
    row = find_label(code, machine.site_id)
    if row.state not in LIVE:
        raise LabelOut(code=spelt(row.code))
    if row.machine is not None and row.machine_id != machine.id:
        raise LabelBound(code=spelt(row.code), machine=row.machine.name)
    return row


@change()
def follow(code: str, by: str) -> None:
    """Let a label be replaced by another; what it replaced itself leads there too."""
    move_label(code, "replaced", replaced_by=by)
    Label.update(replaced_by=by).where(Label.replaced_by == code.upper()).execute()


@change()
def renew(code: str, fresh: str) -> Label:
    """Give a label's machine a new code, still to be printed; the old one leads to it.

    Raises CodeUnknown, LabelBlank, LabelMove.
    """
    row = find_label(code)
    if row.machine is None:
        raise LabelBlank(code=spelt(row.code))
    made = label(row.machine, fresh)
    follow(row.code, made.code)
    return made


@change()
def attach(code: str) -> Label:
    """Say that a printed label hangs on its machine. Raises LabelBlank, LabelMove, CodeUnknown."""
    row = find_label(code)
    if row.machine_id is None:
        raise LabelBlank(code=spelt(row.code))
    return row if row.state == "attached" else move_label(row.code, "attached")


@change()
def lose(code: str, fresh: str) -> Label:
    """Say that a label is gone; a machine that has no other gets a new code to be printed."""
    return _end(code, "lost", fresh)


@change()
def retire(code: str, fresh: str = "") -> Label:
    """Take a label out of use for ever; with `fresh` its machine gets a new code."""
    return _end(code, "retired", fresh)


def _end(code: str, state: str, fresh: str) -> Label:
    row = move_label(code, state)
    live = (Label.machine == row.machine_id) & (Label.state << LIVE)
    if fresh and row.machine is not None and not Label.select().where(live).exists():
        label(row.machine, fresh)
    return row


def in_use(machine: Machine) -> list[Label]:
    """Return the labels that lead to a machine now, the one on it first."""
    live = (Label.machine == machine) & (Label.state << LIVE)
    return list(Label.select().where(live).order_by(Label.state, Label.code))


def out_there(site: Site) -> int:
    """Return how many labels were printed and not taken out of use."""
    printed = (Label.site == site) & (Label.state << ("printed", "attached"))
    return int(Label.select(fn.COUNT(Label.code)).where(printed).scalar() or 0)


def spelt(code: str) -> str:
    """Return a code as it stands on the label, in two groups."""
    return f"{code[:3]}-{code[3:]}"
