"""The life of labels: a code is issued once, leads to one machine, and is answered for ever."""

import peewee
import pytest

from content import catalogue, label_life, label_moves, label_walk, plant
from content.errors import (
    BlanksPrinted,
    CodeTaken,
    CodeUnknown,
    ContentError,
    LabelBlank,
    LabelBound,
    LabelMove,
    LabelMoved,
    LabelOut,
)
from content.label_life import Print
from content.models import Label, Machine, Site
from tests.content.cast import lathe
from tests.meanwhile import meanwhile


@pytest.fixture
def machine(site: Site) -> Machine:
    """A lathe with the label K7Q2MX on it."""
    return lathe(site)


@pytest.fixture
def press(machine: Machine) -> Machine:
    """A press beside it, without a label."""
    return plant.machine(machine.area, "Presse 4")


def said(code: str) -> Print:
    return Print(code, "", "", f"https://QR.ACME.DE/{code}", 2, "Q", 3)


def state(code: str) -> str:
    return str(Label.get(Label.code == code).state)


def test_a_blank_label_is_printed_once_and_bound_once(site: Site, press: Machine) -> None:
    label_life.lay_by(site, ["D4H7KW"])
    label_life.note_print([said("D4H7KW")], "2026-11-22", design="a6", stock="a4")
    assert label_life.blanks(site, "printed") == ["D4H7KW"]
    assert label_life.bind("d4h7kw", press).state == "attached"
    assert label_life.blanks(site) == []
    place = catalogue.scan("D4H7KW")
    assert place is not None
    assert place.machine == "Presse 4"


def test_two_people_cannot_print_the_same_blanks(site: Site) -> None:
    label_life.lay_by(site, ["D4H7KW", "3HV8T7"])
    label_life.note_print([said("3HV8T7")], "2026-11-22", design="a6", stock="a4")
    both = [said("D4H7KW"), said("3HV8T7")]
    with pytest.raises(BlanksPrinted, match="3HV8T7"):
        label_life.note_print(both, "2026-11-22", design="a6", stock="a4")
    assert state("D4H7KW") == "reserved"


def test_one_sticker_leads_to_one_machine(site: Site, machine: Machine, press: Machine) -> None:
    label_life.lay_by(site, ["D4H7KW"])
    label_life.bind("D4H7KW", press)
    label_life.bind("D4H7KW", press)
    with pytest.raises(LabelBound, match="D4H-7KW hangs on Presse 4 already"):
        label_life.bind("D4H7KW", machine)


def test_a_fresh_label_replaces_the_old_one_and_all_before_it(site: Site, machine: Machine) -> None:
    label_life.lay_by(site, ["D4H7KW", "3HV8T7"])
    label_life.bind("D4H7KW", machine)
    label_life.bind("3HV8T7", machine)
    for old in ("K7Q2MX", "D4H7KW"):
        place = catalogue.scan(old)
        assert place is not None
        assert (place.label_state, place.replaced_by) == ("replaced", "3HV8T7")


def test_a_second_label_may_hang_beside_the_first(site: Site, machine: Machine) -> None:
    label_life.lay_by(site, ["D4H7KW"])
    label_life.bind("D4H7KW", machine, beside=True)
    assert {row.code for row in label_life.in_use(machine)} == {"K7Q2MX", "D4H7KW"}


@pytest.mark.parametrize("end", ["lost", "retired"])
def test_what_is_out_of_use_is_never_bound_again(site: Site, press: Machine, end: str) -> None:
    label_life.lay_by(site, ["D4H7KW"])
    plant.move_label("D4H7KW", end)
    with pytest.raises(LabelOut, match="out of use, for ever"):
        label_life.bind("D4H7KW", press)


def test_a_lost_label_leaves_its_machine_a_new_code(machine: Machine) -> None:
    label_life.lose("K7Q2MX", "D4H7KW")
    assert [row.code for row in label_life.in_use(machine)] == ["D4H7KW"]
    assert state("K7Q2MX") == "lost"
    assert label_life.attach("K7Q2MX").state == "attached"


def test_a_worn_out_code_leads_to_its_follower(machine: Machine) -> None:
    assert label_life.renew("K7Q2MX", "D4H7KW").machine_id == machine.id
    assert (state("K7Q2MX"), state("D4H7KW")) == ("replaced", "reserved")
    with pytest.raises(LabelMove):
        label_life.renew("K7Q2MX", "3HV8T7")
    assert not Label.select().where(Label.code == "3HV8T7").exists()


def test_a_code_is_laid_by_once(site: Site, machine: Machine) -> None:
    with pytest.raises(CodeTaken):
        label_life.lay_by(machine.site, ["D4H7KW", "K7Q2MX"])
    assert label_life.blanks(site) == []


@pytest.mark.parametrize("verb", [label_life.attach, lambda code: label_life.renew(code, "3HV8T7")])
def test_a_label_without_a_machine_is_bound_first(site: Site, verb: object) -> None:
    label_life.lay_by(site, ["D4H7KW"])
    with pytest.raises(LabelBlank):
        verb("D4H7KW")  # type: ignore[operator]


def test_labels_of_another_plant_are_not_bound_here(site: Site, press: Machine) -> None:
    other = plant.found("Nachbarwerk", "nachbarwerk")
    label_life.lay_by(other, ["D4H7KW"])
    for code in ("D4H7KW", "ZZZZZZ"):
        with pytest.raises(CodeUnknown):
            label_life.bind(code, press)


def test_no_ended_label_comes_back(machine: Machine) -> None:
    label_life.retire("K7Q2MX", "D4H7KW")
    for verb in (label_life.attach, label_life.retire):
        with pytest.raises(ContentError):
            verb("K7Q2MX")


def test_blanks_are_no_machine_s_label(site: Site, machine: Machine) -> None:
    label_life.lay_by(site, ["000000", "D4H7KW"])
    assert [place.code for place in catalogue.places(site.id)] == ["K7Q2MX"]


def test_a_label_that_two_miss_at_once_is_followed_by_one_alone(
    database: peewee.Database, machine: Machine
) -> None:
    with meanwhile(database, lambda: label_life.lose("K7Q2MX", "3HV8T7")) as late:
        label_life.lose("K7Q2MX", "D4H7KW")
    with pytest.raises((LabelMove, LabelMoved)):
        late.result()
    assert [one.code for one in label_life.in_use(machine)] == ["D4H7KW"]


def test_of_two_labels_that_two_stick_on_a_machine_at_once_one_stays(
    database: peewee.Database, site: Site, press: Machine
) -> None:
    label_life.lay_by(site, ["D4H7KW", "3HV8T7"])
    with meanwhile(database, lambda: label_life.bind("3HV8T7", press)) as late:
        label_life.bind("D4H7KW", press)
    late.result()
    assert [one.code for one in label_life.in_use(press)] == ["3HV8T7"]
    assert Label.get_by_id("D4H7KW").replaced_by_id == "3HV8T7"


def test_a_label_that_is_set_free_while_a_round_meets_it_is_free(
    database: peewee.Database, machine: Machine
) -> None:
    plant.move_label("K7Q2MX", "printed")
    label_walk.begin(machine.area, "2026-11-22")
    with meanwhile(database, lambda: label_walk.note(machine.area, "K7Q2MX")) as late:
        label_moves.free("K7Q2MX", "D4H7KW", was=machine.id)
    late.exception()
    row = Label.get_by_id("K7Q2MX")
    assert (row.machine_id, row.state) == (None, "printed")
