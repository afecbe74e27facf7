"""A pass opens one thing, for one purpose, until its hour, and nobody else can make one."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from kiosk.settings import Settings
from kiosk.web import passes
from kiosk.web.passes import PassExpired, PassWrong
from tests.conftest import fresh_settings

SUBJECTS = st.from_regex(passes.SUBJECT, fullmatch=True)


@pytest.fixture(scope="module")
def plant(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return fresh_settings(tmp_path_factory.mktemp("passes"))


@given(subject=SUBJECTS, hours=st.integers(0, 24 * 365))
def test_a_pass_opens_what_it_was_made_for(plant: Settings, subject: str, hours: int) -> None:
    made = passes.issue(plant, "translate", subject, hours=hours)
    assert passes.read(plant, "translate", made) == subject


@examples(suppress_health_check=[HealthCheck.too_slow])
@given(place=st.integers(0, 200), sign=st.characters())
def test_a_pass_with_one_sign_changed_opens_nothing(plant: Settings, place: int, sign: str) -> None:
    made = passes.issue(plant, "translate", "a1b2c3.x9", days=7)
    place %= len(made)
    forged = made[:place] + sign + made[place + 1 :]
    if forged == made:
        return
    with pytest.raises(PassWrong):
        passes.read(plant, "translate", forged)


@given(text=st.text(max_size=300))
def test_any_text_is_no_pass(plant: Settings, text: str) -> None:
    with pytest.raises(PassWrong):
        passes.read(plant, "translate", text)


def test_a_pass_for_another_purpose_opens_nothing(plant: Settings) -> None:
    made = passes.issue(plant, "preview", "abc", days=7)
    with pytest.raises(PassWrong):
        passes.read(plant, "translate", made)


def test_a_pass_of_another_plant_opens_nothing(plant: Settings, tmp_path: Path) -> None:
    made = passes.issue(fresh_settings(tmp_path), "translate", "abc", days=7)
    with pytest.raises(PassWrong):
        passes.read(plant, "translate", made)


def test_a_pass_ends_with_its_hour(plant: Settings) -> None:
    made = passes.issue(plant, "translate", "abc", hours=-1)
    with pytest.raises(PassExpired):
        passes.read(plant, "translate", made)


def test_an_expired_pass_that_was_changed_is_wrong_not_expired(plant: Settings) -> None:
    made = passes.issue(plant, "translate", "abc", days=-1)
    with pytest.raises(PassWrong):
        passes.read(plant, "translate", made.replace("abc", "abd", 1))


def test_a_pass_names_nothing_that_an_address_could_not_hold(plant: Settings) -> None:
    with pytest.raises(ValueError, match="cannot name"):
        passes.issue(plant, "translate", "a/b", days=1)
