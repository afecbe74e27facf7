"""Says a failure again that a job kept as an English sentence, in the reader's language."""

import functools
import re
from collections.abc import Iterator
from typing import Final

from flask_babel import gettext

from content import nuggets, remarks
from content.errors import ContentError
from content.media import errors as media_errors

PLACE: Final = re.compile(r"\\\{(\w+)(?::[^}]*)?\\\}")
KNOWN: Final = (media_errors,)
"""Modules whose failures jobs keep: loaded here, so that each sentence is known from the start."""

OURS: Final = frozenset({nuggets.CONSENT, remarks.DUE})
"""Reasons that the program gives by itself, where a person could type another."""


def reason(words: str) -> str:
    """Return why: what a person typed as it is, a reason of ours in the reader's language."""
    return str(gettext(words)) if words in OURS else words


def retold(sentence: str) -> str:
    """Say it in the reader's language; a sentence nobody knows stays as it is."""
    for shape, template in _shapes():
        found = shape.fullmatch(sentence)
        if found:
            bare = re.sub(r"\{(\w+):[^}]*\}", r"{\1}", str(gettext(template)))
            return bare.format(**found.groupdict())
    return str(gettext(sentence)) if sentence else ""


@functools.cache
def _shapes() -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((_shape(kind.template()), kind.template()) for kind in _kinds(ContentError))


def _kinds(kind: type[ContentError]) -> Iterator[type[ContentError]]:
    for one in kind.__subclasses__():
        yield one
        yield from _kinds(one)


def _shape(template: str) -> re.Pattern[str]:
    return re.compile(PLACE.sub(r"(?P<\1>.+?)", re.escape(template)))
