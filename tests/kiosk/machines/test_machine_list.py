"""Machine lists: taken over whole, or refused with the cell that is wrong."""

import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from openpyxl import Workbook

from kiosk.machines.machine_list import ListError, Row, as_csv, as_excel, look
from tests.cost import least

SHEET = "xl/worksheets/sheet1.xml"


def excel(path: Path, *rows: tuple[object, ...]) -> Path:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in rows:
        sheet.append(list(row))
    book.save(path)
    return path


def table(path: Path, text: str, encoding: str = "utf-8") -> Path:
    path.write_bytes(text.encode(encoding))
    return path


def read(path: Path) -> list[Row]:
    """Return the rows of a list in which nothing is wrong."""
    seen = look(path)
    assert seen.faults == ()
    return list(seen.rows)


def findings(path: Path) -> list[str]:
    """Return what is wrong with a list, or with its rows."""
    try:
        found = [fault for _, fault in look(path).faults]
    except ListError as error:
        found = list(error.findings)
    assert found
    return [str(finding) for finding in found]


def test_it_reads_excel_with_german_headings(tmp_path: Path) -> None:
    path = excel(
        tmp_path / "list.xlsx",
        ("Bereich", "Maschine", "Typ", "Nummer", "Personen"),
        ("Halle 3 / Linie 2", "Drehmaschine 4", "DZ 400", 4711.0, 12),
        (None, None, None, None, None),
    )
    assert read(path) == [
        Row(2, ("Halle 3", "Linie 2"), "Drehmaschine 4", "DZ 400", "4711", 12),
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp1252", "utf-16"])
@pytest.mark.parametrize("separator", [";", ",", "\t"])
def test_it_reads_csv_in_the_encodings_of_excel(
    tmp_path: Path, encoding: str, separator: str
) -> None:
    text = f"area{separator}machine\nHalle{separator}Fräse Nº 2\n"
    assert read(table(tmp_path / "list.csv", text, encoding)) == [Row(2, ("Halle",), "Fräse Nº 2")]


def test_it_names_row_and_column_of_every_fault_at_once(tmp_path: Path) -> None:
    path = table(
        tmp_path / "list.csv",
        "area,machine,crowd\nA,Lathe,twelve\n,Mill,3\nA/B/C/D/E,Press,1\nA,lathe,\n",
    )
    assert findings(path) == [
        "Row 2, column 'crowd': 'twelve' is no number of people; write 12.",
        "Row 3, column 'area': this cell is empty.",
        "Row 4, column 'area': deeper than four levels.",
        "Row 5, column 'machine': 'lathe' stands in row 2 too.",
    ]


def test_it_calls_a_column_as_the_file_does(tmp_path: Path) -> None:
    path = table(
        tmp_path / "list.csv",
        "Halle;Bezeichnung;Beschäftigte;Typenschild;Schild\n"
        ";Säge;zwölf;;\nA/B/C/D/E;;;;D4H7KX\nA;Säge;;x;\nA;Säge;;x;\n",
    )
    columns = re.findall(r"Row \d, column '(\w+)'", "\n".join(findings(path)))
    assert columns == [
        "Halle", "Beschäftigte", "Bezeichnung", "Halle", "Schild", "Bezeichnung", "Typenschild",
    ]  # fmt: skip


def test_it_says_all_that_is_wrong_with_one_row(tmp_path: Path) -> None:
    path = table(tmp_path / "list.csv", "area,machine,crowd,number,code\n,,x," + "1" * 61 + ",QQ\n")
    assert [finding.partition(": ")[0] for finding in findings(path)] == [
        f"Row 2, column '{name}'" for name in ("area", "machine", "number", "crowd", "code")
    ]


def test_a_cell_may_hold_as_much_as_the_machine(tmp_path: Path) -> None:
    """Several long codes of one machine, each as long as its page takes it."""
    row = Row(2, ("H" * 120, "L" * 120), "Lathe", aliases=("x" * 300, "y" * 300))
    (tmp_path / "list.csv").write_bytes(as_csv([row]))
    assert read(tmp_path / "list.csv") == [row]


def test_wrong_columns_say_what_the_first_row_must_hold(tmp_path: Path) -> None:
    found = findings(table(tmp_path / "list.csv", "place,thing\nA,B\n"))
    assert found[0] == "Row 1: the column 'area' (or 'Bereich') is missing."
    assert found[-1] == "Row 1 has these columns that are not known: place, thing."


def test_a_column_that_is_not_taken_over_is_named(tmp_path: Path) -> None:
    heads = ",".join(("Bereich", "Maschine", "Köpfe", "x\0y", "n" * 90))
    seen = look(table(tmp_path / "list.csv", f"{heads}\nA,B,12,,\n"))
    said = f"Row 1 has these columns that are not known: Köpfe, {'n' * 40}."
    assert [row.crowd for row in seen.rows] == [None]
    assert str(seen.overlooked) == said


def test_a_list_whose_columns_are_all_known_names_none(tmp_path: Path) -> None:
    seen = look(table(tmp_path / "list.csv", "area,machine,\nA,B,\n"))
    assert seen.overlooked is None


def test_a_file_of_no_text_shows_nothing_of_it(tmp_path: Path) -> None:
    assert all(line.isprintable() for line in findings(table(tmp_path / "z.csv", "\0" * 300)))


@pytest.mark.parametrize(
    ("name", "content", "sentence"),
    [
        ("list.xlsx", b"PK\x03\x04 broken", "no readable Excel file"),
        ("list.pdf", b"%PDF", "neither .xlsx nor .csv"),
        ("list.csv", b"", "The file is empty"),
        ("list.csv", b"area,machine\n", "no machine below them"),
    ],
)
def test_files_that_are_no_list_are_refused(
    tmp_path: Path, name: str, content: bytes, sentence: str
) -> None:
    (tmp_path / name).write_bytes(content)
    assert sentence in findings(tmp_path / name)[0]


def repacked(path: Path, part: str, change: Callable[[bytes], bytes | None]) -> Path:
    """Change one part of an Excel file, or leave it out."""
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as new:
        for name, content in parts.items():
            changed = change(content) if name == part else content
            if changed is not None:
                new.writestr(name, changed)
    return path


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def entity(content: bytes) -> bytes:
    head = b'<!DOCTYPE x [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
    return head + content.replace(b"Lathe", b"&x;")


@pytest.mark.parametrize(
    ("part", "change", "sentence"),
    [
        (SHEET, cut, "no readable Excel file"),
        ("xl/workbook.xml", cut, "no readable Excel file"),
        (SHEET, lambda _: None, "no readable Excel file"),
        (SHEET, entity, "no readable Excel file"),
    ],
)
def test_damaged_and_hostile_excel_files_are_refused_in_a_sentence(
    tmp_path: Path, part: str, change: Callable[[bytes], bytes | None], sentence: str
) -> None:
    path = excel(tmp_path / "list.xlsx", ("area", "machine"), ("Hall", "Lathe"))
    assert sentence in findings(repacked(path, part, change))[0]


def test_a_small_file_that_unpacks_to_a_giant_is_refused_unopened(tmp_path: Path) -> None:
    path = excel(tmp_path / "list.xlsx", ("area", "machine"), ("Hall", "Lathe"))
    with (
        zipfile.ZipFile(path, "a", zipfile.ZIP_DEFLATED) as parts,
        parts.open("xl/media/bomb.bin", "w") as bomb,
    ):
        for _ in range(31):
            bomb.write(bytes(10_000_000))
    assert path.stat().st_size < 1_000_000
    assert "unpacks to more than 60 MB" in findings(path)[0]


STYLES = b'<styleSheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><cellXfs>'
WIDE = b"".join(
    b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (at, at) for at in range(3, 60_000)
)


@pytest.mark.parametrize(
    ("part", "change", "sentence"),
    [
        (SHEET, lambda sheet: sheet.replace(b"</sheetData>", WIDE), "500 columns"),
        pytest.param(
            "xl/styles.xml", lambda _: STYLES + b"<xf/>" * 4_000_000 + b"</cellXfs></styleSheet>",
            "unpacks to more than 60 MB", marks=pytest.mark.thorough,
        ),
    ],
    ids=["columns", "styles"],
)  # fmt: skip
def test_a_small_excel_file_takes_no_more_memory_than_a_large_one(
    tmp_path: Path, part: str, change: Callable[[bytes], bytes | None], sentence: str
) -> None:
    path = excel(tmp_path / "list.xlsx", ("area", "machine"), ("Hall", "Lathe"))
    repacked(path, part, change)
    told = subprocess.run(
        [sys.executable, "-c", WEIGH, str(path)], capture_output=True, check=True, text=True
    )
    says, memory = told.stdout.rsplit("|", 1)
    assert sentence in says
    assert int(memory) * 1024 < 300_000_000


WEIGH = """
import resource, sys
from pathlib import Path
from kiosk.machines import machine_list
try:
    machine_list.look(Path(sys.argv[1]))
except machine_list.ListError as error:
    print(error, end="|")
# Its own peak by the address space: the other one knows what the tests weighed before the fork.
own = Path("/proc/self/status").read_text().split("VmHWM:")[1].split()[0]
print(max(int(own), resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss))
"""


def test_a_line_without_end_is_not_taken_apart(tmp_path: Path) -> None:
    path = table(tmp_path / "list.csv", "area;machine\n" + ";" * 9_000_000)
    assert "more than 500 columns" in findings(path)[0]
    assert least(lambda: findings(path), 1) < 1


def test_an_excel_file_that_understates_its_size_loses_no_row(tmp_path: Path) -> None:
    path = excel(tmp_path / "list.xlsx", ("area", "machine", "kind"), ("Hall", "Lathe"))
    repacked(path, SHEET, lambda sheet: re.sub(rb'ref="[^"]+"', b'ref="A1"', sheet))
    assert read(path) == [Row(2, ("Hall",), "Lathe")]


def test_a_csv_row_may_end_before_its_last_columns(tmp_path: Path) -> None:
    path = table(tmp_path / "list.csv", "area;machine;kind;number\nHall;Lathe\nHall\n")
    assert findings(path) == ["Row 3, column 'machine': this cell is empty."]


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("area,machine\nHall," + "a" * 140_000, "can't be taken apart"),
        ("area,machine,crowd\nHall,Lathe," + "9" * 5000, "longer than 120 signs"),
    ],
)
def test_cells_of_absurd_length_are_refused(tmp_path: Path, text: str, sentence: str) -> None:
    assert sentence in findings(table(tmp_path / "list.csv", text))[0]


