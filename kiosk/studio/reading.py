"""Says what keeps a version back, and what changed in it, in the reader's language."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import date
from typing import Final

from flask_babel import gettext, lazy_gettext, ngettext

from content import card, checklist, composition, nuggets, pairs, versions
from content.changes import Change, between
from content.difference import Piece
from content.errors import ContentError, FileMissing
from content.models import Version
from content.sentence import Sentence
from content.storage import Storage
from kiosk.studio import errors, spoken
from kiosk.studio.desk import Desk
from kiosk.studio.frame import day, told

NUMBERS: Final = (
    lazy_gettext("two"), lazy_gettext("three"), lazy_gettext("four"), lazy_gettext("five"),
    lazy_gettext("six"), lazy_gettext("seven"), lazy_gettext("eight"), lazy_gettext("nine"),
    lazy_gettext("ten"), lazy_gettext("eleven"), lazy_gettext("twelve"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Reason:
    """One thing that is missing, and the address where it can be mended."""

    words: str
    address: str
    where: str


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that changed, with the words that stayed, went and came."""

    what: str
    pieces: tuple[Piece, ...]


Differences = list[tuple[str, str, list[Difference]]]
"""What changed by text: what the text is called, its direction, and its changes."""


def reasons(desk: Desk) -> list[Reason]:
    """Return everything that is missing in a version."""
    return [reason(desk, one) for one in nuggets.missing(desk.version)]


def reason(desk: Desk, sentence: Sentence) -> Reason:
    """Return one thing that is missing; a text is called by its language."""
    facts = dict(sentence.facts)
    key = str(facts.get("text", ""))
    named = {"text": text_name(key)} if key else {}
    if "language" in facts:
        named["language"] = text_name(str(facts["language"]))
    words = told(replace(sentence, facts=tuple({**facts, **named}.items())))
    station = sentence.where
    more = f"/{key}" if key and station in {"captions", "languages", "question"} else ""
    return Reason(words, f"/studio/v/{desk.version.id}/{station}{more}", station)


def number(count: int) -> str:
    """Return a number as it stands in a sentence: small ones, from two on, as words."""
    words = NUMBERS[count - 2 : count - 1] if count > 1 else ()
    return str(words[0]) if words else str(count)


def begun(sentence: str) -> str:
    """Return a sentence with a capital letter at its beginning."""
    return sentence[:1].upper() + sentence[1:]


def finding(missing: int) -> str:
    """Say how much is missing in a draft."""
    if missing == 0:
        return str(gettext("Ready for a colleague"))
    if missing == 1:
        return str(gettext("One thing is still missing"))
    return begun(gettext("%(number)s things are still missing", number=number(missing)))


def text_name(key: str) -> str:
    """Return what a text is called: `German`, `easy German`."""
    return spoken.named(*card.variant_of(key)).name


def translations(desk: Desk, storage: Storage) -> list[Reason]:
    """Return the translations that stay out, and those whose source changed since they were right.

    Neither holds the version up.
    """
    out = checklist.unfinished(composition.card(desk.version), desk.site.language)
    found = [_left_out(desk, key) for key in out]
    for text in desk.texts[1:]:
        key = card.key(text.language, text.variant)
        if key in out:
            continue
        sheet, lines = pairs.Sheet(desk.texts[0], text, storage), 0
        with suppress(FileMissing):  # captions that a withdrawal deleted: a gap of their own
            lines = pairs.standing(pairs.pairs(sheet)).stale
        if lines:
            words = ngettext(
                "%(language)s: one line no longer fits the source.",
                "%(language)s: %(num)s lines no longer fit the source.",
                lines,
                language=text_name(key),
            )
            address = f"/studio/v/{desk.version.id}/languages/{key}"
            found.append(Reason(words, address, "languages"))
    return found


def _left_out(desk: Desk, key: str) -> Reason:
    said = gettext("%(language)s is not finished: it is left out for now.", language=text_name(key))
    return Reason(str(said), f"/studio/v/{desk.version.id}/languages/{key}", "languages")


def differences(version: Version) -> Differences:
    """Return what changed since what is published; nothing for a first version."""
    before = versions.published(version.nugget)
    if before is None or before.id == version.id:
        return []
    return since(before, version)


def since(before: Version, version: Version) -> Differences:
    """Return what changed between two versions."""
    old = card.loads(before.card) if before.card else checklist.card(before)
    new = card.loads(version.card) if version.card else checklist.card(version)
    return _grouped(between(old, new))


def _grouped(changes: Iterable[Change]) -> Differences:
    found: dict[str, list[Difference]] = {}
    for change in changes:
        found.setdefault(change.text, []).append(Difference(told(change.what), change.pieces))
    return [
        (
            text_name(key) if key else gettext("In all languages"),
            spoken.named(*card.variant_of(key)).dir if key else "ltr",
            rows,
        )
        for key, rows in found.items()
    ]


def refusal(error: ContentError) -> str:
    """Say why something is refused, with days as people write them."""
    facts = error.facts
    error.facts = {name: _fact(value) for name, value in facts.items()}
    return errors.sentence(error)


def _fact(value: object) -> object:
    """Return an ISO day as people write it, and a state in words; all else as it is."""
    text = str(value)
    try:
        return day(date.fromisoformat(text).isoformat())
    except ValueError:
        return errors.STATES[text]() if text in errors.STATES else value
