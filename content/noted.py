"""What the source said when a translated line was last said to be right."""

from collections.abc import Iterable
from typing import Final

from content.limits import room
from content.models import Proposal, SourceLine, Text

CAPTION: Final = "caption"
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


def source_of(text: Text) -> Text:
    """Return what a text is translated from: its version's text in the plant's language."""
    texts = list(Text.select().where(Text.version == text.version_id))
    spoken = text.version.nugget.site.language
    return min(texts, key=lambda one: rank(one, spoken))


def rank(text: Text, language: str) -> tuple[bool, bool, str, str]:
    """Return where a text stands among those of its version: the plant's language comes first."""
    return (text.language != language, text.variant != "plain", text.language, text.variant)


def settle(source: Text, lines: Lines) -> None:
    """Note what the source says now for the reviewed texts beside it, where nothing is noted yet.

    Called before lines of a text change, so that the change shows in every translation; nothing
    happens where the text is no source.
    """
    for text in _reviewed(source) if lines else ():
        for line, words in lines.items():
            SourceLine.insert(
                text=text, line=line, source=cut(words)
            ).on_conflict_ignore().execute()


def fall(source: Text, lines: Lines) -> None:
    """Make drafts of the reviewed texts to which these lines of their source are news.

    So nobody sees a translation unmarked whose source says something else by now. What colleagues
    proposed for these lines goes: they saw other words.
    """
    if lines and source_of(source).id == source.id:
        beside = Text.select(Text.id).where(Text.version == source.version_id)
        stale = (Proposal.text << beside) & (Proposal.line << list(lines))
        Proposal.delete().where(stale).execute()
    for text in _reviewed(source) if lines else ():
        known = of(text)
        captions = {words for line, words in known.items() if line.startswith(CAPTION)}
        if any(
            cut(words) not in (captions if line.startswith(CAPTION) else {known.get(line)})
            for line, words in lines.items()
        ):
            Text.update(state="draft").where(Text.id == text.id).execute()


def captions(spoken: Iterable[str]) -> Lines:
    """Return the words of captions by the keys of their lines."""
    return {f"{CAPTION}/{number}": words for number, words in enumerate(spoken)}


def _reviewed(source: Text) -> list[Text]:
    """Return the reviewed texts that are translated from this one; none if it is no source."""
    siblings = (Text.version == source.version_id) & (Text.id != source.id)
    texts = list(Text.select().where(siblings & (Text.state == "reviewed")))
    return texts if texts and source_of(source).id == source.id else []
