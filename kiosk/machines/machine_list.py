"""Reads a plant's list of machines from Excel or CSV and says which cell is wrong; writes it too.

Columns, in any order, German or English: area ("Hall 3 / Line 2"), machine, kind, number,
crowd (how many people work with it), alias (codes that are on the machine already, with ` | `
between them), code (of its label: by it a machine is known again under another name).
"""

import csv
import io
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

from content.media import ffmpeg
from content.sentence import Sentence, say
from content.spreadsheet import bare, inert
from kiosk.machines import excel_child
from qr_codes import codes

Headings = Mapping[str, str]
"""What the file at hand calls each column."""
HEADINGS: Final = {
    "area": ("area", "bereich", "halle", "ort", "location", "technical location"),
    "name": ("machine", "maschine", "name", "bezeichnung", "description"),
    "kind": ("kind", "typ", "type", "model", "modell", "maschinentyp"),
    "number": ("number", "nummer", "inventarnummer", "equipment", "inventory number"),
    "crowd": ("crowd", "personen", "people", "beschäftigte", "belegschaft"),
    "alias": ("alias", "code am gerät", "nameplate", "typenschild"),
    "code": ("code", "label", "schild"),
}
PLAIN: Final = {name: words[0] for name, words in HEADINGS.items()}
"""What a column is called where no file says otherwise."""
WRITTEN: Final = {
    "en": ("code", "area", "machine", "kind", "number", "crowd", "alias"),
    "de": ("Schild", "Bereich", "Maschine", "Typ", "Nummer", "Personen", "Typenschild"),
}
"""The first row of a list that is written, by the language of whoever asks for it."""
BETWEEN: Final = " | "
NEEDED: Final = ("area", "name")
LONGEST: Final = 120
ROOM: Final = {"number": 60, "alias": 300}
"""Signs that fit where it is not `LONGEST`; of an area and of several codes, each part counts."""
PARTED: Final = {"area": "/", "alias": "|"}
MEANING: Final = frozenset({"area", "name", "code"})
"""By these a machine is known again."""
DEEPEST: Final = 4
LARGEST_CROWD: Final = 999_999
MOST_ROWS: Final = 100_000
MOST_BYTES: Final = 10_000_000
MOST_COLUMNS: Final = 500
LONGEST_LINE: Final = 150_000
SHOWN_COLUMNS, SHOWN_SIGNS = 12, 40
"""How many columns that are not known are named, and with how many signs."""
CHILD: Final = Path(excel_child.__file__)
READ: Final = ffmpeg.Limits(
    wall=60.0, cpu=20, memory=1 << 30, data=256 << 20, file_size=128 << 20
)  # fmt: skip
"""What reading an Excel file may take."""


@dataclass(frozen=True, slots=True)
class Row:
    """One machine as the list gives it; `line` is the row's number in the file."""

    line: int
    area: tuple[str, ...]
    name: str
    kind: str = ""
    number: str = ""
    crowd: int | None = None
    aliases: tuple[str, ...] = ()
    code: str = ""


class Fault(NamedTuple):
    """What is wrong with a cell: the number of its row, its column, and the sentence."""

    line: int
    column: str
    says: Sentence


@dataclass(frozen=True, slots=True)
class Reading:
    """What a list says: its rows that are right, and what is wrong by the number of the row.

    `headings` is what the file itself calls its columns. `doubtful` are rows that are wrong in a
    cell, but say which machine they mean: more can be wrong with them at the plant. `overlooked`
    names the columns that nothing is taken from.
    """

    rows: tuple[Row, ...]
    faults: tuple[tuple[int, Sentence], ...]
    headings: Headings
    doubtful: tuple[Row, ...] = ()
    overlooked: Sentence | None = None


class ListError(Exception):
    """The list can't be taken over as it is. `findings` names row and column of each fault."""

    def __init__(self, findings: Iterable[Sentence]) -> None:
        self.findings = tuple(findings)
        super().__init__("\n".join(map(str, self.findings)))


def look(path: Path) -> Reading:
    """Return the rows of an .xlsx or .csv file that are right, and all that is wrong with others.

    Raises ListError where it is no list of machines at all.
    """
    lines = _lines(path)
    _, first = next(lines, (0, None))
    if first is None:
        raise ListError([say("The file is empty: it needs a first row with headings.")])
    columns = _columns(first)
    headings = {**PLAIN, **{name: first[at] for name, at in columns.items()}}
    rows: list[Row] = []
    faults: list[Fault] = []
    for line, cells in lines:
        if any(cells):
            row, found = _row(
                line, {name: _cell(cells, at) for name, at in columns.items()}, headings
            )
            faults += found
            rows += [row]
    if not rows:
        raise ListError([say("The file has headings, but no machine below them.")])
    nameless = {fault.line for fault in faults if fault.column in MEANING}
    faults += _twice(rows, headings)
    wrong = {fault.line for fault in faults}
    return Reading(
        tuple(row for row in rows if row.line not in wrong),
        tuple((fault.line, fault.says) for fault in faults),
        headings,
        tuple(row for row in rows if row.line in wrong - nameless),
        _unknown(first),
    )


