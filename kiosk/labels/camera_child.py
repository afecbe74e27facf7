"""The child that looks for codes on a photograph, inside the fence of `jail.py`.

Run as a script (`camera_child.py ZBAR WIDTH HEIGHT`) with the grey levels of a picture as its
input, row by row. Each line it prints is one symbol: by which decoder, its text, its corners. The
two know nothing of each other: zxing-cpp, then zbar where the library ZBAR is there. Without a
picture (`camera_child.py ZBAR`) it prints the names of those that are there.
"""

import ctypes
import json
import sys
from collections.abc import Iterator
from typing import Any

MOST = 40  # symbols that one decoder may tell of
Y800 = 0x30303859  # zbar's name for pictures of grey levels
QR, EVERY, ENABLE = 64, 0, 0
LONGEST = 500  # bytes of a text


def main(words: list[str]) -> None:
    """Look with one decoder after the other; what breaks the second leaves the first's word."""
    library, size = words[0], [int(word) for word in words[1:]]
    if not size:
        import zxingcpp  # noqa: F401  whether it is there is the question

        print("zxing-cpp", flush=True)
        print("zbar" if second(library) else "")
        return
    width, height = size
    grey = sys.stdin.buffer.read(width * height)
    for text, corners in by_zxing(grey, width, height):
        tell(by="zxing-cpp", text=text, corners=corners)
    zbar = second(library)
    for text in by_zbar(zbar, grey, width, height) if zbar else ():
        tell(by="zbar", text=text, corners=[])


def tell(**facts: object) -> None:
    """Print a line and let it be read even if the next one is the end."""
    print(json.dumps(facts), flush=True)


def by_zxing(grey: bytes, width: int, height: int) -> Iterator[tuple[str, list[list[int]]]]:
    """Yield text and corners (top left, top right, bottom right, bottom left) of each symbol."""
    import zxingcpp

    found = zxingcpp.read_barcodes(
        memoryview(grey).cast("B", (height, width)),
        formats=zxingcpp.BarcodeFormats(zxingcpp.BarcodeFormat.QRCode),
    )
    for one in found[:MOST]:
        if one.valid:
            at = one.position
            corners = (at.top_left, at.top_right, at.bottom_right, at.bottom_left)
            yield written(one.bytes), [[corner.x, corner.y] for corner in corners]


def by_zbar(zbar: Any, grey: bytes, width: int, height: int) -> Iterator[str]:
    """Yield the text of each symbol."""
    scanner = zbar.zbar_image_scanner_create()
    zbar.zbar_image_scanner_set_config(scanner, EVERY, ENABLE, 0)
    zbar.zbar_image_scanner_set_config(scanner, QR, ENABLE, 1)
    image = zbar.zbar_image_create()
    zbar.zbar_image_set_format(image, Y800)
    zbar.zbar_image_set_size(image, width, height)
    zbar.zbar_image_set_data(image, grey, len(grey), None)
    zbar.zbar_scan_image(scanner, image)
    symbol, left = zbar.zbar_image_first_symbol(image), MOST
    while symbol and left:
        if zbar.zbar_symbol_get_type(symbol) == QR:
            length = min(LONGEST, zbar.zbar_symbol_get_data_length(symbol))
            yield written(ctypes.string_at(zbar.zbar_symbol_get_data(symbol), length))
        symbol, left = zbar.zbar_symbol_next(symbol), left - 1


def written(content: bytes) -> str:
    """Read what a symbol holds; ours is UTF-8, whatever a decoder may guess."""
    return content[:LONGEST].decode(errors="replace")


def second(name: str) -> Any:
    """Load zbar as the system has it, or return None; all that it hands out are addresses."""
    try:
        zbar = ctypes.CDLL(name)
    except OSError:
        return None
    pointer, number, whole = ctypes.c_void_p, ctypes.c_uint, ctypes.c_int
    for made in ("image_scanner_create", "image_create"):
        getattr(zbar, f"zbar_{made}").restype = pointer
    zbar.zbar_image_scanner_set_config.argtypes = [
        pointer,
        ctypes.c_int,
        ctypes.c_int,
        ctypes.c_int,
    ]
    zbar.zbar_image_set_format.argtypes = [pointer, ctypes.c_ulong]
    zbar.zbar_image_set_size.argtypes = [pointer, number, number]
    zbar.zbar_image_set_data.argtypes = [pointer, ctypes.c_char_p, ctypes.c_ulong, pointer]
    zbar.zbar_scan_image.argtypes = [pointer, pointer]
    for named, kind in (
        ("image_first_symbol", pointer), ("symbol_next", pointer), ("symbol_get_data", pointer),
        ("symbol_get_data_length", number), ("symbol_get_type", whole),
    ):  # fmt: skip
        function = getattr(zbar, f"zbar_{named}")
        function.argtypes, function.restype = [pointer], kind
    return zbar


if __name__ == "__main__":
    main(sys.argv[1:])
