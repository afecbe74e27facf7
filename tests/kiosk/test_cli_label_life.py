"""Labels from the command line: printed ahead, bound, walked by, retired."""

import json
from pathlib import Path

import pytest

from tests.kiosk.shell import Shell, change
from tests.kiosk.test_cli_labels import decoded

LATHE = "Drehmaschine 4"
UNPRINTED = (
    "UPDATE label SET state = 'reserved' WHERE code IN "
    "(SELECT code FROM label WHERE machine_id IS NULL"
)


def fresh(kiosk: Shell, tmp_path: Path, count: int = 1) -> list[str]:
    """Print blank labels and return their codes."""
    out = tmp_path / "blank.pdf"
    kiosk.run("labels", "blank", str(count), "--design", "tag-30", "--out", str(out))
    return [text.rpartition("/")[2] for text in decoded(out)]


def test_blank_labels_are_printed_and_bound_to_a_machine(kiosk: Shell, tmp_path: Path) -> None:
    one, other = fresh(kiosk, tmp_path, 2)
    assert f"hangs on {LATHE}." in kiosk.run("labels", "bind", one, LATHE)
    assert f"hangs on {LATHE}." in kiosk.run("labels", "bind", other, one, "--beside")
    said = kiosk.refused("labels", "D4H7KW", "--out", str(tmp_path / "old.pdf"))
    assert "is replaced: it is not printed again" in said


def test_printing_warns_until_a_phone_has_opened_the_address(kiosk: Shell, tmp_path: Path) -> None:
    words = ("labels", "D4H7KW", "--design", "tag-30", "--out", str(tmp_path / "one.pdf"))
    said = kiosk(*words).err
    assert "! No phone has opened this address yet" in said
    assert "kiosk doctor --phone" in said
    sign = kiosk.run("doctor", "--phone").partition("/check/")[2][:16]
    assert sign.isalnum()
    change(kiosk.house, "UPDATE phone_check SET passed_on = '2026-11-22'")
    assert "No phone" not in kiosk(*words).err


def test_one_sticker_is_not_bound_twice(kiosk: Shell, tmp_path: Path) -> None:
    (code,) = fresh(kiosk, tmp_path)
    kiosk.run("labels", "bind", code, LATHE)
    assert f"hangs on {LATHE} already" in kiosk.refused("labels", "bind", code, "K7Q2MX")
    assert "No machine is called Nowhere" in kiosk.refused("labels", "bind", code, "Nowhere")


def test_blanks_are_not_printed_again(kiosk: Shell, tmp_path: Path) -> None:
    (code,) = fresh(kiosk, tmp_path)
    said = kiosk.refused("labels", code, "--design", "tag-30", "--out", str(tmp_path / "x.pdf"))
    assert "would stick one code on two machines" in said
    assert not (tmp_path / "x.pdf").exists()


@pytest.mark.parametrize(("words", "state"), [((), "retired"), (("--lost",), "lost")])
def test_a_label_out_of_use_leaves_its_machine_another(
    kiosk: Shell, words: tuple[str, ...], state: str
) -> None:
    said = kiosk.run("labels", "retire", "D4H-7KW", *words)
    assert f"D4H-7KW is {state}. {LATHE} has " in said


def test_a_round_says_what_is_missing_and_foreign(kiosk: Shell, tmp_path: Path) -> None:
    change(kiosk.house, "UPDATE label SET state = 'printed'")
    area = kiosk.machines()[0]["area"].partition(", ")[0]
    read = tmp_path / "codes.txt"
    read.write_text("D4H7KW\nhttps://evil.example/K7Q2MX\nhello\n")
    words = ("labels", "walk", area, "--json")
    ended = kiosk(*words, "--begin", "--read", str(read))
    told = json.loads(ended.out)
    assert (ended.code, ended.err) == (0, "hello: no code of a label.\n")
    assert [one["code"] for one in told["amiss"]] == ["evil.example"]
    assert (told["well"], [one["code"] for one in told["missing"]]) == (1, ["K7Q2MX"])
    assert "missing so far" in kiosk.run("labels", "walk", area)


def test_a_round_needs_an_area_and_a_beginning(kiosk: Shell) -> None:
    assert "There is no area Moon." in kiosk.refused("labels", "walk", "Moon")
    area = kiosk.machines()[0]["area"].partition(", ")[0]
    assert "This round is over." in kiosk.refused("labels", "walk", area)


def test_what_cannot_be_printed_leaves_no_code_behind(kiosk: Shell, tmp_path: Path) -> None:
    words = ("labels", "blank", "3", "--design", "a6", "--stock", "tag-30")
    kiosk.refused(*words, "--out", str(tmp_path / "blank.pdf"))
    assert kiosk.run("labels", "blanks") == "0 on paper, 0 not printed.\n"


def test_codes_whose_print_was_stopped_are_listed_and_printed_again(
    kiosk: Shell, tmp_path: Path
) -> None:
    code, other = fresh(kiosk, tmp_path, 2)
    change(kiosk.house, f"{UNPRINTED} ORDER BY code LIMIT 1)")
    assert f"{code[:3]}-{code[3:]}  not printed" in kiosk.run("labels", "blanks")
    out = tmp_path / "again.pdf"
    kiosk.run("labels", "blank", "--again", "--design", "tag-30", "--out", str(out))
    assert [text.rpartition("/")[2] for text in decoded(out)] == [code]
    told = json.loads(kiosk.run("labels", "blanks", "--json"))
    assert told == {"on_paper": sorted([code, other]), "not_printed": []}


def test_codes_that_nobody_needs_are_retired(kiosk: Shell, tmp_path: Path) -> None:
    fresh(kiosk, tmp_path)
    change(kiosk.house, f"{UNPRINTED})")
    assert "1 out of use, for ever." in kiosk.run("labels", "blanks", "--retire")
    assert "0 not printed" in kiosk.run("labels", "blanks")


def test_a_label_on_the_wrong_machine_is_moved_and_taken_off(kiosk: Shell, tmp_path: Path) -> None:
    (code,) = fresh(kiosk, tmp_path)
    kiosk.run("labels", "bind", code, LATHE)
    said = kiosk.run("labels", "move", code, "K7Q2MX")
    assert f"leads to Drehmaschine 5. {LATHE} has D4H-7KW." in said
    assert "leads to Drehmaschine 5 already" in kiosk.refused("labels", "move", code, code)
    assert "leads to no machine" in kiosk.run("labels", "free", code)
    assert "has no machine yet" in kiosk.refused("labels", "free", code)
