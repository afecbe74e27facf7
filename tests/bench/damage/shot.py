"""What happens to a label before and while it is photographed, as numbers."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shot:
    """One way of being hard to read; what is not named stays as in a clean picture.

    Shares are of the label's area, `defocus` and `motion` pixels of the picture, angles degrees
    (`curve` to each side of the middle of a pipe), `distance` a multiple of the reading distance.
    """

    grease: float = 0.0
    stain: float = 0.0
    scratches: int = 0
    defocus: float = 0.0
    motion: float = 0.0
    contrast: float = 0.85
    tilt: float = 12.0
    curve: float = 0.0
    glare: float = 0.0
    distance: float = 1.0


CLEAN = "clean"
STAIN = "one stain, 12 % of the label"
SCRATCHES = "four scratches"
BAD_DAY = "a bad day"
GREASE = ("grease, 3 % in drops", "grease, 6 % in drops")
FEWER = "two scratches"

ROWS = {
    CLEAN: Shot(),
    GREASE[0]: Shot(grease=0.03),
    GREASE[1]: Shot(grease=0.06),
    "one stain, 8 % of the label": Shot(stain=0.08),
    STAIN: Shot(stain=0.12),
    "one stain, 18 % of the label": Shot(stain=0.18),
    FEWER: Shot(scratches=2),
    SCRATCHES: Shot(scratches=4),
    "defocus, a quarter of a module": Shot(defocus=1.5),
    "defocus, a third of a module": Shot(defocus=2.0),
    "shaken over half a module": Shot(motion=3.0),
    "shaken over one module": Shot(motion=6.0),
    "contrast 15 %": Shot(contrast=0.15),
    "contrast 10 %": Shot(contrast=0.10),
    "tilted by 55°": Shot(tilt=55.0),
    "tilted by 65°": Shot(tilt=65.0),
    "round a pipe, 30° to each side": Shot(curve=30.0),
    "round a pipe, 45° to each side": Shot(curve=45.0),
    "glare on 10 %": Shot(glare=0.10),
    "glare on 20 %": Shot(glare=0.20),
    "half as far again": Shot(distance=1.5),
    "twice as far": Shot(distance=2.0),
    BAD_DAY: Shot(grease=0.01, stain=0.04, scratches=1, defocus=1.2, contrast=0.5, tilt=30.0),
}
