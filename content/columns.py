"""What columns hold: random ids, and the closed lists of words that the schema itself checks."""

import secrets
from typing import Final

from peewee import CharField, Check

ALPHABET: Final = "0123456789abcdefghjkmnpqrstvwxyz"

KLASSES: Final = ("normal", "safety")
LEVELS: Final = ("first steps", "routine", "expert")
REACHES: Final = ("anywhere", "plant network")
STATES: Final = ("draft", "in review", "published", "withdrawn")
VARIANTS: Final = ("plain", "easy", "signed")
TEXT_STATES: Final = ("draft", "machine", "reviewed")
LABEL_STATES: Final = ("reserved", "printed", "attached", "replaced", "lost", "retired")
MEDIUM_KINDS: Final = ("film", "picture", "voice", "captions")
TAKE_KINDS: Final = ("film", "voice")
REMARKS: Final = ("unclear", "wrong", "machine changed", "unsafe")
REMARK_OUTCOMES: Final = ("", "changed", "stays")
WISHES: Final = ("set-up", "fault", "cleaning", "quality")
WISH_OUTCOMES: Final = ("", "planned", "made", "declined")
RENDITIONS: Final = ("lite", "540p", "720p", "poster", "thumb")


def new_id() -> str:
    """Return a fresh random public id of 60 bits, twelve signs."""
    return "".join(ALPHABET[byte % 32] for byte in secrets.token_bytes(12))


def choice(column: str, values: tuple[str, ...], length: int, *, usual: bool = True) -> CharField:
    """Return a column that holds one of these words, the first where nothing else is said.

    The schema itself checks it. With `usual` off there is no word to fall back on.
    """
    words = ", ".join(f"'{value}'" for value in values)
    check = Check(f"{column} IN ({words})")
    return CharField(max_length=length, default=values[0] if usual else None, constraints=[check])
