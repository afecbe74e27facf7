"""What becomes of the scenes of a version: its film, its captions, its steps."""

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from content import medium, nuggets, scenes, scrap
from content.errors import FileMissing
from content.limits import fitting
from content.media import board as boards
from content.media import captions as cues
from content.media import step_picture
from content.media.board import Board
from content.models import Medium, Step, StepText, Text, Version
from content.revision import change
from content.scene_file import Scene
from content.sentence import Sentence, say
from content.storage import Storage

WHERE: Final = "storyboard"


def board(version: Version, storage: Storage) -> Board:
    """Return the storyboard of a version as the film is made of it. Raises FileMissing."""
    files = {name: _path(original, storage) for name, original in scenes.pictures(version).items()}
    told = scenes.scenes(version)
    spoken = languages(told)
    return Board(Path(), tuple(_scene(one, files, spoken) for one in told))


def languages(told: list[Scene]) -> tuple[str, ...]:
    """Return the languages that every scene speaks, in the order of the first one."""
    return (
        tuple(one for one in told[0].say if all(one in scene.say for scene in told)) if told else ()
    )


def seconds(told: list[Scene]) -> float:
    """Return how long the film of these scenes is."""
    return sum(scene.seconds for scene in told)


def wrong_with(scene: Scene, language: str) -> Sentence | None:
    """Say what keeps a scene out of the film, or None."""
    sentence = scene.say.get(language, "")
    if not sentence:
        return say("Say in one sentence what this picture shows.", WHERE)
    longest = max(sentence.split(), key=len)
    if len(longest) > cues.LINE_SIGNS:
        return say('The word "{word}" is longer than a line on the screen.', WHERE, word=longest)
    if len(sentence) > boards.SENTENCE_SIGNS or not _fits(sentence, scene.seconds):
        most = boards.SENTENCE_SIGNS
        signs = len(sentence)
        return say(
            "{signs} signs; {most} fit on the screen. Shorten it.", WHERE, signs=signs, most=most
        )
    if len(sentence) / scene.seconds > cues.TOP_SPEED:
        return say(
            "Nobody reads this in {seconds:g} seconds. Give it more time.",
            WHERE,
            seconds=scene.seconds,
        )
    return None


def missing(version: Version, language: str, most: float) -> tuple[Sentence, ...]:
    """Return everything that keeps the film from being made."""
    told = scenes.scenes(version)
    if not told:
        return (say("There is no picture yet.", WHERE),)
    open_ = [number for number, scene in enumerate(told, 1) if wrong_with(scene, language)]
    found = [say("Picture {number} is not ready.", WHERE, number=number) for number in open_]
    if seconds(told) > most:
        found.append(
            say("The film is {seconds:.0f} seconds long; at most {most:.0f} are taken.", WHERE,
                seconds=seconds(told), most=most)
        )  # fmt: skip
    return tuple(found)


def hints(version: Version, aim: float) -> Iterator[Sentence]:
    """Yield what is allowed but could be better."""
    told = scenes.scenes(version)
    if told and len(told) < scenes.FEWEST:
        yield say("Three to eight pictures make a good film.", WHERE)
    if len(told) > scenes.BEST:
        yield say("With more than eight pictures nobody keeps the point. Is it one nugget?", WHERE)
    if seconds(told) > aim:
        yield say(
            "The film is longer than {aim:.0f} seconds. Shorten a sentence, or take a picture out.",
            WHERE,
            aim=aim,
        )


def take(version_id: str, storyboard: str, film: Medium, storage: Storage) -> bool:
    """Give a version the film made of this storyboard, with captions exact to it.

    False, and nothing changes, where the storyboard changed while the film was made.
    """
    with change():
        version = Version.get_by_id(version_id)
        if version.storyboard != storyboard:
            return False
        before = version.film_id
        nuggets.take_film(version_id, film)
        if version.state == "draft" or before is None:
            _caption(version, board(version, storage), storage)
    if before != film.sha:
        scrap.clear(storage, [before])
    return True


