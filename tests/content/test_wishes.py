"""What workers miss: public, so never for a smaller place than one where ten people work."""

from datetime import date, timedelta

import pytest

from content import catalogue, errors, plant, wishes
from content.catalogue import Place
from content.models import Kind, Machine, Site, Wish
from content.wishes import Where

DAY = date(2026, 11, 23)
NEXT = DAY + timedelta(1)
CODE = "D4H7KW"


def stand(
    site: Site, *, kind: str = "", crowd: int | None = None, line: int = 6, hall: int = 40
) -> Place:
    """Set up one machine with a label in a line of a hall, and return where it stands."""
    plant.area(site, ("Halle 3",), hall)
    area = plant.area(site, ("Halle 3", "Linie 2"), line)
    machine = plant.machine(area, "Presse 4", plant.kind(site, kind) if kind else None, crowd=crowd)
    plant.label(machine, CODE, "attached")
    found = catalogue.scan(CODE)
    assert found is not None
    return found


def test_a_wish_is_for_the_kind_where_enough_people_work_with_it(site: Site) -> None:
    place = stand(site, kind="Presse P", crowd=12, line=30)
    assert wishes.of_machine(place, 10) == Where("kind", str(place.kind_id), "Presse P")


def test_a_wish_at_a_machine_of_its_own_is_for_that_machine(site: Site) -> None:
    assert wishes.of_machine(stand(site, crowd=12, line=30), 10).sort == "machine"


def test_few_people_at_a_machine_are_hidden_among_those_of_the_hall(site: Site) -> None:
    where = wishes.of_machine(stand(site, kind="Presse P", crowd=3), 10)
    assert (where.sort, where.name) == ("area", "Halle 3")


def test_no_more_people_work_with_a_kind_than_in_its_area(site: Site) -> None:
    assert wishes.of_machine(stand(site, kind="Presse P", crowd=30, line=6), 10).sort == "area"


def test_machines_of_a_kind_in_one_area_are_worked_by_the_same_people(site: Site) -> None:
    place = stand(site, kind="Presse P", crowd=6, line=30)
    line = Machine.get().area
    plant.machine(line, "Presse 5", Kind.get(), crowd=6)
    assert wishes.of_machine(place, 10).name == "Linie 2"
    plant.crowd(Kind.get(), 14, area=line)
    assert wishes.of_machine(place, 10).sort == "kind"


def test_in_a_small_plant_a_wish_is_for_the_plant(site: Site) -> None:
    assert wishes.of_machine(stand(site, crowd=3, hall=8), 10) == Where()


def test_a_wish_stands_on_the_list_from_the_next_morning_on_and_once(site: Site) -> None:
    for where in (Where(), Where(), wishes.of_machine(stand(site), 10)):
        wishes.send(site.id, where, "fault", DAY)
        wishes.send(site.id, where, "fault", NEXT)
    assert Wish.select().count() == 2
    assert wishes.listed(site.id, DAY) == ([], [])
    assert [one.where.sort for one in wishes.listed(site.id, NEXT)[0]] == ["area", "site"]


def test_what_became_of_a_wish_stands_there_for_a_year(site: Site) -> None:
    wishes.send(site.id, Where(), "cleaning", DAY)
    wishes.answer(wishes.find(site, Wish.get().id, NEXT), "planned", "Im Mai.", NEXT)
    (planned,) = wishes.listed(site.id, NEXT)[0]
    assert (planned.outcome, planned.answer) == ("planned", "Im Mai.")
    wishes.answer(wishes.find(site, planned.id, NEXT), "made", "", NEXT)
    assert [one.outcome for one in wishes.listed(site.id, NEXT)[1]] == ["made"]
    assert wishes.purge(date(2027, 11, 24)) == 0
    assert wishes.purge(date(2027, 11, 25)) == 1


def test_what_is_not_on_the_list_yet_is_answered_by_nobody(site: Site) -> None:
    wishes.send(site.id, Where(), "set-up", DAY)
    with pytest.raises(errors.WishUnknown):
        wishes.find(site, Wish.get().id, DAY)
    with pytest.raises(errors.OutcomeMissing):
        wishes.answer(Wish.get(), "", "", NEXT)
    assert wishes.count(site, DAY) == 0
    assert wishes.count(site, NEXT) == 1


def test_a_wish_can_come_again_after_its_answer(site: Site) -> None:
    wishes.send(site.id, Where(), "quality", DAY)
    wishes.answer(wishes.find(site, Wish.get().id, NEXT), "declined", "", NEXT)
    wishes.send(site.id, Where(), "quality", NEXT)
    assert Wish.select().count() == 2
