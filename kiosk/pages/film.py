"""What a page shows of a nugget's film: addresses, sizes, length, and where its steps begin."""

from dataclasses import dataclass
from typing import Final

from content.card import Card, Words
from content.clock import clock
from kiosk.language import current
from kiosk.web import links

SMALLEST_FIRST: Final = ("lite", "540p", "720p")
WIDTH: Final = 960
HEIGHT: Final = 540


@dataclass(frozen=True, slots=True)
class Track:
    """The captions of one film in another language: the text's key and the file's address."""

    language: str
    src: str


@dataclass(frozen=True, slots=True)
class Film:
    """A film as its player needs it. `lite` is the smallest file there is."""

    title: str
    language: str
    clock: str
    lite: str
    lite_size: int
    sharp: str | None
    sharp_size: int
    poster: str | None
    captions: str | None
    width: int
    height: int
    times: str
    tracks: tuple[Track, ...]


def film_of(card: Card, words: Words) -> Film | None:
    """Return the film of a text, or None if it is told by steps alone."""
    files = words.film.files if words.film else {}
    playable = [files[name] for name in SMALLEST_FIRST if name in files]
    if words.film is None or not playable:
        return None
    lite, sharp = playable[0], playable[1] if len(playable) > 1 else None
    return Film(
        title=words.title,
        language=words.key,
        clock=clock(words.film.seconds),
        lite=links.file_of(card, lite),
        lite_size=lite.size,
        sharp=links.file_of(card, sharp) if sharp else None,
        sharp_size=sharp.size if sharp else 0,
        poster=links.poster_of(card, words),
        captions=links.file_of(card, words.captions) if words.captions else None,
        width=lite.width or WIDTH,
        height=lite.height or HEIGHT,
        times=" ".join(str(int(step.at)) for step in words.steps if step.at is not None),
        tracks=_tracks(card, words),
    )


def _tracks(card: Card, words: Words) -> tuple[Track, ...]:
    """Return the captions in other languages that run with the same film, the reader's first."""
    found = (
        Track(other.key, links.file_of(card, other.captions))
        for other in card.words.values()
        if other.captions and other.captions != words.captions and other.film == words.film
    )
    return tuple(sorted(found, key=lambda track: track.language != current().code))


def voice(card: Card, words: Words) -> str | None:
    """Return the address of the text's recorded voice, which runs as the film does."""
    return links.file_of(card, words.voice) if words.voice else None


def pictures_size(words: Words) -> int:
    """Return the bytes of all step pictures together."""
    return sum(step.picture.size for step in words.steps if step.picture)
