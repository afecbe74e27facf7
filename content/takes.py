"""Takes: films and voices as phones recorded them, kept apart until a film of them is verified.

A take lies in `<folder>/<take id>/original.<ext>`, readable by the server alone; beside it lies
the strip of small pictures it is cut by. It is shown to nobody but those who write on its version.
"""

import os
import re
import shutil
import time
from datetime import date, timedelta
from pathlib import Path
from typing import Any, Final

from content import storage
from content.columns import new_id
from content.media import finding
from content.media.finding import Report
from content.models import Medium, Rendition, Take, Text, Version
from content.sentence import Sentence

EXT: Final = re.compile(r"[a-z0-9]{1,5}")
NO_EXT: Final = "bin"
STRIP: Final = "strip.webp"
HOUR: Final = 3600
VERIFIED: Final = "lite"
"""The rendition that must be there before a take may go."""


def receive(
    version: Version,
    kind: str,
    source: Path,
    ext: str,
    *,
    text: Text | None = None,
    folder: Path,
    keep_days: int,
    today: date,
) -> Take:
    """Take a finished upload over, in place of an older take for the same thing.

    `kind` is film or voice, `folder` the one of all takes. The file moves when the surrounding
    transaction is written: a process killed before leaves the upload as it was. Ask for the job
    `look` (film) or `voice` with the take's id then.
    """
    take = Take(
        id=new_id(),
        site=version.nugget.site_id,
        version=version,
        text=text,
        kind=kind,
        ext=ext if EXT.fullmatch(ext) else NO_EXT,
        size=source.stat().st_size,
        sha=storage.sha_of(source),
        keep_until=(today + timedelta(days=keep_days)).isoformat(),
    )
    _lay(source, path(folder, take))
    database = Take._meta.database  # noqa: SLF001  peewee's door to the bound database
    with database.atomic():
        # Two uploads for one version wait for each other here: the later one stays.
        Version.update(number=Version.number).where(Version.id == version.id).execute()
        for old in _same(version, text, kind):
            discard(old, folder)
        take.save(force_insert=True)
        database.after_commit(lambda: source.unlink(missing_ok=True))
    return take


def of(version: Version, text: Text | None = None, kind: str = "film") -> Take | None:
    """Return what was recorded for a version, or for one text of it; None where nothing was."""
    return next(iter(_same(version, text, kind)), None)


def voices(version: Version) -> list[Take]:
    """Return the voices that were recorded for texts of a version."""
    return list(Take.select().where((Take.version == version) & (Take.kind == "voice")))


def path(folder: Path, take: Take) -> Path:
    """Return where a take's file lies, whether it is still there or not."""
    return folder / take.id / f"original.{take.ext}"


def strip(folder: Path, take: Take) -> Path:
    """Return where the strip of small pictures of a take lies."""
    return folder / take.id / STRIP


def report(take: Take) -> Report | None:
    """Return what the doctor found in a take, or None as long as it was not looked at."""
    return finding.loads(take.found)


def findings(take: Take) -> tuple[Sentence, ...]:
    """Return what the doctor found in a take, as sentences in the order they are to be read."""
    found = report(take)
    return tuple(one.sentence for one in found.findings) if found else ()


def looked(take: Take, found: Report) -> None:
    """Note what the doctor found."""
    take.found = finding.dumps(found)
    take.save(only=[Take.found])


def trim(take: Take, start: float | None, end: float | None) -> None:
    """Note which seconds of a take are used; None is its beginning or its end."""
    take.start, take.end = start, end
    take.save(only=[Take.start, Take.end])


def span(take: Take, seconds: float) -> tuple[float, float]:
    """Return the seconds between which a take of this length is used."""
    start = min(take.start or 0.0, seconds)
    end = seconds if take.end is None else min(take.end, seconds)
    return start, max(start, end)


def became(take: Take, film: Medium, keep_until: date) -> None:
    """Note the verified film that was made of a take, and how long the take itself stays."""
    take.film, take.keep_until = film, keep_until.isoformat()
    take.save(only=[Take.film, Take.keep_until])


def discard(take: Take, folder: Path) -> None:
    """Delete a take: its row now, its files when the surrounding transaction is written."""
    place = folder / take.id
    Take.delete().where(Take.id == take.id).execute()
    database = Take._meta.database  # noqa: SLF001  peewee's door to the bound database
    database.after_commit(lambda: shutil.rmtree(place, ignore_errors=True))


def let_go(version: Version, folder: Path) -> int:
    """Delete every take of a version and return how many those were."""
    gone = list(Take.select().where(Take.version == version))
    for take in gone:
        discard(take, folder)
    return len(gone)


def sweep(folder: Path, today: date) -> int:
    """Delete what has no reason to stay and return how many takes that were. Call it daily.

    Those of withdrawn versions go whole; files whose days are over go once the film made of them
    can be played; folders nobody knows, left by killed processes, go after an hour.
    """
    withdrawn: Any = Take.select().join(Version).where(Version.state == "withdrawn")
    gone = list(withdrawn)
    for take in gone:
        discard(take, folder)
    known = {take.id: take for take in Take.select()}
    over = {take.id for take in _over(today)}
    for place in folder.glob("*/"):
        stray = place.name not in known and time.time() - place.stat().st_ctime > HOUR
        if place.name in over or stray:
            shutil.rmtree(place, ignore_errors=True)
            gone += [known[place.name]] if place.name in over else []
    return len(gone)


def _over(today: date) -> list[Take]:
    """Find the takes whose days are over and whose film can be played."""
    playable = Rendition.select(Rendition.medium).where(Rendition.name == VERIFIED)
    return list(
        Take.select().where((Take.keep_until <= today.isoformat()) & (Take.film << playable))
    )


def _same(version: Version, text: Text | None, kind: str) -> list[Take]:
    whose = Take.text.is_null() if text is None else Take.text == text
    return list(Take.select().where((Take.version == version) & (Take.kind == kind) & whose))


def _lay(source: Path, target: Path) -> None:
    """Let the file stand at both places until the row is written: no kill can lose it."""
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    target.parent.chmod(0o700)
    source.chmod(0o600)
    try:
        os.link(source, target)
    except OSError:  # another disk, or one without links
        shutil.copyfile(source, target)
        target.chmod(0o600)
    day = int(time.time()) // storage.DAY * storage.DAY
    os.utime(target, (day, day))  # a take outlives the draft: nothing tells when somebody filmed
    storage.sync(target)
    storage.sync(target.parent)
    storage.sync(target.parent.parent)
