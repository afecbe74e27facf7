"""The form of words: kept field by field, nothing lost where two write, nothing half-saved."""

import io
import re
from typing import Any

import pytest
from PIL import Image

from content import words
from content.models import Step, Text, Version
from kiosk.studio.words import hints
from tests.page import words as said
from tests.studio import Browser, Studio

HTMX: dict[str, Any] = {"HX_Request": "true"}


def at(version: Version, place: str = "words") -> str:
    """Return the address of a page of the version."""
    return f"/studio/v/{version.id}/{place}"


def now(version: Version) -> dict[str, str]:
    """Return the words as they are stored."""
    return words.lines(Text.get(Text.version == version))


def steps(version: Version) -> list[str]:
    """Return what the steps say, in order."""
    return [body for key, body in now(version).items() if key.startswith("step/")]


def fresh(who: Browser, version: Version) -> list[str]:
    """Return the ids of the empty rows of the page."""
    return re.findall(r'name="fresh" value="(\w{12})"', said(who.get(at(version))))


def type_steps(who: Browser, version: Version, *bodies: str) -> list[str]:
    """Type steps into the empty rows and save; return their ids."""
    ids = fresh(who, version)[: len(bodies)]
    typed = {f"line:step/{one}": body for one, body in zip(ids, bodies, strict=True)}
    who.post(at(version), {"fresh": ids, **typed, "do": "save"})
    return ids


def photo(width: int = 64, height: int = 48) -> io.BytesIO:
    """Return a photograph with a place in it."""
    found = io.BytesIO()
    exif = Image.Exif()
    exif[0x010F] = "Phone of Alice"
    Image.new("RGB", (width, height), "#14444A").save(found, "JPEG", exif=exif)
    found.seek(0)
    return found


def test_it_asks_for_one_thing_and_offers_three_steps(alice: Browser, version: Version) -> None:
    shown = said(alice.get(at(version)))
    assert "What can one do afterwards?" in shown
    assert len(fresh(alice, version)) == 3


def test_without_scripts_one_button_keeps_everything(alice: Browser, version: Version) -> None:
    ids = fresh(alice, version)
    answer = alice.post(at(version), {
        "line:title": "Bohrer tauschen", "was:title": "Bohrer wechseln", "line:why": "Er reißt.",
        "was:why": "", "fresh": ids, f"line:step/{ids[0]}": "Aus.", f"line:step/{ids[1]}": "",
        f"line:step/{ids[2]}": "Raus.", "do": "on",
    })  # fmt: skip
    assert answer.location.endswith("/question")
    assert (now(version)["title"], now(version)["why"]) == ("Bohrer tauschen", "Er reißt.")
    assert steps(version) == ["Aus.", "Raus."]


def test_a_field_keeps_itself_while_it_is_typed(alice: Browser, version: Version) -> None:
    typed = {"line:why": "Er reißt.", "was:why": "", "do": "keep"}
    answer = said(alice.post(at(version), typed, 200, **HTMX))
    assert "Saved while you type." in answer
    assert 'name="was:why" value="Er reißt."' in answer
    assert "<html" not in answer


def test_the_same_form_sent_twice_makes_its_steps_once(alice: Browser, version: Version) -> None:
    ids = fresh(alice, version)
    form = {"fresh": ids, f"line:step/{ids[0]}": "Aus.", "do": "save"}
    alice.post(at(version), form)
    alice.post(at(version), form)
    assert steps(version) == ["Aus."]


def test_an_answer_that_got_lost_is_no_quarrel(alice: Browser, version: Version) -> None:
    alice.post(at(version), {"line:why": "Er", "was:why": "", "do": "keep"}, 200, **HTMX)
    again = {"line:why": "Er reißt.", "was:why": ["", "Er"], "do": "keep"}
    alice.post(at(version), again, 200, **HTMX)
    assert now(version)["why"] == "Er reißt."


def test_where_two_write_nothing_is_overwritten_and_both_are_told(
    alice: Browser, bob: Browser, studio: Studio, version: Version
) -> None:
    dora = studio.browser("bob")
    mark = re.search(r'name="mark" value="(\w+)"', said(alice.get(at(version))))
    assert mark is not None
    alice.post(at(version), {"line:why": "Von Alice.", "was:why": "", "do": "save"})
    told = said(dora.post(at(version), {"line:why": "Von Bob.", "was:why": "", "do": "save"}, 409))
    assert "A colleague wrote here meanwhile:" in told
    assert "Von Alice." in told
    assert ">Von Bob.</textarea>" in told
    assert now(version)["why"] == "Von Alice."
    dora.post(at(version), {"line:why": "Von Bob.", "was:why": "Von Alice.", "do": "mine:why"})
    first = said(alice.get(at(version, f"words/others?mark={mark[1]}"), 200, **HTMX))
    assert "Bob writes on this nugget, too." in first
    assert "Something here was changed meanwhile." in first


def test_theirs_can_be_taken(alice: Browser, bob: Browser, version: Version) -> None:
    alice.post(at(version), {"line:why": "Von Alice.", "was:why": "", "do": "save"})
    bob.post(at(version), {"line:why": "Mein.", "was:why": "Von Alice.", "do": "theirs:why"})
    assert now(version)["why"] == "Von Alice."


def test_what_is_too_long_keeps_everything_in_its_fields(alice: Browser, version: Version) -> None:
    typed = {
        "line:title": "x" * 500,
        "was:title": "Bohrer wechseln",
        "line:why": "Neu.",
        "was:why": "",
    }
    told = said(alice.post(at(version), {**typed, "do": "save"}, 422))
    assert "380 signs too many. Shorten it." in told
    assert "x" * 500 in told
    assert ">Neu.</textarea>" in told
    assert 'aria-describedby="wrong-title"' in told
    assert (now(version)["title"], now(version)["why"]) == ("Bohrer wechseln", "")


