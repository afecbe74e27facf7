"""What another web site sends through somebody's browser is not taken, our own pages are heard."""

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, Route

from content.models import Remark, Wish
from kiosk.app import create_app
from kiosk.db import connected
from kiosk.settings import Settings
from tests import floor
from tests.page import Worker, main, words

WISH, REMARK = "/en/wish", f"/en/m/{floor.LATHE}/wear-glasses/remark/unclear"
FORM = """<!doctype html><title>x</title><form method="post" action="{at}/en/wish">
<button name="pick" value="fault">Win</button></form>"""


def kept(app: Flask) -> int:
    with connected(app.extensions["database"]):
        return int(Wish.select().count() + Remark.select().count())


@pytest.mark.parametrize("start", ["", "/room"])
@pytest.mark.parametrize(
    "head",
    [
        {"Sec_Fetch_Site": "cross-site"},
        {"Sec_Fetch_Site": "same-site"},
        {"Sec_Fetch_Site": "cross-site", "Origin": "null"},
        {"Origin": "https://evil.example"},
        {"Origin": "http://["},
    ],
)
def test_a_form_of_another_site_is_refused_in_a_sentence(
    worker: Worker, app: Flask, start: str, head: dict[str, str]
) -> None:
    for path, pick in ((WISH, "fault"), (REMARK, "1-1")):
        page = main(worker.post(f"{start}{path}", {"pick": pick}, 403, **head))
        assert "This was sent by another web site." in page
    assert kept(app) == 0


@pytest.mark.parametrize("end", ["play", "answer", "done", "helpful", "save"])
def test_no_answer_and_no_ticket_is_taken_from_another_site(worker: Worker, end: str) -> None:
    at = f"/de/m/{floor.LATHE}/wear-glasses/{end}"
    assert "Das hat eine andere Website geschickt." in main(
        worker.post(at, {}, 403, Sec_Fetch_Site="cross-site")
    )
    worker.post("/ticket", {"ticket": "x"}, 403, Origin="https://evil.example")


@pytest.mark.parametrize(
    "head",
    [
        {},
        {"Origin": "null"},
        {"Sec_Fetch_Site": "same-origin"},
        {"Sec_Fetch_Site": "none"},
        {"Sec_Fetch_Site": "same-origin", "Origin": "https://elsewhere.example"},
        {"Origin": "http://localhost"},
        {"Origin": "https://learn.example.test:8443"},
        {"Origin": "https://LEARN.example.test", "Host": "127.0.0.1:8000"},
    ],
)
def test_our_own_pages_are_heard_in_every_browser_and_behind_a_proxy(
    worker: Worker, app: Flask, head: dict[str, str]
) -> None:
    assert "Sent. Thank you." in main(worker.post(WISH, {"pick": "fault"}, 200, **head))
    assert kept(app) == 1


def test_the_outbox_of_a_phone_is_heard(worker: Worker) -> None:
    for head in ({"Sec_Fetch_Site": "same-origin"}, {"Origin": "https://learn.example.test"}):
        worker.post("/ticket", {"ticket": "x"}, 204, **head)


def test_a_link_on_another_site_opens_every_page(worker: Worker) -> None:
    for path in ("/", f"/{floor.LATHE}", WISH, REMARK):
        worker.get(path, Sec_Fetch_Site="cross-site", Origin="https://intranet.example")


def test_it_is_refused_while_the_server_cannot_read_its_data(settings: Settings) -> None:
    page = Worker(create_app(settings)).post(WISH, {}, 403, Sec_Fetch_Site="cross-site")
    assert "This was sent by another web site." in words(page)


@pytest.mark.browser
def test_a_real_browser_says_who_sends(address: str, phone: Page) -> None:
    def other_site(route: Route) -> None:
        route.fulfill(body=FORM.format(at=address), content_type="text/html")

    phone.route("http://win.example/", other_site)
    phone.goto("http://win.example/")
    phone.click("button")
    assert "This was sent by another web site." in phone.inner_text("main")


@pytest.mark.browser
def test_our_own_form_is_taken_without_javascript(address: str, browser: Browser) -> None:
    context = browser.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{address}{WISH}")
    page.click("button[value=fault]")
    assert "Sent. Thank you." in page.inner_text("main")
    context.close()
