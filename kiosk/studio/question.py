"""The station of the question: answers, which of them is right, and feedback for each."""

from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, Response, redirect, request
from flask_babel import gettext, ngettext
from werkzeug.datastructures import MultiDict

from content import pairs, questions, words
from content.columns import new_id
from content.errors import ContentError
from content.limits import MOST_OPTIONS
from content.models import Text
from content.questions import Answer, Asked
from kiosk import disk, language
from kiosk.staff.rights import SEE, WRITE
from kiosk.studio import desk, errors, house, stations, words_form
from kiosk.studio.access import needs
from kiosk.studio.desk import Desk
from kiosk.studio.frame import page
from kiosk.studio.words_form import Field, Form, Trouble
from kiosk.web.htmx import in_part

LETTERS: Final = "ABCDEFGH"
ROOMS: Final = {"ask": pairs.room("question/0"), "answer": pairs.room("question/0/0")}
FEEDBACK: Final = pairs.room("question/0/0/feedback")

blueprint = Blueprint("question", __name__, url_prefix="/v/<version_id>/question")


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer as its row shows it."""

    id: str
    letter: str
    label: Field
    feedback: Field
    right: bool
    was_right: bool
    last: bool


@dataclass(frozen=True, slots=True)
class Card:
    """One question as the form shows it; `fresh` while nothing of it is stored."""

    id: str
    number: int
    prompt: Field
    answers: list[AnswerRow]
    fresh: bool = False

    @property
    def full(self) -> bool:
        """Whether no more answers fit."""
        return len(self.answers) >= MOST_OPTIONS

    @property
    def few(self) -> bool:
        """Whether no answer can be taken away."""
        return len(self.answers) <= questions.FEWEST_OPTIONS


@blueprint.get("")
@needs(SEE)
def show(version_id: str) -> Response:
    """Show the questions of a nugget and how workers see them."""
    return _show(desk.seen(version_id), Trouble())


@blueprint.post("")
@needs(WRITE)
def write(version_id: str) -> Any:
    """Keep what was typed, then do what the button says."""
    work = desk.written(version_id)
    disk.refuse_when_full(house.settings())
    text = work.source or words.begin(work.version, work.site.language)
    asked, trouble = words_form.sent(), Trouble()
    _keep(text, asked.form, trouble)
    trouble.note = trouble.note or ("" if trouble else words_form.act(DEEDS, text, asked))
    work = desk.seen(version_id)
    if trouble or in_part():
        return _show(work, trouble, asked.form, block="kept" if asked.do == "keep" else "form")
    if asked.do == "on":
        return redirect(stations.address(work, "languages"), 303)
    return redirect(f"/studio/v/{version_id}/question", 303)


def _keep(text: Text, form: Form, trouble: Trouble) -> None:
    """Keep the words and which answers are right, or nothing where a line is too long."""
    rooms = {name: FEEDBACK for name in _names(form) if name.endswith("/feedback")}
    words_form.measure(form, trouble, {**ROOMS, **rooms})
    if trouble:
        return
    try:
        _lay_fresh(text, form)
        known = _known(text)
        for head in ("ask/", "answer/"):
            trouble.lost += words_form.lost(form, head, known)
        words_form.save(text, form, known, trouble)
        _keep_right(text, form)
    except ContentError as error:
        trouble.note = errors.sentence(error)


def _names(form: Form) -> list[str]:
    return [name.removeprefix("line:") for name in form if name.startswith("line:")]


def _lay_fresh(text: Text, form: Form) -> None:
    """Make a question of the empty one that the page laid out, once something stands in it."""
    ask, answers = form.get("fresh-ask", ""), words_form.fresh(form)
    typed = any(form.get(f"line:{name}", "").strip() for name in _names(form))
    ticked = any(f"right:{one}" in form for one in answers)
    if words_form.is_id(ask) and (typed or ticked):
        questions.add(text, ask, answers)


def _known(text: Text | None) -> dict[str, str]:
    """Return the names of the form's fields, each with the key of its line."""
    found = {}
    for asked in questions.of(text) if text else ():
        found[f"ask/{asked.id}"] = asked.line
        for one in asked.answers:
            found[f"answer/{one.id}"] = one.line
            found[f"answer/{one.id}/feedback"] = one.feedback_line
    return found


def _keep_right(text: Text, form: Form) -> None:
    """Say which answers are right, as far as the form changed that."""
    for asked in questions.of(text):
        for one in asked.answers:
            if f"right-was:{one.id}" in form:
                right = f"right:{one.id}" in form
                if right != (form[f"right-was:{one.id}"] == "1") and right != one.right:
                    questions.set_right(text, one.id, right=right)


