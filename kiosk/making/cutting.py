"""Makes films of takes: looks at them, cuts them, lays voices over them.

A film that a version shows is replaced only by a whole, verified one; what it replaces and nobody
else uses is deleted. Every step can be done twice, and a process killed at any moment leaves the
old film or the new one.
"""

import os
import tempfile
import time
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Final

import peewee

from content import captions, medium, scrap, takes
from content.media import doctor, errors, master, mix
from content.media.transcode import Rendition
from content.models import Medium, Take, Text, Version
from content.revision import change
from content.storage import DAY, Storage
from kiosk import jobs
from kiosk.db import connected

ROUNDS: Final = 5  # times a cut may be changed while it is made

Share = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Rules:
    """Where takes lie, how many days they stay, and how many seconds a film may last."""

    folder: Path
    keep_days: int = 30
    most: int = 180


class _TrimmedAnew(Exception):
    """What is being cut is not wanted like that any more."""


class Cutting:
    """The table at which takes become films. One job at a time."""

    def __init__(
        self,
        database: peewee.Database,
        storage: Storage,
        desk: Path,
        rules: Rules,
        wake: jobs.Wake | None = None,
    ) -> None:
        """Work on this plant; `desk` is a folder on the storage's disk for unfinished files."""
        self.database, self.storage, self.desk = database, storage, desk
        self.rules, self.wake = rules, wake

    def look(self, take_id: str, tell: Share) -> None:
        """Look at a take and note what was found; ask for its cut where its length allows one."""
        with connected(self.database):
            take = Take.get_by_id(take_id)
        found = doctor.look(self._file(take), tell)
        self._lay_strip(take, found.strip)
        with connected(self.database), self.database.atomic():
            take = Take.get_by_id(take_id)
            takes.looked(take, found.report)
            start, end = takes.span(take, found.report.seconds)
            if end - start <= self.rules.most:
                jobs.ask("cut", take.id, self.wake)

    def cut(self, take_id: str, tell: Share) -> None:
        """Make the film of a take as it is trimmed; anew where that changed meanwhile."""
        for _ in range(ROUNDS):
            with connected(self.database):
                take = Take.get_by_id(take_id)
            start, end = self._span(take)
            with (
                suppress(_TrimmedAnew),
                tempfile.TemporaryDirectory(dir=self._desk()) as folder,
            ):
                made = master.make(
                    self._file(take), Path(folder), start=start, end=end,
                    progress=self._while_wanted(take, tell),
                )  # fmt: skip
                if self._taken_over(take, made):
                    return

    def _while_wanted(self, before: Take, tell: Share) -> Share:
        """Return a teller that breaks off once the take is trimmed otherwise."""

        def told(share: float) -> None:
            tell(share)
            with connected(self.database):
                take = Take.get_by_id(before.id)
            if (take.start, take.end) != (before.start, before.end):
                raise _TrimmedAnew

        return told

    def voice(self, take_id: str, tell: Share) -> None:
        """Lay a recorded voice over its version's film: that is the text's own film then."""
        with connected(self.database):
            take = Take.get_by_id(take_id)
            shown = take.version.film
        if shown is None:
            raise errors.NoFilmYet
        film = self.storage.find(shown.sha, shown.ext)
        if film is None:
            raise errors.FilmEmpty
        with tempfile.TemporaryDirectory(dir=self._desk()) as folder:
            made = mix.over(film, self._file(take), Path(folder), tell)
            if not self._taken_over(take, made):
                raise errors.ToolFailed(reason="the recording changed meanwhile")

    def _taken_over(self, before: Take, made: Rendition) -> bool:
        """Give a version its new film; False where the take was trimmed otherwise meanwhile."""
        with connected(self.database):
            plant = before.version.nugget.reach == "plant network"
            sha = self.storage.put(made.path, "mp4", plant=plant)
            with change():
                take = Take.get_by_id(before.id)
                if (take.start, take.end) != (before.start, before.end):
                    return False
                film = medium.enter(
                    take.version.nugget.site, sha, "film", "mp4", made.size,
                    width=made.width, height=made.height, seconds=made.seconds,
                )  # fmt: skip
                old = {_shown(take), take.film_id} - {sha}
                if _shown(take) not in {None, sha}:
                    captions.watch_again(take.version, take.text)
                _show(take, film)
                takes.became(take, film, _today() + timedelta(days=self.rules.keep_days))
                self._ask_onward(take, film)
            scrap.clear(self.storage, old)
        return True

    def _ask_onward(self, take: Take, film: Medium) -> None:
        """Ask for what follows a new film: its renditions, and voices laid over it anew."""
        jobs.ask("renditions", film.sha, self.wake)
        if take.text_id is None:
            for voice in takes.voices(take.version):
                jobs.ask("voice", voice.id, self.wake)

    def _span(self, take: Take) -> tuple[float, float]:
        found = takes.report(take)
        seconds = found.seconds if found else float(self.rules.most)
        start, end = takes.span(take, seconds)
        if end - start > self.rules.most:
            raise errors.TakeTooLong(seconds=end - start, most=self.rules.most)
        return start, end

    def _file(self, take: Take) -> Path:
        path = takes.path(self.rules.folder, take)
        if not path.is_file():
            raise errors.TakeGone
        return path

    def _lay_strip(self, take: Take, strip: bytes) -> None:
        place = takes.strip(self.rules.folder, take)
        draft = place.with_suffix(".part")
        draft.write_bytes(strip)
        draft.chmod(0o600)
        day = int(time.time()) // DAY * DAY
        os.utime(draft, (day, day))
        draft.replace(place)

    def _desk(self) -> Path:
        self.desk.mkdir(parents=True, exist_ok=True)
        return self.desk


def _shown(take: Take) -> str | None:
    """Return the film that what the take was made for shows now."""
    return take.version.film_id if take.text is None else take.text.film_id


def _show(take: Take, film: Medium) -> None:
    """Let a draft, or one handed in before it had a film, show this one. Raises TakeTooLate."""
    version = Version.get_by_id(take.version_id)
    # What was released, though its day has not come, is what a colleague looked at.
    waits = version.state == "in review" and not version.effective_on
    first = waits and _shown(take) is None
    if version.state != "draft" and not first and _shown(take) != film.sha:
        raise errors.TakeTooLate
    if take.text_id is None:
        Version.update(film=film).where(Version.id == take.version_id).execute()
    else:
        Text.update(film=film).where(Text.id == take.text_id).execute()


def _today() -> date:
    return datetime.now(tz=UTC).date()
