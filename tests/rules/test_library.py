"""What every starter nugget keeps to, so that a plant can put it on a machine as it is."""

from functools import cache
from pathlib import Path

import pytest

from content import library, library_folder
from content.draft import Draft
from content.errors import LibraryError
from content.library_folder import LibraryFolder
from content.media import board
from tests.rules.tree import none

SHORTEST, LONGEST = 60.0, 120.0
ROOM = 12_000_000
LANGUAGES = {"de", "en"}


@pytest.fixture(scope="module")
def starters() -> dict[str, tuple[LibraryFolder, Draft]]:
    """Every starter nugget that can be read, by its folder's name."""
    read = {folder.name: seen(folder) for folder in library.starter()}
    return {name: one for name, one in read.items() if not isinstance(one, LibraryError)}


@cache
def seen(folder: Path) -> tuple[LibraryFolder, Draft] | LibraryError:
    """Read a folder once for all tests; what is wrong with it is an answer too."""
    try:
        looked = library_folder.look(folder)
        return looked, library_folder.draft(looked)
    except LibraryError as refused:
        return refused


def test_every_starter_reads_without_a_finding() -> None:
    """Reading refuses an answer without feedback and languages that differ in what is right."""
    assert len(library.starter()) >= 8
    none(
        (
            f"{folder.name}/{finding}"
            for folder in library.starter()
            if isinstance(read := seen(folder), LibraryError)
            for finding in read.findings
        ),
        "Mend the starter nugget as its findings say.",
    )


def test_every_starter_is_whole_in_german_and_english(
    starters: dict[str, tuple[LibraryFolder, Draft]],
) -> None:
    none(
        (
            f"{name} has no {language}.md"
            for name, (_, draft) in starters.items()
            for language in sorted(LANGUAGES - {text.key for text in draft.texts})
        ),
        "Write the nugget in both languages.",
    )


def test_every_text_of_a_starter_says_everything(
    starters: dict[str, tuple[LibraryFolder, Draft]],
) -> None:
    none(
        (
            f"{name}/{text.key}.md has no {part}"
            for name, (_, draft) in starters.items()
            for text in draft.texts
            for part in ("title", "why", "take_away", "task", "steps", "questions")
            if not getattr(text, part)
        ),
        "Give the text all its parts: workers miss them.",
    )


def test_every_starter_speaks_in_captions(
    starters: dict[str, tuple[LibraryFolder, Draft]],
) -> None:
    none(
        (
            f"{name}: {text.language}"
            for name, (folder, draft) in starters.items()
            for text in draft.texts
            if f"{text.key}.vtt" not in folder.media
            if not (folder.board and board.captions(folder.board, text.language))
        ),
        "Say each scene in this language: a film without captions is silent in a hall.",
    )


def test_every_starter_lasts_one_to_two_minutes(
    starters: dict[str, tuple[LibraryFolder, Draft]],
) -> None:
    none(
        (
            f"{name} lasts {folder.seconds(draft.video)} s"
            for name, (folder, draft) in starters.items()
            if not SHORTEST <= (folder.seconds(draft.video) or 0) <= LONGEST
        ),
        "Cut the film to one thing: a minute at least, two at most.",
    )


def test_all_starters_together_stay_small() -> None:
    size = sum(path.stat().st_size for path in library.STARTER.rglob("*") if path.is_file())
    assert 0 < size <= ROOM, f"The starter set weighs {size:,} bytes; {ROOM:,} are the limit."


def test_a_safety_starter_says_how_to_stand_clear(
    starters: dict[str, tuple[LibraryFolder, Draft]],
) -> None:
    none(
        (
            f"{name}/{text.key}.md"
            for name, (_, draft) in starters.items()
            if draft.klass == "safety"
            for text in draft.texts
            if not text.stand_clear
        ),
        "Say `stand-clear:` before anything else: people stand at the machine while they watch.",
    )


def test_every_question_has_a_right_answer_and_a_wrong_one(
    starters: dict[str, tuple[LibraryFolder, Draft]],
) -> None:
    none(
        (
            f"{name}/{text.key}.md: {question.prompt}"
            for name, (_, draft) in starters.items()
            for text in draft.texts
            for question in text.questions
            if len({option.right for option in question.options}) != len((True, False))
        ),
        "Mark at least one answer right, and leave one to think about.",
    )
