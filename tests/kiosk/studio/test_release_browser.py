"""The release in a real browser: by thumb, without a script, and for everybody."""

from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser as Chromium
from playwright.sync_api import Page, expect

from content import library, release, versions
from content.models import Nugget, Version
from content.storage import Folder
from kiosk.db import connected
from tests.content.cast import give_film, lay_out
from tests.looks import DESK_BY_DAY, PHONE_BY_NIGHT, unfit
from tests.studio import Studio

pytestmark = [pytest.mark.browser, pytest.mark.thorough]
PHONE = {"width": 390, "height": 844}


@pytest.fixture
def draft(studio: Studio, tmp_path: Path) -> Version:
    """Alice's draft of a safety nugget, whole."""
    with connected(studio.database):
        storage = Folder(studio.settings.media)
        version = library.import_folder(studio.site, lay_out(tmp_path / "in", slug="lid"), storage)
        give_film(version, storage)
        Version.update(authors=studio.people["alice"].id).where(Version.id == version.id).execute()
        found: Version = Version.get_by_id(version.id)
        return found


def opened(chromium: Chromium, studio: Studio, name: str, address: str, **how: Any) -> Page:
    """Open a page on the phone of somebody who is signed in."""
    context = chromium.new_context(**{"viewport": PHONE, "locale": "en-GB", **how})
    context.add_cookies(studio.browser(name).cookies)
    page = context.new_page()
    page.goto(address)
    return page


@pytest.mark.parametrize("script", [True, False], ids=["with a script", "without"])
def test_alice_hands_in_and_bob_releases_by_thumb(
    browser: Chromium, studio: Studio, served: str, draft: Version, *, script: bool
) -> None:
    address = f"{served}/studio/v/{draft.id}/release"
    alice = opened(browser, studio, "alice", address, java_script_enabled=script)
    alice.get_by_label("Nobody can be recognised.").check()
    alice.get_by_role("button", name="Hand it in").click()
    expect(alice.locator("h1")).to_contain_text("Ask a colleague to release it")
    bob = opened(browser, studio, "bob", f"{served}/studio/", java_script_enabled=script)
    bob.get_by_role("link", name="Look at it and decide").click()
    expect(bob.get_by_role("button", name="Release it")).to_be_visible()
    for tick in bob.get_by_role("checkbox").all():
        tick.check()
    bob.get_by_role("button", name="Release it").click()
    expect(bob.locator("h1")).to_contain_text("published")
    alice.context.close()
    bob.context.close()


def pages(studio: Studio, draft: Version) -> list[tuple[str, str]]:
    """Return everybody's pages of a release."""
    with connected(studio.database):
        glasses = Nugget.get(Nugget.slug == "wear-glasses")
        live = versions.published(glasses)
        assert live
        waiting = versions.begin(glasses)
        release.submit(waiting, reason="A new lid.", consent="Nobody.")
    nugget = f"/studio/nuggets/{glasses.id}"
    return [
        ("bob", "/studio/"), ("charlie", "/studio/"), ("bob", f"/studio/v/{waiting.id}/release"),
        ("alice", f"/studio/v/{waiting.id}/release"), ("alice", f"/studio/v/{draft.id}/release"),
        ("bob", f"/studio/v/{live.id}/release"), ("bob", nugget), ("bob", f"{nugget}/withdraw"),
        ("alice", f"/studio/v/{draft.id}/discard"), ("bob", f"/studio/v/{live.id}/sheet"),
    ]  # fmt: skip


def test_everybody_can_use_every_page_of_it(
    browser: Chromium, studio: Studio, served: str, draft: Version
) -> None:
    for name, path in pages(studio, draft):
        page = opened(browser, studio, name, served + path)
        assert unfit(page, PHONE_BY_NIGHT, DESK_BY_DAY) == [], path
        page.context.close()
