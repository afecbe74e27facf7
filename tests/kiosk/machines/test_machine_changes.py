"""A list of machines beside the plant: what would change, row by row, and then does."""

from pathlib import Path

import peewee
import pytest

from content import catalogue, plant
from content.models import Label, Machine, Site
from kiosk.machines.machine_changes import CHANGED, NEW, SAME, Plan, carry_out, judged, plan, stock
from kiosk.machines.machine_list import ListError, Row, look


@pytest.fixture
def site(database: peewee.Database) -> Site:
    return plant.found("Works", "works", crowd=100)


def rows(*names: str, alias: str = "") -> list[Row]:
    aliases = (alias,) if alias else ()
    return [Row(at, ("Hall",), name, "Kind", aliases=aliases) for at, name in enumerate(names, 2)]


def taken(site: Site, *wanted: Row) -> Plan:
    planned = plan(site, wanted)
    carry_out(site, planned, lambda _: None)
    return planned


def told(planned: Plan) -> list[str]:
    return [str(fault) for _, fault in planned.faults]


def test_every_new_machine_gets_a_label(site: Site) -> None:
    assert taken(site, *rows("Lathe", "Mill")).count(NEW) == 2
    assert {place.machine for place in catalogue.places(site.id)} == {"Lathe", "Mill"}


def test_taking_over_twice_changes_nothing(site: Site) -> None:
    taken(site, *rows("Lathe"))
    again = taken(site, *rows("Lathe", "Mill"))
    assert (again.count(NEW), again.count(SAME)) == (1, 1)
    assert Label.select().count() == Machine.select().count() == 2


def test_a_plan_writes_nothing(site: Site) -> None:
    assert plan(site, rows("Lathe")).count(NEW) == 1
    assert not Machine.select().exists()


def test_a_machine_is_known_again_by_its_code_under_another_name(site: Site) -> None:
    taken(site, *rows("Lathe"))
    code = Label.get().code
    planned = taken(site, Row(2, ("Hall 2",), "Lathe 1", "Other", "4711", 12, code=code))
    (change,) = planned.changes
    assert [(part.what, part.old, part.new) for part in change.parts] == [
        ("machine", "Lathe", "Lathe 1"), ("area", "Hall", "Hall 2"), ("kind", "Kind", "Other"),
        ("number", "", "4711"), ("crowd", "", "12"),
    ]  # fmt: skip
    machine = Machine.get()
    kind = machine.kind.name if machine.kind else ""
    assert (machine.name, machine.area.name, kind, machine.crowd) == (
        "Lathe 1", "Hall 2", "Other", 12,
    )  # fmt: skip
    assert Label.get().code == code


def test_a_machine_is_known_again_by_its_number(site: Site) -> None:
    taken(site, Row(2, ("Hall",), "Lathe", number="4711"))
    assert taken(site, Row(2, ("Hall",), "Lathe 1", number="4711")).count(CHANGED) == 1
    assert Machine.get().name == "Lathe 1"


def test_an_empty_cell_changes_nothing(site: Site) -> None:
    taken(site, Row(2, ("Hall",), "Lathe", "Kind", "4711", 12, ("SN 1",)))
    assert plan(site, [Row(2, ("Hall",), "Lathe")]).count(SAME) == 1


def test_the_plants_own_list_changes_nothing(site: Site) -> None:
    taken(site, *rows("Lathe", "Mill"), Row(9, ("A", "B"), "Saw", "", "1", 3, ("x", "y")))
    assert plan(site, stock(site).values()).count(SAME) == 3


def test_an_alias_of_another_machine_is_a_fault(site: Site) -> None:
    taken(site, *rows("Lathe", alias="SN-1"))
    found = plan(site, rows("Mill", alias="sn-1"))
    assert told(found) == ["Row 2, column 'alias': sn-1 belongs to another machine already."]
    assert not found.changes


def test_a_code_nobody_issued_is_a_fault(site: Site) -> None:
    assert told(plan(site, [Row(2, ("Hall",), "Lathe", code="D4H7KW")])) == [
        "Row 2, column 'code': no label here has the code D4H7KW."
    ]


def test_two_rows_that_mean_one_machine_are_a_fault(site: Site) -> None:
    taken(site, Row(2, ("Hall",), "Lathe", number="1"))
    both = [Row(2, ("Hall",), "A", number="1"), Row(3, ("Hall",), "B", number="1")]
    assert told(plan(site, both)) == ["Row 3: this is the same machine as in row 2."]


def test_a_row_is_told_what_its_cells_and_the_plant_have_against_it(
    site: Site, tmp_path: Path
) -> None:
    taken(site, *rows("Lathe", alias="SN-1"))
    path = tmp_path / "list.csv"
    path.write_text("Halle;Maschine;Personen;Typenschild;Schild\nHall;Mill;x;SN-1;\n;Saw;;SN-1;\n")
    assert told(judged(site, look(path))) == [
        "Row 2, column 'Personen': 'x' is no number of people; write 12.",
        "Row 2, column 'Typenschild': SN-1 belongs to another machine already.",
        "Row 3, column 'Halle': this cell is empty.",
        "Row 3, column 'Typenschild': the same code as in row 2.",
    ]


def test_a_plan_is_not_carried_out_once_the_plant_is_another(site: Site) -> None:
    planned = plan(site, rows("Lathe"))
    taken(site, *rows("Lathe"))
    with pytest.raises(ListError, match="changed meanwhile"):
        carry_out(site, planned, lambda _: None)
    assert Machine.select().count() == 1
