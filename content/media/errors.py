"""What can be wrong with a film, a picture or a caption: one class each, in the trainer's words."""

from __future__ import annotations

from typing import ClassVar, Literal

from content.errors import ContentError


class MediaError(ContentError):
    """This file cannot be used."""


class ToolMissing(MediaError):
    """No ffmpeg was found. Install the package imageio-ffmpeg, or name one in the settings."""


class ToolFailed(MediaError):
    """The film could not be converted: {reason}."""


class OutOfTime(MediaError):
    """Converting took longer than {seconds:.0f} seconds and was stopped. Try a shorter film."""


class TooHeavy(MediaError):
    """The film needs more memory or computing time than one film may take. Film it in 1080p."""


class DiskFull(MediaError):
    """The disk is full. Nothing is lost; make room on the server and start again."""


class FilmEmpty(MediaError):
    """The file is empty. Send the film again."""


class FilmIsAList(MediaError):
    """This is a list of other files, not a film. Send the film itself."""


class NotAFilm(MediaError):
    """This is not a film we can read. Send MP4, MOV or WebM, as phones record it."""


class FilmTruncated(MediaError):
    """The film is cut off: its index is missing. Save it on the phone first, then send it again."""


class FilmBroken(MediaError):
    """The first picture of the film cannot be read. Play it on the phone, then send it again."""


class FilmTooLong(MediaError):
    """The film lasts {seconds:.0f} seconds; at most {longest:.0f} are taken. Cut it first."""


class FilmTooLarge(MediaError):
    """The film's picture has more than 36 million pixels. Film in 1080p, then send it again."""


class FilmManyTracks(MediaError):
    """The film holds {tracks} tracks; at most {most} are taken. Export it as MP4 on the phone."""


class NoPicture(MediaError):
    """The file holds sound but no picture. Send a film, or lay the sound under a storyboard."""


class CodecUnknown(MediaError):
    """The film is packed in a way phones do not use. Export it as MP4 with H.264."""


class RenditionWrong(MediaError):
    """The finished film was not right and was thrown away: {reason}. Start it again."""


class CaptionsUnreadable(MediaError):
    """No caption was found in this file. Send WebVTT (.vtt) or SubRip (.srt)."""


class CaptionsTooLarge(MediaError):
    """The file of captions has more than {limit} kB. That is no two minutes of speech."""


class CaptionProblem(MediaError):
    """Caption {number} at {clock} is not right."""

    level: ClassVar[Literal["error", "warning"]] = "error"


class CaptionBackwards(CaptionProblem):
    """Caption {number} at {clock} ends before it begins."""


class CaptionOverlaps(CaptionProblem):
    """Caption {number} at {clock} begins before the one above it ends."""


class CaptionBeyond(CaptionProblem):
    """Caption {number} at {clock} ends after the film does, which lasts {seconds:.1f} seconds."""


class CaptionEmpty(CaptionProblem):
    """Caption {number} at {clock} has no words."""


class CaptionTooBig(CaptionProblem):
    """Caption {number} at {clock} needs more than 2 lines of 42 signs. Make two of it."""


class CaptionTooFast(CaptionProblem):
    """Caption {number} at {clock} runs at {speed:.1f} signs a second; at most 20 can be read."""


class CaptionFast(CaptionProblem):
    """Caption {number} at {clock} runs at {speed:.1f} signs a second; up to 17 reads well."""

    level = "warning"


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
    """{path}:{line}: the sentence of scene {scene} in "{language}" has {signs} signs.

    At most {limit} fit on the screen; make two scenes of it.
    """


class WordTooLong(StoryboardProblem):
    """{path}:{line}: scene {scene} in "{language}" has a word of {signs} signs; at most 42 fit."""


class SentenceTooFast(StoryboardProblem):
    """{path}:{line}: scene {scene} in "{language}" runs at {speed:.1f} signs a second.

    Nobody reads more than 20. Give the scene {seconds:.1f} seconds, or shorten the sentence.
    """


class StoryboardTooLong(StoryboardProblem):
    """{path}: the scenes take {seconds:.1f} seconds together. A film may take 180."""


class StoryboardRefused(MediaError):
    """The storyboard cannot be filmed yet.

    {reasons}
    """

    def __init__(self, problems: tuple[StoryboardProblem, ...]) -> None:
        """Keep every problem, so that all can be mended in one go."""
        self.problems = problems
        super().__init__(reasons="\n".join(str(problem) for problem in problems))


class PictureBroken(MediaError):
    """{name} cannot be read as a picture. Use JPEG, PNG, WebP or SVG."""


class PictureTooLarge(MediaError):
    """{name} has more than {limit:.0f} million pixels. Save it smaller and send it again."""


class PictureTooLong(MediaError):
    """{name} is more than {limit} pixels long. Save it smaller and send it again."""


class PictureTooHeavy(MediaError):
    """{name} has more than {limit} MB. Save it smaller and send it again."""


class DrawingUnsafe(MediaError):
    """{name} holds {what}, which a drawing for phones may not hold. Export it as plain SVG."""


class DrawingHeavy(MediaError):
    """{name} takes too long to draw. Make it simpler, or save it as PNG and send that."""


class SpeechMissing(MediaError):
    """The program that writes captions from sound was not found. Look at `speech_command`."""


class SpeechFailed(MediaError):
    """The program that writes captions from sound gave up (code {code})."""


class SpeechSlow(MediaError):
    """Listening to the film took longer than {seconds:.0f} seconds and was stopped."""


class NoSound(MediaError):
    """The film has no sound to listen to. Make the captions from the steps."""


class NothingHeard(MediaError):
    """No words were heard in the film. Make the captions from the steps."""


class NotAVoice(MediaError):
    """This is not a recording we can read. Send WebM, M4A, WAV or MP3, as phones record it."""


class VoiceSilent(MediaError):
    """Nothing is heard in this recording. Allow the microphone and uncover it."""


class VoiceTooLong(MediaError):
    """The voice lasts {voice:.0f} seconds, the film {film:.0f}. Speak shorter, or film longer."""


class NoFilmYet(MediaError):
    """There is no film yet to lay the voice under. It is mixed as soon as there is one."""


class TakeGone(MediaError):
    """The film as it came from the phone is not here any more. Film it again to cut it anew."""


class TakeTooLong(MediaError):
    """The film lasts {seconds:.0f} seconds; a nugget takes at most {most}. Choose a part of it."""


class TakeTooLate(MediaError):
    """This version was handed in with another film. Take it back to change its film."""


class PdfBroken(MediaError):
    """This cannot be read as a PDF. Export it anew, or take a photo of the page."""


class PdfLocked(MediaError):
    """This PDF is locked with a password. Save it without one and send it again."""


class PdfTooLong(MediaError):
    """This PDF has {pages} pages; at most {most} are opened. Save the few you need as a PDF."""


class PdfTooLarge(MediaError):
    """This PDF has more than {limit} MB. Save the few pages you need as a PDF."""


class PdfTooHeavy(MediaError):
    """The pages of this PDF take too long to draw. Take a photo of them instead."""
