"""What can be wrong with a film, a picture or a caption: one class each, its words for the trainer."""

from __future__ import annotations

from inspect import cleandoc


class MediaError(Exception):
    """This file cannot be used."""

    def __init__(self, **facts: object) -> None:
        """Keep the facts apart from the words, so that the words can be translated."""
        self.facts = facts
        super().__init__(self.template().format(**facts))

    @classmethod
    def template(cls) -> str:
        """The sentence with its `{places}` still open: the key for a translation."""
        return " ".join(cleandoc(cls.__doc__ or "").split())


class ToolMissing(MediaError):
    """No ffmpeg was found. Install the package imageio-ffmpeg, or name a program in the settings."""


class ToolFailed(MediaError):
    """The film could not be converted: {reason}."""


class OutOfTime(MediaError):
    """Converting took longer than {seconds:.0f} seconds and was stopped. Try a shorter film."""


class TooHeavy(MediaError):
    """The film needs more memory or computing time than one film may take. Film it in 1080p."""


class DiskFull(MediaError):
    """The disk is full. Nothing is lost; make room on the server and start again."""


class StoryboardProblem(MediaError):
    """{path}: the storyboard cannot be used."""


class StoryboardUnreadable(StoryboardProblem):
    """{path}: {reason}."""


class StoryboardEmpty(StoryboardProblem):
    """{path}: there is no scene. Begin one with [[scene]]."""


class WordUnknown(StoryboardProblem):
    """{path}:{line}: "{key}" is not known here. Known are: {known}."""


class SceneIncomplete(StoryboardProblem):
    """{path}:{line}: scene {scene} needs {key}, {form}."""


class PictureMissing(StoryboardProblem):
    """{path}:{line}: the picture {picture} of scene {scene} is not in the folder."""


class MoveUnknown(StoryboardProblem):
    """{path}:{line}: "{move}" is not a movement. Use still, in, out, left or right."""


class SentenceMissing(StoryboardProblem):
    """{path}:{line}: scene {scene} says nothing in "{language}", but other scenes do."""


class SentenceTooLong(StoryboardProblem):
    """{path}:{line}: the sentence of scene {scene} in "{language}" has {signs} signs. At most
    {limit} fit on the screen; make two scenes of it."""


class SentenceTooFast(StoryboardProblem):
    """{path}:{line}: the sentence of scene {scene} in "{language}" runs at {speed:.1f} signs a
    second; nobody reads more than 20. Give the scene {seconds:.1f} seconds, or shorten it."""


class StoryboardTooLong(StoryboardProblem):
    """{path}: the scenes take {seconds:.1f} seconds together. A film may take 180."""


class StoryboardRefused(MediaError):
    """The storyboard cannot be filmed yet. {reasons}"""

    def __init__(self, problems: tuple[StoryboardProblem, ...]) -> None:
        """Keep every problem, so that all can be mended in one go."""
        self.problems = problems
        super().__init__(reasons="\n".join(str(problem) for problem in problems))


class PictureBroken(MediaError):
    """{name} cannot be read as a picture. Use JPEG, PNG, WebP or SVG."""


class PictureTooLarge(MediaError):
    """{name} has more than {limit:.0f} million pixels. Save it smaller and send it again."""


class DrawingUnsafe(MediaError):
    """{name} holds {what}, which a drawing for phones may not hold. Export it as plain SVG."""
