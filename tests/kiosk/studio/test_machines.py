"""Machines, areas, kinds, coaches, the plant: set up and kept up by trainers."""

import io

import peewee
import pytest
from openpyxl import Workbook, load_workbook
from PIL import Image

from content import plant
from content.facts import FactsEditedMeanwhile
from content.models import Alias, Area, Coach, Kind, KindCrowd, Label, Machine, Medium, Site
from kiosk.studio import errors
from tests import floor
from tests.page import words
from tests.studio import Browser, Studio

LISTS = "/studio/machines/list"


def jpeg(width: int = 1600, height: int = 1200) -> io.BytesIO:
    out = io.BytesIO()
    Image.new("RGB", (width, height), "teal").save(out, "JPEG")
    return io.BytesIO(out.getvalue())


def excel(*rows: tuple[object, ...]) -> io.BytesIO:
    book = Workbook()
    for row in rows:
        book.worksheets[0].append(list(row))
    out = io.BytesIO()
    book.save(out)
    return io.BytesIO(out.getvalue())


def sent(browser: Browser, source: io.BytesIO, name: str = "machines.xlsx") -> str:
    return browser.post(LISTS, {"list": (source, name)}).headers["Location"]


def test_a_machine_is_found_by_name_code_and_alias(alice: Browser, lathe: Machine) -> None:
    plant.alias(lathe, "SN 4711")
    for q in ("dreh", "D4H-7KW", "d4h7kw", "sn 4711"):
        found = words(alice.get(f"/studio/machines?q={q}", HX_Request="true"))
        assert "Drehmaschine DZ 400" in found, q
        assert "Presse" not in found, q


def test_a_hall_shows_what_stands_below_it(alice: Browser, lathe: Machine) -> None:
    hall = Area.get(Area.name == "Halle 3")
    assert lathe.name in words(alice.get(f"/studio/machines?area={hall.id}"))
    assert "No machine here." in words(alice.get("/studio/machines?area=nowhere"))


def test_a_new_machine_gets_a_code_at_once(alice: Browser, studio: Studio) -> None:
    area = Area.get(Area.name == "Linie 2")
    typed = {"name": "Fräse 9", "area": area.id, "kind": "F 5", "number": "77", "crowd": "12"}
    page = alice.get(alice.post("/studio/machines/new", typed).headers["Location"])
    made = Machine.get(Machine.name == "Fräse 9")
    assert made.site_id == studio.site.id
    assert (made.crowd, made.number, made.area_id) == (12, "77", area.id)
    code = Label.get(Label.machine == made).code
    assert f"{code[:3]}-{code[3:]}" in words(page)


def test_what_was_typed_stays_when_something_is_wrong(alice: Browser, lathe: Machine) -> None:
    typed = {"name": lathe.name, "area": lathe.area_id, "number": "kept", "crowd": "12"}
    page = words(alice.post("/studio/machines/new", typed, 422))
    assert "Give this one another name." in page
    assert 'value="kept"' in page
    assert "number of people" in words(
        alice.post("/studio/machines/new", {**typed, "name": "x", "crowd": "twelve"}, 422)
    )


def test_a_machine_moves_to_a_new_area_and_another_name(alice: Browser, lathe: Machine) -> None:
    typed = {"name": "Drehmaschine 7", "area": "", "new_area": "Halle 9 / Linie 1", "crowd": ""}
    alice.post(f"/studio/machines/{lathe.id}", typed)
    again = Machine.get_by_id(lathe.id)
    assert (again.name, again.area.name, again.crowd) == ("Drehmaschine 7", "Linie 1", None)
    assert "Drehmaschine 7" in words(alice.get("/studio/machines?q=drehmaschine+7"))


def test_a_photo_is_made_small_and_loses_where_it_was_taken(alice: Browser, lathe: Machine) -> None:
    where = f"/studio/machines/{lathe.id}/photo"
    alice.post(where, {"photo": (jpeg(), "IMG_0001.JPG")})
    photo = Machine.get_by_id(lathe.id).photo
    assert photo is not None
    assert (photo.ext, photo.width) == ("webp", 960)
    alice.post(where, {"photo": (io.BytesIO(), "")})
    assert Machine.get_by_id(lathe.id).photo is None


def test_a_file_that_is_no_picture_is_refused_in_a_sentence(alice: Browser, lathe: Machine) -> None:
    before = Medium.select().count()
    sent_ = {"photo": (io.BytesIO(b"MZ not a picture"), "photo.jpg")}
    assert "photo.jpg" in words(alice.post(f"/studio/machines/{lathe.id}/photo", sent_, 422))
    assert Medium.select().count() == before


