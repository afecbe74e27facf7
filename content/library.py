"""Nuggets as plain folders: read, imported as drafts, exported again; the starter set."""

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from typing import Final

from content import draft as drafts
from content import library_folder, medium, nugget_file, nuggets, text_file
from content.card import variant_of
from content.draft import Draft
from content.errors import FileMissing, FolderTaken
from content.library_folder import LibraryFolder
from content.media import board as boards
from content.media import captions as cues
from content.media.images import Picture
from content.media.step_picture import step_picture
from content.models import Attachment, Hang, Medium, Nugget, Site, Topic, Version
from content.plant import topic as set_up_topic
from content.revision import change
from content.storage import Storage

STARTER: Final = Path(__file__).with_name("library")
Progress = Callable[[int, int], None]


def starter() -> list[Path]:
    """Return the folders of the starter set, by name."""
    return sorted(path.parent for path in STARTER.glob(f"*/{nugget_file.FILE}"))


def read(folder: Path) -> Draft:
    """Return the nugget in a folder. Raises LibraryError with every finding at once."""
    return library_folder.draft(library_folder.look(folder))


def import_folder(
    site: Site, folder: Path, storage: Storage, progress: Progress | None = None
) -> Version:
    """Make a draft of a folder: the nugget's next version, or its newest if nothing changed.

    What was withdrawn comes back as the next version, with its media. `progress` hears how many
    of how many files are kept. Raises LibraryError, DiskFull.
    """
    seen = library_folder.look(folder)
    draft = library_folder.draft(seen)
    before = _newest(site, draft.slug)
    if before is not None and drafts.stored(before) == draft and _stands(before, storage):
        return before
    plant = draft.reach == "plant network"
    media = _keep_media(site, seen, storage, progress, plant=plant)
    shown = _shown(site, seen, draft, storage, plant=plant)
    captions = _captions(site, seen, storage, plant=plant)
    with change():
        version = _write(site, draft)
        drafts.write(version, draft, media, shown, captions)
        if not draft.video and before is not None:
            version.film = _film_again(before, draft, storage)
            version.save()
    medium.settle(storage, medium.originals(_versions(version.nugget)))
    return version


def export(version: Version, folder: Path, storage: Storage) -> Path:
    """Write a version as this folder and return it; an older export there is replaced.

    The folder appears whole or not at all. A folder of another name than the nugget's slug is
    imported again as another nugget. Raises FolderTaken, FileMissing.
    """
    old = folder.exists()
    if old and any(folder.iterdir()) and not (folder / nugget_file.FILE).is_file():
        raise FolderTaken(folder=folder)
    folder.parent.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    aside = part.with_name(f"{part.name}-old")
    try:
        _fill(part, version, drafts.stored(version), storage)
        part.chmod(0o755)
        if old:
            folder.replace(aside)
        part.replace(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)
        shutil.rmtree(aside, ignore_errors=True)
    return folder


def _stands(version: Version, storage: Storage) -> bool:
    """Whether a version was not withdrawn and has its media still."""
    kept = medium.files(medium.originals([version]))
    return version.state != "withdrawn" and all(storage.find(file.sha, file.ext) for file in kept)


def _newest(site: Site, slug: str) -> Version | None:
    here = (Nugget.site == site) & (Nugget.slug == slug)
    query = Version.select().join(Nugget).where(here)
    return next(iter(query.order_by(Version.number.desc()).limit(1)), None)


def _versions(nugget: Nugget) -> list[Version]:
    return list(Version.select().where(Version.nugget == nugget))


def _keep_media(
    site: Site, seen: LibraryFolder, storage: Storage, progress: Progress | None, *, plant: bool
) -> dict[str, Medium]:
    media: dict[str, Medium] = {}
    for name, kind in sorted(seen.media.items()):
        ext = name.rpartition(".")[2]
        facts = seen.facts[name] if kind == "film" else {}
        media[name] = medium.keep(site, storage, seen.path / name, kind, ext, plant=plant, **facts)
        if progress:
            progress(len(media), len(seen.media))
    return media


