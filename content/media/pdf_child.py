"""The child that opens a PDF, inside the fence of `jail.py`: draws pages, tells their words.

Run as a script (`pdf_child.py SOURCE FOLDER SIDE MOST_PAGES SIGNS NUMBERS`). Each line it prints is
one page, or what is wrong with the whole.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import Any

MOST_SCALE = 6.0
SMALLEST = 1.0


def main(words: list[str]) -> None:
    """Draw the pages whose numbers are asked for, one after the other."""
    import pypdfium2 as pdfium

    source, folder, side, most, signs, numbers = words
    try:
        document = pdfium.PdfDocument(source)
        pages = len(document)
    except pdfium.PdfiumError as problem:
        tell(wrong="locked" if "password" in str(problem).lower() else "broken")
        return
    if not 0 < pages <= int(most):
        tell(wrong="pages" if pages else "broken", pages=pages)
        return
    for number in map(int, numbers.split(",")):
        if 1 <= number <= pages:
            one(document, number, Path(folder), int(side), int(signs))


def one(document: Any, number: int, folder: Path, side: int, signs: int) -> None:
    """Draw one page and tell its words; a broken page is left out, the others are not."""
    import pypdfium2 as pdfium

    try:
        page = document[number - 1]
        width, height = page.get_size()
        if min(width, height) < SMALLEST:
            return
        scale = min(MOST_SCALE, side / max(width, height))
        picture = page.render(scale=scale, draw_annots=True).to_pil().convert("RGB")
        text = page.get_textpage().get_text_range(0, -1)[: signs * 4]
    except (pdfium.PdfiumError, ValueError, MemoryError, OSError):
        return
    part = folder / f"{number}.part"
    picture.save(part, "PNG", compress_level=1)
    part.replace(folder / f"{number}.png")
    tell(page=number, text=" ".join(text.split())[:signs], of=len(document))


def tell(**facts: object) -> None:
    """Print a line and let it be read even if the next page is the end."""
    print(json.dumps(facts), flush=True)


if __name__ == "__main__":
    main(sys.argv[1:])
