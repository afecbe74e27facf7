"""What the source said when a translated line was last said to be right."""

from typing import Final

from content.limits import room
from content.models import SourceLine, Text

ROOM: Final = room(SourceLine, "source")

Lines = dict[str, str]
"""Words by the key of their line."""


def of(text: Text) -> Lines:
    """Return the source lines as they stood when the lines of this text were right."""
    rows = SourceLine.select().where(SourceLine.text == text)
    return {row.line: row.source for row in rows}


def cut(words: str) -> str:
    """Return as much of a source line as is noted, and so compared."""
    return words.strip()[:ROOM]


def note(text: Text, sources: Lines) -> None:
    """Note that these lines of a text are right for what the source says here."""
    for line, source in sources.items():
        SourceLine.insert(text=text, line=line, source=cut(source)).on_conflict(
            conflict_target=[SourceLine.text, SourceLine.line],
            update={SourceLine.source: cut(source)},
        ).execute()


def forget(text: Text, line: str) -> None:
    """Forget that a line was right: a machine wrote it, or nothing stands there any more."""
    SourceLine.delete().where((SourceLine.text == text) & (SourceLine.line == line)).execute()


def settle(source: Text, lines: Lines) -> None:
    """Note what the source says now for the reviewed texts beside it, where nothing is noted yet.

    Called before lines of the source change, so that the change shows in every translation.
    """
    reviewed = Text.select().where(
        (Text.version == source.version_id) & (Text.state == "reviewed") & (Text.id != source.id)
    )
    for text in reviewed:
        for line, words in lines.items():
            SourceLine.insert(
                text=text, line=line, source=cut(words)
            ).on_conflict_ignore().execute()
