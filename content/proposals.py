"""What colleagues without an account propose for the lines of a text: it changes nothing itself."""

from content.limits import fitting
from content.models import Proposal, Text


def of(text: Text) -> dict[str, str]:
    """Return the proposals for a text by line; the words that stand there say "right"."""
    return {row.line: row.body for row in Proposal.select().where(Proposal.text == text)}


def propose(text: Text, line: str, body: str) -> None:
    """Keep what somebody proposes for a line, in place of an older proposal. Raises TooLong."""
    said = fitting(Proposal, body=body)["body"]
    Proposal.insert(text=text, line=line, body=said).on_conflict(
        conflict_target=[Proposal.text, Proposal.line], update={Proposal.body: said}
    ).execute()


def leave(text: Text, line: str) -> None:
    """Forget the proposal for a line."""
    Proposal.delete().where((Proposal.text == text) & (Proposal.line == line)).execute()


def leave_all(text: Text) -> None:
    """Forget every proposal for a text."""
    Proposal.delete().where(Proposal.text == text).execute()
