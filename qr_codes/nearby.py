"""Knows which codes somebody may have meant who mistyped one: a sign, two swapped, one too many."""

from collections.abc import Iterator

from qr_codes.codes import ALPHABET, LENGTH, Mistyped, NotACode, parse


def meant(typed: str) -> list[str]:
    """Return the right codes that one typing error leads to, at most about forty; none for others.

    An error is a wrong sign, a missing or an extra one, two neighbours swapped, or a pair of
    equal signs typed as another pair. The check character leaves one sign at each place.
    """
    signs = "".join(sign for sign in typed.upper() if sign.isascii() and sign.isalnum())
    if not LENGTH - 1 <= len(signs) <= LENGTH + 1:
        return []
    found = (_right(code) for code in _variants(signs))
    return sorted({code for code in found if code})


def _right(code: str) -> str:
    try:
        return parse(code)
    except (NotACode, Mistyped):
        return ""


def _variants(signs: str) -> Iterator[str]:
    if len(signs) > LENGTH:
        yield from (signs[:at] + signs[at + 1 :] for at in range(len(signs)))
    elif len(signs) < LENGTH:
        yield from (
            signs[:at] + sign + signs[at:] for at in range(len(signs) + 1) for sign in ALPHABET
        )
    else:
        for at in range(LENGTH):
            yield from (signs[:at] + sign + signs[at + 1 :] for sign in ALPHABET)
        for at in range(LENGTH - 1):
            yield signs[:at] + signs[at + 1] + signs[at] + signs[at + 2 :]
            if signs[at] == signs[at + 1]:
                yield from (signs[:at] + 2 * sign + signs[at + 2 :] for sign in ALPHABET)
