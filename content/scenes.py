"""The storyboard of a version as its trainer edits it: scenes with pictures and one sentence each.

The text in `Version.storyboard` is the truth, the same as in a nugget's folder; every verb reads
it, changes it and writes it back. A scene is known by its pictures, so that two people may change
different scenes of one film at the same time.
"""

from collections.abc import Callable, Iterable
from dataclasses import replace
from typing import Final

from content import card, medium, scene_file, scrap, takes
from content.columns import new_id
from content.errors import (
    ContentError,
    MarkUnseen,
    PictureKept,
    SceneGone,
    SceneSeconds,
    SentenceEditedMeanwhile,
    TooLong,
    TooManyMarks,
    TooManyScenes,
)
from content.media import images, marks, raster
from content.media.board import Move
from content.media.captions import AIM_SPEED
from content.media.images import Picture
from content.media.marks import Mark
from content.models import Attachment, Medium, Step, Take, Text, Version
from content.scene_file import Scene, reading_seconds, tidied
from content.storage import Storage

FEWEST, BEST, MOST = 3, 8, 24
"""Scenes that make a good film at least and at most, and that a film may have."""
LONGEST_SENTENCE: Final = 300  # signs that are kept: more than fit, so that nothing typed is lost
SHORTEST, LONGEST = 2.0, 30.0
"""Seconds that may be set for a scene by hand."""
TRIES: Final = 5

Verb = Callable[[list[Scene]], list[Scene]]
Brought = tuple[str, Picture]
"""A picture that comes in, under the name it will have."""


def scenes(version: Version) -> list[Scene]:
    """Return the scenes of a version in their order."""
    return scene_file.parse(version.storyboard)


def find(version: Version, scene_id: str) -> Scene:
    """Return a scene by its id. Raises SceneGone."""
    return scenes(version)[place(version, scene_id)]


def place(version: Version, scene_id: str) -> int:
    """Return where a scene stands, from 0. Raises SceneGone."""
    return _place(scenes(version), scene_id)


def pictures(version: Version) -> dict[str, Medium]:
    """Return the files of a version that are pictures, by their names."""
    return {name: original for name, original in _files(version) if original.kind == "picture"}


def add(
    version: Version, storage: Storage, picture: Picture, say: dict[str, str] | None = None
) -> Scene:
    """Add a scene of one picture at the end. Raises TooManyScenes, TooLong."""
    told = {language: _sentence(text) for language, text in (say or {}).items() if text.strip()}
    name = _name(picture)
    scene = Scene((name,), told, reading_seconds(told))

    def verb(now: list[Scene]) -> list[Scene]:
        if len(now) >= MOST:
            raise TooManyScenes(limit=MOST)
        return [*now, scene]

    return _edit(version, storage, verb, brings=(name, picture))[-1]


def remove(version: Version, storage: Storage, scene_id: str) -> tuple[int, Scene]:
    """Take a scene out; return where it stood and what it was, for `put_back`. Raises SceneGone.

    Its pictures stay until the next change.
    """
    stood: list[tuple[int, Scene]] = []

    def verb(now: list[Scene]) -> list[Scene]:
        at = _place(now, scene_id)
        stood[:] = [(at, now[at])]
        return [*now[:at], *now[at + 1 :]]

    _edit(version, storage, verb, spare=find(version, scene_id).pictures)
    return stood[0]


def put_back(version: Version, storage: Storage, at: int, scene: Scene) -> Scene:
    """Put a scene back where it stood. Raises PictureKept where its pictures are gone for good."""
    if not set(scene.pictures) <= set(pictures(version)):
        raise PictureKept
    at = max(0, at)
    now = _edit(version, storage, lambda now: [*now[:at], scene, *now[at:]])
    return now[min(at, len(now) - 1)]


def shift(version: Version, storage: Storage, scene_id: str, by: int) -> Scene:
    """Move a scene up (by -1) or down (by 1); at the end it stays. Raises SceneGone."""

    def verb(now: list[Scene]) -> list[Scene]:
        at = _place(now, scene_id)
        scene = now.pop(at)
        now.insert(min(max(0, at + by), len(now)), scene)
        return now

    _edit(version, storage, verb)
    return find(version, scene_id)


def say(
    version: Version,
    storage: Storage,
    scene_id: str,
    language: str,
    sentence: str,
    *,
    was: str | None = None,
) -> Scene:
    """Write the sentence of a scene in one language; its seconds follow unless they were set.

    `was` is the sentence that stood there when it was opened. Raises SceneGone, TooLong and
    SentenceEditedMeanwhile.
    """
    text = _sentence(sentence)

    def change(scene: Scene) -> Scene:
        now = scene.say.get(language, "")
        if was is not None and tidied(was) != now != text:
            raise SentenceEditedMeanwhile(now=now)
        told = {one: said for one, said in {**scene.say, language: text}.items() if said}
        wanted = reading_seconds(told, len(scene.pictures))
        seconds = max(scene.seconds, _fastest(told)) if scene.timed else wanted
        return replace(scene, say=told, seconds=seconds)

    return _one(version, storage, scene_id, change)