def test_signs_that_could_harm_are_shown_as_signs(alice: Browser, version: Version) -> None:
    typed = "<script>alert(1)</script> \u202eفتح\0 👷🏽"
    alice.post(at(version), {"line:title": typed, "was:title": "Bohrer wechseln", "do": "save"})
    assert now(version)["title"] == "<script>alert(1)</script> فتح 👷🏽"
    assert "<script>alert" not in said(alice.get(at(version)))


def test_a_step_moves_and_keeps_its_words(alice: Browser, version: Version) -> None:
    ids = type_steps(alice, version, "Eins.", "Zwei.", "Drei.")
    alice.post(at(version), {"do": f"up:{ids[2]}"})
    alice.post(at(version), {"do": f"down:{ids[0]}"})
    assert steps(version) == ["Drei.", "Eins.", "Zwei."]


def test_a_step_that_was_taken_away_can_be_put_back(alice: Browser, version: Version) -> None:
    ids = type_steps(alice, version, "Eins.", "Zwei.", "Drei.")
    alice.post(at(version), {"do": f"away:{ids[1]}"})
    assert steps(version) == ["Eins.", "Drei."]
    assert "Put it back" in said(alice.get(at(version)))
    alice.post(at(version), {"do": "again"})
    assert steps(version) == ["Eins.", "Zwei.", "Drei."]


def test_what_was_typed_into_a_step_that_is_gone_is_shown(
    alice: Browser, bob: Browser, version: Version
) -> None:
    ids = type_steps(alice, version, "Eins.", "Zwei.")
    bob.post(at(version), {"do": f"away:{ids[0]}"})
    typed = {f"line:step/{ids[0]}": "Eins, aber besser.", f"was:step/{ids[0]}": "Eins."}
    told = said(alice.post(at(version), {**typed, "do": "save"}, 409))
    assert "Eins, aber besser." in told


@pytest.mark.parametrize(("typed", "second"), [("0:24", 24.0), ("7,5", 7.5), ("", None)])
def test_a_step_begins_at_a_second(
    alice: Browser, version: Version, typed: str, second: float | None
) -> None:
    (one,) = type_steps(alice, version, "Eins.")
    alice.post(at(version), {f"at:{one}": typed, f"at-was:{one}": "9:99", "do": "save"})
    assert Step.get_by_id(one).at == second


def test_a_second_that_is_none_is_told_beside_its_field(alice: Browser, version: Version) -> None:
    (one,) = type_steps(alice, version, "Eins.")
    form = {f"at:{one}": "gleich", f"at-was:{one}": "", "do": "save"}
    assert "A time looks like this: 0:24" in said(alice.post(at(version), form, 422))


def test_a_photo_of_a_step_is_kept_small_and_without_its_facts(
    alice: Browser, studio: Studio, version: Version
) -> None:
    (one,) = type_steps(alice, version, "Eins.")
    alice.post(at(version), {f"photo:{one}": (photo(2000, 1500), "IMG_1.jpg"), "do": "save"})
    picture = Step.get_by_id(one).picture
    assert picture is not None
    kept = list((studio.settings.data / "media").rglob(f"{picture.sha}.*"))
    assert (picture.ext, picture.width, picture.height) == ("webp", 960, 720)
    assert b"Alice" not in kept[0].read_bytes()


def test_another_photo_lets_the_one_before_go(
    alice: Browser, studio: Studio, version: Version
) -> None:
    (one,) = type_steps(alice, version, "Eins.")
    alice.post(at(version), {f"photo:{one}": (photo(), "a.jpg"), "do": "save"})
    first = Step.get_by_id(one).picture_id
    alice.post(at(version), {f"photo:{one}": (photo(80, 60), "b.jpg"), "do": "save"})
    assert Step.get_by_id(one).picture_id != first
    assert not list((studio.settings.data / "media").rglob(f"{first}.*"))


def test_a_picture_that_is_none_is_refused_beside_its_step(
    alice: Browser, version: Version
) -> None:
    (one,) = type_steps(alice, version, "Eins.")
    heic = io.BytesIO(b"\0\0\0\x18ftypheic" + bytes(40))
    told = said(alice.post(at(version), {f"photo:{one}": (heic, "a.heic"), "do": "save"}, 422))
    assert "Most Compatible" in told


def test_a_picture_of_a_step_that_is_gone_is_not_even_opened(
    alice: Browser, version: Version
) -> None:
    broken = (io.BytesIO(b"no picture"), "a.jpg")
    told = said(alice.post(at(version), {"photo:gone": broken, "do": "save"}, 422))
    assert "took this step away" in told
    assert "cannot be read" not in told


def test_it_doubts_two_points_but_never_locks(alice: Browser, version: Version) -> None:
    typed = {"line:title": "Bohrer holen und wechseln", "was:title": "Bohrer wechseln"}
    alice.post(at(version), {**typed, "do": "save"})
    assert "often two nuggets" in said(alice.get(at(version)))
    assert not hints("Handrad bedienen", [])


def test_a_published_version_is_only_shown(alice: Browser, studio: Studio) -> None:
    published = Version.select().where(Version.state == "published").first()
    assert 'name="do"' not in said(alice.get(at(published)))
    alice.post(at(published), {"line:title": "Neu", "was:title": ""}, 422)


def test_another_plant_sees_nothing(eve: Browser, version: Version) -> None:
    eve.get(at(version), 404)
    eve.post(at(version), {"do": "save"}, 404)


def test_the_council_reads_and_writes_nothing(charlie: Browser, version: Version) -> None:
    charlie.get(at(version))
    charlie.post(at(version), {"do": "save"}, 403)
