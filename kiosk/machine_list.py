"""Takes over a plant's list of machines from Excel or CSV and says which cell is wrong.

Columns, in any order, German or English: area ("Hall 3 / Line 2"), machine, kind, number,
crowd (how many people work with it), alias (a code that is on the machine already).
Every row is checked before any is written.
"""

import csv
import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

from content import catalogue, plant
from content.models import Area, Label, Machine, Site
from qr_codes import codes

HEADINGS: Final = {
    "area": ("area", "bereich", "halle", "ort", "location", "technical location"),
    "name": ("machine", "maschine", "name", "bezeichnung", "description"),
    "kind": ("kind", "typ", "type", "model", "modell", "maschinentyp"),
    "number": ("number", "nummer", "inventarnummer", "equipment", "inventory number"),
    "crowd": ("crowd", "personen", "people", "beschäftigte", "belegschaft"),
    "alias": ("alias", "code am gerät", "nameplate", "typenschild"),
}
NEEDED: Final = ("area", "name")
LONGEST: Final = 120
DEEPEST: Final = 4
LARGEST_CROWD: Final = 999_999
MOST_ROWS: Final = 100_000
MOST_BYTES: Final = 50_000_000
MOST_UNPACKED: Final = 300_000_000


@dataclass(frozen=True, slots=True)
class Row:
    """One machine as the list gives it; `line` is the row's number in the file."""

    line: int
    area: tuple[str, ...]
    name: str
    kind: str = ""
    number: str = ""
    crowd: int | None = None
    alias: str = ""


class ListError(Exception):
    """The list can't be taken over as it is. `findings` names row and column of each fault."""

    def __init__(self, findings: list[str]) -> None:
        super().__init__("\n".join(findings))
        self.findings = findings


def read(path: Path) -> list[Row]:
    """Return the machines of an .xlsx or .csv file, all rows checked.

    Raises `ListError` with every finding at once; each names its row and column.
    """
    lines = list(_lines(path))
    if not lines:
        raise ListError(["The file is empty: it needs a first row with headings."])
    columns = _columns(lines[0][1])
    rows: list[Row] = []
    findings: list[str] = []
    for line, cells in lines[1:]:
        if any(cells):
            row, found = _row(line, {name: _cell(cells, at) for name, at in columns.items()})
            findings += found
            rows += [row]
    findings += _twice(rows)
    if not rows and not findings:
        findings = ["The file has headings, but no machine below them."]
    if findings:
        raise ListError(findings)
    return rows


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    if not path.is_file():
        raise ListError([f"There is no file {path}."])
    if path.stat().st_size > MOST_BYTES:
        raise ListError(["The file is larger than 50 MB: that is no list of machines."])
    suffix = path.suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        raise ListError([f"{path.name} is neither .xlsx nor .csv: save it as one of these."])
    source = _excel(path) if suffix == ".xlsx" else _csv(path)
    for line, cells in enumerate(source, start=1):
        if line > MOST_ROWS:
            raise ListError([f"The file has more than {MOST_ROWS:,} rows: split it."])
        yield line, cells


def _cell(cells: list[str], at: int) -> str:
    """Return the cell of a column; a row may end before its last columns."""
    return cells[at] if at < len(cells) else ""


def _excel(path: Path) -> Iterator[list[str]]:
    """Yield the rows of the first sheet. Raises ListError for whatever the reader chokes on."""
    rows = _excel_rows(path)
    while True:
        try:
            cells = next(rows, None)
        except ListError:
            raise
        except Exception as error:  # a damaged file breaks its reader in a dozen ways
            raise ListError([f"{path.name} is no readable Excel file: save it again."]) from error
        if cells is None:
            return
        yield [_plain(cell) for cell in cells]


