"""What lies at the bottom of a database's exception: told from what the other engine says."""

from collections.abc import Callable

import peewee
import pytest

from content import plant
from content.models import Area, Label, Machine, Site
from kiosk import faults

Deed = Callable[[Site], object]


@pytest.fixture
def site(database: peewee.Database) -> Site:
    """A plant with a press in a hall."""
    site = plant.found("Werk Nord", "nord", crowd=200)
    plant.label(plant.machine(plant.area(site, ("Halle 1",)), "Presse 4"), "K7Q2MX")
    return site


def the_same_machine(site: Site) -> Machine:
    return Machine.create(site=site, area=Area.get(), name="Presse 4")


def the_same_code(site: Site) -> Label:
    return Label.create(code="K7Q2MX", site=site)


def a_hall_that_is_gone(site: Site) -> Machine:
    return Machine.create(site=site, area="gone", name="Presse 5")


def a_state_that_no_label_has(site: Site) -> Label:
    return Label.create(code="D4H7KW", site=site, state="odd")


def raised(deed: Deed, site: Site) -> peewee.IntegrityError:
    """Return what the database says of a deed."""
    with pytest.raises(peewee.IntegrityError) as caught, site._meta.database.atomic():
        deed(site)
    return caught.value


@pytest.mark.parametrize("deed", [the_same_machine, the_same_code, a_hall_that_is_gone])
def test_somebody_was_quicker(site: Site, deed: Deed) -> None:
    assert faults.overtaken(raised(deed, site))


def test_a_fault_of_ours_is_nobody_elses(site: Site) -> None:
    assert not faults.overtaken(raised(a_state_that_no_label_has, site))
