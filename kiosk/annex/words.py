"""Knows the words of the annex: its text in each language, and what its tables say."""

import tomllib
from functools import cache
from pathlib import Path
from typing import Any, Final

HERE: Final = Path(__file__).parent
LANGUAGES: Final = ("de", "en")
BETWEEN: Final = " | "


def source(language: str) -> str:
    """Return the text of the annex with its places for facts and tables."""
    return (HERE / f"{language}.md").read_text("utf-8")


@cache
def told() -> dict[str, Any]:
    """Return all that `words.toml` says, English and German in one string."""
    return tomllib.loads((HERE / "words.toml").read_text("utf-8"))


def half(both: str, language: str) -> str:
    """Return what is said in one language."""
    english, _, german = both.partition(BETWEEN)
    return german if language == "de" else english


def say(language: str, part: str, name: str) -> str:
    """Return one word or sentence. Raises KeyError where there is none."""
    return half(told()[part][name], language)