def _excel_rows(path: Path) -> Iterator[tuple[object, ...]]:
    from openpyxl import load_workbook

    with path.open("rb") as file:
        with zipfile.ZipFile(file) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                what = "The file unpacks to more than 300 MB: that is no list of machines."
                raise ListError([what])
        book = load_workbook(file, read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # some exports claim a size smaller than what the sheet holds
        yield from sheet.iter_rows(values_only=True)
        book.close()


def _plain(cell: object) -> str:
    """Return a cell as text; Excel keeps 12 as 12.0."""
    if cell is None:
        return ""
    whole = isinstance(cell, float) and cell.is_integer()
    return " ".join(str(int(cell) if whole else cell).split())  # type: ignore[call-overload]


def _csv(path: Path) -> Iterator[list[str]]:
    text = _decoded(path.read_bytes())
    first = text.partition("\n")[0]
    separator = max(";,\t", key=first.count)
    try:
        for cells in csv.reader(io.StringIO(text), delimiter=separator):
            yield [" ".join(cell.split()) for cell in cells]
    except csv.Error as error:
        what = "a quotation mark is opened and never closed, or a cell is far too long"
        raise ListError([f"{path.name} can't be taken apart: {what}."]) from error


def _decoded(content: bytes) -> str:
    for encoding in (
        ("utf-8-sig", "utf-16")
        if content[:2] in (b"\xff\xfe", b"\xfe\xff")
        else (
            "utf-8-sig",
            "cp1252",
        )
    ):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise ListError(["The file is in an unknown encoding: save it as CSV UTF-8."])


def _columns(headings: list[str]) -> dict[str, int]:
    """Return where each known column stands, or raise with what the first row must hold."""
    lower = [heading.lower() for heading in headings]
    found = {
        name: next(at for at, heading in enumerate(lower) if heading in words)
        for name, words in HEADINGS.items()
        if any(heading in words for heading in lower)
    }
    lacking = [name for name in NEEDED if name not in found]
    unknown = [
        heading
        for heading in lower
        if heading and not any(heading in words for words in HEADINGS.values())
    ]
    findings = [
        f"Row 1: the column '{HEADINGS[name][0]}' (or '{HEADINGS[name][1]}') is missing."
        for name in lacking
    ]
    if findings:
        if unknown:
            findings.append(f"Row 1 has these columns that are not known: {', '.join(unknown)}.")
        raise ListError(findings)
    return found


def _row(line: int, cells: dict[str, str]) -> tuple[Row, list[str]]:
    findings = [
        f"Row {line}, column '{name}': this cell is empty." for name in NEEDED if not cells[name]
    ]
    findings += [
        f"Row {line}, column '{name}': longer than {LONGEST} signs."
        for name, cell in cells.items()
        if len(cell) > LONGEST
    ]
    findings += [
        f"Row {line}, column '{name}': holds a sign that is no text."
        for name, cell in cells.items()
        if not cell.isprintable()
    ]
    area = tuple(part.strip() for part in cells["area"].split("/") if part.strip())
    if len(area) > DEEPEST:
        findings.append(f"Row {line}, column 'area': deeper than four levels.")
    crowd, wrong = _crowd(line, cells.get("crowd", ""))
    row = Row(
        line, area, cells["name"], cells.get("kind", ""), cells.get("number", ""), crowd,
        cells.get("alias", ""),
    )  # fmt: skip
    return row, findings + wrong


def _crowd(line: int, cell: str) -> tuple[int | None, list[str]]:
    if not cell:
        return None, []
    if cell.isdecimal() and len(cell) <= len(str(LARGEST_CROWD)):
        return int(cell), []
    return None, [f"Row {line}, column 'crowd': '{cell[:20]}' is no number of people; write 12."]


def _twice(rows: list[Row]) -> list[str]:
    """Find machines and aliases that stand in the list more than once."""
    findings: list[str] = []
    machines: dict[tuple[object, ...], int] = {}
    aliases: dict[str, int] = {}
    for row in rows:
        key = (*(part.casefold() for part in row.area), row.name.casefold())
        if key in machines and row.name:
            findings.append(
                f"Row {row.line}, column 'machine': '{row.name}' stands in row {machines[key]} too."
            )
        machines.setdefault(key, row.line)
        if row.alias and row.alias.casefold() in aliases:
            first = aliases[row.alias.casefold()]
            findings.append(f"Row {row.line}, column 'alias': the same code as in row {first}.")
        aliases.setdefault(row.alias.casefold(), row.line)
    return findings


@dataclass(frozen=True, slots=True)
class TakenOver:
    """How many machines of a list are new, and how many stood in the plant already."""

    new: int
    there: int


def take_over(
    site: Site, rows: list[Row], progress: Callable[[int], None], *, write: bool = True
) -> TakenOver:
    """Set up the machines of a list that aren't there yet, each with a label: all or none.

    Without `write` it only counts. Raises the errors of `content.plant` and ListError.
    """
    known = _known(site)
    fresh = [row for row in rows if (*row.area, row.name) not in known]
    _refuse_foreign_aliases(site, fresh)
    if write:
        with Machine._meta.database.atomic():  # noqa: SLF001  peewee's door to the bound database
            _set_up(site, fresh, progress)
    return TakenOver(len(fresh), len(rows) - len(fresh))


def _known(site: Site) -> set[tuple[str, ...]]:
    areas = {area.id: area for area in Area.select().where(Area.site == site)}

    def path(area_id: str | None) -> tuple[str, ...]:
        if area_id is None:
            return ()
        area = areas[area_id]
        return (*path(area.parent_id), area.name)

    machines = Machine.select(Machine.area, Machine.name).where(Machine.site == site)
    return {(*path(machine.area_id), machine.name) for machine in machines}


def _refuse_foreign_aliases(site: Site, rows: list[Row]) -> None:
    findings = [
        f"Row {row.line}, column 'alias': this code belongs to another machine already."
        for row in rows
        if row.alias and catalogue.alias(site.id, row.alias)
    ]
    if findings:
        raise ListError(findings)


def _set_up(site: Site, rows: list[Row], progress: Callable[[int], None]) -> None:
    areas = {path: plant.area(site, path) for path in dict.fromkeys(row.area for row in rows)}
    kinds = {
        name: plant.kind(site, name) for name in dict.fromkeys(row.kind for row in rows) if name
    }
    new = [
        plant.NewMachine(areas[row.area], row.name, kinds.get(row.kind), row.number, row.crowd)
        for row in rows
    ]
    made = plant.machines(new, progress)
    used = {label.code for label in Label.select(Label.code)}
    for row, machine in zip(rows, made, strict=True):
        code = codes.new(exclude=used)
        used.add(code)
        plant.label(machine, code)
        if row.alias:
            plant.alias(machine, row.alias)