def test_other_codes_lead_to_it_until_they_are_removed(alice: Browser, lathe: Machine) -> None:
    where = f"/studio/machines/{lathe.id}/alias"
    alice.post(where, {"alias": "https://maker.example/SN1"})
    normal = Alias.get().normal
    assert "belongs to the machine" not in words(alice.get(f"/studio/machines/{lathe.id}"))
    other = Machine.get(Machine.name == "Säge 3")
    refused = alice.post(f"/studio/machines/{other.id}/alias", {"alias": "maker.example/sn1"}, 422)
    assert "Drehmaschine DZ 400 already" in words(refused)
    alice.post(where, {"remove": normal})
    assert not Alias.select().exists()


def test_a_machine_that_had_a_label_stays(alice: Browser, lathe: Machine) -> None:
    page = words(alice.post(f"/studio/machines/{lathe.id}/remove", status=422))
    assert "answered for ever" in page
    assert Machine.get_or_none(Machine.id == lathe.id)


def test_another_plants_machines_are_not_there(eve: Browser, lathe: Machine) -> None:
    eve.get(f"/studio/machines/{lathe.id}", 404)
    eve.post(f"/studio/machines/{lathe.id}", {"name": "mine"}, 404)
    assert lathe.name not in words(eve.get("/studio/machines"))


def test_the_council_looks_and_changes_nothing(charlie: Browser, lathe: Machine) -> None:
    assert "Save" not in words(charlie.get(f"/studio/machines/{lathe.id}"))
    charlie.post(f"/studio/machines/{lathe.id}", {"name": "x"}, 403)


def test_areas_are_laid_out_named_and_deleted(alice: Browser, studio: Studio) -> None:
    alice.post("/studio/areas", {"path": "Halle 7 / Linie 1", "crowd": "14"})
    line = Area.get(Area.name == "Linie 1")
    assert line.crowd == 14
    alice.post(f"/studio/areas/{line.id}", {"name": "Linie A", "crowd": ""})
    assert Area.get_by_id(line.id).crowd is None
    full = Area.get((Area.name == "Linie 2") & (Area.site == studio.site))
    refused = words(alice.post(f"/studio/areas/{full.id}", {"remove": "1"}, 422))
    assert "cannot be deleted while machines" in refused
    alice.post(f"/studio/areas/{line.id}", {"remove": "1"})
    assert not Area.select().where(Area.id == line.id).exists()


def test_an_area_without_a_name_and_too_deep_a_one_are_refused(alice: Browser) -> None:
    assert "Give it a name" in words(alice.post("/studio/areas", {"path": " / "}, 422))
    assert "four levels" in words(alice.post("/studio/areas", {"path": "a/b/c/d/e"}, 422))


def test_a_kinds_crowd_is_declared_where_it_stands(alice: Browser) -> None:
    kind, area = Kind.get(Kind.name == "Presse"), Area.get(Area.name == "Linie 2")
    alice.post(f"/studio/kinds/{kind.id}/crowd", {"area": area.id, "crowd": "26"})
    assert KindCrowd.get(KindCrowd.kind == kind).crowd == 26
    assert 'value="26"' in words(alice.get(f"/studio/kinds/{kind.id}"))
    assert "still" not in words(alice.post(f"/studio/kinds/{kind.id}", {"remove": "1"}, 422))


def test_a_coach_is_shown_only_after_agreeing(alice: Browser, studio: Studio) -> None:
    typed = {"name": "Ayşe Çelik", "where": "Halle 2", "languages": ["de", "tr"]}
    assert "Ask first" in words(alice.post("/studio/coaches/new", typed, 422))
    assert not Coach.select().where(Coach.name == "Ayşe Çelik").exists()
    alice.post("/studio/coaches/new", {**typed, "agreed_on": "2026-11-01"})
    card = Coach.get((Coach.name == "Ayşe Çelik") & (Coach.site == studio.site))
    assert (card.languages, card.agreed_on) == ("de tr", "2026-11-01")
    alice.post(f"/studio/coaches/{card.id}", {"remove": "1"})
    assert not Coach.select().where(Coach.id == card.id).exists()


def test_the_plant_keeps_its_crowd(dana: Browser, studio: Studio) -> None:
    typed = {"name": "Werk Nord", "emergency_number": "0-112", "wifi_place": "", "crowd": ""}
    assert "counted namelessly" in words(dana.post("/studio/plant", typed, 422))
    dana.post("/studio/plant", {**typed, "crowd": "210"})
    assert Site.get_by_id(studio.site).crowd == 210


