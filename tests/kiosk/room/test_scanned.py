"""What a hand scanner brings: codes of ours open, others are named, nothing is ever followed."""

import tomllib

from werkzeug.test import TestResponse

from content import plant
from content.models import Machine
from kiosk.db import connected
from kiosk.room.frame import LAYOUTS
from qr_codes import codes
from tests import floor
from tests.page import Worker, look, main, words

AMERICAN = f"http://QR.EXAMPLE.TEST/{floor.LATHE}"
ON_GERMAN = f"httpÖ&&QR.EXAMPLE.TEST&{floor.LATHE}"
"""The same keys as a PC reads them that is set to German."""


def scan(worker: Worker, *readings: str, status: int = 302) -> TestResponse:
    answer = worker.client.post(
        "/room/en/scan", data={"q": list(readings)}, headers=worker.head,
        environ_base=worker.around,
    )  # fmt: skip
    assert answer.status_code == status
    look(answer, part=False)
    return answer


def test_the_reading_with_a_right_check_character_is_the_true_one(worker: Worker) -> None:
    for readings in ((ON_GERMAN, AMERICAN), (AMERICAN, ON_GERMAN), (AMERICAN,)):
        assert scan(worker, *readings).headers["Location"] == f"/room/en/m/{floor.LATHE}"


def test_a_bare_code_with_swapped_letters_is_read_right(worker: Worker) -> None:
    code = "YZ2YZ" + codes.check_character("YZ2YZ")
    with connected(worker.client.application.extensions["database"]):
        plant.label(Machine.get(Machine.name == "Säge 3"), code, "attached")
    swapped = code.translate(str.maketrans("YZ", "ZY"))
    assert scan(worker, swapped, code).headers["Location"] == f"/room/en/m/{code}"


def test_labels_with_a_former_address_open(worker: Worker) -> None:
    for host in ("old.example.test", "learn.example.test", "QR.EXAMPLE.TEST"):
        answer = scan(worker, f"http://{host}/{floor.LATHE.lower()}")
        assert answer.headers["Location"] == f"/room/en/m/{floor.LATHE}"


def test_a_foreign_address_is_named_and_not_opened(worker: Worker) -> None:
    page = scan(worker, "httpsÖ--evil.example-D4H7KW", "https://evil.example/D4H7KW", status=422)
    assert "leads to evil.example" in main(page)
    assert 'href="http' not in words(page)


def test_a_code_of_another_plant_is_told_apart_from_garbage(worker: Worker) -> None:
    assert "No machine here has this code" in main(scan(worker, floor.UNKNOWN, status=404))
    assert "no machine’s code" in main(scan(worker, "4006381333931", status=422))


def test_garbage_is_answered_calmly(worker: Worker) -> None:
    for garbage in ("", "\x00\x1b[2J", "x" * 5000, "💥" * 40, "'; DROP TABLE"):
        assert "no machine’s code" in main(scan(worker, garbage, status=422))
    scan(worker, status=422)


def test_what_was_no_label_leads_back_to_where_it_was_scanned(worker: Worker) -> None:
    for told, back in (
        ("/room/en/n/wear-glasses", "/room/en/n/wear-glasses"),
        ("//evil.example/", "/room/en/"), ("https://evil.example/room/en/", "/room/en/"),
        ("/room/de/topics", "/room/en/"), ("/room/en/" + "x" * 400, "/room/en/"), ("", "/room/en/"),
    ):  # fmt: skip
        answer = worker.post("/room/en/scan", {"q": "garbage", "from": told}, status=422)
        assert f'<a class="key bare" href="{back}">' in words(answer)


def test_a_makers_code_opens_the_machine_that_carries_it(worker: Worker) -> None:
    known = (
        ("https://id.maker.example/01/0400/21/SN-77", "https://ID.MAKER.example/01/0400/21/sn-77/"),
        ("(01)04006381333931(21)SN77", "(01)04006381333931(21)sn77"),
        ("DZ400-2019-77", "dz400-2019-77"),
    )
    with connected(worker.client.application.extensions["database"]):
        for written, _ in known:
            plant.alias(Machine.get(Machine.name == "Drehmaschine DZ 400"), written)
    for _, read in known:
        answer = scan(worker, "garbled", read)
        assert answer.headers["Location"] == f"/room/en/m/{floor.LATHE}"


def test_each_layout_has_a_sign_or_a_space_for_each_key() -> None:
    told = tomllib.loads(LAYOUTS.read_text("utf-8"))
    keys = told["codes"].split()
    assert len(set(keys)) == len(keys)
    for layout in told["layout"]:
        assert [len(layout[row]) for row in ("plain", "shift", "altgr")] == [len(keys)] * 3
    assert {"en-US", "de-DE"} <= {one["name"] for one in told["layout"]}


def tried(worker: Worker, *readings: str, **more: str) -> str:
    data = {"q": list(readings), **more}
    answer = worker.client.post("/room/en/scanner", data=data, headers=worker.head)
    look(answer, part=False)
    return main(answer)


def test_the_scanners_page_says_as_which_keyboard_it_writes(worker: Worker) -> None:
    page = tried(worker, ON_GERMAN, AMERICAN, ON_GERMAN, gap="4", end="1")
    assert "This scanner works here." in page
    assert "as a keyboard en-US" in page
    assert "as this PC reads" in tried(worker, AMERICAN, AMERICAN, gap="4", end="1")


def test_the_scanners_page_says_what_is_to_be_set(worker: Worker) -> None:
    page = tried(worker, AMERICAN, AMERICAN, gap="90")
    assert "end each code with Enter" in page
    assert "it took 90 ms" in page
    assert "no label of this plant" in tried(worker, "abc", "abc", gap="x", end="1")
