"""A nugget's folder, seen whole: its files read, its media looked into, all held together."""

from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, Final

from content import nugget_file, text_file
from content.draft import Draft, StepDraft
from content.errors import Finding, LibraryError
from content.limits import SLUG, room
from content.media import board as boards
from content.media import captions as cues
from content.media.errors import MediaError, StoryboardRefused
from content.models import Nugget
from content.nugget_file import NuggetFile
from content.storage import sha_of
from content.text_file import TextFile

ENDINGS: Final = {
    "film": ("mp4", "m4v", "mov", "webm"),
    "picture": ("svg", "jpg", "jpeg", "png", "webp"),
    "voice": ("mp3", "m4a", "ogg", "wav"),
    "captions": ("vtt",),
}


@dataclass(slots=True)
class LibraryFolder:
    """A folder while it is read: its parsed files, its media by name and kind, its findings."""

    path: Path
    nugget: NuggetFile = field(default_factory=lambda: NuggetFile(""))
    texts: list[TextFile] = field(default_factory=list)
    board: boards.Board | None = None
    storyboard: str = ""
    media: dict[str, str] = field(default_factory=dict)
    facts: dict[str, dict[str, Any]] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)

    def wrong(self, file: str, line: int, what: str) -> None:
        """Note a finding on a line of a file; 0 is the file as a whole."""
        self.findings.append(Finding(file, line, what))

    def source(self, name: str) -> str:
        """Return a file's text; what cannot be read is a finding and empty."""
        try:
            return (self.path / name).read_bytes().decode("utf-8-sig")
        except FileNotFoundError:
            self.wrong(name, 0, "this file is missing.")
        except UnicodeDecodeError as problem:
            line = problem.object[: problem.start].count(b"\n") + 1
            self.wrong(name, line, "this is not UTF-8. Save the file as UTF-8.")
        return ""

    def seconds(self, film: str) -> float | None:
        """Return how long a film lasts; without one, the storyboard's; else None."""
        if film in self.facts:
            return float(self.facts[film]["seconds"])
        return self.board.seconds if self.board and not film else None

    def uses(self, name: str, kind: str, file: str, line: int) -> None:
        """Note that a file of this kind belongs to the nugget, as this line says."""
        if name != Path(name).name or name.startswith("."):
            self.wrong(file, line, f'"{name}" is no file name. Put the file into this folder.')
        elif name.rpartition(".")[2] not in ENDINGS[kind]:
            endings = ", ".join(ENDINGS[kind])
            self.wrong(file, line, f"{name} is no {kind}. These endings are: {endings}.")
        elif not (self.path / name).is_file():
            self.wrong(file, line, f"{name} is not in the folder.")
        else:
            self.media[name] = kind


def look(folder: Path) -> LibraryFolder:
    """Read every file of a folder and check them against each other. Raises LibraryError."""
    seen = LibraryFolder(folder)
    if not folder.is_dir():
        raise LibraryError((Finding(str(folder), 0, "there is no such folder."),))
    if not SLUG.fullmatch(folder.name) or len(folder.name) > room(Nugget, "slug"):
        seen.wrong(folder.name, 0, "a folder's name is small letters, digits and hyphens.")
    seen.nugget = nugget_file.parse(seen.source(nugget_file.FILE))
    seen.findings += seen.nugget.findings
    _look_at_texts(seen)
    _look_at_storyboard(seen)
    _look_at_media(seen)
    _look_into_media(seen)
    _compare(seen)
    _look_for_strays(seen)
    if seen.findings:
        raise LibraryError(tuple(sorted(set(seen.findings))))
    return seen


def _look_at_texts(seen: LibraryFolder) -> None:
    names = sorted(path.name for path in seen.path.glob("*.md"))
    for name in names:
        if not text_file.NAME.fullmatch(name):
            seen.wrong(name, 0, "a text is named after its language: de.md, en.md, de-simple.md.")
            continue
        text = text_file.parse(name, seen.source(name))
        seen.texts.append(text)
        seen.findings += text.findings
        for kind in ("film", "voice"):
            if kind in text.facts:
                seen.uses(text.facts[kind], kind, name, text.lines[kind])
        captions = f"{name.removesuffix('.md')}.vtt"
        if (seen.path / captions).is_file():
            seen.uses(captions, "captions", captions, 1)
    if not names:
        seen.wrong(seen.path.name, 0, "there is no text: write one as de.md or en.md.")


def _look_at_storyboard(seen: LibraryFolder) -> None:
    if not (seen.path / boards.FILE).is_file():
        return
    seen.storyboard = seen.source(boards.FILE)
    try:
        seen.board = boards.read(seen.path)
    except StoryboardRefused as refused:
        for problem in refused.problems:
            line = problem.facts.get("line", 0)
            what = str(problem).partition(f"{boards.FILE}:{line}: " if line else ": ")[2]
            seen.wrong(boards.FILE, int(str(line)), what)
        return
    for scene in seen.board.scenes:
        for picture in scene.pictures:
            seen.uses(picture.name, "picture", boards.FILE, 0)


