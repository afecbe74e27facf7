"""`nugget.toml` is read with every finding on its line, and written the same way."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import nugget_file
from content.draft import Draft, StepDraft
from content.nugget_file import parse
from tests.content.cast import NUGGET

seconds = st.lists(st.floats(0, 900).map(lambda at: round(at, 3)), max_size=4).map(sorted)
names = st.from_regex(r"[a-z0-9]{1,10}\.svg", fullmatch=True)
drafts = st.builds(
    Draft,
    slug=st.just("wear-glasses"),
    klass=st.sampled_from(["normal", "safety"]),
    level=st.sampled_from(["first steps", "routine", "expert"]),
    reach=st.sampled_from(["anywhere", "plant network"]),
    topic=st.sampled_from(["", "safety", "5s-order"]),
    owner_role=st.text(st.characters(categories=["L", "Nd", "P"]), max_size=80),
    review_months=st.integers(1, 60),
    video=st.sampled_from(["", "video.mp4"]),
    steps=st.tuples(seconds, names).map(
        lambda found: tuple(StepDraft(found[1], at) for at in found[0])
    ),
)


@given(drafts)
def test_what_is_written_is_read_back(draft: Draft) -> None:
    file = parse(nugget_file.write(draft))
    assert file.findings == []
    assert file.draft("wear-glasses") == draft


def test_a_file_in_its_usual_form_stays_as_it_is() -> None:
    assert nugget_file.write(parse(NUGGET).draft("wear-glasses")) == NUGGET


@pytest.mark.parametrize(
    ("old", "new", "finding"),
    [
        ('"safety"', '"deadly"', 'nugget.toml:1: "class" is one of: normal, safety.'),
        ("level =", "levle =", 'nugget.toml:2: "levle" is not known here. Known are: class,'),
        ('"anywhere"', '"nowhere"', 'nugget.toml:3: "reach" is one of: anywhere, plant network.'),
        ('topic = "safety"', 'topic = "Safety first"', "nugget.toml:4: a topic is written in"),
        ('"Safety officer"', "7", 'nugget.toml:5: "owner_role" is a text of at most 80 signs.'),
        ("= 12", "= 0", "nugget.toml:6: review_months is a number, 1 to 60."),
        ("= 12", '= "12"', "nugget.toml:6: review_months is a number"),
        ("= 12", "=", "nugget.toml:6: this is not TOML: Invalid value."),
        ("at = 4.0", "at = -4.0", "nugget.toml:14: at is a second of the film"),
        ("at = 0.0", "at = 8.0", "nugget.toml:14: this step begins at 4.0, before the one above"),
        ("at = 4.0", "begins = 4.0", 'nugget.toml:14: "begins" is not known in a step.'),
        ('"02-wear.svg"', "2", "nugget.toml:13: picture is the name of a file"),
        ("[[step]]\n", "[step]\n", "nugget.toml:"),
    ],
)
def test_what_is_wrong_is_told_with_its_line(old: str, new: str, finding: str) -> None:
    assert old in NUGGET
    said = [str(found) for found in parse(NUGGET.replace(old, new, 1)).findings]
    assert any(line.startswith(finding) for line in said), said


def test_spaces_around_a_word_do_not_count() -> None:
    assert parse('owner_role = " Setter "').draft("wear-glasses").owner_role == "Setter"


@pytest.mark.parametrize(
    "source",
    [
        "step = 4",
        "step = [1, 2]",
        "class = []",
        "at = nan",
        "\0",
        "topic = " + "[" * 5000,
        "review_months = " + "9" * 5000,
    ],
)
def test_nonsense_is_refused_and_never_breaks(source: str) -> None:
    assert parse(source).findings
