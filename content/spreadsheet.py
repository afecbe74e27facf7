"""Cells of tables that people open in a spreadsheet: a name must never be taken for a formula.

https://owasp.org/www-community/attacks/CSV_Injection; a double-width sign counts as a plain one.
"""

import re
from typing import Final

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
NUMBER: Final = re.compile(r"-\d+")


def inert(cell: str) -> str:
    """Return a cell that no spreadsheet reckons; a number below zero is no formula."""
    return f"'{cell}" if cell.startswith(FORMULA) and not NUMBER.fullmatch(cell) else cell


def bare(cell: str) -> str:
    """Return a cell as it was before `inert`."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(FORMULA) else cell
