"""The six characters on a machine: five random Crockford signs and one that checks them."""

import secrets
from collections.abc import Container, Iterator
from typing import Final

ALPHABET: Final = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
LENGTH: Final = 6

_FIELD: Final = 0b100101  # GF(32) modulo x^5 + x^2 + 1
_LOOK_ALIKE: Final = str.maketrans("OIL", "011")
_SEPARATORS: Final = str.maketrans("", "", " -‐‑‒–—_\u00a0\u202f\t\r\n")

# What nobody should have to stick on a machine, read as letters and as leetspeak. The short
# ones are the pairs that German number plates leave out.
_AS_LETTERS: Final = str.maketrans("0134578", "OIEASTB")
_RUDE: Final = (
    *("88", "HH", "HJ", "KZ", "SS", "ARSE", "ARSCH", "ASS", "COCK", "CRAP", "DEPP", "DICK"),
    *("DREK", "FAG", "FICK", "FKK", "FOTZ", "KAKA", "KKK", "MERDE", "NAZI", "NSDAP", "PEDO"),
    *("PENIS", "PISS", "RAPE", "SEX", "SHIT", "STASI", "TITS", "TOD", "TOT", "XXX"),
)


class NotACode(ValueError):
    """A code has six letters and digits, as in K7Q-2MX."""


class Mistyped(ValueError):
    """One of the six signs is wrong: compare them with the label."""


def new(exclude: Container[str] = ()) -> str:
    """Make a fresh random code that is not in `exclude` and spells nothing rude."""
    while True:
        data = "".join(secrets.choice(ALPHABET) for _ in range(LENGTH - 1))
        code = data + check_character(data)
        if code not in exclude and not _is_rude(code):
            return code


def parse(text: str) -> str:
    """Find the code in typed text: any case, with hyphens or spaces, O for 0, I or L for 1.

    Raises `NotACode` for what cannot be one, `Mistyped` where the check character disagrees.
    Every single wrong sign and every swap of two signs is found; nothing is guessed.
    """
    code = text.translate(_SEPARATORS).upper().translate(_LOOK_ALIKE)
    if len(code) != LENGTH or not (code.isascii() and code.isalnum()):
        raise NotACode(text)
    if "U" in code or check_character(code[:-1]) != code[-1]:
        raise Mistyped(text)
    return code


def spell(code: str) -> str:
    """Write the code in two groups, as it stands on the label: K7Q-2MX."""
    return f"{code[:3]}-{code[3:]}"


def check_character(data: str) -> str:
    """Sum up the five in GF(32), the i-th weighted with 2 to the power i: the sixth character."""
    total = 0
    for place, character in enumerate(data):
        total ^= _WEIGHTED[place][character]
    return ALPHABET[total]


def _times(a: int, b: int) -> int:
    product = 0
    while b:
        product ^= a if b & 1 else 0
        a, b = a << 1, b >> 1
        a ^= _FIELD if a & 0b100000 else 0
    return product


def _weighted() -> Iterator[dict[str, int]]:
    """For each place what each sign adds to the sum."""
    weight = 1
    for _ in range(LENGTH - 1):
        weight = _times(weight, 2)
        yield {sign: _times(value, weight) for value, sign in enumerate(ALPHABET)}


_WEIGHTED: Final = tuple(_weighted())


def _is_rude(code: str) -> bool:
    letters = code.translate(_AS_LETTERS)
    return any(word in code or word in letters for word in _RUDE)