def _caption(version: Version, filmed: Board, storage: Storage) -> None:
    """Write the captions of every text that the storyboard speaks and that has none."""
    nugget = version.nugget
    bare = (Text.version == version) & Text.captions.is_null() & Text.film.is_null()
    for text in Text.select().where(bare & (Text.language << list(filmed.languages))):
        content = cues.vtt(boards.captions(filmed, text.language))
        plant = nugget.reach == "plant network"
        text.captions = medium.keep(nugget.site, storage, content, "captions", "vtt", plant=plant)
        # Who wrote the sentence wrote the caption: they are one.
        own = text.language == nugget.site.language
        text.captions_state = "reviewed" if own else text.state
        text.save(only=[Text.captions, Text.captions_state])


def make_steps(version: Version, storage: Storage) -> int:
    """Make the steps of the sentences, in place of those before; return how many there are.

    Each begins where its picture does and shows it with its marks. Raises TooLong, FileMissing.
    """
    told = scenes.scenes(version)
    originals = scenes.pictures(version)
    shown = [_shown(version, scene, originals, storage) for scene in told]
    old = list(Step.select().where(Step.version == version).order_by(Step.position))
    texts = list(Text.select().where(Text.version == version))
    words = {text.id: _bodies(text, told, old) for text in texts}
    begins = _starts(told)
    with change():
        Step.delete().where(Step.version == version).execute()
        for at, scene in enumerate(told):
            step = Step.create(
                version=version,
                position=at,
                picture=shown[at],
                file=scene.pictures[0],
                at=begins[at],
            )
            for text in texts:
                body = fitting(StepText, body=words[text.id][at])
                StepText.create(step=step, text=text, **body)
    scrap.clear(storage, [step.picture_id for step in old])
    return len(told)


def stepped(version: Version, language: str) -> bool:
    """Whether the steps in a language are the sentences of the scenes, word for word, in order."""
    here = (Step.version == version) & (Text.language == language) & (Text.variant == "plain")
    rows = StepText.select(StepText.body).join(Step).switch(StepText).join(Text).where(here)
    said = [scene.say.get(language, "") for scene in scenes.scenes(version)]
    return bool(said) and [row.body for row in rows.order_by(Step.position)] == said


def _bodies(text: Text, told: list[Scene], old: list[Step]) -> list[str]:
    """Give the words of each step in a text: its scene's, else what stood at that place."""
    rows = StepText.select().where((StepText.text == text) & (StepText.step << old))
    by_step = {row.step_id: row.body for row in rows}
    before = [by_step.get(step.id, "") for step in old]
    before += [""] * (len(told) - len(before))
    plain = text.variant == "plain"
    return [
        (plain and scene.say.get(text.language, "")) or was
        for scene, was in zip(told, before, strict=False)
    ]


def _starts(told: list[Scene]) -> list[float]:
    at, begins = 0.0, []
    for scene in told:
        begins.append(round(at, 3))
        at += scene.seconds
    return begins


def _shown(
    version: Version, scene: Scene, originals: dict[str, Medium], storage: Storage
) -> Medium:
    """Keep the first picture of a scene as pages show it, with its marks."""
    name = scene.pictures[0]
    path = _path(originals[name], storage)
    marks = [mark for mark in scene.marks if mark.on == 1]
    made = step_picture.step_picture(path.read_bytes(), marks, name)
    plant = version.nugget.reach == "plant network"
    return medium.keep(
        version.nugget.site, storage, made.content, "picture", made.ending, plant=plant,
        width=made.width, height=made.height,
    )  # fmt: skip


def _fits(sentence: str, stays: float) -> bool:
    return all(cues.fits(cue.text) for cue in cues.from_sentence(sentence, 0.0, stays))


def _scene(scene: Scene, files: dict[str, Path], spoken: tuple[str, ...]) -> boards.Scene:
    return boards.Scene(
        tuple(files[name] for name in scene.pictures if name in files),
        scene.seconds,
        scene.move,
        {language: scene.say[language] for language in spoken},
        scene.marks,
    )


def _path(original: Medium, storage: Storage) -> Path:
    path = storage.find(original.sha, original.ext)
    if path is None:
        raise FileMissing(name=f"{original.sha}.{original.ext}")
    return path
