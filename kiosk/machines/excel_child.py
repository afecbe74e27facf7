"""The child that reads an Excel file, inside the fence of `jail.py`: one can unpack to anything.

Run as a script (`excel_child.py FILE ROWS COLUMNS`). Each line it prints is a row of the first
sheet as a list of texts, up to one more than is allowed.
"""

import itertools
import json
import sys
import zipfile

BROKEN, TOO_LARGE, TOO_WIDE = 3, 4, 5
"""The exit codes for what is no Excel file, unpacks to too much, or has too many columns."""
MOST_UNPACKED = 60_000_000


def main(words: list[str]) -> None:
    """Print the rows, or end with the code for what is wrong."""
    path, rows, columns = words[0], int(words[1]), int(words[2])
    try:
        with zipfile.ZipFile(path) as parts:
            if sum(part.file_size for part in parts.infolist()) > MOST_UNPACKED:
                sys.exit(TOO_LARGE)
        _rows(path, rows, columns)
    except MemoryError:
        sys.exit(TOO_LARGE)
    except Exception:  # noqa: BLE001  a damaged file breaks its reader in a dozen ways
        sys.exit(BROKEN)


def _rows(path: str, most: int, columns: int) -> None:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True, keep_links=False)
    sheet = book.worksheets[0]
    sheet.reset_dimensions()  # some exports claim a size smaller than what the sheet holds
    for row in itertools.islice(sheet.iter_rows(values_only=True), most + 1):
        if len(row) > columns:
            sys.exit(TOO_WIDE)
        print(json.dumps([_plain(cell) for cell in row]))


def _plain(cell: object) -> str:
    """Return a cell as text; Excel keeps 12 as 12.0."""
    if cell is None:
        return ""
    whole = isinstance(cell, float) and cell.is_integer()
    return str(int(cell) if whole else cell)  # type: ignore[call-overload]


if __name__ == "__main__":
    main(sys.argv[1:])
