"""The page of what is counted: for everybody, from the code itself, with a rule for each risk."""

import json
import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from flask import Flask

from content import catalogue
from kiosk.care import checked, faultlog
from kiosk.counts import gate, manifest, period, seal, ticket
from kiosk.counts.kinds import KINDS
from kiosk.counts.models import Confirmation
from kiosk.db import connected
from kiosk.pages.transparency import TOLD
from kiosk.settings import Settings
from kiosk.studio.security import SHIFT
from tests import council
from tests.page import Worker, main, words

PAGE = "/en/transparency"
BEFORE = {"version": 1, "parts": {"cookies": {"gone": {"what": {}, "kept": {}}}}}


@pytest.fixture
def settings(app: Flask) -> Settings:
    """The settings of the plant."""
    found: Settings = app.extensions["settings"]
    return found


@pytest.fixture
def agreed(app: Flask) -> Iterator[None]:
    """A plant whose council confirmed the manifest before this period began."""
    with connected(app.extensions["database"]):
        site = catalogue.site()
        council.agree(site.id, period.current(site.timezone))
    yield
    with connected(app.extensions["database"]):
        gate.withdraw(site.id)


def test_each_kind_that_can_be_counted_is_told() -> None:
    assert [kind for kinds in TOLD.values() for kind in kinds] == list(KINDS)


def test_the_contents_lead_to_every_section(worker: Worker) -> None:
    page = words(worker.get(PAGE))
    led = re.findall(r'class="row" href="#([a-z]+)"', page)
    assert len(led) == 11
    assert led == [one for one in re.findall(r'<h2 id="([a-z]+)">', page) if one != "langs"]


def test_what_is_kept_of_a_used_ticket_is_told_with_its_days(worker: Worker) -> None:
    days = ticket.GOOD_FOR_OFFLINE_DAYS + 1
    assert f"a day of each used ticket, for {days} days" in words(worker.get(PAGE))


def test_every_risk_has_its_rule(worker: Worker) -> None:
    risks = words(worker.get(PAGE)).partition('<h2 id="risks">')[2].partition("</section>")[0]
    assert risks.count("<dt>") == risks.count('<dd class="rule">') == 8


def test_the_limits_are_those_of_this_plant(worker: Worker, settings: Settings) -> None:
    page = words(worker.get(PAGE))
    assert f"Smallest number that is shown</dt><dd>{settings.k}</dd>" in page
    assert f"Smallest group a number stands for</dt><dd>{settings.crowd_floor}</dd>" in page
    assert f"“under {settings.k}”" in page


def test_what_needs_the_councils_word_is_told_as_it_is(worker: Worker, agreed: None) -> None:
    page = main(worker.get(PAGE))
    assert "because the works council agreed" in page
    assert "Only where a nugget is measured are answers counted" in page
    assert "from 20 who took part" in page
    assert "The works council confirmed this list on" in page


def test_without_the_councils_word_nothing_more_is_counted(worker: Worker) -> None:
    page = main(worker.get(PAGE))
    assert "only completions are counted" in page
    assert "“Did this help you?” is not asked." in page
    assert "because the works council agreed" not in page
    assert "Only where a nugget is measured are answers counted" not in page


def test_what_is_new_since_the_councils_word_is_told(app: Flask, worker: Worker) -> None:
    with connected(app.extensions["database"]):
        Confirmation.create(
            site=catalogue.site().id, confirmed_on="2026-02-02", ended_on="2026-03-09",
            manifest="f" * 64, version=1, role="council", text=json.dumps(BEFORE),
        )  # fmt: skip
    page = main(worker.get(PAGE))
    assert "Version 1: confirmed on February 2, 2026, ended on March 9, 2026." in page
    assert "lines are different from the list confirmed last" in page
    assert "No longer there: gone" in page
    assert "New: __Secure-studio" in page


def test_the_last_check_of_the_server_is_told(worker: Worker, settings: Settings) -> None:
    assert "This server was not checked so far." in main(worker.get(PAGE))
    checked.keep(settings, {"swap": "ok", "pot": "ok", "proxy": "broken", "logs": "unknown"})
    page = main(worker.get(PAGE))
    assert "In order: 2 of 4 points." in page
    assert "Not in order: 1." in page
    assert "Could not be checked: 1." in page


def test_a_fault_log_announces_itself_and_is_gone_with_it(
    worker: Worker, settings: Settings
) -> None:
    assert "Faults are being written down" not in main(worker.get(PAGE))
    faultlog.switch_on(settings, 2)
    assert "Faults are being written down" in main(worker.get(PAGE))
    faultlog.switch_off(settings)
    assert "Faults are being written down" not in main(worker.get(PAGE))


def test_the_list_is_answered_with_the_hash_on_the_page(worker: Worker) -> None:
    listed = words(worker.get("/privacy-manifest.json"))
    assert manifest.read(listed).hash in main(worker.get(PAGE))


def test_it_says_that_open_counts_also_go_into_an_encrypted_file(worker: Worker) -> None:
    counted = main(worker.get(PAGE))
    assert "Once a minute all open counts also go into an encrypted file" in counted
    assert "Every four weeks that key is destroyed" in counted
    assert seal.MINUTE == 60
    now = period.current("Europe/Berlin")
    assert now.next.first - now.first == timedelta(weeks=4)


def test_what_is_kept_of_trainers_names_uploads_and_the_cookie(
    worker: Worker, settings: Settings
) -> None:
    page = main(worker.get(PAGE))
    assert f"For {settings.upload_hours} hours at most." in page
    assert "it says who is signed in, for ten hours" in page
    assert timedelta(hours=10) == SHIFT


def test_it_is_made_once_and_anew_when_the_council_speaks(app: Flask, worker: Worker) -> None:
    before = worker.get(PAGE).data
    pages = app.extensions["kept"]
    held = len(pages._pages)
    assert worker.get(PAGE).data == before
    assert len(pages._pages) == held
    with connected(app.extensions["database"]):
        site = catalogue.site()
        gate.confirm(site.id, "council", manifest.current().hash)
    assert "The works council confirmed this list on" in main(worker.get(PAGE))
    with connected(app.extensions["database"]):
        gate.withdraw(site.id)
    assert "The works council has not confirmed this list." in main(worker.get(PAGE))


def test_a_fault_log_and_a_check_are_told_at_once(worker: Worker, settings: Settings) -> None:
    assert "not checked so far" in main(worker.get(PAGE))
    faultlog.switch_on(settings, 2)
    assert "Faults are being written down" in main(worker.get(PAGE))
    faultlog.switch_off(settings)
    assert "Faults are being written down" not in main(worker.get(PAGE))
    checked.keep(settings, {"pot": "ok"})
    assert "In order: 1 of 1 points." in main(worker.get(PAGE))
