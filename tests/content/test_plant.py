"""A plant is laid out: areas, machines, labels, aliases, crowds, topics, coaches."""

from typing import Any

import peewee
import pytest
from hypothesis import given
from hypothesis import strategies as st

from content import catalogue, errors, plant, search, upkeep
from content.models import Area, Kind, KindCrowd, Label, Machine, Site
from content.plant import NewMachine
from tests.content.cast import lathe
from tests.meanwhile import meanwhile


def test_a_short_name_is_given_once(site: Site) -> None:
    with pytest.raises(errors.SlugTaken, match="nord"):
        plant.found("Another one", "nord")


@pytest.mark.parametrize("slug", ["", "Werk", "werk nord", "-werk", "größe", "w" * 41])
def test_a_short_name_fits_into_an_address(site: Site, slug: str) -> None:
    with pytest.raises(errors.SlugInvalid):
        plant.found("Werk", slug)


def test_an_area_is_laid_out_once(site: Site) -> None:
    assert plant.area(site, ("Halle 3", "Linie 2")) == plant.area(site, ("Halle 3", "Linie 2"))
    assert Area.select().count() == 2


def test_a_hall_that_two_lay_out_at_once_is_one(database: peewee.Database, site: Site) -> None:
    with meanwhile(database, lambda: plant.area(site, ("Halle 9", "Linie 2"))) as late:
        first = plant.area(site, ("Halle 9", "Linie 1"))
    assert late.result().parent_id == first.parent_id
    assert Area.select().where(Area.name == "Halle 9").count() == 1


def test_lines_of_two_halls_may_have_one_name(site: Site) -> None:
    assert plant.area(site, ("Halle 3", "Linie 2")) != plant.area(site, ("Halle 4", "Linie 2"))


def test_areas_lie_four_levels_deep_at_most(site: Site) -> None:
    plant.area(site, ("Werk", "Halle", "Linie", "Platz"))
    with pytest.raises(errors.TooDeep, match="four levels"):
        plant.area(site, ("Werk", "Halle", "Linie", "Platz", "Griff"))
    assert Area.select().count() == 4


def test_an_area_is_not_deleted_while_machines_stand_in_it(site: Site) -> None:
    machine = lathe(site)
    for area in (machine.area, machine.area.parent):
        with pytest.raises(errors.AreaInUse, match="Move them first"):
            plant.remove_area(area)


def test_an_empty_area_can_go(site: Site) -> None:
    plant.remove_area(plant.area(site, ("Halle 9",)))
    assert not Area.select().exists()


def test_two_machines_of_one_line_have_two_names(site: Site) -> None:
    machine = lathe(site)
    with pytest.raises(errors.MachineTaken, match="Linie 2"):
        plant.machine(machine.area, "Drehmaschine 7")


def test_many_machines_are_set_up_all_or_none(site: Site) -> None:
    line = plant.area(site, ("Linie 1",))
    names = [f"Presse {number}" for number in range(700)]
    with pytest.raises(errors.MachineTaken, match="Presse 699"):
        plant.machines(NewMachine(line, name) for name in [*names, "Presse 699"])
    assert not Machine.select().exists()
    heard: list[int] = []
    plant.machines((NewMachine(line, name) for name in names), heard.append)
    assert heard == [500, 700] == [500, Machine.select().count()]


def test_a_renamed_machine_is_found_by_its_new_name_only(site: Site) -> None:
    plant.rename(lathe(site), "Fräse 9", number="0815")
    found = search.find(site.id, "fraese 0815", "de", inside=False)
    assert [hit.title for hit in found] == ["Fräse 9"]
    assert search.find(site.id, "Drehmaschine", "de", inside=False) == []


@pytest.mark.parametrize("name", ["", "   ", "x" * 121])
def test_a_machine_needs_a_name_that_fits(site: Site, name: str) -> None:
    with pytest.raises((errors.NameMissing, errors.TooLong)):
        plant.machine(plant.area(site, ("Linie 1",)), name)


def test_a_sign_that_no_database_holds_is_left_out(site: Site) -> None:
    assert plant.machine(plant.area(site, ("Linie 1",)), "Pres\0se").name == "Presse"


def test_a_code_is_never_issued_twice(site: Site) -> None:
    machine = lathe(site)
    plant.move_label("K7Q2MX", "retired")
    with pytest.raises(errors.CodeTaken, match="never used twice"):
        plant.label(machine, "k7q2mx")


@pytest.mark.parametrize("code", ["", "K7Q2M", "K7Q2MXX", "K7Q-2M", "ÄÖÜÄÖÜ"])
def test_a_code_has_six_plain_signs(site: Site, code: str) -> None:
    machine = lathe(site)
    with pytest.raises(errors.CodeInvalid):
        plant.label(machine, code)


def test_a_label_goes_its_way_and_names_its_successor(site: Site) -> None:
    plant.label(lathe(site), "D4H7KW")
    plant.move_label("D4H7KW", "printed")
    plant.move_label("D4H7KW", "attached")
    plant.move_label("K7Q2MX", "replaced", replaced_by="D4H7KW")
    old, new = catalogue.scan("K7Q2MX"), catalogue.scan("D4H7KW")
    assert old
    assert new
    assert (old.label_state, old.replaced_by) == ("replaced", "D4H7KW")
    assert (new.label_state, new.machine_id) == ("attached", old.machine_id)


@pytest.mark.parametrize("state", ["printed", "attached", "replaced", "lost", "reserved"])
def test_a_retired_label_stays_retired(site: Site, state: str) -> None:
    lathe(site)
    plant.move_label("K7Q2MX", "retired")
    with pytest.raises(errors.LabelMove, match=f"retired cannot become {state}"):
        plant.move_label("K7Q2MX", state)


