"""Knows which passwords are good enough: long, and not what everybody takes.

Length is what counts (NIST SP 800-63B, OWASP ASVS 6.2): no rules about signs, no change by date.
"""

import re
import unicodedata
from typing import Final

from content.errors import ContentError

SHORTEST: Final = 10
LONGEST: Final = 200
FEWEST_SIGNS: Final = 5
COMMON: Final = frozenset(
    (
        "passwort",
        "password",
        "kennwort",
        "geheim",
        "hallo",
        "hallohallo",
        "willkommen",
        "welcome",
        "qwertz",
        "qwerty",
        "qwertzuiop",
        "qwertyuiop",
        "asdfghjkl",
        "yxcvbnm",
        "abc",
        "abcd",
        "abcdef",
        "abcdefg",
        "iloveyou",
        "ichliebedich",
        "schatz",
        "sommer",
        "winter",
        "herbst",
        "frühling",
        "summer",
        "spring",
        "autumn",
        "januar",
        "montag",
        "monday",
        "schalke",
        "borussia",
        "bayern",
        "fussball",
        "football",
        "master",
        "admin",
        "administrator",
        "trainer",
        "schulung",
        "training",
        "studio",
        "kiosk",
        "nugget",
        "maschine",
        "machine",
        "werk",
        "firma",
        "halle",
        "schicht",
        "meister",
        "deutschland",
        "berlin",
        "hamburg",
        "test",
        "testtest",
        "passwortpasswort",
        "passwordpassword",
        "letmein",
        "dragon",
        "superman",
        "starwars",
        "computer",
        "internet",
    )
)
ROWS: Final = ("01234567890123456789", "98765432109876543210", "abcdefghijklmnopqrstuvwxyz")


class PasswordTooShort(ContentError):
    """Take at least {least} characters: three words you can remember are fine."""


class PasswordTooLong(ContentError):
    """Take at most {most} characters."""


class PasswordCommon(ContentError):
    """Many people take one like this, so it is tried first. Take another."""


def plain(typed: str) -> str:
    """Return a password as it is hashed: the same from every keyboard (NFKC)."""
    return unicodedata.normalize("NFKC", typed)


def judge(password: str, *around: str) -> None:
    """Raise unless a password is good; `around` is what stands near it: name, plant.

    Raises PasswordTooShort, PasswordTooLong, PasswordCommon.
    """
    if len(password) < SHORTEST:
        raise PasswordTooShort(least=SHORTEST)
    if len(password) > LONGEST:
        raise PasswordTooLong(most=LONGEST)
    folded = password.casefold()
    core = re.sub(r"[\W\d_]+", "", folded)
    near = {re.sub(r"[\W\d_]+", "", one.casefold()) for one in around} - {""}
    if (
        core in COMMON | near
        or len(set(folded)) < FEWEST_SIGNS
        or any(folded in row for row in ROWS)
    ):
        raise PasswordCommon