def test_a_list_is_shown_row_by_row_before_it_is_taken_over(alice: Browser) -> None:
    rows = (("code", "area", "machine", "crowd", "Art"),
            (floor.LATHE, "Halle 3 / Linie 2", "Dreh 1", 25, "Fräse"),
            ("", "Halle 8", "Entgrater", None, ""), ("", "Halle 8", "", None, ""))  # fmt: skip
    plan = sent(alice, excel(*rows))
    page = words(alice.get(plan))
    assert "Row 1 has these columns that are not known: Art." in page
    assert "Set up 1, change 1, leave out 1 row" in page
    assert "<del>Drehmaschine DZ 400</del> <ins>Dreh 1</ins>" in page
    assert "Row 4, column &#39;machine&#39;: this cell is empty." in page
    assert not Machine.select().where(Machine.name == "Entgrater").exists()
    alice.post(plan, {"new": "1", "changed": "1"})
    assert Machine.select().where(Machine.name << ["Dreh 1", "Entgrater"]).count() == 2
    assert "lay there for a day" in words(alice.get(plan, 422))


def test_a_plan_that_is_no_longer_true_is_shown_again(alice: Browser) -> None:
    plan = sent(alice, excel(("area", "machine"), ("Halle 8", "Entgrater")))
    plant.machine(plant.area(Site.get(Site.slug == "musterwerk"), ("Halle 8",)), "Entgrater")
    assert "changed meanwhile" in words(alice.post(plan, {"new": "1", "changed": "0"}, 409))


def test_nobody_else_sees_a_list_that_was_sent(alice: Browser, bob: Browser) -> None:
    plan = sent(alice, excel(("area", "machine"), ("Halle 8", "Entgrater")))
    bob.get(plan, 422)


@pytest.mark.parametrize(
    ("content", "name", "told"),
    [
        (b"", "", "Choose a file first."),
        (b"%PDF", "list.pdf", "neither .xlsx nor .csv"),
    ],
)
def test_what_is_no_list_is_refused_at_once(
    alice: Browser, content: bytes, name: str, told: str
) -> None:
    page = alice.post(LISTS, {"list": (io.BytesIO(content), name)}, 422)
    assert told in words(page)


def test_a_broken_list_is_refused_when_it_is_looked_at(alice: Browser) -> None:
    plan = sent(alice, io.BytesIO(b"PK\x03\x04 broken"))
    page = words(alice.get(plan, 422))
    assert "This is no readable Excel file" in page
    assert plan.rpartition("/")[2].partition(".")[0] not in page, "nobody gave it such a name"


def test_the_plants_own_list_comes_out_and_goes_in_unchanged(alice: Browser) -> None:
    book = alice.get(f"{LISTS}.xlsx").data
    rows = list(load_workbook(io.BytesIO(book)).worksheets[0].iter_rows(values_only=True))
    assert rows[0] == ("code", "area", "machine", "kind", "number", "crowd", "alias")
    assert "Nothing would change" in words(alice.get(sent(alice, io.BytesIO(book))))
    table = alice.get(f"{LISTS}.csv").data
    again = sent(alice, io.BytesIO(table), "machines.csv")
    assert "Nothing would change" in words(alice.get(again))


def test_the_plants_list_speaks_the_language_of_whoever_asks(studio: Studio) -> None:
    german = Browser(studio.app, studio.people["alice"], "de")
    assert "Bereich;Maschine" in german.get("/studio/machines/list.csv").get_data(as_text=True)
    german.get("/studio/machines/list.exe", 404)


def test_a_name_holds_no_sign_that_turns_the_line_around(alice: Browser) -> None:
    alice.post("/studio/areas", {"path": "Halle \u202egnp / \x07Linie", "crowd": ""})
    assert Area.select().where(Area.name << ["Halle gnp", "Linie"]).count() == 2


def test_of_two_who_set_up_one_machine_at_once_the_second_is_told(studio: Studio) -> None:
    """PostgreSQL lets both look before either writes; then only its own key knows of the other."""
    with studio.app.extensions["studio"]().test_request_context("/studio/machines/new"):
        area = Area.get()
        Machine.create(site=studio.site, area=area, name="Presse 9")
        with pytest.raises(peewee.IntegrityError) as caught:
            Machine.create(site=studio.site, area=area, name="Presse 9")
        status, said, _ = errors.notice_of(caught.value)
        assert (status, said) == (409, errors.sentence(FactsEditedMeanwhile()))
