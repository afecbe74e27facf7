"""Measuring a nugget: off by default, for a whole period, refused in words, taken back."""

from html import unescape

import pytest

from content.models import Nugget, Version
from kiosk.counts import gate, measuring, period
from kiosk.counts.kinds import COMPLETED, GAIN
from kiosk.counts.models import Closed, Measured, ReleasedGain, Stood
from kiosk.counts.units import SITE
from kiosk.staff.models import Deed
from tests import council
from tests.page import words
from tests.studio import Browser, Studio

NOW = period.current("Europe/Berlin")
OFFERED = {"period": NOW.next.id}


@pytest.fixture
def glasses(studio: Studio) -> Nugget:
    """A published nugget with film and question, at the lathe and for everybody."""
    found: Nugget = Nugget.get(Nugget.slug == "wear-glasses")
    return found


def at(nugget: Nugget, more: str = "") -> str:
    return f"/studio/nuggets/{nugget.id}/measuring{more}"


def told(browser: Browser, path: str) -> str:
    return unescape(words(browser.get(path)))


def publish(nugget: Nugget, n: int, d: int, when: period.Period = NOW.before) -> None:
    """Let a period have ended with this gain; what was released before it stands since."""
    Closed.create(site=nugget.site_id, period=when.id, k=5)
    ReleasedGain.create(site=nugget.site_id, period=when.id, unit=SITE, nugget=nugget.id, n=n, d=d)
    Version.update(published_on=when.first.isoformat()).where(
        (Version.nugget == nugget) & (Version.state == "published")
    ).execute()


def test_it_is_off_and_says_that_the_council_has_not_agreed(
    alice: Browser, glasses: Nugget
) -> None:
    page = told(alice, at(glasses))
    assert "<h1>Is not measured</h1>" in page
    assert "The works council has not confirmed" in page
    assert f'action="{at(glasses)}"' not in page
    refused = alice.post(at(glasses), status=422)
    assert 'role="alert"' in words(refused)
    assert Measured.select().count() == 0


def test_it_begins_with_the_next_period_and_can_be_taken_back(
    studio: Studio, alice: Browser, glasses: Nugget
) -> None:
    council.agree(studio.site.id, NOW.next)
    page = told(alice, at(glasses))
    assert "Measure it from" in page
    assert "What a phone has saved for offline asks nothing" in page
    alice.post(at(glasses), OFFERED)
    assert [row.first for row in Measured.select()] == [NOW.next.first.isoformat()]
    page = told(alice, at(glasses))
    assert "<h1>Will be measured from" in page
    alice.post(at(glasses), OFFERED)
    assert Measured.select().count() == 1
    alice.post(at(glasses, "/end"))
    assert Measured.select().count() == 0
    assert {(row.deed, row.role) for row in Deed.select()} == {
        ("lets a nugget be measured", "trainer"), ("ended that", "trainer"),
    }  # fmt: skip


def test_another_period_than_the_page_offered_is_never_switched_on(
    studio: Studio, alice: Browser, glasses: Nugget
) -> None:
    """The page stood open over a Monday, or the nugget counts over twelve weeks by now."""
    council.agree(studio.site.id, NOW.next)
    assert f'name="period" value="{NOW.next.id}"' in told(alice, at(glasses))
    for stale in (NOW.id, NOW.next.next.id, ""):
        page = unescape(words(alice.post(at(glasses), {"period": stale}, status=422)))
        assert "That has changed meanwhile. Look once more." in page
        assert f'name="period" value="{NOW.next.id}"' in page
    assert Measured.select().count() == 0


def test_while_it_is_measured_the_page_says_from_when_to_when(
    studio: Studio, alice: Browser, glasses: Nugget
) -> None:
    council.agree(studio.site.id, NOW)
    measuring.switch_on(studio.site.id, glasses.id, NOW)
    page = told(alice, at(glasses))
    assert "<h1>Measured from" in page
    assert "End it and forget" in page
    gate.withdraw(studio.site.id)
    assert "<h1>Is not measured</h1>" in told(alice, at(glasses))


def test_the_council_reads_it_and_switches_nothing(charlie: Browser, glasses: Nugget) -> None:
    assert "<form" not in told(charlie, at(glasses)).partition("<main")[2]
    charlie.post(at(glasses), status=403)
    charlie.post(at(glasses, "/end"), status=403)


def test_somebody_of_another_plant_finds_nothing(eve: Browser, glasses: Nugget) -> None:
    eve.get(at(glasses), status=404)
    eve.post(at(glasses), status=404)


def test_what_is_not_published_can_not_be_measured(
    studio: Studio, alice: Browser, glasses: Nugget
) -> None:
    council.agree(studio.site.id, NOW.next)
    Version.update(state="withdrawn").where(Version.nugget == glasses).execute()
    assert "It is not published." in unescape(words(alice.post(at(glasses), status=422)))


def test_a_gain_stands_there_as_a_sentence_with_what_it_rests_on(
    alice: Browser, glasses: Nugget
) -> None:
    assert "Nothing yet." in told(alice, at(glasses))
    publish(glasses, 40, 30)
    for kind in (COMPLETED, GAIN):
        Stood.create(site=glasses.site_id, period=NOW.before.id, unit=SITE, nugget=glasses.id,
                     kind=kind)  # fmt: skip
    page = told(alice, at(glasses))
    assert "Of 100 who took part, about 30 more knew it." in page
    assert "40 took part. The truth lies likely between -6 and 58." in page


def test_a_measured_period_in_which_too_few_took_part_says_so(
    alice: Browser, glasses: Nugget
) -> None:
    Closed.create(site=glasses.site_id, period=NOW.before.id, k=5)
    for kind in (COMPLETED, GAIN):
        Stood.create(site=glasses.site_id, period=NOW.before.id, unit=SITE, nugget=glasses.id,
                     kind=kind)  # fmt: skip
    page = told(alice, at(glasses))
    assert "Fewer than 20 took part. So nothing is told." in page
    assert "Nothing yet." not in page


def test_a_gain_at_its_limit_says_that_it_may_be_more_on_either_side(
    alice: Browser, glasses: Nugget
) -> None:
    publish(glasses, 20, -60)
    assert "Of 100 who took part, 60 or more knew it only before." in told(alice, "/studio/")


@pytest.mark.parametrize("where", ["/studio/", "/studio/nuggets/{id}"])
def test_a_gain_below_zero_alarms_until_the_nugget_is_published_anew(
    alice: Browser, glasses: Nugget, where: str
) -> None:
    path, alarm = where.format(id=glasses.id), "misleads: the film or its question."
    publish(glasses, 40, -15)
    page = told(alice, path)
    assert alarm in page
    assert "Of 100 who took part, about 15 fewer knew it." in page
    assert at(glasses) in page
    Version.update(published_on=NOW.first.isoformat()).where(Version.nugget == glasses).execute()
    assert alarm not in told(alice, path)


def test_a_newer_gain_that_is_not_below_zero_ends_the_alarm(
    alice: Browser, glasses: Nugget
) -> None:
    publish(glasses, 40, -15, NOW.before.before)
    publish(glasses, 40, 5)
    assert "misleads" not in told(alice, "/studio/")


def test_the_question_of_what_is_published_leads_there(alice: Browser, glasses: Nugget) -> None:
    live = Version.get((Version.nugget == glasses) & (Version.state == "published"))
    assert at(glasses) in told(alice, f"/studio/v/{live.id}/question")
    assert at(glasses) in told(alice, f"/studio/nuggets/{glasses.id}")
