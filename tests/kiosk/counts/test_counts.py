"""From the opened nugget to the count, through the one door."""

import time
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace

import peewee
import pytest

from content import catalogue, label_moves, models
from content.card import Card
from content.catalogue import Place
from kiosk.counts import Counts, keys, minute, released, ticket
from kiosk.counts.pot import RamPot, Slot
from kiosk.counts.release import database
from kiosk.counts.units import SITE, SMALL
from kiosk.db import connected
from kiosk.settings import Settings
from tests.content import cast
from tests.kiosk.counts.world import World, opened

pytestmark = pytest.mark.parametrize("database", ["sqlite"], indirect=True)


def counted(counts: Counts) -> dict[tuple[str, str], int]:
    """What is counted in the open period, by unit and nugget: only a test may look."""
    slots = counts.pot.dump().slots
    return {(slot.unit, slot.nugget): n for slot, n in slots if n}


@pytest.fixture
def place(world: World) -> Place:
    return world.at(world.machine("hall3", world.lathe))


@pytest.fixture
def card(world: World, place: Place) -> Card:
    return world.nugget("chuck", world.lathe, seconds=0)


def test_a_completion_counts_once_for_the_kind_in_its_area(
    counts: Counts, world: World, card: Card, place: Place
) -> None:
    counts.start()
    text = opened(counts, card, place)
    assert [counts.redeem(text), counts.redeem(text)] == ["counted", "again"]
    assert counted(counts) == {(f"{world.lathe.id}@{world.areas['hall3'].id}", card.id): 1}


def test_opened_without_a_machine_it_counts_for_the_site(counts: Counts, card: Card) -> None:
    counts.start()
    assert counts.redeem(opened(counts, card, None)) == "counted"
    assert counted(counts) == {(SITE, card.id): 1}


def test_opened_at_a_machine_it_does_not_hang_on_it_counts_for_the_site(
    counts: Counts, world: World, place: Place
) -> None:
    card = world.nugget("order", world.topic(), seconds=0)
    counts.start()
    counts.redeem(opened(counts, card, place))
    assert counted(counts) == {(SITE, card.id): 1}


def test_whether_anything_is_counted_is_known_without_reading_a_nugget(
    world: World, card: Card, database: peewee.Database
) -> None:
    with cast.counted(database) as statements:
        assert not released.uncounted(world.site.id, 10)
        assert released.uncounted(world.site.id, 41)
    assert not [one for one in statements if "nugget" in one or "machine" in one]


def test_too_few_people_share_the_pooled_slot(counts: Counts, world: World) -> None:
    press, saw = world.kind("Presse", hall3=6), world.kind("Säge", hall5=5)
    places = [world.at(world.machine("hall3", press)), world.at(world.machine("hall5", saw))]
    cards = [world.nugget("press", press, seconds=0), world.nugget("saw", saw, seconds=0)]
    counts.start()
    for card, place in zip(cards, places, strict=True):
        assert counts.redeem(opened(counts, card, place)) == "counted"
        assert counts.redeem(opened(counts, card, None)) == "counted"
    assert counted(counts) == {(SMALL, ""): 4}


def test_four_people_alone_are_not_counted(counts: Counts, world: World) -> None:
    press = world.kind("Presse", hall3=4)
    place = world.at(world.machine("hall3", press))
    card = world.nugget("press", press)
    counts.start()
    assert counts.hand_out(card, place) is None
    assert counts.hand_out(card, None) is None


def test_a_plant_of_nine_hands_out_no_ticket(
    counts: Counts, world: World, card: Card, place: Place
) -> None:
    models.Site.update(crowd=9).execute()
    counts.start()
    assert counts.hand_out(card, place) is None


def test_a_nugget_published_since_counts_at_once(
    counts: Counts, world: World, place: Place
) -> None:
    counts.start()
    card = world.nugget("new", world.lathe, seconds=0)
    models.Revision.insert(id=1, number=7).on_conflict(
        conflict_target=[models.Revision.id], update={"number": 7}
    ).execute()
    assert counts.redeem(opened(counts, card, place)) == "counted"


