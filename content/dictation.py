"""Drafts of captions by speech recognition: asked for one text, over exactly what stood then.

A machine's lines take the place of no lines a person touched meanwhile, and are never right
before somebody said so.
"""

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Final

from content import captions
from content.captions import CaptionsEditedMeanwhile, TooManyLines
from content.errors import FileMissing
from content.media import lines
from content.media.captions import Cue, fits, from_sentence
from content.models import Text
from content.storage import Storage

ENOUGH: Final = 40
"""Signs of a SHA-256 that tell one file of captions from another."""


def subject(text: Text) -> str:
    """Return the name of a request: the text, and the captions it may replace."""
    return f"{text.id}.{text.captions_id[:ENOUGH]}" if text.captions_id else text.id


def source(subject: str, storage: Storage) -> tuple[Path, str]:
    """Return the film to listen to and its language. Raises DoesNotExist, FileMissing."""
    text = Text.get_by_id(subject.partition(".")[0])
    film = text.film or text.version.film
    path = storage.find(film.sha, film.ext) if film else None
    if path is None:
        raise FileMissing(name=film.sha if film else "-")
    return path, text.language


def keep(subject: str, heard: Sequence[Cue], storage: Storage) -> bool:
    """Keep what was heard as a machine's draft; False if somebody wrote captions meanwhile.

    Raises DoesNotExist and TooManyLines.
    """
    name, _, replaced = subject.partition(".")
    text = Text.get_by_id(name)
    if text.version.state != "draft" or (text.captions_id or "")[:ENOUGH] != replaced:
        return False
    if len(heard) > captions.MOST:
        raise TooManyLines(limit=captions.MOST)
    mended, _ = lines.mend(
        [part for cue in heard for part in _fitting(cue)], captions.seconds_of(text)
    )
    with suppress(CaptionsEditedMeanwhile):
        captions.write(text, mended, storage, state="machine", was=text.captions_id or "")
        return True
    return False


def _fitting(cue: Cue) -> list[Cue]:
    if fits(cue.words) or cue.end <= cue.start:
        return [cue]
    return from_sentence(cue.words, cue.start, cue.end - cue.start)