def test_only_a_replaced_label_has_a_successor(site: Site) -> None:
    plant.label(lathe(site), "D4H7KW")
    with pytest.raises(errors.LabelMove):
        plant.move_label("K7Q2MX", "lost", replaced_by="D4H7KW")
    assert Label.get_by_id("K7Q2MX").state == "attached"


def test_an_unknown_label_cannot_be_moved(site: Site) -> None:
    with pytest.raises(errors.CodeUnknown, match="ZZZZZZ"):
        plant.move_label("ZZZZZZ", "printed")


@pytest.mark.parametrize(
    "spelling",
    [
        "https://acme.example/4711/",
        "HTTP://ACME.EXAMPLE/4711",
        " acme.example/ 4711\r\n",
        "\x1dacme.example/4711",
        "ＡＣＭＥ.example/4711",
    ],
)
def test_two_spellings_of_a_nameplate_code_lead_to_one_machine(site: Site, spelling: str) -> None:
    machine = lathe(site)
    plant.alias(machine, "https://acme.example/4711")
    plant.alias(machine, spelling)
    assert catalogue.alias(site.id, spelling) == "K7Q2MX"


def test_a_nameplate_code_belongs_to_one_machine(site: Site) -> None:
    plant.alias(lathe(site), "4711")
    with pytest.raises(errors.AliasTaken, match="Drehmaschine 7"):
        plant.alias(lathe(site, "D4H7KW", "Drehmaschine 8"), "47 11")


def test_an_empty_nameplate_code_is_refused(site: Site) -> None:
    with pytest.raises(errors.AliasEmpty):
        plant.alias(lathe(site), " https:// ")


@given(st.text(max_size=60))
def test_a_normal_code_stays_as_it_is(text: str) -> None:
    assert plant.normal(plant.normal(text)) == plant.normal(text)


def test_crowds_are_declared_for_site_area_machine_and_kind_in_an_area(site: Site) -> None:
    machine = lathe(site)
    for what in (site, machine.area, machine):
        plant.crowd(what, 12)
        assert type(what).get_by_id(what.id).crowd == 12
    kind = Kind.get()
    plant.crowd(kind, 30, area=machine.area)
    plant.crowd(kind, 40, area=machine.area)
    assert [row.crowd for row in KindCrowd.select()] == [40]


def test_a_crowd_can_be_taken_back(site: Site) -> None:
    machine = lathe(site)
    plant.crowd(Kind.get(), 30, area=machine.area)
    plant.crowd(Kind.get(), None, area=machine.area)
    assert not KindCrowd.select().exists()


@pytest.mark.parametrize("people", [-1, 1_000_001])
def test_a_crowd_is_a_number_of_people(site: Site, people: int) -> None:
    with pytest.raises(errors.CrowdInvalid):
        plant.crowd(site, people)


def test_nothing_of_one_plant_stands_in_another(site: Site) -> None:
    other = plant.found("Werk Süd", "sued")
    foreign = plant.kind(other, "Acme X5")
    area = plant.area(site, ("Linie 1",))
    with pytest.raises(errors.OtherPlant):
        plant.machine(area, "Drehmaschine 1", foreign)
    with pytest.raises(errors.OtherPlant):
        plant.crowd(foreign, 10, area=area)


def test_a_topic_can_be_named_anew(site: Site) -> None:
    first = plant.topic(site, "safety", "Sicherheit")
    again = plant.topic(site, "safety", "Sicher arbeiten", position=2)
    assert first == again
    assert [topic.name for topic in catalogue.topics(site.id)] == ["Sicher arbeiten"]


def changes(site: Site, machine: Machine) -> dict[str, Any]:
    line = machine.area
    return {
        "area": lambda: plant.area(site, ("Halle 4",)),
        "machine": lambda: plant.machine(line, "Drehmaschine 8"),
        "label": lambda: plant.label(machine, "D4H7KW"),
        "move": lambda: plant.move_label("K7Q2MX", "lost"),
        "rename": lambda: plant.rename(machine, "Drehmaschine 9"),
        "topic": lambda: plant.topic(site, "safety", "Sicherheit"),
        "coach": lambda: plant.coach(site, "Ayşe"),
        "crowd": lambda: plant.crowd(line, 20),
    }


def test_every_change_that_a_worker_could_see_raises_the_revision(site: Site) -> None:
    for change in changes(site, lathe(site)).values():
        before = catalogue.revision()
        change()
        assert catalogue.revision() > before


def test_a_refused_change_leaves_the_revision_alone(site: Site) -> None:
    machine = lathe(site)
    before = catalogue.revision()
    with pytest.raises(errors.MachineTaken):
        plant.machine(machine.area, machine.name)
    assert catalogue.revision() == before


def test_who_names_a_machine_anew_leaves_what_somebody_else_changes_of_it(site: Site) -> None:
    machine = plant.machine(plant.area(site, ("Halle 1",)), "Presse 4")
    seen = Machine.get_by_id(machine.id)
    plant.crowd(machine, 12)
    upkeep.machine(seen, name="Presse 5")
    now = Machine.get_by_id(machine.id)
    assert (now.name, now.crowd) == ("Presse 5", 12)


def test_who_changes_what_is_said_of_the_plant_leaves_the_address_of_its_labels(site: Site) -> None:
    seen = Site.get_by_id(site.id)
    Site.update(label_url="https://qr.acme.de").execute()
    upkeep.site(seen, name="Werk 1", emergency_number="110", wifi_place="", crowd=200)
    now = Site.get_by_id(site.id)
    assert (now.name, now.label_url) == ("Werk 1", "https://qr.acme.de")
