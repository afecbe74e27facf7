"""The fixed words of posters and of the page that measures a printer, in the reader's language."""

import tomllib
from functools import cache
from importlib.resources import files
from typing import Any, Final

ELSE: Final = "en"


def say(subject: str, language: str) -> dict[str, str]:
    """Return the words about `subject` in `language`, in English where nobody has given them."""
    known = _words()[subject]
    return {**known[ELSE], **known.get(language.partition("-")[0], {})}


def languages(subject: str) -> list[str]:
    """List the languages in which somebody has given words about `subject`."""
    return sorted(_words()[subject])


@cache
def _words() -> dict[str, Any]:
    return tomllib.loads((files("qr_codes") / "wording.toml").read_text("utf-8"))