def _lines(path: Path) -> Iterator[tuple[int, list[str]]]:
    if not path.is_file():
        raise ListError([say("There is no file {path}.", path=str(path))])
    if path.stat().st_size > MOST_BYTES:
        raise ListError([say("The file is larger than 10 MB: that is no list of machines.")])
    suffix = path.suffix.lower()
    if suffix not in (".xlsx", ".csv"):
        what = "{name} is neither .xlsx nor .csv: save it as one of these."
        raise ListError([say(what, name=path.name)])
    source = _excel(path) if suffix == ".xlsx" else _csv(path)
    for line, cells in enumerate(source, start=1):
        if line > MOST_ROWS:
            raise ListError(
                [say("The file has more than {most:,} rows: split it.", most=MOST_ROWS)]
            )
        if len(cells) > MOST_COLUMNS:
            what = "The file has more than {most} columns: that is no list of machines."
            raise ListError([say(what, most=MOST_COLUMNS)])
        yield line, cells


def _cell(cells: list[str], at: int) -> str:
    """Return the cell of a column; a row may end before its last columns."""
    return cells[at] if at < len(cells) else ""


def _excel(path: Path) -> Iterator[list[str]]:
    """Yield the rows of the first sheet, read by a fenced child. Raises ListError."""
    with tempfile.TemporaryFile() as told:
        child = [sys.executable, "-I", str(CHILD), str(path.absolute()), str(MOST_ROWS)]
        try:
            code = subprocess.run(
                [*ffmpeg.fence(READ), *child, str(MOST_COLUMNS)], stdin=subprocess.DEVNULL,
                stdout=told, stderr=subprocess.DEVNULL, timeout=READ.wall, check=False,
                env={"LANG": "C.UTF-8", "PYTHONUTF8": "1"},
            ).returncode  # fmt: skip
        except subprocess.TimeoutExpired:
            code = excel_child.TOO_LARGE
        if code:
            raise ListError([_excel_wrong(code)])
        told.seek(0)
        for line in told:
            yield [bare(" ".join(cell.split())) for cell in json.loads(line)]


def _excel_wrong(code: int) -> Sentence:
    if code == excel_child.BROKEN:
        return say("This is no readable Excel file: save it again.")
    if code == excel_child.TOO_WIDE:
        return say("The file has more than {most} columns: that is no list of machines.",
                   most=MOST_COLUMNS)  # fmt: skip
    return say("The file unpacks to more than 60 MB: that is no list of machines.")


def _csv(path: Path) -> Iterator[list[str]]:
    text = _decoded(path.read_bytes())
    first = text.partition("\n")[0]
    separator = max(";,\t", key=first.count)
    try:
        for cells in csv.reader(_rows_of(text), delimiter=separator):
            yield [bare(" ".join(cell.split())) for cell in cells]
    except csv.Error as error:
        what = (
            "The file can't be taken apart: a quotation mark is opened and never closed,"
            " or a cell is far too long."
        )
        raise ListError([say(what)]) from error


def _rows_of(text: str) -> Iterator[str]:
    """Yield the lines of a list; one that is far too long is not even taken apart."""
    for line in io.StringIO(text):
        if len(line) > LONGEST_LINE:
            what = "The file has more than {most} columns: that is no list of machines."
            raise ListError([say(what, most=MOST_COLUMNS)])
        yield line


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
    raise ListError([say("The file is in an unknown encoding: save it as CSV UTF-8.")])


def _columns(headings: list[str]) -> dict[str, int]:
    """Return where each known column stands, or raise with what the first row must hold."""
    lower = [heading.lower() for heading in headings]
    found = {
        name: next(at for at, heading in enumerate(lower) if heading in words)
        for name, words in HEADINGS.items()
        if any(heading in words for heading in lower)
    }
    findings = [
        say(
            "Row 1: the column '{english}' (or '{german}') is missing.",
            english=HEADINGS[name][0],
            german=HEADINGS[name][1].capitalize(),
        )
        for name in NEEDED
        if name not in found
    ]
    if findings:
        strange = _unknown(headings)
        raise ListError([*findings, strange] if strange else findings)
    return found


def _unknown(headings: list[str]) -> Sentence | None:
    """Name the columns that nothing is taken from; of binary rubbish, nothing is shown."""
    known = {word for words in HEADINGS.values() for word in words}
    names = [one[:SHOWN_SIGNS] for one in headings if one.lower() not in known]
    shown = [name for name in names if name and name.isprintable()][:SHOWN_COLUMNS]
    what = "Row 1 has these columns that are not known: {names}."
    return say(what, names=", ".join(shown)) if shown else None


