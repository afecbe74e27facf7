"""The ways to a machine by hand, looked at by axe-core on phone and desk, by day and by night."""

import pytest
from playwright.sync_api import Page

from tests.looks import DESK_BY_NIGHT, PHONE_BY_DAY, unfit

pytestmark = pytest.mark.browser

PATHS = ("", "machines", "find?q=glasses", "find?q=D4H7KX", "find?q=xyzzyq")


@pytest.mark.parametrize("language", ["de", "ar"])
def test_pages_that_find_are_fit_for_everybody(phone: Page, address: str, language: str) -> None:
    found = {}
    for path in PATHS:
        phone.goto(f"{address}/{language}/{path}")
        found[path] = unfit(phone, PHONE_BY_DAY, DESK_BY_NIGHT)
        if path == "machines":
            phone.click("main .rows a >> nth=0")
            phone.click("main .rows a >> nth=0")
            phone.wait_for_selector(".chip")
            found["area"] = unfit(phone, PHONE_BY_DAY, DESK_BY_NIGHT)
    assert [one for faults in found.values() for one in faults] == []
