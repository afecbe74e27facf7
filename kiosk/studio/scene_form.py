"""The form of a storyboard: every sentence in one form, so that no button loses what was typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from flask_babel import gettext
from werkzeug.datastructures import FileStorage

from content import scene_file, scene_film, scenes
from content.errors import ContentError, TooManyScenes
from content.media import photo
from content.media.board import MOVES
from content.media.errors import MediaError
from content.models import Version
from content.scene_file import Scene
from content.sentence import Sentence
from content.storage import Storage
from kiosk.studio import errors
from kiosk.studio.shot import Shot, shot

MOST_AT_ONCE = 12


@dataclass(frozen=True, slots=True)
class Card:
    """A scene as the page shows it; `typed` is what stands in its field, kept or not."""

    number: int
    id: str
    shots: tuple[Shot, ...]
    scene: Scene
    typed: str
    was: str
    source: str
    start: float
    open: Sentence | None
    wrong: str = ""
    last: bool = False


@dataclass(slots=True)
class Trouble:
    """What could not be done with a form: by scene, and for the form as a whole."""

    scenes: dict[str, str] = field(default_factory=dict)
    photos: list[str] = field(default_factory=list)
    pdf: str = ""
    film: str = ""

    def __bool__(self) -> bool:
        """Whether anything could not be done."""
        return bool(self.scenes or self.photos or self.pdf or self.film)


def cards(
    version: Version, language: str, source: str, form: Mapping[str, Any], trouble: Trouble
) -> list[Card]:
    """Return the scenes as cards; what was typed and could not be kept stands in them."""
    originals = scenes.pictures(version)
    plant = version.nugget.reach == "plant network"
    told = scenes.scenes(version)
    made, start = [], 0.0
    for number, scene in enumerate(told, 1):
        shots = tuple(
            shot(at, name, originals[name], scene.marks, plant=plant)
            for at, name in enumerate(scene.pictures, 1)
            if name in originals
        )
        now = scene.say.get(language, "")
        wrong = trouble.scenes.get(scene.id, "")
        made.append(
            Card(
                number, scene.id, shots, scene,
                typed=form.get(f"say-{scene.id}", now) if wrong else now, was=now,
                source=scene.say.get(source, "") if language != source else "",
                start=start, open=scene_film.wrong_with(scene, language), wrong=wrong,
                last=number == len(told),
            )
        )  # fmt: skip
        start += scene.seconds
    return made


def keep_words(
    version: Version, storage: Storage, language: str, form: Mapping[str, Any], trouble: Trouble
) -> None:
    """Keep every sentence, length and movement of a form that is not what it was."""
    for scene in scenes.scenes(version):
        try:
            _keep(version, storage, scene, language, form)
        except ContentError as error:
            trouble.scenes[scene.id] = errors.sentence(error)


def _keep(
    version: Version, storage: Storage, scene: Scene, language: str, form: Mapping[str, Any]
) -> None:
    typed, was = form.get(f"say-{scene.id}"), form.get(f"was-{scene.id}", "")
    if typed is not None and scene_file.tidied(typed) != scene_file.tidied(was):
        scene = scenes.say(version, storage, scene.id, language, typed, was=was)
    move, seconds = form.get(f"move-{scene.id}"), form.get(f"seconds-{scene.id}")
    if move is None or seconds is None:
        return
    was_set = form.get(f"set-{scene.id}", "")
    wanted = _seconds(seconds)
    changed = seconds.strip() != was_set or move != scene.move
    if changed and move in MOVES:
        scenes.stay(version, storage, scene.id, wanted, move)


def _seconds(typed: str) -> float | None:
    """Read seconds as people type them; nothing lets the words decide. What is no number is 0."""
    typed = typed.strip().replace(",", ".")
    if not typed:
        return None
    try:
        return float(typed)
    except ValueError:
        return 0.0


def add_photos(
    version: Version, storage: Storage, files: list[FileStorage], trouble: Trouble
) -> int:
    """Make a scene of each photograph; one that cannot be used does not keep the others out."""
    added = 0
    named = [file for file in files if file.filename]
    for number, file in enumerate(named, 1):
        name = (
            gettext("Photo %(number)s", number=number) if len(named) > 1 else gettext("The photo")
        )
        try:
            if number > MOST_AT_ONCE:
                raise TooManyScenes(limit=scenes.MOST)
            scenes.add(version, storage, photo.photo(file.read(photo.LARGEST + 1), name))
            added += 1
        except ContentError as error:
            trouble.photos.append(errors.sentence(error))
    if not named:
        trouble.photos.append(gettext("Choose a photo first."))
    return added


def retake(
    version: Version, storage: Storage, scene_id: str, file: FileStorage | None, trouble: Trouble
) -> None:
    """Put a new photograph in the place of a scene's first one."""
    if file is None or not file.filename:
        trouble.scenes[scene_id] = gettext("Choose a photo first.")
        return
    try:
        made = photo.photo(file.read(photo.LARGEST + 1), gettext("The photo"))
        scenes.retake(version, storage, scene_id, 1, made)
    except (ContentError, MediaError) as error:
        trouble.scenes[scene_id] = errors.sentence(error)
