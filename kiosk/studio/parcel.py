"""Reads a form with a file in it as it arrives: the file is never held, not even on a disk of ours.

A browser without scripts sends a film so. Its fields stand before the file, so that they can be
judged before the first byte of it is kept.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Final

from werkzeug.exceptions import BadRequest
from werkzeug.sansio.multipart import Data, Epilogue, Event, Field, File, MultipartDecoder, NeedData

PART: Final = 64 * 1024
MOST_FIELDS: Final = 16
LONGEST_FIELD: Final = 8 * 1024


@dataclass
class Parcel:
    """A form as far as it was read: its fields, and the file that follows them."""

    source: Callable[[int], bytes]
    decoder: MultipartDecoder
    fields: dict[str, str] = field(default_factory=dict)
    has_file: bool = False
    _rest: bytes = b""
    _over: bool = False

    def open(self) -> "Parcel":
        """Read the fields up to the file. Raises BadRequest."""
        name = ""
        for _ in range(MOST_FIELDS * 4):
            event = self._next()
            if isinstance(event, File):
                self.has_file = bool(event.filename)
                return self
            if isinstance(event, Epilogue):
                self._over = True
                return self
            if isinstance(event, Field):
                name = event.name
            if isinstance(event, Data):
                self._note(name, event.data)
        raise BadRequest

    def read(self, size: int) -> bytes:
        """Return up to so many bytes of the file; none at its end."""
        while not self._rest and not self._over:
            event = self._next()
            if not isinstance(event, Data):
                self._over = True
                break
            self._rest, self._over = event.data, not event.more_data
        found, self._rest = self._rest[:size], self._rest[size:]
        return found

    def _note(self, name: str, data: bytes) -> None:
        words = self.fields.get(name, "") + data.decode("utf-8", "replace")
        if len(words) > LONGEST_FIELD:
            raise BadRequest
        self.fields[name] = words

    def _next(self) -> Event:
        """Return the next event of the form. Raises BadRequest where it ends too early."""
        try:
            while isinstance(event := self.decoder.next_event(), NeedData):
                block = self.source(PART)
                self.decoder.receive_data(block or None)
        except ValueError as error:
            raise BadRequest from error
        return event


def parcel(source: Callable[[int], bytes], boundary: str) -> Parcel:
    """Return a form that arrives, its fields read. Raises BadRequest."""
    if not boundary:
        raise BadRequest
    decoder = MultipartDecoder(boundary.encode("latin-1", "replace"), max_form_memory_size=4 * PART)
    return Parcel(source, decoder).open()