def _shown(
    site: Site, seen: LibraryFolder, draft: Draft, storage: Storage, *, plant: bool
) -> dict[str, Medium]:
    """Keep the pictures of the steps as pages may show them: cleaned, and small enough."""
    found: dict[str, Medium] = {}
    for name in {step.picture for step in draft.steps if step.picture}:
        made = _marked(seen, name) or seen.facts[name]["shown"]
        size = {"width": made.width, "height": made.height}
        found[name] = medium.keep(
            site, storage, made.content, "picture", made.ending, plant=plant, **size
        )
    return found


def _marked(seen: LibraryFolder, name: str) -> Picture | None:
    """Return a picture of the storyboard with its arrows and circles; None where it has none."""
    for scene in seen.board.scenes if seen.board else ():
        for number, picture in enumerate(scene.pictures, 1):
            drawn = [mark for mark in scene.marks if mark.on == number]
            if picture.name == name and drawn:
                return step_picture(picture.read_bytes(), drawn, name)
    return None


def _captions(
    site: Site, seen: LibraryFolder, storage: Storage, *, plant: bool
) -> dict[str, Medium]:
    """Return the captions of each text: its file's, tidied, else the storyboard's, else none."""
    found: dict[str, Medium] = {}
    for text in seen.texts:
        key = text.name.removesuffix(".md")
        language = variant_of(key)[0]
        spoken = seen.facts.get(f"{key}.vtt", {}).get("cues", [])
        if not spoken and seen.board and "film" not in text.facts:
            spoken = boards.captions(seen.board, language)
        if spoken:
            found[key] = medium.keep(
                site, storage, cues.vtt(spoken), "captions", "vtt", plant=plant
            )
    return found


def _write(site: Site, draft: Draft) -> Version:
    version = nuggets.draft(
        site,
        draft.slug,
        klass=draft.klass,
        level=draft.level,
        reach=draft.reach,
        owner_role=draft.owner_role,
        review_months=draft.review_months,
    )
    _hang_on_topic(site, version.nugget, draft.topic)
    return version


def _hang_on_topic(site: Site, nugget: Nugget, slug: str) -> None:
    """Let a nugget hang on this one topic; a topic nobody set up is named after its slug."""
    for other in Topic.select().join(Hang).where((Hang.nugget == nugget) & (Topic.slug != slug)):
        nuggets.unhang(nugget, other)
    if slug:
        known = Topic.get_or_none((Topic.site == site) & (Topic.slug == slug))
        topic = known or set_up_topic(site, slug, slug.replace("-", " ").capitalize())
        nuggets.hang(nugget, topic)


def _film_again(before: Version, draft: Draft, storage: Storage) -> Medium | None:
    """Return the film that was made of the same storyboard with the same pictures, if it stands."""
    old = drafts.stored(before)
    if not old.storyboard or old.storyboard != draft.storyboard or old.video:
        return None
    pictures = {name: sha for name, sha in draft.files.items() if name in old.files}
    same = all(old.files[name] == sha for name, sha in pictures.items())
    film = before.film
    return film if same and film and storage.find(film.sha, film.ext) else None


def _fill(folder: Path, version: Version, draft: Draft, storage: Storage) -> None:
    (folder / nugget_file.FILE).write_text(nugget_file.write(draft), "utf-8")
    if draft.storyboard:
        (folder / boards.FILE).write_text(draft.storyboard, "utf-8", newline="")
    for text in draft.texts:
        (folder / f"{text.key}.md").write_text(text_file.write(text), "utf-8")
    for attached in Attachment.select().where(Attachment.version == version):
        row = attached.medium
        source = storage.find(row.sha, row.ext)
        if source is None:
            raise FileMissing(name=f"{row.sha}.{row.ext}")
        shutil.copyfile(source, folder / attached.name)
