"""Reads how many people somebody typed."""

from flask_babel import gettext


class NoNumber(ValueError):
    """What was typed is no number of people."""


def number(typed: str) -> int | None:
    """Return a whole number, None where nothing was typed. Raises NoNumber."""
    typed = typed.strip()
    if not typed:
        return None
    if not typed.isdecimal() or len(typed) > 9:  # noqa: PLR2004  more is no crowd
        raise NoNumber(gettext("Write a number of people, such as 12, or nothing."))
    return int(typed)
