"""Marks on a picture of the storyboard: arrows, circles, and what nobody may see is blurred."""

from dataclasses import dataclass
from typing import Any, Final

from flask import Blueprint, Response, redirect, request
from flask_babel import gettext
from werkzeug.exceptions import NotFound

from content import scenes
from content.errors import ContentError, MarkUnseen
from content.media import marks
from content.media.marks import Box, Mark
from content.scene_file import Scene
from kiosk.staff.rights import WRITE
from kiosk.studio import desk, errors, house, stations
from kiosk.studio.access import needs
from kiosk.studio.desk import Desk
from kiosk.studio.frame import page
from kiosk.studio.shot import shot

COLUMNS, ROWS = "ABCDEFGHIJKL", range(1, 10)
"""The fields of the grid by which a mark is set without a pointer."""
BLUR: Final = "blur"
CORNERS: Final = 4  # two points of two sides


@dataclass(frozen=True, slots=True)
class Grid:
    """The fields over a picture: name, left and top of each, their size, that of their letters."""

    fields: tuple[tuple[str, float, float], ...]
    wide: float
    high: float
    letters: float


blueprint = Blueprint(
    "marks", __name__, url_prefix="/v/<version_id>/storyboard/<scene_id>/marks/<int:number>"
)


@blueprint.get("")
@needs(WRITE)
def show(version_id: str, scene_id: str, number: int) -> Response:
    """Show a picture to draw on."""
    work = desk.seen(version_id)
    return _answer(work, scenes.find(work.version, scene_id), number)


@blueprint.post("")
@needs(WRITE)
def write(version_id: str, scene_id: str, number: int) -> Any:
    """Set a mark by fields, take one away, or set all that were drawn."""
    work = desk.written(version_id)
    scene = scenes.find(work.version, scene_id)
    do, _, which = request.form.get("do", "set").partition(":")
    try:
        if do == "drop":
            scene = _without(work, scene, number, which)
        elif do == "add":
            scene = _add(work, scene, number)
        else:
            scene = _set(work, scene, number)
    except ContentError as error:
        return _answer(work, scene, number, wrong=errors.sentence(error))
    here = stations.address(work, "storyboard")
    there = f"/{scene.id}/marks/{number}" if do in ("add", "drop") else f"#scene-{scene.id}"
    return redirect(here + there, 303)


def _set(work: Desk, scene: Scene, number: int) -> Scene:
    """Set every mark as it was drawn, then blur what is to be blurred."""
    drawn = [_drawn(number, told) for told in request.form.getlist("mark")]
    boxes = [_drawn(number, f"circle {told}").box for told in request.form.getlist(BLUR)]
    scene = scenes.redraw(work.version, house.storage(), scene.id, number, drawn)
    return scenes.blur(work.version, house.storage(), scene.id, number, boxes) if boxes else scene


def _add(work: Desk, scene: Scene, number: int) -> Scene:
    """Set one mark by the fields of the grid, beside those that were drawn."""
    kind = request.form.get("draw", "arrow")
    box = _box(kind, request.form.get("from", ""), request.form.get("to", ""))
    scene = _set(work, scene, number)
    if kind == BLUR:
        return scenes.blur(work.version, house.storage(), scene.id, number, [box])
    return scenes.draw(work.version, house.storage(), scene.id, _mark(number, kind, box))


def _without(work: Desk, scene: Scene, number: int, which: str) -> Scene:
    """Take one mark away, the n-th on its picture from 0."""
    on_it = [mark for mark in scene.marks if mark.on == number]
    left = [mark for at, mark in enumerate(on_it) if str(at) != which]
    return scenes.redraw(work.version, house.storage(), scene.id, number, left)


def _drawn(number: int, told: str) -> Mark:
    """Read a mark as the page's script tells it: `arrow 120 340 500 500`. Raises MarkUnseen."""
    kind, *sides = told.split()
    if len(sides) != CORNERS or not all(side.isdecimal() for side in sides):
        raise MarkUnseen
    x1, y1, x2, y2 = (min(int(side[:4]), marks.WHOLE) for side in sides)
    return _mark(number, kind, (x1, y1, x2, y2))


def _mark(number: int, kind: str, box: Box) -> Mark:
    if kind == "arrow":
        return Mark(number, "arrow", box)
    if kind == "circle":
        return Mark(number, "circle", box)
    raise MarkUnseen


def _box(kind: str, begin: str, end: str) -> Box:
    """Turn two fields of the grid into two points: an arrow's ends, or the corners around both."""
    (left, top), (right, bottom) = _field(begin), _field(end)
    wide, high = marks.WHOLE / len(COLUMNS), marks.WHOLE / len(ROWS)
    if kind == "arrow":
        return tuple(
            round((at + 0.5) * side)
            for at, side in ((left, wide), (top, high), (right, wide), (bottom, high))
        )  # type: ignore[return-value]  # four of them
    left, right = sorted((left, right))
    top, bottom = sorted((top, bottom))
    return (
        round(left * wide),
        round(top * high),
        round((right + 1) * wide),
        round((bottom + 1) * high),
    )


def _field(name: str) -> tuple[int, int]:
    """Return column and row of a field such as `C4`, from 0. Raises MarkUnseen."""
    column, row = name[:1].upper(), name[1:]
    if column not in COLUMNS or not column or not row.isdecimal() or int(row[:2]) not in ROWS:
        raise MarkUnseen
    return COLUMNS.index(column), int(row[:2]) - 1


def _grid(width: int, height: int) -> Grid:
    """Lay the fields over a picture of this size, row by row."""
    wide, high = round(width / len(COLUMNS), 1), round(height / len(ROWS), 1)
    fields = tuple(
        (f"{column}{row}", round(at * wide, 1), round((row - 1) * high, 1))
        for row in ROWS
        for at, column in enumerate(COLUMNS)
    )
    return Grid(fields, wide, high, round(min(wide, high) * 0.38, 1))


def _answer(work: Desk, scene: Scene, number: int, wrong: str = "") -> Response:
    """Answer with the picture; what was chosen stays chosen."""
    originals = scenes.pictures(work.version)
    if not 1 <= number <= len(scene.pictures) or scene.pictures[number - 1] not in originals:
        raise NotFound
    name = scene.pictures[number - 1]
    plant = work.nugget.reach == "plant network"
    one = shot(number, name, originals[name], scene.marks, plant=plant)
    return page(
        "studio/marks.html",
        blocks=("main",),
        status=422 if wrong else 200,
        back=f"{stations.address(work, 'storyboard')}#scene-{scene.id}",
        chosen={key: request.form.get(key, "") for key in ("draw", "from", "to")},
        desk=work,
        grid=_grid(one.width, one.height),
        here=f"{stations.address(work, 'storyboard')}/{scene.id}/marks/{number}",
        kinds={"arrow": gettext("Arrow"), "circle": gettext("Circle"), BLUR: gettext("Blur")},
        most=marks.MOST,
        one=one,
        place=scenes.place(work.version, scene.id) + 1,
        wrong=wrong,
    )
