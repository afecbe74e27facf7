"""A label bound to the wrong machine: moved to the right one, or set free to be bound anew.

A new code that is not printed yet can be called off.

What it pushed aside when it was bound comes back: a code that was never printed by itself, a label
on paper where somebody saw it hang there still. What is counted is counted by machine and crowd,
not by label: it stays where it is, and what is counted later goes where the label leads then.
"""

from collections.abc import Collection
from typing import Any

from content.errors import LabelMoved, LabelStays
from content.label_life import follow, in_use, spelt
from content.models import Label, Machine
from content.plant import LIVE, find_label, label
from content.revision import change

ON_PAPER = ("printed", "attached")


@change()
def move(
    code: str, machine: Machine, fresh: str, *, was: str, beside: bool = False,
    still: Collection[str] = (),
) -> Label:  # fmt: skip
    """Let a label lead to another machine; those in use there are replaced, unless it is `beside`.

    `was` is the machine it led to when that was decided. `still` are the labels that hang there as
    before; a machine that is left without any gets the code `fresh`. Raises CodeUnknown,
    LabelStays, LabelMoved.
    """
    if was == machine.id:
        raise LabelStays(code=spelt(code.upper()), machine=machine.name)
    row = _lead(code, was, machine=machine, state="attached", site=machine.site_id)
    for other in in_use(machine):
        if not beside and other.code != row.code:
            follow(other.code, row.code)
    _leave(row, was, fresh, still)
    return row


@change()
def free(code: str, fresh: str, *, was: str, still: Collection[str] = ()) -> Label:
    """Let a label lead nowhere: it is a blank one again. Raises CodeUnknown, LabelMoved."""
    row = _lead(code, was, machine=None, state="printed", site=Machine.get_by_id(was).site_id)
    _leave(row, was, fresh, still)
    return row


@change()
def call_off(code: str, back: str) -> Label:
    """Call off a code that was not printed yet: a label on paper that it replaced is good again.

    The code leads to that label, as does all else it replaced. Raises CodeUnknown, LabelMoved.
    """
    row = find_label(code)
    older = next((one for one in pushed_aside(row) if one.code == back), None)
    unprinted = (Label.code == row.code) & (Label.state == "reserved")
    called_off = Label.update(state="replaced", replaced_by=older).where(unprinted)
    if older is None or not called_off.execute():
        raise LabelMoved(code=spelt(row.code))
    Label.update(state="attached", replaced_by=None).where(Label.code == older.code).execute()
    Label.update(replaced_by=older).where(Label.replaced_by == row).execute()
    return find_label(older.code)


def pushed_aside(row: Label) -> list[Label]:
    """Return the labels on paper that this one replaced on its machine: some may hang there yet."""
    return [one for one in _followed(row, row.machine_id) if one.printed_on]


def _lead(code: str, was: str, *, site: str, **where: Any) -> Label:
    """Let a label lead elsewhere if it leads to where it did; of two who do so one is refused."""
    row = find_label(code, site)
    here = (Label.code == row.code) & (Label.machine == was) & (Label.state << ON_PAPER)
    if not Label.update(**where).where(here).execute():
        raise LabelMoved(code=spelt(row.code))
    return find_label(code)


def _followed(row: Label, machine: str | None) -> list[Label]:
    here = (Label.replaced_by == row) & (Label.machine == machine) & (Label.state == "replaced")
    return list(Label.select().where(here).order_by(Label.code))


def _leave(row: Label, was: str, fresh: str, still: Collection[str]) -> None:
    """Give the machine that a label left what hung there before, else a code to be printed."""
    older = _followed(row, was)
    for one in older:
        if not one.printed_on or one.code in still:
            back = "attached" if one.printed_on else "reserved"
            Label.update(state=back, replaced_by=None).where(Label.code == one.code).execute()
    machine = Machine.get_by_id(was)
    live = in_use(machine)
    heir = live[0] if live else label(machine, fresh)
    gone = (Label.replaced_by == row) & (Label.machine == was) & ~(Label.state << LIVE)
    Label.update(replaced_by=heir).where(gone).execute()