def test_a_list_that_was_written_is_read_again(tmp_path: Path) -> None:
    row = Row(2, ("Hall", "Line"), "=Lathe", "DZ", "-7", 12, ("SN 1", "SN 2"), "D4H7KW")
    (tmp_path / "list.csv").write_bytes(as_csv([row]))
    (tmp_path / "list.xlsx").write_bytes(as_excel([row]))
    assert read(tmp_path / "list.csv") == read(tmp_path / "list.xlsx") == [row]


def test_a_list_that_was_written_in_german_is_read_again(tmp_path: Path) -> None:
    row = Row(2, ("Halle", "Linie"), "Säge", "S 9", "7", 12, ("SN 1",), "D4H7KW")
    (tmp_path / "list.csv").write_bytes(as_csv([row], "de"))
    (tmp_path / "list.xlsx").write_bytes(as_excel([row], "de"))
    assert read(tmp_path / "list.csv") == read(tmp_path / "list.xlsx") == [row]


def test_no_cell_of_a_written_list_is_a_formula() -> None:
    written = as_csv([Row(2, ("@SUM(1)",), "=cmd|' /C calc'!A0")]).decode("utf-8-sig")
    assert ";'=cmd" in written
    assert ";'@SUM" in written


def test_the_rows_that_are_right_can_be_had_without_the_others(tmp_path: Path) -> None:
    seen = look(table(tmp_path / "list.csv", "area,machine,crowd\nA,Lathe,x\nA,Mill,3\n"))
    assert [row.name for row in seen.rows] == ["Mill"]
    assert [line for line, _ in seen.faults] == [2]


def test_a_mistyped_code_is_a_fault_of_its_row(tmp_path: Path) -> None:
    path = table(tmp_path / "list.csv", "code;area;machine\nD4H7KX;A;Lathe\n")
    assert findings(path) == ["Row 2, column 'code': 'D4H7KX' is no code of a label."]
