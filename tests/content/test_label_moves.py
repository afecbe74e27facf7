"""A label that was bound to the wrong machine: where it leads then, and what hangs there again."""

import pytest

from content import catalogue, label_life, label_moves, plant
from content.errors import CodeUnknown, LabelMoved, LabelStays
from content.label_life import Print
from content.models import Label, Machine, Site
from tests.content.cast import lathe


@pytest.fixture
def machine(site: Site) -> Machine:
    """A lathe with the label K7Q2MX on it."""
    return lathe(site)


@pytest.fixture
def press(machine: Machine) -> Machine:
    """A press beside it with the code 3HV8T7, which was never printed."""
    made = plant.machine(machine.area, "Presse 4")
    plant.label(made, "3HV8T7")
    return made


@pytest.fixture
def sticker(machine: Machine, site: Site) -> str:
    """A sticker that was meant for the press and bound to the lathe, whose label was printed."""
    Label.update(printed_on="2026-11-20").where(Label.code == "K7Q2MX").execute()
    label_life.lay_by(site, ["D4H7KW"])
    said = Print("D4H7KW", "", "", "https://QR.ACME.DE/D4H7KW", 2, "Q", 3)
    label_life.note_print([said], "2026-11-21", design="a6", stock="a4")
    label_life.bind("D4H7KW", machine)
    return "D4H7KW"


def led(code: str) -> tuple[str, str, str | None]:
    """Return where a code leads: the machine, the label's state, what replaced it."""
    place = catalogue.scan(code)
    assert place is not None
    return place.machine, place.label_state, place.replaced_by


def test_a_moved_label_leads_to_the_right_machine_and_the_old_one_back(
    machine: Machine, press: Machine, sticker: str
) -> None:
    label_moves.move(sticker, press, "7WKKKK", was=machine.id, still=["K7Q2MX"])
    assert led(sticker) == ("Presse 4", "attached", None)
    assert led("K7Q2MX") == ("Drehmaschine 7", "attached", None)
    assert led("3HV8T7") == ("Presse 4", "replaced", sticker)
    assert not Label.select().where(Label.code == "7WKKKK").exists()


def test_a_machine_that_is_left_bare_gets_a_code_to_which_its_old_label_leads(
    machine: Machine, press: Machine, sticker: str
) -> None:
    label_moves.move(sticker, press, "7WKKKK", was=machine.id)
    assert led("7WKKKK") == ("Drehmaschine 7", "reserved", None)
    assert led("K7Q2MX") == ("Drehmaschine 7", "replaced", "7WKKKK")


def test_a_code_that_was_never_printed_comes_back_by_itself(
    machine: Machine, press: Machine, sticker: str
) -> None:
    label_moves.move(sticker, press, "7WKKKK", was=machine.id, still=["K7Q2MX"])
    label_moves.move(sticker, machine, "7WKKKK", was=press.id)
    assert led("3HV8T7") == ("Presse 4", "reserved", None)
    assert led("K7Q2MX") == ("Drehmaschine 7", "replaced", sticker)


def test_a_label_may_be_moved_beside_another(
    machine: Machine, press: Machine, sticker: str
) -> None:
    label_moves.move(sticker, press, "7WKKKK", was=machine.id, beside=True)
    assert {row.code for row in label_life.in_use(press)} == {sticker, "3HV8T7"}


def test_a_label_that_was_taken_off_is_a_blank_one_again(
    site: Site, machine: Machine, press: Machine, sticker: str
) -> None:
    label_moves.free(sticker, "7WKKKK", was=machine.id, still=["K7Q2MX"])
    assert led(sticker) == ("", "printed", None)
    assert label_life.blanks(site, "printed") == [sticker]
    assert led("K7Q2MX")[1] == "attached"
    assert label_life.bind(sticker, press).machine_id == press.id


def test_of_two_who_move_a_label_one_is_refused(
    machine: Machine, press: Machine, sticker: str
) -> None:
    saw = plant.machine(machine.area, "Säge 3")
    label_moves.move(sticker, press, "7WKKKK", was=machine.id)
    with pytest.raises(LabelMoved, match="D4H-7KW was changed meanwhile"):
        label_moves.move(sticker, saw, "8XMMMM", was=machine.id)
    with pytest.raises(LabelMoved):
        label_moves.free(sticker, "8XMMMM", was=machine.id)
    assert led(sticker)[0] == "Presse 4"
    assert not Label.select().where(Label.code == "8XMMMM").exists()


@pytest.mark.parametrize("end", ["lost", "retired"])
def test_what_is_out_of_use_is_not_moved(
    machine: Machine, press: Machine, sticker: str, end: str
) -> None:
    plant.move_label(sticker, end)
    with pytest.raises(LabelMoved):
        label_moves.move(sticker, press, "7WKKKK", was=machine.id)


def test_a_label_is_not_moved_to_where_it_hangs(machine: Machine, sticker: str) -> None:
    with pytest.raises(LabelStays, match="leads to Drehmaschine 7 already"):
        label_moves.move(sticker, machine, "7WKKKK", was=machine.id)


def test_no_label_of_another_plant_is_moved(machine: Machine, sticker: str) -> None:
    other = plant.found("Nachbarwerk", "nachbarwerk")
    theirs = plant.machine(plant.area(other, ("Halle",)), "Säge")
    with pytest.raises(CodeUnknown):
        label_moves.move(sticker, theirs, "7WKKKK", was=machine.id)
    assert led(sticker)[0] == "Drehmaschine 7"


def test_only_what_hung_there_on_paper_is_asked_for(
    machine: Machine, press: Machine, sticker: str
) -> None:
    row = Label.get(Label.code == sticker)
    assert [one.code for one in label_moves.pushed_aside(row)] == ["K7Q2MX"]
    label_moves.move(sticker, press, "7WKKKK", was=machine.id)
    assert label_moves.pushed_aside(Label.get(Label.code == sticker)) == []


def test_a_code_that_is_called_off_leads_to_the_label_that_stays(
    machine: Machine, sticker: str
) -> None:
    label_life.renew(sticker, "7WKKKK")
    label_moves.call_off("7WKKKK", sticker)
    assert led(sticker) == ("Drehmaschine 7", "attached", None)
    for code in ("7WKKKK", "K7Q2MX"):
        assert led(code) == ("Drehmaschine 7", "replaced", sticker)


def test_a_code_that_was_printed_is_not_called_off(machine: Machine, sticker: str) -> None:
    label_life.renew(sticker, "7WKKKK")
    said = Print("7WKKKK", "", "", "https://QR.ACME.DE/7WKKKK", 2, "Q", 3)
    label_life.note_print([said], "2026-11-22", design="a6", stock="a4")
    with pytest.raises(LabelMoved):
        label_moves.call_off("7WKKKK", sticker)
    assert led(sticker) == ("Drehmaschine 7", "replaced", "7WKKKK")