def stay(
    version: Version, storage: Storage, scene_id: str, seconds: float | None, move: Move
) -> Scene:
    """Set how long a scene stands (None lets its words decide) and how its picture moves.

    Raises SceneGone, SceneSeconds.
    """
    if seconds is not None and not SHORTEST <= seconds <= LONGEST:
        raise SceneSeconds(least=SHORTEST, most=LONGEST)

    def change(scene: Scene) -> Scene:
        wanted = reading_seconds(scene.say, len(scene.pictures))
        return replace(scene, seconds=wanted if seconds is None else round(seconds, 1), move=move)

    return _one(version, storage, scene_id, change)


def retake(
    version: Version, storage: Storage, scene_id: str, number: int, picture: Picture
) -> Scene:
    """Put another picture in the place of one of a scene, from 1; its marks go. Raises SceneGone.

    The picture before it is deleted.
    """
    name = _name(picture)

    def change(scene: Scene) -> Scene:
        if not 1 <= number <= len(scene.pictures):
            raise SceneGone
        shown = (*scene.pictures[: number - 1], name, *scene.pictures[number:])
        left = tuple(one for one in scene.marks if one.on != number)
        return replace(scene, pictures=shown, marks=left)

    return _one(version, storage, scene_id, change, brings=(name, picture))


def draw(version: Version, storage: Storage, scene_id: str, mark: Mark) -> Scene:
    """Set a mark on a picture of a scene. Raises SceneGone, TooManyMarks, MarkUnseen."""

    def change(scene: Scene) -> Scene:
        if not marks.is_box(mark.box) or not 1 <= mark.on <= len(scene.pictures):
            raise MarkUnseen
        if sum(one.on == mark.on for one in scene.marks) >= marks.MOST:
            raise TooManyMarks(limit=marks.MOST)
        return replace(scene, marks=(*scene.marks, mark))

    return _one(version, storage, scene_id, change)


def redraw(
    version: Version, storage: Storage, scene_id: str, on: int, drawn: Iterable[Mark]
) -> Scene:
    """Set all marks of one picture of a scene, in place of those before.

    Raises SceneGone, TooManyMarks, MarkUnseen.
    """
    now = tuple(drawn)
    if any(not marks.is_box(mark.box) or mark.on != on for mark in now):
        raise MarkUnseen
    if len(now) > marks.MOST:
        raise TooManyMarks(limit=marks.MOST)

    def change(scene: Scene) -> Scene:
        return replace(scene, marks=(*(one for one in scene.marks if one.on != on), *now))

    return _one(version, storage, scene_id, change)


def blur(
    version: Version, storage: Storage, scene_id: str, number: int, boxes: Iterable[marks.Box]
) -> Scene:
    """Make parts of a picture unreadable for good, wherever this version shows it.

    The picture without the blur is deleted, and the film made with it. Raises SceneGone,
    MarkUnseen, PictureKept.
    """
    wanted = list(boxes)
    at, scene = place(version, scene_id), find(version, scene_id)
    if not 1 <= number <= len(scene.pictures):
        raise SceneGone
    if not all(map(marks.is_box, wanted)):
        raise MarkUnseen
    old = scene.pictures[number - 1]
    before = pictures(version).get(old)
    path = storage.find(before.sha, before.ext) if before else None
    if before is None or path is None:
        raise PictureKept
    burnt = marks.blurred(path.read_bytes(), wanted, old)
    size = raster.size(burnt)
    return _rename(version, storage, old, Picture(burnt, "webp", *size))[at]


def _rename(version: Version, storage: Storage, old: str, picture: Picture) -> list[Scene]:
    """Put a picture in the place of another, in steps and scenes; the one before it is let go."""
    name = _name(picture)
    stale = list(Step.select().where((Step.version == version) & (Step.file == old)))
    for step in stale:
        # Steps first: a crash in between leaves one more to blur, never one that looks blurred.
        made = images.picture(picture.content)
        shown = _keep(version, storage, made)
        Step.update(picture=shown, file=name).where(Step.id == step.id).execute()

    def verb(now: list[Scene]) -> list[Scene]:
        return [
            replace(scene, pictures=tuple(name if one == old else one for one in scene.pictures))
            for scene in now
        ]

    after = _edit(version, storage, verb, brings=(name, picture))
    scrap.clear(storage, [step.picture_id for step in stale])
    return after


def made_by_board(version: Version) -> bool:
    """Whether the film of a version, if it has one, was made of its storyboard."""
    if version.film_id is None:
        return True
    recorded = (Take.version == version) & (Take.film == version.film_id)  # by a phone
    brought = (Attachment.version == version) & (Attachment.medium == version.film_id)
    return not (
        Take.select().where(recorded).exists() or Attachment.select().where(brought).exists()
    )


