"""The floor as pages show it: areas as people count them, machines, how many nuggets each has."""

from pathlib import Path

import peewee
import pytest

from content import areas, nuggets, plant, revision
from content.areas import Floor
from content.models import Area, Machine, Site
from content.storage import Folder
from tests.content.cast import (
    copy_nugget,
    counted,
    lathe,
    lay_out,
    nugget_of,
    publish,
    steps,
)


@pytest.fixture
def machine(site: Site) -> Machine:
    """The lathe in line 2 of hall 3."""
    return lathe(site)


def look(site: Site, area: Area | None = None, *, inside: bool = True) -> Floor:
    found = areas.look(site.id, area.id if area else None, inside=inside)
    assert found
    return found


def test_halls_come_in_the_order_people_count(site: Site) -> None:
    for number, hall in enumerate(("Halle 10", "Halle 9", "Anbau")):
        plant.label(plant.machine(plant.area(site, (hall,)), "Presse"), f"A0000{number}")
    assert [part.name for part in look(site).parts] == ["Anbau", "Halle 9", "Halle 10"]


def test_an_area_tells_the_way_down_and_what_stands_below(site: Site, machine: Machine) -> None:
    hall = plant.area(site, ("Halle 3",))
    assert [(part.name, part.machines) for part in look(site, hall).parts] == [("Linie 2", 1)]
    line = look(site, machine.area)
    assert [part.name for part in line.path] == ["Halle 3", "Linie 2"]
    assert [(one.code, one.name, one.kind) for one in line.machines] == [
        ("K7Q2MX", "Drehmaschine 7", "Acme X5")
    ]


def test_what_no_label_leads_to_is_not_shown(site: Site, machine: Machine) -> None:
    plant.move_label("K7Q2MX", "lost")
    assert look(site).parts == ()
    assert look(site, machine.area).machines == ()


def test_outside_the_plant_its_own_nuggets_are_not_counted(
    site: Site, machine: Machine, storage: Folder, tmp_path: Path
) -> None:
    nugget = nugget_of(publish(site, lay_out(tmp_path), storage))
    nuggets.hang(nugget, machine)
    assert look(site, machine.area, inside=False).machines[0].nuggets == 1
    nuggets.describe(nugget, reach="plant network")
    assert look(site, machine.area, inside=False).machines[0].nuggets == 0
    assert look(site, machine.area).machines[0].nuggets == 1


def test_an_area_of_another_plant_is_none(site: Site, machine: Machine) -> None:
    other = plant.found("Werk Süd", "sued")
    assert areas.look(other.id, machine.area_id, inside=True) is None


def test_it_takes_three_statements_however_many_stand_there(
    site: Site, machine: Machine, database: peewee.Database
) -> None:
    for number in range(30):
        lathe(site, f"A000{number:02}", f"Presse {number}")
    with counted(database) as statements:
        assert len(look(site, machine.area).machines) == 31
    assert len(statements) == 3


@pytest.mark.parametrize("database", ["sqlite"], indirect=True)
def test_it_walks_through_no_more_when_three_hundred_nuggets_hang_elsewhere(
    site: Site, machine: Machine, database: peewee.Database, storage: Folder, tmp_path: Path
) -> None:
    nuggets.hang(nugget_of(publish(site, lay_out(tmp_path), storage)), machine)
    few = steps(database, lambda: look(site, machine.area, inside=False))
    elsewhere = plant.machine(plant.area(site, ("Halle 9",)), "Presse")
    with revision.change():
        for number in range(300):
            copy_nugget(elsewhere, f"elsewhere-{number}")
    assert steps(database, lambda: look(site, machine.area, inside=False)) <= 2 * few