def test_whoever_opens_it_while_it_is_laid_out_gets_a_ticket_too(
    counts: Counts, world: World, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    counts.start()
    card = world.nugget("chuck", world.lathe, seconds=0)
    prepare = minute.prepare

    def slowly(settings: Settings, pot: RamPot) -> None:
        time.sleep(0.3)
        prepare(settings, pot)

    def phone() -> str | None:
        with connected(database()):
            return counts.hand_out(card, place)

    monkeypatch.setattr(minute, "prepare", slowly)
    with ThreadPoolExecutor(4) as phones:
        tickets = [one.result() for one in [phones.submit(phone) for _ in range(4)]]
    assert all(tickets)


def test_a_withdrawn_nugget_is_answered_and_not_counted(
    counts: Counts, world: World, card: Card, place: Place
) -> None:
    counts.start()
    text = opened(counts, card, place)
    world.withdraw(card)
    assert counts.redeem(text) == "void"
    assert counted(counts) == {}


def test_the_first_use_makes_the_pot_if_nobody_has(
    counts: Counts, card: Card, place: Place
) -> None:
    assert counts.redeem(opened(counts, card, place)) == "counted"
    assert Counts(counts.settings).start() == minute.KEPT


def test_too_early_the_ticket_stays_good(counts: Counts, world: World, place: Place) -> None:
    card = world.nugget("short", world.lathe, seconds=3)
    counts.start()
    text = opened(counts, card, place)
    assert counts.redeem(text) == "early"
    time.sleep(1.1)
    assert counts.redeem(text) == "counted"


def test_the_shortest_film_decides_how_long_to_stay(
    counts: Counts, world: World, place: Place
) -> None:
    card = world.nugget("long", world.lathe, seconds=60)
    counts.start()
    inside = ticket.open_(opened(counts, card, place), counts._key)
    assert inside is not None
    assert inside.dwell == 18


def test_an_offline_ticket_needs_no_stay(counts: Counts, world: World, place: Place) -> None:
    card = world.nugget("long", world.lathe, seconds=60)
    counts.start()
    assert counts.redeem(opened(counts, card, place, offline=True)) == "counted"


def test_an_expired_ticket_is_void(counts: Counts, card: Card) -> None:
    counts.start()
    old = replace(ticket.write(card.id, 1, "", 0), when=int(time.time()) - 2 * 86_400)
    text = ticket.close(old, keys.week(), counts.settings.secret(keys.week()))
    assert counts.redeem(text) == "void"


def test_a_ticket_handed_out_while_a_week_begins_is_good(
    counts: Counts, card: Card, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Named after one week and closed with the key of the other, it would open for nobody."""
    counts.start()
    over, now = keys.week(1), keys.week()
    with monkeypatch.context() as clock:
        asked = iter((over, now))
        clock.setattr(keys, "week", lambda: next(asked))
        text = opened(counts, card)
    assert counts.redeem(text) == "counted"


def test_a_ticket_of_last_week_is_good_and_one_of_the_week_before_is_not(
    counts: Counts, card: Card
) -> None:
    counts.start()
    for weeks, outcome in ((1, "counted"), (2, "void")):
        name = keys.week(weeks)
        one = ticket.write(card.id, 1, "", 0)
        assert counts.redeem(ticket.close(one, name, counts.settings.secret(name))) == outcome


@pytest.mark.parametrize("text", ["", "x", "x" * 104, "ä" * 104, "A" * 104, "\0" * 104])
def test_nonsense_is_void(counts: Counts, card: Card, text: str) -> None:
    counts.start()
    assert counts.redeem(text) == "void"


def test_no_robot_counts_more_than_three_times_a_head_and_hour(
    counts: Counts, card: Card, place: Place
) -> None:
    counts.start()
    outcomes = [counts.redeem(opened(counts, card, place)) for _ in range(60)]
    assert outcomes == ["counted"] * 45 + ["void"] * 15
    assert sum(counted(counts).values()) == 45


def test_a_clock_set_back_begins_another_hour(
    counts: Counts, card: Card, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else nothing would count until the clock is where it was."""
    counts.start()
    for _ in range(46):
        text = opened(counts, card, place)
    assert counts.redeem(text) == "void"
    now = time.time()
    monkeypatch.setattr(time, "time", lambda: now - 2 * 3600)
    assert counts.redeem(opened(counts, card, place)) == "counted"


def test_a_blank_ticket_takes_the_way_of_one_that_counts(
    counts: Counts, card: Card, place: Place, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Else how long the answer takes would tell which of them it was."""
    counts.start()
    good, *_, blank = (opened(counts, card, place) for _ in range(46))
    ways: list[str] = []
    redeem = RamPot.redeem

    def watched(pot: RamPot, spent: bytes, day: int, slot: Slot) -> str:
        ways.append(slot.kind)
        return redeem(pot, spent, day, slot)

    monkeypatch.setattr(RamPot, "redeem", watched)
    assert [counts.redeem(good), counts.redeem(blank)] == ["counted", "void"]
    assert ways == ["completed", ""]


def test_tickets_beyond_the_cap_look_like_any_other(
    counts: Counts, world: World, place: Place
) -> None:
    """Else whoever draws tickets to the end would learn how many others drew before."""
    card = world.nugget("long", world.lathe, seconds=60)
    counts.start()
    texts = [opened(counts, card, place) for _ in range(60)]
    assert {len(text) for text in texts} == {ticket.LENGTH}
    assert {counts.redeem(text) for text in texts} == {"early"}


def test_when_no_more_spent_tickets_can_be_remembered_nobody_sees_it(
    counts: Counts, card: Card, place: Place
) -> None:
    counts.start()
    counts.pot.prune(0, 0)
    assert counts.redeem(opened(counts, card, place)) == "void"
    assert counted(counts) == {}


def test_a_ticket_outlives_a_restart(counts: Counts, card: Card, place: Place) -> None:
    counts.start()
    text = opened(counts, card, place)
    again = Counts(counts.settings)
    again.start()
    assert [again.redeem(text), counts.redeem(text)] == ["counted", "again"]


def test_a_ticket_counts_in_the_unit_its_machine_is_in_when_redeemed(
    counts: Counts, world: World, card: Card, place: Place
) -> None:
    world.machine("hall5", world.lathe)
    counts.start()
    text = opened(counts, card, place)
    world.crowd(world.lathe, "hall3", 8)
    counts.minute()
    assert counts.redeem(text) == "counted"
    assert counted(counts) == {(SITE, card.id): 1}


def test_a_label_that_is_moved_moves_no_count(counts: Counts, world: World) -> None:
    """What was opened before counts where it was opened; what is opened later, at the machine."""
    wrong, right = world.machine("hall3", world.lathe), world.machine("hall5", world.lathe)
    card = world.nugget("chuck", world.lathe, seconds=0)
    models.Label.create(code="D4H7KW", site=world.site, machine=wrong, state="attached")
    counts.start()
    counts.redeem(opened(counts, card, catalogue.scan("D4H7KW")))
    waiting = opened(counts, card, catalogue.scan("D4H7KW"))
    label_moves.move("D4H7KW", right, "K7Q2MX", was=wrong.id)
    assert counts.redeem(waiting) == "counted"
    counts.redeem(opened(counts, card, catalogue.scan("D4H7KW")))
    cells = [f"{world.lathe.id}@{world.areas[hall].id}" for hall in ("hall3", "hall5")]
    assert counted(counts) == {(cells[0], card.id): 2, (cells[1], card.id): 1}
