"""What workers told, as the studio reads and answers it."""

import re
from collections.abc import Callable
from datetime import timedelta

import pytest

from content import catalogue, nuggets, release, remarks, versions, wishes
from content.card import Card
from content.models import Machine, Nugget, Remark, Wish
from content.storage import Folder
from content.wishes import Where
from kiosk.staff.models import Deed
from tests import floor
from tests.page import Worker, main, words
from tests.studio import Browser, Studio

Tell = Callable[..., Remark]


def glasses(studio: Studio) -> Card:
    card = catalogue.card(studio.site.id, "wear-glasses")
    assert card is not None
    return card


@pytest.fixture
def tell(studio: Studio) -> Tell:
    """Let somebody tell something some days ago."""

    def tell(kind: str = "unclear", step: int = 2, ago: int = 1) -> Remark:
        machine = Machine.get(Machine.name == "Drehmaschine DZ 400")
        day = release.today(studio.site) - timedelta(ago)
        remarks.send(glasses(studio), studio.site.id, kind, step, day, machine_id=machine.id)
        found: Remark = Remark.get(Remark.kind == kind)
        return found

    return tell


def test_a_remark_of_today_is_not_there_yet_but_unsafe_is(alice: Browser, tell: Tell) -> None:
    tell("wrong", ago=0)
    assert "Nobody has told anything here that waits." in main(alice.get("/studio/remarks"))
    assert "Told by workers" not in main(alice.get("/studio/"))
    alice.get(f"/studio/remarks/{Remark.get().id}", status=404)
    tell("unsafe", ago=0)
    page = main(alice.get("/studio/remarks"))
    assert "One remark says: unsafe" in page
    assert "Step 2: Brille aufsetzen. Drehmaschine DZ 400." in page


@pytest.mark.parametrize("name", ["alice", "bob", "charlie", "dana"])
def test_unsafe_stands_on_top_of_everybodys_first_page(
    studio: Studio, tell: Tell, name: str
) -> None:
    tell("unsafe", ago=0)
    browser = studio.browser(name)
    page = main(browser.get("/studio/"))
    assert page.index("Somebody says: unsafe") < 60
    nugget = Nugget.get(Nugget.slug == "wear-glasses").id
    assert "Somebody says: unsafe" in main(browser.get(f"/studio/nuggets/{nugget}"))


def test_another_plant_reads_nothing_of_it(studio: Studio, tell: Tell) -> None:
    row = tell("unsafe", ago=0)
    eve = studio.browser("eve")
    assert "unsafe" not in main(eve.get("/studio/"))
    eve.get(f"/studio/remarks/{row.id}", status=404)
    eve.post(f"/studio/remarks/{row.id}", {"outcome": "stays"}, status=404)


def test_the_list_can_be_narrowed_and_leads_to_the_draft(alice: Browser, tell: Tell) -> None:
    tell("unclear")
    tell("wrong", 1)
    page = main(alice.get("/studio/remarks?show=wrong"))
    assert "It is wrong: Schutzbrille tragen" in page
    assert "It is unclear: " not in page
    nugget = Nugget.get(Nugget.slug == "wear-glasses").id
    shown = words(alice.get("/studio/remarks?show=nonsense"))
    assert shown.count(f'action="/studio/nuggets/{nugget}/change"') == 2


def test_an_answer_is_public_at_once_and_in_the_book_without_a_name(
    alice: Browser, tell: Tell, worker: Worker
) -> None:
    row = tell()
    said = {"outcome": "changed", "answer": "Jetzt mit Bild."}
    alice.post(f"/studio/remarks/{row.id}", said)
    assert "Jetzt mit Bild." in main(worker.get("/en/n/wear-glasses/remark"))
    deed = Deed.get()
    assert (deed.role, deed.deed, deed.subject) == (
        "trainer",
        "answered a remark",
        "wear-glasses 1",
    )
    assert "Answered a remark : Schutzbrille tragen, version 1" in main(alice.get("/studio/deeds"))
    assert "Changed" in main(alice.get("/studio/remarks?show=answered"))


