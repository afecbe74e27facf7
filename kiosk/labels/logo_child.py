"""The child that reads a plant's logo, inside the fence of `jail.py`: a drawing can ask for hours.

Run as a script with the file that was sent as its input; it prints the harmless PNG.
"""

import json
import sys
from pathlib import Path

UNFIT = 3
"""The exit code for a file that is no logo; why, is printed as JSON: the sentence and its facts."""


def main() -> None:
    """Read what comes in, print what may be kept of it."""
    sys.path.append(str(Path(__file__).parents[2]))  # where no package is installed
    from qr_codes import logo

    try:
        made = logo.read(sys.stdin.buffer.read())
    except logo.BadLogo as error:
        print(json.dumps([error.template, error.facts]))
        sys.exit(UNFIT)
    sys.stdout.buffer.write(made.png)


if __name__ == "__main__":
    main()