def _one(
    version: Version,
    storage: Storage,
    scene_id: str,
    change: Callable[[Scene], Scene],
    brings: Brought | None = None,
) -> Scene:
    """Change one scene and return it."""
    stood = 0

    def verb(now: list[Scene]) -> list[Scene]:
        nonlocal stood
        stood = _place(now, scene_id)
        return [*now[:stood], change(now[stood]), *now[stood + 1 :]]

    return _edit(version, storage, verb, brings=brings)[stood]


def _place(now: list[Scene], scene_id: str) -> int:
    for at, scene in enumerate(now):
        if scene.id == scene_id:
            return at
    raise SceneGone


def _sentence(text: str) -> str:
    sentence = tidied(text)
    if len(sentence) > LONGEST_SENTENCE:
        raise TooLong(what="sentence", signs=len(sentence), limit=LONGEST_SENTENCE)
    return sentence


def _fastest(told: dict[str, str]) -> float:
    """Work out the seconds that the longest sentence needs at the highest speed to read at."""
    signs = max((len(sentence) for sentence in told.values()), default=0)
    return round(signs / AIM_SPEED + 0.05, 1)


def _edit(
    version: Version,
    storage: Storage,
    verb: Verb,
    *,
    spare: Iterable[str] = (),
    brings: Brought | None = None,
) -> list[Scene]:
    """Do a verb on the scenes as they are now; what no scene shows after it is let go.

    Two who change at the same time do so one after the other. `brings` is a picture that comes
    in with the change, under its name; `spare` are pictures that stay, though nothing shows them.
    """
    new = _keep(version, storage, brings[1]) if brings else None
    try:
        for _ in range(TRIES):
            before = Version.get_by_id(version.id)
            after = scene_file.numbered(verb(scenes(before)))
            with Version._meta.database.atomic():  # noqa: SLF001  peewee's door to the database
                if _swap(before, scene_file.write(after)):
                    if brings and new:
                        Attachment.create(version=version, name=brings[0], medium=new)
                    loose = _let_go(before, after, set(spare))
                    break
        else:
            raise SceneGone
    except ContentError:
        scrap.clear(storage, [new.sha] if new else [])
        raise
    fresh = Version.get_by_id(version.id)
    version.storyboard, version.film = fresh.storyboard, fresh.film
    scrap.clear(storage, loose)
    return after


def _swap(before: Version, written: str) -> bool:
    """Write the storyboard if nobody else did since it was read."""
    same = (Version.id == before.id) & (Version.storyboard == before.storyboard)
    return bool(Version.update(storyboard=written).where(same).execute())


def _let_go(version: Version, after: list[Scene], spare: set[str]) -> set[str | None]:
    """Let go the film and captions made of the scenes before, and pictures shown no more.

    Returns the originals that may have become scrap.
    """
    loose: set[str | None] = set()
    stale: set[str] = set()
    if made_by_board(version):
        loose |= _unvoice(version)
        texts = Text.select().where((Text.version == version) & Text.film.is_null())
        keys = {text.id: card.key(text.language, text.variant) for text in texts}
        loose |= {version.film_id, *(text.captions_id for text in texts)}
        stale = {f"{key}.vtt" for key in keys.values()}
        Version.update(film=None).where(Version.id == version.id).execute()
        Text.update(captions=None).where(Text.id << list(keys)).execute()
    shown = {name for scene in after for name in scene.pictures} | spare
    shown |= {step.file for step in Step.select().where(Step.version == version)}
    for name, original in _files(version):
        if name in stale or (original.kind == "picture" and name not in shown):
            loose.add(original.sha)
            here = (Attachment.version == version) & (Attachment.name == name)
            Attachment.delete().where(here).execute()
    return loose


def _unvoice(version: Version) -> set[str | None]:
    """Let go the films in which a voice lies over the one before; the voices stay for the next."""
    mixed = {take.film_id for take in takes.voices(version) if take.film_id}
    Text.update(film=None).where((Text.version == version) & (Text.film << list(mixed))).execute()
    voice = (Take.version == version) & (Take.kind == "voice")
    Take.update(film=None).where(voice).execute()
    return set(mixed)


def _files(version: Version) -> list[tuple[str, Medium]]:
    rows = Attachment.select(Attachment, Medium).join(Medium).where(Attachment.version == version)
    return [(row.name, row.medium) for row in rows]


def _name(picture: Picture) -> str:
    return f"photo-{new_id()[:8]}.{picture.ending}"


def _keep(version: Version, storage: Storage, picture: Picture) -> Medium:
    nugget = version.nugget
    return medium.keep(
        nugget.site, storage, picture.content, "picture", picture.ending,
        plant=nugget.reach == "plant network", width=picture.width, height=picture.height,
    )  # fmt: skip