@pytest.mark.parametrize(
    ("said", "why"),
    [
        ({"answer": "Ja."}, "choose one of the answers"),
        ({"outcome": "nonsense", "answer": "Ja."}, "choose one of the answers"),
        ({"outcome": "stays", "answer": "x" * 201}, "at most 200 fit"),
    ],
)
def test_an_answer_that_is_none_is_asked_for_again_with_what_was_typed(
    alice: Browser, tell: Tell, said: dict[str, str], why: str
) -> None:
    row = tell()
    page = alice.post(f"/studio/remarks/{row.id}", said, status=422)
    assert why in main(page)
    assert said["answer"] in words(page)
    assert Remark.get().outcome == ""


def test_the_council_reads_and_does_not_answer(charlie: Browser, tell: Tell) -> None:
    row = tell()
    assert "What became of it?" not in main(charlie.get(f"/studio/remarks/{row.id}"))
    charlie.post(f"/studio/remarks/{row.id}", {"outcome": "stays"}, status=403)


def test_a_version_released_since_is_named(alice: Browser, tell: Tell, studio: Studio) -> None:
    row = tell()
    version = versions.begin(row.nugget)
    nuggets.publish(version, release.today(studio.site))
    page = main(alice.get(f"/studio/remarks/{row.id}"))
    assert re.search(r"Version 2 was released on .+ Did it settle this\?", page)


def test_a_remark_on_what_was_withdrawn_says_so(alice: Browser, tell: Tell, studio: Studio) -> None:
    row = tell("unsafe", ago=0)
    storage = Folder(studio.settings.media)
    nuggets.withdraw(row.nugget, storage, release.today(studio.site), why="Falsch.")
    assert "This nugget is withdrawn." in main(alice.get(f"/studio/remarks/{row.id}"))


def test_a_machine_that_changed_makes_its_nuggets_due_and_says_why(
    alice: Browser, tell: Tell, studio: Studio
) -> None:
    tell("machine changed", 0)
    Nugget.update(reviewed_on="2026-01-01").execute()
    remarks.let_due(studio.site, release.today(studio.site))
    assert "Somebody at the machine says that it changed." in main(alice.get("/studio/"))
    assert {row.slug for row in Nugget.select() if row.due_why} == {
        "wear-glasses", "clear-chips", "new-tool",
    }  # fmt: skip


def test_a_wish_is_answered_on_the_public_list(
    alice: Browser, studio: Studio, worker: Worker
) -> None:
    today = release.today(studio.site)
    wishes.send(studio.site.id, Where(), "fault", today)
    assert "Nobody misses a nugget right now." in main(alice.get("/studio/wishes"))
    alice.get(f"/studio/wishes/{Wish.get().id}", status=404)
    Wish.update(sent_on=(today - timedelta(1)).isoformat()).execute()
    assert "One wish for a nugget" in main(alice.get("/studio/"))
    assert "Fault: The whole plant" in main(alice.get("/studio/wishes"))
    at = f"/studio/wishes/{Wish.get().id}"
    assert "choose one of the answers" in main(alice.post(at, {}, status=422))
    alice.post(at, {"outcome": "planned", "answer": "Im Mai."})
    assert "Fault Planned on" in main(worker.get("/en/wishes"))
    alice.post(at, {"outcome": "made", "answer": ""})
    assert Deed.select().where(Deed.deed == "answered a wish").count() == 2


def test_what_a_worker_sends_reaches_the_studio(alice: Browser, worker: Worker) -> None:
    worker.post(f"/de/m/{floor.LATHE}/wear-glasses/remark/unsafe", {"pick": "1-0"})
    assert "Somebody says: unsafe" in main(alice.get("/studio/"))
