"""What every starter nugget keeps to, so that a plant can put it on a machine as it is."""

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from content import library, library_folder, text_file
from content.draft import Draft, TextDraft
from content.errors import LibraryError
from content.figures import figures
from content.library_folder import LibraryFolder
from content.media import board, captions
from kiosk.language import LANGUAGES
from tests.rules.tree import none

SHORTEST, LONGEST = 60.0, 120.0
ROOM = 12_000_000
SOURCE = "de"
READ = {"de", "en"}
"""The texts that count as reviewed. Who has read another one through names it here."""
SCRIPTS = {"uk": "CYRILLIC", "ru": "CYRILLIC", "ar": "ARABIC"}


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


def spoken(text: TextDraft) -> Iterator[str]:
    """Yield every line a worker reads, in one order for all languages."""
    yield from (text.title, text.why, text.stand_clear, text.take_away, text.task, *text.steps)
    for question in text.questions:
        yield question.prompt
        for option in question.options:
            yield from (option.label, option.feedback)


def source_of(draft: Draft) -> TextDraft:
    """Return the text the others were translated from."""
    return next(text for text in draft.texts if text.key == SOURCE)


def shape(text: TextDraft) -> tuple[int, list[list[bool]]]:
    """Return how many steps a text has, and which of its answers are right."""
    rights = [[option.right for option in question.options] for question in text.questions]
    return len(text.steps), rights


def test_every_starter_is_whole_in_every_language_of_the_workers(
    starters: dict[str, tuple[LibraryFolder, Draft]],
) -> None:
    none(
        (
            f"{name} has no {language}.md"
            for name, (_, draft) in starters.items()
            for language in sorted(LANGUAGES.keys() - {text.key for text in draft.texts})
        ),
        "Write the nugget in this language too, as `state: machine` until a person has read it.",
    )


def test_every_language_of_a_starter_teaches_the_same(
    starters: dict[str, tuple[LibraryFolder, Draft]],
) -> None:
    none(
        (
            f"{name}/{text.key}.md"
            for name, (_, draft) in starters.items()
            for text in draft.texts
            if shape(text) != shape(source_of(draft))
        ),
        "Give it as many steps and answers as the German text, and the same right ones.",
    )


def test_no_number_is_lost_or_changed_in_another_language(
    starters: dict[str, tuple[LibraryFolder, Draft]],
) -> None:
    none(
        (
            f"{name}/{text.key}.md: {theirs}"
            for name, (_, draft) in starters.items()
            for text in draft.texts
            for ours, theirs in zip(spoken(source_of(draft)), spoken(text), strict=True)
            if sorted(figures(ours)) != sorted(figures(theirs))
        ),
        "Write the number as the German line has it: somebody turns a switch by it.",
    )


def test_no_word_of_a_starter_mixes_alphabets(
    starters: dict[str, tuple[LibraryFolder, Draft]],
) -> None:
    """A Latin "o" among Cyrillic letters looks right, and is neither found nor read aloud."""
    none(
        (
            f"{name}/{text.key}.md: {word}"
            for name, (_, draft) in starters.items()
            for text in draft.texts
            for word in re.findall(r"[^\W\d_]+", " ".join(spoken(text)))
            if len({unicodedata.name(sign).split()[0] for sign in word}) > 1
        ),
        "Type the word anew in one alphabet.",
    )


def test_every_text_is_written_in_the_letters_of_its_language(
    starters: dict[str, tuple[LibraryFolder, Draft]],
) -> None:
    none(
        (
            f"{name}/{text.key}.md: {line}"
            for name, (_, draft) in starters.items()
            for text in draft.texts
            for line in spoken(text)
            if line and SCRIPTS.get(text.language, "LATIN") not in _scripts(line)
        ),
        "This line was left in another language.",
    )


def _scripts(line: str) -> set[str]:
    return {unicodedata.name(sign).split()[0] for sign in line if sign.isalpha()}


def test_what_nobody_has_read_says_so(
    starters: dict[str, tuple[LibraryFolder, Draft]],
) -> None:
    none(
        (
            f"{name}/{text.key}.md is {text.state}"
            for name, (_, draft) in starters.items()
            for text in draft.texts
            if (text.state == "reviewed") != (text.key in READ)
        ),
        "Mark a text `state: machine` until a person who speaks it has read it through.",
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


def test_a_text_goes_out_as_it_came_in(starters: dict[str, tuple[LibraryFolder, Draft]]) -> None:
    """Who reviews a text in the studio and exports it sees only the words that changed."""
    none(
        (
            f"{name}/{text.key}.md"
            for name, (folder, draft) in starters.items()
            for text in draft.texts
            if text_file.write(text) != (folder.path / f"{text.key}.md").read_text("utf-8")
        ),
        "Write the file as `kiosk library export` does.",
    )


def test_captions_are_read_without_haste_in_every_language(
    starters: dict[str, tuple[LibraryFolder, Draft]],
) -> None:
    """Not even a warning; and a cue a scene in each, so that languages stand side by side."""
    none(
        (
            f"{name}: {language}: {problem}"
            for name, (folder, _) in starters.items()
            if folder.board
            for language in folder.board.languages
            for problem in _slips(folder.board, language)
        ),
        "Say it shorter, or give the scene more time.",
    )


def _slips(told: board.Board, language: str) -> Iterator[str]:
    cues = board.captions(told, language)
    if len(cues) != len(told.scenes):
        yield f"{len(cues)} captions for {len(told.scenes)} scenes"
    yield from map(str, captions.check(cues, told.seconds))
    for ours, theirs in zip(board.captions(told, SOURCE), cues, strict=False):
        if sorted(figures(ours.words)) != sorted(figures(theirs.words)):
            yield f"another number than in German: {theirs.words}"


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
