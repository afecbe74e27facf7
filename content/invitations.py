"""Links that let a colleague without an account look at one translation: open until a day."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from content.columns import new_id
from content.errors import LinkEnded, NoLink
from content.models import Invitation, Text

DAYS: Final = (1, 7, 30)
OPEN: Final = ("draft", "in review")


@dataclass(frozen=True, slots=True)
class Open:
    """An open link: what a pass for it names, and the last day on which it opens."""

    subject: str
    until_on: str


def invite(text: Text, today: date, days: int) -> Open:
    """Open a link to a text for some days; links given before stay open with it.

    Raises NoLink for a text of a version that is published or withdrawn.
    """
    if text.version.state not in OPEN:
        raise NoLink(state=text.version.state)
    until = (today + timedelta(days=days)).isoformat()
    Invitation.insert(text=text, sign=new_id(), until_on=until).on_conflict(
        conflict_target=[Invitation.text], update={Invitation.until_on: until}
    ).execute()
    found = of(text, today)
    assert found is not None  # noqa: S101  it was written just now
    return found


def of(text: Text, today: date) -> Open | None:
    """Return the open link of a text, or None."""
    row = Invitation.get_or_none(Invitation.text == text)
    if row is None or row.until_on < today.isoformat():
        return None
    return Open(f"{text.id}.{row.sign}", row.until_on)


def end(text: Text) -> None:
    """End every link to a text, at once."""
    Invitation.delete().where(Invitation.text == text).execute()


def opened(subject: str) -> Text:
    """Return the text that a link's pass names. Raises LinkEnded."""
    text_id, _, sign = subject.partition(".")
    row = Invitation.get_or_none((Invitation.text == text_id) & (Invitation.sign == sign))
    if row is None or row.text.version.state not in OPEN:
        raise LinkEnded
    text: Text = row.text
    return text


def sweep(today: date) -> None:
    """Forget links whose day is over."""
    Invitation.delete().where(Invitation.until_on < today.isoformat()).execute()