def _up(text: Text, about: str) -> None:
    questions.move_answer(text, about, -1)


def _down(text: Text, about: str) -> None:
    questions.move_answer(text, about, 1)


def _more(text: Text, about: str) -> None:
    if words_form.is_id(about) and all(one.id != about for one in questions.of(text)):
        questions.add(text, about, words_form.fresh(MultiDict(request.form)))
    questions.add_answer(text, about, new_id())


def _another(text: Text, _about: str) -> None:
    questions.add(text, new_id(), [new_id() for _ in range(questions.FEWEST_OPTIONS)])


DEEDS: Final = {
    "up": _up, "down": _down, "more": _more, "another": _another,
    "away": questions.remove_answer, "drop": questions.remove,
}  # fmt: skip


def _show(
    work: Desk, trouble: Trouble, form: Form | None = None, *, block: str = "main"
) -> Response:
    form, text = form or MultiDict(), work.source
    cards = _cards(text, form, trouble)
    code = text.language if text else work.site.language
    return page(
        "studio/question.html",
        blocks=("kept", "finding", "sees") if block == "kept" else (block,),
        status=trouble.status,
        asked=questions.of(text) if text else [],
        cards=cards,
        desk=work,
        finding=finding(questions.of(text) if text else []),
        here=f"/studio/v/{work.version.id}/question",
        letters=LETTERS,
        more=0 < len(cards) < questions.MOST and not cards[-1].fresh,
        sent=frozenset(_names(form)),
        stations=stations.way(work, "question"),
        trouble=trouble,
        # What the fields need of their surroundings, as in the form of words.
        words_form={
            "code": code, "dir": language.direction(code), "editable": desk.editable(work),
        },
    )  # fmt: skip


def finding(asked: list[Asked]) -> str:
    """Say in one line what is still to be done."""
    answers = [one for question in asked for one in question.answers]
    if not any(question.prompt or any(one.label for one in question.answers) for question in asked):
        return str(gettext("Ask one thing"))
    if not all(question.prompt for question in asked):
        return str(gettext("What do you ask?"))
    if blank := sum(not one.label for one in answers):
        return str(ngettext("One answer is empty", "%(num)s answers are empty", blank))
    if not all(any(one.right for one in question.answers) for question in asked):
        return str(gettext("Which answer is right?"))
    if mute := sum(not one.feedback for one in answers):
        return str(ngettext("One answer has no feedback", "%(num)s answers have no feedback", mute))
    return str(gettext("The question is ready"))


def _cards(text: Text | None, form: Form, trouble: Trouble) -> list[Card]:
    known = _known(text)
    own = words_form.fields(text, known, form, trouble)
    asked = questions.of(text) if text else []
    cards = [
        Card(
            one.id, number, own[f"ask/{one.id}"],
            [_row(place, answer, own, form, trouble, last=place + 1 == len(one.answers))
             for place, answer in enumerate(one.answers)],
        )
        for number, one in enumerate(asked, start=1)
    ]  # fmt: skip
    return cards or [_blank(form, trouble)]


def _row(
    place: int, answer: Answer, own: dict[str, Field], form: Form, trouble: Trouble, *, last: bool
) -> AnswerRow:
    name = f"answer/{answer.id}"
    ticked = trouble and f"right-was:{answer.id}" in form
    right = f"right:{answer.id}" in form if ticked else answer.right
    return AnswerRow(
        answer.id, LETTERS[place], own[name], own[f"{name}/feedback"], right, answer.right, last
    )


def _blank(form: Form, trouble: Trouble) -> Card:
    """Return a question that nothing is stored of yet, with what was typed if it was refused."""
    ask = form.get("fresh-ask", "") if trouble else ""
    ids = words_form.fresh(form) if ask else []
    ids = ids or [new_id() for _ in range(questions.FEWEST_OPTIONS)]

    def typed(name: str, most: int) -> Field:
        value = form.get(f"line:{name}", "") if trouble else ""
        return Field(name, value, "", trouble.wrong.get(name, ""), most=most)

    ask = ask if words_form.is_id(ask) else new_id()
    rows = [
        AnswerRow(
            one, LETTERS[place], typed(f"answer/{one}", ROOMS["answer"]),
            typed(f"answer/{one}/feedback", FEEDBACK),
            f"right:{one}" in form, was_right=False, last=place + 1 == len(ids),
        )
        for place, one in enumerate(ids)
    ]  # fmt: skip
    return Card(ask, 1, typed(f"ask/{ask}", ROOMS["ask"]), rows, fresh=True)
