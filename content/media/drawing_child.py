"""The child that draws an SVG, inside the fence of `jail.py`: what draws can be led to the end.

Run as a script (`drawing_child.py WIDTH HEIGHT FONTS`, one of the sides 0) with a clean drawing as
its input; it prints a PNG. A few words of a drawing can mean hours of work, or more memory than
there is, at which the library that draws ends its whole process.
"""

from __future__ import annotations

import sys

BROKEN = 3
"""The exit code for what cannot be drawn at all."""


def main(words: list[str]) -> None:
    """Draw what comes in, as wide or as high as is asked for."""
    import resvg_py

    width, height, fonts = map(int, words)
    try:
        png = resvg_py.svg_to_bytes(
            svg_string=sys.stdin.read(),
            # Reading the system's letters takes longer than drawing; most drawings need none.
            skip_system_fonts=not fonts,
            width=width or None,
            height=height or None,
        )
    except ValueError:
        sys.exit(BROKEN)
    sys.stdout.buffer.write(bytes(png))


if __name__ == "__main__":
    main(sys.argv[1:])
