"""Makes what a job asks for: films of takes and storyboards, renditions of every film."""

import tempfile
from collections.abc import Callable, Container, Iterator
from pathlib import Path
from typing import Final

import peewee

from content import dictation, medium, nuggets, scene_film, scrap, takes
from content.columns import RENDITIONS
from content.media import errors, film, recipes, speech, stills, transcode
from content.media.probe import Probe, probe
from content.models import Medium, Rendition, Version
from content.storage import Storage
from kiosk import jobs
from kiosk.db import connected
from kiosk.making.cutting import Cutting, Rules

ROUNDS: Final = 5  # times a storyboard may change while its film is made
POSTER_AT: Final = 5.0  # seconds: by then a film has shown what it is about
AGAIN: Final = (errors.ToolFailed, errors.OutOfTime, errors.TooHeavy, errors.DiskFull)
"""What another attempt may mend; every other failure lies in the film itself."""

Share = Callable[[float], None]


class Workshop:
    """Turns originals into what phones can play. One job at a time, resumable at each file."""

    def __init__(
        self,
        database: peewee.Database,
        storage: Storage,
        desk: Path,
        speech: str = "",
        cutting: Cutting | None = None,
    ) -> None:
        """Work on this plant; `desk` is a folder on the storage's disk for unfinished files.

        `speech` is the program that writes captions from sound, if the operator named one.
        """
        self.database, self.storage, self.desk = database, storage, desk
        self.speech = speech
        self.cutting = cutting or Cutting(database, storage, desk, Rules(desk.with_name("takes")))

    def perform(self, job: jobs.Job) -> None:
        """Do a job to its end. Doing it twice gives the same files. Raises the media errors."""
        tell = self._teller(job)
        if job.kind == "storyboard":
            self._film(job.subject, tell)
        elif job.kind == "speech":
            self._listen(job.subject)
        elif job.kind in jobs.OF_TAKES:
            {"look": self.cutting.look, "cut": self.cutting.cut, "voice": self.cutting.voice}[
                job.kind
            ](job.subject, tell)
        else:
            self.make(job.subject, tell)

    def _teller(self, job: jobs.Job) -> Share:
        def tell(share: float) -> None:
            with connected(self.database):
                jobs.tell(job, share)

        return tell

    def make(self, sha: str, tell: Share, only: Container[str] = RENDITIONS) -> None:
        """Make the renditions that a film still lacks, the smallest first."""
        with connected(self.database):
            film = Medium.get_by_id(sha)
            missing = [name for name in self._missing(film) if name in only]
        source = self._source(film)
        facts = probe(source)
        wanted = [name for name in missing if name in ("poster", "thumb") or name in _worth(facts)]
        for done, name in enumerate(wanted):
            self._rendition(film, facts, source, name, _part(tell, done, len(wanted)))

    def _missing(self, film: Medium) -> Iterator[str]:
        rows = Rendition.select().where(Rendition.medium == film)
        made = {one.name: one.recipe for one in rows}
        for name in ("poster", "thumb", *recipes.BY_NAME):
            if made.get(name) != _recipe(name):
                yield name

    def _rendition(self, film: Medium, facts: Probe, source: Path, name: str, tell: Share) -> None:
        self.desk.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(dir=self.desk) as folder:
            made = _make(source, facts, name, Path(folder), tell)
            with connected(self.database):
                medium.add_rendition(
                    film, self.storage, name, made.path, made.path.suffix[1:],
                    recipe=_recipe(name), width=made.width, height=made.height,
                    seconds=getattr(made, "seconds", None),
                )  # fmt: skip
                if film.seconds is None:
                    film.seconds, film.width, film.height = facts.seconds, facts.width, facts.height
                    film.save()
                nuggets.refresh(film.sha)

    def _source(self, film: Medium) -> Path:
        path = self.storage.find(film.sha, film.ext)
        if path is None:
            raise errors.FilmEmpty
        return path

    def _film(self, version_id: str, tell: Share) -> None:
        """Make a storyboard's film, then its renditions; anew where it changed meanwhile."""
        for _ in range(ROUNDS):
            with tempfile.TemporaryDirectory(dir=self._desk()) as folder:
                film = self._filmed(version_id, Path(folder), _part(tell, 0, 2))
            if film is not None:
                self.make(film.sha, _part(tell, 1, 2))
                return

    def _filmed(self, version_id: str, folder: Path, tell: Share) -> Medium | None:
        """Make the film of a storyboard and give it to its version; None where it changed."""
        with connected(self.database):
            version = Version.get_by_id(version_id)
            told = version.storyboard
            board = scene_film.board(version, self.storage)
            site = version.nugget.site
            plant = version.nugget.reach == "plant network"
        made = film.render(board, folder / "made.mp4", progress=tell)
        with connected(self.database):
            kept = medium.keep(site, self.storage, made, "film", "mp4", plant=plant)
            if scene_film.take(version_id, told, kept, self.storage):
                for voice in takes.voices(version):
                    jobs.ask("voice", voice.id, self.cutting.wake)
                return kept
            scrap.clear(self.storage, [kept.sha])
        return None

    def _listen(self, subject: str) -> None:
        """Let the operator's program write a draft of captions."""
        with connected(self.database):
            film, language = dictation.source(subject, self.storage)
        heard = speech.cues(self.speech, film, language)
        with connected(self.database):
            dictation.keep(subject, heard, self.storage)

    def _desk(self) -> Path:
        self.desk.mkdir(parents=True, exist_ok=True)
        return self.desk


def _worth(facts: Probe) -> set[str]:
    return {recipe.name for recipe in recipes.worthwhile(facts)}


def _recipe(name: str) -> str:
    return f"{name}-{recipes.VERSION}"


def _shown_at(facts: Probe) -> float:
    """Return the second whose picture stands for a film; a short one's is earlier."""
    return min(POSTER_AT, facts.seconds / 4)


def _make(
    source: Path, facts: Probe, name: str, folder: Path, tell: Share
) -> transcode.Rendition | stills.Still:
    if name == "poster":
        return stills.poster(source, _shown_at(facts), folder)
    if name == "thumb":
        return stills.thumb(source, _shown_at(facts), folder)
    return transcode.transcode(source, recipes.BY_NAME[name], folder, progress=tell)


def _part(tell: Share, done: int, of: int) -> Share:
    """Return a teller for one of several equal parts of a job."""

    def part(share: float) -> None:
        tell((done + share) / of)

    return part
