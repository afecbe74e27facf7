"""Steps keep their words in every language, wherever they are moved."""

from pathlib import Path

import pytest

from content import composition, library, pictures, steps, words
from content.errors import ContentError
from content.models import Attachment, Site, Step, Text, Version
from content.steps import BeyondFilm, StepGone, TooManySteps
from content.storage import Folder
from tests.content import cast

SVG = cast.svg("#123456").encode()


def said(version: Version, language: str = "de") -> list[str]:
    """Return the first word of each step."""
    text = Text.get((Text.version == version) & (Text.language == language))
    lines = words.lines(text).items()
    return [body.partition(" ")[0] for key, body in lines if key.startswith("step/")]


def ids(version: Version) -> list[str]:
    """Return the ids of the steps in order."""
    return [step.id for step in steps.of(version)]


def test_a_new_step_stands_last_and_empty_in_every_language(version: Version) -> None:
    steps.add(version, "abcdefghjkmn")
    steps.add(version, "abcdefghjkmn")
    assert (said(version), said(version, "en")) == (["Nimm", "Setz", ""], ["Take", "Put", ""])


def test_a_moved_step_keeps_its_key_and_words(version: Version) -> None:
    first, second = ids(version)
    steps.move(version, second, -1)
    steps.move(version, second, -1)
    assert ids(version) == [second, first]
    assert (said(version), said(version, "en")) == (["Setz", "Nimm"], ["Put", "Take"])


def test_a_step_taken_away_is_put_back_with_all_it_had(version: Version) -> None:
    before = composition.card(version)
    taken = steps.remove(version, ids(version)[0])
    assert (said(version), said(version, "en")) == (["Setz"], ["Put"])
    steps.put_back(version, taken)
    steps.put_back(version, taken)
    assert composition.card(version) == before


def test_there_is_an_end_to_steps(version: Version) -> None:
    for number in range(steps.MOST - 2):
        steps.add(version, f"abcdefghjk{number:02}")
    with pytest.raises(TooManySteps, match="At most 20 steps fit"):
        steps.add(version, "abcdefghjkmn")


def test_what_is_gone_cannot_be_moved(version: Version) -> None:
    gone = steps.remove(version, ids(version)[0]).id
    with pytest.raises(StepGone):
        steps.move(version, gone, 1)
    with pytest.raises(StepGone):
        steps.begin_at(version, gone, 1.0)


def test_a_step_begins_within_the_film(version: Version, storage: Folder) -> None:
    cast.give_film(version, storage)
    fresh = cast.fresh(version)
    steps.begin_at(fresh, ids(version)[0], 7.5)
    with pytest.raises(BeyondFilm, match="ends at 8 seconds"):
        steps.begin_at(fresh, ids(version)[1], 9.0)
    assert [step.at for step in steps.of(version)] == [7.5, 4.0]


def test_a_picture_travels_with_the_nugget_and_the_one_before_goes(
    site: Site, version: Version, storage: Folder
) -> None:
    step = ids(version)[0]
    first = pictures.take(site, storage, SVG, "a.svg")
    steps.show(version, storage, step, first)
    second = pictures.take(site, storage, cast.svg("#654321").encode(), "b.svg")
    steps.show(version, storage, step, second)
    row = Step.get_by_id(step)
    attached = Attachment.get((Attachment.version == version) & (Attachment.name == row.file))
    assert (row.picture_id, attached.medium_id) == (second.sha, second.sha)
    assert storage.find(first.sha, "svg") is None


def test_one_version_does_not_touch_the_steps_of_another(
    site: Site, version: Version, storage: Folder, tmp_path: Path
) -> None:
    other = library.import_folder(site, cast.lay_out(tmp_path, slug="other"), storage)
    with pytest.raises(ContentError):
        steps.move(version, ids(other)[0], 1)
    with pytest.raises(ContentError):
        steps.remove(version, ids(other)[0])
