"""Whatever a nugget says, it comes back the same from the database and from its folder."""

from dataclasses import replace
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from content import draft as drafts
from content import library, nugget_file, text_file
from content.card import Option, Question
from content.columns import TEXT_STATES
from content.draft import Draft, StepDraft, TextDraft
from content.models import Site
from content.storage import Folder
from tests.content.cast import STORYBOARD, bytes_of, svg

signs = st.characters(
    codec="utf-8", exclude_categories=["Cc", "Cs"], exclude_characters="\u202d\u202e"
)
said = st.text(signs, min_size=1, max_size=30).filter(lambda text: text == text.strip() != "")
maybe = st.just("") | said
pictures = st.sampled_from(["", "01-take.svg", "02-wear.svg"])


@st.composite
def nuggets(draw: st.DrawFn) -> Draft:
    """Draw a nugget of one to three texts, alike in steps and in which answers are right."""
    steps = draw(st.lists(st.builds(StepDraft, pictures), min_size=1, max_size=3))
    right = draw(st.lists(st.booleans(), min_size=2, max_size=3).filter(any))
    keys = draw(st.sets(st.sampled_from(["de", "de-simple", "uk"]), min_size=1))
    return Draft(
        slug="wear-glasses",
        klass=draw(st.sampled_from(["normal", "safety"])),
        level=draw(st.sampled_from(["first steps", "routine", "expert"])),
        topic=draw(st.sampled_from(["", "safety", "order"])),
        owner_role=draw(maybe),
        review_months=draw(st.integers(1, 60)),
        storyboard=STORYBOARD,
        steps=tuple(steps),
        texts=tuple(draw(text_of(key, len(steps), right)) for key in sorted(keys)),
    )


@st.composite
def text_of(draw: st.DrawFn, key: str, steps: int, right: list[bool]) -> TextDraft:
    """Draw the words of a nugget in one language."""
    options = tuple(Option(draw(said), draw(said), one) for one in right)
    return TextDraft(
        language=key.partition("-")[0],
        variant="easy" if "-" in key else "plain",
        title=draw(said),
        state=draw(st.sampled_from(TEXT_STATES)),
        why=draw(maybe),
        stand_clear=draw(maybe),
        take_away=draw(maybe),
        task=draw(maybe),
        steps=tuple(draw(said) for _ in range(steps)),
        questions=(Question(draw(said), options),),
    )


def lay_out(nugget: Draft, root: Path) -> Path:
    """Write a nugget's folder, from nothing but the nugget."""
    folder = root / nugget.slug
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.iterdir():
        old.unlink()
    (folder / "nugget.toml").write_text(nugget_file.write(nugget), "utf-8")
    (folder / "storyboard.toml").write_text(nugget.storyboard, "utf-8")
    for text in nugget.texts:
        (folder / f"{text.key}.md").write_text(text_file.write(text), "utf-8")
    for name, colour in (("01-take.svg", "#0D2F33"), ("02-wear.svg", "#14444A")):
        (folder / name).write_text(svg(colour), "utf-8")
    return folder


@settings(
    max_examples=12,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(nugget=nuggets())
def test_a_nugget_comes_back_the_same_from_database_and_folder(
    site: Site, storage: Folder, tmp_path: Path, nugget: Draft
) -> None:
    folder = lay_out(nugget, tmp_path / "in")
    version = library.import_folder(site, folder, storage)
    stored = drafts.stored(version)
    assert replace(stored, files={}) == nugget
    out = library.export(version, tmp_path / "out" / nugget.slug, storage)
    assert library.read(out) == stored
    assert library.import_folder(site, out, storage) == version
    assert bytes_of(out) == bytes_of(folder)