def _look_at_media(seen: LibraryFolder) -> None:
    table = seen.nugget.table
    if isinstance(video := table.get("video", ""), str) and video:
        seen.uses(video, "film", nugget_file.FILE, seen.nugget.line("video"))
    elif seen.board is None and not any("film" in text.facts for text in seen.texts):
        seen.wrong(nugget_file.FILE, 0, "there is no film: name one as video, or add a storyboard.")
    for number, step in enumerate(seen.nugget.steps()):
        if isinstance(step, dict) and isinstance(name := step.get("picture", ""), str) and name:
            line = seen.nugget.line("picture", number)
            seen.uses(name, "picture", nugget_file.FILE, line)


def _look_into_media(seen: LibraryFolder) -> None:
    for name, kind in seen.media.items():
        try:
            seen.facts[name] = _facts(seen.path / name, kind)
        except MediaError as problem:
            seen.wrong(name, 0, str(problem))
    if seen.findings:
        return
    draft = seen.nugget.draft(seen.path.name)
    seconds = seen.seconds(draft.video)
    for number, step in enumerate(draft.steps):
        if seconds and step.at and step.at >= seconds:
            line = seen.nugget.line("at", number)
            what = f"this step begins at {step.at}, but the film ends at {seconds:.1f}."
            seen.wrong(nugget_file.FILE, line, what)
    for text in seen.texts:
        captions = f"{text.name.removesuffix('.md')}.vtt"
        if captions in seen.facts:
            _check_captions(seen, captions, seen.seconds(text.facts.get("film", "")) or seconds)


def _check_captions(seen: LibraryFolder, name: str, seconds: float | None) -> None:
    """Hold captions against the eye's speed and the end of the film, where that is known."""
    timed = seen.source(name).split("\n")
    lines = [number for number, line in enumerate(timed, start=1) if "-->" in line]
    spoken = seen.facts[name]["cues"]
    for problem in cues.check(spoken, seconds or spoken[-1].end):
        if problem.level == "error":
            number = int(str(problem.facts["number"]))
            seen.wrong(name, lines[number - 1] if number <= len(lines) else 0, str(problem))


def _facts(path: Path, kind: str) -> dict[str, Any]:
    """Return what pages need of a file: a film's size and seconds, a picture cleaned, cues.

    Raises MediaError.
    """
    if kind == "film":
        from content.media.probe import probe

        found = probe(path)
        return {"width": found.width, "height": found.height, "seconds": found.seconds}
    if kind == "picture":
        from content.media.images import picture

        return {"shown": picture(path.read_bytes(), path.name)}
    return {"cues": cues.read(path.read_bytes())} if kind == "captions" else {}


def _compare(seen: LibraryFolder) -> None:
    """Hold the languages against each other: they teach the same steps and the same answers."""
    wanted = len(seen.nugget.steps())
    for text in seen.texts:
        if text.steps and wanted and len(text.steps) != wanted:
            what = f"{len(text.steps)} steps here, but {wanted} in {nugget_file.FILE}."
            seen.wrong(text.name, text.lines.get("steps", 0), what)
    for text in seen.texts[1:]:
        _compare_questions(seen, seen.texts[0], text)


def _compare_questions(seen: LibraryFolder, first: TextFile, other: TextFile) -> None:
    if len(first.questions) != len(other.questions):
        what = f"{len(other.questions)} questions here, but {len(first.questions)} in {first.name}."
        seen.wrong(other.name, other.questions[0].line if other.questions else 0, what)
        return
    for one, two in zip(first.questions, other.questions, strict=True):
        if len(one.options) != len(two.options):
            what = f"{len(two.options)} answers here, but {len(one.options)} in {first.name}."
            seen.wrong(other.name, two.line, what)
            continue
        for here, there in zip(one.options, two.options, strict=True):
            if here.right != there.right:
                what = f"this answer is right in one language only; compare {first.name}"
                seen.wrong(other.name, there.line, f"{what}:{here.line}.")


def _look_for_strays(seen: LibraryFolder) -> None:
    known = {nugget_file.FILE, boards.FILE, *seen.media}
    for path in sorted(seen.path.iterdir()):
        if path.name in known or path.name.startswith(".") or path.suffix == ".md":
            continue
        if not seen.findings:
            seen.wrong(path.name, 0, "nothing in this nugget uses this. Use it or delete it.")


def draft(seen: LibraryFolder) -> Draft:
    """Return what a folder holds as one value; to be asked of a folder without findings."""
    texts = tuple(sorted((text.draft() for text in seen.texts), key=lambda text: text.key))
    plain = seen.nugget.draft(seen.path.name)
    steps = plain.steps or tuple(StepDraft() for _ in texts[0].steps)
    files = {name: sha_of(seen.path / name) for name in sorted(seen.media)}
    return replace(plain, steps=steps, texts=texts, storyboard=seen.storyboard, files=files)
