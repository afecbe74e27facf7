"""Words as a form has them: what was typed, what stood there before, what is wrong with it.

Each field comes with what it said when the page was made: `line:<name>` and `was:<name>`, the
latter more than once where an answer got lost on its way. Only what says something new is written.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from flask import request
from flask_babel import ngettext
from werkzeug.datastructures import MultiDict

from content import columns, pairs, words
from content.errors import ContentError
from content.models import Text
from content.words import EditedMeanwhile
from kiosk.studio import errors

Form = MultiDict[str, str]
MOST_FRESH: Final = 10


@dataclass(slots=True)
class Trouble:
    """What could not be kept: sentences by field, and where somebody else wrote meanwhile.

    `lost` is what was typed into fields that somebody else took away.
    """

    wrong: dict[str, str] = field(default_factory=dict)
    theirs: dict[str, str] = field(default_factory=dict)
    note: str = ""
    lost: list[str] = field(default_factory=list)

    def __bool__(self) -> bool:
        """Say whether there is any."""
        return bool(self.wrong or self.theirs or self.note or self.lost)

    @property
    def status(self) -> int:
        """The status of an answer that tells it."""
        if self.theirs or self.lost:
            return 409
        return 422 if self else 200


@dataclass(frozen=True, slots=True)
class Sent:
    """What a form of words asks: what its button does, to what, and the fields to be read."""

    do: str
    about: str
    form: Form


def sent() -> Sent:
    """Return what this request asks; a line whose other words are taken over is left out."""
    do, _, about = request.form.get("do", "save").partition(":")
    form = MultiDict(request.form)
    if do == "theirs":
        form.poplist(f"line:{about}")
    return Sent(do, about, form)


def act(deeds: Mapping[str, Callable[[Any, str], object]], on: Any, asked: Sent) -> str:
    """Do what the button says, if it is a deed; return the sentence that says why not."""
    if asked.do in deeds:
        try:
            deeds[asked.do](on, asked.about)
        except ContentError as error:
            return errors.sentence(error)
    return ""


@dataclass(frozen=True, slots=True)
class Field:
    """One line as its field shows it; `theirs` is what somebody else wrote there meanwhile."""

    name: str
    value: str = ""
    was: str = ""
    wrong: str = ""
    theirs: str | None = None
    most: int = 300

    @property
    def id(self) -> str:
        """How its field is called in the page."""
        return self.name.replace("/", "-")


def fields(
    text: Text | None, known: Mapping[str, str], form: Form, trouble: Trouble
) -> dict[str, Field]:
    """Return the fields of all lines by their names; typed words stay where they were not kept."""
    now = words.lines(text) if text else {}
    return {name: _field(name, line, now.get(line, ""), form, trouble)
            for name, line in known.items()}  # fmt: skip


def _field(name: str, line: str, now: str, form: Form, trouble: Trouble) -> Field:
    typed = form.get(f"line:{name}") if trouble else None
    most = pairs.room(line)
    if typed is None:
        return Field(name, now, now, most=most)
    theirs = trouble.theirs.get(name)
    was = form.get(f"was:{name}", now) if trouble.wrong else now
    return Field(name, typed, was, trouble.wrong.get(name, ""), theirs, most)


def save(text: Text, form: Form, known: Mapping[str, str], trouble: Trouble) -> None:
    """Write what was typed; where a line does not fit nothing at all, and `trouble` says so.

    `known` maps the names of fields to the keys of lines.
    """
    names = {line: name for name, line in known.items()}
    typed = {line: form.get(f"line:{name}", "") for name, line in known.items() if _new(form, name)}
    was = {line: form.getlist(f"was:{names[line]}") for line in typed}
    try:
        words.write(text, typed, _standing(words.lines(text), was))
    except EditedMeanwhile as error:
        trouble.theirs |= {names[line]: theirs for line, (_, theirs) in error.clashes.items()}
    except ContentError as error:
        trouble.note = errors.sentence(error)


def measure(form: Form, trouble: Trouble, rooms: Mapping[str, int]) -> None:
    """Say of every line that is too long how much; `rooms` maps first parts of names to signs."""
    for name, body in form.items():
        if name.startswith("line:"):
            own = name.removeprefix("line:")
            over = len(words.cleaned(body)) - rooms.get(own, rooms.get(own.partition("/")[0], 300))
            if over > 0:
                trouble.wrong[own] = ngettext(
                    "One sign too many. Shorten it.", "%(num)s signs too many. Shorten it.", over
                )


def _new(form: Form, name: str) -> bool:
    """Whether a field says something else than before; unsure answers count as another one."""
    body, before = form.get(f"line:{name}"), form.getlist(f"was:{name}")
    if body is None:
        return False
    return len(before) > 1 or words.cleaned(body) != words.cleaned(before[0] if before else "")


def _standing(now: Mapping[str, str], was: Mapping[str, list[str]]) -> dict[str, str]:
    """Return for each line the one of its former words that stands there still, else the first."""
    found = {}
    for line, before in was.items():
        here = [one for one in before if words.cleaned(one) == words.cleaned(now.get(line, ""))]
        found[line] = (here or before or [""])[0]
    return found


def lost(form: Form, head: str, known: Mapping[str, str]) -> list[str]:
    """Return what was typed anew into fields that somebody else took away meanwhile."""
    names = [name.removeprefix("line:") for name in form if name.startswith(f"line:{head}")]
    gone = [name for name in names if name not in known and _new(form, name)]
    return [body for name in gone if (body := words.cleaned(form[f"line:{name}"]))]


def fresh(form: Form) -> list[str]:
    """Return the ids of rows that the page laid out and nobody stored yet."""
    return [one for one in form.getlist("fresh") if is_id(one)][:MOST_FRESH]


def is_id(text: str) -> bool:
    """Whether a text could be an id of ours."""
    return len(text) == len(columns.new_id()) and set(text) <= set(columns.ALPHABET)


def mark(text: Text | None) -> str:
    """Return a short sign of all that a text says: another one after anybody changed it."""
    said = words.lines(text) if text else {}
    return hashlib.sha256(repr(list(said.items())).encode()).hexdigest()[:16]
