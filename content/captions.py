"""The captions of a text: read, written, made from its steps, said to be right by a person.

The file is the truth: its SHA-256 says which captions somebody saw when changing them.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any, Final

from peewee import fn

from content import medium, noted
from content.errors import ContentError, FileMissing
from content.limits import fitting
from content.media import captions as caption_file
from content.media import lines
from content.media.captions import Cue
from content.media.errors import CaptionsUnreadable
from content.media.lines import Finding
from content.models import Gone, Medium, Step, StepText, Text, Version
from content.storage import Storage

MOST: Final = 500
"""Lines that captions can have: ten times what three minutes of speech take."""


class CaptionsEditedMeanwhile(ContentError):
    """Somebody else changed these captions meanwhile. Nothing of yours is lost."""


class TooManyLines(ContentError):
    """These captions have more than {limit} lines. That is no film of three minutes."""


class CaptionsNotRight(ContentError):
    """The captions are not right yet: the lines marked below cannot be read like this."""

    def __init__(self, findings: tuple[Finding, ...]) -> None:
        """Keep what is wrong with which line."""
        self.findings = findings
        super().__init__()


@dataclass(frozen=True, slots=True)
class Incoming:
    """Captions out of a file, mended as far as can be: nothing of it is kept yet."""

    cues: tuple[Cue, ...]
    kind: str
    letters: str
    mended: tuple[Finding, ...]
    findings: tuple[Finding, ...]


def seconds_of(text: Text) -> float | None:
    """Return how long the film of a text is, its own or the version's; None if nobody knows."""
    film = text.film or text.version.film
    return (medium.film_of(film).seconds or None) if film else None


def cues(text: Text, storage: Storage) -> list[Cue]:
    """Return the captions of a text; none where it has none. Raises FileMissing."""
    if text.captions is None:
        return []
    path = storage.find(text.captions.sha, text.captions.ext)
    if path is None:
        raise FileMissing(name=f"{text.captions.sha}.{text.captions.ext}")
    return caption_file.read(path.read_bytes())


def name_of(content: bytes) -> str:
    """Return the SHA-256 under which these bytes are kept."""
    return hashlib.sha256(content).hexdigest()


def write(
    text: Text,
    cues: Sequence[Cue],
    storage: Storage,
    *,
    state: str = "draft",
    was: str | None = None,
) -> None:
    """Keep these captions as the text's, whole or not at all; no lines are no captions.

    `state` is draft, machine or reviewed: who says "reviewed" watched the film with them. `was`
    is the SHA-256 of the captions they replace ("" where there were none); None replaces any.
    Raises CaptionsEditedMeanwhile, TooManyLines, CaptionsNotRight (reviewed ones only).
    """
    if len(cues) > MOST:
        raise TooManyLines(limit=MOST)
    if state == "reviewed":
        _must_be_right(cues, seconds_of(text))
    plant = text.version.nugget.reach == "plant network"
    with Text._meta.database.atomic():  # noqa: SLF001  peewee's door to the bound database
        said = noted.captions(_said(text, storage))
        noted.settle(text, said)
        new = _keep(text, cues, storage, plant=plant)
        old = text.captions_id if was is None else was
        _swap(text, new, old or None, state if cues else "draft")
        if old and old != (new and new.sha):
            _forget(old, storage)
        now = noted.captions(cue.text for cue in cues)
        noted.fall(text, {line: words for line, words in now.items() if said.get(line) != words})
    if new is not None and storage.find(new.sha, new.ext) is None:
        # Somebody gave up the same captions while we kept them.
        storage.put(caption_file.vtt(cues), "vtt", plant=plant)


def import_file(content: bytes, text: Text) -> Incoming:
    """Read a file for a text and put its lines in order; nothing is kept.

    Raises CaptionsTooLarge, CaptionsUnreadable, TooManyLines.
    """
    seconds = seconds_of(text)
    file = caption_file.read_file(content, text.language)
    if len(file.cues) > MOST:
        raise TooManyLines(limit=MOST)
    mended, said = lines.mend(file.cues, seconds)
    return Incoming(tuple(mended), file.kind, file.letters, said, lines.findings(mended, seconds))


def from_steps(text: Text) -> list[Cue]:
    """Make lines of a text's steps, timed by the steps' seconds or by how long they read."""
    rows: Any = (
        StepText.select(StepText.body, Step.at)
        .join(Step)
        .where((StepText.text == text) & (StepText.body != ""))
        .order_by(Step.position)
        .tuples()
    )
    pieces = [(" ".join(body.split()), at) for body, at in rows if body.strip()]
    made = lines.timed(pieces, seconds_of(text))
    return [replace(cue, start=round(cue.start, 1), end=round(cue.end, 1)) for cue in made]


def waive(version: Version, reason: str) -> None:
    """Say why a film needs no captions; an empty reason takes it back. Raises TooLong."""
    facts = fitting(Version, captions_waived=" ".join(reason.split()))
    version.captions_waived = facts["captions_waived"]
    version.save(only=[Version.captions_waived])


def watch_again(version: Version, text: Text | None = None) -> int:
    """Take "reviewed" from captions whose film was changed, and return how many those were.

    Of a text's own film only that text, of the version's all texts without a film of their own.
    """
    mine = Text.id == text.id if text else (Text.version == version) & Text.film.is_null()
    changed: int = (
        Text.update(captions_state="draft").where(mine & (Text.captions_state == "reviewed"))
    ).execute()
    return changed


def _must_be_right(cues: Sequence[Cue], seconds: float | None) -> None:
    found = lines.findings(cues, seconds)
    if any(one.level == "error" for one in found):
        raise CaptionsNotRight(found)


def _said(text: Text, storage: Storage) -> list[str]:
    """Return what the captions of a text say; nothing where they cannot be read."""
    try:
        return [cue.text for cue in cues(text, storage)]
    except (FileMissing, CaptionsUnreadable):
        return []


def _keep(text: Text, cues: Sequence[Cue], storage: Storage, *, plant: bool) -> Medium | None:
    if not cues:
        return None
    site = text.version.nugget.site
    return medium.keep(site, storage, caption_file.vtt(cues), "captions", "vtt", plant=plant)


def _swap(text: Text, new: Medium | None, old: str | None, state: str) -> None:
    """Put the new captions in place of those that were seen, if they are still there."""
    stands = Text.captions.is_null() if old is None else Text.captions == old
    if new is not None:
        stands |= Text.captions == new  # the same form sent twice is no quarrel
    swapped = (
        Text.update(captions=new, captions_state=state)
        .where((Text.id == text.id) & stands)
        .execute()
    )
    if not swapped:
        raise CaptionsEditedMeanwhile
    text.captions, text.captions_state = new, state


def _forget(sha: str, storage: Storage) -> None:
    """Delete captions that nothing uses any more, so that no draft leaves its traces.

    Row and file go in one transaction: who keeps the same bytes meanwhile waits for its end.
    """
    row = Medium.get_or_none((Medium.sha == sha) & (Medium.kind == "captions"))
    used = Version.select().where(medium.used_in([sha])).exists()
    gone = Gone.select(fn.COUNT(Gone.sha)).where(Gone.sha == sha).scalar()
    if row is not None and not used and not gone:
        row.delete_instance()
        storage.discard(sha, row.ext)
