"""What trainers use: an application of its own below `/studio`, with accounts and sessions.

Each module is one subject: a page or a station of a nugget's way, with its routes. `access` decides
who may, `security` knows who is there, `frame` answers. The worker pages know nothing of it.
"""

from threading import BoundedSemaphore

import peewee
from flask import Flask

from kiosk.making import bell
from kiosk.settings import Settings
from kiosk.studio import (
    access,
    address,
    annex,
    areas,
    binding,
    blanks,
    captions,
    check,
    coaches,
    counting,
    deeds,
    errors,
    facts,
    files,
    film,
    frame,
    glossary,
    intake,
    kinds,
    labels,
    languages,
    link,
    logo,
    look,
    machine_list,
    machines,
    marks,
    me,
    measuring,
    moving,
    new,
    nuggets,
    people,
    plant,
    question,
    release,
    remarks,
    security,
    senders,
    sheet,
    signin,
    slides,
    speech,
    storyboard,
    today,
    tongue,
    uploads,
    versions,
    voice,
    walk,
    welcome,
    wishes,
    words,
)
from kiosk.web import headers, htmx
from kiosk.web.attempts import Attempts
from kiosk.web.ground import Silent, lend_database, one_origin

SUBJECTS = (
    languages, files, link, glossary, today, nuggets, look, release, versions, sheet, captions,
    new, film, words, question, facts, check, uploads, storyboard, slides, marks, voice, speech,
    areas, coaches, kinds, binding, blanks, moving, address, logo, walk, labels, machine_list,
    machines, plant, signin, welcome, me, people, deeds,
    counting, annex, measuring,
    remarks, wishes,
)  # fmt: skip
LARGEST_FORM = 512 * 1024


def create_studio(
    settings: Settings, database: peewee.Database, attempts: Attempts, long: BoundedSemaphore
) -> Flask:
    """Return the studio of a plant, to be mounted below `/studio`.

    `long` are the threads that may carry what takes long, shared with the films of the pages.
    """
    studio = Silent(__name__, static_folder=None, template_folder="../templates")
    studio.config["MAX_CONTENT_LENGTH"] = LARGEST_FORM
    studio.config["MAX_FORM_MEMORY_SIZE"] = LARGEST_FORM
    studio.extensions["settings"] = settings
    studio.extensions["attempts"] = attempts
    studio.extensions["wake"] = bell.waker(settings)
    one_origin(studio, settings)
    headers.install(studio)
    lend_database(studio, database)
    tongue.install(studio)
    htmx.install(studio)
    security.install(studio, settings)
    senders.install(studio, long)
    intake.install(studio)
    access.install(studio)
    security.guard_forms(studio)
    frame.install(studio)
    annex.install(studio)
    for subject in SUBJECTS:
        studio.register_blueprint(subject.blueprint)
    errors.install(studio)
    return studio