def _row(line: int, cells: dict[str, str], headings: Headings) -> tuple[Row, list[Fault]]:
    area = _parts(cells["area"], "/")
    crowd, wrong_crowd = _crowd(line, cells.get("crowd", ""), headings)
    code, wrong_code = _code(line, cells.get("code", ""), headings)
    row = Row(
        line, area, cells["name"], cells.get("kind", ""), cells.get("number", ""), crowd,
        _parts(cells.get("alias", ""), "|"), code,
    )  # fmt: skip
    return row, [*_cells_wrong(line, cells, headings), *wrong_crowd, *wrong_code]


def _parts(cell: str, between: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in cell.split(between) if part.strip())


def _cells_wrong(line: int, cells: dict[str, str], headings: Headings) -> Iterator[Fault]:
    for name in NEEDED:
        if not cells[name]:
            what = "Row {line}, column '{column}': this cell is empty."
            yield Fault(line, name, say(what, line=line, column=headings[name]))
    for name, cell in cells.items():
        parts = _parts(cell, PARTED[name]) if name in PARTED else (cell,)
        most = ROOM.get(name, LONGEST)
        if max(map(len, parts), default=0) > most:
            what = "Row {line}, column '{column}': longer than {most} signs."
            yield Fault(line, name, say(what, line=line, column=headings[name], most=most))
        if not cell.isprintable():
            what = "Row {line}, column '{column}': holds a sign that is no text."
            yield Fault(line, name, say(what, line=line, column=headings[name]))
    if len(_parts(cells["area"], "/")) > DEEPEST:
        what = "Row {line}, column '{column}': deeper than four levels."
        yield Fault(line, "area", say(what, line=line, column=headings["area"]))


def _crowd(line: int, cell: str, headings: Headings) -> tuple[int | None, list[Fault]]:
    if not cell:
        return None, []
    if cell.isdecimal() and len(cell) <= len(str(LARGEST_CROWD)):
        return int(cell), []
    what = "Row {line}, column '{column}': '{cell}' is no number of people; write 12."
    says = say(what, line=line, column=headings["crowd"], cell=cell[:20])
    return None, [Fault(line, "crowd", says)]


def _code(line: int, cell: str, headings: Headings) -> tuple[str, list[Fault]]:
    try:
        return (codes.parse(cell) if cell else ""), []
    except (codes.NotACode, codes.Mistyped):
        what = "Row {line}, column '{column}': '{cell}' is no code of a label."
        says = say(what, line=line, column=headings["code"], cell=cell[:20])
        return "", [Fault(line, "code", says)]


def _twice(rows: list[Row], headings: Headings) -> Iterator[Fault]:
    """Find machines, aliases and codes that stand in the list more than once."""
    machines: dict[tuple[str, ...], int] = {}
    single: dict[tuple[str, str], int] = {}
    for row in rows:
        key = (*(part.casefold() for part in row.area), row.name.casefold())
        first = machines.setdefault(key, row.line)
        if first != row.line and row.name:
            what = "Row {line}, column '{column}': '{name}' stands in row {first} too."
            says = say(what, line=row.line, column=headings["name"], name=row.name, first=first)
            yield Fault(row.line, "name", says)
        marks = [("alias", alias.casefold()) for alias in row.aliases]
        for column, text in [*marks, *([("code", row.code)] if row.code else [])]:
            first = single.setdefault((column, text), row.line)
            if first != row.line:
                what = "Row {line}, column '{column}': the same code as in row {first}."
                says = say(what, line=row.line, column=headings[column], first=first)
                yield Fault(row.line, column, says)


def as_csv(rows: Iterable[Row], language: str = "en") -> bytes:
    """Return a list that can be read again: UTF-8 with a mark, semicolons, as Excel opens it."""
    out = io.StringIO()
    writer = csv.writer(out, delimiter=";", lineterminator="\r\n")
    writer.writerow(WRITTEN[language])
    writer.writerows(_safe(cells) for cells in map(_cells, rows))
    return out.getvalue().encode("utf-8-sig")


def as_excel(rows: Iterable[Row], language: str = "en") -> bytes:
    """Return a list that can be read again, as an Excel file of one sheet."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("machines")
    sheet.append(list(WRITTEN[language]))
    for row in rows:
        sheet.append(_safe(_cells(row)))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _cells(row: Row) -> list[str | int | None]:
    area, aliases = " / ".join(row.area), BETWEEN.join(row.aliases)
    return [row.code, area, row.name, row.kind, row.number, row.crowd, aliases]


def _safe(cells: list[str | int | None]) -> list[str | int | None]:
    return [inert(cell) if isinstance(cell, str) else cell for cell in cells]
